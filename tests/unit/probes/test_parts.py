# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The pieces probes are made of: masking, messages of an exact size, passwords, verdicts of broken probes, the sink."""

from __future__ import annotations

import base64
import email
import smtplib
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.rasmi.mail.plugins.module_utils._probes import mail
from ansible_collections.rasmi.mail.plugins.module_utils._probes.job import load_probes, write_private
from ansible_collections.rasmi.mail.plugins.module_utils._probes.password import weak_passwords
from ansible_collections.rasmi.mail.plugins.module_utils._probes.registry import REGISTRY, Row
from ansible_collections.rasmi.mail.plugins.module_utils._probes.runner import choose, observe
from ansible_collections.rasmi.mail.plugins.module_utils._probes.sink import Sink
from ansible_collections.rasmi.mail.plugins.module_utils._probes.steward import make_password
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import ProbeAccount, Target
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Run, Trial
from ansible_collections.rasmi.mail.plugins.module_utils._probes.wire import Masker, Transcript
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import both
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import FaultsError, RasmiError
from ansible_collections.rasmi.mail.plugins.module_utils._standard.verdict import COULD_NOT_TEST

STANDARD = {"id": "test", "controls": {"C-X": {"clauses": ["X-1"], "how": "probe", "title": {"ms": "m", "en": "e"}}}}


def a_run() -> Run:
    return Run(Target("mail.test", "127.0.0.1", ("test",)), STANDARD, ())


class SlowServer:
    """What the server has, when two administrators' sets may overlap."""

    def __init__(self) -> None:
        self.passwords: list[str] = []
        self._overlap = threading.Barrier(2)

    def set_password(self, _address: str, password: str, *, temporary: bool = False) -> None:
        assert not temporary
        self.passwords.append(password)
        try:
            self._overlap.wait(0.2)
        except threading.BrokenBarrierError:
            return

    def release(self, _address: str) -> None:
        return


def test_probes_side_by_side_get_the_password_that_the_server_has() -> None:
    account = ProbeAccount("probe-send@test", "sender")
    server = SlowServer()
    run = Run(Target("mail.test", "127.0.0.1", ("test",)), STANDARD, (account,), steward=server)  # type: ignore[arg-type]
    with ThreadPoolExecutor(2) as probes:
        told = list(probes.map(lambda _number: run.password(account), range(2)))
    assert told == server.passwords * 2, "an account was given two passwords at once"


def test_what_runs_side_by_side_shares_only_accounts_that_nothing_renews() -> None:
    lanes: dict[str, set[str]] = {}
    for row in REGISTRY.values():
        for purpose in row.purposes:
            lanes.setdefault(purpose, set()).add(row.lane)
    assert {purpose for purpose, found in lanes.items() if len(found) > 1} == {"sender", "receiver"}


@given(st.integers(min_value=600, max_value=20000))
def test_messages_have_exactly_the_size_asked_for(size: int) -> None:
    data = mail.message("a@b.test", "c@d.test", mail.new_token(), size)
    assert len(data) == size
    lines = data.split(b"\r\n")
    assert all(len(line) <= 998 and b"\r" not in line and b"\n" not in line for line in lines)


@pytest.mark.parametrize("size", [0, 1, 57, 58, 100_000])
def test_attachments_arrive_whole_and_fit_the_arithmetic(size: int) -> None:
    data = mail.with_attachment("a@b.test", "c@d.test", mail.new_token(), size)
    parts = [part for part in email.message_from_bytes(data).walk() if part.get_filename()]
    assert len(parts[0].get_payload(decode=True)) == size
    assert mail.largest_file(len(data) + 4096) >= size


def test_the_largest_file_fits_and_the_next_ones_do_not() -> None:
    cap = 10_240_000
    largest = mail.largest_file(cap)
    assert len(mail.with_attachment("a@b.test", "c@d.test", mail.new_token(), largest)) <= cap
    assert len(mail.with_attachment("a@b.test", "c@d.test", mail.new_token(), largest + 8192)) > cap


def test_secrets_are_hidden_in_every_form() -> None:
    masker = Masker()
    masker.learn("Rahsia-123!", "a@b")
    wire = Transcript(masker)
    plain = base64.b64encode(b"\0a@b\0Rahsia-123!").decode()
    for line in ("A1 LOGIN a@b Rahsia-123!", f"AUTH PLAIN {plain}", plain, base64.b64encode(b"Rahsia-123!").decode()):
        wire.ours(line)
    wire.ours("AUTH PLAIN c29tZXRoaW5nLWVsc2U=")
    text = "\n".join(wire.lines)
    assert "Rahsia" not in text
    assert plain not in text
    assert "c29tZXRoaW5nLWVsc2U=" not in text


def test_long_transcripts_keep_both_ends() -> None:
    wire = Transcript(Masker())
    for number in range(500):
        wire.theirs(str(number))
    assert len(wire.lines) == 61
    assert wire.lines[0] == "S: 0"
    assert wire.lines[-1] == "S: 499"


def test_weak_passwords_break_one_rule_each() -> None:
    weak = weak_passwords(12, {"letter", "digit", "special"}, ["U@gDBe5t2020"])
    assert len(weak["short"]) == 11
    assert not any(char.isdigit() for char in weak["no-digit"])
    assert not any(char.isalpha() for char in weak["no-letter"])
    assert weak["no-special"].isalnum()
    assert weak["only-letter"].isalpha()
    assert weak["banned-1"] == "U@gDBe5t2020"
    assert all(len(item) >= 12 for rule, item in weak.items() if rule != "short")


def test_a_weak_password_is_never_refused_for_a_case_that_is_missing_by_chance() -> None:
    """Active Directory counts capitals and small letters as classes of their own and asks for three in all."""
    for _number in range(3000):
        weak = weak_passwords(12, {"letter", "digit", "special"}, [])
        for rule in ("short", "no-digit", "no-special"):
            assert weak[rule].lower() != weak[rule] != weak[rule].upper(), rule


@given(st.sets(st.sampled_from(["letter", "digit", "special", "upper", "lower"]), min_size=1))
def test_passwords_have_each_class(classes: set[str]) -> None:
    password = make_password(14, classes)
    assert len(password) == 14
    assert not ("digit" in classes) ^ any(char.isdigit() for char in password)


def test_a_probe_that_raises_is_red_with_the_reason() -> None:
    def broken(_trial: Trial) -> None:
        raise ValueError("the floor is wet")

    verdicts = observe(a_run(), Row("C-X", "user", broken))
    assert [(item.result, item.clauses) for item in verdicts] == [(COULD_NOT_TEST, ("X-1",))]
    assert "the floor is wet" in verdicts[0].observed["en"]
    assert "the floor is wet" in verdicts[0].observed["ms"]


def test_a_probe_that_sees_nothing_is_red() -> None:
    assert observe(a_run(), Row("C-X", "user", lambda _trial: None))[0].result == COULD_NOT_TEST

    def silent(trial: Trial) -> None:
        with trial.part("one", both("x", "x")):
            pass

    assert observe(a_run(), Row("C-X", "user", silent))[0].result == COULD_NOT_TEST


def test_parts_side_by_side_keep_their_order() -> None:
    def one(name: str) -> object:
        def look(branch: Trial) -> None:
            with branch.part(name, both("x", "x")) as part:
                part.saw(True, "y", "y")

        return look

    trial = Trial(a_run(), "C-X")
    trial.together([one(str(number)) for number in range(6)])  # type: ignore[misc]
    assert [verdict.part for verdict in trial.verdicts] == ["0", "1", "2", "3", "4", "5"]


def test_unknown_controls_are_refused_and_unprobed_ones_named() -> None:
    with pytest.raises(RasmiError, match="C-NO"):
        choose(STANDARD, ["C-NO"])
    assert choose(STANDARD, []) == ([], ["C-X"])


def test_faults_of_the_probe_file_come_all_at_once(tmp_path: Path) -> None:
    file = tmp_path / "probes.yml"
    file.write_text(
        "probes:\n- {address: a@other.my, purpose: lock}\n- {address: b@x.my, purpose: nothing}\n"
        "- {address: b@x.my, purpose: aged}\n"
    )
    with pytest.raises(FaultsError) as caught:
        load_probes(str(file), ["x.my"])
    assert len(caught.value.faults) == 3


def test_the_sink_keeps_token_and_size() -> None:
    token = mail.new_token()
    data = mail.message("a@b.test", "c@outside.test", token, 5000)
    with Sink("127.0.0.1", 0) as sink:
        with smtplib.SMTP("127.0.0.1", sink.port, timeout=5) as client:
            client.sendmail("a@b.test", ["c@outside.test"], data)
        received = sink.wait_for(token, 5)
        assert sink.wait_for("probe-0000000000000000", 0) is None
    assert received is not None
    assert (received.size, received.sender, received.recipients) == (5000, "a@b.test", ("c@outside.test",))


def test_the_verdicts_file_is_private_and_whole(tmp_path: Path) -> None:
    file = tmp_path / "state" / "verdicts.json"
    write_private(file, "{}\n")
    write_private(file, '{"a": 1}\n')
    assert file.read_text() == '{"a": 1}\n'
    assert file.stat().st_mode & 0o777 == 0o600
    assert [item.name for item in file.parent.iterdir()] == ["verdicts.json"]
