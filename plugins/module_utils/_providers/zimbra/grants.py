# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Department mailboxes without a shared password (C10): the right to open one with the own password.

The server keeps such rights at the mailbox (zimbraACE, "ID usr RIGHT") and lets only those give one who have it
themselves with leave to pass it on. An identity that cannot open mailboxes can therefore not give it; that is what the
second identity (`grant_user`) is for.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.dialogue import Item
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.faults import (
    Denied,
    SoapFault,
    UnknownOutcome,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Entry, Soap
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.table import (
    ACE,
    ALIAS,
    equal,
    is_department,
)

#: To open the mailbox, and to answer in its name.
RIGHTS = ("loginAs", "sendAs")


def granted(values: Iterable[str]) -> dict[str, set[str]]:
    """zimbraId of a person -> rights, from the values of one mailbox's zimbraACE; denials do not count."""
    found: dict[str, set[str]] = {}
    for value in values:
        parts = value.rsplit(" ", 2)
        if len(parts) == 3 and parts[1] == "usr" and parts[2].lstrip("+") in RIGHTS:
            found.setdefault(parts[0], set()).add(parts[2].lstrip("+"))
    return found


def opened(entries: Iterable[Entry]) -> dict[str, dict[str, str]]:
    """Person's zimbraId -> mailbox's zimbraId -> its address ("" when it is not a department of ours)."""
    found: dict[str, dict[str, str]] = {}
    for entry in entries:
        for person, rights in granted(entry.attrs.get(ACE, ())).items():
            if RIGHTS[0] in rights:
                address = entry.name.lower() if is_department(entry.attrs) else ""
                found.setdefault(person, {})[entry.id] = address
    return found


class Grants:
    """Collects who gets and loses the right to open which mailbox, then changes the rights at once."""

    def __init__(self) -> None:
        self._wanted: dict[str, tuple[str, frozenset[str], frozenset[str]]] = {}

    def note(self, key: str, person: str, before: Iterable[str], after: Iterable[str]) -> None:
        """Remember that the person with this zimbraId opened `before` and shall open `after` (addresses)."""
        have, want = frozenset(before), frozenset(after)
        if have | want:
            self._wanted[key] = person, have, want

    def carry_out(self, soap: Soap, giver: Soap, size: int) -> dict[str, str]:
        """Give and take the rights as `giver`; gives what was wrong: change key -> text.

        A mailbox that does not exist yet is passed over: the plan gives the right when it is there.
        """
        wanted, self._wanted = self._wanted, {}
        addresses = sorted({one for _person, have, want in wanted.values() for one in have | want})
        mailboxes = _mailboxes(soap, addresses)
        items: list[Item] = []
        keys: list[str] = []
        for key, (person, have, want) in wanted.items():
            for item in _requests(person, have, want, mailboxes):
                items.append(item)
                keys.append(key)
        wrong: dict[str, str] = {}
        for start in range(0, len(items), size):
            part = items[start : start + size]
            try:
                answers = giver.batch(part)
            except UnknownOutcome as error:
                wrong.update((key, str(error)) for key in keys[start : start + size])
                continue
            for key, (_name, body), answer in zip(keys[start : start + size], part, answers, strict=True):
                if isinstance(answer, SoapFault):
                    wrong[key] = _explained(answer, str(body["target"]["_content"]), giver)
        return wrong


def _mailboxes(soap: Soap, addresses: list[str]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for start in range(0, len(addresses), 50):
        part = addresses[start : start + 50]
        query = "".join(equal("zimbraMailDeliveryAddress", one) + equal(ALIAS, one) for one in part)
        for entry in soap.search("accounts", f"(|{query})", (ACE, ALIAS), may_be_empty=True):
            for address in (entry.name.lower(), *(alias.lower() for alias in entry.attrs.get(ALIAS, ()))):
                found[address] = entry
    return found


def _requests(
    person: str, have: frozenset[str], want: frozenset[str], mailboxes: Mapping[str, Entry]
) -> Iterable[Item]:
    wanted = {mailboxes[address].id: mailboxes[address] for address in sorted(want) if address in mailboxes}
    gone = {mailboxes[address].id: mailboxes[address] for address in sorted(have - want) if address in mailboxes}
    for entry in wanted.values():
        there = granted(entry.attrs.get(ACE, ())).get(person, set())
        for right in RIGHTS:
            if right not in there:
                yield "GrantRightRequest", _body(entry.id, person, right)
    for identity, entry in gone.items():
        there = granted(entry.attrs.get(ACE, ())).get(person, set())
        for right in RIGHTS:
            if identity not in wanted and right in there:
                yield "RevokeRightRequest", _body(identity, person, right)


def _body(mailbox: str, person: str, right: str) -> dict[str, object]:
    return {
        "target": {"type": "account", "by": "id", "_content": mailbox},
        "grantee": {"type": "usr", "by": "id", "_content": person},
        "right": {"_content": right},
    }


def _explained(fault: SoapFault, mailbox: str, giver: Soap) -> str:
    if isinstance(fault, Denied):
        return (
            f"the right to open the mailbox {mailbox} was not changed: {giver.target.user} may not do it. Name an "
            "identity that may in zimbra.grant_user (a global administrator)."
        )
    return str(fault)
