# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The cmdlets that the collection may send: parameters, types, sets, limits, versions.

A cmdlet is one line, its parameters stand on the indented lines below it:

- `Name +CD SetA;SetB &Other`: C has the switch Confirm, D has DomainController; parameter sets by name where there are
  several that matter; `&Other` takes over the parameters of another cmdlet.
- A parameter is `Name:Type` with what applies of `!` (required; `!1,2` in those sets only), `~1,2` (only in those
  sets), `[low..high]`, `=A|B|C` (the names that it takes), `@2019,SE` (not in every version). `-Name` leaves one of the
  other cmdlet out. An enumeration that ends in `|` goes on in the next line.

Only what applies to Exchange Server 2016, 2019 and SE is here, or to Skype for Business Server 2015 and 2019; what the
maker reserves for himself is not. A test compares the rows with the cmdlet contract.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import (
    rows_clients,
    rows_policies,
    rows_recipients,
    rows_rules,
    rows_servers,
    rows_skype,
    rows_transport,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.target import VERSIONS

_TABLES = (rows_clients, rows_policies, rows_recipients, rows_rules, rows_servers, rows_skype, rows_transport)
_PARAMETER = re.compile(
    r"(?P<name>\w+):(?P<type>[\w+\[\]]+?)"
    r"(?:!(?P<required>[\d,]*))?(?:~(?P<sets>[\d,]+))?(?:\[(?P<low>[\d.:]+?)\.\.(?P<high>[\d.:]+)\])?"
    r"(?:=(?P<values>[^@]+))?(?:@(?P<versions>[\w,]+))?"
)
#: The only set of a cmdlet that has no others.
ONE_SET = "Default"
#: Parameters that many cmdlets have, left out of the rows.
CONFIRM, DOMAIN_CONTROLLER = "Confirm", "DomainController"


@dataclass(frozen=True)
class Parameter:
    """One parameter. `sets` are those it belongs to, `required` those that need it; `low` and `high` as written."""

    name: str
    type: str
    sets: tuple[str, ...]
    required: tuple[str, ...] = ()
    low: str = ""
    high: str = ""
    values: tuple[str, ...] = ()
    versions: tuple[str, ...] = VERSIONS


@dataclass(frozen=True)
class Cmdlet:
    """One cmdlet with its parameters by name."""

    name: str
    sets: tuple[str, ...] = (ONE_SET,)
    confirm: bool = False
    domain_controller: bool = False
    parameters: dict[str, Parameter] = field(default_factory=dict)

    @property
    def skype(self) -> bool:
        """Of the pool's endpoint, which has versions of its own."""
        return self.name.partition("-")[2].startswith("Cs")


@lru_cache(maxsize=1)
def table() -> dict[str, Cmdlet]:
    """Every cmdlet by its name."""
    found: dict[str, Cmdlet] = {}
    for rows in _TABLES:
        for head, tokens in _blocks(rows.ROWS):
            made = _cmdlet(head, tokens, found)
            found[made.name] = made
    return found


def _blocks(text: str) -> Iterable[tuple[str, list[str]]]:
    head, body = "", ""
    for line in text.strip().splitlines():
        if line.startswith(" "):
            body += line.strip() if body.endswith("|") else f" {line.strip()}"
            continue
        if head:
            yield head, body.split()
        head, body = line, ""
    yield head, body.split()


def _cmdlet(head: str, tokens: Iterable[str], known: dict[str, Cmdlet]) -> Cmdlet:
    name, *facts = head.split(" ")
    flags = next((fact[1:] for fact in facts if fact.startswith("+")), "")
    other = next((fact[1:] for fact in facts if fact.startswith("&")), "")
    named = next((fact for fact in facts if fact[0] not in "+&"), ONE_SET)
    sets = tuple(named.split(";"))
    parameters = dict(known[other].parameters) if other else {}
    for token in tokens:
        if token.startswith("-"):
            del parameters[token[1:]]
        else:
            made = _parameter(token, sets)
            parameters[made.name] = made
    return Cmdlet(name, sets, "C" in flags, "D" in flags, parameters)


def _parameter(token: str, sets: tuple[str, ...]) -> Parameter:
    found = _PARAMETER.fullmatch(token)
    if found is None:
        raise ValueError(f"{token!r} is no row of a parameter")
    mine = _some(found["sets"], sets) if found["sets"] else sets
    required: tuple[str, ...] = ()
    if found["required"] is not None:
        required = _some(found["required"], sets) if found["required"] else mine
    return Parameter(
        found["name"],
        found["type"],
        mine,
        required,
        found["low"] or "",
        found["high"] or "",
        tuple(found["values"].split("|")) if found["values"] else (),
        tuple(found["versions"].split(",")) if found["versions"] else VERSIONS,
    )


def _some(numbers: str, sets: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(sets[int(number) - 1] for number in numbers.split(","))
