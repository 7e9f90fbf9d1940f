# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Attributes checked before anything is sent, every fault at once, with the server's version in mind.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._providers.unfit import Unfit
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra import values as forms
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.attribute_rows import (
    KINDS,
    Attribute,
    table,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.requests import is_secret
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault, FaultsError

_SHOWN = 60
#: Kind -> how a message calls it.
_WORDS = {
    "globalConfig": "the global configuration",
    "server": "a server",
    "domain": "a domain",
    "cos": "a class of service",
    "account": "an account",
    "distributionList": "a distribution list",
}


def check(
    values: Mapping[str, Any],
    kind: str,
    version: tuple[int, ...] | None,
    where: str,
    *,
    creating: bool = False,
) -> dict[str, list[str]]:
    """The values as the server takes them: attribute -> texts, an empty list meaning that it is to be removed.

    `kind` is globalConfig, server, domain, cos, account or distributionList; `version` the server's, None when it is
    not known (then nothing is said about versions); `where` is the file, task or object that messages name.
    `creating` allows what can be set only when an object is made. None, "" and [] remove an attribute.
    Raises FaultsError with every fault: an unknown name (with the nearest), one of another kind of object, one that
    the version does not have yet or no longer lets be changed, and each value that the attribute does not take.
    """
    if kind not in _WORDS:
        raise ValueError(f"unknown kind {kind!r}; use one of {', '.join(_WORDS)}")
    faults: list[Fault] = []
    made: dict[str, list[str]] = {}
    for name, value in values.items():
        row = table().get(name)
        if row is None:
            faults.append(Fault(where, 0, name, "", *_unknown(name, kind)))
            continue
        refused = _refused(row, kind, version, creating)
        if refused:
            faults.append(Fault(where, 0, name, "", *refused))
            continue
        wanted = _listed(value)
        if len(wanted) > 1 and not row.multi:
            problem = "takes one value, and several are given"
            faults.append(Fault(where, 0, name, _shown(name, value), problem, "Write one value."))
            continue
        made[name] = []
        for single in wanted:
            try:
                text = forms.wire(row, single)
            except Unfit as unfit:
                faults.append(Fault(where, 0, name, _shown(name, single), unfit.problem, unfit.remedy))
            else:
                if text not in made[name]:
                    made[name].append(text)
    if faults:
        raise FaultsError(f"attributes of {_WORDS[kind]}", faults)
    return made


def restart_of(attribute: str) -> tuple[str, ...]:
    """The daemons to restart after a change, as the contract names them: mailbox, mta, nginxproxy, antispam..."""
    row = table().get(attribute)
    return row.restart if row else ()


def same(attribute: str, have: Sequence[str], want: Sequence[str]) -> bool:
    """True when both mean the same: 1d is 24h, true is TRUE, the order of several values is nothing, "" is none."""
    row = table().get(attribute)
    return {forms.key(row, value) for value in have if value} == {forms.key(row, value) for value in want if value}


def known_in(attribute: str, version: tuple[int, ...]) -> bool:
    """True when a server of that version has the attribute and lets it be changed."""
    row = table().get(attribute)
    return row is not None and _since(row, version) and not _gone(row, version)


def of_kind(names: Iterable[str], kind: str, version: tuple[int, ...] | None = None) -> list[str]:
    """Those of `names` that objects of that kind have in that version: what `attrs` of a Get request may ask for."""
    rows = ((name, table().get(name)) for name in names)
    return [name for name, row in rows if row and kind in row.on and (version is None or _since(row, version))]


def nearest(name: str, kind: str) -> str:
    """The attribute that `name` most likely means, preferring those of the kind; "" when nothing is near."""
    rows = table()
    lowered = {known.lower(): known for known in rows}
    if name.lower() in lowered:
        return lowered[name.lower()]
    for pool in ([known for known, row in rows.items() if kind in row.on], list(rows)):
        found = difflib.get_close_matches(name, pool, n=1, cutoff=0.75)
        if found:
            return found[0]
    return ""


def _unknown(name: str, kind: str) -> tuple[str, str]:
    near = nearest(name, kind)
    remedy = f"Did you mean {near}?" if near else "See the attribute's name in Zimbra's documentation."
    return "is not an attribute that this collection knows", remedy


def _refused(row: Attribute, kind: str, version: tuple[int, ...] | None, creating: bool) -> tuple[str, str] | None:
    if kind not in row.on:
        belongs = ", ".join(_WORDS[one] for one in KINDS.values() if one in row.on)
        return f"is not an attribute of {_WORDS[kind]}", f"It belongs to {belongs}; set it there."
    if row.fixed and not creating:
        return "cannot be changed directly", "Leave it out; the server keeps it, or a request of its own changes it."
    if version is None:
        return None
    server = ".".join(map(str, version))
    if not _since(row, version):
        return (
            f"came with Zimbra {' and '.join(row.since)}, and the server is {server}",
            "Leave it out for this server, or upgrade the server.",
        )
    if _gone(row, version):
        return f"is deprecated since Zimbra {row.gone}, and the server is {server}", "Leave it out."
    return None


def _since(row: Attribute, version: tuple[int, ...]) -> bool:
    """Whether the attribute is in the version: in a line (first two numbers) named in `since`, from that version on."""
    good = not row.since
    for since in sorted(map(_numbers, row.since)):
        if since[:2] == version[:2]:
            return version[:3] >= since[:3]
        if since > version:
            return good
        good = True
    return good


def _gone(row: Attribute, version: tuple[int, ...]) -> bool:
    return bool(row.gone) and version[:3] >= _numbers(row.gone)


def _numbers(version: str) -> tuple[int, ...]:
    found = [int(part) for part in re.findall(r"\d+", version.partition("_")[0])]
    return tuple([*found, 0, 0][:3])


def _listed(value: Any) -> list[Any]:
    if value is None or value == "":
        return []
    return [single for single in value if single not in (None, "")] if isinstance(value, (list, tuple)) else [value]


def _shown(name: str, value: Any) -> str:
    if is_secret(name):
        return ""
    text = str(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
