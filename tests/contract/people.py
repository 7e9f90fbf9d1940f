# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""People of the contract, and how a plan about them is made and applied."""

from __future__ import annotations

from datetime import date
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Group
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    Account,
    Change,
    Fields,
    Limits,
    Outcome,
    Plan,
    Roster,
    Wanted,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.plan import plan
from ansible_collections.rasmi.mail.plugins.module_utils._providers.base import Provider, Secrets
from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard

DAY = date(2026, 3, 2)
LOOSE = Limits(max_destructive=100, max_destructive_share=1.0, min_directory_share=0.0)
QUOTA = 314572800
PASSWORD = "Sementara-2026-xyz"
GROUP = "semua@kelantan.gov.my"
FOREIGN = "asing@kelantan.gov.my"
GROUPS = {GROUP: Group(GROUP, "Semua")}


def person(number: int = 1, **values: Any) -> Wanted:
    """An officer with an approved form."""
    fields = {
        "account_id": f"KEL-2026-{number:04d}",
        "address": f"pegawai{number}@kelantan.gov.my",
        "name": f"Pegawai Dato' {number} bin Çelik",
        "tier": "pengguna_biasa",
        "quota": QUOTA,
        "unit": "bptm",
        "post": "Penolong Pegawai Tadbir",
        "grade": "SSM N29",
        "office_phone": "09-748 1957",
        "staff_key": f"hmac-sha256:{number:064x}",
        "supervisor": "bptm",
    }
    return Wanted(Fields(**{**fields, **values}), f"KEL-2026-{number:04d}", ("KEL-4.4-b",))


def decided() -> Standard:
    data = load_standard("kelantan").to_dict()
    data["controls"]["C-TERM"] |= {
        "minimum_notice": "P1D",
        "records_hold": False,
        "restore_window": "P20D",
        "reuse_address": True,
        "reuse_after": "P60D",
    }
    return Standard(data)


def planned(provider: Provider, *wants: Wanted, on: date = DAY) -> Plan:
    roster = Roster(tuple(wants), (), tuple(GROUPS))
    verbs = provider.capabilities.verbs
    return plan(roster, provider.read(), decided(), on, LOOSE, verbs=verbs, usage=provider.usage)


def apply(provider: Provider, made: Plan, **options: Any) -> list[Outcome]:
    seen: list[Outcome] = []
    passwords = {change.account: PASSWORD for change in made.changes if change.verb == "create"}
    secrets = options.pop("secrets", Secrets(passwords, "handover-1"))
    result = provider.apply(made.effective, generation=made.generation, secrets=secrets, report=seen.append, **options)
    assert seen == result
    return result


def converge(provider: Provider, *wants: Wanted, on: date = DAY) -> Plan:
    """Plan and apply; everything must be done, and a second run must find nothing to do."""
    made = planned(provider, *wants, on=on)
    outcomes = apply(provider, made)
    assert [one.result for one in outcomes] == ["done"] * len(made.effective), outcomes
    again = planned(provider, *wants, on=on)
    assert again.effective == ()
    return made


def found(provider: Provider, number: int = 1) -> Account:
    ids = [one for one in provider.read().accounts if one.fields.account_id == f"KEL-2026-{number:04d}"]
    assert len(ids) == 1
    return ids[0]


def forced_create(want: Wanted) -> Change:
    """A create that no plan would contain, to see the server's own guard."""
    after = {name: value for name, value in want.fields._asdict().items() if value not in ("", ())}
    return Change("create", want.fields.address, after=after, basis=want.basis)
