# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Attribute rows: what servers and the global configuration have: web, proxy, IMAP, POP, HTTP, logging.

The form of a row is in attribute_rows.py.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

ROWS = """\
zimbraAccountClientAttr string* G max=1024 gone=5.0
zimbraAccountExtraObjectClass string* G max=256
zimbraAdminAccessControlMech enum G enum=acl,global since=6.0.9 restart=mailbox
zimbraAdminBindAddress string S max=128 since=8.0.0 restart=mailbox
zimbraAdminImapImportNumThreads integer GS min=0 since=7.0.0 restart=mailbox
zimbraAdminLocalBind boolean S since=8.0.0 restart=mailbox fixed
zimbraAdminPort port GS
zimbraAdminProxyPort port GS since=8.0.0
zimbraAdminSieveFeatureVariablesEnabled boolean GS since=8.7.6 gone=8.7.8 restart=mailbox
zimbraAdminURL string GS max=1024
zimbraAllowNonLDHCharsInDomain boolean G since=6.0.2
zimbraArchiveMailFrom email G max=256
zimbraAttachmentsIndexedTextLimit integer GS min=0 since=5.0.0
zimbraAttachmentsScanClass cstring G max=256
zimbraAttachmentsScanEnabled boolean GS
zimbraAttachmentsScanURL string* GS max=256
zimbraAuthTokenKey ostring* G max=128 restart=mailbox fixed
zimbraAuthTokenNotificationInterval integer GS since=8.5.0
zimbraAuthTokenValidityValueEnabled boolean G since=6.0.7
zimbraAutoProvPollingInterval duration GS since=8.0.0
zimbraAutoProvScheduledDomains string* S since=8.0.0
zimbraCertAuthorityCertSelfSigned astring G max=2048
zimbraCertAuthorityKeySelfSigned astring G max=2048
zimbraCsrfRefererCheckEnabled boolean G since=8.5.0
zimbraCsrfTokenCheckEnabled boolean G since=8.5.0
zimbraCsrfTokenKey ostring* G max=128 since=8.5.0 restart=mailbox fixed
zimbraDefaultAnalyzerStopWords string* G since=8.5.0
zimbraDefaultDomainName string G max=256 restart=mailbox
zimbraDNSMasterIP string* GS max=256 since=8.5.0
zimbraDNSTCPUpstream enum GS enum=yes,no since=8.5.0
zimbraDNSUseTCP enum GS enum=yes,no since=8.5.0
zimbraDNSUseUDP enum GS enum=yes,no since=8.5.0
zimbraDomainAdminModifiableAttr string* G max=1024 gone=5.0
zimbraDomainExtraObjectClass string* G max=256 since=6.0.0_BETA1
zimbraDomainInheritedAttr string* G max=1024 gone=5.0
zimbraDomainLoginPageEnabled boolean G since=11.0.0
zimbraDomainLoginPageErrorPath string G max=256 since=11.0.0
zimbraExternalAccountProvisioningKey ostring G max=128 since=8.5.0 restart=mailbox fixed
zimbraExternalAccountStatusCheckInterval duration GS since=8.0.0 restart=mailbox
zimbraFileUploadMaxSize long GS
zimbraGalLdapFilterDef string* G max=4096
zimbraHttpCompressionEnabled boolean GS since=7.2.5 restart=mailbox
zimbraHttpConnectorMaxIdleTimeMillis integer GS since=7.2.3 restart=mailbox
zimbraHttpContextPathBasedThreadPoolBalancingFilterRules string* GS since=8.5.0 restart=mailbox
zimbraHttpDebugHandlerEnabled boolean GS since=6.0.0_GA
zimbraHttpDosFilterDelayMillis integer GS since=8.0.3 restart=mailbox
zimbraHttpDosFilterMaxRequestsPerSec integer GS min=1 since=8.0.3 restart=mailbox
zimbraHttpHeaderCacheSize integer GS since=8.5.0 restart=mailbox
zimbraHttpMaxFormContentSize integer GS min=0 since=8.5.0 restart=mailbox
zimbraHttpOutputBufferSize integer GS since=8.5.0 restart=mailbox
zimbraHttpProxyURL astring* GS max=512
zimbraHttpRequestHeaderSize integer GS since=8.5.0 restart=mailbox
zimbraHttpResponseHeaderSize integer GS since=8.5.0 restart=mailbox
zimbraHttpSSLNumThreads integer GS gone=5.0
zimbraHttpThreadPoolMaxIdleTimeMillis integer GS since=7.2.3 restart=mailbox
zimbraHttpThrottleSafeIPs string* GS since=8.0.3 restart=mailbox
zimbraImapAdvertisedName string S max=128 restart=mailbox
zimbraImapBindAddress string* S max=128 restart=mailbox
zimbraImapBindOnStartup boolean GS restart=mailbox
zimbraImapBindPort port GS restart=mailbox
zimbraImapCleartextLoginEnabled boolean GS
zimbraImapDisabledCapability string* GS max=256 restart=mailbox
zimbraImapDisplayMailFoldersOnly boolean GS since=8.7.0,9.0 restart=mailbox
zimbraImapExposeVersionOnBanner boolean GS since=5.0.9 restart=mailbox
zimbraImapLoadBalancingAlgorithm string GS max=512 since=8.7.6
zimbraImapMaxConnections integer GS since=8.0.0 restart=mailbox
zimbraImapMaxRequestSize integer GS since=6.0.7
zimbraImapNumThreads integer GS restart=mailbox
zimbraImapProxyBindPort port GS restart=nginxproxy
zimbraImapSaslGssapiEnabled boolean GS since=5.0.0 restart=mailbox
zimbraImapServerEnabled boolean GS restart=mailbox
zimbraImapShutdownGraceSeconds integer GS since=6.0.7
zimbraImapSSLBindAddress string* S max=128 restart=mailbox
zimbraImapSSLBindOnStartup boolean GS restart=mailbox
zimbraImapSSLBindPort port GS restart=mailbox
zimbraImapSSLDisabledCapability string* GS max=256 restart=mailbox
zimbraImapSSLProxyBindPort port GS restart=nginxproxy
zimbraImapSSLServerEnabled boolean GS restart=mailbox
zimbraInvalidLoginFilterDelayInMinBetwnReqBeforeReinstating integer GS since=8.5.0
zimbraInvalidLoginFilterMaxFailedLogin integer GS since=8.5.0
zimbraInvalidLoginFilterMaxSizeOfFailedIpDb integer GS since=8.5.0
zimbraInvalidLoginFilterReinstateIpTaskIntervalInMin integer GS since=8.5.0
zimbraIPMode enum GS enum=ipv4,ipv6,both since=7.1.0 restart=all
zimbraIsMonitorHost boolean S
zimbraLastLogonTimestampFrequency duration G
zimbraLastPurgeMaxDuration duration GS since=8.0.0
zimbraLdapGentimeFractionalSecondsEnabled boolean GS since=8.7.0,9.0.0 restart=mailbox
zimbraLogHostname astring* G max=256
zimbraLogRawLifetime duration G
zimbraLogSummaryLifetime duration G
zimbraLogToSyslog boolean GS restart=mailbox
zimbraLowestSupportedAuthVersion integer GS since=8.5.0
zimbraMailBindAddress string S max=128 since=8.0.0 restart=mailbox
zimbraMailboxdSSLProtocols string* GS since=8.6.0 restart=mailbox
zimbraMailboxdSSLRenegotiationAllowed boolean GS since=8.7.0 restart=mailbox
zimbraMailboxMoveFailedCleanupTaskInterval duration GS since=8.7.0,9.0.0
zimbraMailboxMoveSkipBlobs boolean GS since=6.0.0_BETA2
zimbraMailboxMoveSkipHsmBlobs boolean GS since=6.0.0_BETA2
zimbraMailboxMoveSkipSearchIndex boolean GS since=6.0.0_BETA2
zimbraMailboxMoveTempDir string GS since=7.0.1
zimbraMailboxThrottleReapInterval duration GS min=1 since=8.7.0,9.0.0
zimbraMailClearTextPasswordEnabled boolean GS since=6.0.0_BETA1
zimbraMailContentMaxSize long GS since=6.0.0_BETA1
zimbraMailDiskStreamingThreshold integer GS since=5.0.0
zimbraMailEmptyFolderBatchSize integer GS since=6.0.8
zimbraMailEmptyFolderBatchThreshold integer GS min=0 since=6.0.13 gone=8.0.0
zimbraMailFileDescriptorBufferSize integer GS min=0 since=6.0.0_RC1
zimbraMailFileDescriptorCacheSize integer GS min=0 since=6.0.0_RC1
zimbraMailKeepOutWebCrawlers boolean GS since=7.0.1
zimbraMailLastPurgedMailboxId integer S since=5.0.0 gone=5.0.7
zimbraMailLocalBind boolean S since=8.0.0 restart=mailbox fixed
zimbraMailMode enum GS enum=http,https,both,mixed,redirect
zimbraMailPort port GS restart=mailbox,mta,nginxproxy
zimbraMailProxyMaxFails integer GS min=0 since=8.0.0
zimbraMailProxyPort port GS since=5.0.3 restart=nginxproxy
zimbraMailProxyReconnectTimeout string GS since=8.0.0
zimbraMailPurgeBatchSize integer GS since=6.0.8
zimbraMailPurgeSleepInterval duration GS since=5.0.0
zimbraMailPurgeSystemPolicy string GC since=8.0.0
zimbraMailRedirectSetEnvelopeSender boolean GS since=6.0.0_BETA1
zimbraMailReferMode enum GS enum=always,wronghost,reverse-proxied since=5.0.3
zimbraMailReportEnabled boolean GS since=10.0.0
zimbraMailSieveNotifyActionRFCCompliant boolean G since=8.7.6 gone=8.7.8 restart=mailbox
zimbraMailSSLBindAddress string S max=128 since=8.0.0 restart=mailbox
zimbraMailSSLClientCertBindAddress string S max=128 since=8.0.0 restart=mailbox
zimbraMailSSLClientCertMode enum GS enum=Disabled,NeedClientAuth,WantClientAuth since=7.1.0 restart=mailbox
zimbraMailSSLClientCertOCSPEnabled boolean GS since=7.2.0 restart=mailbox
zimbraMailSSLClientCertPort port GS since=7.1.0 restart=mailbox
zimbraMailSSLClientCertPrincipalMapLdapFilterEnabled boolean G since=7.1.2
zimbraMailSSLPort port GS restart=mailbox,mta,nginxproxy
zimbraMailSSLProxyClientCertPort port GS since=7.1.1 restart=nginxproxy
zimbraMailSSLProxyPort port GS since=5.0.3 restart=nginxproxy
zimbraMailUncompressedCacheMaxBytes long GS since=6.0.0_BETA1 gone=6.0.7
zimbraMailUncompressedCacheMaxFiles integer GS since=6.0.0_BETA1 gone=6.0.7
zimbraMailURL string GS max=1024
zimbraMailUseDirectBuffers boolean GS since=5.0.22 restart=mailbox
zimbraMaxIndexingRetries integer GS min=0 since=8.8.6
zimbraMaxSolrBatchDeletionSize integer GS min=0 since=9.0.0
zimbraMemcachedBindAddress string* S max=128 since=5.0.0 restart=memcached
zimbraMemcachedBindPort port GS since=5.0.0 restart=memcached
zimbraMemcachedClientBinaryProtocolEnabled boolean GS since=5.0.17
zimbraMemcachedClientExpirySeconds integer GS min=0 max=2592000 since=5.0.17
zimbraMemcachedClientHashAlgorithm string GS since=5.0.17
zimbraMemcachedClientServerList string* GS since=5.0.17
zimbraMemcachedClientTimeoutMillis integer GS min=0 since=5.0.17
zimbraMessageCacheSize integer GS max=10000
zimbraMessageChannelEnabled boolean GS since=8.0.0 restart=mailbox
zimbraMessageChannelPort integer GS since=8.0.0 restart=mailbox
zimbraMessageIdDedupeCacheSize integer G min=0
zimbraMessageIdDedupeCacheTimeout duration G since=7.1.4
zimbraPop3AdvertisedName string S max=128 restart=mailbox
zimbraPop3BindAddress string* S max=128 restart=mailbox
zimbraPop3BindOnStartup boolean GS restart=mailbox
zimbraPop3BindPort port GS restart=mailbox
zimbraPop3CleartextLoginEnabled boolean GS
zimbraPop3ExposeVersionOnBanner boolean GS since=5.0.9 restart=mailbox
zimbraPop3MaxConnections integer GS since=8.0.0 restart=mailbox
zimbraPop3NumThreads integer GS restart=mailbox
zimbraPop3ProxyBindPort port GS restart=nginxproxy
zimbraPop3SaslGssapiEnabled boolean GS since=5.0.0 restart=mailbox
zimbraPop3ServerEnabled boolean GS restart=mailbox
zimbraPop3ShutdownGraceSeconds integer GS since=6.0.7
zimbraPop3SSLBindAddress string* S max=128 restart=mailbox
zimbraPop3SSLBindOnStartup boolean GS restart=mailbox
zimbraPop3SSLBindPort port GS restart=mailbox
zimbraPop3SSLProxyBindPort port GS restart=nginxproxy
zimbraPop3SSLServerEnabled boolean GS restart=mailbox
zimbraRemoteImapBindPort port GS since=8.8.1
zimbraRemoteImapServerEnabled boolean GS since=8.8.1
zimbraRemoteImapSSLBindPort port GS since=8.8.1
zimbraRemoteImapSSLServerEnabled boolean GS since=8.8.1
zimbraRemoteManagementCommand astring GS max=1024
zimbraRemoteManagementPort integer GS restart=mailbox
zimbraRemoteManagementPrivateKeyPath astring GS max=1024
zimbraRemoteManagementUser astring GS max=256
zimbraReverseProxyAcceptMutex enum GS enum=on,off since=8.5.0 restart=nginxproxy
zimbraReverseProxyAdminEnabled boolean GS since=8.0.0
zimbraReverseProxyAdminIPAddress astring* G max=256 since=5.0.9
zimbraReverseProxyAdminPortAttribute string G since=5.0.9
zimbraReverseProxyAuthWaitInterval duration G since=5.0.0 restart=nginxproxy
zimbraReverseProxyAvailableLookupTargets string* GS since=8.0.0
zimbraReverseProxyCacheEntryTTL duration G since=5.0.10 restart=nginxproxy
zimbraReverseProxyCacheFetchTimeout duration G since=5.0.10 restart=nginxproxy
zimbraReverseProxyCacheReconnectInterval duration G since=5.0.10 restart=nginxproxy
zimbraReverseProxyClientCertCA astring GSD since=7.1.1
zimbraReverseProxyClientCertMode enum GSD enum=on,off,optional since=7.1.1
zimbraReverseProxyConnectTimeout duration GS since=6.0.0_BETA1 restart=nginxproxy
zimbraReverseProxyDefaultRealm string GS since=5.0.9 restart=nginxproxy
zimbraReverseProxyDnsLookupInServerEnabled boolean GS since=8.0.0
zimbraReverseProxyDomainNameAttribute string G since=5.0.0
zimbraReverseProxyDomainNameQuery string G since=5.0.0
zimbraReverseProxyDomainNameSearchBase string G since=5.0.0
zimbraReverseProxyErrorHandlerURL string GS since=8.0.0
zimbraReverseProxyExactServerVersionCheck enum GS enum=on,off since=8.5.0 restart=nginxproxy
zimbraReverseProxyGenConfigPerVirtualHostname boolean GS since=7.2.0
zimbraReverseProxyHttpEnabled boolean GS since=5.0.3 restart=nginxproxy
zimbraReverseProxyHttpPortAttribute string G since=5.0.5
zimbraReverseProxyHttpSSLPortAttribute string G since=8.0.0
zimbraReverseProxyImapEnabledCapability string* GS max=256 since=5.0.10 restart=nginxproxy
zimbraReverseProxyImapExposeVersionOnBanner boolean GS since=5.0.10 restart=nginxproxy
zimbraReverseProxyImapPortAttribute string G
zimbraReverseProxyImapSaslGssapiEnabled boolean GS since=5.0.5 restart=nginxproxy
zimbraReverseProxyImapSaslPlainEnabled boolean GS since=5.0.10 restart=nginxproxy
zimbraReverseProxyImapSSLPortAttribute string G
zimbraReverseProxyImapStartTlsMode enum GS enum=on,off,only since=5.0.5 restart=nginxproxy
zimbraReverseProxyInactivityTimeout duration GS since=5.0.10 gone=8.0.0 restart=nginxproxy
zimbraReverseProxyIPLoginImapLimit integer G min=0 since=8.7.0
zimbraReverseProxyIPLoginImapLimitTime integer G min=0 since=8.7.0
zimbraReverseProxyIPLoginLimit integer G min=0 since=5.0.3
zimbraReverseProxyIPLoginLimitTime integer G min=0 since=5.0.3
zimbraReverseProxyIPLoginPop3Limit integer G min=0 since=8.7.0
zimbraReverseProxyIPLoginPop3LimitTime integer G min=0 since=8.7.0
zimbraReverseProxyIpThrottleMsg string G since=5.0.10 restart=nginxproxy
zimbraReverseProxyIPThrottleWhitelist string* GS since=8.7.6
zimbraReverseProxyIPThrottleWhitelistTime duration GS since=8.7.6
zimbraReverseProxyLogLevel enum GS enum=debug,info,notice,warn,error,crit,debug_http,debug_mail,debug_core,
  debug_zimbra since=5.0.10 restart=nginxproxy
zimbraReverseProxyLookupTarget boolean GS restart=nginxproxy
zimbraReverseProxyMailEnabled boolean GS since=5.0.3 restart=nginxproxy
zimbraReverseProxyMailHostAttribute string G
zimbraReverseProxyMailHostQuery string G
zimbraReverseProxyMailHostSearchBase string G
zimbraReverseProxyMailImapEnabled boolean GS since=8.5.0 restart=nginxproxy
zimbraReverseProxyMailImapsEnabled boolean GS since=8.5.0 restart=nginxproxy
zimbraReverseProxyMailMode enum GS enum=http,https,both,mixed,redirect since=5.0.7 restart=nginxproxy
zimbraReverseProxyMailPop3Enabled boolean GS since=8.5.0 restart=nginxproxy
zimbraReverseProxyMailPop3sEnabled boolean GS since=8.5.0 restart=nginxproxy
zimbraReverseProxyPassErrors boolean GS since=5.0.10 restart=nginxproxy
zimbraReverseProxyPop3EnabledCapability string* GS max=256 since=5.0.10 restart=nginxproxy
zimbraReverseProxyPop3ExposeVersionOnBanner boolean GS since=5.0.10 restart=nginxproxy
zimbraReverseProxyPop3PortAttribute string G
zimbraReverseProxyPop3SaslGssapiEnabled boolean GS since=5.0.5 restart=nginxproxy
zimbraReverseProxyPop3SaslPlainEnabled boolean GS since=5.0.10 restart=nginxproxy
zimbraReverseProxyPop3SSLPortAttribute string G
zimbraReverseProxyPop3StartTlsMode enum GS enum=on,off,only since=5.0.5 restart=nginxproxy
zimbraReverseProxyPortQuery string G
zimbraReverseProxyPortSearchBase string G
zimbraReverseProxyRouteLookupTimeout duration GS since=5.0.10 restart=nginxproxy
zimbraReverseProxyRouteLookupTimeoutCache duration GS since=5.0.12 restart=nginxproxy
zimbraReverseProxySendImapId boolean G since=5.0.1 restart=nginxproxy
zimbraReverseProxySendPop3Xoip boolean G since=5.0.1 restart=nginxproxy
zimbraReverseProxySNIEnabled boolean GS since=8.7.0,9.0.0 restart=nginxproxy
zimbraReverseProxySSLCiphers string GS since=5.0.5 restart=nginxproxy
zimbraReverseProxySSLECDHCurve string G since=8.5.0 restart=nginxproxy
zimbraReverseProxySSLProtocols string* GS since=8.6.0
zimbraReverseProxySSLSessionCacheSize string GS since=8.7.0 restart=nginxproxy
zimbraReverseProxySSLSessionTimeout duration GS since=8.7.0 restart=nginxproxy
zimbraReverseProxySSLToUpstreamEnabled boolean GS since=8.0.0
zimbraReverseProxyStrictServerNameEnabled boolean GS since=8.8.6 restart=nginxproxy
zimbraReverseProxyUpstreamConnectTimeout integer GS min=0 max=75 since=8.0.4
zimbraReverseProxyUpstreamEwsServers string* GS since=8.5.0
zimbraReverseProxyUpstreamFairShmSize integer GS min=32 since=8.8.1 restart=nginxproxy
zimbraReverseProxyUpstreamImapServers string* GS since=8.7.6
zimbraReverseProxyUpstreamLoginServers string* GS since=8.5.0
zimbraReverseProxyUpstreamPollingTimeout duration GS min=0 since=7.1.4
zimbraReverseProxyUpstreamReadTimeout duration GS min=0 since=7.1.4
zimbraReverseProxyUpstreamSendTimeout duration GS min=0 since=7.1.4
zimbraReverseProxyUpstreamServers string* GS since=8.0.0 gone=8.5.0
zimbraReverseProxyUserLoginLimit integer G min=0 since=5.0.3 restart=nginxproxy
zimbraReverseProxyUserLoginLimitTime integer G min=0 since=5.0.3 restart=nginxproxy
zimbraReverseProxyUserNameAttribute string G since=5.0.0
zimbraReverseProxyUserThrottleMsg string G since=5.0.10 restart=nginxproxy
zimbraReverseProxyWorkerConnections integer GS min=1 max=40960 since=5.0.10 restart=nginxproxy
zimbraReverseProxyWorkerProcesses integer GS min=1 max=16 since=5.0.10 restart=nginxproxy
zimbraReverseProxyZmlookupCachingEnabled boolean GS since=8.7.0 restart=nginxproxy
zimbraScheduledTaskInitialRetryDelay duration G since=8.7.0,9.0.0
zimbraScheduledTaskMaxRetries integer G since=8.7.0,9.0.0
zimbraScheduledTaskMaxRetryDelay duration G since=8.7.0,9.0.0
zimbraScheduledTaskNumThreads integer GS min=1 restart=mailbox
zimbraScheduledTaskRetry boolean G since=8.7.0,9.0.0
zimbraScheduledTaskRetryPolicy enum G enum=constant,linear,exponential since=8.7.0,9.0.0
zimbraServerExternalStoreConfig string S since=10.0.0
zimbraServerExtraObjectClass string* G max=256 since=6.0.0_BETA1
zimbraServerInheritedAttr string* G max=1024 gone=5.0
zimbraServerVersion string S since=8.5.0
zimbraServerVersionBuild integer S min=0 since=8.5.0
zimbraServerVersionMajor integer S min=0 since=8.5.0
zimbraServerVersionMicro integer S min=0 since=8.5.0
zimbraServerVersionMinor integer S min=0 since=8.5.0
zimbraServerVersionType string S since=8.5.0
zimbraServiceEnabled string* S max=256
zimbraServiceHostname string S max=256
zimbraServiceInstalled string* S max=256
zimbraSieveFeatureVariablesEnabled boolean GS since=8.7.6 gone=8.7.8 restart=mailbox
zimbraSieveRejectEnabled boolean GS since=8.7.6 gone=8.7.8 restart=mailbox
zimbraSoapExposeVersion boolean GS since=5.0.10
zimbraSoapRequestMaxSize integer GS min=0 since=5.0.0
zimbraSslCaCert astring G max=2048
zimbraSslCaKey astring G max=2048
zimbraSSLCertificate astring GSD since=5.0.0
zimbraSSLDHParam binary G since=8.7.0,9.0.0 restart=ldap,mta,nginxproxy
zimbraSSLExcludeCipherSuites string* GS since=5.0.5 restart=mailbox
zimbraSSLIncludeCipherSuites string* GS since=8.5.0 restart=mailbox
zimbraSSLPrivateKey astring GSD since=5.0.0
zimbraUserServicesEnabled boolean S
zimbraVersionCheckInterval duration G since=6.0.2
zimbraVersionCheckLastAttempt gentime G since=6.0.2
zimbraVersionCheckLastResponse string G since=6.0.2
zimbraVersionCheckLastSuccess gentime G since=6.0.2
zimbraVersionCheckNotificationBody string G max=10000 since=6.0.2
zimbraVersionCheckNotificationEmail cs_emailp G since=6.0.2
zimbraVersionCheckNotificationEmailFrom string G max=1000 since=6.0.2
zimbraVersionCheckNotificationSubject string G max=1000 since=6.0.2
zimbraVersionCheckSendNotifications boolean G since=6.0.2
zimbraVersionCheckServer id G since=6.0.2
zimbraVersionCheckURL string G max=256 since=6.0.2
zimbraWebClientURL string GS max=512 since=8.5.0
zimbraZimletJspEnabled boolean GS since=8.5.0
"""
