# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rules between forms."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._applications.across import ALONE, check_all
from ansible_collections.rasmi.mail.plugins.module_utils._applications.context import Context
from ansible_collections.rasmi.mail.plugins.module_utils._applications.few import counts_of
from ansible_collections.rasmi.mail.plugins.module_utils._applications.intake import load_applications
from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Application, ReferenceData
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import FaultsError
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard
from tests.unit.applications.conftest import (
    AS_OF,
    REFERENCE,
    Faulty,
    Load,
    department,
    key_of,
    notice,
    person,
    text,
    write,
)


def _problems(faults: Faulty, **forms: object) -> list[tuple[str, str, str]]:
    return [(Path(f.file).stem, f.field.split(" (")[0], f.problem) for f in faults(**forms)]


def test_an_address_belongs_to_one_owner_whatever_its_role(faults: Faulty) -> None:
    alias = person(2, aliases=["orang1@kelantan.gov.my"])
    assert _problems(faults, a=person(1), b=alias) == [("b", "aliases.0", "the address is taken (a.yml)")]


@pytest.mark.parametrize("address", ["semua@kelantan.gov.my", "PROBE-LOCK@kelantan.gov.my"])
def test_groups_and_probes_own_their_addresses(faults: Faulty, address: str) -> None:
    ((_file, field, problem),) = _problems(faults, a=person(1, decision__address=address))
    assert (field, problem.startswith("the address is taken")) == ("decision.address", True)


def test_a_renamed_account_keeps_its_old_address(faults: Faulty, load: Load) -> None:
    rename = notice(70, "rename", decision__address="baru@kelantan.gov.my")
    again = person(2, decision__address="baru@kelantan.gov.my", decision__on="2026-11-10")
    assert [p[:2] for p in _problems(faults, a=person(1), n=rename, z=again)] == [("n", "decision.address")]
    back = notice(71, "rename", decision__address="orang1@kelantan.gov.my")
    assert len(load(a=person(1), n=rename, z=back).items) == 3


def test_one_person_has_one_live_account(faults: Faulty) -> None:
    again = person(2, applicant__identity__key=key_of("person 1"), decision__on="2026-10-20")
    assert [p[:2] for p in _problems(faults, a=person(1), b=again)] == [("b", "applicant.identity.key")]


def test_a_person_who_left_may_come_back(faults: Faulty) -> None:
    again = person(2, applicant__identity__key=key_of("person 1"), decision__on="2026-11-10")
    left = notice(70, "terminate", reason="own_request")
    assert not faults(a=person(1), b=again, n=left)
    again["decision"]["on"] = "2026-10-31"
    assert [p[:2] for p in _problems(faults, a=person(1), b=again, n=left)] == [("b", "applicant.identity.key")]


def test_R020_R058_who_comes_back_may_have_the_own_address_and_nobody_else_has_it(faults: Faulty) -> None:
    left = notice(70, "terminate", reason="own_request", effective_on="2026-10-27")
    later = {"complete_on": "2026-11-01", "decision__on": "2026-11-02", "received_on": "2026-11-01"}
    own = {"decision__address": "orang1@kelantan.gov.my"}
    back = person(2, applicant__identity__key=key_of("person 1"), **later, **own)
    assert _problems(faults, a=person(1), b=left, c=back) == []
    other = _problems(faults, a=person(1), b=left, c=person(2, **later, **own))
    assert [field for _stem, field, _problem in other] == ["decision.address"]


def test_a_rejected_second_application_is_no_fault(faults: Faulty) -> None:
    again = person(
        2,
        applicant__identity__key=key_of("person 1"),
        proposed_address="orang1@kelantan.gov.my",
        decision={"result": "rejected", "by": "BPTM", "on": "2026-10-06"},
    )
    assert not faults(a=person(1), b=again)


def test_references_may_be_ids_or_any_address(load: Load) -> None:
    items = load(
        a=person(1, aliases=["kedua@kelantan.gov.my"]),
        n=notice(70, account="orang1@kelantan.gov.my"),
        o=notice(71, "resume", account="KEDUA@kelantan.gov.my", effective_on="2026-11-02"),
    ).items
    assert [item.account for item in items] == ["", "KEL-2026-0001", "KEL-2026-0001"]


def test_a_notice_about_an_account_that_was_never_approved(faults: Faulty) -> None:
    pending = person(1, decision={"result": "pending"})
    ((file, field, problem),) = _problems(faults, a=pending, n=notice(70))
    assert (file, field, "never approved" in problem) == ("n", "account", True)
    waiting = notice(70, decision={"result": "pending"})
    assert not faults(a=pending, n=waiting)


def test_a_faulty_form_makes_no_faults_elsewhere(faults: Faulty) -> None:
    broken = person(1, training=None)
    found = _problems(faults, a=broken, n=notice(70), d=department(50), o=notice(71, account="orang1@kelantan.gov.my"))
    assert [p[:2] for p in found] == [("a", "training")]


def test_what_cannot_be_approved_as_proposed_is_only_told(load: Load) -> None:
    waiting = {"decision": {"result": "pending"}}
    warnings = load(
        a=person(1),
        b=person(2, proposed_address="x@gmail.com", **waiting),
        c=person(3, proposed_address="orang1@kelantan.gov.my", **waiting),
        d=person(4, proposed_address=f"{'a' * 70}@kelantan.gov.my", **waiting),
        e=person(5, proposed_address="sama@kelantan.gov.my", **waiting),
        f=person(6, proposed_address="sama@kelantan.gov.my", **waiting),
        g=person(7, proposed_address="x@gmail.com", decision={"result": "rejected", "by": "B", "on": "2026-10-06"}),
    ).warnings
    assert [line.split(":")[0] for line in warnings] == ["b.yml", "c.yml", "d.yml", "f.yml"]


def test_without_tables_nothing_is_checked_against_them(load: Load) -> None:
    form = person(1, applicant__unit="lain", supervisor="lain", groups=["lain@kelantan.gov.my"])
    assert len(load(reference=ReferenceData(), a=form).items) == 1


def test_counts_and_order(load: Load) -> None:
    result = load(
        z=person(1), y=person(2, applicant__unit="upen"), x=department(50), w=notice(70),
        v=person(3, decision={"result": "pending"}),
    )  # fmt: skip
    assert [item.id[-2:] for item in result.items] == ["01", "02", "03", "50", "70"]
    assert result.counts == {
        "form": {"NOTICE": 1, "OPS-001": 1, "OPS-002": 3},
        "status": {"approved": 4, "supported": 1},
        "unit": {"bptm": 2, "upen": 1},
        "tier": {"pengguna_biasa": 3},
    }


def test_faults_between_documents_of_one_file_have_their_lines(tmp_path: Path, standard: Standard) -> None:
    first, second = text(person(1)), text(person(2, decision__address="orang1@kelantan.gov.my"))
    write(tmp_path, many=f"---\n{first}---\n{second}")
    with pytest.raises(FaultsError) as caught:
        load_applications(tmp_path / "many.yml", standard, ReferenceData(), AS_OF)
    (fault,) = caught.value.faults
    lines = (tmp_path / "many.yml").read_text().splitlines()
    assert "orang1@" in lines[fault.line - 1]
    assert fault.line > len(lines) / 2


def test_what_stands_alone_is_looked_at_by_no_rule_between_forms(tmp_path: Path, standard: Standard) -> None:
    """Every attribute that the rules and the counts read is noted; none of them may be one that stands alone."""
    seen: set[str] = set()

    class Watched(Application):
        __slots__ = ()

        def __getattribute__(self, name: str) -> Any:
            seen.add(name)
            return super().__getattribute__(name)

    forms = {f"p{number}": person(number) for number in range(1, 5)}
    forms |= {"d": department(50), "n": notice(70), "r": notice(71, "rename", decision__address="baru@kelantan.gov.my")}
    forms |= {
        "w": person(9, decision={"result": "pending"}),
        "t": notice(72, "terminate", "KEL-2026-0004", reason="own_request"),
    }
    loaded = load_applications(write(tmp_path / "forms", **forms), standard, REFERENCE, AS_OF)
    items = [Watched(*item) for item in loaded.items]
    items += [item._replace(id="x") for item in items]  # and the same once more, so that faults are looked into
    check_all(items, REFERENCE, Context(standard, AS_OF))
    counts_of(items)
    assert {"address", "unit", "staff_key", "decided_on"} <= seen
    assert not seen & ALONE
    assert set(Application._fields) >= ALONE
