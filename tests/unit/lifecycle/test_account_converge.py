# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""account_converge from files to a changed server in memory, with helpers and without."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from jinja2.nativetypes import NativeEnvironment

from ansible_collections.rasmi.mail.plugins.module_utils import (
    _applying,
    _converging,
    _papers,
    _plan_beside,
    _planning,
    _using,
)
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.ledger import Ledger, records
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.plan_file import read_plan
from ansible_collections.rasmi.mail.plugins.module_utils._glue import guarded
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Plan
from ansible_collections.rasmi.mail.plugins.module_utils._providers.fake import FakeProvider, FakeServer
from ansible_collections.rasmi.mail.plugins.modules import account_converge, account_plan
from tests.standins.slapd import certificate, write_pair

LAB = Path(__file__).parents[3] / "inventories" / "lab"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> FakeServer:
    world = FakeServer()
    monkeypatch.setattr(_planning, "open_provider", lambda _platform, _options: FakeProvider(world))
    monkeypatch.setattr(_applying, "open_provider", lambda _platform, _options: FakeProvider(world))
    monkeypatch.setattr(_using, "open_provider", lambda _platform, _options, used: FakeProvider(world))
    return world


@pytest.fixture(autouse=True, params=["here", "beside"])
def size(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> str:
    """A plan whose papers are written here, and one for which helpers do it."""
    if request.param == "beside":
        beside(monkeypatch)
    return str(request.param)


def beside(monkeypatch: pytest.MonkeyPatch) -> None:
    for room in (_plan_beside, _papers):
        monkeypatch.setattr(room, "BIG", 5)
        monkeypatch.setattr(room, "cores", lambda: 2)


@pytest.fixture
def params(tmp_path: Path) -> dict[str, Any]:
    given = {name: option.get("default") for name, option in account_converge.ARGUMENT_SPEC.items()}
    files = {name: str(LAB / f"{name}.yml") for name in ("units", "groups", "probes")}
    rows = []
    for name in ("suk", "bptm", "upen", "pkn", "pdt-kb"):
        write_pair(tmp_path, name, certificate(name, encipher=True))
        email = f"penyelia.{name}@kelantan.gov.my"
        rows.append(f"{{id: {name}, name: Penyelia, email: {email}, certificate: {name}.pem, units: []}}")
    (tmp_path / "supervisors.yml").write_text(f"supervisors: [{', '.join(rows)}]\n")
    return {
        **given,
        **files,
        "supervisors": str(tmp_path / "supervisors.yml"),
        "applications": str(LAB / "applications"),
        "profile": "kelantan",
        "as_of": "2026-11-21",
        "reference": {"uri": "ldap://unused"},
        "dest": str(tmp_path / "plan.json"),
        "page": str(tmp_path / "plan.html"),
        "ledger": str(tmp_path / "ledger.jsonl"),
        "cache": str(tmp_path / "cache"),
    }


@pytest.fixture(autouse=True)
def no_helper_is_left() -> Iterator[None]:
    yield
    with pytest.raises(ChildProcessError):
        os.waitpid(-1, os.WNOHANG)


def test_the_lab_is_made_and_then_at_rest(server: FakeServer, params: dict[str, Any], tmp_path: Path) -> None:
    first = account_converge.run(params, False)
    assert first["applied"] and first["changed"]
    assert first["outcomes"] == {"done": len(read_plan(tmp_path / "plan.json")[0].effective)}
    assert len(server.accounts) == first["counts"]["create"] > 0
    assert {file["supervisor"] for file in first["handover"]} and Path(first["handover"][0]["path"]).exists()
    second = account_converge.run(params, False)
    assert (second["applied"], second["changed"], second["pending"]) == (False, False, False)
    assert second["counts"]["none"] == first["counts"]["create"] + first["counts"]["none"]


def test_its_papers_are_those_of_account_plan(server: FakeServer, params: dict[str, Any], tmp_path: Path) -> None:
    names = {name: option.get("default") for name, option in account_plan.ARGUMENT_SPEC.items()}
    planned = account_plan.run({name: params[name] for name in names}, False)
    papers = {name: (tmp_path / name).read_bytes() for name in ("plan.json", "plan.txt", "plan.html")}
    for name in papers:
        (tmp_path / name).unlink()
    made = account_converge.run(params, False)
    assert {name: (tmp_path / name).read_bytes() for name in papers} == papers
    shared = planned.keys() - {"changed", "diff", "cache"}
    assert {name: made[name] for name in shared} == {name: planned[name] for name in shared}
    assert made["diff"][0] == planned["diff"] and made["diff"][1]["after"]


def test_check_mode_predicts_and_writes_nothing_on_the_server(server: FakeServer, params: dict[str, Any]) -> None:
    seen = account_converge.run(params, True)
    assert (seen["changed"], server.writes, server.accounts) == (True, 0, {})
    assert not Path(params["ledger"]).exists()
    done = account_converge.run(params, False)
    assert {name: done[name] for name in ("checksum", "counts", "changes")} == {
        name: seen[name] for name in ("checksum", "counts", "changes")
    }
    assert account_converge.run(params, True)["changed"] is False


def test_the_plan_is_on_the_disk_and_shown_before_the_first_write(
    server: FakeServer, params: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shown: list[str] = []
    apply = FakeProvider.apply

    def late(self: FakeProvider, *given: Any, **named: Any) -> Any:
        assert read_plan(tmp_path / "plan.json")[1] in "\n".join(shown)
        return apply(self, *given, **named)

    monkeypatch.setattr(FakeProvider, "apply", late)
    result = _converging.converge_accounts(params, False, show=shown.extend)
    assert result["outcomes"]["done"] > 0
    assert params["dest"].replace(".json", ".txt") in shown
    (start,) = (row for row in records(params["ledger"]) if row["kind"] == "start")
    assert start["plan"] == result["checksum"]
    assert params["page"] in shown and Path(params["page"]).exists()
    said = shown[shown.index(params["page"]) + 1 :]
    assert said[0].startswith(f"done {result['outcomes']['done']}; run ") and result["handover"][0]["path"] in said[1]
    assert len(said) == 1 + len(result["handover"])
    assert next(_converging.done_lines(result, "ms")).startswith(f"selesai {result['outcomes']['done']}; larian ")


def test_another_plan_than_the_reviewed_one_is_refused(
    server: FakeServer, params: dict[str, Any], tmp_path: Path
) -> None:
    reviewed = account_converge.run(params, True)["checksum"]
    (tmp_path / "plan.txt").unlink()
    result = guarded(account_converge.run, {**params, "expect_plan": "0" * 64}, False)
    assert result["failed"] and reviewed in result["msg"] and server.writes == 0
    assert reviewed in (tmp_path / "plan.txt").read_text(), "what was refused can be read"
    assert account_converge.run({**params, "expect_plan": reviewed}, False)["changed"]


def test_a_refusal_before_the_first_write_is_told_as_it_is(
    server: FakeServer, params: dict[str, Any], tmp_path: Path
) -> None:
    (tmp_path / "suk.pem").write_text("no certificate")
    (tmp_path / "bptm.pem").unlink()
    result = guarded(account_converge.run, params, False)
    assert {fault["field"] for fault in result["faults"]} == {"suk.certificate", "bptm.certificate"}
    assert (server.writes, server.accounts) == (0, {})


@pytest.mark.parametrize("name", ["dest", "table", "page"])
def test_a_place_that_cannot_be_written_is_said_before_anything_is_changed(
    server: FakeServer, params: dict[str, Any], tmp_path: Path, name: str
) -> None:
    (tmp_path / "file").write_text("")
    result = guarded(account_converge.run, {**params, name: str(tmp_path / "file" / "plan")}, False)
    assert result["failed"] and "could not be written" in result["msg"]
    assert (server.writes, server.accounts) == (0, {})


def test_a_disk_that_is_no_size_is_said_before_anything_is_changed(server: FakeServer, params: dict[str, Any]) -> None:
    result = guarded(account_converge.run, {**params, "disk": "big"}, False)
    assert result["failed"] and "disk" in result["msg"]
    assert server.writes == 0


def test_a_table_that_could_not_be_made_is_an_error(
    server: FakeServer, params: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The server is changed by then, because the table is a helper's; the ledger says how."""

    def killed(*_given: Any) -> str:
        os._exit(9)

    beside(monkeypatch)
    monkeypatch.setattr(_papers, "write_table_and_page", killed)
    result = guarded(account_converge.run, params, False)
    assert result["failed"] and "plan.txt" in result["msg"]
    assert [row["kind"] for row in records(params["ledger"])][-1] == "end"


def test_what_a_killed_run_left_open_is_settled_without_anything_to_do(
    server: FakeServer, params: dict[str, Any]
) -> None:
    account_converge.run(params, False)
    with Ledger(params["ledger"]) as ledger:
        ledger.start("cut", {})
    result = account_converge.run(params, False)
    assert result["interrupted"] and result["applied"] and not result["changed"]
    assert not account_converge.run(params, False)["interrupted"]


def test_a_provisional_plan_is_neither_applied_nor_shown(
    server: FakeServer, params: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    account_converge.run(params, False)
    one = next(one for one in server.accounts.values() if one.fields.account_id == "KEL-2026-0104")
    server.accounts[one.id] = one._replace(fields=one.fields._replace(quota=2 * one.fields.quota))
    writes, shown = server.writes, []
    result = _converging.converge_accounts({**params, "measures": True}, False, show=shown.extend)
    assert (result["provisional"], result["applied"], result["changed"], shown) == (True, False, False, [])
    assert server.writes == writes
    server.used = {one.id: 1}
    assert account_converge.run({**params, "measures": True}, False)["counts"]["update"] == 1


def test_a_rehearsal_before_the_server_exists_applies_nothing(
    params: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody_answers(*_given: Any) -> Any:
        raise AssertionError("there is no server")

    for room in (_planning, _applying):
        monkeypatch.setattr(room, "open_provider", nobody_answers)
    result = account_converge.run({**params, "new_server": True}, True)
    assert (result["changed"], result["applied"]) == (True, False) and result["counts"]["create"] > 0
    refused = guarded(account_converge.run, {**params, "new_server": True}, False)
    assert refused["failed"] and "check mode only" in refused["msg"]


def test_the_plan_of_a_big_run_is_not_read_back(
    server: FakeServer, params: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    def read(_path: Path) -> tuple[Plan, str]:
        raise AssertionError("read back")

    monkeypatch.setattr(_applying, "read_plan", read)
    assert account_converge.run(params, False)["changed"]


def test_the_examples_run_as_they_stand(server: FakeServer, params: dict[str, Any], tmp_path: Path) -> None:
    """First what was reviewed, which is what the first example would do."""
    variables = {f"rasmi_mail_{name}": params[name] for name in ("applications", "units", "groups", "supervisors")}
    variables |= {"rasmi_mail_probes": params["probes"], "rasmi_mail_state_dir": str(tmp_path)}
    variables["rasmi_mail_reference"] = {"uri": "ldaps://127.0.0.1", "base_dn": "dc=x", "bind_dn": "cn=x"}
    first, second = (task["rasmi.mail.account_converge"] for task in yaml.safe_load(account_converge.EXAMPLES))
    made = ran(first, variables, check_mode=True)
    assert made["changed"] and server.writes == 0
    reviewed = ran({**second, "expect_plan": ""}, variables, check_mode=True)
    done = ran(second, {**variables, "reviewed": reviewed}, check_mode=False)
    assert done["changed"] and done["checksum"] == reviewed["checksum"]


def ran(task: dict[str, Any], variables: dict[str, Any], *, check_mode: bool) -> dict[str, Any]:
    def filled(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: filled(one) for key, one in value.items()}
        return NativeEnvironment().from_string(value).render(variables) if isinstance(value, str) else value

    checked = ArgumentSpecValidator(account_converge.ARGUMENT_SPEC, **account_converge.RULES).validate(filled(task))
    assert not checked.error_messages
    return account_converge.run(checked.validated_parameters, check_mode)
