# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The stand-in's logins: statuses, lockout, passwords that end, tokens, ports."""

from __future__ import annotations

import json
import ssl
import time
import urllib.error
import urllib.request
from typing import Any

import pytest

from tests.contract.zimbra_standin.desk import DOMAIN, PASSWORD, Desk, code
from tests.standins.zimbra.harness import ADMIN
from tests.standins.zimbra.harness import PASSWORD as ADMIN_PASSWORD

DAY = 86_400
STRICT = {
    "zimbraPasswordLockoutEnabled": "TRUE",
    "zimbraPasswordLockoutMaxFailures": "3",
    "zimbraPasswordLockoutDuration": "0",
    "zimbraPasswordLockoutFailureLifetime": "0",
}


@pytest.mark.parametrize(
    ("status", "fault"),
    [
        ("active", ""),
        ("locked", "account.AUTH_FAILED"),
        ("maintenance", "account.MAINTENANCE_MODE"),
        ("closed", "account.AUTH_FAILED"),
        ("pending", "account.AUTH_FAILED"),
        ("lockout", ""),
    ],
)
def test_who_may_log_in(desk: Desk, status: str, fault: str) -> None:
    identity, name = desk.new()
    desk.set(identity, zimbraAccountStatus=status)
    assert desk.login(name) == fault


def test_a_status_by_hand_sets_the_mail_status(desk: Desk) -> None:
    identity, _name = desk.new()
    found = []
    for status in ("closed", "locked", "pending", "active"):
        desk.set(identity, zimbraAccountStatus=status)
        found += desk.get(identity, "zimbraMailStatus")["zimbraMailStatus"]
    assert found == ["disabled", "enabled", "disabled", "enabled"]
    desk.set(identity, zimbraAccountStatus="active", zimbraMailStatus="disabled")
    assert desk.get(identity, "zimbraMailStatus") == {"zimbraMailStatus": ["disabled"]}


def test_locking_ends_the_tokens_of_the_account(desk: Desk) -> None:
    identity, name = desk.new()
    token = desk.token(name)
    assert code(desk.server.user_soap("GetInfoRequest", {}, token=token)) == ""
    desk.set(identity, zimbraAccountStatus="locked")
    assert code(desk.server.user_soap("GetInfoRequest", {}, token=token)) == "service.AUTH_EXPIRED"


def test_three_failures_lock_until_an_administrator_releases(desk: Desk) -> None:
    identity, name = desk.new(zimbraCOSId=desk.cos(**STRICT))
    assert [desk.login(name, "salah") for _try in range(3)] == ["account.AUTH_FAILED"] * 3
    found = desk.get(
        identity, "zimbraAccountStatus", "zimbraPasswordLockoutLockedTime", "zimbraPasswordLockoutFailureTime"
    )
    assert found["zimbraAccountStatus"] == ["lockout"] and len(found["zimbraPasswordLockoutFailureTime"]) == 3
    desk.server.knobs(shift=400.0 * DAY)
    assert desk.login(name) == "account.AUTH_FAILED"
    desk.set(identity, zimbraAccountStatus="active")
    assert set(desk.get(identity, *found)) == {"zimbraAccountStatus"}
    assert desk.login(name) == ""


def test_a_lockout_with_a_duration_ends_at_the_next_good_login(desk: Desk) -> None:
    identity, name = desk.new(zimbraCOSId=desk.cos(**{**STRICT, "zimbraPasswordLockoutDuration": "1h"}))
    for _try in range(3):
        desk.login(name, "salah")
    desk.server.knobs(shift=3601.0)
    assert desk.get(identity, "zimbraAccountStatus") == {"zimbraAccountStatus": ["lockout"]}
    assert desk.login(name) == ""
    assert desk.get(identity, "zimbraAccountStatus") == {"zimbraAccountStatus": ["active"]}


def test_failures_expire_and_a_good_login_forgets_them(desk: Desk) -> None:
    lifetime = {"zimbraPasswordLockoutFailureLifetime": "1h"}
    identity, name = desk.new(zimbraCOSId=desk.cos(**{**STRICT, **lifetime}))
    desk.login(name, "salah")
    desk.login(name, "salah")
    desk.server.knobs(shift=3700.0)
    assert desk.login(name, "salah") == "account.AUTH_FAILED"
    assert len(desk.get(identity, "zimbraPasswordLockoutFailureTime")["zimbraPasswordLockoutFailureTime"]) == 1
    assert desk.login(name) == ""
    assert desk.get(identity, "zimbraPasswordLockoutFailureTime") == {}


def test_an_administrator_is_locked_out_too(desk: Desk) -> None:
    _identity, name = desk.new(zimbraIsAdminAccount="TRUE", **STRICT)
    body = {"name": name, "password": "salah"}
    found = [code(desk.soap("AuthRequest", body, token="")) for _try in range(4)]
    assert found == ["account.AUTH_FAILED"] * 3 + ["service.PERM_DENIED"]
    assert code(desk.soap("AuthRequest", {"name": name, "password": PASSWORD}, token="")) == "service.PERM_DENIED"


def test_other_doors_count_for_the_lockout(desk: Desk) -> None:
    _identity, name = desk.new(zimbraCOSId=desk.cos(**STRICT))
    for _try in range(3):
        answer = desk.server.control("auth", name=name, password="salah", protocol="imap")
        assert answer["code"] == "account.AUTH_FAILED"
    assert desk.login(name) == "account.AUTH_FAILED"


def test_repeating_a_wrong_password_over_a_suppressed_protocol_does_not_count(desk: Desk) -> None:
    identity, name = desk.new(zimbraCOSId=desk.cos(**STRICT))
    for _try in range(5):
        desk.server.control("auth", name=name, password="salah", protocol="zsync")
    assert len(desk.get(identity, "zimbraPasswordLockoutFailureTime")["zimbraPasswordLockoutFailureTime"]) == 1


@pytest.mark.parametrize(
    ("name", "password", "fault"),
    [
        ("admin", "salah", "account.AUTH_FAILED"),
        ("nobody", PASSWORD, "service.PERM_DENIED"),
    ],
)
def test_the_admin_port_says_little(desk: Desk, name: str, password: str, fault: str) -> None:
    body = {"name": f"{name}@{DOMAIN}", "password": password}
    assert code(desk.soap("AuthRequest", body, token="")) == fault


def test_a_user_is_no_administrator(desk: Desk) -> None:
    _identity, name = desk.new()
    assert code(desk.soap("AuthRequest", {"name": name, "password": PASSWORD}, token="")) == "service.PERM_DENIED"
    assert code(desk.soap("GetAllCosRequest", token=desk.token(name))) == "service.PERM_DENIED"


def test_an_administrator_ignores_the_policy_and_must_change_is_forgotten(desk: Desk) -> None:
    identity, name = desk.new(zimbraCOSId=desk.cos(zimbraPasswordMinLength="12"), zimbraPasswordMustChange="TRUE")
    assert desk.login(name) == "account.CHANGE_PASSWORD"
    answer = desk.soap("SetPasswordRequest", {"id": identity, "newPassword": "abc"})
    assert "too short" in answer["message"][0]["_content"]
    assert desk.login(name, "abc") == ""
    assert desk.get(identity, "zimbraPasswordMustChange") == {}


def test_a_new_password_ends_the_tokens(desk: Desk) -> None:
    identity, name = desk.new()
    token = desk.token(name)
    desk.soap("SetPasswordRequest", {"id": identity, "newPassword": "Lain-Sekali-2026"})
    assert code(desk.server.user_soap("GetInfoRequest", {}, token=token)) == "service.AUTH_EXPIRED"


def test_the_strength_can_be_asked_without_setting(desk: Desk) -> None:
    rules = {
        "zimbraPasswordMinLength": "12",
        "zimbraPasswordMinPunctuationChars": "1",
        "zimbraPasswordMinNumericChars": "1",
    }
    identity, name = desk.new(zimbraCOSId=desk.cos(**rules))

    def ask(password: str) -> tuple[str, str]:
        answer = desk.soap("CheckPasswordStrengthRequest", {"id": identity, "password": password})
        return code(answer), answer["Detail"]["Error"]["a"][0]["n"] if "Detail" in answer else ""

    assert ask("pendek-1") == ("account.INVALID_PASSWORD", "zimbraPasswordMinLength")
    assert ask("TanpaTanda12345") == ("account.INVALID_PASSWORD", "zimbraPasswordMinPunctuationChars")
    assert ask("Tanpa-Angka-Satu") == ("account.INVALID_PASSWORD", "zimbraPasswordMinNumericChars")
    assert ask("Cukup-Baik-2026") == ("", "")
    assert desk.login(name) == ""


def test_a_password_ends_after_its_age(desk: Desk) -> None:
    _identity, name = desk.new(zimbraCOSId=desk.cos(zimbraPasswordMaxAge="90"))
    assert desk.login(name) == ""
    desk.server.knobs(shift=91.0 * DAY)
    assert desk.login(name) == "account.CHANGE_PASSWORD"
    assert desk.server.control("auth", name=name, password=PASSWORD)["code"] == "account.CHANGE_PASSWORD"


def change(desk: Desk, name: str, old: str, new: str) -> str:
    body = {
        "account": {"by": "name", "_content": name},
        "oldPassword": {"_content": old},
        "password": {"_content": new},
    }
    return code(desk.server.user_soap("ChangePasswordRequest", body))


def test_a_user_changes_the_password_without_a_token(desk: Desk) -> None:
    rules = {"zimbraPasswordMinLength": "12", "zimbraPasswordEnforceHistory": "2"}
    _identity, name = desk.new(zimbraCOSId=desk.cos(**rules), zimbraPasswordMustChange="TRUE")
    assert change(desk, name, "salah", "Kata-Laluan-0001") == "account.AUTH_FAILED"
    assert change(desk, name, PASSWORD, "pendek") == "account.INVALID_PASSWORD"
    assert change(desk, name, PASSWORD, PASSWORD) == "account.PASSWORD_RECENTLY_USED"
    assert change(desk, name, PASSWORD, "Kata-Laluan-0001") == ""
    assert desk.login(name, "Kata-Laluan-0001") == ""
    assert change(desk, name, "Kata-Laluan-0001", PASSWORD) == "account.PASSWORD_RECENTLY_USED"
    assert change(desk, name, "Kata-Laluan-0001", "Kata-Laluan-0002") == ""
    assert change(desk, name, "Kata-Laluan-0002", PASSWORD) == ""


def test_the_last_logon_moves_once_per_frequency(desk: Desk) -> None:
    identity, name = desk.new()

    def stamp() -> list[str]:
        return desk.get(identity, "zimbraLastLogonTimestamp").get("zimbraLastLogonTimestamp", [])

    assert stamp() == []
    desk.login(name)
    first = stamp()
    assert len(first) == 1
    desk.server.knobs(shift=2.0 * DAY)
    desk.login(name)
    assert stamp() == first, "the default frequency is seven days"
    desk.soap("ModifyConfigRequest", {"a": [{"n": "zimbraLastLogonTimestampFrequency", "_content": "1d"}]})
    desk.login(name)
    assert stamp() > first
    desk.soap("ModifyConfigRequest", {"a": [{"n": "zimbraLastLogonTimestampFrequency", "_content": "7d"}]})


def test_tokens_expire_and_foreign_ones_are_none(desk: Desk) -> None:
    assert code(desk.soap("NoOpRequest", token="0_bad_00")) == "service.AUTH_REQUIRED"
    assert code(desk.soap("NoOpRequest", token="")) == "service.AUTH_REQUIRED"
    token = desk.server.token
    desk.server.control("expire")
    assert code(desk.soap("NoOpRequest", token=token)) == "service.AUTH_EXPIRED"
    time.sleep(0.002)
    assert code(desk.soap("NoOpRequest", token=desk.server.login(ADMIN, ADMIN_PASSWORD))) == ""


def envelope(name: str, token: str = "") -> bytes:
    context: dict[str, Any] = {"_jsns": "urn:zimbra", "format": {"type": "js"}} | (
        {"authToken": token} if token else {}
    )
    return json.dumps({"Header": {"context": context}, "Body": {name: {"_jsns": "urn:zimbraAdmin"}}}).encode()


def test_a_csrf_token_is_needed_with_a_cookie_only(desk: Desk) -> None:
    body = {"name": desk.server.settings["admin"], "password": desk.server.settings["admin_password"]}
    answer = desk.soap("AuthRequest", {**body, "csrfTokenSecured": "1"}, token="")
    token, csrf = answer["authToken"][0]["_content"], answer["csrfToken"]["_content"]
    path, cookie = "/service/admin/soap", {"Cookie": f"ZM_ADMIN_AUTH_TOKEN={token}"}

    def ask(body: bytes, headers: dict[str, str]) -> str:
        _status, _headers, data = desk.server.post(path, body, headers=headers)
        return code(next(iter(json.loads(data)["Body"].values())))

    assert ask(envelope("NoOpRequest"), cookie) == "service.AUTH_REQUIRED"
    assert ask(envelope("NoOpRequest"), {**cookie, "X-Zimbra-Csrf-Token": csrf}) == ""
    assert ask(envelope("NoOpRequest", token), {}) == ""


def test_an_admin_request_on_the_user_port_is_refused_in_xml(desk: Desk) -> None:
    status, headers, data = desk.server.post("/service/soap", envelope("NoOpRequest", desk.server.token), admin=False)
    assert status == 500 and headers["Content-Type"].startswith("text/xml")
    assert f"Request not allowed on port {desk.server.user_port}".encode() in data


def test_get_is_not_allowed(desk: Desk) -> None:
    context = ssl.create_default_context(cafile=desk.server.ca_file)
    with pytest.raises(urllib.error.HTTPError) as refused:
        urllib.request.urlopen(desk.server.admin_url, context=context, timeout=10)
    assert refused.value.code == 405


def test_the_throttle_answers_with_html(desk: Desk) -> None:
    # fewer than a busy machine makes in a second
    desk.soap("ModifyConfigRequest", {"a": [{"n": "zimbraHttpDosFilterMaxRequestsPerSec", "_content": "5"}]})
    desk.server.knobs(throttle=True)
    answers = [
        desk.server.post("/service/admin/soap", envelope("NoOpRequest", desk.server.token)) for _try in range(45)
    ]
    refused = [
        (headers["DoSFilter"], headers["Content-Type"][:9]) for status, headers, _data in answers if status == 429
    ]
    assert set(refused) == {("unavailable", "text/html")}
    desk.server.knobs(throttle=False)
    desk.soap("ModifyConfigRequest", {"a": [{"n": "zimbraHttpThrottleSafeIPs", "_content": "127.0.0.1"}]})
    desk.server.knobs(throttle=True)
    answers = [
        desk.server.post("/service/admin/soap", envelope("NoOpRequest", desk.server.token)) for _try in range(45)
    ]
    assert {status for status, _headers, _data in answers} == {200}
    back = {"zimbraHttpThrottleSafeIPs": "", "zimbraHttpDosFilterMaxRequestsPerSec": "30"}
    desk.soap("ModifyConfigRequest", {"a": [{"n": name, "_content": value} for name, value in back.items()]})


def test_a_suspended_domain_stops_even_the_global_administrator(desk: Desk) -> None:
    answer = desk.soap("CreateDomainRequest", {"name": "gantung.gov.my"})
    domain = answer["domain"][0]["id"]
    made = desk.soap("CreateAccountRequest", {"name": "a@gantung.gov.my", "password": PASSWORD})["account"][0]["id"]
    body = {"id": domain, "a": [{"n": "zimbraDomainStatus", "_content": "suspended"}]}
    desk.soap("ModifyDomainRequest", body)
    refused = desk.set(made, description="x")
    assert code(refused) == "service.PERM_DENIED" and "domain is suspended" in refused["Reason"]["Text"]
    assert desk.login("a@gantung.gov.my") == "account.MAINTENANCE_MODE"
    body["a"][0]["_content"] = "active"  # type: ignore[index]
    assert code(desk.soap("ModifyDomainRequest", body)) == ""
    assert code(desk.soap("DeleteDomainRequest", {"id": domain})) == "account.DOMAIN_NOT_EMPTY"
    desk.soap("DeleteAccountRequest", {"id": made})
    assert code(desk.soap("DeleteDomainRequest", {"id": domain})) == ""
