# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Cmdlet rows: databases, requests, and whether all is well.

The form of a row is in cmdlet_rows.py.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

ROWS = r"""
Get-MailboxDatabase +D Server;Identity
  DumpsterStatistics:SwitchParameter Identity:DatabaseIdParameter~2 IncludePreExchange2013:SwitchParameter
  Server:ServerIdParameter!~1 Status:SwitchParameter
Set-MailboxDatabase +CD
  AllowFileRestore:Boolean AutoDagExcludeFromMonitoring:Boolean BackgroundDatabaseMaintenance:Boolean
  CalendarLoggingQuota:Unlimited CircularLoggingEnabled:Boolean
  DataMoveReplicationConstraint:DataMoveReplicationConstraintParameter=None|AllCopies|AllDatacenters|
  CINoReplication|CISecondCopy|CISecondDatacenter|SecondCopy|SecondDatacenter DeletedItemRetention:EnhancedTimeSpan
  EventHistoryRetentionPeriod:EnhancedTimeSpan Identity:DatabaseIdParameter! IndexEnabled:Boolean
  IsExcludedFromProvisioning:Boolean IsExcludedFromProvisioningByOperator:Boolean
  IsExcludedFromProvisioningDueToLogicalCorruption:Boolean IsExcludedFromProvisioningReason:String
  IsSuspendedFromProvisioning:Boolean IssueWarningQuota:Unlimited JournalRecipient:RecipientIdParameter
  MailboxRetention:EnhancedTimeSpan MaintenanceSchedule:Schedule MetaCacheDatabaseMaxCapacityInBytes:Int64@2019,SE
  MountAtStartup:Boolean Name:String OfflineAddressBook:OfflineAddressBookIdParameter ProhibitSendQuota:Unlimited
  ProhibitSendReceiveQuota:Unlimited PublicFolderDatabase:DatabaseIdParameter QuotaNotificationSchedule:Schedule
  RecoverableItemsQuota:Unlimited RecoverableItemsWarningQuota:Unlimited RetainDeletedItemsUntilBackup:Boolean
Get-MailboxDatabaseCopyStatus +D Server;Identity
  Active:SwitchParameter ConnectionStatus:SwitchParameter ExtendedErrorInfo:SwitchParameter
  Identity:DatabaseCopyIdParameter~2 Local:SwitchParameter~2 Server:MailboxServerIdParameter!~1
  UseServerCache:SwitchParameter
New-MailboxExportRequest +CD Mailbox;MailboxExportRequest
  AcceptLargeDataLoss:SwitchParameter AssociatedMessagesCopyOption:FAICopyOption=DoNotCopy|MapByMessageClass|Copy
  BadItemLimit:Unlimited BatchName:String CompletedRequestAgeLimit:Unlimited
  ConflictResolutionOption:ConflictResolutionOption=ForceCopy|KeepAll|KeepLatestItem|KeepSourceItem|KeepTargetItem|
  UpdateFromSource ContentFilter:String ContentFilterLanguage:CultureInfo ExcludeDumpster:SwitchParameter
  ExcludeFolders:String[]=Inbox|SentItems|DeletedItems|Calendar|Contacts|Drafts|Journal|Tasks|Notes|JunkEmail|
  CommunicatorHistory|Voicemail|Fax|Conflicts|SyncIssues|LocalFailures|ServerFailures FilePath:LongPath!
  IncludeFolders:String[]=Inbox|SentItems|DeletedItems|Calendar|Contacts|Drafts|Journal|Tasks|Notes|JunkEmail|
  CommunicatorHistory|Voicemail|Fax|Conflicts|SyncIssues|LocalFailures|ServerFailures InternalFlags:InternalMrsFlag[]
  IsArchive:SwitchParameter LargeItemLimit:Unlimited Mailbox:MailboxOrMailUserIdParameter! Name:String
  Priority:RequestPriority=Lower|Low|Normal|High|Higher|Highest|Emergency RequestExpiryInterval:Unlimited~2
  SkipMerging:SkippableMergeComponent[] SourceRootFolder:String Suspend:SwitchParameter SuspendComment:String
  TargetRootFolder:String
Get-MailboxExportRequest +D Identity;MailboxFiltering
  BatchName:String~2 HighPriority:Boolean~2 Identity:MailboxExportRequestIdParameter~1
  Mailbox:MailboxOrMailUserIdParameter~2 Name:String~2 RequestQueue:DatabaseIdParameter~2 ResultSize:Unlimited
  Status:RequestStatus~2=AutoSuspended|Completed|CompletedWithWarning|CompletionInProgress|Failed|InProgress|Queued|
  Retrying|Suspended|Synced Suspend:Boolean~2
Get-MailboxExportRequestStatistics +D
  Diagnostic:SwitchParameter DiagnosticArgument:String Identity:MailboxExportRequestIdParameter!
  IncludeReport:SwitchParameter ReportOnly:SwitchParameter
Remove-MailboxExportRequest +CD
  Force:SwitchParameter Identity:MailboxExportRequestIdParameter!
Get-Queue Identity;Server
  BookmarkIndex:Int32 BookmarkObject:ExtensibleQueueInfo Exclude:QueueViewerIncludesAndExcludes Filter:String~2
  Identity:QueueIdentity~1 Include:QueueViewerIncludesAndExcludes IncludeBookmark:Boolean ResultSize:Unlimited
  ReturnPageInfo:Boolean SearchForward:Boolean Server:ServerIdParameter~2 SortOrder:QueueViewerSortOrderEntry[]
Test-ServiceHealth +CD
  ActiveDirectoryTimeout:Int32 MonitoringContext:Boolean Server:ServerIdParameter
Get-HealthReport
  GroupSize:Int32 HaImpactingOnly:SwitchParameter HealthSet:String Identity:ServerIdParameter!
  MinimumOnlinePercent:Int32 RollupGroup:SwitchParameter
Test-Mailflow +CD SourceServer;TargetMailboxServer;TargetDatabase;TargetEmailAddress
  ActiveDirectoryTimeout:Int32 ErrorLatency:Int32 ExecutionTimeout:Int32 Identity:ServerIdParameter
  MonitoringContext:Boolean TargetDatabase:DatabaseIdParameter!~3 TargetEmailAddress:String!~4
  TargetEmailAddressDisplayName:String~4 TargetMailboxServer:ServerIdParameter!~2
Get-ServerComponentState +D
  Component:String Identity:ServerIdParameter!
Get-ExchangeServer +D
  Identity:ServerIdParameter Status:SwitchParameter
"""
