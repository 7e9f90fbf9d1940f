# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""mail_notice from files to mail: each once, also when it is killed; refused for the moment, cut; by file."""

from __future__ import annotations

import email
from email.policy import default
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils import _noticing
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.ledger import Ledger, interrupted, known, verify
from ansible_collections.rasmi.mail.plugins.module_utils._notices.sending import (
    Outlet,
    RefusedError,
)
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import LockedError, ProviderError, RasmiError
from ansible_collections.rasmi.mail.plugins.modules import mail_notice
from tests.unit.notices.notice_site import NAME, kept


class Killed(BaseException):
    """The controller is gone: nothing of ours runs any more."""


class Wire(Outlet):
    """A mail server in memory. `refuse` are recipients, `kill_after` ends the run after that many messages."""

    channel = "smtp"

    def __init__(self) -> None:
        self.taken: list[Any] = []
        self.refuse: set[str] = set()
        self.kill_after: int | None = None
        self.cut_after: int | None = None

    def send(self, mail: Any, sender: str, to: str) -> None:
        if self.cut_after is not None and len(self.taken) >= self.cut_after:
            raise ProviderError("the connection was lost")
        if to in self.refuse:
            raise RefusedError("451 4.3.0 come back later")
        self.taken.append((to, mail["Message-ID"], mail["Subject"]))
        if self.kill_after == len(self.taken):
            raise Killed

    def close(self) -> None:
        """Nothing is open."""


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    made = Wire()
    monkeypatch.setattr(_noticing, "open_smtp", lambda _target: made)
    return made


def test_check_mode_says_what_leaves_and_sends_nothing_and_apply_sends_just_that(wire, params):
    rehearsal = mail_notice.run({**params, "show": 3}, True)
    assert (wire.taken, kept(params)) == ([], [])
    assert rehearsal["changed"] and rehearsal["counts"]["created"] == 1, "the supervisor is the owner"
    assert {"approved", "rejected", "terminating"} <= set(rehearsal["counts"])
    assert "Subject: Permohonan" in rehearsal["diff"]["after"] and "more notices" in rehearsal["diff"]["after"]
    real = mail_notice.run(params, False)
    assert (real["counts"], real["channel"], real["left"]) == (rehearsal["counts"], "smtp", 0)
    assert len(wire.taken) == sum(real["counts"].values()) == len(kept(params))
    again = mail_notice.run(params, False)
    assert (again["changed"], again["counts"], len(wire.taken)) == (False, {}, sum(real["counts"].values()))


def test_the_ledger_stays_whole_and_knows_what_runs_left(wire, params):
    """R051, R196: who was told what is on record."""
    mail_notice.run(params, False)
    state = verify(params["ledger"])
    assert state.ok and state.open_intents == 0
    assert known(params["ledger"]) == 1
    assert not interrupted(params["ledger"])
    record = next(one for one in kept(params) if one["notice"] == "created" and one["to"] == "owner")
    assert record["account"] == "laisoonchong@kelantan.gov.my"
    assert (record["on"], record["basis"], record["channel"]) == ("2026-11-21", "KEL-2026-0104", "smtp")


def test_killed_between_sending_and_recording_repeats_one_message_with_the_same_id(wire, params):
    total = sum(mail_notice.run(params, True)["counts"].values())
    wire.kill_after = 3
    with pytest.raises(Killed):
        mail_notice.run(params, False)
    assert (len(wire.taken), len(kept(params))) == (3, 2)
    wire.kill_after = None
    mail_notice.run(params, False)
    ids = [one[1] for one in wire.taken]
    assert (len(ids), len(set(ids))) == (total + 1, total)
    assert ids[2] == ids[3], "the one that was not recorded, and only that"
    assert verify(params["ledger"]).ok


def test_a_recipient_refused_for_the_moment_stops_nobody_and_is_tried_again(wire, params):
    wire.refuse = {"laisoonchong@kelantan.gov.my"}
    first = mail_notice.run(params, False)
    refused = first["refused"]
    assert refused and {one["to"] for one in refused} == wire.refuse
    assert "4.3.0" in refused[0]["message"]
    assert not first.get("failed") and first["left"] == len(refused) and wire.taken
    wire.refuse = set()
    second = mail_notice.run(params, False)
    assert (sum(second["counts"].values()), second["left"]) == (len(refused), 0)


def test_a_lost_connection_fails_and_the_next_run_sends_the_rest(wire, params):
    total = sum(mail_notice.run(params, True)["counts"].values())
    wire.cut_after = 2
    first = mail_notice.run(params, False)
    assert first["failed"] and f"2 of {total} notices left" in first["msg"] and "R169" in first["msg"]
    wire.cut_after = None
    assert sum(mail_notice.run(params, False)["counts"].values()) == total - 2


def test_two_runs_at_once_cannot_both_send(wire, params):
    with Ledger(params["ledger"]), pytest.raises(LockedError):
        mail_notice.run(params, False)
    assert wire.taken == []


def test_without_a_server_or_while_it_is_down_notices_are_files(wire, params, tmp_path):
    """R169: while the mail system is down, other channels carry the notices."""
    box = tmp_path / "outbox"
    result = mail_notice.run({**params, "channel": "file", "outbox": str(box)}, False)
    files = sorted(box.iterdir())
    assert result["channel"] == "file" and len(files) == sum(result["counts"].values())
    assert wire.taken == []
    mail = email.message_from_bytes(files[0].read_bytes(), policy=default)
    assert mail["Auto-Submitted"] == "auto-generated" and mail["To"]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}
    assert not mail_notice.run({**params, "smtp": None, "outbox": str(box)}, False)["changed"], "told is told"


def test_an_outage_is_a_text_for_other_channels_and_never_a_mail(wire, params, tmp_path):
    """R169: letter, fax and telephone."""
    given = {
        **params,
        "outbox": str(tmp_path / "out"),
        "outage": {"since": "2026-11-21 09:00", "text_ms": "Bekalan <kuasa>"},
    }
    rehearsal = mail_notice.run(given, True)
    assert rehearsal["changed"] and not (tmp_path / "out").exists()
    result = mail_notice.run(given, False)
    text = " ".join(Path(result["file"]).read_text().split())
    assert "surat, faks atau telefon" in text and "letter, fax or telephone" in text and "Bekalan <kuasa>" in text
    assert not mail_notice.run(given, False)["changed"]
    assert (wire.taken, kept(params)) == ([], [])
    with pytest.raises(RasmiError, match="R169"):
        mail_notice.run({**given, "outbox": None}, False)


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"sender": "nobody"}, "is not an address"),
        ({"smtp": None}, "Name a server"),
        ({"smtp": {"host": NAME, "security": "none"}}, "on this machine only"),
        ({"smtp": {"host": NAME, "user": "x", "password_file": "/nowhere/secret"}}, "password_file"),
        ({"templates": "/nowhere"}, "is not a folder"),
    ],
)
def test_what_is_wrong_is_said_before_anything_leaves(wire, params, values, text):
    with pytest.raises(RasmiError, match=text):
        mail_notice.run({**params, **values}, False)
    assert wire.taken == []


def test_a_ledger_that_was_tampered_with_sends_nothing(wire, params):
    path = Path(params["ledger"])
    path.write_text(path.read_text().replace("KEL-2026-0104", "KEL-2026-0105"))
    with pytest.raises(RasmiError, match="Nothing was sent"):
        mail_notice.run(params, False)
    assert wire.taken == []
