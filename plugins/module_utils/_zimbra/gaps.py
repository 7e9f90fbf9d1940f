# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What goes round the standard on a server whose settings all keep it: seen, not guessed, each with its clauses.

Pure: what was read goes in. Nothing here is a verdict; verdicts come from the probes.
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.attributes import restart_of

Gap = dict[str, Any]
#: Attributes with which mail leaves, or is copied, without its owner sending it; the server obeys the first two
#: although the feature is off (Postfix reads them from the directory).
FORWARDS = ("zimbraPrefMailForwardingAddress", "zimbraMailForwardingAddress", "zimbraInterceptAddress")
#: Mechanisms with which Zimbra checks passwords itself, so that its rules about them hold.
_OWN_MECHANISMS = frozenset({"", "zimbra"})
_PASSWORD_CONTROLS = ("C-PWD-LEN", "C-PWD-AGE", "C-PWD-FIRST")
#: A message names so many and counts the rest.
_NAMED = 5


def gaps(found: Mapping[str, Any], seen: Mapping[str, Any]) -> list[Gap]:
    """Everything uncovered, in the order of the tables below, what the settings themselves cannot keep first.

    `found` is the result of `settings()`. `seen` has `servers`, `domains`, `accounts` (lists of name and attributes),
    `unassigned` (accounts without a COS of their own, by number, while the domain's default was left as it is),
    `elsewhere` (names of accounts in a COS without the policy), `signed` (domain -> whether it has a DKIM key),
    `inspectors` (who may open mailboxes by a delegated right) and `due` (daemons that were not restarted).
    """
    controls = found["clauses"]
    made = list(found["uncovered"])
    for look in _LOOKS:
        for control, reason in look(found, seen):
            if control in controls:
                made.append({"control": control, "clauses": controls[control], "reason": reason})
    return made


def lines(uncovered: Iterable[Gap]) -> list[str]:
    """One sentence per gap, for people."""
    return [f"{gap['control']} ({', '.join(gap['clauses'])}): {gap['reason']}" for gap in uncovered]


_Found = Iterator[tuple[str, str]]


def _filters(found: Mapping[str, Any], seen: Mapping[str, Any]) -> _Found:
    wanted = found["services"]["add"]
    for server in seen["servers"]:
        enabled = _values(server, "zimbraServiceEnabled")
        installed = _values(server, "zimbraServiceInstalled")
        missing = [name for name in wanted if name not in installed]
        if "mta" in enabled and missing:
            yield "C-AV", f"{server['name']} has an MTA but no package for {' and '.join(missing)}: install it there"


def _signatures(_found: Mapping[str, Any], seen: Mapping[str, Any]) -> _Found:
    unsigned = sorted(domain for domain, signed in seen["signed"].items() if not signed)
    if unsigned:
        yield "C-DNS", f"no DKIM key was seen for {_some(unsigned)}: run zmdkimkeyutil -a -d DOMAIN on the server"


def _logins(_found: Mapping[str, Any], seen: Mapping[str, Any]) -> _Found:
    for domain in seen["domains"]:
        mechanism = (_values(domain, "zimbraAuthMech") or [""])[0]
        if mechanism not in _OWN_MECHANISMS:
            for control in _PASSWORD_CONTROLS:
                yield control, f"{domain['name']} lets {mechanism} check passwords: Zimbra's rules do not hold there"


def _forwarding(_found: Mapping[str, Any], seen: Mapping[str, Any]) -> _Found:
    for attribute in FORWARDS:
        names = [account["name"] for account in seen["accounts"] if _values(account, attribute)]
        if names:
            control = "C-INSP" if attribute == "zimbraInterceptAddress" else "C-FWD"
            yield control, f"{len(names)} account(s) have {attribute} and the server obeys it: {_some(names)}"


def _own_values(found: Mapping[str, Any], seen: Mapping[str, Any]) -> _Found:
    """An account's own value wins over its class of service; one that says the same does no harm."""
    for attribute, wanted in found["cos"].items():
        names = [
            account["name"]
            for account in seen["accounts"]
            if _values(account, attribute) not in ([], wanted if isinstance(wanted, list) else [wanted])
        ]
        if names:
            control = found["because"][attribute]["control"]
            yield control, f"{len(names)} account(s) have a {attribute} of their own: {_some(names)}"
    names = [account["name"] for account in seen["accounts"] if _values(account, "zimbraMailQuota")]
    if names:
        yield "C-QUOTA-TIER", f"{len(names)} account(s) have a quota of their own: {_some(names)}"


def _classes(_found: Mapping[str, Any], seen: Mapping[str, Any]) -> _Found:
    names = seen["elsewhere"]
    if names:
        yield (
            "C-AUTH-LOCK",
            f"{len(names)} account(s) are in a class of service that does not have the policy "
            f"(zimbra_standard_other_coses): {_some(names)}",
        )
    if seen["unassigned"]:
        yield (
            "C-QUOTA-TIER",
            f"{seen['unassigned']} account(s) have no class of service of their own; making a tier the "
            "domain's default would give them its quota at once (zimbra_standard_domain_default)",
        )


def _inspection(_found: Mapping[str, Any], seen: Mapping[str, Any]) -> _Found:
    if seen["inspectors"]:
        yield "C-INSP", f"a delegated right lets {_some(seen['inspectors'])} open mailboxes"


def _restarts(found: Mapping[str, Any], seen: Mapping[str, Any]) -> _Found:
    waiting: dict[str, list[str]] = {}
    for attribute in [*found["global"], *found["server"]]:
        control = found["because"][attribute]["control"]
        waiting.setdefault(control, []).extend(name for name in restart_of(attribute) if name in seen["due"])
    for control, daemons in waiting.items():
        if daemons:
            yield control, f"changed settings hold only after a restart by hand: {', '.join(sorted(set(daemons)))}"


_LOOKS: tuple[Callable[[Mapping[str, Any], Mapping[str, Any]], _Found], ...] = (
    _filters,
    _signatures,
    _logins,
    _forwarding,
    _own_values,
    _classes,
    _inspection,
    _restarts,
)


def _values(thing: Mapping[str, Any], attribute: str) -> list[str]:
    value = thing["attributes"].get(attribute)
    return [] if value in (None, "") else value if isinstance(value, list) else [str(value)]


def _some(names: Sequence[str]) -> str:
    shown = ", ".join(sorted(names)[:_NAMED])
    return f"{shown} and {len(names) - _NAMED} more" if len(names) > _NAMED else shown
