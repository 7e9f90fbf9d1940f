# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A mailbox, or what of it is older than a day, into a PST file on a share: an export request and its fate.

The server works on the request by itself; it is found again by its name, so a second run starts no second one.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns_recipients import MAILBOX
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.refused import RefusedError
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.wishes import note
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.work import Work, diff, find
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.faults import NotFound, UnknownOutcome
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.session import Session
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.target import EndpointTarget
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import (
    Fault,
    FaultsError,
    PartialAnswerError,
    ProviderError,
)

#: Requests of one mailbox that the server lets be at once without names of their own.
MOST_REQUESTS = 10
DONE, FAILED = ("completed",), ("failed", "completedwithwarning")
#: Seconds between two looks at a request that is waited for.
_TURN = 15.0


def export(
    params: Mapping[str, Any],
    check_mode: bool,
    sleep: Callable[[float], object] = time.sleep,
    clock: Callable[[], float] = time.monotonic,
) -> dict[str, Any]:
    """Start, wait for or remove the export request of the task and give the module's result."""
    _check(params)
    name = str(params["name"])
    with Session(EndpointTarget.from_options(params["exchange"])) as session:
        one = Work(session, MAILBOX, params, str(params["mailbox"]))
        find(one)
        if one.found is None:
            raise RefusedError(f"{session.target.place}: there is no mailbox {one.name}.")
        requests = _requests(one)
        there = next((row for row in requests if str(row.get("Name")).casefold() == name.casefold()), None)
        if params["state"] == "absent":
            return _remove(one, there, check_mode)
        changed = there is None
        if there is None:
            if len(requests) >= MOST_REQUESTS:
                raise RefusedError(f"{one.name} has {len(requests)} export requests; remove those that are done first.")
            there = _start(one, check_mode)
        if params["wait"] and there.get("RequestGuid"):
            there = _wait(one, there, sleep, clock)
        return _result(one, there, changed)


def _check(params: Mapping[str, Any]) -> None:
    where, faults = "exchange_mailbox_export", []
    if params["state"] == "present":
        path = str(params.get("path") or "")
        if not path.startswith("\\\\") or not path.casefold().endswith(".pst"):
            problem = "is not a PST file on a share" if path else "is missing"
            faults.append(Fault(where, 0, "path", path, problem, r"Write it as \\SERVER\SHARE\name.pst"))
        if not params.get("basis"):
            faults.append(
                Fault(where, 0, "basis", "", "is missing", "Name the application or decision that asks for it")
            )
        if params.get("before"):
            try:
                date.fromisoformat(str(params["before"]))
            except ValueError:
                faults.append(
                    Fault(where, 0, "before", str(params["before"]), "is not a date", "Write it as 2026-01-01")
                )
    if faults:
        raise FaultsError(where, faults)


def _requests(one: Work) -> list[dict[str, Any]]:
    try:
        return one.session.send("Get-MailboxExportRequest", {"Mailbox": one.guid}).rows
    except NotFound:
        return []


def _start(one: Work, check_mode: bool) -> dict[str, Any]:
    params = one.params
    given: dict[str, Any] = {
        "Mailbox": one.guid,
        "FilePath": str(params["path"]),
        "Name": str(params["name"]),
        "BadItemLimit": str(params["bad_items"]),
    }
    if params.get("archive"):
        given["IsArchive"] = True
    if params.get("before"):
        day = date.fromisoformat(str(params["before"]))
        # one date only: the server's filter does not span two. Its form is fixed by the language.
        given |= {"ContentFilter": f"(Received -lt '{day:%m/%d/%Y}')", "ContentFilterLanguage": "en-US"}
    one.differences.append(note("Export", (), (f"{params['name']}: {params['path']}",)))
    one.step("New-MailboxExportRequest", given)
    if check_mode:
        return {"Name": params["name"], "Status": "", "FilePath": params["path"]}
    try:
        rows = one.session.send("New-MailboxExportRequest", given).rows
    except UnknownOutcome:
        rows = [row for row in _requests(one) if str(row.get("Name")) == given["Name"]]
        if not rows:
            raise
    if len(rows) != 1:
        raise PartialAnswerError(f"{one.session.target.place}: New-MailboxExportRequest gave {len(rows)} requests.")
    return rows[0]


def _wait(
    one: Work, there: dict[str, Any], sleep: Callable[[float], object], clock: Callable[[], float]
) -> dict[str, Any]:
    """Look until the request has ended. Raises ProviderError when it failed, or when the time is up."""
    deadline = clock() + float(one.params["wait_timeout"])
    request = _identity(one, there)
    while True:
        rows = one.session.send("Get-MailboxExportRequestStatistics", {"Identity": request}).rows
        if len(rows) != 1:
            raise PartialAnswerError(f"{one.session.target.place}: {len(rows)} answers about the request {request}.")
        there = {**there, **rows[0]}
        status = str(there.get("Status")).casefold()
        if status in DONE:
            return there
        if status in FAILED:
            raise ProviderError(
                f"{one.session.target.place}: export {one.params['name']} of {one.name} failed: "
                f"{there.get('Message') or there.get('FailureType') or 'no reason given'}. The file does not count."
            )
        if clock() >= deadline:
            raise ProviderError(
                f"{one.session.target.place}: export {one.params['name']} of {one.name} is still {there.get('Status')} "
                f"after {one.params['wait_timeout']} s; it goes on. Run the task again to look."
            )
        sleep(min(_TURN, max(0.0, deadline - clock())))


def _identity(one: Work, there: Mapping[str, Any]) -> str:
    """What the cmdlets name a request by: the alias of its mailbox and its name."""
    return f"{one.have('Alias')}\\{there['Name']}"


def _remove(one: Work, there: dict[str, Any] | None, check_mode: bool) -> dict[str, Any]:
    """Remove the request, never the file."""
    if there is None:
        return _result(one, {}, False)
    status = str(there.get("Status")).casefold()
    if status not in (*DONE, *FAILED) and not one.params["force"]:
        raise RefusedError(f"export {one.params['name']} of {one.name} is not done yet; give force to end it.")
    given = {"Identity": _identity(one, there)}
    one.differences.append(note("Export", (str(there.get("Name")),), ()))
    one.step("Remove-MailboxExportRequest", given)
    if not check_mode:
        one.session.send("Remove-MailboxExportRequest", given)
    return _result(one, there, True)


def _result(one: Work, there: Mapping[str, Any], changed: bool) -> dict[str, Any]:
    return {
        "changed": changed,
        "mailbox": one.params["mailbox"],
        "name": one.params["name"],
        "path": str(there.get("FilePath") or one.params.get("path") or ""),
        "status": str(there.get("Status") or ""),
        "percent": int(there.get("PercentComplete") or 0),
        "request": str(there.get("RequestGuid") or ""),
        "basis": one.params.get("basis") or "",
        "changes": [row.to_dict() for row in one.differences],
        "diff": diff(f"export of {one.name}", one.differences),
    }
