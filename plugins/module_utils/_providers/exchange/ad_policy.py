# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Password and lockout policy of Active Directory: of the domain, and fine-grained (PSO).

The domain's policy stands in attributes of the domain head, a PSO is an entry of class msDS-PasswordSettings; one table
names both attributes of each option. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import ad_values
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.directory import (
    Ad,
    DirectoryTarget,
    Entry,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference import ber
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError, RasmiError

Read = Callable[[Entry, str], Any]
Write = Callable[[Any], str]


def _count(entry: Entry, name: str) -> int:
    return entry.number(name) or 0


def _spans(unit: int) -> tuple[Read, Write]:
    """Reader and writer of an interval in `unit` seconds; 0 in the option stands for "without end"."""

    def read(entry: Entry, name: str) -> float:
        return ad_values.length(entry.number(name), unit) or 0

    def write(value: Any) -> str:
        return str(ad_values.interval(value or None, unit))

    return read, write


def _none_is_zero(unit: int) -> tuple[Read, Write]:
    """The same where 0 is nothing at all: no minimum age, no window."""
    read, _write = _spans(unit)
    return read, lambda value: str(ad_values.interval(value, unit))


def _text(value: Any) -> str:
    return ("TRUE" if value else "FALSE") if isinstance(value, bool) else str(value)


@dataclass(frozen=True)
class Row:
    """One option: its attribute on the domain head, and on a PSO. `bit` is one of pwdProperties on the head."""

    option: str
    head: str
    pso: str
    read: Read = _count
    write: Write = _text
    bit: int = 0


_AGE, _AGE_OUT = _spans(ad_values.DAY)
_YOUNG, _YOUNG_OUT = _none_is_zero(ad_values.DAY)
_LOCK, _LOCK_OUT = _spans(ad_values.MINUTE)
_WATCH, _WATCH_OUT = _none_is_zero(ad_values.MINUTE)
PROPERTIES = "pwdProperties"

ROWS: tuple[Row, ...] = (
    Row("lockout_threshold", "lockoutThreshold", "msDS-LockoutThreshold"),
    Row("lockout_minutes", "lockoutDuration", "msDS-LockoutDuration", _LOCK, _LOCK_OUT),
    Row("observation_minutes", "lockOutObservationWindow", "msDS-LockoutObservationWindow", _WATCH, _WATCH_OUT),
    Row("min_length", "minPwdLength", "msDS-MinimumPasswordLength"),
    Row("history", "pwdHistoryLength", "msDS-PasswordHistoryLength"),
    Row("max_age_days", "maxPwdAge", "msDS-MaximumPasswordAge", _AGE, _AGE_OUT),
    Row("min_age_days", "minPwdAge", "msDS-MinimumPasswordAge", _YOUNG, _YOUNG_OUT),
    Row("complexity", PROPERTIES, "msDS-PasswordComplexityEnabled", Entry.truth, bit=1),
    Row("reversible", PROPERTIES, "msDS-PasswordReversibleEncryptionEnabled", Entry.truth, bit=16),
)
#: Only a PSO has it.
PRECEDENCE = Row("precedence", "", "msDS-PasswordSettingsPrecedence")
APPLIES_TO = "msDS-PSOAppliesTo"

_GLOBAL_SECURITY = -2147483646
_GPO = (
    "This is a Windows domain: the Default Domain Policy overwrites what stands on the domain head with the next "
    "policy refresh of the PDC emulator. Use a fine-grained policy (option pso), or set the same values in that policy."
)
_NAMED = (
    "Active Directory's complexity asks for three of five classes of characters, never for the class {name} by name: a "
    "password of three other classes passes. The standard asks for {classes}; only a password filter on every domain "
    "controller closes this gap."
)
_NAMED_MS = (
    "Kerumitan Active Directory meminta tiga daripada lima kelas aksara, tidak pernah kelas {name} secara khusus: kata "
    "laluan daripada tiga kelas lain diterima. Standard meminta {classes}; hanya penapis kata laluan pada setiap "
    "pengawal domain menutup jurang ini."
)


@dataclass(frozen=True)
class Policy:
    """A policy as it stands; `values` by option, `applies_to` the DNs a PSO holds for."""

    dn: str
    values: Mapping[str, Any]
    applies_to: tuple[str, ...] = ()


def manage(params: Mapping[str, Any], check_mode: bool) -> dict[str, Any]:
    """Bring the domain's policy, or one PSO, to what the task asks. Raises RasmiError and its kinds."""
    _possible(params)
    ad = Ad(DirectoryTarget.from_options(params["directory"]))
    try:
        return _pso(ad, params, check_mode) if params["pso"] else _head(ad, params, check_mode)
    finally:
        ad.close()


def _possible(params: Mapping[str, Any]) -> None:
    """What can be said without a server. Raises RasmiError that names every fault."""
    wrong = [
        f"{row.option}: {params[row.option]} is negative"
        for row in (*ROWS, PRECEDENCE)
        if not isinstance(params[row.option], bool) and (params[row.option] or 0) < 0
    ]
    if params["pso"] and params["precedence"] is not None and params["precedence"] < 1:
        wrong.append(f"precedence: {params['precedence']} is not from 1; the lowest number wins")
    if not params["pso"] and (params["precedence"] is not None or params["applies_to"] is not None):
        wrong.append("precedence and applies_to: only a fine-grained policy has them; name it in pso")
    if not params["pso"] and params["state"] == "absent":
        wrong.append("state: the policy of a domain cannot be absent; only a fine-grained one (pso) can")
    if wrong:
        raise RasmiError("The policy cannot be: " + "; ".join(wrong) + ". Nothing was changed.")


def _sensible(values: Mapping[str, Any]) -> None:
    """Whether the whole policy makes sense; Samba takes what Windows refuses. Raises RasmiError."""
    wrong = []
    timed = values["lockout_threshold"] and values["lockout_minutes"]
    if timed and values["observation_minutes"] > values["lockout_minutes"]:
        wrong.append(
            f"observation_minutes ({values['observation_minutes']}) must not be longer than lockout_minutes "
            f"({values['lockout_minutes']}); lockout_minutes 0 means until an administrator unlocks"
        )
    if values["max_age_days"] and values["min_age_days"] >= values["max_age_days"]:
        wrong.append(
            f"min_age_days ({values['min_age_days']}) must be less than max_age_days ({values['max_age_days']})"
        )
    if 0 < values["max_age_days"] < 1:
        wrong.append("max_age_days: less than a day counts as never")
    if wrong:
        raise RasmiError("The policy cannot be: " + "; ".join(wrong) + ". Nothing was changed.")


def _asked(params: Mapping[str, Any]) -> dict[str, Any]:
    return {row.option: params[row.option] for row in ROWS if params[row.option] is not None}


def read_head(ad: Ad) -> Policy:
    """The policy of the domain. Raises PartialAnswerError when it cannot be read."""
    entry = ad.get(ad.domain, sorted({row.head for row in ROWS}))
    if entry is None or entry.number("minPwdLength") is None:
        raise ProviderError(f"{ad.domain}: this identity may not read the password policy of the domain.")
    properties = entry.number(PROPERTIES) or 0
    values = {row.option: bool(properties & row.bit) if row.bit else row.read(entry, row.head) for row in ROWS}
    return Policy(entry.dn, {**values, PROPERTIES: properties})


def _head(ad: Ad, params: Mapping[str, Any], check_mode: bool) -> dict[str, Any]:
    have, asked = read_head(ad), _asked(params)
    _sensible({**have.values, **asked})
    changed = {name: value for name, value in asked.items() if have.values[name] != value}
    written: dict[str, list[str]] = {}
    properties = have.values[PROPERTIES]
    for row in ROWS:
        if row.option in changed and row.bit:
            properties = properties | row.bit if changed[row.option] else properties & ~row.bit
            written[PROPERTIES] = [str(properties)]
        elif row.option in changed:
            written[row.head] = [row.write(changed[row.option])]
    if written and not check_mode:
        ad.modify(have.dn, written)
    before = {name: have.values[name] for name in changed}
    final = {row.option: {**have.values, **changed}[row.option] for row in ROWS}
    warnings = [_GPO] if ad.is_windows else []
    return _result(have.dn, before, changed, final, params, warnings)


def read_psos(ad: Ad) -> dict[str, Policy]:
    """Every fine-grained policy by its name."""
    wanted = ("cn", APPLIES_TO, PRECEDENCE.pso, *(row.pso for row in ROWS))
    found = {}
    for entry in ad.search(ber.equal("objectClass", "msDS-PasswordSettings"), wanted, base=container(ad)):
        values = {row.option: row.read(entry, row.pso) for row in (*ROWS, PRECEDENCE)}
        found[entry.text("cn")] = Policy(entry.dn, values, tuple(sorted(entry.texts(APPLIES_TO))))
    return found


def container(ad: Ad) -> str:
    return f"CN=Password Settings Container,CN=System,{ad.domain}"


def _pso(ad: Ad, params: Mapping[str, Any], check_mode: bool) -> dict[str, Any]:
    name, psos = str(params["pso"]), read_psos(ad)
    have = psos.get(name)
    if params["state"] == "absent":
        if have is not None and not check_mode:
            ad.delete(have.dn)
        return {**_result(have.dn if have else "", {}, {}, {}, params, []), "changed": have is not None}
    asked = _asked(params)
    if params["precedence"] is not None:
        asked["precedence"] = params["precedence"]
    # All ten attributes are mandatory: what is not asked for is as the domain has it.
    start = dict(have.values) if have else {**read_head(ad).values, "precedence": 10}
    final = {row.option: {**start, **asked}[row.option] for row in (*ROWS, PRECEDENCE)}
    _sensible(final)
    holders = None if params["applies_to"] is None else tuple(sorted(_holders(ad, params["applies_to"])))
    written = {
        row.pso: [row.write(final[row.option])]
        for row in (*ROWS, PRECEDENCE)
        if have is None or have.values[row.option] != final[row.option]
    }
    before = {row.option: have.values[row.option] for row in (*ROWS, PRECEDENCE) if row.pso in written} if have else {}
    after = {row.option: final[row.option] for row in (*ROWS, PRECEDENCE) if row.pso in written}
    had = have.applies_to if have else ()
    if holders is not None and {one.lower() for one in holders} != {one.lower() for one in had}:
        written[APPLIES_TO] = list(holders)
        before["applies_to"], after["applies_to"] = list(had), list(holders)
    dn = have.dn if have else f"CN={name},{container(ad)}"
    if written and not check_mode:
        if have is None:
            ad.add(dn, ["top", "msDS-PasswordSettings"], written)
        else:
            ad.modify(dn, written)
    shown = {**final, "applies_to": list(had if holders is None else holders)}
    return _result(dn, before, after, shown, params, [])


def _holders(ad: Ad, names: Sequence[str]) -> list[str]:
    """The DNs of groups and users. Raises RasmiError that names every one a PSO cannot hold for."""
    found, wrong = [], []
    for name in names:
        wanted = ("objectClass", "groupType")
        if "=" in name:
            entry = ad.get(name, wanted)
        else:
            named = ber.some([ber.equal("sAMAccountName", name), ber.equal("userPrincipalName", name)])
            entries = list(ad.search(named, wanted, base=ad.domain))
            entry = entries[0] if len(entries) == 1 else None
        if entry is None:
            wrong.append(f"{name} does not exist")
        elif "group" in entry.texts("objectClass") and entry.number("groupType") != _GLOBAL_SECURITY:
            wrong.append(f"{name} is not a global security group")
        else:
            found.append(entry.dn)
    if wrong:
        raise RasmiError(f"applies_to: {'; '.join(wrong)}. Nothing was changed.")
    return found


def _result(
    dn: str,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    final: Mapping[str, Any],
    params: Mapping[str, Any],
    warnings: list[str],
) -> dict[str, Any]:
    gaps = gaps_of(final, params["classes"] or ()) if final else []
    return {
        "changed": bool(after),
        "dn": dn,
        "policy": dict(final),
        "gaps": gaps,
        "diff": {"before": _lines(before), "after": _lines(after)},
        "warnings_text": [*warnings, *(gap["en"] for gap in gaps)],
    }


def gaps_of(policy: Mapping[str, Any], classes: Sequence[str]) -> list[dict[str, str]]:
    """What the standard asks of passwords (`classes`) and Active Directory cannot enforce, by part of C-PWD-LEN."""
    by_name = [name for name in ("digit", "special") if name in classes] if policy.get("complexity") else list(classes)
    shown = ", ".join(classes)
    return [
        {
            "control": "C-PWD-LEN",
            "part": f"no-{name}",
            "ms": _NAMED_MS.format(name=name, classes=shown),
            "en": _NAMED.format(name=name, classes=shown),
        }
        for name in by_name
    ]


def _lines(values: Mapping[str, Any]) -> str:
    return "".join(f"{name}: {value}\n" for name, value in values.items())


def info(params: Mapping[str, Any]) -> dict[str, Any]:
    """The domain's policy, every PSO, and the policy that holds for one account when it is named."""
    ad = Ad(DirectoryTarget.from_options(params["directory"]))
    try:
        head, psos = read_head(ad), read_psos(ad)
        result: dict[str, Any] = {
            "changed": False,
            "windows": ad.is_windows,
            "domain": {row.option: head.values[row.option] for row in ROWS},
            "psos": [
                {"name": name, **policy.values, "applies_to": list(policy.applies_to)} for name, policy in psos.items()
            ],
        }
        if params["account"]:
            from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.ad_account import find

            dn = find(ad, params["account"], ("msDS-ResultantPSO",)).text("msDS-ResultantPSO")
            holding = next((name for name, policy in psos.items() if policy.dn.lower() == dn.lower()), "")
            result["holds"] = {"pso": holding, "policy": psos[holding].values if holding else result["domain"]}
        return result
    finally:
        ad.close()
