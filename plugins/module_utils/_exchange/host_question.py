# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is asked when a standard is carried over to Exchange: profile, the site's own decisions, and what was read.

Pure. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

Seen = Mapping[str, Any]
Controls = Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Site:
    """What no clause decides. Sizes in bytes, spans in days; `leave_out` are controls that are not set."""

    host: str = ""
    broadcast_groups: tuple[str, ...] = ()
    broadcast_senders: tuple[str, ...] = ()
    big_file_service: str = ""
    warn_percent: int = 90
    mailbox_retention_days: int = 90
    audit_days: int = 90
    lower_quotas: bool = False
    audit: bool = True
    malware_filter: bool = True
    rule_prefix: str = "Rasmi"
    leave_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """Everything that the rows below look at."""

    standard: Mapping[str, Any]
    site: Site
    seen: Seen
    uncovered: list[str] = field(default_factory=list)

    @property
    def controls(self) -> Controls:
        left_out = self.site.leave_out
        return {name: value for name, value in self.standard["controls"].items() if name not in left_out}

    def get(self, control: str, name: str, default: Any = None) -> Any:
        return self.controls.get(control, {}).get(name, default)

    @property
    def sent_bytes(self) -> int:
        """The cap of a message that leaves a mailbox; 0 = none."""
        return int(self.get("C-MSG-SIZE", "out_bytes") or 0)

    @property
    def received_bytes(self) -> int:
        return int(self.get("C-MSG-SIZE", "in_bytes") or 0)

    def say(self, control: str, reason: str) -> None:
        clauses = ", ".join(self.standard["controls"].get(control, {}).get("clauses", ()))
        self.uncovered.append(f"{control} ({clauses}): {reason}" if clauses else f"{control}: {reason}")


def options(given: Mapping[str, Any]) -> Site:
    """A Site out of the role's options. Raises ValueError for one that it does not know."""
    known = asdict(Site())
    if set(given) - set(known):
        raise ValueError(f"unknown: {', '.join(sorted(set(given) - set(known)))}")
    turned: dict[str, Any] = {name: type(known[name])(value) for name, value in given.items()}
    return Site(**turned)
