# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Addresses across the platforms of an agency, and addresses that the eye mistakes for each other (R058)."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils import _planning, _taken
from ansible_collections.rasmi.mail.plugins.module_utils._glue import guarded
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.elsewhere import Elsewhere
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Account, Directory, Fields
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.plan import plan
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.roster import roster
from ansible_collections.rasmi.mail.plugins.module_utils._providers.fake import FakeProvider, FakeServer
from ansible_collections.rasmi.mail.plugins.modules import account_plan
from tests.unit.lifecycle.builders import GROUPS, LOOSE, TODAY, form, notice, standard

LAB = Path(__file__).parents[3] / "inventories" / "lab"
HELD = "orang.zimbra@kelantan.gov.my"


def _lines(*forms: Any, have: list[Account] | None = None, elsewhere: Elsewhere | None = None) -> list[tuple[str, str]]:
    wanted = roster(forms, standard(), (), GROUPS, TODAY)
    directory = Directory("fake", have or [], complete=True)
    made = plan(wanted, directory, standard(), TODAY, LOOSE, elsewhere=elsewhere)
    return [(change.verb, change.topic) for change in made.changes]


def _account(address: str, account_id: str = "", state: str = "active", managed: bool = False) -> Account:
    return Account(address, Fields(account_id, address, "x", state=state), managed)


@pytest.mark.parametrize("alias", [False, True])
def test_an_address_of_another_platform_is_a_question(alias: bool) -> None:
    """R058: an address is one account's, on all platforms of the agency."""
    wanted = form(aliases=(HELD,)) if alias else form(address=HELD)
    other = Elsewhere({HELD: ("zimbra", "KEL-2020-0001")})
    assert _lines(wanted, elsewhere=other) == [("ask", "address_elsewhere")]
    # a group, or an account that no form covers
    assert _lines(wanted, elsewhere=Elsewhere({HELD: ("zimbra", "")})) == [("ask", "address_elsewhere")]
    # one account on two platforms, while it moves
    assert _lines(wanted, elsewhere=Elsewhere({HELD: ("zimbra", wanted.id)})) == [("create", "")]


def test_a_rename_asks_too_and_an_account_that_is_there_is_left_in_peace() -> None:
    other = Elsewhere({HELD: ("zimbra", "KEL-2020-0001"), form().address: ("zimbra", "KEL-2020-0002")})
    have = _made(form())
    renamed = notice("rename", address=HELD, decided_on="2026-06-01", effective_on="2026-06-01")
    assert _lines(form(), renamed, have=have, elsewhere=other) == [("ask", "address_elsewhere")]
    assert _lines(form(), have=have, elsewhere=other) == []


def _made(*forms: Any) -> list[Account]:
    wanted = roster(forms, standard(), (), GROUPS, TODAY)
    return [Account(want.fields.account_id, want.fields, True) for want in wanted.accounts]


def test_without_the_other_platforms_list_nobody_gets_a_new_address() -> None:
    unsure = Elsewhere(unsure=("zimbra",))
    assert _lines(form(), elsewhere=unsure) == [("ask", "addresses_unsure")]
    suspended = notice("suspend", decided_on="2026-06-01", effective_on="2026-06-01")
    assert _lines(form(), suspended, have=_made(form()), elsewhere=unsure) == [("suspend", "")]


@pytest.mark.parametrize(
    ("one", "other"),
    [("kamal.hamid", "karnal.hamid"), ("ali.abu", "a1i.abu"), ("noor.omar", "n0or.omar"), ("wan.ali", "vvan.ali")],
)
def test_look_alikes_are_a_question_until_a_person_confirms(one: str, other: str) -> None:
    """R058: the office decides the address, look-alikes too."""
    domain = "@kelantan.gov.my"
    asked = form(2, address=other + domain)
    for have in ([_account(one + domain)], [_account(one + domain, state="removed", managed=True)]):
        assert ("ask", "address_alike") in _lines(asked, have=have)
    assert ("ask", "address_alike") in _lines(asked, elsewhere=Elsewhere({one + domain: ("zimbra", "")}))
    both = _lines(form(1, address=one + domain), asked, have=_made(form(1, address=one + domain)))
    assert both == [("ask", "address_alike")]
    assert ("create", "") in _lines(form(2, address=other + domain, similar=True), have=[_account(one + domain)])


def test_an_account_does_not_look_like_itself_and_dots_tell_addresses_apart() -> None:
    mine = form(1, address="kamal@kelantan.gov.my", aliases=("karnal@kelantan.gov.my",))
    assert _lines(mine) == [("create", "")]
    assert _lines(form(2, address="ali.abu@kelantan.gov.my"), have=[_account("aliabu@kelantan.gov.my")])[0] == (
        "create",
        "",
    )


@pytest.fixture(name="params")
def _params(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    world = FakeServer()
    monkeypatch.setattr(_planning, "open_provider", lambda _platform, _options: FakeProvider(world))
    given = {name: option.get("default") for name, option in account_plan.ARGUMENT_SPEC.items()}
    files = {name: str(LAB / f"{name}.yml") for name in ("units", "groups", "supervisors", "probes")}
    return {
        **given,
        **files,
        "applications": str(LAB / "applications"),
        "profile": "kelantan",
        "as_of": "2026-11-21",
        "reference": {"uri": "ldap://unused"},
        "dest": str(tmp_path / "plan.json"),
        "cache": str(tmp_path / "cache"),
        "addresses": str(tmp_path / "addresses.json"),
    }


def test_one_platforms_plan_writes_what_the_others_plan_reads(params: dict[str, Any], tmp_path: Path) -> None:
    first = account_plan.run(params, False)
    path = Path(params["addresses"])
    written = json.loads(path.read_text(encoding="utf-8"))
    assert path.stat().st_mode & 0o777 == 0o600
    assert written["addresses"]["nuraisyah.zaki@kelantan.gov.my"] == "KEL-2026-0101"
    before = path.read_bytes()
    assert account_plan.run(params, True)["checksum"] == first["checksum"]
    assert path.read_bytes() == before

    # the same person under another form on another platform
    written["addresses"]["nuraisyah.zaki@kelantan.gov.my"] = "KEL-2020-0007"
    other = tmp_path / "zimbra.json"
    other.write_text(json.dumps(written | {"platform": "zimbra"}), encoding="utf-8")
    second = account_plan.run({**params, "other_addresses": {"zimbra": str(other)}}, False)
    assert second["counts"]["create"] == first["counts"]["create"] - 1
    assert second["counts"]["ask"] == first["counts"]["ask"] + 1
    assert "already held on zimbra (KEL-2020-0007)" in Path(second["table_file"]).read_text(encoding="utf-8")


@pytest.mark.parametrize("age", [None, 8])
def test_a_missing_or_old_list_holds_every_new_address(params: dict[str, Any], tmp_path: Path, age: int | None) -> None:
    other = tmp_path / "zimbra.json"
    if age:
        data = {"format": 1, "platform": "zimbra", "as_of": f"2026-11-{21 - age:02d}", "addresses": {}}
        other.write_text(json.dumps(data), encoding="utf-8")
    result = account_plan.run({**params, "other_addresses": {"zimbra": str(other)}}, False)
    assert result["counts"]["create"] == 0
    assert "Plan that platform first" in Path(result["table_file"]).read_text(encoding="utf-8")
    assert any("list of addresses of zimbra" in warning for warning in result["warnings_text"])
    if age:
        other.write_text(json.dumps(data | {"as_of": "2026-11-14"}), encoding="utf-8")
        assert account_plan.run({**params, "other_addresses": {"zimbra": str(other)}}, False)["counts"]["create"] > 0


@pytest.mark.parametrize(
    "text", ["", "[]", '{"format": 2}', '{"format": 1, "platform": "x", "as_of": "y", "addresses": {}}']
)
def test_something_else_is_not_taken_for_a_list(params: dict[str, Any], tmp_path: Path, text: str) -> None:
    other = tmp_path / "zimbra.json"
    other.write_text(text, encoding="utf-8")
    result = guarded(account_plan.run, {**params, "other_addresses": {"zimbra": str(other)}}, False)
    assert "is not a list of addresses" in result["msg"]


def test_a_removed_account_still_holds_its_addresses() -> None:
    found: dict[str, str] = {}
    dead = _account("lama@kelantan.gov.my", "KEL-2020-0001", "removed", managed=True)
    assert list(_taken.noted([dead], found)) == [dead]
    assert found == {"lama@kelantan.gov.my": "KEL-2020-0001"}
    assert _taken.elsewhere({}, date(2026, 1, 1)) == (Elsewhere(), [])
