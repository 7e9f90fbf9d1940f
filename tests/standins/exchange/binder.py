# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Binds parameters as PowerShell does: names, aliases, positions, types, parameter sets, mandatory ones, versions.

Driven by cmdlets.json, which `generate` makes out of the contract.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from .faults import CmdletError
from .values import WrongType, convert

# Every cmdlet has them; they are handled by the engine.
COMMON = {
    name.lower(): name
    for name in (
        "ErrorAction",
        "WarningAction",
        "Verbose",
        "Debug",
        "ErrorVariable",
        "WarningVariable",
        "OutVariable",
        "OutBuffer",
        "InformationAction",
    )
}
# Switches that select a set but are printed as optional in the contract, where they have not the set's own name.
SELECTORS = {
    ("New-Mailbox", "DisabledUser"): "AccountDisabled",
    ("New-Mailbox", "SupervisoryReviewPolicyMailbox"): "SupervisoryReviewPolicy",
}
# Sets of the cloud service, which have no parameter of their own that a version could lack.
CLOUD_SETS = {
    "RemovedMailbox",
    "InactiveMailbox",
    "FederatedUser",
    "MicrosoftOnlineServicesID",
    "EnableRoomMailboxAccount",
    "MicrosoftOnlineServicesFederatedUser",
    "IsExchangeCloudManaged",
}


@cache
def table() -> dict[str, Any]:
    """The stand-in's table: cmdlets, and shapes of what some of them give."""
    read: dict[str, Any] = json.loads((Path(__file__).parent / "cmdlets.json").read_text(encoding="utf-8"))
    return read


def rows(cmdlet: str, version: str) -> dict[str, dict[str, Any]]:
    """The parameters of a cmdlet in a version."""
    whole = table()["cmdlets"][cmdlet]
    return {name: row for name, row in whole["parameters"].items() if version in row.get("versions", whole["versions"])}


def exists(cmdlet: str, version: str) -> bool:
    """Whether the version has the cmdlet."""
    return cmdlet in table()["cmdlets"] and version in table()["cmdlets"][cmdlet]["versions"]


def bind(cmdlet: str, version: str, sent: list[tuple[str | None, Any]]) -> dict[str, Any]:
    """Parameters by their proper names, converted. Raises CmdletError, always terminating."""
    known = rows(cmdlet, version)
    bound: dict[str, Any] = {}
    positions = sorted((row["position"], name) for name, row in known.items() if isinstance(row.get("position"), int))
    free = [name for _position, name in positions]
    for name, value in sent:
        proper = _proper(name.removeprefix("-").removesuffix(":"), known) if name else _positional(free, bound, value)
        if proper in bound:
            text = f"Cannot bind parameter because parameter '{proper}' is specified more than once."
            raise _refusal("ParameterAlreadyBound", text)
        bound[proper] = value if proper.lower() in COMMON else _convert(proper, value, known[proper], cmdlet)
    _check_set(cmdlet, known, bound)
    return bound


def _proper(name: str, known: dict[str, dict[str, Any]]) -> str:
    folded = {one.lower(): one for one in known}
    folded |= {alias.lower(): one for one, row in known.items() for alias in row.get("aliases", [])}
    folded |= COMMON
    if name.lower() in folded:
        return folded[name.lower()]
    starts = sorted({proper for one, proper in folded.items() if one.startswith(name.lower())})
    if len(starts) == 1:
        return starts[0]
    if starts:
        text = f"Parameter cannot be processed because the parameter name '{name}' is ambiguous."
        raise _refusal("AmbiguousParameter", text)
    raise _refusal("NamedParameterNotFound", f"A parameter cannot be found that matches parameter name '{name}'.")


def _positional(free: list[str], bound: dict[str, Any], value: Any) -> str:
    for name in free:
        if name not in bound:
            return name
    raise _refusal("PositionalParameterNotFound", f"A positional parameter cannot be found that accepts '{value}'.")


def _convert(name: str, value: Any, row: dict[str, Any], cmdlet: str) -> Any:
    try:
        if name == "Identity" and value in (None, "", []) and not cmdlet.startswith("Get-"):
            text = "Cannot bind argument to parameter 'Identity' because it is null."
            raise _refusal("ParameterArgumentValidationErrorNullNotAllowed", text, "InvalidData")
        return convert(value, row)
    except WrongType as kind:
        text = (
            f"Cannot process argument transformation on parameter '{name}'. Cannot convert value \"{value}\" to type "
            f'"{kind}".'
        )
        raise CmdletError(
            "ParameterBindingArgumentTransformationException",
            text,
            terminating=True,
            category="InvalidData",
            error_id="ParameterArgumentTransformationError",
        ) from None


def _check_set(cmdlet: str, known: dict[str, dict[str, Any]], bound: dict[str, Any]) -> None:
    given = {name for name in bound if name.lower() not in COMMON}
    missing: list[list[str]] = []
    sets = table()["cmdlets"][cmdlet]["sets"]
    selectors = {name: SELECTORS.get((cmdlet, name)) or (name if _is_switch(known, name) else "") for name in sets}
    if all(selectors.values()):
        selectors = dict.fromkeys(sets, "")  # the set without a switch is not printed: no switch is mandatory
    for name in sets:
        if name in CLOUD_SETS or any(not _belongs(known[one], name) for one in given):
            continue
        wanted = [one for one, row in known.items() if _required(row, name)] + [selectors[name]]
        lacking = [one for one in wanted if one and one not in given]
        if not lacking:
            return
        missing.append(lacking)
    if not missing:
        text = "Parameter set cannot be resolved using the specified named parameters."
        raise _refusal("AmbiguousParameterSet", text)
    names = " ".join(min(missing, key=len))
    text = f"Cannot process command because of one or more missing mandatory parameters: {names}."
    raise _refusal("MissingMandatoryParameter", text)


def _belongs(row: dict[str, Any], name: str) -> bool:
    sets = row.get("sets", {"*": "optional"})
    return "*" in sets or name in sets


def _is_switch(known: dict[str, dict[str, Any]], name: str) -> bool:
    return name in known and known[name]["type"] == "SwitchParameter"


def _required(row: dict[str, Any], name: str) -> bool:
    sets = row.get("sets", {"*": "optional"})
    return bool(sets.get(name, sets.get("*")) == "required")


def _refusal(error_id: str, text: str, category: str = "InvalidArgument") -> CmdletError:
    return CmdletError("ParameterBindingException", text, terminating=True, category=category, error_id=error_id)
