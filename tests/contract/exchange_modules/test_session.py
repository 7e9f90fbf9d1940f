# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The channel itself over the real wire protocol: errors, cut answers, lost shells, the throttle, no lost call."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.faults import (
    Exists,
    NotFound,
    Refused,
    ShellLost,
    Throttled,
    UnknownOutcome,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.session import Secret, Session
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.sessions import Sessions
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.target import EndpointTarget
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import (
    AuthenticationError,
    FaultsError,
    PartialAnswerError,
    ProviderError,
)
from ansible_collections.rasmi.mail.tests.standins.exchange.serve import Endpoint, serve

from .conftest import add_person, options_of


@pytest.fixture
def world() -> Iterator[Endpoint]:
    """An endpoint of its own, for tests that break it."""
    with serve(max_runspaces=4) as one:
        yield one


def target(endpoint: Endpoint, **more: Any) -> EndpointTarget:
    return EndpointTarget.from_options({**options_of(endpoint), **more})


def quick(endpoint_target: EndpointTarget) -> Session:
    """A session that does not wait between its tries."""
    return Session(endpoint_target, sleep=lambda _seconds: None, chance=lambda: 0.0)


def test_an_error_record_beside_an_answer_is_an_error(endpoint, session):
    with pytest.raises(NotFound) as caught:
        session.send("Get-Mailbox", {"Identity": "tiada"})
    fault = caught.value
    assert (fault.kind, fault.cmdlet) == ("ManagementObjectNotFoundException", "Get-Mailbox")
    assert len(fault.request_id) == 36 and fault.request_id in str(fault) and "tiada" in fault.message
    dn = add_person(endpoint, "dua.kali")
    given = {"Identity": dn, "Alias": "dua", "PrimarySmtpAddress": "dua@anm.gov.my"}
    session.send("Enable-Mailbox", given)
    other = add_person(endpoint, "dua.lain")
    with pytest.raises(Exists):
        session.send("Enable-Mailbox", {**given, "Identity": other})


def test_a_cmdlet_that_rbac_hides_is_named_as_missing(world, monkeypatch):
    monkeypatch.delitem(world.world.cmdlets, "Set-TransportConfig")
    with quick(target(world)) as session, pytest.raises(Refused, match="Set-TransportConfig"):
        session.send("Set-TransportConfig", {"MaxSendSize": "10MB"})


def test_several_values_come_as_lists_and_one_property_may_be_picked(endpoint, session):
    (row,) = session.send("Get-ReceiveConnector", {"Identity": "EX01\\Default EX01"}, select=["Bindings", "Name"]).rows
    assert sorted(row["Bindings"]) == ["0.0.0.0:2525", "[::]:2525"] and row["Name"] == "Default EX01"
    assert "Guid" not in row


def test_a_cut_answer_is_an_error_and_everything_is_asked_for(endpoint, session, monkeypatch):
    session.send("Get-Mailbox", {})
    assert endpoint.calls[-1].parameters["ResultSize"] == "Unlimited"
    plain = endpoint.world.cmdlets["Get-MailboxDatabase"]

    def cut(call):
        call.warn("Terdapat lagi hasil; naikkan nilai parameter ResultSize.")  # in whatever language
        yield from list(plain(call))[:1]

    monkeypatch.setitem(endpoint.world.cmdlets, "Get-MailboxDatabase", cut)
    with pytest.raises(PartialAnswerError, match="cut its answer at 1"):
        session.send("Get-MailboxDatabase", {})


def test_what_does_not_fit_is_never_sent(endpoint, session):
    before = len(endpoint.calls)
    for cmdlet, given in (("Get-Mailbox", {"Identity": ""}), ("Remove-Item", {}), ("Set-Mailbox", {"Identity": "x"})):
        with pytest.raises(FaultsError):
            session.send(cmdlet, given)
    assert len(endpoint.calls) == before


def test_a_secret_is_not_in_a_message(endpoint, session):
    dn = add_person(endpoint, "rahsia")
    session.send("Enable-Mailbox", {"Identity": dn, "Alias": "rahsia"})
    box = session.send("Get-Mailbox", {"Identity": "rahsia"}).rows[0]
    world, plain = endpoint.world, endpoint.world.cmdlets["Set-Mailbox"]

    def tell(call):
        from ansible_collections.rasmi.mail.tests.standins.exchange.faults import CmdletError

        raise CmdletError("PasswordException", f"the password {call.get('Password')} is too weak")

    world.cmdlets["Set-Mailbox"] = tell
    try:
        with pytest.raises(ProviderError) as caught:
            session.send("Set-Mailbox", {"Identity": box["Guid"], "Password": Secret("Lemah-2026!x")})
    finally:
        world.cmdlets["Set-Mailbox"] = plain
    assert "Lemah-2026!x" not in str(caught.value) and "(hidden)" in str(caught.value)
    assert endpoint.calls[-1].parameters["Password"] == "<secure string>", "it did not travel encrypted"


def test_a_lost_shell_is_opened_again_for_reading_only(world):
    with quick(target(world)) as session:
        assert session.send("Get-TransportConfig", {}).rows
        world.service.lose()
        assert session.send("Get-TransportConfig", {}).rows, "reading was not repeated"
        world.service.lose()
        with pytest.raises(UnknownOutcome, match="Read again"):
            session.send("Set-TransportConfig", {"MaxSendSize": "11MB"})
        assert session.send("Set-TransportConfig", {"MaxSendSize": "11MB"}).rows == [], "a later call opens a new one"


def test_sessions_are_closed_on_every_way_out(world):
    with quick(target(world)) as session:
        session.send("Get-TransportConfig", {})
        with pytest.raises(NotFound):
            session.send("Get-Mailbox", {"Identity": "tiada"})
    assert not world.service.shells
    with pytest.raises(RuntimeError, match="mati"), quick(target(world)) as session:
        session.send("Get-TransportConfig", {})
        raise RuntimeError("mati")
    assert not world.service.shells


def test_a_wrong_password_and_a_wrong_certificate(world, tmp_path):
    with pytest.raises(AuthenticationError) as caught, quick(target(world, password="salah-benar")) as session:
        session.open()
    assert "salah-benar" not in str(caught.value)
    wrong = {**options_of(world), "ca_file": None}
    with pytest.raises(ProviderError, match="certificate"), quick(EndpointTarget.from_options(wrong)) as session:
        session.open()


def test_nobody_there_is_told(world):
    gone = replace(target(world), url="https://localhost:9/PowerShell/")
    with pytest.raises(ShellLost, match="no answer"), quick(gone) as session:
        session.open()


def test_a_cmdlet_that_takes_too_long_is_stopped(world):
    world.world.latency["Set-TransportConfig"] = 30.0
    started = time.monotonic()
    late = pytest.raises(UnknownOutcome, match="took more than")
    with late, quick(replace(target(world), timeout=0.2)) as session:
        session.send("Set-TransportConfig", {"MaxSendSize": "11MB"})
    assert time.monotonic() - started < 10
    assert not world.service.shells


def test_the_throttle_of_the_server(world):
    held = [quick(target(world)) for _number in range(4)]
    try:
        for one in held:
            one.open()
        with pytest.raises(Throttled), quick(target(world)) as fifth:
            fifth.open()
    finally:
        for one in held:
            one.close()
    assert not world.service.shells


@pytest.mark.parametrize("workers", [1, 3, 12])
def test_no_call_is_lost_at_any_width(world, workers):
    """Twelve workers where the server allows four: the others leave their work to those that got in."""
    jobs = [f"{number} MB" for number in range(1, 61)]

    def work(session: Session, size: str) -> str:
        session.send("Set-TransportConfig", {"MaxSendSize": size.replace(" ", "")})
        return threading.current_thread().name

    # so that nobody has done everything before the others have opened their shells
    world.world.latency["Set-TransportConfig"] = 0.02
    before = len(world.calls)
    with Sessions(target(world, workers=workers), quick) as sessions:
        done = dict(sessions.map(work, jobs))
    assert set(done) == set(jobs)
    sent = [call.parameters["MaxSendSize"] for call in world.calls[before:]]
    assert len(sent) == len(jobs) == len(set(sent)), "a call was lost or sent twice"
    assert len(set(done.values())) == min(workers, 4), "the width was not used"
    assert not world.service.shells


def test_one_refusal_does_not_stop_the_others(world):
    def work(session: Session, name: str) -> int:
        return len(session.send("Get-MailboxDatabase", {"Identity": name}).rows)

    with Sessions(target(world, workers=2), quick) as sessions:
        done = dict(sessions.map(work, ["DB01", "tiada", "DB02"]))
    assert done["DB01"] == done["DB02"] == 1 and isinstance(done["tiada"], NotFound)


def test_a_mistake_of_ours_ends_the_round_and_closes_everything(world):
    def work(_session: Session, _job: int) -> int:
        raise ZeroDivisionError

    with Sessions(target(world, workers=3), quick) as sessions, pytest.raises(ZeroDivisionError):
        list(sessions.map(work, range(10)))
    assert not world.service.shells


def test_the_version_is_that_of_the_oldest_server(world):
    with quick(replace(target(world), version="")) as session:
        assert session.version == "2019"
        session.send("Get-TransportConfig", {})
    assert [call.cmdlet for call in world.calls].count("Get-ExchangeServer") == 1


def test_one_domain_controller_is_named_once_it_is_known(world):
    with quick(target(world)) as session:
        session.pin("dc02.anm.gov.my")
        session.send("Get-TransportConfig", {})
    assert world.calls[-1].parameters["DomainController"] == "dc02.anm.gov.my"
    with quick(target(world, domain_controller="dc01.anm.gov.my")) as session:
        session.pin("dc02.anm.gov.my")
        session.send("Get-TransportConfig", {})
    assert world.calls[-1].parameters["DomainController"] == "dc01.anm.gov.my", "the operator's word counts more"
