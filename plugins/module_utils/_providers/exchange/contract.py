# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every call is held against the cmdlet's rows before it leaves: names, types, limits, sets, version.

Beyond the rows stand rules that they cannot tell: what must never be asked (an empty or a wildcard identity reads or
writes everything), what the server refuses together, and what works in the cloud only.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import rules, values
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.cmdlet_rows import (
    CONFIRM,
    DOMAIN_CONTROLLER,
    Cmdlet,
    Parameter,
    table,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.target import VERSIONS
from ansible_collections.rasmi.mail.plugins.module_utils._providers.unfit import Unfit
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault, FaultsError

#: Types of the contract whose value is no text: type -> kind in values.py.
_KINDS: Mapping[str, str] = {
    "Boolean": values.BOOL,
    "SwitchParameter": values.BOOL,
    "Int32": values.INT,
    "Int64": values.INT,
    "UInt32": values.INT,
    "SclValue": values.INT,
    "Unlimited": values.LIMIT,
    "ByteQuantifiedSize": values.SIZE,
    "EnhancedTimeSpan": values.SPAN,
    "SmtpAddress": values.ADDRESS,
    "Uri": values.URL,
    "DateTime": values.MOMENT,
    "ExDateTime": values.MOMENT,
    "ProxyAddressCollection": values.PROXIES,
}
_SECRETS = frozenset({"SecureString"})
#: Never sent: credentials in a parameter, and structures that a list of texts cannot express.
_NEVER = frozenset({"PSCredential", "Hashtable[]"})
_NOT_NULL = frozenset({"Boolean", "SwitchParameter", "SecureString"})
#: Required, but $null is a value: no policy of his own.
_NULL_IS_DEFAULT = frozenset({"PolicyName"})
_GUID = re.compile(r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$")


def kind_of(parameter: Parameter) -> str:
    """How the values of a parameter are compared and sent: a kind of values.py."""
    if parameter.type in _KINDS:
        return _KINDS[parameter.type]
    if parameter.type.endswith("[]") or parameter.type == "MultiValuedProperty":
        return values.IDS if "IdParameter" in parameter.type else values.TEXTS
    if parameter.values:
        return values.FLAGS
    return values.ID if parameter.type.endswith("IdParameter") else values.TEXT


def parameter(cmdlet: str, name: str) -> Parameter | None:
    """The row of a parameter, None when there is none."""
    found = table().get(cmdlet)
    return found.parameters.get(name) if found else None


def depends_on_version(cmdlet: str, parameters: Iterable[str]) -> bool:
    """Whether any of the parameters is not in every version."""
    rows = (parameter(cmdlet, name) for name in parameters)
    return any(row is not None and row.versions != VERSIONS for row in rows)


def check(cmdlet: str, parameters: Mapping[str, Any], version: str = "", where: str = "") -> Cmdlet:
    """Give the row of a cmdlet whose call may be sent.

    `version` is 2016, 2019, SE, or "" when the parameters are in all of them. Raises FaultsError with every fault of
    the call: nothing was sent.
    """
    place = where or cmdlet
    row = table().get(cmdlet)
    if row is None:
        near = difflib.get_close_matches(cmdlet, table(), n=1)
        remedy = f"Did you mean {near[0]}?" if near else "Add its row first"
        raise FaultsError(place, [Fault(place, 0, cmdlet, "", "is no cmdlet that the collection may send", remedy)])
    found = [
        Fault(place, 0, name, "", problem, remedy)
        for name, value in parameters.items()
        for problem, remedy in _of_parameter(row, name, value, version)
    ]
    found += [Fault(place, 0, name, "", problem, remedy) for name, problem, remedy in _of_sets(row, parameters)]
    found += [Fault(place, 0, name, "", problem, remedy) for name, problem, remedy in rules.broken(row, parameters)]
    if found:
        raise FaultsError(place, found)
    return row


def _of_parameter(row: Cmdlet, name: str, value: Any, version: str) -> Iterable[tuple[str, str]]:
    if name == CONFIRM and row.confirm:
        if value is not False:
            yield "asks a question that nobody can answer here", "Leave it out"
        return
    if name == DOMAIN_CONTROLLER and row.domain_controller:
        if not isinstance(value, str) or not value:
            yield "is not the name of a domain controller", "Write its full name"
        return
    known = row.parameters.get(name)
    if known is None:
        near = difflib.get_close_matches(name, row.parameters, n=1)
        yield f"is no parameter of {row.name}", f"Did you mean {near[0]}?" if near else "Leave it out"
        return
    if version and version not in known.versions and not row.skype:
        yield (
            f"is not in Exchange Server {version} (only in {', '.join(known.versions)})",
            "Leave it out, or upgrade the oldest server",
        )
    problem = _of_value(known, value)
    if problem:
        yield problem, "Write a value of that form"


def _of_value(known: Parameter, value: Any) -> str:
    """What is wrong with a value in the form that it is sent in; "" when nothing is."""
    if known.type in _NEVER:
        return f"is of the type {known.type}, which is never sent"
    if value is None:
        cannot = known.type in _NOT_NULL or (known.required and known.name not in _NULL_IS_DEFAULT)
        return "cannot be emptied" if cannot else ""
    if known.type in _SECRETS:
        return "" if rules.is_secret(value) else "is a secret and must be given as one"
    if rules.is_secret(value):
        return "is no secret, but is given as one"
    kind = kind_of(known)
    if kind == values.BOOL:
        return "" if isinstance(value, bool) else "is neither true nor false"
    if kind == values.MOMENT:
        return "" if isinstance(value, datetime) else "is not a point in time (text is read by the server's own clock)"
    for single in value if isinstance(value, (list, tuple)) else [value]:
        wrong = _of_single(known, kind, single)
        if wrong:
            return wrong
    if isinstance(value, (list, tuple)) and not values.KINDS[kind].many and kind != values.FLAGS:
        return "takes one value, and several are given"
    return ""


def _of_single(known: Parameter, kind: str, value: Any) -> str:
    if isinstance(value, (bool, dict)) or not isinstance(value, (str, int)):
        return f"is not a value of the type {known.type}"
    if known.values:
        allowed = {one.casefold() for one in known.values} | {"none"}
        wrong = [part for part in str(value).split(",") if part.strip().casefold() not in allowed]
        return f"takes only {', '.join(known.values)}" if wrong else ""
    if known.type == "Guid" and not _GUID.match(str(value)):
        return "is not a GUID"
    try:
        values.KINDS[kind].wire(value)
    except Unfit as unfit:
        return unfit.problem
    if known.type == "ByteQuantifiedSize" and values.size_bytes(value) is None:
        return "cannot be unlimited"
    return _beyond(known, kind, value)


def _beyond(known: Parameter, kind: str, value: Any) -> str:
    if not known.low or kind not in (values.INT, values.LIMIT, values.SIZE, values.SPAN):
        return ""
    measure = values.seconds if kind == values.SPAN else values.KINDS[kind].key
    number, low, high = (measure(one) for one in (value, known.low, known.high))
    if kind == values.INT:
        number, low, high = int(value), int(known.low), int(known.high)
    if number is None:
        return ""
    inside = low is not None and high is not None and low <= number <= high  # type: ignore[operator]
    return "" if inside else f"is not from {known.low} to {known.high}"


def _of_sets(row: Cmdlet, parameters: Mapping[str, Any]) -> Iterable[tuple[str, str, str]]:
    """Whether there is one set that has every given parameter and misses none."""
    given = {name for name in parameters if name in row.parameters}
    fitting = [one for one in row.sets if all(one in row.parameters[name].sets for name in given)]
    if not fitting:
        yield ", ".join(sorted(given)), "cannot be given together", "Leave one of them out"
        return
    lacks = [
        sorted(one.name for one in row.parameters.values() if fit in one.required and one.name not in given)
        for fit in fitting
    ]
    if all(lacks):
        for name in min(lacks, key=len):
            yield name, "is missing", f"{row.name} needs it"
