# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Bad forms of every kind: one message with all faults, nothing changed, nothing secret shown."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._applications.intake import load_applications
from ansible_collections.rasmi.mail.plugins.module_utils._applications.reference_data import load_reference_data
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import FaultsError
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard
from tests.unit.applications.conftest import AS_OF, ROOT

BAD = ROOT / "tests/fixtures/bad_applications"
LAB = ROOT / "inventories/lab"

#: file number -> line, field, part of the problem, part of the value
EXPECTED = {
    1: (7, "(file)", "YAML syntax", ""),
    2: (8, "(file)", "UTF-8", ""),
    3: (0, "(file)", "empty", ""),
    4: (20, "supervisor", "twice", ""),
    5: (18, "proposed_adress", "not on the form", "contoh5@"),
    6: (3, "form", "not a known form", "OPS-003"),
    7: (2, "application", "not filled in", ""),
    8: (7, "applicant.name", "not filled in", ""),
    9: (7, "applicant.declared_on", "not filled in", ""),
    10: (16, "applicant.declared_on", "not a real date", "2026-09-31"),
    11: (5, "complete_on", "before it was received", "2026-10-01"),
    12: (24, "decision.on", "older than the complete form", "2026-10-06"),
    13: (24, "decision.on", "lies after 2026-11-21", "2027-01-05"),
    14: (2, "training", "not filled in", ""),
    15: (24, "decision.on", "older than the training", "2026-10-07"),
    16: (11, "applicant.grade.grade", "not a grade of SSM", "N99"),
    17: (15, "applicant.note", "not filled in", ""),
    18: (15, "applicant.note", "not filled in", ""),
    19: (2, "support", "not filled in", ""),
    20: (20, "support.stamp", "without the stamp", "false"),
    21: (20, "support.on", "not filled in", ""),
    22: (21, "decision.by", "not filled in", ""),
    23: (19, "supervisor", "not a known e-mail supervisor", "bptmm"),
    24: (21, "decision.address", "not filled in", ""),
    25: (22, "decision.result", "must be one of", "perhaps"),
    26: (25, "decision.address", "not in a government domain", "@gmail.com"),
    27: (25, "decision.address", "not in an official domain", "@anm.gov.my"),
    28: (25, "decision.address", "67 characters before the @", "orang.contoh"),
    29: (25, "decision.address", "single dots", "contoh..29@"),
    30: (25, "decision.address", "reserved", "postmaster@"),
    31: (12, "applicant.unit", "not a known unit", "bpmt"),
    32: (25, "decision.address", "taken", "contoh31@"),
    33: (2, "application", "already used", "BAD-2026-0031"),
    34: (9, "applicant.identity.key", "already has an account", "(not shown)"),
    35: (26, "decision.katalaluan", "never holds a password", "(not shown)"),
    36: (15, "applicant.note", "identity-card number in clear", "******-**-****"),
    37: (27, "evidence.0.sha256", "not a SHA-256", "67d429eee154"),
    38: (6, "account", "no application opens this account", "BAD-2026-9999"),
    39: (2, "letter", "not filled in", ""),
    40: (6, "department.responsible_officer", "not filled in", ""),
    41: (2, "movement", "not filled in", ""),
    42: (2, "approval", "not filled in", ""),
    43: (10, "approval.role", "may not approve an inspection", "bptm"),
    44: (8, "until", "ends before it begins", "2026-10-01"),
    45: (2, "hold", "not filled in", ""),
    46: (9, "decision.on", "before the identity was checked", "2026-10-26"),
    47: (2, "letter", "not filled in", ""),
    48: (8, "decision.by", "decides about the own application", "(a name)"),
}


def _state(directory: Path) -> dict[str, tuple[bytes, int]]:
    return {path.name: (path.read_bytes(), os.stat(path).st_mtime_ns) for path in sorted(directory.iterdir())}


def test_one_message_lists_all_faults_and_nothing_is_changed(standard: Standard) -> None:
    tables = [LAB / f"{name}.yml" for name in ("units", "groups", "supervisors", "probes")]
    before = _state(BAD)
    assert len(before) == len(EXPECTED)

    with pytest.raises(FaultsError) as caught:
        load_applications(BAD, standard, load_reference_data(*tables), AS_OF)

    message = str(caught.value)
    assert (
        message.splitlines()[0]
        == f"Applications: {len(EXPECTED)} fault(s) in {len(EXPECTED)} file(s); nothing was changed."
    )
    assert len(message.splitlines()) == len(EXPECTED) + 1
    found = {int(Path(fault.file).name[:2]): fault for fault in caught.value.faults}
    assert sorted(found) == sorted(EXPECTED)
    for number, (line, field, problem, value) in EXPECTED.items():
        fault = found[number]
        assert (fault.line, fault.field.split(" (")[0]) == (line, field), fault
        assert problem in fault.problem, fault
        assert value in fault.value, fault
        assert fault.remedy, fault
        assert str(fault) in message
    assert _state(BAD) == before


def test_the_message_shows_neither_password_nor_identity_card_number(standard: Standard) -> None:
    with pytest.raises(FaultsError) as caught:
        load_applications(BAD, standard, load_reference_data(), AS_OF)
    shown = str(caught.value) + repr([fault.to_dict() for fault in caught.value.faults])
    assert "Bukan-Rahsia" not in shown
    assert not re.search(r"880101|5021", shown)


def test_fields_of_the_paper_form_are_named_in_malay(standard: Standard) -> None:
    with pytest.raises(FaultsError) as caught:
        load_applications(BAD, standard, load_reference_data(), AS_OF)
    fields = {fault.field for fault in caught.value.faults}
    assert {"applicant.name (Nama)", "applicant.note (Catatan/Tujuan)", "support.stamp (Cop Jawatan)"} <= fields
