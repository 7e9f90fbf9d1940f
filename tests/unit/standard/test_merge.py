# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Merging: an agency may only tighten (design invariant 10); conflicts go to the stricter; every fault is named."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.rasmi.mail.plugins.module_utils._standard import binding
from ansible_collections.rasmi.mail.plugins.module_utils._standard.catalogue import CONTROLS
from ansible_collections.rasmi.mail.plugins.module_utils._standard.controls import CHOICE, Param
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import FaultsError
from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import build
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard
from tests.unit.standard.builders import clause, document


def merge(
    base: dict[str, Any] | list[dict[str, Any]], agency: dict[str, Any] | list[dict[str, Any]], force: str = "must"
) -> Standard:
    first = base if isinstance(base, list) else [clause("BAS-1", base, force=force)]
    second = agency if isinstance(agency, list) else [clause("AGE-1", agency)]
    return Standard(build([document("base", first), document("agency", second, extends="base")]))


# control, parameter, baseline, stricter, looser
DIRECTIONS = [
    ("C-PWD-LEN", "min", 12, 14, 8),
    ("C-PWD-LEN", "classes", ["letter", "digit"], ["letter", "digit", "special"], ["letter"]),
    ("C-AUTH-LOCK", "failures", 3, 2, 5),
    ("C-PWD-AGE", "max", "90 days", "60 days", "3 months"),
    ("C-QUOTA-FLOOR", "min", "100 MB", "unlimited", "99 MB"),
    ("C-MSG-SIZE", "in", "10 MB", "9 MB", "unlimited"),
    ("C-TRAIN", "before_create", False, True, None),
    ("C-TRAIN", "before_create", True, None, False),
    ("C-DOM", "suffixes", ["gov.my", "edu.my"], ["gov.my"], ["gov.my", "com.my"]),
    ("C-INSP", "approvers", ["suk", "tsuk"], ["suk"], None),
    ("C-QUOTA-FULL", "action", "refuse", None, None),
    ("C-MON-HEALTH", "coverage", "24x365", None, None),
    ("C-ACC-DEADLINE", "create_within", "3 working days", "1 working day", "4 working days"),
    ("C-ACC-DEADLINE", "create_within", "3 working days", None, "2 days"),
    ("C-IDLE", "freeze_after", "3 months", None, "4 months"),
]


@pytest.mark.parametrize(("control", "name", "base", "stricter", "looser"), DIRECTIONS)
def test_tighter_is_taken_and_looser_names_both_clauses(
    control: str, name: str, base: Any, stricter: Any, looser: Any
) -> None:
    same = merge({control: {name: base}}, {control: {name: base}}).control(control)
    assert same["clauses"] == ["BAS-1", "AGE-1"]
    if stricter is not None:
        alone = merge({control: {}}, {control: {name: stricter}}).control(control)
        standard = merge({control: {name: base}}, {control: {name: stricter}})
        assert standard.control(control) == alone
        assert any(note["clauses"] == ["AGE-1", "BAS-1"] for note in standard.notes)
    if looser is not None:
        with pytest.raises(FaultsError) as caught:
            merge({control: {name: base}}, {control: {name: looser}})
        (fault,) = caught.value.faults
        assert fault.clauses == ("BAS-1", "AGE-1")
        assert fault.file == "agency.yml" and fault.line > 0
        assert "BAS-1" in fault.problem and "AGE-1" in fault.problem and "looser" in fault.problem


def test_an_agency_that_is_silent_keeps_the_baseline() -> None:
    assert merge({"C-PWD-LEN": {"min": 12}}, {"C-AV": {}}).control("C-PWD-LEN")["min"] == 12


def test_a_recommendation_may_be_left_and_it_is_said() -> None:
    standard = merge({"C-PWD-LEN": {"min": 12}}, {"C-PWD-LEN": {"min": 8}}, force="should")
    assert standard.control("C-PWD-LEN")["min"] == 8
    assert "recommendation" in standard.notes[0]["en"]
    assert "cadangan" in standard.notes[0]["ms"]


def test_leaving_a_recommendation_does_not_leave_the_obligation_below_it() -> None:
    base = [
        clause("BAS-1", {"C-PWD-LEN": {"min": 12}}),
        clause("BAS-2", {"C-PWD-LEN": {"min": 16}}, force="should", conflicts_with=["BAS-1"]),
    ]
    assert merge(base, {"C-PWD-LEN": {"min": 12}}).control("C-PWD-LEN")["min"] == 12
    with pytest.raises(FaultsError, match="BAS-1"):
        merge(base, {"C-PWD-LEN": {"min": 8}})


def test_a_third_level_cannot_loosen_the_first() -> None:
    chain = [
        document("base", [clause("BAS-1", {"C-PWD-LEN": {"min": 12}})]),
        document("state", [clause("STA-1", {"C-PWD-LEN": {"min": 14}}, force="should")], extends="base"),
        document("office", [clause("OFF-1", {"C-PWD-LEN": {"min": 13}})], extends="state"),
    ]
    assert Standard(build(chain)).control("C-PWD-LEN")["min"] == 13
    chain[2] = document("office", [clause("OFF-1", {"C-PWD-LEN": {"min": 11}})], extends="state")
    with pytest.raises(FaultsError, match="BAS-1"):
        build(chain)


def test_conflicting_clauses_go_to_the_stricter_and_both_are_cited() -> None:
    clauses = [
        clause("AGE-1", {"C-PWD-AGE": {"max": "3 months"}}, conflicts_with=["AGE-2"]),
        clause("AGE-2", {"C-PWD-AGE": {"max": "90 days"}}),
    ]
    for order in (clauses, clauses[::-1]):
        standard = Standard(build([document("agency", order)]))
        assert standard.control("C-PWD-AGE")["max_days"] == 90
        assert sorted(standard.clauses_for("C-PWD-AGE")) == ["AGE-1", "AGE-2"]
        assert "the stricter (90 days) applies" in standard.notes[0]["en"]


def test_conflicting_sets_are_joined() -> None:
    clauses = [
        clause("AGE-1", {"C-PWD-LEN": {"classes": ["letter"]}}, conflicts_with=["AGE-2"]),
        clause("AGE-2", {"C-PWD-LEN": {"classes": ["digit"]}}),
    ]
    assert Standard(build([document("agency", clauses)])).control("C-PWD-LEN")["classes"] == ["digit", "letter"]


def test_an_undeclared_contradiction_is_a_fault() -> None:
    clauses = [clause("AGE-1", {"C-PWD-LEN": {"min": 12}}), clause("AGE-2", {"C-PWD-LEN": {"min": 8}})]
    with pytest.raises(FaultsError, match="conflicts_with") as caught:
        build([document("agency", clauses)])
    assert caught.value.faults[0].clauses == ("AGE-1", "AGE-2")


def test_the_owner_may_set_and_tighten_but_not_loosen_the_own_document() -> None:
    clauses = [clause("AGE-1", {"C-AUTH-LOCK": {"failures": 3}})]
    values = {"C-AUTH-LOCK": {"failures": 2, "window": "none"}}
    resolved = Standard(build([document("agency", clauses, values=values)])).control("C-AUTH-LOCK")
    assert (resolved["failures"], resolved["window"]) == (2, "none")
    with pytest.raises(FaultsError, match=r"agency values .* is looser than AGE-1"):
        build([document("agency", clauses, values={"C-AUTH-LOCK": {"failures": 4}})])


def _decision(status: str, **more: Any) -> dict[str, Any]:
    words = {"ms": "soalan", "en": "question"}
    return {"status": status, "sets": {"C-MSG-SIZE": ["unit"]}, "question": words, "consequence": words, **more}


@pytest.mark.parametrize(
    ("unit", "expected"), [("decimal", 10_000_000), ("decimal_kib", 10_240_000), ("binary", 10_485_760)]
)
def test_a_decision_sets_what_ten_megabytes_are(unit: str, expected: int) -> None:
    words = {"ms": "pemilik", "en": "owner"}
    decisions = {"message_unit": _decision("decided", value=unit, decided_by=words)}
    made = document("agency", [clause("AGE-1", {"C-MSG-SIZE": {"in": "10 MB"}})], decisions=decisions)
    assert Standard(build([made])).control("C-MSG-SIZE")["in_bytes"] == expected


def test_an_undecided_field_has_no_value_and_is_a_question() -> None:
    words = {"ms": "soalan", "en": "question"}
    decisions = {
        "frozen": {
            "status": "undecided",
            "sets": {"C-IDLE": ["frozen_receives"]},
            "question": words,
            "consequence": words,
        }
    }
    made = document("agency", [clause("AGE-1", {"C-IDLE": {"freeze_after": "P3M"}})], decisions=decisions)
    standard = Standard(build([made]))
    assert "frozen_receives" not in standard.control("C-IDLE")
    question = standard.decisions["frozen"]
    assert not question.decided and question.question == words


def test_a_tier_below_the_floor_names_both_clauses() -> None:
    tier = {"id": "small", "title": {"ms": "Kecil", "en": "Small"}, "when": "default", "quota": "50 MB"}
    base = document("base", [clause("BAS-1", {"C-QUOTA-FLOOR": {"min": "100 MB"}})])
    agency = document(
        "agency", [clause("AGE-1", {"C-QUOTA-TIER": {}})], extends="base", tiers=[{**tier, "clause": "AGE-1"}]
    )
    with pytest.raises(FaultsError) as caught:
        build([base, agency])
    assert caught.value.faults[0].clauses == ("BAS-1", "AGE-1")
    assert "100 MiB" in caught.value.faults[0].remedy


def test_a_domain_outside_the_government_is_refused() -> None:
    base = document("base", [clause("BAS-1", {"C-DOM": {"suffixes": ["gov.my", "edu.my"]}})])
    agency = document("agency", [], extends="base", domains={"official": ["kelantan.gov.my", "fakegov.my", "a.com"]})
    with pytest.raises(FaultsError) as caught:
        build([base, agency])
    assert [fault.value for fault in caught.value.faults] == ["fakegov.my", "a.com"]


# ---- never looser, whatever the values ------------------------------------------------------------------------------

_VALUES: dict[str, Any] = {
    "int": st.integers(0, 100),
    "size": st.one_of(st.integers(0, 10**6).map(lambda number: f"{number} KB"), st.just("unlimited")),
    "duration": st.one_of(
        st.integers(1, 400).map(lambda number: f"{number} days"), st.integers(1, 24).map(lambda number: f"P{number}M")
    ),
    "bool": st.booleans(),
}


def _strategy(param: Param) -> Any:
    if param.type in _VALUES:
        return _VALUES[param.type]
    members = st.sampled_from(param.allowed or ("a", "b", "c"))
    return st.lists(members, max_size=4) if param.type == "set" else members


ORDERED = [
    (control.id, param)
    for control in CONTROLS.values()
    for param in control.params
    if param.strict != CHOICE and param.name != "unit"
]


@given(st.data())
def test_the_result_is_never_looser_than_anything_binding(data: st.DataObject) -> None:
    control, param = data.draw(st.sampled_from(ORDERED))
    forces = st.sampled_from(["must", "should"])
    said = []
    chain = []
    for level in range(data.draw(st.integers(1, 3))):
        clauses = []
        for number in range(data.draw(st.integers(0, 2))):
            value, force = data.draw(_strategy(param)), data.draw(forces)
            name = f"LEV-{level}.{number}"
            # Both clauses of a level name each other: a declared conflict.
            other: dict[str, Any] = {"conflicts_with": [f"LEV-{level}.0"]} if number else {}
            other |= {"tells": ["approved"]} if control == "C-TOLD" else {}
            clauses.append(clause(name, {control: {param.name: value}}, force=force, **other))
            if force == "must":
                said.append(binding.typed(param, value, "binary"))
        more = {"extends": f"level{level - 1}"} if level else {}
        chain.append(document(f"level{level}", clauses, **more))
    try:
        resolved = build(chain)["controls"].get(control, {})
    except FaultsError as error:
        assert all(len(fault.clauses) == 2 for fault in error.faults)
        return
    if said:
        final = _retyped(param, resolved)
        for value in said:
            # Text and enums that must stay equal keep the first saying of a declared conflict.
            if param.strict != "equal":
                assert binding.compare(param, final, value) in (binding.SAME, binding.STRICTER)


def _retyped(param: Param, resolved: dict[str, Any]) -> Any:
    if param.type == "size":
        return resolved[f"{param.name}_bytes"]
    return binding.typed(param, resolved[param.name], "binary")
