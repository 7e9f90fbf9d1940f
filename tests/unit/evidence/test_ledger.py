# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The ledger keeps what was announced and what became of it, and shows when somebody touched it."""

from __future__ import annotations

import json

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._evidence import ledger as module
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.ledger import (
    Ledger,
    LedgerError,
    interrupted,
    known,
    records,
    verify,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Change, Outcome
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import LockedError


def change(number):
    return Change("update", f"p{number}@x", f"id-{number}", {"post": "a"}, {"post": "b", "groups": ("g@x",)}, basis="B")


def done(one):
    return Outcome(one.key, one.verb, one.account, "done")


def a_run(path, numbers=range(3), name="run-1"):
    with Ledger(path) as ledger:
        ledger.start(name, {"plan": "abc"})
        for one in ledger.intents(change(number) for number in numbers):
            ledger.outcome(done(one))
        ledger.end(name, {"done": len(numbers)}, managed=7, generation=2)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state" / "ledger.jsonl"


def test_a_whole_run_reads_back_and_verifies(path):
    a_run(path)
    assert [record["kind"] for record in records(path)] == ["start", *["intent"] * 3, *["outcome"] * 3, "end"]
    result = verify(path)
    assert (result.records, result.ok, result.open_intents) == (8, True, 0)
    assert known(path) == 7
    assert not interrupted(path)
    assert path.stat().st_mode & 0o777 == 0o600


def test_an_intent_is_on_the_disk_before_the_change_is_given_on(path):
    with Ledger(path) as ledger:
        for one in ledger.intents([change(1)]):
            assert one.key in path.read_text()


def test_intents_are_written_in_batches_and_not_further_ahead(path, monkeypatch):
    monkeypatch.setattr(module, "BATCH", 2)
    with Ledger(path) as ledger:
        stream = ledger.intents(change(number) for number in range(5))
        next(stream)
        assert len(list(records(path))) == 2


def test_an_interrupted_run_leaves_what_must_be_settled(path):
    with Ledger(path) as ledger:
        ledger.start("run-1", {})
        stream = ledger.intents(change(number) for number in range(3))
        ledger.outcome(done(next(stream)))
    assert interrupted(path)
    assert verify(path).open_intents == 2
    with Ledger(path) as ledger:
        assert [one.account for one in ledger.unsettled] == ["p1@x", "p2@x"]
        assert ledger.unsettled[0] == change(1)
        for one in ledger.unsettled:
            ledger.outcome(done(one))
        ledger.end("run-2", {}, managed=3, generation=2)
    assert verify(path).open_intents == 0
    with Ledger(path) as ledger:
        assert ledger.unsettled == []


def test_a_change_announced_again_after_it_was_settled_is_open_again(path):
    for _turn in range(2):
        with Ledger(path) as ledger:
            for one in ledger.unsettled:
                ledger.outcome(Outcome(one.key, one.verb, one.account, "failed"))
            list(ledger.intents([change(1)]))
    with Ledger(path) as ledger:
        assert [one.account for one in ledger.unsettled] == ["p1@x"]


def test_only_the_last_run_is_read_when_opening(path):
    a_run(path)
    a_run(path, range(3, 5), "run-2")
    with Ledger(path) as ledger:
        assert (ledger.unsettled, ledger.managed) == ([], 7)
        ledger.start("run-3", {})
    assert verify(path).ok


def test_a_torn_line_is_cut_and_noted(path):
    a_run(path)
    with path.open("ab") as file:
        file.write(b'{"n":9,"kind":"int')
    with Ledger(path):
        pass
    last = list(records(path))[-1]
    assert (last["kind"], last["n"], last["bytes"]) == ("note", 9, 18)
    assert verify(path).ok


def lines(path):
    return path.read_bytes().splitlines(keepends=True)


def edit(number, old, new):
    def apply(found):
        assert old in found[number]
        found[number] = found[number].replace(old, new)

    return apply


@pytest.mark.parametrize(
    "tamper",
    [
        edit(1, b'"post":"b"', b'"post":"c"'),
        edit(7, b'"managed":7', b'"managed":9'),
        edit(4, b'"done"', b'"failed"'),
        lambda found: found.pop(2),
        lambda found: found.pop(0),
        lambda found: found.pop(),
        lambda found: found.insert(3, found[3]),
        lambda found: found.reverse(),
        lambda found: found.append(b'{"n":9,"kind":"note","prev":"0"}\n'),
        lambda found: found.clear(),
    ],
    ids=[
        "value",
        "last line",
        "outcome",
        "middle gone",
        "first gone",
        "end gone",
        "doubled",
        "order",
        "added",
        "empty",
    ],
)
def test_every_kind_of_tampering_shows(path, tamper):
    a_run(path)
    found = lines(path)
    tamper(found)
    path.write_bytes(b"".join(found))
    assert not verify(path).ok


def test_a_rewritten_chain_without_its_seal_shows(path):
    a_run(path)
    last, found = "0" * 64, []
    for line in lines(path):
        record = json.loads(line.replace(b'"post":"b"', b'"post":"z"'))
        record["prev"] = last
        new = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
        last = module._digest(new)
        found.append(new + b"\n")
    path.write_bytes(b"".join(found))
    assert verify(path).problems == ("line 8: is not the line that was sealed",)


def test_a_shortened_ledger_is_not_continued(path):
    a_run(path)
    path.write_bytes(b"".join(lines(path)[:-2]))
    with pytest.raises(LedgerError, match="lines are missing"), Ledger(path):
        pass


def test_two_runs_cannot_hold_it(path):
    with Ledger(path), pytest.raises(LockedError), Ledger(path):
        pass
    with Ledger(path):
        pass


def test_nobody_knows_before_the_first_run(path):
    assert known(path) is None
    assert not interrupted(path)


def test_a_directory_that_cannot_be_written_is_one_clear_error(tmp_path):
    (tmp_path / "file").write_text("")
    with pytest.raises(LedgerError, match="nothing was changed"), Ledger(tmp_path / "file" / "ledger.jsonl"):
        pass
