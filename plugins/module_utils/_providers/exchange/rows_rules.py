# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Cmdlet rows: transport rules.

The form of a row is in cmdlet_rows.py.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

ROWS = r"""
Get-TransportRule +D
  DlpPolicy:String Filter:String Identity:RuleIdParameter ResultSize:Unlimited State:RuleState=Enabled|Disabled
New-TransportRule +CD
  ADComparisonAttribute:ADAttribute ADComparisonOperator:Evaluation=Equal|NotEqual ActivationDate:DateTime
  AddManagerAsRecipientType:AddedRecipientType=To|Cc|Bcc|Redirect AddToRecipients:RecipientIdParameter[]
  AnyOfCcHeader:RecipientIdParameter[] AnyOfCcHeaderMemberOf:RecipientIdParameter[]
  AnyOfRecipientAddressContainsWords:Word[] AnyOfRecipientAddressMatchesPatterns:Pattern[]
  AnyOfToCcHeader:RecipientIdParameter[] AnyOfToCcHeaderMemberOf:RecipientIdParameter[]
  AnyOfToHeader:RecipientIdParameter[] AnyOfToHeaderMemberOf:RecipientIdParameter[] ApplyClassification:String
  ApplyHtmlDisclaimerFallbackAction:DisclaimerFallbackAction=Wrap|Ignore|Reject
  ApplyHtmlDisclaimerLocation:DisclaimerLocation=Append|Prepend ApplyHtmlDisclaimerText:DisclaimerText
  ApplyRightsProtectionTemplate:RmsTemplateIdParameter AttachmentContainsWords:Word[]
  AttachmentExtensionMatchesWords:Word[] AttachmentHasExecutableContent:Boolean AttachmentIsPasswordProtected:Boolean
  AttachmentIsUnsupported:Boolean AttachmentMatchesPatterns:Pattern[] AttachmentNameMatchesPatterns:Pattern[]
  AttachmentProcessingLimitExceeded:Boolean AttachmentPropertyContainsWords:Word[]
  AttachmentSizeOver:ByteQuantifiedSize BetweenMemberOf1:RecipientIdParameter[]
  BetweenMemberOf2:RecipientIdParameter[] BlindCopyTo:RecipientIdParameter[] Comments:String
  ContentCharacterSetContainsWords:Word[] CopyTo:RecipientIdParameter[] DeleteMessage:Boolean Disconnect:Boolean
  DlpPolicy:String Enabled:Boolean ExceptIfADComparisonAttribute:ADAttribute
  ExceptIfADComparisonOperator:Evaluation=Equal|NotEqual ExceptIfAnyOfCcHeader:RecipientIdParameter[]
  ExceptIfAnyOfCcHeaderMemberOf:RecipientIdParameter[] ExceptIfAnyOfRecipientAddressContainsWords:Word[]
  ExceptIfAnyOfRecipientAddressMatchesPatterns:Pattern[] ExceptIfAnyOfToCcHeader:RecipientIdParameter[]
  ExceptIfAnyOfToCcHeaderMemberOf:RecipientIdParameter[] ExceptIfAnyOfToHeader:RecipientIdParameter[]
  ExceptIfAnyOfToHeaderMemberOf:RecipientIdParameter[] ExceptIfAttachmentContainsWords:Word[]
  ExceptIfAttachmentExtensionMatchesWords:Word[] ExceptIfAttachmentHasExecutableContent:Boolean
  ExceptIfAttachmentIsPasswordProtected:Boolean ExceptIfAttachmentIsUnsupported:Boolean
  ExceptIfAttachmentMatchesPatterns:Pattern[] ExceptIfAttachmentNameMatchesPatterns:Pattern[]
  ExceptIfAttachmentProcessingLimitExceeded:Boolean ExceptIfAttachmentPropertyContainsWords:Word[]
  ExceptIfAttachmentSizeOver:ByteQuantifiedSize ExceptIfBetweenMemberOf1:RecipientIdParameter[]
  ExceptIfBetweenMemberOf2:RecipientIdParameter[] ExceptIfContentCharacterSetContainsWords:Word[]
  ExceptIfFrom:RecipientIdParameter[] ExceptIfFromAddressContainsWords:Word[]
  ExceptIfFromAddressMatchesPatterns:Pattern[] ExceptIfFromMemberOf:RecipientIdParameter[]
  ExceptIfFromScope:FromUserScope=InOrganization|NotInOrganization ExceptIfHasClassification:String
  ExceptIfHasNoClassification:Boolean ExceptIfHasSenderOverride:Boolean
  ExceptIfHeaderContainsMessageHeader:HeaderName ExceptIfHeaderContainsWords:Word[]
  ExceptIfHeaderMatchesMessageHeader:HeaderName ExceptIfHeaderMatchesPatterns:Pattern[]
  ExceptIfManagerAddresses:RecipientIdParameter[] ExceptIfManagerForEvaluatedUser:EvaluatedUser=Recipient|Sender
  ExceptIfMessageContainsDataClassifications:Hashtable[] ExceptIfMessageSizeOver:ByteQuantifiedSize
  ExceptIfMessageTypeMatches:MessageType=OOF|AutoForward|Encrypted|Calendaring|PermissionControlled|Voicemail|
  Signed|ApprovalRequest|ReadReceipt ExceptIfRecipientADAttributeContainsWords:Word[]
  ExceptIfRecipientADAttributeMatchesPatterns:Pattern[] ExceptIfRecipientAddressContainsWords:Word[]
  ExceptIfRecipientAddressMatchesPatterns:Pattern[] ExceptIfRecipientDomainIs:Word[] ExceptIfSCLOver:SclValue
  ExceptIfSenderADAttributeContainsWords:Word[] ExceptIfSenderADAttributeMatchesPatterns:Pattern[]
  ExceptIfSenderDomainIs:Word[] ExceptIfSenderIpRanges:MultiValuedProperty
  ExceptIfSenderManagementRelationship:ManagementRelationship=Manager|DirectReport
  ExceptIfSentTo:RecipientIdParameter[] ExceptIfSentToMemberOf:RecipientIdParameter[]
  ExceptIfSentToScope:ToUserScope=InOrganization|NotInOrganization|ExternalPartner|ExternalNonPartner
  ExceptIfSubjectContainsWords:Word[] ExceptIfSubjectMatchesPatterns:Pattern[]
  ExceptIfSubjectOrBodyContainsWords:Word[] ExceptIfSubjectOrBodyMatchesPatterns:Pattern[]
  ExceptIfWithImportance:Importance=Low|Normal|High ExpiryDate:DateTime From:RecipientIdParameter[]
  FromAddressContainsWords:Word[] FromAddressMatchesPatterns:Pattern[] FromMemberOf:RecipientIdParameter[]
  FromScope:FromUserScope=InOrganization|NotInOrganization GenerateIncidentReport:RecipientIdParameter
  GenerateNotification:DisclaimerText HasClassification:String HasNoClassification:Boolean HasSenderOverride:Boolean
  HeaderContainsMessageHeader:HeaderName HeaderContainsWords:Word[] HeaderMatchesMessageHeader:HeaderName
  HeaderMatchesPatterns:Pattern[]
  IncidentReportContent:IncidentReportContent[]=Sender|Recipients|Subject|CC|BCC|Severity|RuleDetections|
  FalsePositive|IdMatch|AttachOriginalMail LogEventText:EventLogText ManagerAddresses:RecipientIdParameter[]
  ManagerForEvaluatedUser:EvaluatedUser=Recipient|Sender MessageContainsDataClassifications:Hashtable[]
  MessageSizeOver:ByteQuantifiedSize
  MessageTypeMatches:MessageType=OOF|AutoForward|Encrypted|Calendaring|PermissionControlled|Voicemail|Signed|
  ApprovalRequest|ReadReceipt Mode:RuleMode=Audit|AuditAndNotify|Enforce ModerateMessageByManager:Boolean
  ModerateMessageByUser:RecipientIdParameter[] Name:String!
  NotifySender:NotifySenderType=NotifyOnly|RejectMessage|RejectUnlessFalsePositiveOverride|
  RejectUnlessSilentOverride|RejectUnlessExplicitOverride PrependSubject:SubjectPrefix Priority:Int32
  Quarantine:Boolean RecipientADAttributeContainsWords:Word[] RecipientADAttributeMatchesPatterns:Pattern[]
  RecipientAddressContainsWords:Word[] RecipientAddressMatchesPatterns:Pattern[] RecipientDomainIs:Word[]
  RedirectMessageTo:RecipientIdParameter[] RejectMessageEnhancedStatusCode:RejectEnhancedStatus
  RejectMessageReasonText:RejectText RemoveHeader:HeaderName RouteMessageOutboundRequireTls:Boolean
  RuleErrorAction:RuleErrorAction=Ignore|Defer RuleSubType:RuleSubType=Dlp|None SCLOver:SclValue
  SenderADAttributeContainsWords:Word[] SenderADAttributeMatchesPatterns:Pattern[]
  SenderAddressLocation:SenderAddressLocation=Header|Envelope|HeaderOrEnvelope SenderDomainIs:Word[]
  SenderIpRanges:MultiValuedProperty SenderManagementRelationship:ManagementRelationship=Manager|DirectReport
  SentTo:RecipientIdParameter[] SentToMemberOf:RecipientIdParameter[]
  SentToScope:ToUserScope=InOrganization|NotInOrganization|ExternalPartner|ExternalNonPartner
  SetAuditSeverity:String=DoNotAudit|Low|Medium|High SetHeaderName:HeaderName SetHeaderValue:HeaderValue
  SetSCL:SclValue SmtpRejectMessageRejectStatusCode:RejectStatusCode SmtpRejectMessageRejectText:RejectText
  StopRuleProcessing:Boolean SubjectContainsWords:Word[] SubjectMatchesPatterns:Pattern[]
  SubjectOrBodyContainsWords:Word[] SubjectOrBodyMatchesPatterns:Pattern[] UseLegacyRegex:Boolean
  WithImportance:Importance=Low|Normal|High
Set-TransportRule +CD &New-TransportRule
  Identity:RuleIdParameter! Name:String -Enabled -UseLegacyRegex
Enable-TransportRule +CD
  Identity:RuleIdParameter! Mode:RuleMode=Audit|AuditAndNotify|Enforce
Disable-TransportRule +CD
  Identity:RuleIdParameter!
Remove-TransportRule +CD
  Identity:RuleIdParameter!
"""
