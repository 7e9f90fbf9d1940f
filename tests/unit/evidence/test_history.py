# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The records answer who, what, why and when, and say when they were touched (R030, R196, R197)."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.rasmi.mail.plugins.module_utils._evidence.ledger import Ledger
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Change, Outcome
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import RasmiError
from ansible_collections.rasmi.mail.plugins.modules import ledger_info

FACTS = {"operator": "pentadbir", "profile": "kelantan", "standard": "f" * 8, "as_of": "2026-11-21", "plan": "abc"}
OLD, NEW = "siti.omar@kelantan.gov.my", "khadijah.omar@kelantan.gov.my"


def ask(path: Path, **values: Any) -> dict[str, Any]:
    given = {name: spec.get("default") for name, spec in ledger_info.ARGUMENT_SPEC.items()}
    return ledger_info.run({**given, "path": str(path), **values}, False)


def one(verb: str, account: str, basis: str, **after: Any) -> Change:
    return Change(verb, account, f"id-{account}", {}, after, ("KEL-4.3-c",), basis)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Two runs: one made two accounts, the next renamed one of them; a third was cut off."""
    place = tmp_path / "ledger.jsonl"
    runs = [
        [one("create", OLD, "KEL-2026-0116", address=OLD, staff_key="hmac-sha256:secret"), one("create", "b@x", "B")],
        [Change("rename", OLD, "id", {"address": OLD}, {"address": NEW}, ("KEL-4.3-c",), "KEL-2026-0163")],
    ]
    with Ledger(place) as ledger:
        for number, changes in enumerate(runs):
            ledger.start(f"run-{number}", {**FACTS, "counts": {"create": 2 - number}})
            for change in ledger.intents(changes):
                ledger.outcome(Outcome(change.key, change.verb, change.account, "done"))
            ledger.end(f"run-{number}", {"done": len(changes)}, 2, number + 2)
        ledger.start("run-2", FACTS)
        list(ledger.intents([one("suspend", NEW, "KEL-2026-0200")]))
    return place


def test_who_applied_what_for_which_reason_under_which_standard(path: Path) -> None:
    """R030 basis, R196 everything filed, R197 the version of the standard."""
    told = ask(path, account=NEW)
    assert [entry["verb"] for entry in told["history"]] == ["create", "rename", "suspend"]
    first, _second, last = told["history"]
    assert (first["operator"], first["profile"], first["plan"]) == ("pentadbir", "kelantan", "abc")
    assert (first["basis"], first["clauses"], first["result"]) == ("KEL-2026-0116", ["KEL-4.3-c"], "done")
    assert (last["result"], "cut off" in last["message"]) == ("", True)
    assert [run["finished"] for run in told["runs"]] == [True, True, False]
    assert (told["intact"], told["problems"], told["open_intents"]) == (True, [], 1)


def test_an_account_is_found_by_every_address_that_it_had(path: Path) -> None:
    assert ask(path, account=OLD.upper())["history"] == ask(path, account=NEW)["history"]


def test_an_application_is_found_by_its_id(path: Path) -> None:
    assert [entry["account"] for entry in ask(path, basis="KEL-2026-0116")["history"]] == [OLD]


def test_R030_a_change_is_found_under_every_application_that_decided_a_field_of_it(tmp_path: Path) -> None:
    change = Change("update", OLD, after={"post": "A", "unit": "b"}, basis="NOT-2", bases={"post": "NOT-1"})
    with Ledger(tmp_path / "ledger.jsonl") as ledger:
        ledger.start("run-0", FACTS)
        list(ledger.intents([change]))
    for basis in ("NOT-1", "NOT-2"):
        (found,) = ask(tmp_path / "ledger.jsonl", basis=basis)["history"]
        assert (found["basis"], found["bases"]) == ("NOT-2", {"post": "NOT-1"})
    assert ask(tmp_path / "ledger.jsonl", basis="NOT-3")["history"] == []


def test_no_keyed_hash_leaves_the_ledger(path: Path) -> None:
    assert "hmac" in path.read_text() and "hmac" not in json.dumps(ask(path, account=OLD))


@pytest.mark.parametrize("line", [1, 2, 5, 9])
def test_a_changed_line_is_named_and_nothing_is_repeated(path: Path, line: int) -> None:
    """R196: whoever changes one character of a record is found out, and the module fails."""
    lines = path.read_text().splitlines(keepends=True)
    lines[line - 1] = lines[line - 1].replace('"n":', '"n": ')
    path.write_text("".join(lines))
    told = ask(path, account=OLD)
    assert told["failed"] and not told["intact"] and told["history"] == [] and told["runs"] == []
    assert any(f"line {number}" in problem for number in (line, line + 1) for problem in told["problems"])
    assert told["problems"][0] in told["msg"]
    assert "failed" not in ask(path, must_be_intact=False)


def test_a_ledger_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(RasmiError, match="No such file"):
        ask(tmp_path / "none.jsonl")


def test_the_examples_run_as_they_stand(path: Path, tmp_path: Path) -> None:
    play = {
        "hosts": "localhost",
        "connection": "local",
        "gather_facts": False,
        "vars": {"rasmi_mail_state_dir": str(path.parent)},
        "tasks": yaml.safe_load(ledger_info.EXAMPLES),
    }
    book = tmp_path / "examples.yml"
    book.write_text(yaml.safe_dump([play]), encoding="utf-8")
    done = subprocess.run(
        ["ansible-playbook", "-i", "localhost,", str(book)], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "changed=0" in done.stdout
