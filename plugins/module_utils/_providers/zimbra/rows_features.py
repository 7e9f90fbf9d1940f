# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Attribute rows: features that accounts and classes of service have or lack.

The form of a row is in attribute_rows.py.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

ROWS = """\
zimbraFeatureActualUsageCount string G since=10.1.0 restart=mailbox fixed
zimbraFeatureAddressUnderVerification cs_emailp A since=8.8.5
zimbraFeatureAddressVerificationEnabled boolean CA since=8.8.5
zimbraFeatureAddressVerificationExpiry duration CA since=8.8.5
zimbraFeatureAddressVerificationStatus enum A enum=verified,pending,failed,expired since=8.8.5
zimbraFeatureAdminMailEnabled boolean CA since=7.1.0
zimbraFeatureAdminPreferencesEnabled boolean CA since=8.7.0
zimbraFeatureAdvancedChatEnabled boolean DCA since=10.1.0
zimbraFeatureAdvancedChatVideoEnabled boolean DCA since=10.1.0
zimbraFeatureAdvancedSearchEnabled boolean CA gone=8.0.0
zimbraFeatureAllowUsernameInPassword boolean DCA since=10.1.0
zimbraFeatureAntispamEnabled boolean CA since=7.1.0
zimbraFeatureAppSpecificPasswordsEnabled boolean CA since=8.7.0,9.0.0
zimbraFeatureBasicOneToOneChatEnabled boolean DCA since=10.1.0
zimbraFeatureBriefcaseDocsEnabled boolean CA since=6.0.2
zimbraFeatureBriefcasesEnabled boolean CA
zimbraFeatureBriefcaseSlidesEnabled boolean CA since=6.0.2
zimbraFeatureBriefcaseSpreadsheetEnabled boolean CA since=6.0.2
zimbraFeatureCalendarEnabled boolean CA
zimbraFeatureCalendarReminderDeviceEmailEnabled boolean DCA since=7.0.0
zimbraFeatureCalendarUpsellEnabled boolean CA since=5.0.0
zimbraFeatureCalendarUpsellURL string CA max=256 since=5.0.0
zimbraFeatureChangePasswordEnabled boolean CA
zimbraFeatureChatAllFeaturesEnabled boolean DCA since=10.1.0 gone=10.1.0
zimbraFeatureChatEnabled boolean CA since=8.7.0,9.0.0
zimbraFeatureComposeInNewWindowEnabled boolean CA since=5.0.1
zimbraFeatureConfirmationPageEnabled boolean CA since=6.0.0_BETA1
zimbraFeatureContactBackupEnabled boolean CA since=8.8.5
zimbraFeatureContactBackupFrequency duration GS since=8.8.5 gone=8.8.6
zimbraFeatureContactBackupLifeTime duration GS since=8.8.5
zimbraFeatureContactsDetailedSearchEnabled boolean CA since=7.1.0
zimbraFeatureContactsEnabled boolean CA
zimbraFeatureContactsUpsellEnabled boolean CA since=5.0.0
zimbraFeatureContactsUpsellURL string CA max=256 since=5.0.0
zimbraFeatureConversationsEnabled boolean CA
zimbraFeatureCrocodocEnabled boolean CA since=8.0.0
zimbraFeatureCustomUIDEnabled boolean DCA since=11.0.0
zimbraFeatureDataSourcePurgingEnabled boolean CA since=8.7.0,9.0.0
zimbraFeatureDelayedIndexEnabled boolean DCA since=11.0.0
zimbraFeatureDiscardInFiltersEnabled boolean CA since=6.0.0_BETA1
zimbraFeatureDistributionListExpandMembersEnabled boolean CA since=7.0.0
zimbraFeatureDistributionListFolderEnabled boolean GDCA since=8.0.4
zimbraFeatureDocumentEditingEnabled boolean CA since=10.0.0
zimbraFeatureEwsEnabled boolean CA since=8.5.0
zimbraFeatureExportFolderEnabled boolean CA since=7.1.0
zimbraFeatureExternalFeedbackEnabled boolean CA since=8.0.0
zimbraFeatureFileTypeUploadRestrictionsEnabled boolean CA since=10.0.0
zimbraFeatureFiltersEnabled boolean CA
zimbraFeatureFlaggingEnabled boolean CA
zimbraFeatureFreeBusyViewEnabled boolean CA since=7.0.0
zimbraFeatureFromDisplayEnabled boolean CA since=8.0.5
zimbraFeatureGalAutoCompleteEnabled boolean CA
zimbraFeatureGalEnabled boolean CA
zimbraFeatureGalSyncEnabled boolean CA since=5.0.10
zimbraFeatureGroupCalendarEnabled boolean CA
zimbraFeatureHtmlComposeEnabled boolean CA
zimbraFeatureIdentitiesEnabled boolean CA
zimbraFeatureImapDataSourceEnabled boolean CA since=5.0.0
zimbraFeatureIMEnabled boolean CA gone=8.7.0
zimbraFeatureImportExportFolderEnabled boolean CA since=6.0.0_BETA1 gone=7.1.0
zimbraFeatureImportFolderEnabled boolean CA since=7.1.0
zimbraFeatureInitialSearchPreferenceEnabled boolean CA
zimbraFeatureInstantNotify boolean CA
zimbraFeatureMailEnabled boolean CA
zimbraFeatureMailForwardingEnabled boolean CA
zimbraFeatureMailForwardingInFiltersEnabled boolean CA since=5.0.10
zimbraFeatureMailPollingIntervalPreferenceEnabled boolean CA gone=5.0
zimbraFeatureMailPriorityEnabled boolean CA since=5.0.0
zimbraFeatureMailRecallEnabled boolean GDCA since=10.1.0
zimbraFeatureMailRecallTime integer GDCA min=1 max=30 since=10.1.0
zimbraFeatureMailSendLaterEnabled boolean CA since=7.0.0
zimbraFeatureMailUpsellEnabled boolean CA since=5.0.0
zimbraFeatureMailUpsellURL string CA max=256 since=5.0.0
zimbraFeatureManageSMIMECertificateEnabled boolean CA since=7.1.0
zimbraFeatureManageZimlets boolean CA since=6.0.2
zimbraFeatureMAPIConnectorEnabled boolean CA since=7.0.0
zimbraFeatureMarkMailForwardedAsRead boolean CA since=8.8.5
zimbraFeatureMaxVideoParticipantsForUser integer DCA min=0 since=10.1.0 gone=10.1.0
zimbraFeatureMobileAppEnabled boolean CA since=8.9.0
zimbraFeatureMobileGatewayEnabled boolean CA since=8.7.0,9.0.0 gone=10.1.0
zimbraFeatureMobilePolicyEnabled boolean CA since=6.0.0_BETA1
zimbraFeatureMobileSyncEnabled boolean CA
zimbraFeatureModernChatEnabled boolean DCA since=10.1.0 gone=10.1.0
zimbraFeatureModernDesktopEnabled boolean CA since=8.9.0
zimbraFeatureModernVideoEnabled boolean DCA since=10.1.0 gone=10.1.0
zimbraFeatureNewAddrBookEnabled boolean CA since=5.0.4
zimbraFeatureNewMailNotificationEnabled boolean CA
zimbraFeatureNotebookEnabled boolean CA gone=7.0.0
zimbraFeatureOpenMailInNewWindowEnabled boolean CA since=5.0.1
zimbraFeatureOptionsEnabled boolean CA
zimbraFeatureOutOfOfficeReplyEnabled boolean CA
zimbraFeaturePeopleSearchEnabled boolean CA since=7.0.0 gone=8.0.0
zimbraFeaturePop3DataSourceEnabled boolean CA
zimbraFeaturePortalEnabled boolean CA
zimbraFeaturePowerPasteEnabled boolean CA since=10.0.0 gone=10.1.0
zimbraFeaturePriorityInboxEnabled boolean CA since=8.0.0
zimbraFeatureReadReceiptsEnabled boolean CA since=6.0.0_BETA1
zimbraFeatureRelatedContactsEnabled boolean CA since=8.8.6
zimbraFeatureResetPasswordStatus enum DCA enum=enabled,suspended,disabled since=8.8.9
zimbraFeatureResetPasswordSuspensionTime duration CA since=8.8.9
zimbraFeatureResetTwoFactorAuthEnabled boolean DCA since=10.1.0
zimbraFeatureRetentionPolicyEnabled boolean CA since=10.1.0
zimbraFeatureSafeUnsubscribeFolderEnabled boolean CA since=10.0.0
zimbraFeatureSavedSearchesEnabled boolean CA
zimbraFeatureSearchHistoryEnabled boolean CA since=8.8.6
zimbraFeatureSharedFolderMobileSyncEnabled boolean CA since=10.1.0
zimbraFeatureSharingEnabled boolean CA
zimbraFeatureShortcutAliasesEnabled boolean CA gone=6.0.0_GA
zimbraFeatureSignaturesEnabled boolean CA
zimbraFeatureSkinChangeEnabled boolean CA
zimbraFeatureSMIMEEnabled boolean CA since=7.1.0
zimbraFeatureSocialcastEnabled boolean CA since=8.0.0
zimbraFeatureSocialEnabled boolean DCA since=8.5.0
zimbraFeatureSocialExternalEnabled boolean DCA since=8.5.0
zimbraFeatureSocialExternalURL string DCA since=8.5.0
zimbraFeatureSocialFiltersEnabled enum* CA enum=SocialCast,LinkedIn,Twitter,Facebook since=8.0.0
zimbraFeatureSocialName string DCA since=8.5.0
zimbraFeatureTaggingEnabled boolean CA
zimbraFeatureTasksEnabled boolean CA
zimbraFeatureTouchClientEnabled boolean CA since=8.5.0
zimbraFeatureTrustedDevicesEnabled boolean CA since=8.7.0,9.0.0
zimbraFeatureTwoFactorAuthAvailable boolean CA since=8.7.0,9.0.0
zimbraFeatureTwoFactorAuthRequired boolean CA since=8.7.0,9.0.0
zimbraFeatureVideoAllFeaturesEnabled boolean DCA since=10.1.0 gone=10.1.0
zimbraFeatureViewInHtmlEnabled boolean CA
zimbraFeatureVoiceChangePinEnabled boolean CA since=5.0.19
zimbraFeatureVoiceEnabled boolean CA
zimbraFeatureVoiceUpsellEnabled boolean CA since=5.0.0
zimbraFeatureVoiceUpsellURL string CA max=256 since=5.0.0
zimbraFeatureWebClientEnabled boolean CA since=9.0.0
zimbraFeatureWebClientOfflineAccessEnabled boolean CA since=8.5.0
zimbraFeatureWebSearchEnabled boolean CA since=5.0.2 gone=6.0.0_GA
zimbraFeatureZimbraAssistantEnabled boolean CA since=5.0.0
zimbraFeatureZulipChatEnabled boolean DCA since=9.0.0
zimbraFeatureZXDesktopEnabled boolean CA since=8.9.0 gone=8.9.0
zimbraFeatureZXWebEnabled boolean CA since=8.9.0
"""
