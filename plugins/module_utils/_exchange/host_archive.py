# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""C-ARCH: what moves mail into the archive, and which mailboxes that have one it is for (R135).

The archive itself is opened with the account, after its approval. Pure. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_question import Question
from ansible_collections.rasmi.mail.plugins.module_utils._standard.durations import parse_duration

#: What Exchange gives a mailbox with its archive when it has no policy: two years, whatever the standard says.
DEFAULT_POLICY = "default mrm policy"
#: A message names so many and counts the rest.
_NAMED = 5


def archiving(q: Question) -> Iterator[dict[str, Any]]:
    """One policy with one tag for everything in the mailbox; nothing when the period is not decided."""
    if "C-ARCH" not in q.controls:
        return
    days = _days(q)
    if not days:
        q.say(
            "C-ARCH",
            "how old mail must be to go into the archive is not decided (older_than): no tag is set, and Exchange "
            "gives an archive that it opens its Default MRM Policy, which moves mail after two years",
        )
        return
    name = _name(q)
    tag = {"name": name, "type": "All", "action": "MoveToArchive", "age": f"{days} days", "enabled": True}
    yield {"control": "C-ARCH", "name": name, "wish": {"tag_definitions": [tag], "tags": {"add": [name]}}}


def archived(q: Question) -> Iterator[dict[str, Any]]:
    """Mailboxes with an archive get the policy; one that somebody gave another policy keeps it, and is said."""
    if "C-ARCH" not in q.controls or not _days(q):
        return
    name, others = _name(q), []
    for one in q.seen["archives"]:
        # As text an object is its path; its name comes last.
        policy = str(one.get("RetentionPolicy") or "").rpartition("/")[2].casefold()
        if policy in ("", DEFAULT_POLICY):
            wish = {"retention_policy": name}
            yield {"control": "C-ARCH", "name": str(one["Guid"]), "shown": str(one["Name"]), "wish": wish}
        elif policy != name.casefold():
            others.append(str(one["Name"]))
    if others:
        first = ", ".join(sorted(others)[:_NAMED]) + (f" and {len(others) - _NAMED} more" if others[_NAMED:] else "")
        q.say(
            "C-ARCH", f"{len(others)} mailbox(es) with an archive have another retention policy, which stays: {first}"
        )


def _name(q: Question) -> str:
    """The same for policy and tag, and without the period: another period changes the tag and makes no second one."""
    return f"{q.site.rule_prefix} arkib"


def _days(q: Question) -> int:
    """The period in days, 0 when it is not decided. The longest that it can be: no mail goes before its time."""
    period = str(q.get("C-ARCH", "older_than") or "")
    return math.ceil(parse_duration(period).day_bounds()[1]) if period else 0
