# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Attribute rows: users' preferences, with their defaults in classes of service.

The form of a row is in attribute_rows.py.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

ROWS = """\
zimbraPrefAcceptedClientTOS boolean A since=8.8.8
zimbraPrefAccountTreeOpen boolean CA since=6.0.2
zimbraPrefAdminConsoleWarnOnExit boolean CA since=6.0.0_RC1
zimbraPrefAdvancedClientEnforceMinDisplay boolean CA since=5.0.7
zimbraPrefAllowAddressForDelegatedSender email* AL max=256 since=8.0.0
zimbraPrefAppleIcalDelegationEnabled boolean CA since=5.0.17
zimbraPrefAutoAddAddressEnabled boolean CA
zimbraPrefAutocompleteAddressBubblesEnabled boolean CA min=0 since=7.0.0 gone=8.5.0
zimbraPrefAutoCompleteQuickCompletionOnComma boolean CA since=6.0.7
zimbraPrefAutoSaveDraftInterval duration CA since=5.0.0
zimbraPrefBccAddress string A max=2048
zimbraPrefBriefcaseReadingPaneLocation enum CA enum=bottom,right,off since=7.0.0
zimbraPrefCalendarAcceptSignatureId id A since=8.0.0
zimbraPrefCalendarAllowCancelEmailToSelf boolean CA since=5.0.9
zimbraPrefCalendarAllowedTargetsForInviteDeniedAutoReply enum CA enum=internal,sameDomain,all since=8.5.0
zimbraPrefCalendarAllowForwardedInvite boolean CA since=6.0.0_BETA1
zimbraPrefCalendarAllowPublishMethodInvite boolean CA since=6.0.0_BETA1
zimbraPrefCalendarAlwaysShowMiniCal boolean CA
zimbraPrefCalendarApptAllowAtendeeEdit boolean CA since=6.0.7
zimbraPrefCalendarApptReminderWarningTime integer CA min=-1
zimbraPrefCalendarApptVisibility enum CA enum=public,private since=6.0.0_BETA1
zimbraPrefCalendarAutoAcceptSignatureId id A since=8.0.0
zimbraPrefCalendarAutoAddInvites boolean CA since=6.0.0_BETA1
zimbraPrefCalendarAutoDeclineSignatureId id A since=8.0.0
zimbraPrefCalendarAutoDenySignatureId id A since=8.0.0
zimbraPrefCalendarDayHourEnd integer CA min=0 max=24
zimbraPrefCalendarDayHourStart integer CA min=0 max=23
zimbraPrefCalendarDeclineSignatureId id A since=8.0.0
zimbraPrefCalendarDefaultApptDuration duration CA since=8.0.0
zimbraPrefCalendarFirstDayOfWeek integer CA min=0 max=6
zimbraPrefCalendarForwardInvitesTo string* A since=6.0.0_BETA1
zimbraPrefCalendarInitialCheckedCalendars astring A max=512
zimbraPrefCalendarInitialView enum CA enum=day,week,workWeek,month,list,year
zimbraPrefCalendarNotifyDelegatedChanges boolean CA
zimbraPrefCalendarReminderDeviceInfo string A max=128 since=8.0.0
zimbraPrefCalendarReminderDuration1 string CA since=5.0.0 gone=6.0.0_BETA1
zimbraPrefCalendarReminderDuration2 string CA since=5.0.0 gone=6.0.0_BETA1
zimbraPrefCalendarReminderEmail email A max=256 since=7.0.0
zimbraPrefCalendarReminderFlashTitle boolean CA since=5.0.7
zimbraPrefCalendarReminderMobile boolean CA since=5.0.0 gone=6.0.0_BETA1
zimbraPrefCalendarReminderSendEmail boolean CA since=5.0.0 gone=6.0.0_BETA1
zimbraPrefCalendarReminderSoundsEnabled boolean CA since=5.0.7
zimbraPrefCalendarReminderYMessenger boolean CA since=5.0.0 gone=6.0.0_BETA1
zimbraPrefCalendarSendInviteDeniedAutoReply boolean CA since=6.0.0_BETA1
zimbraPrefCalendarShowDeclinedMeetings boolean CA since=8.0.0
zimbraPrefCalendarShowPastDueReminders boolean CA since=6.0.0_BETA2
zimbraPrefCalendarTentativeSignatureId id A since=8.0.0
zimbraPrefCalendarToasterEnabled boolean CA since=6.0.0_BETA1
zimbraPrefCalendarUseQuickAdd boolean CA
zimbraPrefCalendarViewTimeInterval duration CA since=8.0.0
zimbraPrefCalendarWorkingHours string CA since=7.0.0
zimbraPrefCalenderScaling enum CA enum=10,15,30 since=10.0.0
zimbraPrefChatEnabled boolean CA since=8.7.0,9.0.0
zimbraPrefChatPlaySound boolean CA since=8.7.0,9.0.0
zimbraPrefChildVisibleAccount id* A since=5.0.0 gone=8.5.0
zimbraPrefClientType enum CA enum=standard,advanced,modern
zimbraPrefColorMessagesEnabled boolean DCA since=8.0.3
zimbraPrefComposeDirection enum CA enum=LTR,RTL since=8.0.0
zimbraPrefComposeFormat enum CA enum=text,html
zimbraPrefComposeInNewWindow boolean CA
zimbraPrefContactsDisableAutocompleteOnContactGroupMembers boolean CA since=6.0.7 gone=8.0.0
zimbraPrefContactsExpandAppleContactGroups boolean CA since=7.0.0 gone=8.0.0
zimbraPrefContactsInitialView enum CA enum=cards,list gone=6.0.5
zimbraPrefContactsPerPage integer CA
zimbraPrefConversationOrder enum CA enum=dateDesc,dateAsc since=6.0.0_BETA1
zimbraPrefConvReadingPaneLocation enum CA enum=bottom,right,off since=6.0.0_BETA2
zimbraPrefConvShowCalendar boolean CA since=8.0.0
zimbraPrefDedupeMessagesSentToSelf enum CA enum=dedupeNone,secondCopyifOnToOrCC,dedupeAll
zimbraPrefDefaultCalendarId integer CA since=8.8.10
zimbraPrefDefaultPrintFontSize astring CA max=32 since=6.0.8
zimbraPrefDefaultSignatureId string A
zimbraPrefDelegatedSendSaveTarget enum CA enum=owner,sender,both,none since=8.6.0,9.0.0
zimbraPrefDeleteInviteOnReply boolean CA
zimbraPrefDisabledZimlets string* CA since=6.0.5
zimbraPrefDisplayExternalImages boolean CA
zimbraPrefDisplayTimeInMailList boolean CA since=8.8.8
zimbraPrefExternalSendersType enum CA enum=ALL,ALLNOTINAB,INAB,INSD since=8.0.0
zimbraPrefFileSharingApplication enum CA enum=briefcase since=8.0.0
zimbraPrefFolderColorEnabled boolean CA since=6.0.0_BETA1
zimbraPrefFolderTreeOpen boolean CA since=5.0.5
zimbraPrefFont string CA since=8.0.0
zimbraPrefFontSize string CA since=8.5.0
zimbraPrefForwardIncludeOriginalText enum CA enum=includeAsAttachment,includeBody,includeBodyWithPrefix,
  includeBodyAndHeadersWithPrefix,includeBodyAndHeaders,includeBodyOnly
zimbraPrefForwardReplyFormat enum CA enum=text,html,same
zimbraPrefForwardReplyInOriginalFormat boolean CA
zimbraPrefForwardReplyPrefixChar astring CA max=1
zimbraPrefForwardReplySignatureId id A since=7.0.0
zimbraPrefFromAddress string A max=256
zimbraPrefFromAddressType enum A enum=sendAs,sendOnBehalfOf since=8.0.0
zimbraPrefFromDisplay string A max=256
zimbraPrefGalAutoCompleteEnabled boolean CA
zimbraPrefGalSearchEnabled boolean CA since=5.0.5
zimbraPrefGetMailAction enum CA enum=default,update since=6.0.2
zimbraPrefGroupMailBy enum CA enum=conversation,message
zimbraPrefHtmlEditorDefaultFontColor astring CA max=32
zimbraPrefHtmlEditorDefaultFontFamily string CA max=64
zimbraPrefHtmlEditorDefaultFontSize astring CA max=32
zimbraPrefIdentityName string A max=128
zimbraPrefImapEnabled boolean CA since=9.0.0
zimbraPrefImapSearchFoldersEnabled boolean CA
zimbraPrefIMAutoLogin boolean CA gone=8.7.0
zimbraPrefIMBuddyListSort string CA since=5.0.10 gone=8.7.0
zimbraPrefIMCustomStatusMessage string* A since=5.0.6 gone=8.7.0
zimbraPrefIMFlashIcon boolean CA gone=8.7.0
zimbraPrefIMFlashTitle boolean CA since=5.0.7 gone=8.7.0
zimbraPrefIMHideBlockedBuddies boolean CA since=5.0.10 gone=8.7.0
zimbraPrefIMHideOfflineBuddies boolean CA since=5.0.10 gone=8.7.0
zimbraPrefIMIdleStatus enum CA enum=away,xa,invisible,offline since=5.0.0 gone=8.7.0
zimbraPrefIMIdleTimeout integer CA since=5.0.0 gone=8.7.0
zimbraPrefIMInstantNotify boolean CA gone=8.7.0
zimbraPrefIMLogChats boolean CA since=5.0.0 gone=8.7.0
zimbraPrefIMLogChatsEnabled boolean CA since=5.0.0 gone=8.7.0
zimbraPrefIMNotifyPresence boolean CA gone=8.7.0
zimbraPrefIMNotifyStatus boolean CA gone=8.7.0
zimbraPrefIMReportIdle boolean CA since=5.0.0 gone=8.7.0
zimbraPrefIMSoundsEnabled boolean CA since=5.0.0 gone=8.7.0
zimbraPrefIMToasterEnabled boolean CA since=6.0.0_BETA1
zimbraPrefIMYahooId string A since=6.0.0_BETA1 gone=8.7.0
zimbraPrefInboxReadLifetime duration CA since=5.0.0
zimbraPrefInboxUnreadLifetime duration CA since=5.0.0
zimbraPrefIncludeSharedItemsInSearch boolean CA since=8.0.0
zimbraPrefIncludeSpamInSearch boolean CA
zimbraPrefIncludeTrashInSearch boolean CA
zimbraPrefItemsPerVirtualPage integer CA since=6.0.6
zimbraPrefJunkLifetime duration CA since=5.0.0
zimbraPrefLabel string A max=256 since=5.0.2
zimbraPrefListViewColumns string CA since=5.0.9
zimbraPrefLocale string CA max=64
zimbraPrefMailDefaultCharset string CA max=64
zimbraPrefMailFlashIcon boolean CA since=5.0.7
zimbraPrefMailFlashTitle boolean CA since=5.0.7
zimbraPrefMailFoldersCheckedForNewMsgIndicator string CA max=1024 since=6.0.5
zimbraPrefMailForwardingAddress cs_emailp A
zimbraPrefMailInitialSearch string CA max=512
zimbraPrefMailItemsPerPage integer CA
zimbraPrefMailLocalDeliveryDisabled boolean A
zimbraPrefMailPollingInterval duration CA
zimbraPrefMailRequestReadReceipts boolean CA since=8.0.0
zimbraPrefMailSelectAfterDelete enum CA enum=next,previous,adaptive since=6.0.0_GA
zimbraPrefMailSendReadReceipts enum CA enum=always,never,prompt since=6.0.0_BETA1
zimbraPrefMailSignature string A
zimbraPrefMailSignatureContactId string A since=7.0.0
zimbraPrefMailSignatureEnabled boolean A
zimbraPrefMailSignatureHTML string A
zimbraPrefMailSignatureStyle enum CA enum=outlook,internet
zimbraPrefMailSMIMECertificate binary* A since=7.1.0 gone=7.1.1
zimbraPrefMailSoundsEnabled boolean CA since=5.0.7
zimbraPrefMailToasterEnabled boolean CA since=6.0.0_BETA1
zimbraPrefMailTrustedSenderList astring* DCA max=256 since=7.0.0
zimbraPrefMandatorySpellCheckEnabled boolean CA since=6.0.0_BETA1
zimbraPrefMarkMsgRead integer CA min=-1 since=5.0.6
zimbraPrefMessageIdDedupingEnabled boolean CA since=8.0.0
zimbraPrefMessageViewHtmlPreferred boolean CA
zimbraPrefNewMailNotificationAddress email A max=256
zimbraPrefNewMailNotificationEnabled boolean A
zimbraPrefOpenMailInNewWindow boolean CA
zimbraPrefOutOfOfficeCacheDuration duration CA
zimbraPrefOutOfOfficeDirectAddress email* A
zimbraPrefOutOfOfficeExternalReply string A max=8192 since=8.0.0
zimbraPrefOutOfOfficeExternalReplyEnabled boolean A since=8.0.0
zimbraPrefOutOfOfficeFreeBusyStatus enum A enum=BUSY,OUTOFOFFICE since=8.0.0
zimbraPrefOutOfOfficeFromDate gentime A
zimbraPrefOutOfOfficeReply string A max=8192
zimbraPrefOutOfOfficeReplyEnabled boolean A
zimbraPrefOutOfOfficeSpecificDomains string* CA since=8.8.5
zimbraPrefOutOfOfficeStatusAlertOnLogin boolean CA since=8.0.0
zimbraPrefOutOfOfficeSuppressExternalReply boolean A since=8.5.0
zimbraPrefOutOfOfficeUntilDate gentime A
zimbraPrefPasswordRecoveryAddress cs_emailp A since=8.8.9
zimbraPrefPasswordRecoveryAddressStatus enum A enum=verified,pending since=8.8.9
zimbraPrefPop3DeleteOption enum CA enum=keep,read,trash,delete since=8.0.0
zimbraPrefPop3DownloadSince gentime CA since=5.0.6
zimbraPrefPop3Enabled boolean CA since=9.0.0
zimbraPrefPop3IncludeSpam boolean CA since=8.0.0
zimbraPrefPowerPasteEnabled boolean CA since=10.0.0 gone=10.1.0
zimbraPrefPrimaryTwoFactorAuthMethod string A since=10.1.0
zimbraPrefQuickCommand string* A since=8.0.0
zimbraPrefReadingPaneEnabled boolean CA gone=6.0.0_BETA2
zimbraPrefReadingPaneLocation enum CA enum=bottom,right,off since=6.0.0_BETA1
zimbraPrefReadReceiptsToAddress string A max=256 since=6.0.0_BETA1 gone=6.0.8
zimbraPrefReplyIncludeOriginalText enum CA enum=includeAsAttachment,includeBody,includeBodyWithPrefix,includeNone,
  includeSmart,includeBodyAndHeadersWithPrefix,includeBodyAndHeaders,includeSmartWithPrefix,includeSmartAndHeaders,
  includeSmartAndHeadersWithPrefix,includeBodyOnly
zimbraPrefReplyToAddress string AL max=256
zimbraPrefReplyToDisplay string AL max=256
zimbraPrefReplyToEnabled boolean AL
zimbraPrefSaveToSent boolean CA
zimbraPrefSearchTreeOpen boolean CA since=5.0.5
zimbraPrefSentLifetime duration CA since=5.0.0
zimbraPrefSentMailFolder string CA max=256
zimbraPrefSharedAddrBookAutoCompleteEnabled boolean CA since=6.0.0_BETA1
zimbraPrefShortcuts string CA max=2048
zimbraPrefShortEmailAddress boolean CA since=7.0.1
zimbraPrefShowAllNewMailNotifications boolean CA since=8.7.0,9.0.0
zimbraPrefShowCalendarWeek boolean CA since=6.0.0_GA
zimbraPrefShowChatsFolderInMail boolean DCA since=8.7.0
zimbraPrefShowComposeDirection boolean CA since=8.0.0
zimbraPrefShowFragments boolean CA
zimbraPrefShowSearchString boolean CA
zimbraPrefShowSelectionCheckbox boolean CA
zimbraPrefSkin string DCA max=80
zimbraPrefSlackCalendarReminderEnabled boolean CA since=9.0.0
zimbraPrefSortOrder string CA since=7.1.0
zimbraPrefSpellDictionary string CA max=64 since=6.0.0_GA
zimbraPrefSpellIgnoreAllCaps boolean CA since=8.0.0
zimbraPrefSpellIgnorePattern string CA since=8.0.4
zimbraPrefSpellIgnoreWord string* DCA max=256 since=6.0.5
zimbraPrefStandardClientAccessibilityMode boolean CA since=6.0.0_BETA1
zimbraPrefTabInEditorEnabled boolean CA since=8.7.0,9.0.0
zimbraPrefTagTreeOpen boolean CA since=5.0.5
zimbraPrefTasksReadingPaneLocation enum CA enum=bottom,right,off since=7.0.0
zimbraPrefTimeZoneId string* DCA max=256
zimbraPrefTrashLifetime duration CA since=5.0.0
zimbraPrefUseDefaultIdentitySettings boolean A gone=5.0
zimbraPrefUseKeyboardShortcuts boolean CA
zimbraPrefUseRfc2231 boolean CA
zimbraPrefUseSendMsgShortcut boolean CA since=8.6.0,9.0.0
zimbraPrefUseTimeZoneListInCalendar boolean CA
zimbraPrefVoiceItemsPerPage integer CA since=5.0.0
zimbraPrefWarnOnExit boolean CA
zimbraPrefWebClientOfflineBrowserKey string* A since=8.5.0
zimbraPrefWhenInFolderIds string* A max=512
zimbraPrefWhenInFoldersEnabled boolean A
zimbraPrefWhenSentToAddresses string* A max=2048
zimbraPrefWhenSentToEnabled boolean A
zimbraPrefZimlets string* CA since=6.0.0_BETA1
zimbraPrefZimletTreeOpen boolean CA since=5.0.5
zimbraPrefZmgPushNotificationEnabled boolean CA since=8.7.0,9.0.0 gone=10.1.0
"""
