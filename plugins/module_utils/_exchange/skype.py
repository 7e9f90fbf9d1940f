# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The entitlement to Skype for Business: a user on or off, his address and his policies.

Off (Set-CsUser -Enabled) keeps everything; Disable-CsUser erases address and policies, and is used only when the task
asks for absence.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns import Noun, Property
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.refused import RefusedError
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.wishes import differences, gather, note
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.work import Work, finish
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.faults import NotFound
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.session import Session
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.target import SKYPE, EndpointTarget
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.values import BOOL, TEXT, short_name
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import (
    Fault,
    FaultsError,
    PartialAnswerError,
)

USER = Noun(
    "skype_user",
    "Skype user",
    get="Get-CsUser",
    set="Set-CsUser",
    table=(
        Property("sip_address", "SipAddress", TEXT),
        Property("enterprise_voice", "EnterpriseVoiceEnabled", BOOL),
        Property("audio_video_disabled", "AudioVideoDisabled", BOOL),
        Property("line_uri", "LineURI", TEXT),
    ),
)
#: Option -> (cmdlet that grants the policy, property that shows it).
POLICIES: Mapping[str, tuple[str, str]] = {
    "client_policy": ("Grant-CsClientPolicy", "ClientPolicy"),
    "conferencing_policy": ("Grant-CsConferencingPolicy", "ConferencingPolicy"),
    "external_access_policy": ("Grant-CsExternalAccessPolicy", "ExternalAccessPolicy"),
    "archiving_policy": ("Grant-CsArchivingPolicy", "ArchivingPolicy"),
    "mobility_policy": ("Grant-CsMobilityPolicy", "MobilityPolicy"),
    "pin_policy": ("Grant-CsPinPolicy", "PinPolicy"),
    "voice_policy": ("Grant-CsVoicePolicy", "VoicePolicy"),
}


def target_of(params: Mapping[str, Any]) -> EndpointTarget:
    """The pool's endpoint, with the identity of the option `exchange`. Raises ProviderError."""
    options = {**params["exchange"], "url": params.get("pool_url") or params["exchange"]["url"]}
    return replace(EndpointTarget.from_options(options), configuration=SKYPE)


def manage(params: Mapping[str, Any], check_mode: bool) -> dict[str, Any]:
    """Bring one user to what the task asks and give the module's result. Raises RasmiError of every kind."""
    asked = gather(USER, params, "skype_user")
    _check(params)
    with Session(target_of(params)) as session:
        one = Work(session, USER, params, str(params["name"]))
        one.more["basis"] = params.get("basis") or ""
        _find(one)
        if params["state"] == "absent":
            if one.found is not None:
                one.step("Disable-CsUser", {"Identity": one.guid})
                one.differences.append(note("Skype", (str(one.have("SipAddress")),), ()))
            return finish(one, check_mode)
        wanted = params["state"] == "enabled"
        if one.found is None:
            if not wanted:
                return finish(one, check_mode)
            _enable(one)
        elif bool(one.have("Enabled")) != wanted:
            one.step("Set-CsUser", {"Identity": one.guid, "Enabled": wanted})
            one.differences.append(note("Enabled", (str(one.have("Enabled")),), (str(wanted),)))
        if one.found is not None:
            found = differences(asked, one.found)
            one.differences += found
            if found:
                sends = {row.row.parameter: row.sends for row in found}
                one.step("Set-CsUser", {"Identity": one.guid, **sends})
        _policies(one)
        return finish(one, check_mode)


def _check(params: Mapping[str, Any]) -> None:
    where, faults = "skype_user", []
    sip = params.get("sip_address")
    if sip and not str(sip).casefold().startswith("sip:"):
        faults.append(Fault(where, 0, "sip_address", str(sip), "does not begin with sip:", f"Write sip:{sip}"))
    if params["state"] == "absent" and not params.get("basis"):
        problem = "is missing: absence erases the user's address and policies"
        faults.append(Fault(where, 0, "basis", "", problem, "Name the decision, or use state disabled"))
    if faults:
        raise FaultsError(where, faults)


def _find(one: Work) -> None:
    """Find the user; he is named by his DN from then on. Raises RefusedError when the name means several."""
    try:
        rows = one.session.send("Get-CsUser", {"Identity": one.name}).rows
    except NotFound:
        rows = []
    if len(rows) > 1:
        raise RefusedError(f"{one.session.target.place}: {one.name!r} means {len(rows)} Skype users; give the DN.")
    if rows:
        one.found = rows[0]
        one.guid = str(rows[0].get("DistinguishedName") or rows[0].get("Identity") or "")
        if not one.guid:
            raise PartialAnswerError(f"{one.session.target.place}: {one.name} came without a DN.")


def _enable(one: Work) -> None:
    """Plan to give the account the entitlement; the account is named by its DN, which the task gives then."""
    params, where = one.params, "skype_user"
    faults = [
        Fault(where, 0, field, "", problem, remedy)
        for field, problem, remedy in (
            ("registrar_pool", "is missing", "Name the pool that serves new users"),
            ("sip_address", "is missing", "Write the user's address as sip:name@domain"),
            ("distinguished_name", "is missing", "Give the account's DN in Active Directory"),
        )
        if not params.get(field)
    ]
    if faults:
        raise FaultsError(where, faults)
    one.guid = str(params["distinguished_name"])
    given = {"RegistrarPool": params["registrar_pool"], "SipAddress": params["sip_address"]}
    one.step("Enable-CsUser", {"Identity": one.guid, **given})
    one.differences.append(note("Skype", (), (str(params["sip_address"]),)))


def _policies(one: Work) -> None:
    for option, (cmdlet, shown) in POLICIES.items():
        wanted = one.params.get(option)
        if wanted is None:
            continue
        present = str(one.have(shown) or "")
        if short_name(present.removeprefix("Tag:")) == str(wanted).casefold():
            continue
        one.step(cmdlet, {"Identity": one.guid, "PolicyName": wanted or None})
        one.differences.append(note(shown, (present,) if present else (), (wanted,) if wanted else ()))
