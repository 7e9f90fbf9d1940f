# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Distribution lists: who is in which, and joining and leaving in bulk, one request per list for many accounts.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra import notes
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.answers import one, pairs
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.dialogue import Answer, Item
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.faults import (
    Exists,
    SoapFault,
    UnknownOutcome,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Soap

#: Members per request.
CHUNK = 500
#: The server gives the members of a list as this attribute when lists are searched.
MEMBERS = "zimbraMailForwardingAddress"
ADD, REMOVE = "AddDistributionListMemberRequest", "RemoveDistributionListMemberRequest"


class MailList(NamedTuple):
    """One distribution list; `managed` says that it has our marker."""

    id: str
    members: frozenset[str]
    managed: bool


Lists = Mapping[str, MailList]


def read_lists(soap: Soap) -> dict[str, MailList]:
    """Every distribution list with its members: address -> list. Raises PartialAnswerError, ProviderError."""
    found = {}
    for entry in soap.search("distributionlists", "", (MEMBERS, notes.NOTES), may_be_empty=True):
        members = frozenset(member.lower() for member in entry.attrs.get(MEMBERS, ()))
        text = entry.attrs.get(notes.NOTES, [""])[0]
        found[entry.name.lower()] = MailList(entry.id, members, text.startswith("{") and f'"{notes.MARK}":1' in text)
    return found


def by_member(lists: Lists) -> dict[str, list[str]]:
    """Member address -> addresses of its lists."""
    found: dict[str, list[str]] = {}
    for address, one_list in lists.items():
        for member in one_list.members:
            found.setdefault(member, []).append(address)
    return found


class Membership:
    """Collects who joins and leaves what, then changes each list at once."""

    def __init__(self) -> None:
        self._edits: dict[tuple[str, str], list[tuple[str, tuple[str, ...]]]] = {}

    def note(self, key: str, addresses: Sequence[str], joins: Iterable[str], leaves: Iterable[str] = ()) -> None:
        """Remember a change by its key; `addresses` are the account's, its primary one first."""
        for address in joins:
            self._edits.setdefault((address, ADD), []).append((key, tuple(addresses)))
        for address in leaves:
            self._edits.setdefault((address, REMOVE), []).append((key, tuple(addresses)))

    def carry_out(self, soap: Soap, size: int) -> dict[str, str]:
        """Change the lists; gives what was wrong: change key -> text. Lists that somebody joins are made."""
        edits, self._edits = self._edits, {}
        if not edits:
            return {}
        wrong: dict[str, str] = {}
        lists = read_lists(soap)
        missing = sorted({address for address, kind in edits if kind == ADD and address not in lists})
        refused = self._make(soap, missing, lists, size)
        items: list[Item] = []
        keys: list[list[str]] = []
        for (address, kind), rows in sorted(edits.items()):
            if address not in lists:
                if kind == ADD:
                    wrong.update((key, refused[address]) for key, _addresses in rows)
                continue
            have = lists[address].members
            wanted = [(key, _members(kind, addresses, have)) for key, addresses in rows]
            for start in range(0, len(wanted), CHUNK):
                part = [(key, members) for key, members in wanted[start : start + CHUNK] if members]
                if part:
                    named = [{"_content": member} for _key, members in part for member in members]
                    items.append((kind, {"id": lists[address].id, "dlm": named}))
                    keys.append([key for key, _members in part])
        for several, answer in zip(keys, _answers(soap, items, size), strict=True):
            if isinstance(answer, SoapFault | UnknownOutcome):
                wrong.update((key, str(answer)) for key in several)
        return wrong

    def _make(self, soap: Soap, addresses: Sequence[str], lists: dict[str, MailList], size: int) -> dict[str, str]:
        """Make lists without members, put them into `lists`, and give why any could not be made."""
        values = {notes.NOTES: notes.write_notes({}, "list")}
        items: list[Item] = [
            ("CreateDistributionListRequest", {"name": address, "a": pairs(values)}) for address in addresses
        ]
        refused = {}
        for address, answer in zip(addresses, _answers(soap, items, size), strict=True):
            if isinstance(answer, Exists):
                refused[address] = f"{answer} This identity may not see the list, or the name is somebody else's."
            elif isinstance(answer, SoapFault | UnknownOutcome):
                refused[address] = f"the list {address} could not be made: {answer}"
            else:
                made: Mapping[str, Any] = one(answer.get("dl"), "dl", address)
                lists[address] = MailList(str(made["id"]), frozenset(), managed=True)
        return refused


def _members(kind: str, addresses: tuple[str, ...], have: frozenset[str]) -> tuple[str, ...]:
    """Which member addresses to send: the server refuses the whole request when one to remove is not a member."""
    there = tuple(address for address in addresses if address in have)
    if kind == REMOVE:
        return there[:1]  # the server takes the account's other addresses out with it
    return () if there else addresses[:1]


def _answers(soap: Soap, items: Sequence[Item], size: int) -> list[Answer | UnknownOutcome]:
    answers: list[Answer | UnknownOutcome] = []
    for start in range(0, len(items), size):
        part = items[start : start + size]
        try:
            answers += soap.batch(part)
        except UnknownOutcome as error:
            answers += [error] * len(part)
    return answers
