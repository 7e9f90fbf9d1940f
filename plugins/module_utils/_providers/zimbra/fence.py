# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The token in the control account that says whose run may write.

SOAP has no conditional write, but a name can be given only once in a domain. Generation N is the alias
`rasmi-generation-N` of the control account: who wants to write adds N+1, and the server refuses the second one. A
mark in the account's notes says whose run it is; it is read again before every batch. The server writes an alias in two
steps, and lets the same one pass twice within the milliseconds between them: then both runs have the alias, the later
mark counts, and the other run stops at its next batch.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra import notes
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.answers import attributes_of, one, pairs
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.faults import (
    Denied,
    Exists,
    NotFound,
    SoapFault,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Soap
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import (
    LockedError,
    PartialAnswerError,
    StalePlanError,
)

ALIAS = "rasmi-generation-"
_NUMBER = re.compile(rf"^{ALIAS}(\d+)@", re.IGNORECASE)

Item = tuple[str, Mapping[str, Any]]


@dataclass(frozen=True)
class Control:
    """The control account as it was read. `stale` are aliases of generations that are over."""

    id: str
    generation: int
    mark: str
    stale: tuple[str, ...]
    notes: Mapping[str, str]


class Fence:
    """The token of the server; `address` is the control account's."""

    def __init__(self, address: str) -> None:
        self.address = address
        self._domain = address.rpartition("@")[2]

    def item(self) -> Item:
        """The request that reads the control account, alone or as part of a batch."""
        attrs = f"zimbraMailAlias,{notes.NOTES}"
        return "GetAccountRequest", {
            "account": {"by": "name", "_content": self.address},
            "applyCos": "0",
            "attrs": attrs,
        }

    def read(self, answer: Mapping[str, Any] | SoapFault) -> Control:
        """The control account from the answer to `item`. Raises PartialAnswerError when there is none."""
        if isinstance(answer, NotFound | Denied):
            raise PartialAnswerError(
                f"{self.address} cannot be read ({answer.code}): the server was not provisioned by us, this is the "
                "wrong domain, or our identity lacks rights there."
            )
        if isinstance(answer, SoapFault):
            raise answer
        found = one(answer.get("account"), "account", self.address)
        attributes = attributes_of(found)
        aliases = {}
        for alias in attributes.get("zimbraMailAlias", ()):
            matched = _NUMBER.match(alias)
            if matched:
                aliases[int(matched[1])] = alias
        generation = max(aliases, default=0)
        stale = tuple(alias for number, alias in sorted(aliases.items()) if number != generation)
        noted = notes.read_notes(attributes.get(notes.NOTES, ()))
        return Control(str(found["id"]), generation, noted.get("run", ""), stale, noted)

    def take(self, soap: Soap, generation: int, mark: str) -> None:
        """Step from `generation` to the next one. Raises StalePlanError when somebody was there first."""
        control = self.get(soap)
        if control.generation != generation:
            raise _stale(generation)
        new = f"{ALIAS}{generation + 1}@{self._domain}"
        try:
            soap.call("AddAccountAliasRequest", {"id": control.id, "alias": new})
        except Exists:
            raise _stale(generation) from None
        text = notes.write_notes({**control.notes, "kind": "control", "run": mark}, self.address)
        items: list[Item] = [
            ("ModifyAccountRequest", {"id": control.id, "a": pairs({notes.NOTES: text})}),
            *_removals(control.id, (*control.stale, *_old(generation, self._domain))),
        ]
        for answer in soap.batch(items):
            if isinstance(answer, SoapFault) and not isinstance(answer, NotFound):
                raise answer

    def get(self, soap: Soap) -> Control:
        """Read the control account now. Raises PartialAnswerError when there is none."""
        name, body = self.item()
        try:
            return self.read(soap.call(name, body))
        except (NotFound, Denied) as fault:
            return self.read(fault)

    def verify(self, control: Control, generation: int, mark: str) -> None:
        """Raise LockedError when another run has taken the token."""
        if control.generation != generation or control.mark != mark:
            raise LockedError("Another run has taken over the server while this one was writing; this one stopped.")


def _stale(generation: int) -> StalePlanError:
    return StalePlanError(
        f"Another run has written to the server since generation {generation} was read; nothing was changed. Run "
        "again: a new plan starts from what is there now."
    )


def _old(generation: int, domain: str) -> tuple[str, ...]:
    return (f"{ALIAS}{generation}@{domain}",) if generation else ()


def _removals(identity: str, aliases: tuple[str, ...]) -> list[Item]:
    return [("RemoveAccountAliasRequest", {"id": identity, "alias": alias}) for alias in aliases]
