# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From paths to a changed server in one go: plan, write the plan down, apply it.

The plan never leaves this process between the two, so that nobody reads it back; what is applied is what the plan file
says, and the plan file is on the disk before the first write. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._applying import Ready, apply_accounts
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.ledger import interrupted
from ansible_collections.rasmi.mail.plugins.module_utils._papers import Papers, papers
from ansible_collections.rasmi.mail.plugins.module_utils._planning import (
    Planned,
    check_rehearsal,
    is_pending,
    is_provisional,
    make_plan,
    no_collector,
    plan_lines,
    plan_result,
)
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import RasmiError

#: Of what applying returns, what the plan's own answer does not say.
_APPLIED = ("changed", "outcomes", "already", "settled", "run", "handover", "failures", "failed", "msg")

Show = Callable[[Iterable[str]], object]


def converge_accounts(params: Mapping[str, Any], check_mode: bool, show: Show = tuple) -> dict[str, Any]:
    """Plan and, when there is something to do, apply. Raises RasmiError and its kinds.

    `params` are the options of account_plan and of the <platform>_accounts modules together. `show` is given the lines
    of the plan before the server is changed. A plan that is provisional, or for a server that is not there yet, is not
    applied.
    """
    check_rehearsal(params, check_mode)
    with no_collector(), make_plan(params) as planned, papers(params, planned) as written:
        run = _Run(params, planned, written, show)
        applied: dict[str, Any] = {}
        if run.is_due():
            try:
                applied = apply_accounts(params["platform"], params, check_mode, Ready(planned.plan, run.announce))
            except RasmiError:
                with suppress(RasmiError):  # what was refused can be read; the refusal itself is what is told
                    run.announce()
                    written.page()
                raise
        run.announce()
        result = _together(run.result | {"page_file": written.page()}, applied)
        show(done_lines(result, params["language"]))
        return result


class _Run:
    """One plan on its way: whether it is to be applied, and what is said before it is."""

    def __init__(self, params: Mapping[str, Any], planned: Planned, written: Papers, show: Show) -> None:
        self._params, self._planned, self._written, self._show = params, planned, written, show
        self._interrupted = interrupted(params["ledger"])
        self.result: dict[str, Any] = {}

    def is_due(self) -> bool:
        """Whether there is something to do here and now."""
        if self._params.get("new_server") or is_provisional(self._params, self._planned):
            return False
        return self._interrupted or is_pending(self._planned.plan)

    def announce(self) -> str:
        """Show the plan, once, when its file is on the disk; the plan's checksum."""
        checksum = self._written.checksum()
        if not self.result:
            self.result = plan_result(self._params, self._planned, checksum, self._written.place)
            self.result["interrupted"] = self._interrupted
            self._show(plan_lines(self.result))
        return checksum


_DONE = {
    "ms": {
        "done": "selesai",
        "failed": "gagal",
        "skipped": "tidak dicuba",
        "already": "sudah ada",
        "settled": "diselesaikan daripada larian terputus",
        "run": "larian",
        "file": "fail serahan untuk",
        "accounts": "akaun",
    },
    "en": {
        "done": "done",
        "failed": "failed",
        "skipped": "not tried",
        "already": "there already",
        "settled": "settled from a run that was cut",
        "run": "run",
        "file": "credential file for",
        "accounts": "accounts",
    },
}


def done_lines(result: Mapping[str, Any], language: str) -> Iterator[str]:
    """What a person has to know and to do afterwards. Nothing for a run that changed nothing, or only looked."""
    if not result.get("run"):
        return
    words = _DONE[language]
    counts = {**result["outcomes"], "already": result["already"], "settled": result["settled"]}
    said = ", ".join(f"{words[name]} {number}" for name, number in counts.items() if number)
    run = f"{words['run']} {result['run']}"
    yield f"{said}; {run}" if said else run
    for file in result["handover"]:
        yield f"{words['file']} {file['supervisor']} ({file['accounts']} {words['accounts']}): {file['path']}"


def _together(planned: dict[str, Any], applied: Mapping[str, Any]) -> dict[str, Any]:
    """The answer of a run. A rehearsal before the first provisioning says `changed` when there would be something."""
    if not applied:
        rehearsed = planned["pending"] and not planned["provisional"]
        return planned | {"applied": False, "changed": bool(rehearsed)}
    found = planned | {name: applied[name] for name in _APPLIED if name in applied}
    return found | {"applied": True, "diff": [planned["diff"], applied["diff"]]}
