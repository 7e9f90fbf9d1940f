# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Identity-card numbers and passwords: found wherever they stand, never shown.

Place 00 was never given out by the register: such numbers are nobody's.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._applications import private
from ansible_collections.rasmi.mail.plugins.module_utils._applications.intake import load_applications
from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import ReferenceData
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import FaultsError
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard
from tests.unit.applications.conftest import AS_OF, Faulty, person, text, write

NUMBERS = ["880101-00-5021", "880101005021", "880101 00 5021", "880101.00.5021"]


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("place", ["{}", "No: {}.", "({})", '"{}"', "IC{}"[2:]])
def test_numbers_are_found_and_masked(number: str, place: str) -> None:
    shown = place.format(number)
    assert private.identity_numbers(f"a: 1\nb: {shown}\n".encode()) == [2]
    assert private.masked(shown) == place.format(private.MASK)


@pytest.mark.parametrize(
    "text",
    [
        "sha256: " + hashlib.sha256(b"x").hexdigest(),
        "hash: ab880101005021cd",
        "phone: +601123456789",
        "phone: 09-748 1957",
        "date: 2026-11-21",
        "ref: BPTM.600-3/2/1 (101)",
        "id: 1880101005021",
    ],
)
def test_what_only_looks_like_a_number(text: str) -> None:
    assert private.identity_numbers(text.encode()) == []


def test_a_thousand_hashes_hold_no_identity_card_number() -> None:
    raw = "\n".join(hashlib.sha256(str(number).encode()).hexdigest() for number in range(1000)).encode()
    assert private.identity_numbers(raw) == []


@pytest.mark.parametrize("number", NUMBERS)
@pytest.mark.parametrize("field", ["note", "name", "office_phone", "post", "unit"])
def test_a_number_in_any_field_is_one_fault_that_does_not_show_it(faults: Faulty, field: str, number: str) -> None:
    (fault,) = faults(a=person(1, **{f"applicant__{field}": number}))
    assert fault.field.startswith(f"applicant.{field} ")
    assert fault.value == private.MASK
    assert "5021" not in str(replace(fault, file=""))


def test_a_number_in_a_comment_or_as_a_field_name_is_found(faults: Faulty) -> None:
    (fault,) = faults(a="# 880101-00-5021\n" + text(person(1)))
    assert (fault.line, fault.field) == (1, "(file) (No. Kad Pengenalan)")
    found = faults(a=text(person(1)) + "880101-00-5021: x\n")
    assert not any("5021" in str(replace(fault, file="")) for fault in found)


def test_a_number_in_a_file_name_is_found(tmp_path: Path, standard: Standard) -> None:
    write(tmp_path, **{"880101-00-5021": person(1)})
    with pytest.raises(FaultsError) as caught:
        load_applications(tmp_path, standard, ReferenceData(), AS_OF)
    assert "in the file name" in str(caught.value)
    assert "880101" not in str(caught.value)


@pytest.mark.parametrize(
    "key",
    ["katalaluan", "kata_laluan", "Kata Laluan", "password", "Passwd", "temp_password", "passphrase", "pin", "pwd"],
)
def test_names_of_password_fields(faults: Faulty, key: str) -> None:
    (fault,) = faults(a=person(1, **{f"decision__{key}": "Rahsia-Besar-1"}))
    assert "never holds a password" in fault.problem
    assert "Rahsia" not in str(fault)


def test_a_password_told_in_words_is_found(faults: Faulty) -> None:
    (fault,) = faults(a=person(1, decision__reason="Kata laluan sementara anda; password = Rahsia-Besar-1"))
    assert (fault.field, "Rahsia" in str(fault)) == ("decision.reason (Katalaluan)", False)


def test_speaking_about_passwords_is_no_fault(faults: Faulty) -> None:
    assert not faults(a=person(1, decision__reason="Kata laluan sementara diberi oleh penyelia"))


def test_a_wrong_key_is_not_shown(faults: Faulty) -> None:
    (fault,) = faults(a=person(1, applicant__identity__key="8801-01-00-5021"))
    assert "5021" not in str(replace(fault, file=""))
