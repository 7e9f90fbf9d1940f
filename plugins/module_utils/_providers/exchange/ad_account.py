# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One account of Active Directory: enable, disable, must change, unlock. Nothing is given back without a basis.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import ad_values, notes
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.directory import (
    Ad,
    DirectoryTarget,
    Entry,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference import ber
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError, RasmiError

CONTROL = "userAccountControl"
COMPUTED = "msDS-User-Account-Control-Computed"
LOGON = "lastLogonTimestamp"
ATTRIBUTES = (
    "objectGUID",
    "objectClass",
    "sAMAccountName",
    "userPrincipalName",
    "isCriticalSystemObject",
    "adminCount",
    CONTROL,
    COMPUTED,
    "msDS-UserPasswordExpiryTimeComputed",
    "msDS-ResultantPSO",
    "pwdLastSet",
    "lockoutTime",
    "badPwdCount",
    LOGON,
    "whenCreated",
    notes.NOTES,
)
#: lastLogonTimestamp is written only when it is older than this, so the last logon lies up to as many days later.
SYNC_DAYS = 14


def find(ad: Ad, name: str, wanted: Iterable[str] = ATTRIBUTES) -> Entry:
    """The account with this DN, objectGUID, address, UPN or sAMAccountName. Raises ProviderError unless it is one."""
    if "=" in name:
        found = [entry for entry in [ad.get(name, wanted)] if entry is not None]
    else:
        several = [ber.equal(one, name) for one in ("sAMAccountName", "userPrincipalName", "mail")]
        if len(name) == 36 and name.count("-") == 4:
            several = [ber.same("objectGUID", ad_values.guid_bytes(name))]
        query = ber.every([ber.equal("objectCategory", "person"), ber.equal("objectClass", "user"), ber.some(several)])
        found = list(ad.search(query, wanted, base=ad.domain))
    if len(found) != 1:
        raise ProviderError(f"{name}: {len(found)} accounts in {ad.domain} have this name; there must be one.")
    return found[0]


def manage(params: Mapping[str, Any], check_mode: bool) -> dict[str, Any]:
    """Bring one account to what the task asks. Raises RasmiError and its kinds."""
    if not params["basis"] and (params["unlock"] or params["state"] == "enabled"):
        raise RasmiError(
            "basis is missing: an account is unlocked or enabled only on a decision; name the document or application."
        )
    ad = Ad(DirectoryTarget.from_options(params["directory"]))
    try:
        entry = find(ad, params["account"])
        if entry.truth("isCriticalSystemObject") or entry.number("adminCount"):
            raise ProviderError(f"{params['account']} is an administrator's or the system's account; it is left alone.")
        before = state_of(entry)
        edits, after = _edits(entry, before, params)
        if edits and not check_mode:
            ad.modify(entry.dn, edits)
        changed = {name: value for name, value in after.items() if before[name] != value}
        return {
            "changed": bool(changed),
            "account": {**before, **after},
            "diff": {
                "before": "".join(f"{name}: {before[name]}\n" for name in changed),
                "after": "".join(f"{name}: {value}\n" for name, value in changed.items()),
            },
        }
    finally:
        ad.close()


def _edits(
    entry: Entry, have: Mapping[str, Any], params: Mapping[str, Any]
) -> tuple[dict[str, list[str]], dict[str, Any]]:
    """The attributes to write, and what is then true."""
    edits: dict[str, list[str]] = {}
    after: dict[str, Any] = {}
    noted = notes.read_notes(entry.text(notes.NOTES))
    control = entry.number(CONTROL) or ad_values.NORMAL
    if params["state"] is not None and have["enabled"] != (params["state"] == "enabled"):
        after["enabled"] = params["state"] == "enabled"
        bits = control & ~ad_values.DISABLED if after["enabled"] else control | ad_values.DISABLED
        edits[CONTROL] = [str(bits)]
    if params["must_change"] is not None and have["must_change"] != params["must_change"]:
        after["must_change"] = params["must_change"]
        # Only 0 (must change) and -1 (changed now) may be written.
        edits["pwdLastSet"] = ["0" if params["must_change"] else "-1"]
    if params["unlock"] and have["locked"]:
        if noted.get("unlocked") == params["basis"]:
            raise RasmiError(
                f"{params['account']} was unlocked on {params['basis']} before and is locked again: a decision opens "
                "an account once. Write a new one."
            )
        after["locked"], after["locked_at"] = False, ""
        edits["lockoutTime"] = ["0"]
        noted["unlocked"] = params["basis"]
    if edits and params["basis"]:
        noted["basis"] = params["basis"]
        edits[notes.NOTES] = [notes.write_notes(noted, params["account"])]
    return edits, after


def state_of(entry: Entry) -> dict[str, Any]:
    """What the directory says of an account. `last_logon_to` is the latest moment at which it may have been used."""
    control, computed = entry.number(CONTROL) or 0, entry.number(COMPUTED) or 0
    locked = bool(computed & ad_values.LOCKED)
    seen = entry.number(LOGON)
    late = seen + SYNC_DAYS * ad_values.DAY * ad_values.TICKS if seen else None
    return {
        "guid": ad_values.guid_text(entry.attributes["objectguid"][0]),
        "dn": entry.dn,
        "name": entry.text("sAMAccountName"),
        "upn": entry.text("userPrincipalName"),
        "enabled": not control & ad_values.DISABLED,
        "locked": locked,
        "locked_at": ad_values.moment(entry.number("lockoutTime")) if locked else "",
        "failures": entry.number("badPwdCount") or 0,
        "must_change": entry.number("pwdLastSet") == 0,
        "password_changed_at": ad_values.moment(entry.number("pwdLastSet")),
        "password_expired": bool(computed & ad_values.EXPIRED),
        "password_expires_at": ad_values.moment(entry.number("msDS-UserPasswordExpiryTimeComputed")),
        "pso": entry.text("msDS-ResultantPSO"),
        "last_logon_from": ad_values.moment(seen),
        "last_logon_to": ad_values.moment(late),
        "created_at": ad_values.generalized(entry.text("whenCreated")),
        "basis": str(notes.read_notes(entry.text(notes.NOTES)).get("basis", "")),
    }


def info(params: Mapping[str, Any]) -> dict[str, Any]:
    """The state of the named accounts. Raises ProviderError for one that does not exist."""
    ad = Ad(DirectoryTarget.from_options(params["directory"]))
    try:
        return {"changed": False, "accounts": [state_of(find(ad, name)) for name in params["accounts"]]}
    finally:
        ad.close()
