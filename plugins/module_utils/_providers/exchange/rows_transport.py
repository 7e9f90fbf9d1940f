# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Cmdlet rows: the way of the mail: limits, connectors, filters.

The form of a row is in cmdlet_rows.py.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

ROWS = r"""
Get-TransportConfig +D
  Identity:OrganizationIdParameter
Set-TransportConfig +CD
  AddressBookPolicyRoutingEnabled:Boolean AgentGeneratedMessageLoopDetectionInSmtpEnabled:Boolean
  AgentGeneratedMessageLoopDetectionInSubmissionEnabled:Boolean ClearCategories:Boolean
  ConvertDisclaimerWrapperToEml:Boolean
  DSNConversionMode:DSNConversionOption=DoNotConvert|PreserveDSNBody|UseExchangeDSNs
  DiagnosticsAggregationServicePort:Int32 ExternalDelayDsnEnabled:Boolean ExternalDsnDefaultLanguage:CultureInfo
  ExternalDsnLanguageDetectionEnabled:Boolean ExternalDsnMaxMessageAttachSize:ByteQuantifiedSize[0..2147483647]
  ExternalDsnReportingAuthority:SmtpDomain ExternalDsnSendHtml:Boolean ExternalPostmasterAddress:SmtpAddress
  Force:SwitchParameter GenerateCopyOfDSNFor:MultiValuedProperty
  HeaderPromotionModeSetting:HeaderPromotionMode=MustCreate|MayCreate|NoCreate Identity:OrganizationIdParameter
  InternalDelayDsnEnabled:Boolean InternalDsnDefaultLanguage:CultureInfo InternalDsnLanguageDetectionEnabled:Boolean
  InternalDsnMaxMessageAttachSize:ByteQuantifiedSize[0..2147483647] InternalDsnReportingAuthority:SmtpDomain
  InternalDsnSendHtml:Boolean InternalSMTPServers:MultiValuedProperty JournalingReportNdrTo:SmtpAddress
  MaxAllowedAgentGeneratedMessageDepth:UInt32 MaxAllowedAgentGeneratedMessageDepthPerAgent:UInt32
  MaxDumpsterSizePerDatabase:ByteQuantifiedSize[0..2199023254528] MaxDumpsterTime:EnhancedTimeSpan
  MaxReceiveSize:Unlimited MaxRecipientEnvelopeLimit:Unlimited[0..2147483647] MaxRetriesForLocalSiteShadow:Int32
  MaxRetriesForRemoteSiteShadow:Int32 MaxSendSize:Unlimited QueueDiagnosticsAggregationInterval:EnhancedTimeSpan
  RejectMessageOnShadowFailure:Boolean Rfc2231EncodingEnabled:Boolean SafetyNetHoldTime:EnhancedTimeSpan
  ShadowHeartbeatFrequency:EnhancedTimeSpan ShadowHeartbeatRetryCount:Int32
  ShadowHeartbeatTimeoutInterval:EnhancedTimeSpan ShadowMessageAutoDiscardInterval:EnhancedTimeSpan
  ShadowMessagePreferenceSetting:ShadowMessagePreference=LocalOnly|RemoteOnly|PreferRemote
  ShadowRedundancyEnabled:Boolean ShadowResubmitTimeSpan:EnhancedTimeSpan SupervisionTags:MultiValuedProperty
  TLSReceiveDomainSecureList:MultiValuedProperty TLSSendDomainSecureList:MultiValuedProperty
  TransportRuleAttachmentTextScanLimit:ByteQuantifiedSize VerifySecureSubmitEnabled:Boolean
  VoicemailJournalingEnabled:Boolean Xexch50Enabled:Boolean
Get-TransportService +D
  Identity:TransportServerIdParameter
Set-TransportService +CD
  ActiveUserStatisticsLogMaxAge:EnhancedTimeSpan[00:00:00..24855.03:14:07]
  ActiveUserStatisticsLogMaxDirectorySize:ByteQuantifiedSize[1..9223372036854775807]
  ActiveUserStatisticsLogMaxFileSize:ByteQuantifiedSize[1..9223372036854775807]
  ActiveUserStatisticsLogPath:LocalLongFullPath AgentLogEnabled:Boolean AgentLogMaxAge:EnhancedTimeSpan
  AgentLogMaxDirectorySize:Unlimited AgentLogMaxFileSize:Unlimited AgentLogPath:LocalLongFullPath
  AntispamAgentsEnabled:Boolean ConnectivityLogEnabled:Boolean
  ConnectivityLogMaxAge:EnhancedTimeSpan[00:00:00..24855.03:14:07]
  ConnectivityLogMaxDirectorySize:Unlimited[1..9223372036854775807]
  ConnectivityLogMaxFileSize:Unlimited[1..9223372036854775807] ConnectivityLogPath:LocalLongFullPath
  ContentConversionTracingEnabled:Boolean DelayNotificationTimeout:EnhancedTimeSpan[00:00:01..30.00:00:00]
  DnsLogEnabled:Boolean DnsLogMaxAge:EnhancedTimeSpan DnsLogMaxDirectorySize:Unlimited DnsLogMaxFileSize:Unlimited
  DnsLogPath:LocalLongFullPath ExternalDNSAdapterEnabled:Boolean ExternalDNSAdapterGuid:Guid
  ExternalDNSProtocolOption:ProtocolOption ExternalDNSServers:MultiValuedProperty ExternalIPAddress:IPAddress
  Identity:ServerIdParameter! InternalDNSAdapterEnabled:Boolean InternalDNSAdapterGuid:Guid
  InternalDNSProtocolOption:ProtocolOption InternalDNSServers:MultiValuedProperty
  IntraOrgConnectorProtocolLoggingLevel:ProtocolLoggingLevel=None|Verbose
  IntraOrgConnectorSmtpMaxMessagesPerConnection:Int32[0..2147483647] IrmLogEnabled:Boolean
  IrmLogMaxAge:EnhancedTimeSpan IrmLogMaxDirectorySize:Unlimited[1..9223372036854775807]
  IrmLogMaxFileSize:ByteQuantifiedSize[1..9223372036854775807] IrmLogPath:LocalLongFullPath
  MaxConcurrentMailboxDeliveries:Int32[1..256] MaxConcurrentMailboxSubmissions:Int32[1..256]
  MaxConnectionRatePerMinute:Int32[1..2147483647] MaxOutboundConnections:Unlimited[1..2147483647]
  MaxPerDomainOutboundConnections:Unlimited[1..2147483647]
  MessageExpirationTimeout:EnhancedTimeSpan[00:00:05..90.00:00:00]
  MessageRetryInterval:EnhancedTimeSpan[00:00:01..1.00:00:00] MessageTrackingLogEnabled:Boolean
  MessageTrackingLogMaxAge:EnhancedTimeSpan[00:00:00..24855.03:14:07]
  MessageTrackingLogMaxDirectorySize:Unlimited[1..9223372036854775807]
  MessageTrackingLogMaxFileSize:ByteQuantifiedSize[1..4294967296] MessageTrackingLogPath:LocalLongFullPath
  MessageTrackingLogSubjectLoggingEnabled:Boolean
  OutboundConnectionFailureRetryInterval:EnhancedTimeSpan[00:00:01..20.00:00:00]
  PickupDirectoryMaxHeaderSize:ByteQuantifiedSize[32768..2147483647]
  PickupDirectoryMaxMessagesPerMinute:Int32[1..20000] PickupDirectoryMaxRecipientsPerMessage:Int32[1..10000]
  PickupDirectoryPath:LocalLongFullPath PipelineTracingEnabled:Boolean PipelineTracingPath:LocalLongFullPath
  PipelineTracingSenderAddress:SmtpAddress PoisonMessageDetectionEnabled:Boolean PoisonThreshold:Int32[1..10]
  QueueLogMaxAge:EnhancedTimeSpan[00:00:00..24855.03:14:07]
  QueueLogMaxDirectorySize:Unlimited[1..9223372036854775807] QueueLogMaxFileSize:Unlimited[1..9223372036854775807]
  QueueLogPath:LocalLongFullPath QueueMaxIdleTime:EnhancedTimeSpan[00:00:05..01:00:00]
  ReceiveProtocolLogMaxAge:EnhancedTimeSpan ReceiveProtocolLogMaxDirectorySize:Unlimited
  ReceiveProtocolLogMaxFileSize:Unlimited ReceiveProtocolLogPath:LocalLongFullPath
  RecipientValidationCacheEnabled:Boolean ReplayDirectoryPath:LocalLongFullPath RootDropDirectoryPath:String
  RoutingTableLogMaxAge:EnhancedTimeSpan[00:00:00..24855.03:14:07]
  RoutingTableLogMaxDirectorySize:Unlimited[1..9223372036854775807] RoutingTableLogPath:LocalLongFullPath
  SendProtocolLogMaxAge:EnhancedTimeSpan SendProtocolLogMaxDirectorySize:Unlimited
  SendProtocolLogMaxFileSize:Unlimited SendProtocolLogPath:LocalLongFullPath
  ServerStatisticsLogMaxAge:EnhancedTimeSpan[00:00:00..24855.03:14:07]
  ServerStatisticsLogMaxDirectorySize:ByteQuantifiedSize[1..9223372036854775807]
  ServerStatisticsLogMaxFileSize:ByteQuantifiedSize[1..9223372036854775807] ServerStatisticsLogPath:LocalLongFullPath
  TransientFailureRetryCount:Int32[0..15] TransientFailureRetryInterval:EnhancedTimeSpan[00:00:01..12:00:00]
  UseDowngradedExchangeServerAuth:Boolean
Get-FrontendTransportService +D
  Identity:FrontendTransportServerIdParameter
Set-FrontendTransportService +CD
  AgentLogEnabled:Boolean AgentLogMaxAge:EnhancedTimeSpan AgentLogMaxDirectorySize:Unlimited
  AgentLogMaxFileSize:Unlimited AgentLogPath:LocalLongFullPath AntispamAgentsEnabled:Boolean
  ConnectivityLogEnabled:Boolean ConnectivityLogMaxAge:EnhancedTimeSpan[00:00:00..24855.03:14:07]
  ConnectivityLogMaxDirectorySize:Unlimited[1..9223372036854775807]
  ConnectivityLogMaxFileSize:Unlimited[1..9223372036854775807] ConnectivityLogPath:LocalLongFullPath
  DnsLogEnabled:Boolean DnsLogMaxAge:EnhancedTimeSpan DnsLogMaxDirectorySize:Unlimited DnsLogMaxFileSize:Unlimited
  DnsLogPath:LocalLongFullPath ExternalDNSAdapterEnabled:Boolean ExternalDNSAdapterGuid:Guid
  ExternalDNSProtocolOption:ProtocolOption ExternalDNSServers:MultiValuedProperty ExternalIPAddress:IPAddress
  Identity:FrontendTransportServerIdParameter! InternalDNSAdapterEnabled:Boolean InternalDNSAdapterGuid:Guid
  InternalDNSProtocolOption:ProtocolOption InternalDNSServers:MultiValuedProperty
  IntraOrgConnectorProtocolLoggingLevel:ProtocolLoggingLevel=None|Verbose
  MaxConnectionRatePerMinute:Int32[1..2147483647] ReceiveProtocolLogMaxAge:EnhancedTimeSpan
  ReceiveProtocolLogMaxDirectorySize:Unlimited ReceiveProtocolLogMaxFileSize:Unlimited
  ReceiveProtocolLogPath:LocalLongFullPath RoutingTableLogMaxAge:EnhancedTimeSpan[00:00:00..24855.03:14:07]
  RoutingTableLogMaxDirectorySize:Unlimited[1..9223372036854775807] RoutingTableLogPath:LocalLongFullPath
  SendProtocolLogMaxAge:EnhancedTimeSpan SendProtocolLogMaxDirectorySize:Unlimited
  SendProtocolLogMaxFileSize:Unlimited SendProtocolLogPath:LocalLongFullPath TransientFailureRetryCount:Int32[0..15]
  TransientFailureRetryInterval:EnhancedTimeSpan[00:00:01..12:00:00]
Get-SendConnector +D
  Identity:SendConnectorIdParameter
New-SendConnector +CD
  AddressSpaces:MultiValuedProperty![1..100] AuthenticationCredential:PSCredential CloudServicesMailEnabled:Boolean
  Comment:String ConnectionInactivityTimeOut:EnhancedTimeSpan ConnectorType:TenantConnectorType=Default|XPremises
  Custom:SwitchParameter DNSRoutingEnabled:Boolean DomainSecureEnabled:Boolean Enabled:Boolean
  ErrorPolicies:ErrorPolicies Force:SwitchParameter ForceHELO:Boolean Fqdn:Fqdn FrontendProxyEnabled:Boolean
  IgnoreSTARTTLS:Boolean Internal:SwitchParameter Internet:SwitchParameter IsScopedConnector:Boolean
  MaxMessageSize:Unlimited Name:String! Partner:SwitchParameter Port:Int32[0..65535]
  ProtocolLoggingLevel:ProtocolLoggingLevel=None|Verbose RequireTLS:Boolean
  SmartHostAuthMechanism:AuthMechanisms=None|BasicAuth|BasicAuthRequireTLS|ExchangeServer|ExternalAuthoritative
  SmartHosts:MultiValuedProperty SmtpMaxMessagesPerConnection:Int32 SourceIPAddress:IPAddress
  SourceTransportServers:MultiValuedProperty
  TlsAuthLevel:TlsAuthLevel=EncryptionOnly|CertificateValidation|DomainValidation
  TlsCertificateName:SmtpX509Identifier TlsDomain:SmtpDomainWithSubdomains
  Usage:UsageType=Custom|Internal|Internet|Partner UseExternalDNSServersEnabled:Boolean
Set-SendConnector +CD &New-SendConnector
  AddressSpaces:MultiValuedProperty[1..100] Identity:SendConnectorIdParameter! Name:String -Custom -Internal
  -Internet -Partner -Usage
Remove-SendConnector +CD
  Identity:SendConnectorIdParameter!
Get-ReceiveConnector +D Identity;Server
  Identity:ReceiveConnectorIdParameter~1 Server:ServerIdParameter~2
New-ReceiveConnector +CD Custom;Internet;Partner;Internal;Client;UsageType
  AdvertiseClientSettings:Boolean~1,2,3,4,5
  AuthMechanism:AuthMechanisms=None|Tls|Integrated|BasicAuth|BasicAuthRequireTLS|ExchangeServer|
  ExternalAuthoritative AuthTarpitInterval:EnhancedTimeSpan Banner:String BinaryMimeEnabled:Boolean
  Bindings:MultiValuedProperty!1,2,3 ChunkingEnabled:Boolean Client:SwitchParameter~5 Comment:String
  ConnectionInactivityTimeout:EnhancedTimeSpan ConnectionTimeout:EnhancedTimeSpan Custom:SwitchParameter~1
  DefaultDomain:AcceptedDomainIdParameter DeliveryStatusNotificationEnabled:Boolean DomainSecureEnabled:Boolean
  EightBitMimeEnabled:Boolean EnableAuthGSSAPI:Boolean Enabled:Boolean EnhancedStatusCodesEnabled:Boolean
  ExtendedProtectionPolicy:ExtendedProtectionPolicySetting=None|Allow|Require Fqdn:Fqdn Internal:SwitchParameter~4
  Internet:SwitchParameter~2 LongAddressesEnabled:Boolean MaxAcknowledgementDelay:EnhancedTimeSpan
  MaxHeaderSize:ByteQuantifiedSize[1..2147483647] MaxHopCount:Int32[1..500]
  MaxInboundConnection:Unlimited[1..2147483647] MaxInboundConnectionPerSource:Unlimited[1..10000]
  MaxInboundConnectionPercentagePerSource:Int32[1..100] MaxLocalHopCount:Int32[0..50] MaxLogonFailures:Int32[0..10]
  MaxMessageSize:ByteQuantifiedSize[65536..2147483647] MaxProtocolErrors:Unlimited[0..2147483647]
  MaxRecipientsPerMessage:Int32[1..512000] MessageRateLimit:Unlimited[1..2147483647]
  MessageRateSource:MessageRateSourceFlags=None|User|IPAddress|All Name:String! OrarEnabled:Boolean
  Partner:SwitchParameter~3
  PermissionGroups:PermissionGroups=None|AnonymousUsers|ExchangeUsers|ExchangeServers|ExchangeLegacyServers|
  Partners|Custom PipeliningEnabled:Boolean ProtocolLoggingLevel:ProtocolLoggingLevel=None|Verbose
  RejectReservedSecondLevelRecipientDomains:Boolean RejectReservedTopLevelRecipientDomains:Boolean
  RejectSingleLabelRecipientDomains:Boolean RemoteIPRanges:MultiValuedProperty!1,3,4,5 RequireEHLODomain:Boolean
  RequireTLS:Boolean Server:ServerIdParameter ServiceDiscoveryFqdn:Fqdn
  SizeEnabled:SizeMode=Enabled|Disabled|EnabledwithoutValue SuppressXAnonymousTls:Boolean
  TarpitInterval:EnhancedTimeSpan TlsCertificateName:SmtpX509Identifier TlsDomainCapabilities:MultiValuedProperty
  TransportRole:ServerRole=FrontendTransport|HubTransport Usage:UsageType!~6=Client|Custom|Internal|Internet|Partner
Set-ReceiveConnector +CD
  AdvertiseClientSettings:Boolean
  AuthMechanism:AuthMechanisms=None|Tls|Integrated|BasicAuth|BasicAuthRequireTLS|ExchangeServer|
  ExternalAuthoritative AuthTarpitInterval:EnhancedTimeSpan Banner:String BareLinefeedRejectionEnabled:Boolean
  BinaryMimeEnabled:Boolean Bindings:MultiValuedProperty ChunkingEnabled:Boolean Comment:String
  ConnectionInactivityTimeout:EnhancedTimeSpan ConnectionTimeout:EnhancedTimeSpan
  DefaultDomain:AcceptedDomainIdParameter DeliveryStatusNotificationEnabled:Boolean DomainSecureEnabled:Boolean
  EightBitMimeEnabled:Boolean EnableAuthGSSAPI:Boolean Enabled:Boolean EnhancedStatusCodesEnabled:Boolean
  ExtendedProtectionPolicy:ExtendedProtectionPolicySetting=None|Allow|Require Fqdn:Fqdn
  Identity:ReceiveConnectorIdParameter! LongAddressesEnabled:Boolean MaxAcknowledgementDelay:EnhancedTimeSpan
  MaxHeaderSize:ByteQuantifiedSize[1..2147483647] MaxHopCount:Int32[1..500]
  MaxInboundConnection:Unlimited[1..2147483647] MaxInboundConnectionPerSource:Unlimited[1..10000]
  MaxInboundConnectionPercentagePerSource:Int32[1..100] MaxLocalHopCount:Int32[0..50] MaxLogonFailures:Int32[0..10]
  MaxMessageSize:ByteQuantifiedSize[65536..2147483647] MaxProtocolErrors:Unlimited[0..2147483647]
  MaxRecipientsPerMessage:Int32[1..512000] MessageRateLimit:Unlimited[1..2147483647]
  MessageRateSource:MessageRateSourceFlags=None|IPAddress|User|All Name:String OrarEnabled:Boolean
  PermissionGroups:PermissionGroups=None|AnonymousUsers|ExchangeUsers|ExchangeServers|ExchangeLegacyServers|
  Partners|Custom PipeliningEnabled:Boolean ProtocolLoggingLevel:ProtocolLoggingLevel=None|Verbose
  RejectReservedSecondLevelRecipientDomains:Boolean RejectReservedTopLevelRecipientDomains:Boolean
  RejectSingleLabelRecipientDomains:Boolean RemoteIPRanges:MultiValuedProperty RequireEHLODomain:Boolean
  RequireTLS:Boolean ServiceDiscoveryFqdn:Fqdn SizeEnabled:SizeMode=Enabled|Disabled|EnabledwithoutValue
  SuppressXAnonymousTls:Boolean TarpitInterval:EnhancedTimeSpan TlsCertificateName:SmtpX509Identifier
  TlsDomainCapabilities:MultiValuedProperty TransportRole:ServerRole=FrontendTransport|HubTransport
Remove-ReceiveConnector +CD
  Identity:ReceiveConnectorIdParameter!
Get-MalwareFilteringServer +D
  Identity:MalwareFilteringServerIdParameter
Set-MalwareFilteringServer +CD
  BypassFiltering:Boolean DeferAttempts:Int32 DeferWaitTime:Int32 ForceRescan:Boolean
  Identity:MalwareFilteringServerIdParameter! PrimaryUpdatePath:String
  ScanErrorAction:MalwareScanErrorAction=Block|Allow ScanTimeout:Int32 SecondaryUpdatePath:String
  UpdateFrequency:Int32 UpdateTimeout:Int32
Get-MalwareFilterPolicy +D
  Identity:MalwareFilterPolicyIdParameter
New-MalwareFilterPolicy +CD
  Action:MalwareFilteringAction=DeleteMessage|DeleteAttachmentAndUseDefaultAlert|DeleteAttachmentAndUseCustomAlert
  AdminDisplayName:String BypassInboundMessages:Boolean BypassOutboundMessages:Boolean CustomAlertText:String
  CustomExternalBody:String=EnableExternalSenderAdminNotifications|EnableExternalSenderNotifications
  CustomExternalSubject:String=EnableExternalSenderAdminNotifications|EnableExternalSenderNotifications
  CustomFromAddress:SmtpAddress=EnableExternalSenderAdminNotifications|EnableExternalSenderNotifications|
  EnableInternalSenderAdminNotifications|EnableInternalSenderNotifications
  CustomFromName:String=EnableExternalSenderAdminNotifications|EnableExternalSenderNotifications|
  EnableInternalSenderAdminNotifications|EnableInternalSenderNotifications
  CustomInternalBody:String=EnableInternalSenderAdminNotifications|EnableInternalSenderNotifications
  CustomInternalSubject:String=EnableInternalSenderAdminNotifications|EnableInternalSenderNotifications
  CustomNotifications:Boolean EnableExternalSenderAdminNotifications:Boolean
  EnableExternalSenderNotifications:Boolean EnableInternalSenderAdminNotifications:Boolean
  EnableInternalSenderNotifications:Boolean ExternalSenderAdminAddress:SmtpAddress
  InternalSenderAdminAddress:SmtpAddress Name:String!
Set-MalwareFilterPolicy +CD &New-MalwareFilterPolicy
  Identity:MalwareFilterPolicyIdParameter! MakeDefault:SwitchParameter -Name
Get-ContentFilterConfig +D
Set-ContentFilterConfig +CD
  BypassedRecipients:MultiValuedProperty BypassedSenderDomains:MultiValuedProperty
  BypassedSenders:MultiValuedProperty Enabled:Boolean ExternalMailEnabled:Boolean InternalMailEnabled:Boolean
  OutlookEmailPostmarkValidationEnabled:Boolean QuarantineMailbox:SmtpAddress RejectionResponse:AsciiString
  SCLDeleteEnabled:Boolean SCLDeleteThreshold:Int32 SCLQuarantineEnabled:Boolean SCLQuarantineThreshold:Int32
  SCLRejectEnabled:Boolean SCLRejectThreshold:Int32
Get-SenderFilterConfig +D
  Identity:OrganizationIdParameter
Set-SenderFilterConfig +CD
  Action:BlockedSenderAction=StampStatus|Reject BlankSenderBlockingEnabled:Boolean BlockedDomains:MultiValuedProperty
  BlockedDomainsAndSubdomains:MultiValuedProperty BlockedSenders:MultiValuedProperty Enabled:Boolean
  ExternalMailEnabled:Boolean InternalMailEnabled:Boolean RecipientBlockedSenderAction:RecipientBlockedSenderAction
Get-SenderIdConfig +D
Set-SenderIdConfig +CD
  BypassedRecipients:MultiValuedProperty BypassedSenderDomains:MultiValuedProperty Enabled:Boolean
  ExternalMailEnabled:Boolean InternalMailEnabled:Boolean SpoofedDomainAction:SenderIdAction
  TempErrorAction:SenderIdAction
Get-RecipientFilterConfig +D
  Identity:OrganizationIdParameter
Set-RecipientFilterConfig +CD
  BlockListEnabled:Boolean BlockedRecipients:MultiValuedProperty Enabled:Boolean ExternalMailEnabled:Boolean
  InternalMailEnabled:Boolean RecipientValidationEnabled:Boolean
Get-TransportAgent +D
  Identity:TransportAgentObjectId TransportService:TransportService
Get-RemoteDomain +D
  Identity:RemoteDomainIdParameter
Set-RemoteDomain +CD
  AllowedOOFType:AllowedOOFType=External|ExternalLegacy|InternalLegacy|None AutoForwardEnabled:Boolean
  AutoReplyEnabled:Boolean DeliveryReportEnabled:Boolean DisplaySenderName:Boolean Identity:RemoteDomainIdParameter!
  IsInternal:Boolean MeetingForwardNotificationEnabled:Boolean Name:String NDRDiagnosticInfoEnabled:Boolean
  NDREnabled:Boolean TNEFEnabled:Boolean TrustedMailInboundEnabled:Boolean TrustedMailOutboundEnabled:Boolean
"""
