# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Attribute rows: what domains have.

The form of a row is in attribute_rows.py.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

ROWS = """\
zimbraAdminConsoleCatchAllAddressEnabled boolean GD since=5.0.10
zimbraAdminConsoleDNSCheckEnabled boolean GD since=5.0.10
zimbraAdminConsoleLDAPAuthEnabled boolean GD since=5.0.12
zimbraAdminConsoleLoginMessage string* GD since=5.0.12
zimbraAdminConsoleLoginURL string GD max=256 since=5.0.9
zimbraAdminConsoleLogoutURL string GD max=256 since=5.0.7
zimbraAdminConsoleSkinEnabled boolean GD since=5.0.11
zimbraAdminSieveScriptAfter string DCA since=8.7.8
zimbraAdminSieveScriptBefore string DCA since=8.7.8
zimbraAuthFallbackToLocal boolean D
zimbraAuthKerberos5Realm string D max=1024 since=5.0.0
zimbraAuthLdapBindDn string D max=256
zimbraAuthLdapSearchBase string D max=256
zimbraAuthLdapSearchBindDn string D max=256
zimbraAuthLdapSearchBindPassword string D max=256
zimbraAuthLdapSearchFilter string D max=256
zimbraAuthLdapStartTlsEnabled boolean D since=5.0.6
zimbraAuthLdapURL string* D max=256
zimbraAuthMech string D max=512
zimbraAuthMechAdmin string D max=512 since=8.0.0
zimbraAutoProvAccountNameMap string D max=256 since=8.0.0
zimbraAutoProvAttrMap string* D max=256 since=8.0.0
zimbraAutoProvAuthMech enum* D enum=LDAP,PREAUTH,KRB5,SPNEGO since=8.0.0
zimbraAutoProvBatchSize integer GD since=8.0.0
zimbraAutoProvLastPolledTimestamp gentime D since=8.0.0
zimbraAutoProvLdapAdminBindDn string D max=256 since=8.0.0
zimbraAutoProvLdapAdminBindPassword string D max=256 since=8.0.0
zimbraAutoProvLdapBindDn string D max=256 since=8.0.0
zimbraAutoProvLdapSearchBase string D max=256 since=8.0.0
zimbraAutoProvLdapSearchFilter string D max=256 since=8.0.0
zimbraAutoProvLdapStartTlsEnabled boolean D since=8.0.0
zimbraAutoProvLdapURL string D max=256 since=8.0.0
zimbraAutoProvListenerClass string D max=1024 since=8.0.0
zimbraAutoProvLock string D since=8.0.0
zimbraAutoProvMode enum* D enum=EAGER,LAZY,MANUAL since=8.0.0
zimbraAutoProvNotificationBody string GD since=8.0.0
zimbraAutoProvNotificationFromAddress string D max=256 since=8.0.0
zimbraAutoProvNotificationSubject string GD since=8.0.0
zimbraBasicAuthRealm string GD max=256 since=7.0.0
zimbraClassicWebClientDisabled boolean GD since=10.1.0
zimbraCsrfAllowedRefererHosts string* GD since=8.5.0
zimbraDNSCheckHostname string GD max=256 since=5.0.10
zimbraDomainAggregateQuota long GD min=0 since=8.0.0
zimbraDomainAggregateQuotaPolicy enum GD enum=ALLOWSENDRECEIVE,BLOCKSEND,BLOCKSENDRECEIVE since=8.0.0
zimbraDomainAggregateQuotaWarnEmailRecipient email* GD since=8.0.0
zimbraDomainAggregateQuotaWarnPercent integer GD min=0 max=100 since=8.0.0
zimbraDomainAggrQuotaWarnMsgBodyKey string D since=11.0.0
zimbraDomainAggrQuotaWarnMsgSubjectKey string D since=11.0.0
zimbraDomainAliasTargetId string D max=256 since=5.0.12
zimbraDomainAllowedIPs string* D max=256 since=8.7.0
zimbraDomainCOSMaxAccounts string* D max=256 since=5.0.10
zimbraDomainDefaultCOSId id D
zimbraDomainDefaultExternalUserCOSId id D since=8.0.0
zimbraDomainFeatureMaxAccounts string* D max=256 since=5.0.10
zimbraDomainLoginPageFallbackPath string D max=256 since=11.0.0
zimbraDomainLoginPagePath string D max=256 since=11.0.0
zimbraDomainMandatoryMailSignatureEnabled boolean GD since=6.0.4
zimbraDomainMandatoryMailSignatureHTML string GD since=6.0.4 gone=8.5.0
zimbraDomainMandatoryMailSignatureText string GD since=6.0.4 gone=8.5.0
zimbraDomainMaxAccounts integer D min=0
zimbraDomainName string D max=256 fixed
zimbraDomainRenameInfo string D max=1024 since=5.0.0
zimbraDomainStatus enum GD enum=active,maintenance,locked,closed,suspended,shutdown since=5.0.0
zimbraDomainTrialConvertAtExpiration boolean D since=8.9.0 gone=9.0.0
zimbraDomainTrialExpirationDate gentime D since=8.9.0 gone=9.0.0
zimbraDomainType enum D enum=local,alias fixed
zimbraExternalGroupHandlerClass string D max=1024 since=8.0.0
zimbraExternalGroupLdapSearchBase string D max=256 since=8.0.0
zimbraExternalGroupLdapSearchFilter string D max=256 since=8.0.0
zimbraExternalShareInvitationUrlExpiration duration GD since=8.0.0
zimbraForeignName string* D since=7.0.0
zimbraForeignNameHandler string* D since=7.0.0
zimbraFreebusyExchangeServerType enum GD enum=webdav,ews since=6.0.11
zimbraGalAccountId id* D since=6.0.0_BETA1
zimbraGalAlwaysIncludeLocalCalendarResources boolean GD since=6.0.7
zimbraGalAutoCompleteLdapFilter string GD max=4096
zimbraGalDefinitionLastModifiedTime gentime D since=8.0.0
zimbraGalGroupIndicatorEnabled boolean GD since=7.0.0
zimbraGalInternalSearchBase string GD max=256
zimbraGalLdapAttrMap string* GD max=4096
zimbraGalLdapAuthMech enum D enum=none,simple,kerberos5 since=5.0.0
zimbraGalLdapBindDn string D max=256
zimbraGalLdapBindPassword string D max=256
zimbraGalLdapFilter string D max=4096
zimbraGalLdapGroupHandlerClass string GD max=1024 since=7.0.0
zimbraGalLdapKerberos5Keytab string D max=256 since=5.0.0
zimbraGalLdapKerberos5Principal string D max=256 since=5.0.0
zimbraGalLdapPageSize integer GD max=1000 since=5.0.1
zimbraGalLdapSearchBase string D max=256
zimbraGalLdapStartTlsEnabled boolean D since=5.0.6
zimbraGalLdapURL string* D max=256
zimbraGalLdapValueMap string* GD max=4096 since=7.0.0
zimbraGalMaxResults integer GD min=0
zimbraGalMode enum D enum=zimbra,both,ldap
zimbraGalSyncInternalSearchBase string GD max=256 since=5.0.2
zimbraGalSyncLdapAuthMech enum D enum=none,simple,kerberos5 since=5.0.2
zimbraGalSyncLdapBindDn string D max=256 since=5.0.2
zimbraGalSyncLdapBindPassword string D max=256 since=5.0.2
zimbraGalSyncLdapFilter string D max=4096 since=5.0.2
zimbraGalSyncLdapKerberos5Keytab string D max=256 since=5.0.2
zimbraGalSyncLdapKerberos5Principal string D max=256 since=5.0.2
zimbraGalSyncLdapPageSize integer GD max=1000 since=5.0.2
zimbraGalSyncLdapSearchBase string D max=256 since=5.0.2
zimbraGalSyncLdapStartTlsEnabled boolean D since=5.0.6
zimbraGalSyncLdapURL string* D max=256 since=5.0.2
zimbraGalSyncMaxConcurrentClients integer GD since=7.0.0
zimbraGalSyncSizeLimit integer GD since=8.7.2
zimbraGalSyncTimestampFormat string GD max=256 since=6.0.0_BETA2
zimbraGalTokenizeAutoCompleteKey enum GD enum=and,or since=5.0.2
zimbraGalTokenizeSearchKey enum GD enum=and,or since=5.0.2
zimbraInternalSharingCrossDomainEnabled boolean GD since=8.0.0
zimbraInternalSharingDomain string* D since=8.0.0
zimbraLdapGalSyncDisabled boolean GD since=7.2.2
zimbraMailAddressValidationRegex string* GD max=512 since=7.1.2
zimbraMailboxIndexInitialNumShards integer GDCA min=1 since=8.8.6
zimbraMailboxIndexName string GDCA since=8.8.6
zimbraMailDomainQuota long GD min=0 since=8.0.0
zimbraMailSSLClientCertPrincipalMap string GD since=7.1.2
zimbraNotebookAccount string GD max=256 gone=7.0.0
zimbraPasswordChangeListener string GD max=256 since=5.0.1
zimbraPublicServiceHostname string GD max=256
zimbraPublicServicePort port GD since=5.0.9
zimbraPublicServiceProtocol string GD max=256 since=5.0.9
zimbraResponseHeader string* GD since=6.0.5
zimbraReverseProxyExternalRouteIncludeOriginalAuthusername boolean GD since=8.0.5
zimbraReverseProxyResponseHeaders string* GD since=8.7.0,9.0.0 restart=nginxproxy
zimbraReverseProxyUseExternalRoute boolean DA since=5.0.12
zimbraReverseProxyUseExternalRouteIfAccountNotExist boolean D since=7.0.0
zimbraSkinBackgroundColor string GD max=256 since=5.0.6
zimbraSkinFavicon string GD max=256 since=6.0.0_BETA1
zimbraSkinForegroundColor string GD max=256 since=5.0.6
zimbraSkinLogoAppBanner string GD max=256 since=5.0.7
zimbraSkinLogoLoginBanner string GD max=256 since=5.0.7
zimbraSkinLogoURL string GD max=256 since=5.0.6
zimbraSkinSecondaryColor string GD max=256 since=5.0.7
zimbraSkinSelectionColor string GD max=256 since=5.0.7
zimbraSpamTrashAlias string* GD max=128 since=8.0.0
zimbraTwoFactorCodeEmailBodyHtml string GD since=10.1.0
zimbraTwoFactorCodeEmailBodyText string GD since=10.1.0
zimbraTwoFactorCodeEmailFrom string GD since=10.1.0
zimbraTwoFactorCodeEmailSubject string GD since=10.1.0
zimbraVirtualHostname string* D max=256
zimbraVirtualIPAddress string* D max=256 since=5.0.0
zimbraWebClientAdminReference string GD max=256 since=5.0.9
zimbraWebClientLoginURL string GD max=256
zimbraWebClientLoginURLAllowedIP string* GD since=7.1.5
zimbraWebClientLoginURLAllowedUA string* GD since=7.0.0
zimbraWebClientLogoutURL string GD max=256
zimbraWebClientLogoutURLAllowedIP string* GD since=7.1.5
zimbraWebClientLogoutURLAllowedUA string* GD since=7.0.0
zimbraWebClientMaxInputBufferLength integer GD min=0 since=8.0.0
zimbraWebClientStaySignedInDisabled boolean GD since=8.7.0
zimbraWebClientSupportedHelps string* GD since=8.7.0,9.0.0
zimbraZimletDataSensitiveInMixedModeDisabled boolean GD since=7.1.3
zimbraZimletDomainAvailableZimlets string* GD max=256 since=5.0.10
"""
