# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Suspending an account and giving back what was noted of it.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import DEPARTMENT, SUSPENDED, Change
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import ad_values, notes, table
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.desk import Desk, Held, again, modify
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.directory import Entry

#: Switches of the client protocols on Set-CASMailbox.
PROTOCOLS = ("OWAEnabled", "ActiveSyncEnabled", "EwsEnabled", "MAPIEnabled", "PopEnabled", "ImapEnabled")


def suspend(change: Change, desk: Desk, held: Held) -> str:
    """Disabled at once, with what was on noted; then the client protocols; the date of our suspension last."""
    entry, account = held.entry, held.account
    if account.fields.state != SUSPENDED or not account.suspended_on:
        noted = notes.read_notes(entry.text(notes.NOTES))
        if "cas" not in noted:
            recorded = {**_recorded(desk, account.id, entry), "suspending": 1}
        else:
            recorded = {"suspending": 1}
        edits: dict[str, Any] = table.plain_values({}, entry, change.account, **recorded)
        edits[table.CONTROL] = [str((entry.number(table.CONTROL) or ad_values.NORMAL) | ad_values.DISABLED)]
        desk.ad.modify(entry.dn, edits)
        _close(desk, account.id, entry)
        entry = again(desk, entry)
    modify(change, desk, Held(account, entry), change.after, suspending="")
    return ""


def shut(desk: Desk, identity: str, entry: Entry) -> dict[str, Any]:
    """Close a mailbox; gives what must be noted about it."""
    if not table.has_mailbox(entry):
        entry = again(desk, entry)
    recorded = _recorded(desk, identity, entry)
    _close(desk, identity, entry)
    return recorded


def _recorded(desk: Desk, identity: str, entry: Entry) -> dict[str, Any]:
    """What a suspension must give back later: the protocols that were on, and whether it was hidden."""
    if not table.has_mailbox(entry):
        return {"cas": "-"}
    rows = desk.session.send("Get-CASMailbox", {"Identity": identity}).rows
    on = [str(number) for number, name in enumerate(PROTOCOLS) if rows and _is_true(rows[0].get(name))]
    return {"cas": "".join(on) or "-", "hidden": 1 if entry.truth("msExchHideFromAddressLists") else ""}


def _is_true(value: Any) -> bool:
    return value is True or str(value).lower() == "true"


def _close(desk: Desk, identity: str, entry: Entry) -> None:
    if not table.has_mailbox(entry):
        return
    desk.session.send("Set-CASMailbox", {"Identity": identity, **dict.fromkeys(PROTOCOLS, False)})
    values: dict[str, Any] = {"Identity": identity, "HiddenFromAddressListsEnabled": True}
    if desk.refuse:
        # Only the owner, who cannot log in, may still write to it.
        values["AcceptMessagesOnlyFrom"] = [identity]
    desk.session.send("Set-Mailbox", values)


def resume(change: Change, desk: Desk, held: Held) -> str:
    """What the suspension noted is given back, then the account is enabled. A lock stays as it was."""
    entry, account = held.entry, held.account
    noted = notes.read_notes(entry.text(notes.NOTES))
    if table.has_mailbox(entry):
        reopen(desk, account.id, str(noted.get("cas", "")))
        values: dict[str, Any] = {"Identity": account.id, "HiddenFromAddressListsEnabled": bool(noted.get("hidden"))}
        if desk.refuse:
            values["AcceptMessagesOnlyFrom"] = None
        desk.session.send("Set-Mailbox", values)
    control: dict[str, Any] = {}
    if account.fields.kind != DEPARTMENT:
        control[table.CONTROL] = [str((entry.number(table.CONTROL) or ad_values.NORMAL) & ~ad_values.DISABLED)]
    modify(change, desk, held, change.after, control, cas="", hidden="", suspending="")
    return ""


def reopen(desk: Desk, identity: str, recorded: str) -> None:
    """Switch on the protocols that were on before a suspension."""
    on = [name for number, name in enumerate(PROTOCOLS) if str(number) in recorded]
    if on:
        desk.session.send("Set-CASMailbox", {"Identity": identity, **dict.fromkeys(on, True)})
