# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the server is and who we are: what a connection option may say, and how fast it lets us ask."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._options import ZIMBRA_SPEC
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.pace import Pace, backoff, retry_after
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.target import ZimbraTarget
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError

OPTIONS = {"host": "mel.kelantan.gov.my", "user": "automasi@kelantan.gov.my", "password": "Rahsia-2026!"}


def test_a_host_is_enough_for_the_usual_address() -> None:
    target = ZimbraTarget.from_options(OPTIONS)
    assert target.url == "https://mel.kelantan.gov.my:7071/service/admin/soap"
    assert (target.host, target.port, target.path) == ("mel.kelantan.gov.my", 7071, "/service/admin/soap")
    assert target.place == "mel.kelantan.gov.my:7071"
    assert target.domain == "kelantan.gov.my"
    assert ZimbraTarget.from_options({**OPTIONS, "port": 9071}).port == 9071


def test_a_url_wins_over_a_host_and_may_leave_the_port_out() -> None:
    target = ZimbraTarget.from_options({**OPTIONS, "url": "https://mel2.kelantan.gov.my/service/admin/soap"})
    assert (target.host, target.port) == ("mel2.kelantan.gov.my", 443)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"host": ""}, "zimbra.url is missing"),
        ({"user": ""}, "zimbra.user is missing"),
        ({"password": ""}, "password or password_file is needed"),
        ({"url": "mel.kelantan.gov.my:7071"}, "is no address"),
        ({"url": "ldap://mel.kelantan.gov.my"}, "is no address"),
        ({"url": "https://a:b@mel.kelantan.gov.my/"}, "must not carry a name or password"),
        ({"url": "http://mel.kelantan.gov.my/", "plaintext_loopback": True}, "would send the password in clear"),
        ({"url": "http://127.0.0.1/"}, "would send the password in clear"),
        ({"password": "", "password_file": "/tiada/kata"}, "password_file: /tiada/kata: No such file"),
        ({"grant_user": "pentadbir@kelantan.gov.my"}, "grant_password or grant_password_file is needed"),
    ],
)
def test_a_target_that_cannot_be_used_says_why(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ProviderError, match=message):
        ZimbraTarget.from_options({**OPTIONS, **change})


def test_plain_http_reaches_only_this_machine_and_only_when_asked_for() -> None:
    target = ZimbraTarget.from_options({**OPTIONS, "url": "http://127.0.0.1:8080/x", "plaintext_loopback": True})
    assert not target.secure


def test_passwords_come_from_files_without_their_line_end(tmp_path: Path) -> None:
    path = tmp_path / "kata"
    path.write_text("Rahsia dalam fail \n", encoding="utf-8")
    target = ZimbraTarget.from_options({**OPTIONS, "password": None, "password_file": str(path)})
    assert target.password == "Rahsia dalam fail "


def test_no_password_is_in_the_representation_of_a_target() -> None:
    target = ZimbraTarget.from_options({**OPTIONS, "grant_user": "p@b.my", "grant_password": "Lain-2026!"})
    assert "2026" not in repr(target)


def test_no_option_switches_the_verification_of_certificates_off() -> None:
    assert not [name for name in ZIMBRA_SPEC if "verif" in name or "valid" in name or "insecure" in name]


def test_the_defaults_of_the_option_are_those_of_the_target() -> None:
    plain = ZimbraTarget(url="https://h/", user="u", password="p")
    for name, spec in ZIMBRA_SPEC.items():
        if "default" in spec and name != "port":
            assert getattr(plain, name) == spec["default"], name


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.now += seconds


@pytest.mark.parametrize("rate", [1.0, 5.0, 25.0, 0.5])
def test_no_second_sees_more_requests_than_the_pace_allows(rate: float) -> None:
    clock = Clock()
    pace = Pace(rate, clock.sleep, clock)
    sent = []
    for _number in range(60):
        pace.wait()
        sent.append(clock.now)
        clock.now += 0.003
    window = max(1.0, 1 / rate)
    for at, moment in enumerate(sent):
        inside = [one for one in itertools.islice(sent, at, None) if one - moment < window - 1e-6]
        assert len(inside) <= max(1, int(rate))


def test_trap_8_the_default_pace_stays_below_the_throttle_and_a_first_burst_is_free() -> None:
    assert ZIMBRA_SPEC["requests_per_second"]["default"] < 30
    clock = Clock()
    pace = Pace(25.0, clock.sleep, clock)
    for _number in range(25):
        pace.wait()
    assert clock.now == 100.0


def test_a_pace_of_nothing_never_waits() -> None:
    clock = Clock()
    pace = Pace(0, clock.sleep, clock)
    for _number in range(1000):
        pace.wait()
    assert clock.now == 100.0


def test_waits_double_up_to_a_limit_and_spread() -> None:
    assert [backoff(attempt, 0.0) for attempt in range(1, 8)] == [1, 2, 4, 8, 16, 30, 30]
    assert backoff(3, 1.0) == 6.0


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("", None), ("3", 3.0), ("99999", 300.0), ("soon", None), ("Thu, 01 Jan 1970 00:00:00 GMT", 0.0), ("-5", None)],
)
def test_what_a_server_asks_to_wait_is_bounded(header: str, seconds: float | None) -> None:
    assert retry_after(header) == seconds
