# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Probes against a service that keeps the standard, and against services with one flaw each."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._probes import login
from ansible_collections.rasmi.mail.plugins.module_utils._probes.content import GTUBE
from ansible_collections.rasmi.mail.plugins.module_utils._probes.registry import REGISTRY
from ansible_collections.rasmi.mail.plugins.module_utils._probes.runner import observe, run_probes
from ansible_collections.rasmi.mail.plugins.module_utils._probes.sink import Sink
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import Ports, ProbeAccount, Target
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Run, utc_now
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import RasmiError
from ansible_collections.rasmi.mail.plugins.module_utils._standard.verdict import COULD_NOT_TEST, FAIL, PASS, Verdict
from tests.standins.mailpeer import Peer
from tests.standins.mailservice import NAME, Flaws

STANDARD = {
    "controls": {
        "C-WEB-HTTPS": {"clauses": ["KEL-5.1-n"], "host": NAME},
        "C-CLI-TLS": {"clauses": ["KEL-5.1-n"], "required": True},
        "C-AUTH-LOCK": {"clauses": ["KEL-5.1-o"], "failures": 3},
        "C-PWD-AGE": {"clauses": ["KEL-5.1-p"], "max_days": 90},
        "C-PWD-LEN": {"clauses": ["KEL-5.6-c"], "min": 12, "classes": ["letter", "digit", "special"]},
        "C-PWD-FIRST": {"clauses": ["KEL-4.3-d"]},
        "C-MSG-SIZE": {"clauses": ["KEL-5.2-a"], "in_bytes": 300000, "out_bytes": 300000},
        "C-ATT-SIZE": {"clauses": ["KEL-5.2-a"], "in_bytes": 100000, "out_bytes": 100000},
        "C-RELAY": {"clauses": ["MAM-NOV07-4.f"]},
        "C-DOM": {"clauses": ["KEL-1-b"], "suffixes": ["gov.my"]},
        "C-NAME": {"clauses": ["KEL-OPS002-A"]},
        "C-DISABLE": {"clauses": ["KEL-4.5-a"]},
        "C-AV": {"clauses": ["KEL-4.6-a"], "enabled": True},
        "C-FWD": {"clauses": ["KEL-5.1-j"]},
        "C-EXPORT": {"clauses": ["KEL-6.3"], "older_than": "P1Y"},
        "C-TMP-SPACE": {"clauses": ["MAM-NOV07-4.f.ii"], "min_bytes": 1073741824},
    },
    "tiers": [],
    "domains": {"official": ["kelantan.gov.my"]},
}
SIGNATURES = {"kind": "virus_signatures", "signatures": 9, "newest": utc_now()}
PURPOSES = ("lock", "bystander", "young", "aged", "first", "password", "disable", "sender", "receiver", "full")
ACCOUNTS = tuple(ProbeAccount(f"probe-{item}@kelantan.gov.my", item) for item in PURPOSES)


@contextmanager
def service(**flaws: object) -> Iterator[tuple[Peer, Run]]:
    with Peer([item.address for item in ACCOUNTS], Flaws(**flaws)) as peer:  # type: ignore[arg-type]
        target = Target(
            NAME,
            "127.0.0.1",
            ("kelantan.gov.my",),
            ca_file=peer.ca_file,
            ports=Ports(**peer.ports),
            vantage="test",
            timeout=5.0,
            settle=1.0,
        )
        yield peer, Run(target, STANDARD, ACCOUNTS, peer.service, observations=[SIGNATURES])


def results(control: str, **flaws: object) -> dict[str, str]:
    with service(**flaws) as (_peer, run):
        return {verdict.part: verdict.result for verdict in observe(run, REGISTRY[control])}


def red(control: str, **flaws: object) -> set[str]:
    return {part for part, result in results(control, **flaws).items() if result != PASS}


@pytest.mark.parametrize(("hesitates", "opens"), [(2, True), (3, False)])
def test_a_server_that_cannot_tell_at_the_moment_is_asked_three_times(
    hesitates: int, opens: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(login, "_AGAIN_SECONDS", 0.0)
    with service(hesitates=hesitates) as (_peer, run):
        account = run.account("sender")
        given = (run.target, account.address, run.password(account), run.wire())
        if opens:
            login.open_submission(*given).close()
        else:
            with pytest.raises(smtplib.SMTPAuthenticationError, match="454"):
                login.open_submission(*given)


@pytest.mark.parametrize(
    "control", ["C-WEB-HTTPS", "C-CLI-TLS", "C-AUTH-LOCK", "C-PWD-AGE", "C-RELAY", "C-DOM", "C-NAME"]
)
def test_a_service_that_keeps_the_standard_is_green(control: str) -> None:
    seen = results(control)
    if control == "C-WEB-HTTPS":
        # The peer's own TLS library may not offer what is to be refused.
        seen = {part: result for part, result in seen.items() if not part.startswith("tls-")}
    assert set(seen.values()) == {PASS}
    assert seen


def test_lock_that_never_falls() -> None:
    assert red("C-AUTH-LOCK", lock_at=0) == {"a-web", "a-imap", "a-pop", "a-smtp", "c-one-counter"}


def test_lock_that_falls_too_early() -> None:
    assert "b-threshold" in red("C-AUTH-LOCK", lock_at=2)


def test_failures_that_are_counted_per_path() -> None:
    assert red("C-AUTH-LOCK", counter_per_path=True) == {"c-one-counter"}


def test_ban_of_the_address_is_no_lock_of_the_account() -> None:
    assert "d-bystander" in red("C-AUTH-LOCK", bans_address=True)


def test_mail_to_a_locked_account_that_is_lost() -> None:
    assert red("C-AUTH-LOCK", loses_mail=True) == {"e-delivery"}


def test_a_temporary_error_is_no_refusal() -> None:
    seen = results("C-PWD-AGE", temporary_error=True)
    assert seen["setup"] == COULD_NOT_TEST


def test_the_lock_is_lifted_whatever_happened() -> None:
    with service(lock_at=2) as (peer, run):
        observe(run, REGISTRY["C-AUTH-LOCK"])
        assert not peer.service.boxes["probe-lock@kelantan.gov.my"].locked


def test_password_that_never_expires_and_one_that_expires_too_early() -> None:
    assert red("C-PWD-AGE", max_age_days=9999) == {"web", "imap", "pop", "smtp"}
    assert red("C-PWD-AGE", max_age_days=30) == {"younger"}


def test_clear_text_login() -> None:
    assert red("C-CLI-TLS", clear_text=True) >= {"imap", "pop", "submission"}


def test_password_that_crossed_the_network_in_clear_is_replaced() -> None:
    with service() as (peer, run):
        account = run.account("bystander")
        before = run.password(account)
        observe(run, REGISTRY["C-CLI-TLS"])
        assert peer.service.boxes[account.address].password != before


def test_http_without_redirect_and_without_hsts() -> None:
    assert {"http", "http-post"} <= red("C-WEB-HTTPS", redirect=False)
    assert "logon-page" in red("C-WEB-HTTPS", hsts=False)


def test_certificate_of_an_unknown_authority() -> None:
    with service() as (_peer, run), service() as (other, _run):
        object.__setattr__(run.target, "ca_file", other.ca_file)
        seen = {verdict.part: verdict.result for verdict in observe(run, REGISTRY["C-WEB-HTTPS"])}
    assert seen["certificate"] == FAIL


def test_open_relay_and_catch_all() -> None:
    assert "mx" in red("C-RELAY", relay=True)
    assert red("C-RELAY", own_senders=True) == {"own-sender"}
    assert {"foreign-1", "foreign-2"} <= red("C-DOM", relay=True)
    assert {"near-miss-1", "near-miss-2"} <= red("C-NAME", catch_all=True)


def test_temporary_password_that_opens_mail() -> None:
    seen = results("C-PWD-FIRST", temporary_opens=True)
    assert {seen["imap"], seen["smtp"], seen["pop"]} == {FAIL}


def test_message_caps_judged_by_both_sides() -> None:
    tight, wide = red("C-MSG-SIZE", size=200000), red("C-MSG-SIZE", size=900000)
    assert {"ehlo-mx", "mx-under", "submission-inside-under"} <= tight
    assert {"ehlo-mx", "mx-over", "mx-over-unannounced", "submission-inside-over"} <= wide
    right = results("C-MSG-SIZE", size=300000)
    assert right["mx-under"] == right["mx-over"] == right["mx-over-unannounced"] == PASS
    assert right["submission-outside-under"] == COULD_NOT_TEST


def webmail_parts(control: str, **flaws: object) -> dict[str, str]:
    return {part: result for part, result in results(control, **flaws).items() if part.startswith("webmail")}


def test_caps_of_the_webmail_judged_by_both_sides() -> None:
    names = ("webmail-under", "webmail-over", "webmail-far-over")
    for control, size, kept in (("C-ATT-SIZE", 100500, names), ("C-MSG-SIZE", 190000, names[:2])):
        assert webmail_parts(control, web_size=size) == dict.fromkeys(kept, PASS)
        wide = webmail_parts(control, web_size=9_000_000)
        assert wide.pop("webmail-under") == PASS
        assert set(wide.values()) == {FAIL}
        tight = webmail_parts(control, web_size=1000)
        assert tight.pop("webmail-under") == FAIL
        assert set(tight.values()) == {COULD_NOT_TEST}


def test_a_webmail_that_breaks_has_refused_nothing() -> None:
    assert set(webmail_parts("C-ATT-SIZE", web_breaks=True).values()) == {COULD_NOT_TEST}
    assert webmail_parts("C-ATT-SIZE", loses_mail=True, web_size=100500)["webmail-under"] == FAIL


def verdicts(control: str) -> list[Verdict]:
    with service() as (_peer, run):
        return observe(run, REGISTRY[control])


def test_evidence_carries_the_wire_but_no_password() -> None:
    with service() as (peer, run):
        found = observe(run, REGISTRY["C-AUTH-LOCK"])
        secret = peer.service.boxes["probe-sender@kelantan.gov.my"].password
    text = "\n".join(line for verdict in found for line in verdict.evidence)
    assert "S: " in text
    assert "LOGIN probe-sender@kelantan.gov.my" in text
    assert secret
    assert secret not in text


def test_nothing_listening_is_red_everywhere() -> None:
    with service() as (_peer, run):
        pass
    for control in ("C-WEB-HTTPS", "C-CLI-TLS", "C-RELAY", "C-DOM"):
        found = observe(run, REGISTRY[control])
        parts = {verdict.part: verdict for verdict in found if verdict.part not in ("address", "suffix")}
        assert parts
        assert all(verdict.red for verdict in parts.values()), control


def test_a_run_stops_at_its_budget_of_refused_logins() -> None:
    with service() as (_peer, run):
        object.__setattr__(run.target, "attempts", 2)
        small = Run(run.target, STANDARD, ACCOUNTS, run.steward)
        found = observe(small, REGISTRY["C-AUTH-LOCK"])
    assert any("budget of 2" in verdict.observed["en"] for verdict in found)


def test_host_part_of_temporary_space() -> None:
    with service() as (_peer, run):
        run.observations = [
            {"kind": "temp_space", "user": "vmail", "path": "/t/mail", "allocated_bytes": 1073741824},
            {"kind": "temp_space", "user": "www-data", "path": "/t/web", "allocated_bytes": 0, "problem": "full"},
        ]
        seen = {verdict.part: verdict.result for verdict in observe(run, REGISTRY["C-TMP-SPACE"])}
    assert seen["host-vmail-/t/mail"] == PASS
    assert seen["host-www-data-/t/web"] == FAIL


def test_filters() -> None:
    assert red("C-AV") == set()
    assert red("C-AV", filters=False) == {"mx-gtube", "mx-eicar", "submission-gtube", "submission-eicar"}
    assert red("C-AV", alters=True) == {"mx-clean", "submission-clean"}
    assert {"mx-clean", "submission-clean"} <= red("C-AV", loses_mail=True)


def test_a_filter_that_swallows_everything_proves_nothing() -> None:
    seen = results("C-AV", filters=False, loses_mail=True)
    assert seen["mx-gtube"] == seen["mx-eicar"] == COULD_NOT_TEST


def test_the_evidence_of_filters_is_itself_harmless() -> None:
    text = "\n".join(line for verdict in verdicts("C-AV") for line in verdict.evidence)
    assert "bytes of message" in text
    assert GTUBE not in text
    assert "EICAR-STANDARD" not in text
    assert "WDVPIVAl" not in text


def forwarding(**flaws: object) -> dict[str, str]:
    with service(**flaws) as (peer, run), Sink("127.0.0.1", 0) as sink:
        run.sink, peer.outside = sink, (sink.host, sink.port)
        return {verdict.part: verdict.result for verdict in observe(run, REGISTRY["C-FWD"])}


def test_forwarding_to_the_outside() -> None:
    assert forwarding()["stays-inside"] == PASS
    assert forwarding(forwards=True)["stays-inside"] == FAIL
    assert forwarding(loses_mail=True)["stays-inside"] == COULD_NOT_TEST


def test_filters_in_the_webmail() -> None:
    assert forwarding()["webmail"] == PASS
    assert forwarding(offers_filters=True)["webmail"] == FAIL


def test_silence_outside_proves_nothing_when_the_way_is_closed() -> None:
    with service() as (_peer, run), Sink("127.0.0.1", 0) as sink:
        run.sink = sink
        seen = {verdict.part: verdict.result for verdict in observe(run, REGISTRY["C-FWD"])}
    assert seen["stays-inside"] == COULD_NOT_TEST
    assert results("C-FWD")["stays-inside"] == COULD_NOT_TEST


def test_the_door_for_filters() -> None:
    with service() as (peer, run):
        for port, wanted in ((1, PASS), (peer.ports["smtp"], FAIL)):
            object.__setattr__(run.target.ports, "sieve", port)
            seen = {verdict.part: verdict.result for verdict in observe(run, REGISTRY["C-FWD"])}
            assert seen["managesieve"] == wanted


def test_everything_can_be_taken_along() -> None:
    assert results("C-EXPORT") == {"delivered": PASS, "pop3s": PASS, "imaps": PASS}
    assert red("C-EXPORT", loses_on_export=True) == {"pop3s"}
    assert red("C-EXPORT", loses_mail=True) == {"delivered"}
    with service() as (peer, run):
        observe(run, REGISTRY["C-EXPORT"])
        assert peer.service.boxes["probe-full@kelantan.gov.my"].messages == []


def test_a_taken_port_of_the_sink_is_one_clear_sentence() -> None:
    with service() as (_peer, run), Sink("127.0.0.1", 0) as other:
        object.__setattr__(run.target, "sink_host", other.host)
        object.__setattr__(run.target, "sink_port", other.port)
        with pytest.raises(RasmiError, match=f"127.0.0.1:{other.port} is already in use.*prove_sink_port") as caught:
            run_probes(run, ["C-DOM"])
    assert "Errno" not in str(caught.value)
