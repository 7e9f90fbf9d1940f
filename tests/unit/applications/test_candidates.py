# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Addresses that application_info offers for open forms: free everywhere, and a person picks."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.rasmi.mail.plugins.module_utils._glue import guarded
from ansible_collections.rasmi.mail.plugins.modules import application_info
from tests.unit.applications.conftest import AS_OF, ROOT, department, person, write

NAME = "Abdul Latif bin Ahmad"
OPEN = person(1, applicant__name=NAME, decision=None)


def _info(directory: Path, **given: Any) -> dict[str, Any]:
    values: dict[str, Any] = {name: spec.get("default") for name, spec in application_info.ARGUMENT_SPEC.items()}
    return guarded(
        application_info.run,
        values | {"profile": "kelantan", "as_of": AS_OF, "applications": str(directory)} | given,
        False,
    )


def _offered(result: dict[str, Any]) -> list[str]:
    (row,) = result["candidates"]
    found: list[str] = row["candidates"]
    return found


def _decided(number: int, address: str, **changes: Any) -> dict[str, Any]:
    return person(number, proposed_address=None, decision__address=f"{address}@kelantan.gov.my", **changes)


def test_open_forms_get_candidates_and_decided_ones_do_not(tmp_path: Path) -> None:
    """R055, R056: candidates are offered, a person decides (R058)."""
    write(tmp_path, a=OPEN, b=person(2), c=department(3, decision=None))
    result = _info(tmp_path)
    (row,) = result["candidates"]
    assert (row["application"], row["name"], row["ask"]) == ("KEL-2026-0001", NAME, [])
    assert row["candidates"][:3] == ["abdlatif.ahmad", "latif.ahmad", "abdlatif"]


def test_the_order_of_a_name_is_asked(tmp_path: Path) -> None:
    write(tmp_path, a=person(1, applicant__name="Lai Soon Chong", decision=None))
    assert _info(tmp_path)["candidates"][0]["ask"] == ["name_order"]


def test_nothing_is_offered_that_is_held_anywhere(tmp_path: Path) -> None:
    """R058: an address that was ever given is not offered again."""
    forms, tables = tmp_path / "forms", tmp_path / "tables"
    tables.mkdir()
    write(
        forms,
        a=OPEN,
        primary=_decided(2, "abdlatif.ahmad"),
        secondary=_decided(3, "orang3", aliases=["latif.ahmad@kelantan.gov.my"]),
        office=department(
            4, decision__address="abdlatif@kelantan.gov.my", department__responsible_officer="KEL-2026-0002"
        ),
    )
    group = {"groups": [{"address": "latif.a@kelantan.gov.my", "name": "x"}]}
    (tables / "groups.yml").write_text(yaml.safe_dump(group), encoding="utf-8")
    other = {"format": 1, "platform": "zimbra", "as_of": AS_OF, "addresses": {"latif@kelantan.gov.my": ""}}
    (tables / "zimbra.json").write_text(json.dumps(other), encoding="utf-8")
    before = _offered(_info(forms))
    assert before[:2] == ["latif.a", "latif"]
    after = _info(forms, groups=str(tables / "groups.yml"), other_addresses={"zimbra": str(tables / "zimbra.json")})
    assert not {"abdlatif.ahmad", "latif.ahmad", "abdlatif", "latif.a", "latif"} & set(_offered(after))
    # a number comes last
    assert _offered(after)[0].endswith("2")


def test_reserved_names_are_not_offered(tmp_path: Path) -> None:
    """Nobody becomes security@, whatever the name (RFC 2142)."""
    write(tmp_path, a=person(1, applicant__name="Security bin Noc", decision=None))
    assert "security" not in _offered(_info(tmp_path))
    assert "security.noc" in _offered(_info(tmp_path))


@pytest.mark.parametrize("held", ["1atif.ahmad", "latif.ahrnad"])
def test_look_alikes_are_not_offered(tmp_path: Path, held: str) -> None:
    write(tmp_path, a=OPEN, b=_decided(2, held))
    assert "latif.ahmad" not in _offered(_info(tmp_path))


def test_words_that_the_profile_blocks(tmp_path: Path) -> None:
    profile = yaml.safe_load((ROOT / "profiles/kelantan.yml").read_text(encoding="utf-8"))
    profile["profile"]["naming"]["blocked"] = ["latifa"]
    (tmp_path / "kelantan.yml").write_text(yaml.safe_dump(profile), encoding="utf-8")
    write(tmp_path / "forms", a=OPEN)
    given = {"profile_paths": [str(tmp_path), str(ROOT / "profiles")]}
    assert _offered(_info(tmp_path / "forms", **given)) == ["abdlatif", "latif"]
    write(tmp_path / "forms", b=_decided(2, "latif.ahmad"))
    (fault,) = _info(tmp_path / "forms", **given)["faults"]
    assert "holds a word that no address" in fault["problem"]
