# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which field of an account lives where in Active Directory: one row per field, for read, compare and write.

Exchange's attributes are read here and written by cmdlets only (`writing.py`); the rest is plain Active Directory.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    ACTIVE,
    DEPARTMENT,
    INDIVIDUAL,
    REMOVED,
    SUSPENDED,
    UNLIMITED,
    Account,
    Fields,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import ad_values, notes
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.directory import Entry

CONTROL = "userAccountControl"
COMPUTED = "msDS-User-Account-Control-Computed"
#: An account that is being made: its name in the notes, and the value until all is done.
STAGE, MAKING = "stage", "new"
KIB = 1024

#: field -> plain attribute of Active Directory; a delegated administrator may write them, Exchange does not mind.
PLAIN: Mapping[str, str] = {
    "name": "displayName",
    "unit": "department",
    "post": "title",
    "office_phone": "telephoneNumber",
}
#: field -> kind of its keys.
KEYED: Mapping[str, str] = {
    "account_id": notes.ACCOUNT,
    "staff_key": notes.STAFF,
    "opens": notes.OPENS,
    "delegates": notes.DELEGATE,
}
#: Fields and facts in the JSON object, with the value that is not written.
NOTED: Mapping[str, str] = {
    "kind": INDIVIDUAL,
    "tier": "",
    "grade": "",
    "supervisor": "",
    "owner": "",
    "suspended_on": "",
    "frozen_on": "",
    "removed_on": "",
}
#: field -> cmdlet parameter that writes it; how, `writing.py` knows.
BY_CMDLET: Mapping[str, str] = {
    "address": "EmailAddresses",
    "aliases": "EmailAddresses",
    "quota": "ProhibitSendReceiveQuota",
    "groups": "Add-DistributionGroupMember",
}

#: Everything a sweep asks for: the managed attributes and the observed ones, nothing else.
READ_ATTRIBUTES: tuple[str, ...] = (
    "objectGUID",
    *PLAIN.values(),
    "mail",
    "proxyAddresses",
    "userPrincipalName",
    notes.KEYS,
    notes.NOTES,
    CONTROL,
    "pwdLastSet",
    "lockoutTime",
    "lastLogonTimestamp",
    "whenCreated",
    "memberOf",
    "homeMDB",
    "mDBUseDefaults",
    "mDBOverHardQuotaLimit",
    "msExchMailboxGuid",
    "msExchRecipientTypeDetails",
    "msExchArchiveGUID",
    "msExchLitigationHoldDate",
    "msExchELCMailboxFlags",
    "msExchHideFromAddressLists",
    "msExchDelegateListLink",
    "msRTCSIP-UserEnabled",
    "msRTCSIP-PrimaryUserAddress",
)
#: msExchRecipientTypeDetails of mailboxes that people use: user, linked, shared, legacy, room, equipment.
MAILBOXES = frozenset({1, 2, 4, 8, 16, 32})
#: Those whose account is disabled by nature.
ACCOUNTLESS = frozenset({4, 16, 32})
_HOLD = 8  # bit of msExchELCMailboxFlags

_MARKER = notes.key(notes.ACCOUNT, "").encode()

ARCHIVE, SKYPE = "archive", "skype"
#: Entitlements that are membership of a security group of ours: what a group policy or another system goes by.
BY_GROUP = ("ad_logon", "bmt")


@dataclass
class Around:
    """What must be known besides an account's own entry.

    `groups`: DN in lower case -> address of a distribution group. `databases`: DN in lower case -> quota in bytes.
    `entitling`: DN in lower case -> entitlement. `locked`: objectGUIDs of accounts that are locked at this moment.
    `mailboxes`: address -> DN of every mailbox; `opened`: DN of a person in lower case -> addresses of mailboxes that
    it may open. `sync_days` is how stale lastLogonTimestamp may be.
    """

    groups: Mapping[str, str] = field(default_factory=dict)
    databases: Mapping[str, int] = field(default_factory=dict)
    entitling: Mapping[str, str] = field(default_factory=dict)
    locked: frozenset[str] = frozenset()
    mailboxes: Mapping[str, str] = field(default_factory=dict)
    opened: Mapping[str, Sequence[str]] = field(default_factory=dict)
    sync_days: int = 14


def addresses_of(entry: Entry) -> tuple[str, tuple[str, ...]]:
    """Primary address and the others, lower case."""
    primary, others = "", []
    for text in entry.texts("proxyAddresses"):
        kind, _colon, address = text.partition(":")
        if kind == "SMTP":
            primary = address.lower()
        elif kind == "smtp":
            others.append(address.lower())
    return primary or entry.text("mail").lower(), tuple(sorted(others))


def proxies(entry: Entry | None, primary: str, aliases: Iterable[str]) -> list[str]:
    """The whole list for EmailAddresses: ours, and every address that is no SMTP one as it is."""
    have = entry.texts("proxyAddresses") if entry else []
    rest = [text for text in have if text.partition(":")[0].lower() != "smtp"]
    return [f"SMTP:{primary}", *(f"smtp:{alias}" for alias in sorted(set(aliases) - {primary})), *rest]


def is_ours(entry: Entry) -> bool:
    """Whether it carries our marker and is not still being made."""
    return any(key.startswith(_MARKER) for key in entry.attributes.get(notes.KEYS.lower(), ())) and not half(entry)


def half(entry: Entry) -> bool:
    """Whether an account is half made: the next run makes the rest."""
    text = entry.text(notes.NOTES)
    return STAGE in text and notes.read_notes(text).get(STAGE) == MAKING


def database_of(entry: Entry) -> str:
    """Name of the database that holds the mailbox of an entry, "" when there is none."""
    return entry.text("homeMDB").partition(",")[0].partition("=")[2]


def has_mailbox(entry: Entry) -> bool:
    return bool(entry.attributes.get("msexchmailboxguid"))


def is_mailbox(entry: Entry) -> bool:
    """Whether it is a mailbox that somebody uses, not one of the system's."""
    return has_mailbox(entry) and (entry.number("msExchRecipientTypeDetails") or 1) in MAILBOXES


def is_held(entry: Entry) -> bool:
    """Whether a litigation hold forbids to end the mailbox."""
    flags = entry.number("msExchELCMailboxFlags") or 0
    return bool(entry.attributes.get("msexchlitigationholddate")) or bool(flags & _HOLD)


def state_of(entry: Entry, noted: Mapping[str, Any]) -> str:
    """A mailbox without account of its own is disabled by nature: there our own note says whether it is suspended."""
    disabled = bool((entry.number(CONTROL) or 0) & ad_values.DISABLED)
    if noted.get("state") == REMOVED and disabled and not has_mailbox(entry):
        return REMOVED
    if noted.get("kind") == DEPARTMENT or entry.number("msExchRecipientTypeDetails") in ACCOUNTLESS:
        return SUSPENDED if noted.get("suspended_on") or noted.get("suspending") else ACTIVE
    return SUSPENDED if disabled else ACTIVE


def quota_of(entry: Entry, databases: Mapping[str, int]) -> int:
    """Bytes, 0 = unlimited; the database's where the mailbox has none of its own."""
    if entry.truth("mDBUseDefaults"):
        return databases.get(entry.text("homeMDB").lower(), UNLIMITED)
    return (entry.number("mDBOverHardQuotaLimit") or 0) * KIB


def account_of(entry: Entry, around: Around) -> Account:
    """An account from its entry."""
    keys = notes.read_keys(entry.attributes.get(notes.KEYS.lower(), ()))
    noted = notes.read_notes(entry.text(notes.NOTES))
    identity = ad_values.guid_text(entry.attributes["objectguid"][0])
    primary, aliases = addresses_of(entry)
    state = state_of(entry, noted)
    joined = entry.texts("memberOf")
    fields = Fields(
        account_id=keys.one(notes.ACCOUNT),
        address=primary or keys.one(notes.ADDRESS) or entry.text("userPrincipalName").lower(),
        name=entry.text("displayName"),
        kind=str(noted.get("kind", INDIVIDUAL)),
        state=state,
        tier=str(noted.get("tier", "")),
        quota=quota_of(entry, around.databases),
        unit=entry.text("department"),
        post=entry.text("title"),
        grade=str(noted.get("grade", "")),
        office_phone=entry.text("telephoneNumber"),
        staff_key=keys.one(notes.STAFF),
        supervisor=str(noted.get("supervisor", "")),
        owner=str(noted.get("owner", "")),
        delegates=tuple(sorted(keys.many(notes.DELEGATE))),
        opens=_opens(entry.dn, keys.many(notes.OPENS), around),
        aliases=aliases or tuple(sorted(keys.many(notes.ALIAS))),
        groups=tuple(sorted({around.groups[dn.lower()] for dn in joined if dn.lower() in around.groups})),
    )
    changed = entry.number("pwdLastSet")
    return Account(
        id=identity,
        fields=fields,
        managed=bool(fields.account_id),
        basis=str(noted.get("basis", "")),
        locked_at=ad_values.moment(entry.number("lockoutTime")) if _locked(entry, identity, around) else "",
        must_change=changed == 0 and state != REMOVED,
        password_changed_at=ad_values.moment(changed),
        last_login_at=ad_values.moment(entry.number("lastLogonTimestamp")),
        created_at=ad_values.generalized(entry.text("whenCreated")),
        handle=entry.dn,
        suspended_on=str(noted.get("suspended_on", "")) if state != ACTIVE else "",
        entitlements=_entitlements(entry, joined, around),
        frozen_on=str(noted.get("frozen_on", "")) if state != ACTIVE else "",
        removed_on=str(noted.get("removed_on", "")) if state == REMOVED else "",
    )


def _locked(entry: Entry, identity: str, around: Around) -> bool:
    """lockoutTime stays where it is when a lock has run out; only the domain controller knows whether it has."""
    computed = entry.number(COMPUTED)
    return identity in around.locked if computed is None else bool(computed & ad_values.LOCKED)


def _opens(dn: str, recorded: tuple[str, ...], around: Around) -> tuple[str, ...]:
    """The department mailboxes that a person may open: what was decided and is in force, and what was given by hand.

    A decision about a mailbox that does not exist yet counts; one whose right is missing does not, so that the next
    plan gives it again.
    """
    given = around.opened.get(dn.lower(), ())
    if not recorded and not given:
        return ()
    held = [one for one in recorded if one not in around.mailboxes or one in given]
    return tuple(sorted({*held, *given}))


def _entitlements(entry: Entry, joined: Iterable[str], around: Around) -> tuple[str, ...]:
    found = {around.entitling[dn.lower()] for dn in joined if dn.lower() in around.entitling}
    if any(entry.attributes.get("msexcharchiveguid", [b""])[0]):
        found.add(ARCHIVE)
    if entry.truth("msRTCSIP-UserEnabled"):
        found.add(SKYPE)
    return tuple(sorted(found))


def look_around(entries: Iterable[Entry], around: Around) -> None:
    """Learn from all entries where which mailbox is, and who may open which department's."""
    mailboxes: dict[str, str] = {}
    opened: dict[str, list[str]] = {}
    for entry in entries:
        primary, aliases = addresses_of(entry)
        if not has_mailbox(entry):
            continue
        for address in (primary, *aliases):
            mailboxes[address] = entry.dn
        text = entry.text(notes.NOTES)
        if DEPARTMENT in text and notes.read_notes(text).get("kind") == DEPARTMENT:
            for dn in entry.texts("msExchDelegateListLink"):
                opened.setdefault(dn.lower(), []).append(primary)
    around.mailboxes, around.opened = mailboxes, opened


def plain_values(after: Mapping[str, Any], have: Entry | None, whose: str, **noted: Any) -> dict[str, list[str]]:
    """The plain attributes that give an account the fields in `after`; what is not in it is not touched.

    `noted` are further names for the JSON object, "" takes one away. Raises ProviderError when that would be too long.
    """
    found: dict[str, list[str]] = {}
    for name, attribute in PLAIN.items():
        if name in after:
            found[attribute] = [after[name]] if after[name] else []
    keyed = {kind: _listed(after[name]) for name, kind in KEYED.items() if name in after}
    if keyed:
        keys = notes.read_keys(have.attributes.get(notes.KEYS.lower(), ()) if have else ())
        found[notes.KEYS] = keys.replaced(keyed)
    changed = {name: "" if after[name] == usual else after[name] for name, usual in NOTED.items() if name in after}
    if changed or noted:
        before = notes.read_notes(have.text(notes.NOTES)) if have else {}
        found[notes.NOTES] = [notes.write_notes({**before, **changed, **noted}, whose)]
    return found


def _listed(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value] if value else []
    return sorted(value)


if {*PLAIN, *KEYED, *NOTED, *BY_CMDLET, "state"} != {
    *Fields._fields,
    "suspended_on",
    "frozen_on",
    "removed_on",
}:
    raise ImportError("the tables of the Exchange platform do not match the fields of an account")
