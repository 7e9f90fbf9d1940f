# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The steward of a Zimbra server, and the webmail that probes see, against the stand-in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import CouldNotTest, Ports, Target
from ansible_collections.rasmi.mail.plugins.module_utils._probes.wire import Masker, Transcript
from ansible_collections.rasmi.mail.plugins.module_utils._probes.zimbra_web import ZimbraWeb
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.steward import ZimbraSteward
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.target import ZimbraTarget
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import (
    NotAProbeError,
    PolicyRefusedError,
    ProviderError,
)
from tests.standins.zimbra.harness import Zimbra

DOMAIN = "negeri.gov.my"
PROBE, PERSON = f"probe-lock@{DOMAIN}", f"nuraisyah.zaki@{DOMAIN}"
CLERK = f"kerani@{DOMAIN}"
FIRST, GOOD, CLERKS = "Mula-mula-2026", "Baik-sekali-2026", "Kerani-akaun-2026"
POLICY = {
    "zimbraPasswordMinLength": "12",
    "zimbraPasswordMinNumericChars": "1",
    "zimbraPasswordMaxAge": "90",
    "zimbraPasswordLockoutEnabled": "TRUE",
    "zimbraPasswordLockoutMaxFailures": "3",
    "zimbraPasswordLockoutDuration": "0",
    "zimbraPasswordLockoutFailureLifetime": "0",
    "zimbraMailQuota": "314572800",
}
#: What role zimbra_standard grants the identity that manages accounts, as far as the steward needs it.
RIGHTS = (
    "getAccount",
    "getAccountInfo",
    "listAccount",
    "modifyAccount",
    "setAccountPassword",
    "checkPasswordStrength",
    "getDomain",
)
ACTS = {
    "set_password": lambda steward: steward.set_password(PERSON, GOOD),
    "release": lambda steward: steward.release(PERSON),
    "age_password": lambda steward: steward.age_password(PERSON, 91),
    "quota": lambda steward: steward.quota(PERSON),
    "set_quota": lambda steward: steward.set_quota(PERSON, 1),
    "suspend": lambda steward: steward.suspend(PERSON),
    "resume": lambda steward: steward.resume(PERSON),
}


def pairs(values: dict[str, str]) -> list[dict[str, str]]:
    return [{"n": name, "_content": value} for name, value in values.items()]


def made(server: Zimbra, address: str, password: str, **values: str) -> str:
    answer = server.soap("CreateAccountRequest", {"name": address, "password": password, "a": pairs(values)})
    return str(answer["account"][0]["id"])


@pytest.fixture(scope="module")
def server() -> Iterator[Zimbra]:
    with Zimbra(cos={**POLICY, "zimbraFeatureMailForwardingEnabled": "FALSE"}) as running:
        made(running, PROBE, FIRST, zimbraNotes=json.dumps({"rasmi": 1, "kind": "probe"}))
        made(running, PERSON, FIRST, zimbraNotes=json.dumps({"rasmi": 1, "kind": "individual"}))
        yield running


@pytest.fixture
def steward(server: Zimbra) -> Iterator[ZimbraSteward]:
    running = ZimbraSteward(ZimbraTarget.from_options(server.options))
    yield running
    running.set_password(PROBE, FIRST)
    running.resume(PROBE)
    running.close()
    running.close()


def attributes(server: Zimbra, address: str, apply_cos: str = "0") -> dict[str, str]:
    body = {"account": {"by": "name", "_content": address}, "applyCos": apply_cos}
    found = server.soap("GetAccountRequest", body)["account"][0]["a"]
    return {item["n"]: item["_content"] for item in found}


@pytest.fixture
def web(server: Zimbra) -> Iterator[ZimbraWeb]:
    target = Target(
        "zcs1.test", "127.0.0.1", (DOMAIN,), ca_file=server.ca_file, ports=Ports(https=server.user_port), timeout=10
    )
    with ZimbraWeb(target, Transcript(Masker())) as session:
        yield session


@pytest.mark.parametrize("act", ACTS)
def test_no_act_touches_an_account_that_is_no_probe(server: Zimbra, steward: ZimbraSteward, act: str) -> None:
    before = attributes(server, PERSON)
    with pytest.raises(NotAProbeError):
        ACTS[act](steward)
    assert attributes(server, PERSON) == before


def test_an_alias_of_a_probe_is_not_its_address(server: Zimbra, steward: ZimbraSteward) -> None:
    alias = f"lain@{DOMAIN}"
    number = attributes(server, PROBE)["zimbraId"]
    server.soap("AddAccountAliasRequest", {"id": number, "alias": alias})
    with pytest.raises(NotAProbeError):
        steward.quota(alias)


def test_an_account_that_is_missing_says_what_to_run(steward: ZimbraSteward) -> None:
    with pytest.raises(ProviderError, match=r"accounts\.yml"):
        steward.quota(f"tiada@{DOMAIN}")


def test_permanent_and_temporary_passwords(server: Zimbra, steward: ZimbraSteward, web: ZimbraWeb) -> None:
    steward.set_password(PROBE, GOOD)
    assert web.login(PROBE, GOOD).accepted
    steward.set_password(PROBE, GOOD, temporary=True)
    seen = web.login(PROBE, GOOD)
    assert (seen.accepted, seen.change_only, seen.answer) == (False, True, "account.CHANGE_PASSWORD")
    assert not web.shows_mail()
    saved, _said = web.change_password(GOOD, "Pilihan-saya-2026")
    assert saved
    assert web.login(PROBE, "Pilihan-saya-2026").accepted


@pytest.mark.parametrize("weak", ["Pendek-1", "tiada-digit-langsung"])
def test_a_weak_password_is_refused_although_the_server_would_store_it(
    server: Zimbra, steward: ZimbraSteward, web: ZimbraWeb, weak: str
) -> None:
    with pytest.raises(PolicyRefusedError):
        steward.set_password(PROBE, weak)
    assert not web.login(PROBE, weak).accepted
    assert web.login(PROBE, FIRST).accepted


def test_the_webmail_says_why_a_weak_password_is_not_saved(steward: ZimbraSteward, web: ZimbraWeb) -> None:
    steward.set_password(PROBE, GOOD)
    web.login(PROBE, GOOD)
    saved, said = web.change_password(GOOD, "pendek1")
    assert not saved
    assert "INVALID_PASSWORD" in said


def test_an_aged_password_no_longer_opens(steward: ZimbraSteward, web: ZimbraWeb) -> None:
    steward.age_password(PROBE, 91)
    assert web.login(PROBE, FIRST).answer == "account.CHANGE_PASSWORD"
    steward.age_password(PROBE, 60)
    assert web.login(PROBE, FIRST).accepted


def test_release_lifts_a_lock_and_forgets_failures(server: Zimbra, steward: ZimbraSteward, web: ZimbraWeb) -> None:
    for _number in range(2):
        assert not web.login(PROBE, "Salah-salah-1").accepted
    steward.release(PROBE)
    for number in range(3):
        assert attributes(server, PROBE)["zimbraAccountStatus"] == "active", number
        assert not web.login(PROBE, f"Salah-lagi-{number}").accepted
    assert not web.login(PROBE, FIRST).accepted
    steward.release(PROBE)
    assert web.login(PROBE, FIRST).accepted


def test_suspending_ends_the_session_and_a_release_does_not_resume(steward: ZimbraSteward, web: ZimbraWeb) -> None:
    assert web.login(PROBE, FIRST).accepted
    assert web.ended()[0] is False
    steward.suspend(PROBE)
    assert web.ended() == (True, "service.AUTH_EXPIRED")
    steward.release(PROBE)
    assert not web.login(PROBE, FIRST).accepted
    steward.resume(PROBE)
    assert web.login(PROBE, FIRST).accepted


def test_a_mailbox_that_is_filled_was_not_warned_lately(server: Zimbra, steward: ZimbraSteward) -> None:
    """Otherwise the server would hold back the warning that a probe waits for, until a day later."""
    number = attributes(server, PROBE)["zimbraId"]
    server.soap("ModifyAccountRequest", {"id": number, "a": pairs({"zimbraQuotaLastWarnTime": "20261130010203Z"})})
    before = steward.quota(PROBE)
    steward.set_quota(PROBE, 1048576)
    assert "zimbraQuotaLastWarnTime" not in attributes(server, PROBE)
    steward.set_quota(PROBE, before)


def test_quota_is_set_and_put_back(server: Zimbra, steward: ZimbraSteward) -> None:
    assert steward.quota(PROBE) == 314572800
    steward.set_quota(PROBE, 1048576)
    assert attributes(server, PROBE)["zimbraMailQuota"] == "1048576"
    steward.set_quota(PROBE, 314572800)
    assert "zimbraMailQuota" not in attributes(server, PROBE)
    assert steward.quota(PROBE) == 314572800


def test_an_identity_without_quotas_uses_the_class_of_probes(server: Zimbra) -> None:
    steward = ZimbraSteward(clerk(server))
    try:
        before = attributes(server, PROBE).get("zimbraCOSId", "")
        steward.set_quota(PROBE, 1048576)
        assert steward.quota(PROBE) == 1048576
        assert "zimbraMailQuota" not in attributes(server, PROBE)
        steward.set_quota(PROBE, 314572800)
        assert attributes(server, PROBE).get("zimbraCOSId", "") == before
        with pytest.raises(ProviderError, match="rasmi_probe"):
            steward.set_quota(PROBE, 4096)
        steward.set_password(PROBE, FIRST)
        with pytest.raises(NotAProbeError):
            steward.set_password(PERSON, GOOD)
    finally:
        steward.close()


def clerk(server: Zimbra) -> ZimbraTarget:
    """The identity with the least rights, and the COS that the role makes for it."""
    made(server, CLERK, CLERKS, zimbraIsDelegatedAdminAccount="TRUE")
    server.soap(
        "CreateCosRequest", {"name": {"_content": "rasmi_probe"}, "a": pairs({**POLICY, "zimbraMailQuota": "1048576"})}
    )
    grantee = {"type": "usr", "by": "name", "_content": CLERK}
    grants: list[tuple[dict[str, Any], str]] = [
        ({"type": "domain", "by": "name", "_content": DOMAIN}, right) for right in RIGHTS
    ]
    for name in ("rasmi_probe", "default"):
        grants += [
            ({"type": "cos", "by": "name", "_content": name}, right) for right in ("assignCos", "getCos", "listCos")
        ]
    for target, right in grants:
        server.soap("GrantRightRequest", {"target": target, "grantee": grantee, "right": {"_content": right}})
    return ZimbraTarget.from_options({**server.options, "user": CLERK, "password": CLERKS})


def test_forwards_that_a_user_could_set_are_seen(server: Zimbra, web: ZimbraWeb) -> None:
    number = attributes(server, PROBE)["zimbraId"]
    assert web.login(PROBE, FIRST).accepted
    server.soap(
        "ModifyAccountRequest", {"id": number, "a": pairs({"zimbraFeatureMailForwardingInFiltersEnabled": "FALSE"})}
    )
    assert web.forward_offers() == set()
    server.soap("ModifyAccountRequest", {"id": number, "a": pairs({"zimbraFeatureMailForwardingEnabled": "TRUE"})})
    assert web.forward_offers() == {"zimbraFeatureMailForwardingEnabled", "zimbraPrefMailForwardingAddress"}
    # What was tried is taken back.
    assert "zimbraPrefMailForwardingAddress" not in attributes(server, PROBE)
    server.soap("ModifyAccountRequest", {"id": number, "a": pairs({"zimbraFeatureMailForwardingEnabled": ""})})


def test_a_server_that_cannot_answer_is_no_refusal(server: Zimbra, web: ZimbraWeb) -> None:
    server.knobs(faults=[{"request": "AuthRequest", "kind": "http", "status": 503, "times": 1}])
    with pytest.raises(CouldNotTest):
        web.login(PROBE, FIRST)
    server.knobs(faults=[{"request": "AuthRequest", "kind": "fault", "times": 1}])
    with pytest.raises(CouldNotTest):
        web.login(PROBE, FIRST)
    server.knobs(faults=[])


def test_nothing_secret_is_in_a_transcript(web: ZimbraWeb) -> None:
    web.login(PROBE, FIRST)
    web.change_password(FIRST, "Sama-sahaja-2026")
    web.login(PROBE, "Sama-sahaja-2026")
    lines = "\n".join(web.wire.lines)
    assert web.token
    assert not any(secret in lines for secret in (FIRST, "Sama-sahaja-2026", web.token))
    assert "POST /service/soap/AuthRequest" in lines
