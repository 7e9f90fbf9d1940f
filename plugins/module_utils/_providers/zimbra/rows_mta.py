# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Attribute rows: the mail transfer agent and what filters its mail.

The form of a row is in attribute_rows.py.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

ROWS = """\
zimbraAmavisDomainDisclaimerHTML string D since=8.5.0
zimbraAmavisDomainDisclaimerText string D since=8.5.0
zimbraAmavisDSPAMEnabled boolean GS since=8.5.0 restart=mta
zimbraAmavisEnableDKIMVerification boolean GS since=8.5.0 restart=mta
zimbraAmavisFinalSpamDestiny enum GS enum=D_PASS,D_BOUNCE,D_REJECT,D_DISCARD since=8.5.0 restart=mta
zimbraAmavisLogLevel integer GS min=0 max=5 since=8.0.5 restart=mta
zimbraAmavisMaxServers integer GS since=8.5.0 restart=mta
zimbraAmavisOriginatingBypassSA boolean GS since=8.5.0 restart=mta
zimbraAmavisOutboundDisclaimersOnly boolean G since=8.5.0 restart=mta
zimbraAmavisQuarantineAccount email G max=256 since=7.0.0
zimbraAmavisSALogLevel integer GS min=0 max=1 since=8.5.0 restart=mta
zimbraAntispamExtractionBatchDelay integer GS since=8.0.5
zimbraAntispamExtractionBatchSize integer GS since=8.0.5
zimbraClamAVBindAddress string GS since=8.5.0 restart=mta
zimbraClamAVDatabaseMirror string GS since=8.7.0,9.0.0
zimbraClamAVListenPort integer GS since=8.5.0 restart=mta
zimbraClamAVMaxThreads integer GS since=8.5.0 restart=mta
zimbraClamAVSafeBrowsing enum GS enum=yes,no since=8.7.0,9.0.0
zimbraLmtpAdvertisedName string S max=128 restart=mailbox
zimbraLmtpBindAddress string* S max=128 restart=mailbox
zimbraLmtpBindOnStartup boolean GS restart=mailbox
zimbraLmtpBindPort port GS restart=mailbox
zimbraLmtpExposeVersionOnBanner boolean GS since=5.0.9 restart=mailbox
zimbraLmtpLHLORequired boolean GS since=8.6.0
zimbraLmtpNumThreads integer GS min=0 restart=mailbox
zimbraLmtpPermanentFailureWhenOverQuota boolean GS since=5.0.6 restart=mailbox
zimbraLmtpServerEnabled boolean GS since=5.0.4 restart=mailbox
zimbraLmtpShutdownGraceSeconds integer GS since=6.0.7
zimbraMailTrustedIP string* GS since=5.0.17 restart=mailbox
zimbraMilterBindAddress string* S max=128 since=7.0.0 restart=mta
zimbraMilterBindPort port GS since=7.0.0 restart=mta
zimbraMilterMaxConnections integer GS since=8.0.0 restart=mta
zimbraMilterNumThreads integer GS since=7.0.0 restart=mta
zimbraMilterServerEnabled boolean GS since=7.0.0 restart=mta
zimbraMtaAddressVerifyNegativeRefreshTime string GS since=8.5.0
zimbraMtaAddressVerifyPollCount string GS since=8.5.0
zimbraMtaAddressVerifyPollDelay string GS since=8.5.0
zimbraMtaAddressVerifyPositiveRefreshTime string GS since=8.5.0
zimbraMtaAliasMaps string GS since=8.5.0
zimbraMtaAlwaysAddMissingHeaders enum GS enum=yes,no since=8.5.0
zimbraMtaAntiSpamLockMethod astring GS max=64 since=5.0.3 restart=mta
zimbraMtaAuthBindAddress string GS max=128 since=8.7.0,9.0.0 restart=mta
zimbraMtaAuthEnabled boolean GS gone=6.0.0_BETA1
zimbraMtaAuthHost astring* GS max=256 gone=8.6 restart=mta
zimbraMtaAuthPort port GS since=8.7,9.0.0
zimbraMtaAuthTarget boolean GS restart=mta
zimbraMtaAuthURL astring* GS max=256 gone=8.6 restart=mta fixed
zimbraMtaBlockedExtension string* G max=64 restart=antispam
zimbraMtaBlockedExtensionWarnAdmin boolean G since=6.0.0_RC1 restart=mta
zimbraMtaBlockedExtensionWarnRecipient boolean G since=6.0.0_RC1 restart=mta
zimbraMtaBounceNoticeRecipient string GS since=8.5.0
zimbraMtaBounceQueueLifetime string GS since=8.5.0
zimbraMtaBrokenSaslAuthClients enum GS enum=yes,no since=8.5.0
zimbraMtaCanonicalMaps string GS since=8.7.0,9.0.0
zimbraMtaCommandDirectory string GS since=8.5.0
zimbraMtaCommonBlockedExtension string* G max=64 restart=mta
zimbraMtaDaemonDirectory string GS since=8.5.0
zimbraMtaDefaultProcessLimit string GS since=8.5.0
zimbraMtaDelayWarningTime string GS since=8.5.0
zimbraMtaDnsLookupsEnabled boolean GS gone=8.7.0_BETA2 restart=mta
zimbraMtaEnableSmtpdPolicyd boolean GS since=8.5.0 restart=mta
zimbraMtaFallbackRelayHost astring GS max=256 since=8.0.4 restart=mta
zimbraMtaHeaderChecks string* GS since=8.5.0
zimbraMtaHopcountLimit integer GS since=8.7.0
zimbraMtaImportEnvironment string* GS since=8.5.0
zimbraMtaInFlowDelay string GS since=8.5.0
zimbraMtaLmdbMapSize integer GS since=8.5.0
zimbraMtaLmtpConnectionCacheDestinations string* GS since=8.5.0
zimbraMtaLmtpConnectionCacheTimeLimit string GS since=8.5.0
zimbraMtaLmtpHostLookup enum* GS enum=dns,native since=8.5.0
zimbraMtaLmtpTlsCAfile string GS since=8.6.0
zimbraMtaLmtpTlsCApath string GS since=8.6.0
zimbraMtaLmtpTlsCiphers enum GS enum=export,low,medium,high,null since=8.6.0
zimbraMtaLmtpTlsExcludeCiphers string GS since=8.6.0
zimbraMtaLmtpTlsLoglevel integer GS min=0 max=4 since=8.6.0
zimbraMtaLmtpTlsMandatoryCiphers enum GS enum=export,low,medium,high,null since=8.6.0
zimbraMtaLmtpTlsMandatoryProtocols string GS since=8.7.0
zimbraMtaLmtpTlsProtocols string GS since=8.6.0
zimbraMtaLmtpTlsSecurityLevel enum GS enum=none,may,encrypt,dane,dane-only,fingerprint,verify,secure since=8.6.0
zimbraMtaMailqPath string GS since=8.5.0
zimbraMtaManpageDirectory string GS since=8.5.0
zimbraMtaMaximalBackoffTime string GS since=8.5.0
zimbraMtaMaximalQueueLifetime string GS since=8.7.0,9.0.0
zimbraMtaMaxMessageSize long G min=0 restart=mta
zimbraMtaMaxUse integer GS min=1 since=8.5.0
zimbraMtaMilterCommandTimeout string GS since=8.5.0
zimbraMtaMilterConnectTimeout string GS since=8.5.0
zimbraMtaMilterContentTimeout string GS since=8.5.0
zimbraMtaMilterDefaultAction enum GS enum=accept,reject,tempfail,quarantine since=8.5.0
zimbraMtaMinimalBackoffTime string GS since=8.5.0
zimbraMtaMyDestination astring GS max=256 restart=mta
zimbraMtaMyHostname astring GS max=256 restart=mta
zimbraMtaMyNetworks astring* GS max=10240 restart=mta
zimbraMtaMyOrigin astring GS max=256 restart=mta
zimbraMtaNewaliasesPath string GS since=8.5.0
zimbraMtaNonSmtpdMilters string GS max=1024 since=5.0.7 restart=mta
zimbraMtaNotifyClasses enum* GS enum=bounce,2bounce,data,delay,policy,protocol,resource,software since=8.5.0
zimbraMtaPolicyTimeLimit integer GS since=8.5.0
zimbraMtaPostscreenAccessList string GS since=8.7.0,9.0.0
zimbraMtaPostscreenBareNewlineAction enum GS enum=ignore,enforce,drop since=8.7.0,9.0.0
zimbraMtaPostscreenBareNewlineEnable enum GS enum=yes,no since=8.7.0,9.0.0
zimbraMtaPostscreenBareNewlineTTL string GS since=8.7.0,9.0.0
zimbraMtaPostscreenBlacklistAction enum GS enum=ignore,enforce,drop since=8.7.0,9.0.0
zimbraMtaPostscreenCacheCleanupInterval string GS since=8.7.0,9.0.0
zimbraMtaPostscreenCacheRetentionTime string GS since=8.7.0,9.0.0
zimbraMtaPostscreenCommandCountLimit integer GS since=8.7.0,9.0.0
zimbraMtaPostscreenDnsblAction enum GS enum=ignore,enforce,drop since=8.7.0,9.0.0
zimbraMtaPostscreenDnsblMaxTTL string GS since=8.7.0,9.0.0
zimbraMtaPostscreenDnsblMinTTL string GS since=8.7.0,9.0.0
zimbraMtaPostscreenDnsblReplyMap string GS since=8.7.0,9.0.0
zimbraMtaPostscreenDnsblSites string* GS since=8.7.0,9.0.0
zimbraMtaPostscreenDnsblThreshold integer GS since=8.7.0,9.0.0
zimbraMtaPostscreenDnsblTimeout string GS since=8.7.0,9.0.0
zimbraMtaPostscreenDnsblTTL string GS since=8.7.0,9.0.0
zimbraMtaPostscreenDnsblWhitelistThreshold integer GS since=8.7.0,9.0.0
zimbraMtaPostscreenGreetAction enum GS enum=ignore,enforce,drop since=8.7.0,9.0.0
zimbraMtaPostscreenGreetTTL string GS since=8.7.0,9.0.0
zimbraMtaPostscreenNonSmtpCommandAction enum GS enum=ignore,enforce,drop since=8.7.0,9.0.0
zimbraMtaPostscreenNonSmtpCommandEnable enum GS enum=yes,no since=8.7.0,9.0.0
zimbraMtaPostscreenNonSmtpCommandTTL string GS since=8.7.0,9.0.0
zimbraMtaPostscreenPipeliningAction enum GS enum=ignore,enforce,drop since=8.7.0,9.0.0
zimbraMtaPostscreenPipeliningEnable enum GS enum=yes,no since=8.7.0,9.0.0
zimbraMtaPostscreenPipeliningTTL string GS since=8.7.0,9.0.0
zimbraMtaPostscreenUpstreamProxyProtocol enum GS enum=haproxy since=8.7.0,9.0.0
zimbraMtaPostscreenWatchdogTimeout string GS since=8.7.0,9.0.0
zimbraMtaPostscreenWhitelistInterfaces string GS since=8.7.0,9.0.0
zimbraMtaPropagateUnmatchedExtensions enum* GS enum=canonical,virtual,alias,forward,include,generic since=8.5.0
zimbraMtaQueueDirectory string GS since=8.5.0
zimbraMtaQueueRunDelay string GS since=8.5.0
zimbraMtaRecipientDelimiter astring* G max=256 restart=mta
zimbraMtaRelayHost astring* GS max=256 restart=mta
zimbraMtaRestriction string* GS max=2048
zimbraMtaSaslAuthEnable enum GS enum=yes,no since=6.0.0_BETA1 restart=mta
zimbraMtaSaslSmtpdMechList string* GS since=8.5.0
zimbraMtaSenderCanonicalMaps string GS since=8.5.0
zimbraMtaSendmailPath string GS since=8.5.0
zimbraMtaSmtpCnameOverridesServername enum GS enum=yes,no since=8.5.0
zimbraMtaSmtpdBanner string GS since=8.5.0
zimbraMtaSmtpdClientAuthRateLimit integer GS min=0 since=8.7.0,9.0.0
zimbraMtaSmtpdClientPortLogging enum GS enum=yes,no since=8.0.8,8.5.0
zimbraMtaSmtpdClientRestrictions string GS since=8.5.0
zimbraMtaSmtpdDataRestrictions string GS since=8.5.0
zimbraMtaSmtpdErrorSleepTime string GS since=8.5.0
zimbraMtaSmtpdHardErrorLimit integer GS since=8.5.0
zimbraMtaSmtpdHeloRequired enum GS enum=yes,no since=8.5.0
zimbraMtaSmtpdMilters string GS max=1024 since=5.0.7 restart=mta
zimbraMtaSmtpDnsSupportLevel enum GS enum=disabled,enabled,dnssec since=8.7.0,9.0.0
zimbraMtaSmtpdProxyTimeout string GS since=8.5.0
zimbraMtaSmtpdRejectUnlistedRecipient enum GS enum=yes,no since=8.5.0
zimbraMtaSmtpdRejectUnlistedSender enum GS enum=yes,no since=8.5.0
zimbraMtaSmtpdSaslAuthenticatedHeader enum GS enum=yes,no since=8.5.0
zimbraMtaSmtpdSaslSecurityOptions enum* GS enum=noplaintext,noactive,nodictionary,noanonymous,mutual_auth since=8.5.0
zimbraMtaSmtpdSaslTlsSecurityOptions string* GS since=8.5.0
zimbraMtaSmtpdSenderLoginMaps string GS since=8.5.0
zimbraMtaSmtpdSenderRestrictions string GS since=8.5.0
zimbraMtaSmtpdSoftErrorLimit integer GS since=8.7.0,9.0.0
zimbraMtaSmtpdTlsAskCcert enum GS enum=yes,no since=8.5.0
zimbraMtaSmtpdTlsCAfile string GS since=8.5.0
zimbraMtaSmtpdTlsCApath string GS since=8.5.0
zimbraMtaSmtpdTlsCcertVerifydepth integer GS since=8.5.0
zimbraMtaSmtpdTlsCiphers enum GS enum=export,low,medium,high,null since=8.5.0
zimbraMtaSmtpdTlsExcludeCiphers string GS since=8.5.0
zimbraMtaSmtpdTlsLoglevel integer GS min=1 max=4 since=8.5.0
zimbraMtaSmtpdTlsMandatoryCiphers enum GS enum=export,low,medium,high,null since=8.5.0
zimbraMtaSmtpdTlsMandatoryProtocols string GS since=8.7.0
zimbraMtaSmtpdTlsProtocols string GS since=8.5.0
zimbraMtaSmtpdTlsReceivedHeader enum GS enum=yes,no since=8.7.0,9.0.0
zimbraMtaSmtpdVirtualTransport string GS since=8.5.0
zimbraMtaSmtpGenericMaps string GS since=8.5.0
zimbraMtaSmtpHeloName string GS since=8.5.0
zimbraMtaSmtpSaslAuthEnable enum GS enum=yes,no since=8.5.0
zimbraMtaSmtpSaslMechanismFilter string* GS since=8.5.0
zimbraMtaSmtpSaslPasswordMaps string GS since=8.5.0
zimbraMtaSmtpSaslSecurityOptions enum* GS enum=noplaintext,noactive,nodictionary,noanonymous,mutual_auth since=8.5.0
zimbraMtaSmtpTlsCAfile string GS since=8.5.0
zimbraMtaSmtpTlsCApath string GS since=8.5.0
zimbraMtaSmtpTlsCiphers enum GS enum=export,low,medium,high,null since=8.5.0
zimbraMtaSmtpTlsDaneInsecureMXPolicy enum GS enum=may,encrypt,dane since=8.7.0,9.0.0
zimbraMtaSmtpTlsLoglevel integer GS min=0 max=4 since=8.5.0
zimbraMtaSmtpTlsMandatoryCiphers enum GS enum=export,low,medium,high,null since=8.5.0
zimbraMtaSmtpTlsMandatoryProtocols string GS since=8.7.0
zimbraMtaSmtpTlsProtocols string GS since=8.6.0
zimbraMtaSmtpTlsSecurityLevel enum GS enum=none,may,encrypt,dane,dane-only,fingerprint,verify,secure since=8.5.0
zimbraMtaSmtpTransportRateDelay string GS since=8.7.0,9.0.0
zimbraMtaStpdSoftErrorLimit integer GS since=8.5.0 gone=8.7.0_BETA2
zimbraMtaTlsAppendDefaultCA enum GS enum=yes,no since=8.5.0
zimbraMtaTlsAuthOnly boolean GS restart=mta
zimbraMtaTlsSecurityLevel enum GS enum=may,none since=6.0.0_BETA1 restart=mta
zimbraMtaTransportMaps string GS since=8.5.0
zimbraMtaUnverifiedRecipientDeferCode integer GS since=8.5.0
zimbraMtaVirtualAliasDomains string GS since=8.5.0
zimbraMtaVirtualAliasExpansionLimit integer GS since=8.5.0
zimbraMtaVirtualAliasMaps string GS since=8.5.0
zimbraMtaVirtualMailboxDomains string GS since=8.5.0
zimbraMtaVirtualMailboxMaps string GS since=8.5.0
zimbraSmtpHostname astring* GSD max=256
zimbraSmtpPort port GSD restart=mta
zimbraSmtpSendAddAuthenticatedUser boolean G since=5.0.10
zimbraSmtpSendAddMailer boolean G since=5.0.5
zimbraSmtpSendAddOriginatingIP boolean G restart=mailbox
zimbraSmtpSendPartial boolean GSD
zimbraSmtpTimeout integer GSD min=0
zimbraSpamCheckEnabled boolean G gone=4.5
zimbraSpamHeader string G
zimbraSpamHeaderValue string G
zimbraSpamIsNotSpamAccount email G max=256
zimbraSpamIsSpamAccount email G max=256
zimbraSpamKillPercent integer G min=0 restart=antispam
zimbraSpamReportEnvelopeFrom string G since=6.0.2 restart=mailbox
zimbraSpamReportSenderHeader string G
zimbraSpamReportTypeHam string G
zimbraSpamReportTypeHeader string G
zimbraSpamReportTypeSpam string G
zimbraSpamSubjectTag astring G max=32 restart=antispam
zimbraSpamTagPercent integer G min=0 restart=antispam
zimbraSpamTrainingSubjectPrefix astring G max=32 since=8.7.0,9.0.0
zimbraSpamWhitelistHeader string G since=7.1.3
zimbraSpamWhitelistHeaderValue string G since=7.1.3
zimbraVirusBlockEncryptedArchive boolean G restart=mta
zimbraVirusCheckEnabled boolean G gone=4.5
zimbraVirusDefinitionsUpdateFrequency duration GS restart=mta
zimbraVirusWarnAdmin boolean G restart=mta
zimbraVirusWarnRecipient boolean G restart=antispam
"""
