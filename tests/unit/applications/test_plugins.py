# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""application_info and the inventory plugin, as a person meets them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.rasmi.mail.plugins.module_utils._glue import guarded
from ansible_collections.rasmi.mail.plugins.modules import application_info
from tests.unit.applications.conftest import AS_OF, ROOT, notice, person, write

LAB = ROOT / "inventories/lab"


def _params(**given: Any) -> dict[str, Any]:
    values: dict[str, Any] = {name: spec.get("default") for name, spec in application_info.ARGUMENT_SPEC.items()}
    return values | {"profile": "kelantan", "as_of": AS_OF} | given


def _ansible(tool: str, *options: str) -> subprocess.CompletedProcess[str]:
    # The collection is found through the checkout's own ansible.cfg, as for everybody who works in it.
    command = [str(Path(sys.executable).with_name(tool)), *options]
    environment = {**os.environ, "ANSIBLE_INVENTORY_UNPARSED_FAILED": "true", "ANSIBLE_NOCOLOR": "1"}
    environment.pop("ANSIBLE_CONFIG", None)
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_the_module_counts(tmp_path: Path) -> None:
    tables = {name: str(LAB / f"{name}.yml") for name in ("units", "groups", "supervisors", "probes")}
    result = application_info.run(_params(applications=str(LAB / "applications"), cache=str(tmp_path), **tables), False)
    assert result["total"] == sum(result["counts"]["status"].values()) >= 25
    assert result["counts"]["tier"].keys() == {"pengguna_biasa", "pengurusan_tertinggi"}
    assert result["cache_state"] == "cold"
    assert any("gmail.com" in remark for remark in result["remarks"])
    again = application_info.run(_params(applications=str(LAB / "applications"), cache=str(tmp_path), **tables), True)
    assert again == result | {"cache_state": "warm"}


def test_the_module_fails_with_one_message_and_all_faults() -> None:
    result = guarded(application_info.run, _params(applications=str(ROOT / "tests/fixtures/bad_applications")), False)
    assert result["failed"]
    assert not result["changed"]
    assert len(result["faults"]) == len(result["msg"].splitlines()) - 1
    assert set(result["faults"][0]) == {"file", "line", "field", "value", "problem", "remedy", "clauses"}


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"applications": "/nowhere"}, "cannot be read"),
        ({"applications": str(ROOT / "docs" / "..")}, "fault"),
        ({"applications": str(LAB / "applications"), "as_of": "tomorrow"}, "is not a date"),
    ],
)
def test_the_module_says_what_is_wrong_with_its_options(given: dict[str, Any], message: str) -> None:
    assert message in guarded(application_info.run, _params(**given), False)["msg"]


def test_an_empty_directory_is_a_fault(tmp_path: Path) -> None:
    assert "holds no forms" in guarded(application_info.run, _params(applications=str(tmp_path)), False)["msg"]


@pytest.mark.parametrize(("name", "why"), [("more.xlsm", "macros"), ("more.xls", "a kind that is not read")])
def test_tables_of_other_kinds_are_not_passed_over_in_silence(tmp_path: Path, name: str, why: str) -> None:
    write(tmp_path, a=person(1))
    (tmp_path / name).write_text("name\n")
    result = guarded(application_info.run, _params(applications=str(tmp_path)), False)
    assert [(fault["file"], why in fault["problem"]) for fault in result["faults"]] == [(str(tmp_path / name), True)]
    assert "Save it as Excel Workbook" in result["faults"][0]["remedy"]


def test_the_documentation_and_the_options_agree() -> None:
    # As a person reads it: with what the fragments add.
    done = _ansible("ansible-doc", "--json", "rasmi.mail.application_info")
    assert done.returncode == 0, done.stderr
    documented = json.loads(done.stdout)["rasmi.mail.application_info"]["doc"]["options"]
    assert documented.keys() == application_info.ARGUMENT_SPEC.keys()
    for name, spec in application_info.ARGUMENT_SPEC.items():
        assert documented[name]["type"] == spec["type"]
        assert documented[name].get("required", False) == spec.get("required", False)


def _list(path: Path) -> dict[str, Any]:
    done = _ansible("ansible-inventory", "-i", str(path), "--list")
    assert done.returncode == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout, object_hook=_plain)
    return found


def _plain(item: dict[str, Any]) -> Any:
    """ansible-inventory marks text that is no template."""
    return item["__ansible_unsafe"] if set(item) == {"__ansible_unsafe"} else item


@pytest.fixture(scope="module")
def listed() -> dict[str, Any]:
    return _list(LAB / "rasmi.applications.yml")


def test_accounts_are_hosts_with_their_facts(listed: dict[str, Any]) -> None:
    facts = listed["_meta"]["hostvars"]["nuraisyah.zaki@kelantan.gov.my"]
    assert facts["rasmi_account_id"] == "KEL-2026-0101"
    assert facts["rasmi_quota"] == 314572800
    assert facts["ansible_connection"] == "local"
    # The site's own variables come along (rasmi_mail_backup_key is a path); of the person there is no keyed hash.
    assert not any("key" in name for name in facts if not name.startswith("rasmi_mail_"))


def test_hosts_are_grouped(listed: dict[str, Any]) -> None:
    address = "{}@kelantan.gov.my".format
    assert address("faizal.rahim") in listed["tier_pengurusan_tertinggi"]["hosts"]
    assert address("jaswinder") in listed["unit_pdt_kb"]["hosts"]
    assert address("masturah.rauf") in listed["state_suspended"]["hosts"]
    assert address("rahman.yusof") in listed["state_active"]["hosts"]
    assert address("bantuan.ict") in listed["kind_department"]["hosts"]
    assert address("probe-lock") in listed["kind_probe"]["hosts"]
    assert address("khadijah.omar") in listed["platform_reference"]["hosts"]
    assert "KEL-2026-0143" in listed["status_incomplete"]["hosts"]
    assert "KEL-2026-0143" not in listed["status_approved"]["hosts"]


def test_the_graph_shows_who_is_approved() -> None:
    done = _ansible("ansible-inventory", "-i", str(LAB / "rasmi.applications.yml"), "--graph", "status_approved")
    assert done.returncode == 0, done.stderr
    assert "--nuraisyah.zaki@kelantan.gov.my" in done.stdout
    assert "KEL-2026" not in done.stdout


def test_limit_picks_people() -> None:
    limit = "unit_upen:&state_active"
    done = _ansible("ansible", "-i", str(LAB / "rasmi.applications.yml"), "all", "--limit", limit, "--list-hosts")
    assert done.returncode == 0, done.stderr
    people = {line.split("@")[0].strip() for line in done.stdout.splitlines()[1:]}
    assert people == {"azlan.ismail", "ngwei", "rahman.yusof"}


def test_the_lab_inventory_itself_does_not_read_the_forms() -> None:
    done = _ansible("ansible-inventory", "-i", str(LAB), "--graph")
    assert done.returncode == 0, done.stderr
    assert "@kelantan.gov.my" not in done.stdout


def _config(directory: Path, **more: Any) -> Path:
    file = directory / "x.applications.yml"
    config = {"plugin": "rasmi.mail.applications", "applications": "forms", "profile": "kelantan", "as_of": AS_OF}
    file.write_text(yaml.safe_dump(config | more))
    return file


def test_composed_variables_and_groups(tmp_path: Path) -> None:
    write(tmp_path / "forms", a=person(1), n=notice(70))
    file = _config(
        tmp_path,
        compose={"local_part": "inventory_hostname.split('@')[0]"},
        groups={"resting": "rasmi_state == 'suspended'"},
        keyed_groups=[{"key": "rasmi_supervisor", "prefix": "supervisor"}],
    )
    listed = _list(file)
    assert listed["_meta"]["hostvars"]["orang1@kelantan.gov.my"]["local_part"] == "orang1"
    assert listed["resting"]["hosts"] == listed["supervisor_bptm"]["hosts"] == ["orang1@kelantan.gov.my"]


def test_faulty_forms_stop_the_inventory_with_every_fault(tmp_path: Path) -> None:
    write(tmp_path / "forms", a=person(1, training=None), b=person(2, support=None))
    done = _ansible("ansible-inventory", "-i", str(_config(tmp_path)), "--list")
    assert done.returncode != 0
    assert "2 fault(s) in 2 file(s)" in done.stderr
    assert "training (Latihan asas)" in done.stderr
    assert "support (Disokong oleh" in done.stderr
