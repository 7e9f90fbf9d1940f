# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Attribute rows: what accounts and classes of service have: identity, password, quota, status, lifetimes.

The form of a row is in attribute_rows.py.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

ROWS = r"""
c string A
cn string* SCAL
co string* A
company string* A
description string* GSDCAL
destinationIndicator string* A
displayName string AL
facsimileTelephoneNumber string* A
givenName string* A
gn string* A
homePhone string* A
initials string* A
internationaliSDNNumber string* A
l string* A
mail string* AL fixed
mobile string* A
o string* A
ou string* A
pager string* A
physicalDeliveryOfficeName string* A
postalAddress string* A
postalCode string* A
postOfficeBox string* A
preferredDeliveryMethod string A
registeredAddress string* A
sn string* A
st string* A
street string* A
streetAddress string* A
telephoneNumber string* A
teletexTerminalIdentifier string* A
telexNumber string* A
thumbnailPhoto binary A since=8.8.7
title string* A
uid string* AL fixed
userCertificate certificate* A
userPassword string* A
userSMIMECertificate binary* A
x121Address string* A
zimbraAccountCalendarUserType enum A enum=USER,RESOURCE
zimbraAccountStatus enum A enum=active,maintenance,locked,closed,lockout,pending
zimbraAccountSuspensionReason string A since=8.9.0
zimbraACE string* GSDCAL since=5.0.7
zimbraAdminAuthTokenLifetime duration CA
zimbraAdminConsoleUIComponents string* AL since=6.0.0_BETA1
zimbraAdminOutgoingSieveScriptAfter string DCA since=8.7.8
zimbraAdminOutgoingSieveScriptBefore string DCA since=8.7.8
zimbraAdminSavedSearches string* CA max=512
zimbraAllowAnyFromAddress boolean CA
zimbraAllowFromAddress email* A max=256
zimbraAppSpecificPassword ostring* A since=8.7.0,9.0.0 fixed
zimbraAppSpecificPasswordDuration duration CA since=8.7.0,9.0.0
zimbraArchiveAccount email* A max=256
zimbraArchiveAccountDateTemplate string CA max=256
zimbraArchiveAccountNameTemplate string CA max=256
zimbraArchiveEnabled boolean GCA since=8.0.0
zimbraAttachmentsBlocked boolean GCA
zimbraAttachmentsIndexingEnabled boolean CA
zimbraAttachmentsViewInHtmlOnly boolean GCA
zimbraAuthLdapExternalDn string A max=256
zimbraAuthTokenLifetime duration CA
zimbraAuthTokens string* A since=8.5.0
zimbraAuthTokenValidityValue integer A min=0 since=6.0.0_GA
zimbraAvailableLocale string* CA max=80
zimbraAvailableSkin string* DCA max=80
zimbraBatchedIndexingSize integer CA min=0 since=5.0.3
zimbraCalendarCalDavSharedFolderCacheDuration duration CA since=5.0.14
zimbraCalendarCalDavSyncEnd duration CA since=5.0.14
zimbraCalendarCalDavSyncStart duration CA since=5.0.14
zimbraCalendarKeepExceptionsOnSeriesTimeChange boolean CA since=7.1.2
zimbraCalendarLocationDisabledFields string DCA since=8.0.0
zimbraCalendarMaxRevisions integer CA min=0 since=5.0.10
zimbraCalendarReminderDeviceEmail email A max=256 since=7.0.0
zimbraCalendarResourceDoubleBookingAllowed boolean CA since=6.0.7
zimbraCalendarShowResourceTabs boolean CA since=6.0.7
zimbraChildAccount id* A gone=8.5.0
zimbraChildVisibleAccount id* A gone=5.0.0
zimbraContactAffinityEventLoggingEnabled boolean CA since=8.8.6
zimbraContactAutoCompleteEmailFields string CA max=64 since=6.0.0_BETA1 gone=6.0.7
zimbraContactAutoCompleteMaxResults integer CA min=0 since=6.0.0_BETA1
zimbraContactEmailFields string CA max=4096 since=6.0.7
zimbraContactMaxNumEntries integer CA min=0
zimbraContactRankingTableSize integer CA min=0 since=6.0.0_BETA1
zimbraCOSId id A
zimbraCreateTimestamp gentime GSDCAL since=6.0.0_BETA1 fixed
zimbraCsrfTokenData string* A since=8.5.0
zimbraCustomerCareTier integer A max=3 since=5.0.3
zimbraDataSourceImportOnLogin boolean CA since=7.2.2
zimbraDataSourceMaxNumEntries integer CA min=0
zimbraDataSourceMinPollingInterval duration CA since=5.0.0
zimbraDataSourceQuota long CA min=0 since=8.7.0,9.0.0
zimbraDataSourceTotalQuota long CA min=0 since=8.7.0,9.0.0
zimbraDefaultFolderFlags string CA min=0 max=32 since=7.1.1
zimbraDefaultSortByRelevance boolean CA since=8.8.6
zimbraDeviceAllowedPasscodeLockoutDuration duration* CA since=8.0.0
zimbraDeviceCalendarSoftDeleteExcludePattern cstring CA since=8.0.5
zimbraDeviceFileOpenWithEnabled boolean CA since=8.0.0
zimbraDeviceLockWhenInactive boolean CA since=8.0.0
zimbraDeviceOfflineCacheEnabled boolean CA since=8.0.0
zimbraDevicePasscodeEnabled boolean CA since=8.0.0
zimbraDevicePasscodeLockoutDuration duration CA since=8.0.0
zimbraDistributionListSendShareMessageFromAddress string L max=256 since=6.0.0_BETA1
zimbraDistributionListSendShareMessageToNewMembers boolean L since=6.0.0_BETA1
zimbraDistributionListSubscriptionPolicy enum L enum=ACCEPT,REJECT,APPROVAL since=8.0.0
zimbraDistributionListUnsubscriptionPolicy enum L enum=ACCEPT,REJECT,APPROVAL since=8.0.0
zimbraDocumentRecentlyViewedEnabled boolean CA since=10.0.0
zimbraDomainAdminMaxMailQuota long CA
zimbraDumpsterEnabled boolean GDCA since=7.0.0
zimbraDumpsterPurgeEnabled boolean GDCA since=8.0.0
zimbraDumpsterUserVisibleAge duration GDCA since=8.0.0
zimbraExternalAccountDisabledTime gentime A since=8.0.0
zimbraExternalAccountLifetimeAfterDisabled duration CA since=8.0.0
zimbraExternalImapHostname string DA max=256 since=5.0.12
zimbraExternalImapPort port DA since=5.0.12
zimbraExternalImapSSLHostname string DA max=256 since=5.0.12
zimbraExternalImapSSLPort port DA since=5.0.12
zimbraExternalPop3Hostname string DA max=256 since=5.0.12
zimbraExternalPop3Port port DA since=5.0.12
zimbraExternalPop3SSLHostname string DA max=256 since=5.0.12
zimbraExternalPop3SSLPort port DA since=5.0.12
zimbraExternalShareDomainWhitelistEnabled boolean DCA since=8.0.0
zimbraExternalShareLifetime duration CA since=8.0.0
zimbraExternalShareWhitelistDomain string* DCA since=8.0.0
zimbraExternalSharingEnabled boolean DCA since=8.0.0
zimbraExternalUserMailAddress email A since=8.0.0
zimbraFileAndroidCrashReportingEnabled boolean CA since=8.0.0
zimbraFileDeletionNotificationBody string CA since=8.0.0
zimbraFileDeletionNotificationSubject string CA since=8.0.0
zimbraFileExpirationWarningBody string CA since=8.0.0
zimbraFileExpirationWarningSubject string CA since=8.0.0
zimbraFileExpirationWarningThreshold duration CA since=8.0.0
zimbraFileExternalShareLifetime duration CA since=8.0.0
zimbraFileIOSCrashReportingEnabled boolean CA since=8.0.0
zimbraFileLifetime duration CA since=8.0.0
zimbraFilePreviewMaxSize long CA since=8.5.0
zimbraFilePublicShareLifetime duration CA since=8.0.0
zimbraFileShareLifetime duration CA since=8.0.0
zimbraFileUploadBlockedFileTypes string* CA since=10.0.0
zimbraFileUploadMaxSizePerFile long GDCA since=8.0.0
zimbraFileVersioningEnabled boolean CA since=8.0.0
zimbraFileVersionLifetime duration CA since=8.0.0
zimbraForeignPrincipal string* A max=256
zimbraFreebusyExchangeAuthPassword string GDCA max=256 since=5.0.3
zimbraFreebusyExchangeAuthScheme enum GDCA enum=basic,form since=5.0.3
zimbraFreebusyExchangeAuthUsername string GDCA max=256 since=5.0.3
zimbraFreebusyExchangeCachedInterval duration GDCA since=5.0.3
zimbraFreebusyExchangeCachedIntervalStart duration GDCA since=5.0.3
zimbraFreebusyExchangeURL string GDCA max=256 since=5.0.3
zimbraFreebusyExchangeUserOrg string GDCA max=256 since=5.0.3
zimbraFreebusyLocalMailboxNotActive boolean CA since=5.0.11
zimbraGalSyncAccountBasedAutoCompleteEnabled boolean CA since=6.0.0_BETA2
zimbraGroupId id L fixed
zimbraHideAliasesInGal boolean A since=10.1.0
zimbraHideInGal boolean AL
zimbraId id SDCAL fixed
zimbraIdentityMaxNumEntries integer CA min=0
zimbraImapEnabled boolean CA
zimbraInterceptAddress string* CA since=5.0.3
zimbraInterceptBody string CA since=5.0.3
zimbraInterceptFrom string CA since=5.0.3
zimbraInterceptSendHeadersOnly boolean CA since=5.0.3
zimbraInterceptSubject string CA since=5.0.3
zimbraInternalSendersDomain string* DCA since=8.0.0
zimbraIsAdminAccount boolean A
zimbraIsAdminGroup boolean L since=6.0.0_BETA1
zimbraIsCustomerCareAccount boolean A since=5.0.2
zimbraIsDelegatedAdminAccount boolean A since=6.0.0_BETA1
zimbraIsDomainAdminAccount boolean A
zimbraIsExternalVirtualAccount boolean A since=8.0.0
zimbraIsMobileGatewayAppAccount boolean A since=8.7.0 gone=10.1.0
zimbraIsMobileGatewayProxyAccount boolean A since=8.7.0,9.0.0 gone=10.1.0
zimbraIsSystemAccount boolean A since=8.0.0
zimbraIsSystemResource boolean A
zimbraJunkMessagesIndexingEnabled boolean CA since=5.0.0
zimbraLastLogonTimestamp gentime A fixed
zimbraLocale string GSDCAL max=64
zimbraMailAddress email* AL max=256 fixed
zimbraMailAdminOutgoingSieveScriptAfter string SDCA since=8.7.6 gone=8.7.8
zimbraMailAdminOutgoingSieveScriptBefore string SDCA since=8.7.6 gone=8.7.8
zimbraMailAdminSieveScriptAfter string SDCA since=8.7.6 gone=8.7.8
zimbraMailAdminSieveScriptBefore string SDCA since=8.7.6 gone=8.7.8
zimbraMailAlias email* AL max=256 fixed
zimbraMailAllowReceiveButNotSendWhenOverQuota boolean CA since=7.0.0
zimbraMailAttachmentMaxSize long CA since=10.0.0
zimbraMailBlacklistMaxNumEntries integer CA min=0 since=6.0.0_BETA1
zimbraMailCanonicalAddress email AL max=256
zimbraMailCatchAllAddress regex* AL max=256 pattern=^@[A-Za-z0-9-\.]+$
zimbraMailCatchAllCanonicalAddress regex AL max=256 pattern=^@[A-Za-z0-9-\.]+$
zimbraMailCatchAllForwardingAddress regex AL max=256 pattern=^@[A-Za-z0-9-\.]+$
zimbraMailDeliveryAddress email* AL max=256 fixed
zimbraMailDumpsterLifetime duration GDCA since=7.0.0
zimbraMailForwardingAddress email* AL max=256
zimbraMailForwardingAddressMaxLength integer CA min=0 since=6.0.0_RC1
zimbraMailForwardingAddressMaxNumAddrs integer CA min=0 since=6.0.0_RC1
zimbraMailHighlightObjectsMaxSize integer CA min=0 since=7.1.2
zimbraMailHost astring AL max=256
zimbraMailHostPool id* C
zimbraMailIdleSessionTimeout duration CA
zimbraMailMessageLifetime duration CA
zimbraMailMinPollingInterval duration CA
zimbraMailOutgoingSieveScript string A since=7.0.0
zimbraMailQuota long CA
zimbraMailSieveScript string A
zimbraMailSieveScriptMaxSize long GDCA min=0 since=11.0.0
zimbraMailSignatureMaxLength long CA min=0
zimbraMailSpamLifetime duration CA
zimbraMailStatus enum AL enum=enabled,disabled
zimbraMailTransport astring AL max=320
zimbraMailTrashLifetime duration CA
zimbraMailTrustedSenderListMaxNumEntries integer DCA min=0 since=7.0.0
zimbraMailWhitelistMaxNumEntries integer CA min=0 since=6.0.0_BETA1
zimbraMaxAppSpecificPasswords integer CA min=1 since=8.7.0,9.0.0
zimbraMaxContactsPerPage integer CA since=6.0.0_BETA2
zimbraMaxMailItemsPerPage integer CA since=6.0.0_BETA2
zimbraMaxVoiceItemsPerPage integer CA since=6.0.0_BETA2
zimbraNewMailNotificationBody string CA max=10000
zimbraNewMailNotificationFrom string CA max=1000
zimbraNewMailNotificationMessage string CA max=10000 since=8.7.0,9.0.0
zimbraNewMailNotificationSubject string CA max=1000
zimbraNotebookMaxRevisions integer CA min=0
zimbraNotebookSanitizeHtml boolean CA since=5.0.6
zimbraNotes string SDCAL max=1024
zimbraPasswordAllowedChars cstring CA max=1024 since=7.1.0
zimbraPasswordAllowedPunctuationChars cstring CA max=64 since=7.1.3
zimbraPasswordBlockCommonEnabled boolean CA since=10.0.0
zimbraPasswordEnforceHistory integer CA min=0
zimbraPasswordHistory ostring* A max=128
zimbraPasswordLocked boolean CA
zimbraPasswordLockoutDuration duration CA
zimbraPasswordLockoutEnabled boolean CA
zimbraPasswordLockoutFailureLifetime duration CA
zimbraPasswordLockoutFailureTime gentime* A
zimbraPasswordLockoutLockedTime gentime A
zimbraPasswordLockoutMaxFailures integer CA
zimbraPasswordLockoutSuppressionCacheSize integer CA since=8.7.0,9.0.0
zimbraPasswordLockoutSuppressionEnabled boolean CA since=8.7.0,9.0.0
zimbraPasswordLockoutSuppressionProtocols enum* CA enum=zsync,imap,pop3,http_basic,http_dav,soap since=8.7.0,9.0.0
zimbraPasswordMaxAge integer CA min=0
zimbraPasswordMaxLength integer CA min=0
zimbraPasswordMinAge integer CA min=0
zimbraPasswordMinAlphaChars integer CA min=0 since=7.1.0
zimbraPasswordMinDigitsOrPuncs integer CA min=0 since=7.1.3
zimbraPasswordMinLength integer CA min=0
zimbraPasswordMinLowerCaseChars integer CA min=0
zimbraPasswordMinNumericChars integer CA min=0
zimbraPasswordMinPunctuationChars integer CA min=0
zimbraPasswordMinUpperCaseChars integer CA min=0
zimbraPasswordModifiedTime gentime A
zimbraPasswordMustChange boolean A
zimbraPasswordRecoveryMaxAttempts integer CA since=8.8.9
zimbraPop3Enabled boolean CA
zimbraProxyAllowedDomains string* CA max=256
zimbraProxyCacheableContentTypes string* C max=256 gone=7.2.1
zimbraPublicShareLifetime duration CA since=8.0.0
zimbraPublicSharingEnabled boolean DCA since=8.0.0
zimbraQuotaLastWarnTime gentime A
zimbraQuotaWarnInterval duration CA
zimbraQuotaWarnMessage string CA max=10000
zimbraQuotaWarnPercent integer CA min=0 max=100
zimbraSharedItem string* A max=1024 since=8.0.0
zimbraShareInfo string* AL max=1024 gone=8.0.0
zimbraShareLifetime duration CA since=8.0.0
zimbraSieveEditHeaderEnabled boolean DCA since=8.8.4
zimbraSieveImmutableHeaders string DCA since=8.8.4
zimbraSieveNotifyActionRFCCompliant boolean DCA since=8.7.8
zimbraSieveRejectMailEnabled boolean DCA since=8.7.8
zimbraSieveRequireControlEnabled boolean DCA since=8.8.4
zimbraSignatureId id A
zimbraSignatureMaxNumEntries integer CA min=0
zimbraSignatureMinNumEntries integer CA min=0
zimbraSignatureName string A max=128
zimbraSignupRecoveryEmail string A max=256 since=9.0.0
zimbraSmtpEnableTrace boolean CA since=6.0.0_BETA1
zimbraSpamApplyUserFilters boolean CA since=5.0.2
zimbraStandardClientCustomPrefTab string* DCA max=256 since=7.1.3
zimbraStandardClientCustomPrefTabsEnabled boolean DCA since=7.1.3
zimbraSyncWindowSize integer CA min=0
zimbraTwoFactorAuthEnabled boolean A since=8.7.0,9.0.0
zimbraTwoFactorAuthEnablementTokenLifetime duration CA since=8.7.0,9.0.0
zimbraTwoFactorAuthLastReset gentime C since=8.7.0,9.0.0 fixed
zimbraTwoFactorAuthLockoutFailureTime gentime* A since=8.7.0,9.0.0
zimbraTwoFactorAuthLockoutMaxFailures integer CA since=8.7.0,9.0.0
zimbraTwoFactorAuthMethodAllowed string* DCA since=10.1.0
zimbraTwoFactorAuthMethodEnabled string* A since=10.1.0
zimbraTwoFactorAuthNumScratchCodes integer CA min=1 since=8.7.0,9.0.0
zimbraTwoFactorAuthScratchCodes ostring A since=8.7.0,9.0.0 fixed
zimbraTwoFactorAuthSecret ostring A since=8.7.0,9.0.0 fixed
zimbraTwoFactorAuthTemporaryData string* A since=10.1.0
zimbraTwoFactorAuthTokenLifetime duration CA since=8.7.0,9.0.0
zimbraTwoFactorAuthTrustedDevices string* A since=8.7.0,9.0.0 fixed
zimbraTwoFactorAuthTrustedDeviceTokenLifetime duration CA since=8.7.0,9.0.0
zimbraTwoFactorCodeForEmail string A since=10.1.0
zimbraTwoFactorCodeLifetimeForEmail duration GDCA since=10.1.0
zimbraUCPassword string A max=256 since=8.0.0
zimbraUCServiceId id DCA since=8.0.0
zimbraUCUsername string A max=256 since=8.0.0
zimbraVirtualAccountInitialPasswordSet boolean A since=8.0.0
zimbraWebClientAllowedIPs string* CA since=10.1.0
zimbraWebClientOfflineSyncMaxDays integer CA since=8.5.0
zimbraWebClientShowOfflineLink boolean CA since=6.0.0_GA
zimbraZimletAvailableZimlets string* CA max=256
zimbraZimletLoadSynchronously boolean CA since=7.2.0
zimbraZimletUserProperties cstring* A max=51200
zimbraZimletUserPropertiesMaxNumEntries integer DCA min=0 since=8.7.0,9.0.0
"""
