# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Distribution groups: who is in which, and joining and leaving in bulk.

Few changes of a group are one cmdlet each, over all sessions; many are one Update-DistributionGroupMember with the
whole list, which is read first so that nobody else's member is lost.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import ad_values, notes
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.directory import Ad
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.faults import Exists, NotFound
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.session import Session
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.sessions import Sessions
from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference import ber
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError

#: From so many changes of one group on, the whole list is sent; up to so many members it can be.
WHOLE_FROM, WHOLE_TO = 25, 5000


class Group(NamedTuple):
    """One distribution group; `managed` says that it has our mark."""

    id: str
    dn: str
    managed: bool


class Edit(NamedTuple):
    """What is to become of one group: change key -> objectGUID of who joins or leaves."""

    address: str
    joins: dict[str, str]
    leaves: dict[str, str]


def read_groups(ad: Ad) -> dict[str, Group]:
    """Every group with a mail address: address -> group. Raises PartialAnswerError."""
    query = ber.every([ber.equal("objectCategory", "group"), ber.present("mail")])
    found = {}
    for entry in ad.search(query, ("objectGUID", "mail", "info")):
        identity = ad_values.guid_text(entry.attributes["objectguid"][0])
        managed = entry.text("info").startswith(notes.GROUP_MARK)
        found[entry.text("mail").lower()] = Group(identity, entry.dn, managed)
    return found


class Membership:
    """Collects who joins and leaves what, then changes each group at once."""

    def __init__(self) -> None:
        self._edits: dict[str, Edit] = {}

    def note(self, key: str, identity: str, joins: Iterable[str], leaves: Iterable[str] = ()) -> None:
        """Remember a change by its key; `identity` is the account's objectGUID."""
        for address in joins:
            self._edits.setdefault(address, Edit(address, {}, {})).joins[key] = identity
        for address in leaves:
            self._edits.setdefault(address, Edit(address, {}, {})).leaves[key] = identity

    def carry_out(self, sessions: Sessions, ad: Ad) -> dict[str, str]:
        """Change the groups; gives what was wrong: change key -> text. Groups that somebody joins are made."""
        edits, self._edits = list(self._edits.values()), {}
        if not edits:
            return {}
        groups = read_groups(ad)
        wrong: dict[str, str] = {}
        missing = [edit.address for edit in edits if edit.joins and edit.address not in groups]
        for address, refused in sessions.map(lambda session, one: _make(session, one, ad.home), missing):
            if isinstance(refused, ProviderError):
                text = f"the group {address} could not be made: {refused}"
                wrong.update((key, text) for edit in edits if edit.address == address for key in edit.joins)
        groups = read_groups(ad) if missing else groups
        jobs: list[tuple[str, str, tuple[str, ...], list[str]]] = []
        for edit in edits:
            if edit.address in groups:
                jobs += _jobs(edit, groups[edit.address], ad)
        for job, refused in sessions.map(_change, jobs):
            if isinstance(refused, ProviderError):
                wrong.update((key, f"group {job[1]}: {refused}") for key in job[3])
        return wrong


def _jobs(edit: Edit, group: Group, ad: Ad) -> list[tuple[str, str, tuple[str, ...], list[str]]]:
    """(cmdlet, group, members, change keys), as few as possible."""
    keys = [*edit.joins, *edit.leaves]
    if len(keys) >= WHOLE_FROM and group.managed:
        members = _members(group, ad)
        if members is not None:
            wanted = (members - set(edit.leaves.values())) | set(edit.joins.values())
            if 0 < len(wanted) <= WHOLE_TO:
                return [("Update-DistributionGroupMember", group.id, tuple(sorted(wanted)), keys)]
    return [
        *(("Add-DistributionGroupMember", group.id, (one,), [key]) for key, one in edit.joins.items()),
        *(("Remove-DistributionGroupMember", group.id, (one,), [key]) for key, one in edit.leaves.items()),
    ]


def _members(group: Group, ad: Ad) -> set[str] | None:
    """objectGUIDs of all members; None when one of them is no recipient, which Exchange would not take back."""
    found = set()
    for entry in ad.search(ber.equal("memberOf", group.dn), ("objectGUID", "mail"), base=ad.domain):
        if not entry.text("mail"):
            return None
        found.add(ad_values.guid_text(entry.attributes["objectguid"][0]))
    return found


def _change(session: Session, job: tuple[str, str, tuple[str, ...], list[str]]) -> None:
    """Who is in already, or out already, is no error: a run that was killed is repeated."""
    cmdlet, group, members, _keys = job
    whole = cmdlet.startswith("Update")
    given = {"Identity": group, "BypassSecurityGroupManagerCheck": True}
    named = {"Members": list(members)} if whole else {"Member": members[0]}
    try:
        session.send(cmdlet, {**given, **named})
    except Exists:
        if cmdlet.startswith("Remove"):
            raise
    except NotFound as error:
        if error.kind != "MemberNotFoundException":
            raise


def _make(session: Session, address: str, home: str) -> None:
    """A closed group without members; its mark is made with it."""
    local = address.partition("@")[0]
    session.send(
        "New-DistributionGroup",
        {
            "Name": local[:64],
            "Alias": local[:64],
            "PrimarySmtpAddress": address,
            "Type": "Distribution",
            "Notes": notes.GROUP_MARK,
            "OrganizationalUnit": home,
            "MemberJoinRestriction": "Closed",
            "MemberDepartRestriction": "Closed",
        },
    )
