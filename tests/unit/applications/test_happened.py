# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The forms of what happens to an account: what each becomes, what each must hold, who may sign it."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._applications.intake import load_applications
from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import EVENT_FORMS, Application
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import FaultsError
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard
from tests.unit.applications.conftest import AS_OF, REFERENCE, Faulty, Load, Tree, changed, department, person, write

LETTER = {"ref": "SUK.D.200 (1)", "on": "2026-10-20", "by": "Bahagian Pengurusan Sumber Manusia"}
OWN: dict[str, Tree] = {
    "MOVEMENT": {
        "movement": "transfer",
        "told_by": "officer",
        "effective_on": "2026-11-01",
        "destination": "Jabatan Kerja Raya",
    },
    "HR-CERT": {
        "movement": "retirement",
        "certified_by": "Zaiton binti Musa",
        "certified_on": "2026-10-24",
        "letter": {**LETTER, "effective_on": "2026-11-01"},
    },
    "INCIDENT": {
        "incident": {"ref": "CSIRT-2026-014", "on": "2026-10-24", "told": "meja bantuan"},
        "action": "suspend",
        "ordered_by": {"role": "ictso", "name": "Hamidah binti Salleh"},
    },
    "BREACH": {
        "breach": {"found_on": "2026-10-20", "rule": "Emel peribadi berkumpulan", "found_by": "Hamidah binti Salleh"}
    },
    "OBJECTION": {"objector": {"role": "supervisor", "name": "Lai Soon Chong"}, "reason": "Masih diperlukan"},
    "RELEASE": {
        "overlay": "lock",
        "identity": {"checked_by": "Meja Bantuan", "how": "call_back", "on": "2026-10-25"},
        "reason": "Lupa kata laluan",
    },
    "INSPECTION": {
        "inspectors": ["KEL-2026-0002"],
        "purpose": "audit",
        "scope": "Emel keluar bulan September",
        "until": "2026-11-30",
        "approval": {"role": "suk", "by": "Setiausaha Kerajaan", "on": "2026-10-25", "ref": "SUK.S.100 (7)"},
    },
    "CHANGE": {
        "effective_on": "2026-11-01",
        "changes": {"grade": {"scheme": "SSM", "grade": "N32"}, "post": "Penolong Pegawai Tadbir Kanan"},
        "letter": LETTER,
    },
    "HOLD": {"action": "start", "reason": "Siasatan audit"},
    "LEAVE": {"kind": "study", "starts_on": "2026-11-01", "until": "2027-10-31"},
    "EXPORT": {"export": {"on": "2026-10-24", "by": "Meja Bantuan", "ref": "PITA-12", "sha256": "ef" * 32}},
    "DUTIES": {"acknowledged_on": "2026-10-24", "version": "2026.1"},
}


def happened(form: str, number: int = 300, **changes: Any) -> Tree:
    """An approved form about KEL-2026-0001."""
    tree: Tree = {
        "application": f"KEL-2026-{number:04d}",
        "form": form,
        "received_on": "2026-10-25",
        "account": "KEL-2026-0001",
        **OWN[form],
        "decision": {"result": "approved", "by": "Pentadbir Rangkaian dan E-mel", "on": "2026-10-26"},
        "evidence": [{"kind": "form_scan", "ref": "BPTM 3", "sha256": "cd" * 32}],
    }
    return changed(tree, changes)


def read(load: Load, form: str, **changes: Any) -> Application:
    found = load(a=person(1), b=person(2), c=happened(form, **changes))
    return next(item for item in found.items if item.form == form)


def test_every_form_has_a_sample_here() -> None:
    assert set(OWN) == set(EVENT_FORMS)


@pytest.mark.parametrize(
    ("form", "event", "reason", "effective"),
    [
        ("MOVEMENT", "move", "other_agency", "2026-11-01"),
        ("HR-CERT", "terminate", "service_ended", "2026-11-01"),
        ("INCIDENT", "close", "ict_incident", "2026-10-26"),
        ("BREACH", "terminate", "breach", "2026-10-26"),
        ("OBJECTION", "object", "Masih diperlukan", "2026-10-25"),
        ("RELEASE", "release", "Lupa kata laluan", "2026-10-26"),
        ("INSPECTION", "inspect", "inspect", "2026-10-26"),
        ("CHANGE", "change", "change", "2026-11-01"),
        ("HOLD", "hold", "records", "2026-10-26"),
        ("LEAVE", "away", "away", "2026-11-01"),
        ("EXPORT", "exported", "exported", "2026-10-24"),
        ("DUTIES", "acknowledge", "acknowledge", "2026-10-24"),
    ],
)
def test_R030_each_form_becomes_an_event_with_its_day(
    load: Load, form: str, event: str, reason: str, effective: str
) -> None:
    """R050, R095, R096, R102, R104, R115, R176, R181, R195, R234"""
    item = read(load, form)
    assert (item.status, item.event, item.reason, item.effective_on) == ("approved", event, reason, effective)
    assert (item.account, item.decided_by) == ("KEL-2026-0001", "Pentadbir Rangkaian dan E-mel")


def test_what_only_few_forms_have_is_kept_with_its_name(load: Load) -> None:
    assert read(load, "MOVEMENT").detail("destination") == "Jabatan Kerja Raya"
    assert read(load, "HR-CERT").detail("certified_by") == "Zaiton binti Musa"
    assert read(load, "RELEASE").detail("how") == "call_back"
    item = read(load, "INSPECTION", inspectors=["orang2@kelantan.gov.my"])
    assert (item.delegates, item.detail("until"), item.detail("role")) == (("KEL-2026-0002",), "2026-11-30", "suk")
    assert read(load, "LEAVE").detail("until") == "2027-10-31"
    assert read(load, "HOLD").details == ()


def test_R105_an_internal_move_updates_the_profile(load: Load, faults: Faulty) -> None:
    """C22"""
    for form in ("MOVEMENT", "HR-CERT"):
        item = read(load, form, movement="internal", changes={"unit": "upen"})
        assert (item.event, item.unit, item.reason) == ("change", "upen", "internal_move")
        assert field_of(faults, happened(form, movement="internal")) == "changes"
        assert field_of(faults, happened(form, changes={"unit": "upen"})) == "changes"


def test_R067_a_change_of_name_with_a_new_address_is_a_rename(load: Load, faults: Faulty) -> None:
    item = read(load, "CHANGE", changes={"name": "Orang Baharu"}, decision__address="orang.baharu@kelantan.gov.my")
    assert (item.event, item.address, item.name) == ("rename", "orang.baharu@kelantan.gov.my", "Orang Baharu")
    assert field_of(faults, happened("HOLD", decision__address="x.y@kelantan.gov.my")) == "decision.address"


def field_of(faults: Faulty, form: Tree) -> str:
    (found,) = faults(a=person(1), b=person(2), c=form)
    return found.field.split(" (")[0]


@pytest.mark.parametrize(
    ("form", "changes", "field"),
    [
        ("MOVEMENT", {"movement": None}, "movement"),
        ("MOVEMENT", {"destination": None}, "destination"),
        ("MOVEMENT", {"told_by": "somebody"}, "told_by"),
        ("HR-CERT", {"letter__effective_on": None}, "letter.effective_on"),
        ("HR-CERT", {"certified_on": "2026-10-19"}, "certified_on"),
        ("INCIDENT", {"incident__ref": None}, "incident.ref"),
        ("INCIDENT", {"incident__on": "2027-01-01"}, "incident.on"),
        ("BREACH", {"breach": None}, "breach"),
        ("OBJECTION", {"objector__role": "friend"}, "objector.role"),
        ("OBJECTION", {"reason": None}, "reason"),
        ("RELEASE", {"identity": None}, "identity"),
        ("RELEASE", {"identity__on": "2026-10-27"}, "decision.on"),
        ("INSPECTION", {"approval": None}, "approval"),
        ("INSPECTION", {"approval__role": "bptm"}, "approval.role"),
        ("INSPECTION", {"approval__on": "2026-10-27"}, "decision.on"),
        ("INSPECTION", {"until": "2026-10-01"}, "until"),
        ("INSPECTION", {"until": None}, "until"),
        ("INSPECTION", {"emergency": True, "approval": None}, "emergency"),
        ("INSPECTION", {"inspectors": ["KEL-2026-0999"]}, "inspectors.0"),
        ("CHANGE", {"changes__grade__grade": "ZZ99"}, "changes.grade.grade"),
        ("CHANGE", {"letter": None}, "letter"),
        ("HOLD", {"action": "end"}, "hold"),
        ("LEAVE", {"until": "2026-10-01"}, "until"),
        ("EXPORT", {"export__sha256": "x"}, "export.sha256"),
        ("DUTIES", {"version": None}, "version"),
        ("HOLD", {"evidence": None}, "evidence"),
        ("HOLD", {"decision__by": None}, "decision.by"),
        ("HOLD", {"account": "KEL-2026-0999"}, "account"),
    ],
)
def test_R022_R196_a_form_that_does_not_keep_what_it_claims_is_a_fault(
    faults: Faulty, form: str, changes: Tree, field: str
) -> None:
    """R050, R091, R095, R096, R102, R104, R105, R115, R181, R195"""
    assert field_of(faults, happened(form, **changes)) == field


def test_R181_an_emergency_inspection_needs_the_owners_decision(tmp_path: Path, standard: Standard) -> None:
    """C11"""
    data = standard.to_dict()
    data["controls"]["C-INSP"]["emergency"] = "after_the_fact"
    form = happened("INSPECTION", emergency=True, approval=None)
    found = load_applications(write(tmp_path, a=person(1), b=person(2), c=form), Standard(data), REFERENCE, AS_OF)
    assert found.items[2].detail("role") == ""


def test_R102_who_may_reopen_after_an_incident_is_the_profiles_to_say(tmp_path: Path, standard: Standard) -> None:
    data = standard.to_dict()
    data["controls"]["C-DISABLE"]["reopen_by"] = ["ictso"]
    other = happened("INCIDENT", action="reopen", ordered_by={"role": "bptm", "name": "Pentadbir"})
    with pytest.raises(FaultsError) as caught:
        load_applications(write(tmp_path, a=person(1), c=other), Standard(data), REFERENCE, AS_OF)
    assert "may not reopen" in str(caught.value)


@pytest.mark.parametrize(
    "form",
    [
        person(1, decision__by="Orang Contoh  bin REKAAN"),
        person(1, support__by="Pentadbir Rangkaian dan E-mel"),
        changed(department(50), {"verification__by": "pentadbir rangkaian dan e-mel"}),
        happened("OBJECTION", objector__name="Pentadbir Rangkaian dan E-mel"),
        happened("HR-CERT", certified_by="Pentadbir Rangkaian dan E-mel"),
    ],
)
def test_R030_R045_who_asks_or_supports_does_not_decide(faults: Faulty, form: Tree) -> None:
    found = faults(**({"a": form} if form["form"] == "OPS-002" else {"a": person(1), "c": form}))
    assert [fault.field.split(" (")[0] for fault in found] == ["decision.by"]
    assert "one_person" in found[0].remedy
    assert "Orang Contoh" not in str(found[0])


def test_R030_one_person_alone_only_where_the_profile_says_so(tmp_path: Path, standard: Standard) -> None:
    data = standard.to_dict()
    data["approvals"]["new_individual"]["one_person"] = True
    form = person(1, support__by="Pentadbir Rangkaian dan E-mel")
    assert load_applications(write(tmp_path, a=form), Standard(data), REFERENCE, AS_OF).items


def test_R196_a_scan_that_lies_beside_must_be_the_one_that_was_approved(
    tmp_path: Path, standard: Standard, faults: Faulty
) -> None:
    scan = b"%PDF-1.4 borang"
    evidence = [{"kind": "form_scan", "ref": "BPTM 1", "sha256": hashlib.sha256(scan).hexdigest(), "file": "1.pdf"}]
    root = write(tmp_path / "forms", a=person(1, evidence=evidence))
    assert load_applications(root, standard, REFERENCE, AS_OF).items
    (root / "1.pdf").write_bytes(scan)
    assert load_applications(root, standard, REFERENCE, AS_OF).items
    cache = tmp_path / "cache"
    assert load_applications(root, standard, REFERENCE, AS_OF, cache_dir=cache).items
    (root / "1.pdf").write_bytes(scan + b"!")
    for kept in (cache, None):
        with pytest.raises(FaultsError) as caught:
            load_applications(root, standard, REFERENCE, AS_OF, cache_dir=kept)
    (fault,) = caught.value.faults
    assert (fault.field.split(" (")[0], fault.line > 1) == ("evidence.0.file", True)
    assert "another file" in fault.problem
    evidence[0]["file"] = "../1.pdf"
    (fault,) = faults(a=person(1, evidence=evidence))
    assert "beside the form" in fault.problem
