# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The shipped profiles against the documents they come from: complete, quoted exactly, nothing invented."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._standard.catalogue import CONTROLS
from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard

SHARED = Path(__file__).resolve().parents[4] / "shared"
SEEDS = SHARED / "seeds"
REQUIREMENTS = SHARED / "requirements.md"
#: Controls of profile.md section 2.
SKETCHED = """
    C-WEB-HTTPS C-CLI-TLS C-POP C-AUTH-LOCK C-PWD-LEN C-PWD-AGE C-PWD-FIRST C-MSG-SIZE C-ATT-SIZE C-QUOTA-TIER
    C-QUOTA-FLOOR C-QUOTA-FULL C-QUOTA-WARN C-TMP-SPACE C-CAP C-AV C-DOM C-RELAY C-DNS C-FWD C-MON-HEALTH C-MON-EXT
    C-BCAST C-ACC-DEADLINE C-TRAIN C-ELIG C-APPR C-NAME C-STAMP C-DISABLE C-IDLE C-TERM C-ARCH C-ENT C-INSP C-RESTORE
    C-EXPORT C-REC C-ASSESS
"""


#: What each profile answers for: the documents, and how many numbers they have at least.
DOCUMENTS = {"kelantan": ("012", 80), "janm": ("34", 60)}


@pytest.fixture(scope="module")
def kelantan(tmp_path_factory: pytest.TempPathFactory) -> Standard:
    return load_standard("kelantan", cache_dir=tmp_path_factory.mktemp("cache"))


@pytest.fixture(scope="module", params=list(DOCUMENTS))
def shipped(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Standard:
    return load_standard(request.param, cache_dir=tmp_path_factory.mktemp("cache"))


def _normal(text: str) -> str:
    return " ".join(text.split()).casefold()


def test_every_clause_is_bound_attested_or_unbound_with_a_reason(shipped: Standard) -> None:
    for clause in shipped.clauses:
        served = bool(clause["controls"] or clause["attest"])
        reason = clause["unbound"] or {}
        assert served != bool(reason), clause["id"]
        if reason:
            assert reason["ms"] and reason["en"]
            assert clause["force"] == "info", f"{clause['id']} obliges somebody, so it cannot stay unbound"


def test_every_phrase_is_quoted_from_its_document(shipped: Standard) -> None:
    if not SEEDS.is_dir():
        pytest.skip(f"the documents are not here: {SEEDS} is missing, so no phrase was compared")
    documents = {
        name: _normal((SEEDS / entry["seed"]).read_text(encoding="utf-8"))
        for source in shipped.to_dict()["sources"].values()
        for name, entry in source["documents"].items()
    }
    missing = [clause["id"] for clause in shipped.clauses if _normal(clause["phrase"]) not in documents[clause["doc"]]]
    assert missing == []


def _required(documents: str) -> set[str]:
    """Return the R-numbers that requirements.md draws from the documents: "012" = S0, S1 and S2."""
    text = REQUIREMENTS.read_text(encoding="utf-8")
    found = set()
    for row in re.findall(r"^\| (R\d{3}) \|.*$", text, re.MULTILINE):
        cells = re.search(rf"^\| {row} \|(.*)\|$", text, re.MULTILINE)
        assert cells
        source = cells.group(1).split("|")[-2]
        if re.search(rf"\bS[{documents}]\b", source):
            found.add(row)
    # Section 23 is prose: "R221 prefer e-mail ... (S0 5.1b; S2 3a) - R222 ...".
    prose = text[text.index("## 23.") : text.index("## 24.")]
    for number, duty in re.findall(r"(R\d{3}) (.*?)(?= - R\d{3}|$)", prose, re.MULTILINE):
        if re.search(rf"[(;] ?S[{documents}]\b", duty):
            found.add(number)
    found.update(re.findall(rf"\(S[{documents}]\)\*\* (R\d{{3}})", text))
    if "0" in documents:
        found.add("R171")  # "Both OPS forms have a Katalaluan box"
    return found


def test_every_requirement_of_the_documents_is_cited(shipped: Standard) -> None:
    if not REQUIREMENTS.is_file():
        pytest.skip(f"the requirements are not here: {REQUIREMENTS} is missing, so no R-number was compared")
    documents, least = DOCUMENTS[shipped.id]
    required = _required(documents)
    assert len(required) > least
    cited = {number for clause in shipped.clauses for number in clause["requirements"]}
    assert sorted(required - cited) == []


def test_nothing_is_written_beyond_the_truncated_letter(kelantan: Standard) -> None:
    letter = [clause for clause in kelantan.clauses if clause["doc"] == "S1"]
    assert kelantan.to_dict()["sources"]["mampu-2007"]["documents"]["S1"]["status"] == "truncated"
    assert kelantan.clause("MAM-NOV07-4.f")["status"] == "truncated"
    assert letter[-1]["id"] == "MAM-NOV07-4.f.ii"
    assert {clause["doc_no"][0] for clause in letter} == {"1", "2", "3", "4"}


def test_the_catalogue_has_every_sketched_control_in_both_languages() -> None:
    assert set(SKETCHED.split()) <= set(CONTROLS)
    for control in CONTROLS.values():
        assert control.ms and control.en and control.observe_ms and control.observe_en
        assert control.how in {"probe", "record", "attest"}
        assert len({param.name for param in control.params}) == len(control.params)


def test_no_stray_number_of_a_person_is_in_the_profiles() -> None:
    folder = Path(__file__).resolve().parents[3] / "profiles"
    for file in folder.glob("*.yml"):
        assert not re.search(r"\d{6}-?\d{2}-?\d{4}", file.read_text(encoding="utf-8"))


def test_the_questions_of_the_owner_are_all_there(kelantan: Standard) -> None:
    decided = {key for key, decision in kelantan.decisions.items() if decision.decided}
    assert decided == {"message_unit", "lock_release", "top_management", "sspa_map"}
    undecided = set(kelantan.decisions) - decided
    assert {
        "frozen_receives",
        "suspended_receives",
        "idle_counted_from",
        "what_is_use",
        "restore_window",
        "address_reuse",
        "records_hold",
        "emergency_inspection",
        "external_forwarding",
        "minimum_notice",
        "reuse_after",
        "incident_reopen",
        "unused_issued",
        "officer_gone",
        "self_service",
        "form_expiry",
    } == undecided
    for key, entry in kelantan.to_dict()["decisions"].items():
        assert entry["question"]["ms"] and entry["consequence"]["en"]
        if key in decided:
            assert "owner must confirm" in entry["decided_by"]["en"]
            assert kelantan.decisions[key].decided
        else:
            assert not kelantan.decisions[key].decided and kelantan.decisions[key].value is None


def test_undecided_parameters_have_no_value(kelantan: Standard) -> None:
    assert not {"frozen_receives", "counted_from", "signals"} & set(kelantan.control("C-IDLE"))
    assert not {"reuse_address", "records_hold", "minimum_notice"} & set(kelantan.control("C-TERM"))
    assert "forbidden" not in kelantan.control("C-FWD")
    assert "emergency" not in kelantan.control("C-INSP")
