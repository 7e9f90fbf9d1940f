# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Notices through the lab's real Postfix into a real mailbox, read over IMAP: each once, also after a kill."""

from __future__ import annotations

import email
import json
import shutil
import time
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils import _noticing
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.ledger import Ledger, verify
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Change, Outcome
from ansible_collections.rasmi.mail.plugins.module_utils._probes.login import open_imap
from ansible_collections.rasmi.mail.plugins.module_utils._probes.steward import make_password
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import ProbeAccount, Target
from ansible_collections.rasmi.mail.plugins.module_utils._probes.wire import Masker, Transcript
from ansible_collections.rasmi.mail.plugins.modules import mail_notice
from tests.sabotage.conftest import LAB, NAME

pytestmark = pytest.mark.live
NOBODY = "tiada.sesiapa@kelantan.gov.my"
SECRET = make_password(16, ["letter", "digit", "special"])


class Killed(BaseException):
    """The controller is gone: nothing of ours runs any more."""


class Site:
    """A ledger of its own about the lab's receiver, whom the lab's sender tells things."""

    def __init__(self, lab: Any, folder: Path) -> None:
        self.lab, self.ledger = lab, folder / "ledger.jsonl"
        self.receiver, self.sender = (self._probe(purpose) for purpose in ("receiver", "sender"))
        (folder / "applications").mkdir()
        shutil.copy(LAB / "applications" / "individuals" / "kel-2026-0147-draft.yml", folder / "applications")
        lab.steward.set_password(self.receiver.address, SECRET)
        lab.steward.set_password(self.sender.address, SECRET)
        given = {name: option.get("default") for name, option in mail_notice.ARGUMENT_SPEC.items()}
        self.params = {
            **given,
            "applications": str(folder / "applications"),
            "profile": "kelantan",
            "as_of": "2026-11-21",
            "ledger": str(self.ledger),
            "sender": self.sender.address,
            "sender_name": "Emel Rasmi Ünikod",
            "office": self.sender.address,
            "smtp": {
                "host": lab.address,
                "port": 587,
                "server_name": NAME,
                "security": "starttls",
                "ca_file": str(lab.state / "ca" / "ca.pem"),
                "user": self.sender.address,
                "password": SECRET,
                # The server lets an address that has just sent wrong passwords wait up to 17 s, and the probes have.
                "timeout": 60.0,
                "per_second": 50.0,
            },
        }

    def _probe(self, purpose: str) -> ProbeAccount:
        return next(item for item in self.lab.accounts() if item.purpose == purpose)

    def did(self, verb: str, address: str, number: int) -> None:
        """A run that did one thing to somebody."""
        after = {"account_id": f"X-{number}", "name": "Nama Çelik", "kind": "individual"}
        change = Change(verb, address, basis=f"KEL-2026-09{number:02d}", after=after if verb == "create" else {})
        with Ledger(self.ledger) as book:
            book.start(f"run-{number}", {"platform": "reference", "as_of": "2026-11-20", "plan": "p"})
            list(book.intents([change]))
            book.outcome(Outcome(change.key, verb, address, "done"))
            book.end(f"run-{number}", {"done": 1}, 1, number)

    def send(self, **values: Any) -> dict[str, Any]:
        return mail_notice.run({**self.params, **values}, False)

    def inbox(self, wanted: int) -> list[EmailMessage]:
        """The receiver's messages that this test sent, once `wanted` of them are there; then they are deleted."""
        target = Target(NAME, self.lab.address, ("kelantan.gov.my",), ca_file=self.params["smtp"]["ca_file"])
        deadline = time.monotonic() + 60
        while True:
            client = open_imap(target, self.receiver.address, SECRET, Transcript(Masker()))
            try:
                client.select("INBOX")
                _status, found = client.search(None, "HEADER", "Reply-To", self.sender.address)
                numbers = found[0].split()
                if len(numbers) >= wanted or time.monotonic() > deadline:
                    got = [client.fetch(number, "(RFC822)")[1][0][1] for number in numbers]
                    for number in numbers:
                        client.store(number, "+FLAGS", "\\Deleted")
                    client.expunge()
                    return [email.message_from_bytes(raw, policy=default) for raw in got]
            finally:
                client.logout()
            time.sleep(0.5)

    def recorded(self) -> list[dict[str, Any]]:
        lines = map(json.loads, self.ledger.read_text().splitlines())
        return [record for record in lines if record["kind"] == "notice"]


@pytest.fixture
def site(lab: Any, tmp_path: Path) -> Iterator[Site]:
    made = Site(lab, tmp_path)
    yield made
    made.inbox(0)


def test_the_welcome_arrives_once_and_right_and_a_refused_recipient_stops_nobody(site):
    site.did("create", NOBODY, 1)
    site.did("create", site.receiver.address, 2)
    first = site.send()
    assert {one["to"] for one in first["undeliverable"]} == {NOBODY}
    assert all("5.1.1" in one["message"] for one in first["undeliverable"])
    assert not site.send()["changed"], "the second run has nothing new to tell"
    (mail,) = site.inbox(1)
    assert (mail["Auto-Submitted"], mail.get_content_charset()) == ("auto-generated", "utf-8")
    assert mail["Subject"].startswith("Selamat datang: akaun emel") and "Welcome" in mail["Subject"]
    assert "Emel Rasmi Ünikod" in mail["From"]
    text = " ".join(mail.get_content().split())
    assert "Nama Çelik" in text and "[R220]" in text and "SAYA FAHAM DAN AKUR" in text
    assert mail["Message-ID"] in {one["message_id"] for one in site.recorded()}
    assert any("TLS" in one for one in mail.get_all("Received")), "it went over TLS"
    assert verify(site.ledger).ok


def test_killed_after_the_server_took_it_repeats_that_one_message_and_no_other(site, monkeypatch):
    site.did("suspend", site.receiver.address, 1)
    site.did("resume", site.receiver.address, 2)
    whole = Ledger.notice

    def dies(_ledger: Ledger, _facts: dict[str, Any]) -> None:
        raise Killed

    monkeypatch.setattr(_noticing.Ledger, "notice", dies)
    with pytest.raises(Killed):
        site.send()
    monkeypatch.setattr(_noticing.Ledger, "notice", whole)
    assert site.recorded() == []
    site.send()
    ids = sorted(str(mail["Message-ID"]) for mail in site.inbox(3))
    distinct = {one["message_id"] for one in site.recorded() if one["address"] == site.receiver.address}
    assert len(ids) == len(distinct) + 1
    assert set(ids) == distinct


def test_a_password_that_is_wrong_sends_nothing_and_is_not_told(site):
    site.did("create", site.receiver.address, 1)
    result = site.send(smtp={**site.params["smtp"], "password": "salah-sama-sekali-1"})
    assert result["failed"] and "does not let" in result["msg"] and "salah" not in json.dumps(result)
    assert site.recorded() == []
    site.lab.steward.release(site.sender.address)
