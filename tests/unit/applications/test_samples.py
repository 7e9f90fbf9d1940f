# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lab's own forms and tables, and the generator of forms for benchmarks."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from ansible_collections.rasmi.mail.plugins.module_utils._applications.intake import load_applications
from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import (
    EVENT_FORMS,
    EVENTS,
    STATUSES,
    Applications,
    ReferenceData,
)
from ansible_collections.rasmi.mail.plugins.module_utils._applications.reference_data import load_reference_data
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import FaultsError
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard
from tests.bench._generate import generate
from tests.unit.applications.conftest import AS_OF, ROOT

LAB = ROOT / "inventories/lab"


@pytest.fixture(scope="module")
def reference() -> ReferenceData:
    return load_reference_data(*(LAB / f"{name}.yml" for name in ("units", "groups", "supervisors", "probes")))


@pytest.fixture(scope="module")
def lab(standard: Standard, reference: ReferenceData) -> Applications:
    return load_applications(LAB / "applications", standard, reference, AS_OF)


def test_the_samples_show_everything(lab: Applications, standard: Standard) -> None:
    assert len(lab.items) >= 25
    assert set(lab.counts["status"]) == set(STATUSES)
    assert set(lab.counts["form"]) == {"OPS-001", "OPS-002", "NOTICE", *EVENT_FORMS}
    assert set(lab.counts["tier"]) == {tier.id for tier in standard.tiers}
    assert {item.grade_scheme for item in lab.items} >= {"SSM", "SSPA"}
    assert {item.event for item in lab.items if item.event} >= set(EVENTS)
    assert any(item.note and item.status == "approved" for item in lab.items)


def test_the_samples_have_a_wrong_domain_a_duplicate_and_an_over_long_address(lab: Applications) -> None:
    told = " ".join(lab.warnings)
    assert "not in a government domain" in told
    assert "is taken" in told
    assert "at most 64" in told


def test_every_probe_and_supervisor_fits_the_standard(reference: ReferenceData, standard: Standard) -> None:
    tiers = {tier.id for tier in standard.tiers}
    assert {probe.tier for probe in reference.probes} == tiers
    assert {probe.tier for probe in reference.probes if probe.purpose == "tier"} == tiers
    official = set(standard.domains["official"])
    assert all(probe.address.rpartition("@")[2] in official for probe in reference.probes)
    units = [unit for supervisor in (reference.supervisors or {}).values() for unit in supervisor.units]
    assert sorted(units) == sorted(reference.units or {})
    assert all(s.certificate.startswith(str(LAB / ".state")) for s in (reference.supervisors or {}).values())


def test_the_samples_are_about_nobody(lab: Applications) -> None:
    """Telephone numbers with 000 after the area code are not given out."""
    assert all(item.office_phone.startswith("09-000 ") for item in lab.items if item.office_phone)


def test_tables_tell_every_fault_at_once(tmp_path: Path) -> None:
    units = tmp_path / "units.yml"
    units.write_text(
        "units:\n  - {id: a, name: A}\n  - {id: a, name: B}\n  - {id: c}\n  - {id: d, name: D, color: red}\n"
    )
    probes = tmp_path / "probes.yml"
    row = {"id": "p", "kind": "person", "address": "x", "name": "P", "purpose": "lock", "tier": "t", "quota": "much"}
    probes.write_text(yaml.safe_dump({"probes": [row]}, sort_keys=False))
    with pytest.raises(FaultsError) as caught:
        load_reference_data(units, tmp_path / "none.yml", None, probes)
    found = [(Path(f.file).name, f.line, f.field.split(" (")[0]) for f in caught.value.faults]
    assert found == [
        ("none.yml", 0, "groups"),
        ("probes.yml", 3, "probes.0.kind"),
        ("probes.yml", 4, "probes.0.address"),
        ("probes.yml", 8, "probes.0.quota"),
        ("units.yml", 3, "units.1.id"),
        ("units.yml", 4, "units.2.name"),
        ("units.yml", 5, "units.3.color"),
    ]


@pytest.mark.parametrize(("wish", "quota"), [("1 MB", 1048576), ("unlimited", 0), (None, -1)])
def test_the_quota_of_a_probe(tmp_path: Path, wish: str | None, quota: int) -> None:
    row = {"id": "p", "kind": "probe", "address": "P@kelantan.gov.my", "name": "P", "purpose": "full", "tier": "t"}
    (tmp_path / "probes.yml").write_text(yaml.safe_dump({"probes": [row | ({"quota": wish} if wish else {})]}))
    (probe,) = load_reference_data(probes=tmp_path / "probes.yml").probes
    assert (probe.address, probe.quota) == ("p@kelantan.gov.my", quota)


def test_generated_forms_are_valid_and_stay_the_same(
    tmp_path: Path, standard: Standard, reference: ReferenceData
) -> None:
    generate(tmp_path / "forms", 1200)
    first = load_applications(tmp_path / "forms", standard, reference, AS_OF)
    assert first.counts["status"] == {"approved": 1200}
    assert set(first.counts["tier"]) == {"pengguna_biasa", "pengurusan_tertinggi"}
    assert len({item.address for item in first.items}) == 1200
    times = {path: path.stat().st_mtime_ns for path in (tmp_path / "forms").rglob("*.yml")}
    generate(tmp_path / "forms", 1200)
    assert {path: path.stat().st_mtime_ns for path in (tmp_path / "forms").rglob("*.yml")} == times
