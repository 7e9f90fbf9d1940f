# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which field of an account lives where on a Zimbra server: one row per field, for read, compare and write.

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
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra import notes
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.notes import NOTES, PRINCIPALS
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError

STATUS = "zimbraAccountStatus"
MAIL_STATUS = "zimbraMailStatus"
LOCKED_TIME = "zimbraPasswordLockoutLockedTime"
LOCKOUT = "lockout"
CLOSED = "closed"
ACE = "zimbraACE"
COS = "zimbraCOSId"
QUOTA = "zimbraMailQuota"
ALIAS = "zimbraMailAlias"

#: field -> the attribute that holds it, with further attributes that follow the same value.
PLAIN: Mapping[str, tuple[str, ...]] = {
    "name": ("displayName", "cn", "sn"),
    "unit": ("ou",),
    "post": ("title",),
    "office_phone": ("telephoneNumber",),
}
#: field -> prefix of its values in zimbraForeignPrincipal.
KEYED: Mapping[str, str] = {
    "account_id": notes.ACCOUNT_ID,
    "staff_key": notes.STAFF,
    "opens": notes.OPENS,
    "delegates": notes.DELEGATE,
}
#: Fields and facts that stand in the JSON object of zimbraNotes, with the value that is not written.
NOTED: Mapping[str, str] = {
    "kind": INDIVIDUAL,
    "grade": "",
    "supervisor": "",
    "owner": "",
    "suspended_on": "",
    "frozen_on": "",
    "removed_on": "",
}

#: Everything a sweep asks for: the managed attributes and the observed ones, nothing else.
READ_ATTRIBUTES: tuple[str, ...] = (
    "displayName",
    "cn",
    "ou",
    "title",
    "telephoneNumber",
    ALIAS,
    PRINCIPALS,
    NOTES,
    COS,
    QUOTA,
    STATUS,
    MAIL_STATUS,
    ACE,
    "zimbraPasswordMustChange",
    "zimbraPasswordModifiedTime",
    LOCKED_TIME,
    "zimbraLastLogonTimestamp",
    "zimbraCreateTimestamp",
)

#: Statuses under which nobody logs in until somebody decides otherwise; `maintenance` is a passing one of the server's.
_SHUT = frozenset({"locked", CLOSED, "pending"})

#: Statuses with which the server itself switches delivery off.
_MAILLESS = frozenset({CLOSED, "pending"})

Attributes = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Tiers:
    """The classes of service: id -> (tier, quota in bytes); the tier is "" for one that is not ours."""

    by_id: Mapping[str, tuple[str, int]]
    default: tuple[str, int] = ("", UNLIMITED)
    prefix: str = "rasmi_"

    def of(self, identity: str) -> tuple[str, int]:
        """Tier and quota of an account with this zimbraCOSId.

        An account that names no class, or one that was deleted, has what the server gives it: the default one's.
        """
        return self.by_id.get(identity, self.default)

    def find(self, tier: str) -> tuple[str, int]:
        """zimbraId and quota of a tier's class. Raises ProviderError when there is none."""
        for identity, (name, quota) in self.by_id.items():
            if name == tier and name:
                return identity, quota
        raise ProviderError(
            f"the class of service {self.prefix}{tier} does not exist, or this identity may not list it; provision the "
            "server first"
        )


def tiers(entries: Iterable[tuple[str, str, Attributes]], prefix: str) -> Tiers:
    """From (name, zimbraId, attributes) of every class of service."""
    by_id: dict[str, tuple[str, int]] = {}
    default = ("", UNLIMITED)
    for name, identity, attributes in entries:
        quota = int((attributes.get(QUOTA) or ["0"])[0] or 0)
        by_id[identity] = (name.removeprefix(prefix) if name.startswith(prefix) else "", quota)
        if name == "default":
            default = by_id[identity]
    return Tiers(by_id, default, prefix)


@dataclass
class Around:
    """What must be known besides an account's own entry: classes of service, lists, opened mailboxes.

    `lists` maps a member address to the addresses of its lists. `holders` maps the address of every account to its
    zimbraId; `opened` maps a person's zimbraId to the mailboxes that it has been given the right to open: zimbraId ->
    address, "" for one that is not ours.
    """

    tiers: Tiers
    lists: Mapping[str, Sequence[str]] = field(default_factory=dict)
    holders: Mapping[str, str] = field(default_factory=dict)
    opened: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def equal(attribute: str, value: str) -> str:
    """A filter that holds where an attribute has this value (RFC 4515)."""
    text = "".join(f"\\{ord(char):02x}" if char in "\\*()\0" else char for char in value)
    return f"({attribute}={text})"


def _first(values: Sequence[str] | None) -> str:
    return values[0] if values else ""


def moment(values: Sequence[str] | None) -> str:
    """Generalized time (RFC 4517, 3.3.13) as ISO 8601 in UTC, whole seconds."""
    if not values:
        return ""
    text = values[0]
    return f"{text[:4]}-{text[4:6]}-{text[6:8]}T{text[8:10]}:{text[10:12]}:{text[12:14]}Z"


def account_of(name: str, identity: str, attributes: Attributes, around: Around) -> Account:
    """An account from its entry."""
    get = attributes.get
    keys = notes.principals(get(PRINCIPALS) or ())
    noted = notes.read_notes(get(NOTES) or ())
    address, status = name.lower(), _first(get(STATUS)) or "active"
    state = ACTIVE if status not in _SHUT else REMOVED if noted.get("state") == REMOVED else SUSPENDED
    tier, quota = around.tiers.of(_first(get(COS)))
    own = _first(get(QUOTA))
    aliases = tuple(sorted([one.lower() for one in get(ALIAS) or ()]))
    fields = Fields(
        keys.one(notes.ACCOUNT_ID),
        address,
        _first(get("displayName")) or _first(get("cn")),
        noted.get("kind", INDIVIDUAL),
        state,
        tier,
        int(own) if own else quota,
        _first(get("ou")),
        _first(get("title")),
        noted.get("grade", ""),
        _first(get("telephoneNumber")),
        keys.one(notes.STAFF),
        noted.get("supervisor", ""),
        noted.get("owner", ""),
        tuple(sorted(keys.many(notes.DELEGATE))),
        _opens(identity, keys.many(notes.OPENS), around),
        aliases,
        _groups((address, *aliases), keys.many(notes.LIST) if status == CLOSED and state != REMOVED else (), around),
    )
    return Account(
        id=identity,
        fields=fields,
        managed=bool(fields.account_id),
        basis=noted.get("basis", ""),
        locked_at=moment(get(LOCKED_TIME)) if status == LOCKOUT or state == SUSPENDED else "",
        must_change=_first(get("zimbraPasswordMustChange")) == "TRUE",
        password_changed_at=moment(get("zimbraPasswordModifiedTime")),
        last_login_at=moment(get("zimbraLastLogonTimestamp")),
        created_at=moment(get("zimbraCreateTimestamp")),
        suspended_on=noted.get("suspended_on", "") if state != ACTIVE else "",
        frozen_on=noted.get("frozen_on", "") if state != ACTIVE else "",
        removed_on=noted.get("removed_on", "") if state == REMOVED else "",
    )


def _opens(identity: str, recorded: tuple[str, ...], around: Around) -> tuple[str, ...]:
    """The department mailboxes that a person may open: what was decided and is in force, and what was given by hand.

    A decision about a mailbox that does not exist yet counts; one whose right is missing on the server does not, so
    that the next plan gives it again.
    """
    given = around.opened.get(identity)
    if not recorded and not given:
        return ()
    given = given or {}
    held = [one for one in recorded if one not in around.holders or around.holders[one] in given]
    known = {around.holders.get(one, "") for one in recorded}
    by_hand = [address for mailbox, address in given.items() if address and mailbox not in known]
    return tuple(sorted([*held, *by_hand]))


def _groups(addresses: Iterable[str], recorded: Iterable[str], around: Around) -> tuple[str, ...]:
    found = set(recorded)
    for address in addresses:
        found.update(around.lists.get(address, ()))
    return tuple(sorted(found))


def is_department(attributes: Attributes) -> bool:
    """Whether an entry is a department's mailbox of ours."""
    return notes.read_notes(attributes.get(NOTES) or ()).get("kind") == DEPARTMENT


def values_of(
    after: Mapping[str, Any], known: Tiers, have: Attributes, whose: str, **noted: str
) -> dict[str, list[str]]:
    """The attributes that give an account the fields in `after`; what is not in it is not touched.

    `have` are the attributes that the account has ({} = a new one); `noted` are further names for zimbraNotes.
    Raises ProviderError for a tier without its class of service, and for notes that would be too long.
    """
    found: dict[str, list[str]] = {}
    for name, attributes in PLAIN.items():
        if name in after:
            for attribute in attributes:
                found[attribute] = [after[name]] if after[name] else []
    keyed = {prefix: _listed(after[name]) for name, prefix in KEYED.items() if name in after}
    if keyed:
        found[PRINCIPALS] = notes.principals(have.get(PRINCIPALS) or ()).replaced(keyed)
    changed = {name: "" if after[name] == plain else str(after[name]) for name, plain in NOTED.items() if name in after}
    if changed or noted:
        found[NOTES] = [notes.write_notes({**notes.read_notes(have.get(NOTES) or ()), **changed, **noted}, whose)]
    if after.get("tier") or "quota" in after:
        found |= _sized(after, known, have)
    return found


def status(wanted: str, have: Attributes) -> dict[str, list[str]]:
    """The attributes that give an account another status.

    The server switches delivery on again with every status but `closed`, unless the same request says otherwise: where
    somebody switched it off by hand, it stays off. An account that comes back from `closed` gets its mail again.
    """
    found = {STATUS: [wanted]}
    if wanted != CLOSED and _first(have.get(MAIL_STATUS)) == "disabled" and _first(have.get(STATUS)) not in _MAILLESS:
        found[MAIL_STATUS] = ["disabled"]
    return found


def _listed(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value] if value else []
    return sorted(value)


def _sized(after: Mapping[str, Any], known: Tiers, have: Attributes) -> dict[str, list[str]]:
    """Class of service, and a quota of the account's own only where the class does not give the wanted one.

    A delegated administrator may not set quotas on accounts, so the attribute is left out wherever it can be.
    """
    found: dict[str, list[str]] = {}
    if after.get("tier"):
        identity, inherited = known.find(after["tier"])
        if _first(have.get(COS)) != identity:
            found[COS] = [identity]
    else:
        inherited = known.of(_first(have.get(COS)))[1]
    own = _first(have.get(QUOTA))
    if "quota" in after:
        if after["quota"] == inherited:
            if own:
                found[QUOTA] = []
        elif own != str(after["quota"]):
            found[QUOTA] = [str(after["quota"])]
    return found


if {*PLAIN, *KEYED, *NOTED, "address", "state", "tier", "quota", "aliases", "groups"} != {
    *Fields._fields,
    "suspended_on",
    "frozen_on",
    "removed_on",
}:
    raise ImportError("the tables of the Zimbra platform do not match the fields of an account")
