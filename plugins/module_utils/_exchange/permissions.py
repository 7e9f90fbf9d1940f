# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who may open a mailbox, until when, and on whose word.

Exchange knows no end date of a permission. The task brings the approved grants; one whose `until` has passed is taken
away, and what the mailbox has beyond them is shown as drift. The result has a record of each grant for the ledger.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._exchange import work
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns_recipients import MAILBOX, RECIPIENT
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.refused import RefusedError
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.resolve import Resolver, names_of
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.wishes import note
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.work import Work
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.session import Session
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.values import listed
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault, FaultsError

FULL, SEND_AS = "full_access", "send_as"
RIGHTS = (FULL, SEND_AS)
DELEGATION, INSPECTION = "delegation", "inspection"
#: Rights on the mailbox itself, and the extended right on the account.
_SERVER = {FULL: "FullAccess", SEND_AS: "Send As"}
#: Who has rights by the product itself.
_OWN = ("nt authority\\self", "s-1-5-10")


@dataclass(frozen=True)
class Held:
    """One explicit right that somebody has on the mailbox, as the server names him."""

    user: str
    right: str

    def to_dict(self) -> dict[str, str]:
        return {"user": self.user, "right": self.right}


def manage(params: Mapping[str, Any], check_mode: bool) -> dict[str, Any]:
    """Bring the rights on one mailbox to the approved grants. Raises RasmiError of every kind.

    Rights beyond the grants stay, and are shown, unless `remove_others` is given.
    """
    today = _today(params)
    grants = list(params["grants"])
    _check(grants)

    def plan(one: Work) -> None:
        if one.found is None:
            raise RefusedError(f"{one.session.target.place}: there is no mailbox {one.name}.")
        have = read(one.session, one.guid)
        wanted: list[tuple[str, Held]] = []
        for grant in grants:
            if _until(grant) >= today:
                wanted += [(str(grant["user"]), Held(str(grant["user"]), right)) for right in grant["rights"]]
        kept: set[Held] = set()
        missing = []
        for user, want in wanted:
            found = [held for held in have if held.right == want.right and is_user(one.resolver, held.user, user)]
            kept |= set(found)
            if not found:
                missing.append(want)
        ended = _ended(one.resolver, grants, today, [held for held in have if held not in kept])
        others = [held for held in have if held not in kept and held not in ended]
        gone = [*ended, *(others if params["remove_others"] else [])]
        for held in missing:
            _give(one, held)
        for held in gone:
            _take(one, held)
        after = [held for held in have if held not in gone] + missing
        if missing or gone:
            one.differences.append(note("Rights", _words(have), _words(after)))
        one.more |= {
            "granted": [held.to_dict() for held in missing],
            "removed": [held.to_dict() for held in gone],
            "drift": [] if params["remove_others"] else [held.to_dict() for held in others],
            "records": [_record(params, grant, today) for grant in grants],
        }

    return work.run(MAILBOX, params, str(params["mailbox"]), check_mode, plan)


def _today(params: Mapping[str, Any]) -> date:
    where = "exchange_mailbox_permission"
    if not params.get("as_of"):
        return datetime.now(UTC).astimezone().date()
    try:
        return date.fromisoformat(str(params["as_of"]))
    except ValueError:
        fault = Fault(where, 0, "as_of", str(params["as_of"]), "is not a date", "Write it as 2026-12-31")
        raise FaultsError(where, [fault]) from None


def _check(grants: Sequence[Mapping[str, Any]]) -> None:
    """Raises FaultsError with everything that an approval lacks (R030, R181)."""
    where, faults = "exchange_mailbox_permission", []
    for number, grant in enumerate(grants):
        field = f"grants[{number}]"
        try:
            date.fromisoformat(str(grant["until"]))
        except ValueError:
            faults.append(
                Fault(where, 0, f"{field}.until", str(grant["until"]), "is not a date", "Write it as 2026-12-31")
            )
        if grant["purpose"] == INSPECTION and not (grant.get("approval") and grant.get("approver")):
            faults.append(
                Fault(
                    where,
                    0,
                    f"{field}.approval",
                    "",
                    "is missing, or approver is: a mailbox is inspected only with the approval of SUK or TSUK",
                    "Give the reference of the letter, and approver suk or tsuk",
                    ("R181",),
                )
            )
    if faults:
        raise FaultsError(where, faults)


def _until(grant: Mapping[str, Any]) -> date:
    return date.fromisoformat(str(grant["until"]))


def _ended(resolver: Resolver, grants: Iterable[Mapping[str, Any]], today: date, have: Sequence[Held]) -> list[Held]:
    """Rights that a grant gave whose last day has passed."""
    found = []
    for grant in grants:
        if _until(grant) < today:
            found += [
                held
                for held in have
                if held.right in grant["rights"] and is_user(resolver, held.user, str(grant["user"]))
            ]
    return list(dict.fromkeys(found))


def read(session: Session, guid: str) -> list[Held]:
    """The explicit rights on a mailbox, without the owner's own."""
    found = []
    for row in session.send("Get-MailboxPermission", {"Identity": guid}).rows:
        rights = {str(right) for one in listed(row.get("AccessRights")) for right in str(one).split(", ")}
        if _explicit(row) and "FullAccess" in rights:
            found.append(Held(str(row.get("User")), FULL))
    for row in session.send("Get-ADPermission", {"Identity": guid}).rows:
        rights = {str(right).replace("-", " ").casefold() for right in listed(row.get("ExtendedRights"))}
        if _explicit(row) and "send as" in rights:
            found.append(Held(str(row.get("User")), SEND_AS))
    return sorted(found, key=lambda held: (held.user.casefold(), held.right))


def _explicit(row: Mapping[str, Any]) -> bool:
    user = str(row.get("User") or "").casefold()
    return row.get("IsInherited") is not True and row.get("Deny") is not True and user not in _OWN


def is_user(resolver: Resolver, shown: str, wanted: str) -> bool:
    """Whether the server's "DOMAIN\\\\name" is the person or group that a grant names."""
    name = shown.rpartition("\\")[2].casefold()
    row = resolver.row(RECIPIENT, wanted)
    own = {str(row.get(key) or "").casefold() for key in ("SamAccountName", "Identity", "DistinguishedName", "Guid")}
    return shown.casefold() in names_of(row) or name in own - {""}


def _give(one: Work, held: Held) -> None:
    person = str(one.resolver.row(RECIPIENT, held.user)["Guid"])
    if held.right == FULL:
        one.step(
            "Add-MailboxPermission",
            {
                "Identity": one.guid,
                "User": person,
                "AccessRights": [_SERVER[FULL]],
                "InheritanceType": "All",
                "AutoMapping": False,
            },
        )
    else:
        one.step("Add-ADPermission", {"Identity": one.guid, "User": person, "ExtendedRights": [_SERVER[SEND_AS]]})


def _take(one: Work, held: Held) -> None:
    if held.right == FULL:
        rights = {"AccessRights": [_SERVER[FULL]], "InheritanceType": "All"}
        one.step("Remove-MailboxPermission", {"Identity": one.guid, "User": held.user, **rights})
    else:
        given = {"Identity": one.guid, "User": held.user, "ExtendedRights": [_SERVER[SEND_AS]]}
        one.step("Remove-ADPermission", given)


def _words(held: Iterable[Held]) -> list[str]:
    return sorted(f"{one.user}: {one.right}" for one in held)


def _record(params: Mapping[str, Any], grant: Mapping[str, Any], today: date) -> dict[str, Any]:
    """What the ledger needs to know of a grant."""
    kept = ("user", "rights", "purpose", "basis", "approval", "approver", "until")
    return {
        "mailbox": params["mailbox"],
        **{name: grant.get(name) or "" for name in kept},
        "state": "active" if _until(grant) >= today else "ended",
    }
