# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What each verb of a plan asks of Exchange and of Active Directory, step by step.

The order of steps is such that a run killed between two of them leaves an account that the next run finishes: what
says "done" to a reader is always written last. Nothing here ever removes an account from Active Directory.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Callable, Mapping
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    DEPARTMENT,
    INDIVIDUAL,
    REMOVED,
    SUSPENDED,
    UNLIMITED,
    Change,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import ad_values, notes, table
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.desk import (
    IN_USE,
    NOT_IN_A_NAME,
    Desk,
    Held,
    again,
    alias_of,
    escaped,
    in_use,
    made_up,
    modify,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.directory import (
    Ad,
    DirectoryError,
    Entry,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.faults import NotFound
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.suspending import (
    reopen,
    resume,
    shut,
    suspend,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference import ber

TAKEN = "an account with this id exists already"
HELD = "the mailbox is under litigation hold; it is not ended. Lift the hold first, on a decision of its own"
CLASSES = ["top", "person", "organizationalPerson", "user"]
#: Part of the quota at which the owner is warned; Exchange wants more than half of it.
WARN_AT = 0.9


def create(change: Change, desk: Desk, password: str, file: str) -> str:
    """User, mailbox, quotas and addresses, entitlements; enabled last. What a killed run left is taken up."""
    after, whose = dict(change.after), change.account
    kind = after.get("kind", INDIVIDUAL)
    if kind == INDIVIDUAL and not password:
        return "no temporary password was made for this account"
    if after["account_id"] in desk.ids:
        return TAKEN
    entry = _user(change, desk, password or made_up(), file)
    identity = ad_values.guid_text(entry.attributes["objectguid"][0])
    if in_use(desk, (after["address"], *after.get("aliases", ())), identity):
        return IN_USE
    if not table.has_mailbox(entry):
        given: dict[str, Any] = {
            "Identity": identity,
            "Alias": alias_of(after["address"]),
            "PrimarySmtpAddress": after["address"],
        }
        given |= {"Database": desk.database} if desk.database else {}
        given |= {"Shared": True} if kind == DEPARTMENT else {}
        desk.session.send("Enable-Mailbox", given)
    listed = table.proxies(None, after["address"], after.get("aliases", ()))
    more = {"EmailAddresses": listed} if len(listed) > 1 else {}
    values = {"Identity": identity, "EmailAddressPolicyEnabled": False, **quotas(after.get("quota", UNLIMITED)), **more}
    desk.session.send("Set-Mailbox", values)
    desk.entitling.put(desk.session, desk.ad, entry, identity, after["address"], (), after.get("entitlements", ()))
    noted: dict[str, Any] = {table.STAGE: "", "basis": change.basis}
    if after.get("state") == SUSPENDED:
        noted |= shut(desk, identity, entry)
    edits: dict[str, Any] = table.plain_values({}, entry, whose, **noted)
    if kind != DEPARTMENT and after.get("state") != SUSPENDED:
        edits[table.CONTROL] = [str(ad_values.NORMAL)]
    if kind == INDIVIDUAL:
        edits["pwdLastSet"] = ["0"]
    desk.ad.modify(entry.dn, edits)
    return ""


def _user(change: Change, desk: Desk, password: str, file: str) -> Entry:
    """The user's entry: made, or the half-made one with the values of now."""
    after, ad = change.after, desk.ad
    dn = f"CN={escaped(str(after['account_id']))},{ad.home}"
    individual = after.get("kind", INDIVIDUAL) == INDIVIDUAL
    fields = {name: value for name, value in after.items() if name != "suspended_on" or after.get("state")}
    values: dict[str, Any] = table.plain_values(
        fields, None, change.account, **{table.STAGE: table.MAKING, "handover": file if individual else ""}
    )
    values |= {"unicodePwd": [ad_values.password_value(password)], "userPrincipalName": [after["address"]]}
    have = ad.get(dn, table.READ_ATTRIBUTES)
    if have is None:
        disabled = {table.CONTROL: [str(ad_values.NORMAL | ad_values.DISABLED)]}
        _add(ad, dn, {**values, **disabled}, str(after["address"]), str(after["account_id"]))
    elif not table.half(have):
        raise DirectoryError(f"{dn}: {TAKEN}", ber.ALREADY_EXISTS)
    else:
        ad.modify(dn, values)
    made = ad.get(dn, table.READ_ATTRIBUTES)
    if made is None:
        raise DirectoryError(f"{dn}: it was made and cannot be read; our identity lacks rights there")
    return made


def _add(ad: Ad, dn: str, values: Mapping[str, Any], address: str, account_id: str) -> None:
    """Add the user under a short logon name; one that somebody else has gets a longer one of its own."""
    local = NOT_IN_A_NAME.sub("-", address.partition("@")[0])
    names = [local[:20], f"{local[:11]}-{hashlib.sha256(account_id.encode()).hexdigest()[:8]}"]
    try:
        ad.add(dn, CLASSES, {**values, "sAMAccountName": names[:1]})
    except DirectoryError as error:
        if error.code != ber.ALREADY_EXISTS:
            raise
        ad.add(dn, CLASSES, {**values, "sAMAccountName": names[1:]})


def quotas(size: int) -> dict[str, Any]:
    """The parameters that give a mailbox its own quota (bytes, 0 = unlimited); full means refused (R065)."""
    if size == UNLIMITED:
        text = warn = "Unlimited"
    else:
        text, warn = str(size), str(int(size * WARN_AT) // table.KIB * table.KIB)
    return {
        "UseDatabaseQuotaDefaults": False,
        "IssueWarningQuota": warn,
        "ProhibitSendQuota": text,
        "ProhibitSendReceiveQuota": text,
    }


def update(change: Change, desk: Desk, held: Held) -> str:
    """Addresses, quota and entitlements by cmdlet, then the rest with the basis in one write to the directory."""
    after, account = change.after, held.account
    wrong = _mailbox(change, desk, held, account.fields.address)
    if wrong:
        return wrong
    if "entitlements" in after:
        have = account.entitlements
        desk.entitling.put(
            desk.session, desk.ad, held.entry, account.id, account.fields.address, have, after["entitlements"]
        )
    _open(change, desk, held)
    modify(change, desk, held, after)
    return ""


def adopt(change: Change, desk: Desk, held: Held) -> str:
    """The same as an update; the ownership marker comes with the account id, and no policy renames it any more."""
    if held.account.managed:
        return "the account is managed already"
    if table.has_mailbox(held.entry):
        desk.session.send("Set-Mailbox", {"Identity": held.account.id, "EmailAddressPolicyEnabled": False})
    return update(change, desk, held)


def rename(change: Change, desk: Desk, held: Held) -> str:
    """The whole list of addresses with another primary one, then the logon name."""
    new = str(change.after["address"])
    wrong = _mailbox(change, desk, held, new)
    if wrong:
        return wrong
    modify(change, desk, held, change.after, {"userPrincipalName": [new]})
    return ""


def _mailbox(change: Change, desk: Desk, held: Held, primary: str) -> str:
    """What Set-Mailbox writes of a change, in one call; "" or why it cannot be."""
    after, fields = change.after, held.account.fields
    values: dict[str, Any] = {}
    if "aliases" in after or primary != fields.address:
        aliases = after.get("aliases", fields.aliases)
        if in_use(desk, (primary, *aliases), held.account.id):
            return IN_USE
        values["EmailAddresses"] = table.proxies(held.entry, primary, aliases)
        values["EmailAddressPolicyEnabled"] = False
        if primary != fields.address:
            values["Alias"] = alias_of(primary)
    if "quota" in after:
        values |= quotas(after["quota"])
    if values:
        desk.session.send("Set-Mailbox", {"Identity": held.account.id, **values})
    return ""


def restore(change: Change, desk: Desk, held: Held, password: str, file: str) -> str:
    """The mailbox that the database still keeps is connected again, under the new application; enabled last."""
    entry, account, after = held.entry, held.account, dict(change.after)
    person = account.fields.kind == INDIVIDUAL
    if person and not password:
        return "no temporary password was made for this account"
    address, aliases = after.get("address", account.fields.address), after.get("aliases", account.fields.aliases)
    if in_use(desk, (address, *aliases), account.id):
        return IN_USE
    noted = notes.read_notes(entry.text(notes.NOTES))
    if not table.has_mailbox(entry):
        if not noted.get("mailbox"):
            return "nobody noted which mailbox it had; connect it by hand"
        given = {"Identity": noted["mailbox"], "Database": noted.get("database", ""), "User": account.id}
        desk.session.send("Connect-Mailbox", {**given, "Alias": alias_of(address)})
        entry = again(desk, entry)
    values = {"EmailAddresses": table.proxies(entry, address, aliases), "EmailAddressPolicyEnabled": False}
    hidden = {"HiddenFromAddressListsEnabled": bool(noted.get("hidden"))}
    sizes = quotas(after["quota"]) if "quota" in after else {}
    desk.session.send("Set-Mailbox", {"Identity": account.id, **values, **hidden, **sizes})
    reopen(desk, account.id, str(noted.get("cas", "")))
    more: dict[str, Any] = {"unicodePwd": [ad_values.password_value(password or made_up())]}
    if account.fields.kind != DEPARTMENT:
        more[table.CONTROL] = [str(ad_values.NORMAL)]
    if person:
        more["pwdLastSet"] = ["0"]
    cleared = {"state": "", "cas": "", "hidden": "", "suspending": "", "mailbox": "", "database": "", "handover": file}
    keys = table.plain_values(after, entry, change.account).get(notes.KEYS, entry.texts(notes.KEYS))
    kept = notes.read_keys(key.encode() for key in keys)
    more[notes.KEYS] = kept.replaced({notes.ADDRESS: (), notes.ALIAS: ()})
    modify(change, desk, Held(account, entry), after, {**more, "userPrincipalName": [address]}, **cleared)
    return ""


def release(change: Change, desk: Desk, held: Held) -> str:
    """End a lock after failed logins; the directory forgets the failures with it."""
    modify(change, desk, held, {}, {"lockoutTime": ["0"]})
    return ""


def remove(change: Change, desk: Desk, held: Held) -> str:
    """Disable the mailbox, which the database keeps for its retention; the user stays, disabled, and keeps its address.

    What Exchange forgets is noted first. Removed is written last, so that a killed run is taken up.
    """
    entry, account = held.entry, held.account
    if account.fields.state != SUSPENDED:
        return "only a suspended account can be removed"
    if table.is_held(entry):
        return HELD
    if table.has_mailbox(entry):
        keys = notes.read_keys(entry.attributes.get(notes.KEYS.lower(), ()))
        kept = {notes.ADDRESS: (account.fields.address,), notes.ALIAS: account.fields.aliases}
        mailbox = ad_values.guid_text(entry.attributes["msexchmailboxguid"][0])
        database = table.database_of(entry)
        edits: dict[str, Any] = table.plain_values({}, entry, change.account, mailbox=mailbox, database=database)
        desk.ad.modify(entry.dn, {**edits, notes.KEYS: keys.replaced(kept)})
        desk.entitling.put(desk.session, desk.ad, entry, account.id, account.fields.address, account.entitlements, ())
        with contextlib.suppress(NotFound):  # a run that was killed had come so far
            desk.session.send("Disable-Mailbox", {"Identity": account.id})
        entry = again(desk, entry)
    control = (entry.number(table.CONTROL) or ad_values.NORMAL) | ad_values.DISABLED
    more: dict[str, Any] = {
        table.CONTROL: [str(control)],
        "unicodePwd": [ad_values.password_value(made_up())],
    }
    dates = {name: change.after[name] for name in ("removed_on",) if name in change.after}
    modify(change, desk, Held(account, entry), dates, more, state=REMOVED)
    return ""


def _open(change: Change, desk: Desk, held: Held) -> None:
    if "opens" in change.after:
        before, after = set(change.before.get("opens", ())), set(change.after["opens"])
        give_rights(desk, held.account.id, before - after, after - before)


def give_rights(desk: Desk, identity: str, gone: set[str], new: set[str]) -> None:
    """Rights to open mailboxes; a mailbox that does not exist yet gets them with a later plan (C10).

    AutoMapping puts the mailbox into the person's Outlook, and a link into the directory by which the right is seen.
    """
    common = {"User": identity, "AccessRights": ["FullAccess"], "InheritanceType": "All"}
    for address in sorted(gone):
        if address in desk.around.mailboxes:
            mailbox = desk.around.mailboxes[address]
            desk.session.send("Remove-MailboxPermission", {"Identity": mailbox, **common})
    for address in sorted(new):
        if address in desk.around.mailboxes:
            mailbox = desk.around.mailboxes[address]
            desk.session.send("Add-MailboxPermission", {"Identity": mailbox, **common, "AutoMapping": True})


#: Verbs that start from the account as it is on the server.
ON_HELD: Mapping[str, Callable[[Change, Desk, Held], str]] = {
    "update": update,
    "adopt": adopt,
    "rename": rename,
    "suspend": suspend,
    "resume": resume,
    "freeze": suspend,
    "unfreeze": resume,
    "release": release,
    "remove": remove,
}
