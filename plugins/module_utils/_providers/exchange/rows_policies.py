# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Cmdlet rows: policies of the organisation: retention, clients, audit.

The form of a row is in cmdlet_rows.py.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

ROWS = r"""
Get-RetentionPolicy +D
  Identity:MailboxPolicyIdParameter
New-RetentionPolicy +CD
  Name:String! RetentionId:Guid RetentionPolicyTagLinks:RetentionPolicyTagIdParameter[]
Set-RetentionPolicy +CD
  Force:SwitchParameter Identity:MailboxPolicyIdParameter! Name:String RetentionId:Guid
  RetentionPolicyTagLinks:RetentionPolicyTagIdParameter[]
Remove-RetentionPolicy +CD
  Force:SwitchParameter Identity:MailboxPolicyIdParameter!
Get-RetentionPolicyTag +D
  Identity:RetentionPolicyTagIdParameter IncludeSystemTags:SwitchParameter
  Types:ElcFolderType[]=Calendar|Contacts|DeletedItems|Drafts|Inbox|JunkEmail|Journal|Notes|Outbox|SentItems|Tasks|
  All|RssSubscriptions|ConversationHistory|Personal
New-RetentionPolicyTag +CD
  AgeLimitForRetention:EnhancedTimeSpan Comment:String LocalizedComment:MultiValuedProperty
  LocalizedRetentionPolicyTagName:MultiValuedProperty MessageClass:String MustDisplayCommentEnabled:Boolean
  Name:String!
  RetentionAction:RetentionAction=DeleteAndAllowRecovery|MarkAsPastRetentionLimit|MoveToArchive|PermanentlyDelete
  RetentionEnabled:Boolean RetentionId:Guid SystemTag:Boolean
  Type:ElcFolderType=All|Archive|Calendar|Clutter|Contacts|ConversationHistory|DeletedItems|Drafts|Inbox|Journal|
  JunkEmail|LegacyArchiveJournals|ManagedCustomFolder|Notes|Outbox|Personal|RecoverableItems|RssSubscriptions|
  SentItems|SyncIssues|Tasks
Set-RetentionPolicyTag +CD &New-RetentionPolicyTag
  Force:SwitchParameter Identity:RetentionPolicyTagIdParameter! LegacyManagedFolder:ELCFolderIdParameter Name:String
  -Type
Get-OwaMailboxPolicy +D
  Identity:MailboxPolicyIdParameter
New-OwaMailboxPolicy +CD
  Name:String!
Set-OwaMailboxPolicy +CD
  ActionForUnknownFileAndMIMETypes:AttachmentBlockingActions=Allow|ForceSave|Block
  ActiveSyncIntegrationEnabled:Boolean AllAddressListsEnabled:Boolean AllowCopyContactsToDeviceAddressBook:Boolean
  AllowOfflineOn:AllowOfflineOnEnum=PrivateComputersOnly|NoComputers|AllComputers
  AllowedFileTypes:MultiValuedProperty AllowedMimeTypes:MultiValuedProperty BlockedFileTypes:MultiValuedProperty
  BlockedMimeTypes:MultiValuedProperty CalendarEnabled:Boolean ChangePasswordEnabled:Boolean
  ClassicAttachmentsEnabled:Boolean ContactsEnabled:Boolean DefaultClientLanguage:Int32 DefaultTheme:String
  DelegateAccessEnabled:Boolean DirectFileAccessOnPrivateComputersEnabled:Boolean
  DirectFileAccessOnPublicComputersEnabled:Boolean DisplayPhotosEnabled:Boolean ExplicitLogonEnabled:Boolean
  ExternalSPMySiteHostURL:String ForceSaveAttachmentFilteringEnabled:Boolean ForceSaveFileTypes:MultiValuedProperty
  ForceSaveMimeTypes:MultiValuedProperty ForceWacViewingFirstOnPrivateComputers:Boolean
  ForceWacViewingFirstOnPublicComputers:Boolean GlobalAddressListEnabled:Boolean GroupCreationEnabled:Boolean
  IRMEnabled:Boolean Identity:MailboxPolicyIdParameter! InstantMessagingEnabled:Boolean
  InstantMessagingType:InstantMessagingTypeOptions=None|Ocs InternalSPMySiteHostURL:String IsDefault:SwitchParameter
  JournalEnabled:Boolean JunkEmailEnabled:Boolean LogonAndErrorLanguage:Int32 Name:String NotesEnabled:Boolean
  OWALightEnabled:Boolean OnSendAddinsEnabled:Boolean OneDriveAttachmentsEnabled:Boolean OrganizationEnabled:Boolean
  OutboundCharset:OutboundCharsetOptions=AutoDetect|AlwaysUTF8|UserLanguageChoice PhoneticSupportEnabled:Boolean
  PremiumClientEnabled:Boolean PublicFoldersEnabled:Boolean RecoverDeletedItemsEnabled:Boolean
  ReferenceAttachmentsEnabled:Boolean RemindersAndNotificationsEnabled:Boolean ReportJunkEmailEnabled:Boolean
  RulesEnabled:Boolean SMimeEnabled:Boolean SatisfactionEnabled:Boolean SaveAttachmentsToCloudEnabled:Boolean
  SearchFoldersEnabled:Boolean SetPhotoEnabled:Boolean SetPhotoURL:String SignaturesEnabled:Boolean
  SilverlightEnabled:Boolean SkipCreateUnifiedGroupCustomSharepointClassification:Boolean SpellCheckerEnabled:Boolean
  TasksEnabled:Boolean TextMessagingEnabled:Boolean ThemeSelectionEnabled:Boolean UMIntegrationEnabled:Boolean
  UNCAccessOnPrivateComputersEnabled:Boolean UNCAccessOnPublicComputersEnabled:Boolean UseGB18030:Boolean
  UseISO885915:Boolean UserVoiceEnabled:Boolean WSSAccessOnPrivateComputersEnabled:Boolean
  WSSAccessOnPublicComputersEnabled:Boolean WacEditingEnabled:Boolean WacExternalServicesEnabled:Boolean
  WacOMEXEnabled:Boolean WacViewingOnPrivateComputersEnabled:Boolean WacViewingOnPublicComputersEnabled:Boolean
  WebPartsFrameOptionsType:WebPartsFrameOptions=None|SameOrigin|Deny
Get-MobileDeviceMailboxPolicy +D
  Identity:MailboxPolicyIdParameter
New-MobileDeviceMailboxPolicy +CD
  AllowBluetooth:BluetoothType=Allow|Disable|HandsfreeOnly AllowBrowser:Boolean AllowCamera:Boolean
  AllowConsumerEmail:Boolean AllowDesktopSync:Boolean AllowExternalDeviceManagement:Boolean AllowHTMLEmail:Boolean
  AllowInternetSharing:Boolean AllowIrDA:Boolean AllowMobileOTAUpdate:Boolean AllowNonProvisionableDevices:Boolean
  AllowPOPIMAPEmail:Boolean AllowRemoteDesktop:Boolean
  AllowSMIMEEncryptionAlgorithmNegotiation:SMIMEEncryptionAlgorithmNegotiationType=AllowAnyAlgorithmNegotiation|
  BlockNegotiation|OnlyStrongAlgorithmNegotiation AllowSMIMESoftCerts:Boolean AllowSimplePassword:Boolean
  AllowStorageCard:Boolean AllowTextMessaging:Boolean AllowUnsignedApplications:Boolean
  AllowUnsignedInstallationPackages:Boolean AllowWiFi:Boolean AlphanumericPasswordRequired:Boolean
  ApprovedApplicationList:ApprovedApplicationCollection AttachmentsEnabled:Boolean DeviceEncryptionEnabled:Boolean
  DevicePolicyRefreshInterval:Unlimited IrmEnabled:Boolean IsDefault:Boolean MaxAttachmentSize:Unlimited
  MaxCalendarAgeFilter:CalendarAgeFilterType=All|TwoWeeks|OneMonth|ThreeMonths|SixMonths
  MaxEmailAgeFilter:EmailAgeFilterType=All|OneDay|ThreeDays|OneWeek|TwoWeeks|OneMonth
  MaxEmailBodyTruncationSize:Unlimited MaxEmailHTMLBodyTruncationSize:Unlimited MaxInactivityTimeLock:Unlimited
  MaxPasswordFailedAttempts:Unlimited MinPasswordComplexCharacters:Int32[1..4] MinPasswordLength:Int32 Name:String!
  PasswordEnabled:Boolean PasswordExpiration:Unlimited PasswordHistory:Int32 PasswordRecoveryEnabled:Boolean
  RequireDeviceEncryption:Boolean RequireEncryptedSMIMEMessages:Boolean
  RequireEncryptionSMIMEAlgorithm:EncryptionSMIMEAlgorithmType=DES|TripleDES|RC240bit|RC264bit|RC2128bit
  RequireManualSyncWhenRoaming:Boolean RequireSignedSMIMEAlgorithm:SignedSMIMEAlgorithmType=SHA1|MD5
  RequireSignedSMIMEMessages:Boolean RequireStorageCardEncryption:Boolean UNCAccessEnabled:Boolean
  UnapprovedInROMApplicationList:MultiValuedProperty WSSAccessEnabled:Boolean
Set-MobileDeviceMailboxPolicy +CD &New-MobileDeviceMailboxPolicy
  Identity:MailboxPolicyIdParameter! Name:String
Get-AcceptedDomain +D
  Identity:AcceptedDomainIdParameter
New-AcceptedDomain +CD
  DomainName:SmtpDomainWithSubdomains! DomainType:AcceptedDomainType=Authoritative|InternalRelay|ExternalRelay
  Name:String!
Set-AcceptedDomain +CD
  AddressBookEnabled:Boolean DomainType:AcceptedDomainType=Authoritative|InternalRelay|ExternalRelay
  Identity:AcceptedDomainIdParameter! MakeDefault:Boolean MatchSubDomains:Boolean Name:String
Get-AdminAuditLogConfig +D
Set-AdminAuditLogConfig +CD
  AdminAuditLogAgeLimit:EnhancedTimeSpan AdminAuditLogCmdlets:MultiValuedProperty AdminAuditLogEnabled:Boolean
  AdminAuditLogExcludedCmdlets:MultiValuedProperty AdminAuditLogParameters:MultiValuedProperty Force:SwitchParameter
  Identity:OrganizationIdParameter LogLevel:AuditLogLevel=None|Verbose Name:String TestCmdletLoggingEnabled:Boolean
  UnifiedAuditLogIngestionEnabled:Boolean
Get-OrganizationConfig +D
Set-OrganizationConfig +CD
  ActivityBasedAuthenticationTimeoutEnabled:Boolean
  ActivityBasedAuthenticationTimeoutInterval:EnhancedTimeSpan[00:05:00..08:00:00]
  ActivityBasedAuthenticationTimeoutWithSingleSignOnEnabled:Boolean ByteEncoderTypeFor7BitCharsets:Int32
  CustomerFeedbackEnabled:Boolean DefaultAuthenticationPolicy:AuthPolicyIdParameter@2019,SE
  DistributionGroupDefaultOU:OrganizationalUnitIdParameter DistributionGroupNameBlockedWordsList:MultiValuedProperty
  DistributionGroupNamingPolicy:DistributionGroupNamingPolicy EwsAllowEntourage:Boolean
  EwsAllowList:MultiValuedProperty EwsAllowMacOutlook:Boolean EwsAllowOutlook:Boolean
  EwsApplicationAccessPolicy:EwsApplicationAccessPolicy=EnforceAllowList|EnforceBlockList
  EwsBlockList:MultiValuedProperty EwsEnabled:Boolean HierarchicalAddressBookRoot:UserContactGroupIdParameter
  Industry:IndustryType MailTipsAllTipsEnabled:Boolean MailTipsExternalRecipientsTipsEnabled:Boolean
  MailTipsGroupMetricsEnabled:Boolean MailTipsLargeAudienceThreshold:UInt32 MailTipsMailboxSourcedTipsEnabled:Boolean
  ManagedFolderHomepage:String MicrosoftExchangeRecipientEmailAddressPolicyEnabled:Boolean
  MicrosoftExchangeRecipientEmailAddresses:ProxyAddressCollection
  MicrosoftExchangeRecipientPrimarySmtpAddress:SmtpAddress
  MicrosoftExchangeRecipientReplyRecipient:RecipientIdParameter
  OabShadowDistributionOldestFileAgeLimit:EnhancedTimeSpan@2019,SE OrganizationSummary:MultiValuedProperty
  PublicFolderMigrationComplete:Boolean PublicFoldersLockedForMigration:Boolean ReadTrackingEnabled:Boolean
  SCLJunkThreshold:Int32
"""
