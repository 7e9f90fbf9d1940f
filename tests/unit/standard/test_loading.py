# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Loading: finding, checking, faults with lines, remembering."""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._standard import cache, profile, yamldoc
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import FaultsError
from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import build, load_standard
from tests.unit.standard.builders import clause, document, write

GOOD = [clause("AGE-1", {"C-PWD-LEN": {"min": 12}})]


def faults(*args: Any, **more: Any) -> list[str]:
    with pytest.raises(FaultsError) as caught:
        build([document(*args, **more)])
    return [str(fault) for fault in caught.value.faults]


def test_every_fault_of_the_shape_is_listed_with_its_line() -> None:
    bad = [clause("AGE-1", {"C-PWD-LEN": {}}, force="perhaps"), clause("lower", {"C-AV": {}}, kind=["MOON"])]
    found = faults("agency", bad, version="new", colour="red")
    assert len(found) == 5
    for part in ("perhaps", "lower", "MOON", "new", "colour"):
        assert any(part in fault for fault in found), part
    assert all(int(fault.split(":")[1]) > 0 for fault in found)


def test_every_fault_of_the_meaning_is_listed() -> None:
    bad = [
        clause("AGE-1"),
        clause("AGE-2", {"C-PWD-LEN": {"min": 12}}, unbound={"ms": "a", "en": "b"}),
        clause("AGE-3", {"C-NONE": {}}),
        clause("AGE-4", {"C-PWD-LEN": {"colour": 1}}),
        clause("AGE-4", {"C-AV": {}}),
        clause("AGE-5", {"C-PWD-AGE": {"max": "soon"}}),
        clause("AGE-6", {"C-PWD-LEN": {"classes": ["emoji"]}}),
        clause("AGE-7", {"C-MSG-SIZE": {"in": "10Mb"}}),
        clause("AGE-8", {"C-TRAIN": {"before_create": "maybe"}}),
        clause("AGE-9", attest={"every": "often"}),
        clause("AGE-10", {"C-AV": {}}, conflicts_with=["AGE-99"]),
        clause("AGE-11", {"C-TOLD": {}}),
    ]
    found = faults("agency", bad)
    for part in (
        "neither bound, attested nor unbound",
        "both served and unbound",
        "no such control",
        "no such parameter",
        "already used",
        "'soon'",
        "emoji",
        "says bits",
        "'maybe'",
        "'often'",
        "AGE-99",
        "C-TOLD without notices",
    ):
        assert any(part in fault for fault in found), part
    assert len(found) == 12


def test_a_deadline_needs_its_value_and_a_tier_a_known_rule() -> None:
    tier = {"id": "t", "title": {"ms": "a", "en": "b"}, "when": {"height_over": 2}, "quota": "1 GB", "clause": "AGE-1"}
    deadline = {"control": "C-ACC-DEADLINE", "param": "create_within", "from": "complete_on", "clauses": ["AGE-1"]}
    found = faults("agency", GOOD, tiers=[tier], deadlines={"create": deadline})
    assert any("height_over" in fault for fault in found)
    assert any("C-ACC-DEADLINE.create_within has no value" in fault for fault in found)


@pytest.mark.parametrize(
    ("status", "more"), [("decided", {}), ("undecided", {"value": True}), ("decided", {"value": "binary"})]
)
def test_a_decision_says_who_decided_or_stays_open(status: str, more: dict[str, Any]) -> None:
    words = {"ms": "soalan", "en": "question"}
    entry = {"status": status, "question": words, "consequence": words, **more}
    assert faults("agency", GOOD, decisions={"unit": entry})


def test_duplicate_keys_and_broken_yaml_are_faults_with_lines() -> None:
    with pytest.raises(FaultsError, match=r"x\.yml:3: profile\.id: this key is given twice"):
        yamldoc.parse(b"profile:\n  id: a\n  id: b\n", "x.yml")
    with pytest.raises(FaultsError, match=r"x\.yml:2: .*not YAML"):
        yamldoc.parse(b"profile:\n  id: a: b\n", "x.yml")


@pytest.mark.parametrize("text", [b"", b"- a list\n", b"just text\n", b"profile: 3\n"])
def test_something_else_than_a_profile_is_a_fault(text: bytes, tmp_path: Path) -> None:
    path = tmp_path / "odd.yml"
    path.write_bytes(text)
    with pytest.raises(FaultsError, match=r"odd\.yml"):
        load_standard(str(path), cache_dir=tmp_path)


def test_a_profile_is_found_by_name_in_order_and_by_path(tmp_path: Path) -> None:
    near, far = tmp_path / "near", tmp_path / "far"
    near.mkdir()
    far.mkdir()
    write(near, "agency", GOOD, version="1")
    other = write(far, "agency", GOOD, version="2")
    assert load_standard("agency", [near, far], tmp_path).version == "1"
    assert load_standard(str(other), [near, far], tmp_path).version == "2"


def test_a_missing_profile_says_where_it_was_looked_for(tmp_path: Path) -> None:
    with pytest.raises(FaultsError, match="no profile of this name in ") as caught:
        load_standard("atlantis", [tmp_path], tmp_path)
    assert str(tmp_path) in str(caught.value)
    with pytest.raises(FaultsError, match="no such file"):
        load_standard(str(tmp_path / "atlantis.yml"), [], tmp_path)


def test_a_circle_of_profiles_is_a_fault(tmp_path: Path) -> None:
    write(tmp_path, "a", GOOD, extends="b")
    write(tmp_path, "b", [], extends="a")
    with pytest.raises(FaultsError, match="circle"):
        load_standard("a", [tmp_path], tmp_path)


def _load_counting(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    built: list[str] = []
    real = profile.build

    def counted(chain: list[yamldoc.Document]) -> dict[str, Any]:
        built.append(chain[-1].file)
        return real(chain)

    monkeypatch.setattr(profile, "build", counted)
    return built


def test_what_is_remembered_is_used_until_any_file_of_the_chain_changes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    built = _load_counting(monkeypatch)
    store = tmp_path / "cache"
    write(tmp_path, "base", [clause("BAS-1", {"C-PWD-LEN": {"min": 10}})])
    write(tmp_path, "agency", GOOD, extends="base")
    first = load_standard("agency", [tmp_path], store)
    again = load_standard("agency", [tmp_path], store)
    assert built == ["agency.yml"]
    assert again.to_dict() == first.to_dict()
    write(tmp_path, "base", [clause("BAS-1", {"C-PWD-LEN": {"min": 11}})])
    changed = load_standard("agency", [tmp_path], store)
    assert len(built) == 2
    assert changed.fingerprint != first.fingerprint
    write(tmp_path, "base", [clause("BAS-1", {"C-PWD-LEN": {"min": 16}})])
    with pytest.raises(FaultsError, match="BAS-1"):
        load_standard("agency", [tmp_path], store)


def test_a_baseline_that_appears_nearer_is_not_missed(tmp_path: Path) -> None:
    near, far, store = tmp_path / "near", tmp_path / "far", tmp_path / "cache"
    near.mkdir()
    far.mkdir()
    write(far, "base", [clause("BAS-1", {"C-PWD-LEN": {"min": 10}})])
    agency = write(near, "agency", [clause("AGE-1", {"C-AV": {}})], extends="base")
    assert load_standard(str(agency), [far], store).control("C-PWD-LEN")["min"] == 10
    write(near, "base", [clause("BAS-1", {"C-PWD-LEN": {"min": 11}})])
    assert load_standard(str(agency), [far], store).control("C-PWD-LEN")["min"] == 11


def test_new_code_forgets_what_old_code_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    built = _load_counting(monkeypatch)
    write(tmp_path, "agency", GOOD)
    load_standard("agency", [tmp_path], tmp_path)
    monkeypatch.setattr(cache, "_code_stamp", lambda: "another version")
    load_standard("agency", [tmp_path], tmp_path)
    assert len(built) == 2


def test_a_damaged_or_unwritable_memory_only_costs_time(tmp_path: Path) -> None:
    write(tmp_path, "agency", GOOD)
    store = tmp_path / "cache"
    load_standard("agency", [tmp_path], store)
    (remembered,) = store.glob("standard-*.json")
    assert remembered.stat().st_mode & 0o077 == 0
    for damage in ("", "[]", json.dumps({"format": 1})):
        remembered.write_text(damage)
        assert load_standard("agency", [tmp_path], store).id == "agency"
    blocked = tmp_path / "file"
    blocked.write_text("not a folder")
    assert load_standard("agency", [tmp_path], blocked / "below").id == "agency"


def test_without_a_home_nothing_is_remembered_and_nothing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def homeless() -> Path:
        raise RuntimeError("Could not determine home directory.")

    built = _load_counting(monkeypatch)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", homeless)
    write(tmp_path, "agency", GOOD)
    for _attempt in range(2):
        assert load_standard("agency", [tmp_path]).id == "agency"
    assert len(built) == 2


def test_a_remembered_standard_loads_in_less_than_30_ms_and_without_jsonschema(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_standard("kelantan", cache_dir=tmp_path)
    monkeypatch.setattr(profile, "build", lambda _chain: pytest.fail("merged again"))
    best = 1.0
    for _attempt in range(5):
        start = time.perf_counter()
        load_standard("kelantan", cache_dir=tmp_path)
        best = min(best, time.perf_counter() - start)
    assert best < 0.03


def test_no_path_of_the_machine_is_in_the_resolved_form(tmp_path: Path) -> None:
    assert str(Path(__file__).resolve().parents[3]) not in json.dumps(load_standard("kelantan", [], tmp_path).to_dict())
