# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""account_plan from files to files, with a server in memory."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.rasmi.mail.plugins.doc_fragments.limits import ModuleDocFragment
from ansible_collections.rasmi.mail.plugins.module_utils import _options, _planning, _using
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.ledger import Ledger
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.plan_file import read_plan
from ansible_collections.rasmi.mail.plugins.module_utils._glue import guarded
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Account, Limits
from ansible_collections.rasmi.mail.plugins.module_utils._providers.fake import FakeProvider, FakeServer
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError, RasmiError
from ansible_collections.rasmi.mail.plugins.modules import account_plan
from tests.unit.lifecycle.builders import carry_out

LAB = Path(__file__).parents[3] / "inventories" / "lab"
PROFILES = LAB.parents[1] / "profiles"
DAY = "2026-11-21"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> FakeServer:
    world = FakeServer()
    monkeypatch.setattr(_planning, "open_provider", lambda _platform, _options: FakeProvider(world))
    monkeypatch.setattr(_using, "open_provider", lambda _platform, _options, used: FakeProvider(world))
    return world


@pytest.fixture
def params(tmp_path: Path) -> dict[str, Any]:
    given = {name: option.get("default") for name, option in account_plan.ARGUMENT_SPEC.items()}
    files = {name: str(LAB / f"{name}.yml") for name in ("units", "groups", "supervisors", "probes")}
    return {
        **given,
        **files,
        "applications": str(LAB / "applications"),
        "profile": "kelantan",
        "as_of": DAY,
        "reference": {"uri": "ldap://unused"},
        "dest": str(tmp_path / "plan.json"),
        "ledger": str(tmp_path / "ledger.jsonl"),
        "cache": str(tmp_path / "cache"),
    }


def apply(server: FakeServer, path: str) -> None:
    made, _checksum = read_plan(Path(path))
    outcomes = carry_out(FakeProvider(server), made)
    assert {one.result for one in outcomes} == {"done"}


def test_the_lab_is_planned_applied_and_then_at_rest(server, params):
    first = account_plan.run(params, False)
    assert first["changed"] is False
    assert first["pending"]
    assert first["counts"]["create"] == len(read_plan(Path(first["plan_file"]))[0].effective)
    assert (first["late"] > 0, first["as_of"], first["platform"]) == (True, DAY, "fake")
    table = Path(first["table_file"]).read_text()
    assert first["checksum"] in table
    assert "nuraisyah.zaki@kelantan.gov.my" in table
    apply(server, first["plan_file"])
    second = account_plan.run(params, False)
    assert not second["pending"]
    assert second["counts"]["none"] == first["counts"]["create"] + first["counts"]["none"]


def test_check_mode_gives_the_same_answer(server, params):
    assert account_plan.run(params, True)["checksum"] == account_plan.run(params, False)["checksum"]
    assert server.writes == 0


def test_only_the_first_lines_are_returned(server, params):
    result = account_plan.run({**params, "show": 3}, False)
    assert len(result["changes"]) == 3
    assert set(result["changes"][0]) == {
        "verb", "account", "basis", "clauses", "due", "days_late", "reversible", "destructive", "reason",
    }  # fmt: skip
    assert len(result["diff"]["prepared"].splitlines()) == 5 + 3 + 1


def test_the_language_of_table_and_reasons(server, params):
    result = account_plan.run({**params, "language": "ms"}, False)
    assert "cipta" in result["msg"]
    assert "Pelan akaun" in Path(result["table_file"]).read_text()
    assert result["changes"][0]["reason"].startswith("Akaun")


def test_a_ledger_that_knows_of_more_accounts_stops_the_plan(server, params):
    with Ledger(params["ledger"]) as ledger:
        ledger.start("run", {})
        ledger.end("run", {}, managed=500, generation=1)
    result = guarded(account_plan.run, params, False)
    assert result["failed"]
    assert "last run left 500" in result["msg"]
    assert not Path(params["dest"]).exists()


def test_a_scope_narrows_the_plan(server, params):
    result = account_plan.run({**params, "scope": {"domains": [], "units": ["bptm"]}, "show": 500}, False)
    whole = account_plan.run({**params, "show": 500}, False)
    assert 0 < result["counts"]["create"] < whole["counts"]["create"]
    assert {one["account"] for one in result["changes"]} < {one["account"] for one in whole["changes"]}
    nobody = account_plan.run({**params, "scope": {"domains": ["other.gov.my"], "units": []}}, False)
    assert nobody["counts"]["create"] == 0


@pytest.mark.parametrize(
    ("limits", "word"),
    [
        ({"max_destructive_share": 5.0}, "from 0 to 1"),
        ({"min_directory_share": -0.1}, "from 0 to 1"),
        ({"max_destructive": -1}, "0 or more"),
    ],
)
def test_limits_that_make_no_sense_are_refused(limits, word):
    with pytest.raises(RasmiError, match=word):
        _planning.limits_of(limits)


def test_limits_that_are_not_given_keep_their_defaults():
    assert _planning.limits_of({"max_destructive": 3, "share_from": None}) == Limits(max_destructive=3)
    assert _planning.limits_of(None) == Limits()


def test_a_day_that_is_none_is_refused(server, params):
    result = guarded(account_plan.run, {**params, "as_of": "21.11.2026"}, False)
    assert "as_of" in result["msg"]


def test_a_place_that_cannot_be_written_is_said(server, params, tmp_path):
    (tmp_path / "file").write_text("")
    result = guarded(account_plan.run, {**params, "dest": str(tmp_path / "file" / "plan.json")}, False)
    assert result["failed"]
    assert "could not be written" in result["msg"]


def test_documented_limits_are_the_real_ones():
    for name in _options.LIMITS_SPEC:
        text = ModuleDocFragment.DOCUMENTATION.partition(f"{name}:")[2]
        stated = re.search(r"V\(([0-9.]+)\) when not given", text)
        assert stated is not None
        assert float(stated[1]) == getattr(Limits(), name)


def test_a_rehearsal_before_the_server_exists_plans_what_the_first_run_does(
    params: dict[str, Any], server: FakeServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = account_plan.run(params, False)

    def nobody_answers(_platform: str, _options: Any) -> Any:
        raise RasmiError("there is no server")

    monkeypatch.setattr(_planning, "open_provider", nobody_answers)
    rehearsed = account_plan.run({**params, "new_server": True}, True)
    assert rehearsed["counts"] == real["counts"] and real["counts"]["create"] > 0
    assert rehearsed["changes"] == real["changes"]


def test_an_imagined_server_is_refused_for_a_real_run(params: dict[str, Any]) -> None:
    result = guarded(account_plan.run, {**params, "new_server": True}, False)
    assert result["failed"] and "check mode only" in result["msg"]


def test_an_imagined_server_is_refused_when_the_ledger_knows_better(params: dict[str, Any], server: FakeServer) -> None:
    with Ledger(params["ledger"]) as ledger:
        ledger.start("run", {})
        ledger.end("run", {}, managed=33, generation=1)
    result = guarded(account_plan.run, {**params, "new_server": True}, True)
    assert result["failed"] and "33 accounts" in result["msg"]


def test_R095_R096_a_notice_in_the_ledger_lets_the_freeze_go_on_and_none_holds_it_back(server, params, tmp_path):
    """From the files of a site: profile, forms, ledger, server."""
    profile = yaml.safe_load((PROFILES / "kelantan.yml").read_text(encoding="utf-8"))
    words = {"ms": "Ujian", "en": "Test"}
    for name, value in (("what_is_use", ["login"]), ("frozen_receives", True)):
        profile["profile"]["decisions"][name] |= {"status": "decided", "value": value, "decided_by": words}
    for path in PROFILES.glob("*.yml"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    (tmp_path / "kelantan.yml").write_text(yaml.safe_dump(profile, allow_unicode=True), encoding="utf-8")
    params["profile_paths"] = [str(tmp_path)]
    address = "laisoonchong@kelantan.gov.my"
    apply(server, account_plan.run(params, False)["plan_file"])
    for key, account in server.accounts.items():
        if account.fields.address == address:
            server.accounts[key] = account._replace(last_login_at="2026-08-01T00:00:00Z", must_change=False)
    assert account_plan.run(params, False)["counts"]["freeze"] == 0
    with Ledger(params["ledger"]) as ledger:
        for role in ("owner", "supervisor"):
            told = {"notice": "idle", "account": address, "to": role, "on": "2026-11-15", "basis": "KEL-4.5-a"}
            ledger.notice(told)
    result = account_plan.run(params, False)
    assert result["counts"]["freeze"] == 1
    plan, _checksum = read_plan(Path(result["plan_file"]))
    assert [change.account for change in plan.effective if change.verb == "freeze"] == [address]


def bigger(server: FakeServer, number: int) -> Account:
    """Give an account of the lab more space by hand, so that its own tier is less."""
    one = next(one for one in server.accounts.values() if one.fields.account_id == f"KEL-2026-{number:04d}")
    server.accounts[one.id] = one._replace(fields=one.fields._replace(quota=2 * one.fields.quota))
    return one


def test_R069_what_mailboxes_hold_is_asked_only_when_a_quota_shrinks(server, params):
    apply(server, account_plan.run(params, False)["plan_file"])
    quiet = account_plan.run({**params, "measures": True}, False)
    assert (server.asked, quiet["unmeasured"], quiet["provisional"]) == (0, [], False)
    small, full, silent = (bigger(server, number) for number in (104, 105, 106))
    server.used = {small.id: small.fields.quota, full.id: full.fields.quota + 1}
    made = account_plan.run(params, False)
    assert (server.asked, made["provisional"]) == (1, False), "one question about all of them"
    assert [(one["verb"], one["account"]) for one in made["changes"]] == [
        ("update", small.fields.address), ("ask", silent.fields.address), ("ask", full.fields.address),
    ]  # fmt: skip
    assert "310 MiB" in made["changes"][2]["reason"]
    assert made["unmeasured"] == [silent.fields.address]
    assert account_plan.run({**params, "measures": True}, False)["provisional"]


def test_R069_a_server_that_does_not_say_is_a_warning_and_a_question(server, params, monkeypatch):
    apply(server, account_plan.run(params, False)["plan_file"])
    one = bigger(server, 104)

    def refuse(_provider: FakeProvider, _accounts: object) -> None:
        raise ProviderError("fake: no right")

    monkeypatch.setattr(FakeProvider, "usage", refuse)
    made = account_plan.run(params, False)
    assert (made["asks"], made["unmeasured"]) == (1, [one.fields.address])
    assert any("no right" in text for text in made["warnings_text"])
    monkeypatch.undo()
    result = guarded(account_plan.run, {**params, "used": {"a@kelantan.gov.my": "1 GB"}}, False)
    assert result["failed"] and "1 GB" in result["msg"]
