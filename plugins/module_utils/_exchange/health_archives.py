# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The archive service as a whole (R139): are its databases mounted, do archives open, fill up, and get mail at all.

Two questions for all archives together and one per database that holds any. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.session import Row, Session
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.values import is_unset, size_bytes
from ansible_collections.rasmi.mail.plugins.module_utils._standard.findings import FAIL, PASS, UNKNOWN, Finding

CHECK = "archives"
_BOX = (
    *("PrimarySmtpAddress", "ArchiveGuid", "ArchiveDatabase", "ArchiveState", "ArchiveQuota"),
    *("RetentionPolicy", "ElcProcessingDisabled"),
)
_FIGURES = ("MailboxGuid", "TotalItemSize", "IsArchiveMailbox", "IsQuarantined")
_SHOWN = 3


def archives(session: Session, _params: Mapping[str, Any], _server: str) -> list[Finding]:
    """The findings; nobody having an archive is well, as each rests on an application. Raises ProviderError."""
    boxes = session.send("Get-Mailbox", {"Archive": True, "ResultSize": "Unlimited"}, select=_BOX).rows
    if not boxes:
        return [Finding(CHECK, "", "mailboxes", PASS, "nobody has an archive")]
    homes = sorted({str(box["ArchiveDatabase"]) for box in boxes if not is_unset(box.get("ArchiveDatabase"))})
    figures = {str(row["MailboxGuid"]).lower(): row for home in homes for row in _archives_of(session, home)}
    return [
        *(_database(session, home) for home in homes),
        _judged("mailboxes", boxes, [box for box in boxes if not _there(box, figures)], "without a usable archive"),
        _judged("space", boxes, [box for box in boxes if _full(box, figures)], "full: nothing is moved there any more"),
        _judged("moving", boxes, [box for box in boxes if _still(box)], "without a policy that moves old mail"),
    ]


def _archives_of(session: Session, database: str) -> list[Row]:
    rows = session.send("Get-MailboxStatistics", {"Database": database}, select=_FIGURES).rows
    return [row for row in rows if row.get("IsArchiveMailbox") is True]


def _database(session: Session, name: str) -> Finding:
    """A database is served when one of its copies is mounted."""
    rows = session.send("Get-MailboxDatabaseCopyStatus", {"Identity": name}).rows
    words = [str(row.get("Status") or "") for row in rows if row.get("DatabaseName") in (name, None)]
    if not [word for word in words if word.casefold() not in ("", "unknown")]:
        return Finding(CHECK, "", name, UNKNOWN, "the server does not say whether it is mounted")
    mounted = any(word.casefold() == "mounted" for word in words)
    return Finding(CHECK, "", name, PASS if mounted else FAIL, ", ".join(sorted(set(words))))


def _there(box: Row, figures: Mapping[str, Row]) -> bool:
    """Kept here or in the cloud, in a database, and not put into quarantine. One never opened has no figures yet."""
    if str(box.get("ArchiveState")) == "HostedProvisioned":
        return True
    kept = str(box.get("ArchiveState")) == "Local" and not is_unset(box.get("ArchiveDatabase"))
    return kept and figures.get(str(box.get("ArchiveGuid")).lower(), {}).get("IsQuarantined") is not True


def _full(box: Row, figures: Mapping[str, Row]) -> bool:
    limit = size_bytes(box.get("ArchiveQuota"))
    size = size_bytes(figures.get(str(box.get("ArchiveGuid")).lower(), {}).get("TotalItemSize"))
    return limit is not None and size is not None and size >= limit


def _still(box: Row) -> bool:
    return is_unset(box.get("RetentionPolicy")) or box.get("ElcProcessingDisabled") is True


def _judged(item: str, boxes: Sequence[Row], bad: Sequence[Row], what: str) -> Finding:
    if not bad:
        return Finding(CHECK, "", item, PASS, f"{len(boxes)} archives")
    names = ", ".join(str(box.get("PrimarySmtpAddress")) for box in bad[:_SHOWN])
    rest = f" and {len(bad) - _SHOWN} more" if len(bad) > _SHOWN else ""
    return Finding(CHECK, "", item, FAIL, f"{len(bad)} of {len(boxes)} archives {what}: {names}{rest}")
