# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A mailbox: enabled on an account that is there already, changed, or disabled.

Disable-Mailbox keeps the account and, for the database's retention, the mailbox; Remove-Mailbox deletes the account too
and is never used unless the task names the address once more.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._exchange import addresses, wishes, work
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns_recipients import ARCHIVE, MAILBOX
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.refused import RefusedError
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.resolve import read_one
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.wishes import Wish, note
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.work import Work
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.cmdlet_rows import table
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.values import is_unset
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault, FaultsError

NO_GUID = "00000000-0000-0000-0000-000000000000"
_QUOTAS = ("issue_warning_quota", "prohibit_send_quota", "prohibit_send_receive_quota")
#: Kinds of a mailbox that a task may ask for -> what Get-Mailbox calls them.
TYPES = {"regular": "UserMailbox", "shared": "SharedMailbox"}


def manage(params: Mapping[str, Any], check_mode: bool) -> dict[str, Any]:
    """Bring one mailbox to what the task asks and give the module's result. Raises RasmiError of every kind."""
    filled = addresses.policy_off(params)
    if any(params.get(name) is not None for name in _QUOTAS) and params.get("use_database_quota") is None:
        filled["use_database_quota"] = False  # the mailbox's own quotas are ignored otherwise
    asked = wishes.gather(MAILBOX, filled, "exchange_mailbox")
    _reasons(params)

    def plan(one: Work) -> None:
        one.more["basis"] = params.get("basis") or ""
        if params["state"] == "absent":
            if one.found is not None:
                _absent(one)
        elif one.found is None:
            _enable(one, asked)
        else:
            _change(one, asked)

    return work.run(MAILBOX, params, str(params["name"]), check_mode, plan)


def _reasons(params: Mapping[str, Any]) -> None:
    where, faults = "exchange_mailbox", []
    if params["state"] == "absent" and not params.get("basis"):
        faults.append(Fault(where, 0, "basis", "", "is missing", "Name the application or decision that ends it"))
    if params.get("remove_account") and not params.get("confirm_removal"):
        problem = "is missing: the account in Active Directory would be deleted with the mailbox"
        faults.append(Fault(where, 0, "confirm_removal", "", problem, "Repeat the primary address here"))
    if faults:
        raise FaultsError(where, faults)


def _enable(one: Work, asked: list[Wish]) -> None:
    """Plan Enable-Mailbox on the account of that name, and a Set- for what it does not take."""
    user = read_one(one.session, "Get-User", one.name)
    kind = str(user.get("RecipientType") or "")
    if kind.casefold() not in ("user", "disableduser", ""):
        raise RefusedError(f"{one.name} is a {kind} already and cannot be given a mailbox.")
    one.session.pin(str(user.get("OriginatingServer") or ""))
    work.read_parts(one, asked)
    found = work.compare(one, addresses.spare(asked, ()))
    takes = table()["Enable-Mailbox"].parameters
    first = {row.row.parameter: row.sends for row in found if not row.row.part and row.row.parameter in takes}
    more = {"Database": one.params["database"]} if one.params.get("database") else {}
    if one.params.get("type") == "shared":
        more["Shared"] = True
    one.step("Enable-Mailbox", {"Identity": str(user["Guid"]), **more, **first}, makes=True)
    work.change(one, [row for row in found if row.row.parameter not in first])
    one.differences.insert(0, note("Mailbox", (), (one.name,)))


def _change(one: Work, asked: list[Wish]) -> None:
    work.read_parts(one, asked)
    found = work.compare(one, addresses.spare(asked, one.have(addresses.LIST)))
    along: dict[str, Any] = {}
    wanted, present = one.params.get("type"), str(one.have("RecipientTypeDetails") or "")
    if wanted and present != TYPES[wanted]:
        along["Type"] = wanted.capitalize()
        one.differences.append(note("Type", (present,), (TYPES[wanted],)))
    if along and not any(not row.row.part for row in found):
        one.step("Set-Mailbox", {"Identity": one.guid, **along})
        along = {}
    work.change(one, addresses.joined(found), along)


def held(one: Work) -> str:
    """Why the contents must stay: "" when nothing says so."""
    if one.have("LitigationHoldEnabled") is True:
        return "litigation hold"
    if not is_unset(one.have("InPlaceHolds")):
        return "in-place hold"
    return ""


def _refuse_held(one: Work) -> None:
    reason = held(one)
    if reason:
        raise RefusedError(
            f"{one.name} is under {reason}: its contents are kept by a decision, which only another decision lifts "
            "(litigation_hold: false). Nothing was changed."
        )


def _absent(one: Work) -> None:
    _refuse_held(one)
    address = str(one.have(addresses.PRIMARY) or "")
    if not one.params.get("remove_account"):
        one.step("Disable-Mailbox", {"Identity": one.guid})
        one.differences.append(note("Mailbox", (address or one.name,), ()))
        return
    if str(one.params["confirm_removal"]).casefold() != address.casefold():
        raise RefusedError(f"confirm_removal is not the primary address of {one.name}; nothing was removed.")
    one.step("Remove-Mailbox", {"Identity": one.guid})
    one.differences.append(note("Mailbox and account", (address,), ()))


def archive(params: Mapping[str, Any], check_mode: bool) -> dict[str, Any]:
    """Give a mailbox an archive, change it, or take it away (it stays for the database's retention)."""
    asked = wishes.gather(ARCHIVE, params, "exchange_archive")

    def plan(one: Work) -> None:
        one.more["basis"] = params["basis"]
        if one.found is None:
            raise RefusedError(f"{one.session.target.place}: there is no mailbox {one.name}.")
        there = str(one.have("ArchiveGuid") or NO_GUID) != NO_GUID
        if params["state"] == "absent":
            if there:
                _refuse_held(one)
                one.step("Disable-Mailbox", {"Identity": one.guid, "Archive": True})
                one.differences.append(note("Archive", (str(one.have("ArchiveGuid")),), ()))
            return
        if not there:
            database = {"ArchiveDatabase": params["database"]} if params.get("database") else {}
            one.step("Enable-Mailbox", {"Identity": one.guid, "Archive": True, **database})
            one.differences.append(note("Archive", (), ("enabled",)))
            if params.get("retention_policy") is None and is_unset(one.have("RetentionPolicy")):
                text = "The server gives a mailbox without a retention policy the Default MRM Policy with its archive."
                one.more["warnings_text"] = [text]
        work.change(one, work.compare(one, asked))

    return work.run(ARCHIVE, params, str(params["name"]), check_mode, plan)
