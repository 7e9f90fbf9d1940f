# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a look at a service's health found, the same for every platform. What could not be told is not healthy.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

PASS, FAIL, UNKNOWN = "pass", "fail", "could_not_tell"


class Finding(NamedTuple):
    """One thing that was looked at; `state` is PASS, FAIL or UNKNOWN."""

    check: str
    server: str
    item: str
    state: str
    detail: str

    def to_dict(self) -> dict[str, str]:
        """For results."""
        return self._asdict()

    def words(self) -> str:
        """For messages."""
        where = " ".join(part for part in (self.check, self.server, self.item) if part)
        return f"{where}: {self.state.replace('_', ' ')}: {self.detail}"


def summary(findings: Sequence[Finding], fail: bool) -> dict[str, Any]:
    """The result of a module; with `fail` it fails when anything is not healthy."""
    bad = [finding for finding in findings if finding.state != PASS]
    result: dict[str, Any] = {
        "changed": False,
        "healthy": not bad,
        "findings": [finding.to_dict() for finding in findings],
        "counts": {state: sum(one.state == state for one in findings) for state in (PASS, FAIL, UNKNOWN)},
    }
    if bad and fail:
        lines = "\n".join(f"  - {finding.words()}" for finding in bad)
        result |= {"failed": True, "msg": f"{len(bad)} of {len(findings)} finding(s) are not healthy.\n{lines}"}
    return result
