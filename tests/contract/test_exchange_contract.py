# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The collection's own rows of cmdlets against the contract of Exchange, where it is beside the repository."""

from __future__ import annotations

import re
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.cmdlet_rows import (
    ONE_SET,
    Cmdlet,
    Parameter,
    table,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.target import VERSIONS
from tests.standins.documents import contract

DOCUMENT = "exchange-cmdlets.json"
#: Not in the contract; their rows follow the maker's own pages.
BEYOND = {"Get-RemoteDomain", "Set-RemoteDomain"}
SKYPE = {"SfB2015", "SfB2019"}
_UNITS = {"KB": 1024, "kilobytes": 1024}
_PLAIN = re.compile(r"[\d.:]+")


def _official(name: str) -> dict[str, Any]:
    return contract(DOCUMENT)["cmdlets"][name]


def _sets(cmdlet: Cmdlet, official: dict[str, Any]) -> tuple[str, ...]:
    """Our sets by their names; the one set of a cmdlet whose others do not matter here is the first that fits."""
    return cmdlet.sets if cmdlet.sets != (ONE_SET,) else tuple(official["parameterSets"])


def _range(row: dict[str, Any], kind: str) -> tuple[str, str]:
    for one in row.get("range") or ():
        low, high = (str(one[end]).rstrip(",") for end in ("min", "max"))
        if one.get("unit") == "hours" or not (_PLAIN.fullmatch(low) and _PLAIN.fullmatch(high)):
            return "", ""
        factor = _UNITS.get(one.get("unit", ""), 1)
        return (str(int(low) * factor), str(int(high) * factor)) if factor > 1 else (low, high)
    return "", ""


@pytest.mark.parametrize("name", sorted(set(table()) - BEYOND))
def test_every_row_says_what_the_contract_says(name: str) -> None:
    official, own = _official(name), table()[name]
    wrong = [fault for row in own.parameters.values() for fault in _faults(own, row, official)]
    assert wrong == []
    assert own.confirm == ("Confirm" in official["parameters"])
    controller = official["parameters"].get("DomainController")
    needed = controller is not None and "required" in controller["sets"].values()
    assert own.domain_controller == (controller is not None and not needed)


def _faults(own: Cmdlet, row: Parameter, official: dict[str, Any]) -> list[str]:
    theirs = official["parameters"].get(row.name)
    if theirs is None:
        return [f"{row.name}: the contract does not know it"]
    found = []
    if own.skype:
        if not set(theirs.get("applicableTo", official["applicableTo"])) & SKYPE:
            found.append(f"{row.name}: not in Skype for Business Server")
    else:
        versions = tuple(v for v in VERSIONS if v in theirs.get("applicableTo", official["applicableTo"]))
        if versions != row.versions:
            found.append(f"{row.name}: in {versions}")
        if theirs["type"] != row.type:
            found.append(f"{row.name}: of the type {theirs['type']}")
    if row.values and list(row.values) != [str(one).strip() for one in theirs.get("acceptedValues", ())]:
        found.append(f"{row.name}: takes {theirs.get('acceptedValues')}")
    if (row.low or row.high) and (row.low, row.high) != _range(theirs, row.type):
        found.append(f"{row.name}: {_range(theirs, row.type)}")
    if own.sets != (ONE_SET,):
        everywhere = theirs["sets"].get("*")
        mine = tuple(one for one in own.sets if everywhere or one in theirs["sets"])
        required = tuple(one for one in mine if (everywhere or theirs["sets"].get(one)) == "required")
        if (row.sets, row.required) != (mine, required):
            found.append(f"{row.name}: in {mine}, required in {required}")
    return found


@pytest.mark.parametrize("name", sorted(set(table()) - BEYOND))
def test_no_required_parameter_is_left_out(name: str) -> None:
    official, own = _official(name), table()[name]
    for one in own.sets:
        sets = official["parameterSets"]
        needed = sets[one]["required"] if one in sets else sets[next(iter(sets))]["required"]
        if one == ONE_SET and len(sets) > 1:
            continue
        mine = {row.name for row in own.parameters.values() if one in row.required}
        assert set(needed) <= mine, f"{name}, {one}"
