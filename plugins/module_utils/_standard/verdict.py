# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a probe says about a control: the type that probes write and evidence reads.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

PASS = "pass"
FAIL = "fail"
COULD_NOT_TEST = "could-not-test"
WAIVED = "waived"
ATTESTED = "attested"

#: Results that leave a control red. A check that could not run proves nothing, so it is red too.
RED = frozenset({FAIL, COULD_NOT_TEST})


@dataclass(frozen=True)
class Verdict:
    """One observation of one part of one control.

    `control` is a control id ("C-AUTH-LOCK"), `part` names the facet observed ("imap", "a", "stranger->MX").
    `observed` and `expected` are one sentence each in Malay and English: {"ms": ..., "en": ...}. `evidence` holds
    protocol lines as seen on the wire, without secrets. `at` is UTC, ISO 8601 with seconds; `source` says from where
    it was seen (host name or address); `seconds` is how long the observation took.
    """

    control: str
    part: str
    result: str
    expected: dict[str, str]
    observed: dict[str, str]
    clauses: tuple[str, ...] = ()
    evidence: tuple[str, ...] = ()
    at: str = ""
    source: str = ""
    seconds: float = 0.0
    platform: str = ""
    extra: dict[str, Any] = field(default_factory=dict)

    @property
    def red(self) -> bool:
        return self.result in RED

    def to_dict(self) -> dict[str, Any]:
        return {
            "control": self.control,
            "part": self.part,
            "result": self.result,
            "expected": dict(self.expected),
            "observed": dict(self.observed),
            "clauses": list(self.clauses),
            "evidence": list(self.evidence),
            "at": self.at,
            "source": self.source,
            "seconds": round(self.seconds, 3),
            "platform": self.platform,
            "extra": dict(self.extra),
        }

    @classmethod
    def from_dict(cls, data: dict[str, Any]) -> Verdict:
        known = {**data, "clauses": tuple(data.get("clauses", ())), "evidence": tuple(data.get("evidence", ()))}
        return cls(**known)
