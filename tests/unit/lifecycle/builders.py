# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Builders of the lifecycle room's tests: short ways to say an application, an account, a standard."""

from __future__ import annotations

import copy
from datetime import date
from functools import lru_cache
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Application, Group, Probe
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    Account,
    Change,
    Directory,
    Fields,
    Limits,
    Outcome,
    Plan,
    Roster,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.plan import plan
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.roster import roster
from ansible_collections.rasmi.mail.plugins.module_utils._providers.base import Secrets
from ansible_collections.rasmi.mail.plugins.module_utils._providers.fake import FakeProvider
from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard

TODAY = date(2026, 6, 15)
#: The address of `form(1)`, and another one that is free.
OLD = "pegawai1@kelantan.gov.my"
NEW = "baharu@kelantan.gov.my"
ORDINARY_QUOTA = 300 * 1024 * 1024
GROUP = "semua.bptm@kelantan.gov.my"
OTHER_GROUP = "projek@kelantan.gov.my"
GROUPS = {
    GROUP: Group(GROUP, "Semua BPTM"),
    OTHER_GROUP: Group(OTHER_GROUP, "Projek"),
}
#: For plans in which the brakes are not the subject.
LOOSE = Limits(max_destructive=10**6, max_destructive_share=1.0, min_directory_share=0.0)


@lru_cache
def _kelantan() -> dict[str, Any]:
    return load_standard("kelantan").to_dict()


def standard(*, decided: bool = False, hold: bool = False, **controls: dict[str, Any]) -> Standard:
    """The Kelantan standard; `decided` fills in what guards a removal; `controls` override parameters."""
    data = copy.deepcopy(_kelantan())
    if decided:
        data["controls"]["C-TERM"] |= {"minimum_notice": "P14D", "records_hold": hold}
    for name, values in controls.items():
        data["controls"][name.replace("_", "-")] |= values
    return Standard(data)


def form(number: int = 1, **values: Any) -> Application:
    """An approved OPS-002 of an invented ordinary officer."""
    given: dict[str, Any] = {
        "id": f"KEL-2026-{number:04d}",
        "form": "OPS-002",
        "status": "approved",
        "source": f"people/{number}.yml",
        "complete_on": "2026-01-05",
        "decided_on": "2026-01-06",
        "result": "approved",
        "kind": "individual",
        "address": f"pegawai{number}@kelantan.gov.my",
        "name": f"Pegawai {number}",
        "post": "Penolong Pegawai Tadbir",
        "post_class": "ordinary",
        "grade_scheme": "SSM",
        "grade": "N29",
        "unit": "bptm",
        "staff_key": f"hmac-sha256:{number:064x}",
        "supervisor": "bptm",
        "tier": "pengguna_biasa",
        "mailbox": True,
    }
    return Application(**{**given, **values})


def department(number: int = 500, **values: Any) -> Application:
    """An approved OPS-001."""
    return form(
        number,
        **{
            "form": "OPS-001",
            "kind": "department",
            "address": f"jabatan{number}@kelantan.gov.my",
            "name": f"Jabatan {number}",
            "staff_key": "",
            "post": "",
            "post_class": "",
            "grade_scheme": "",
            "grade": "",
            **values,
        },
    )


def notice(event: str, number: int = 1, *, on: str = "2026-03-01", serial: int = 900, **values: Any) -> Application:
    """An approved notice about the account of `form(number)`."""
    given: dict[str, Any] = {
        "id": f"NOT-2026-{serial:04d}",
        "form": "NOTICE",
        "status": "approved",
        "source": f"notices/{serial}.yml",
        "decided_on": on,
        "result": "approved",
        "event": event,
        "account": f"KEL-2026-{number:04d}",
        "effective_on": on,
    }
    return Application(**{**given, **values})


def probe(name: str = "kunci", **values: Any) -> Probe:
    given = {"id": f"probe-{name}", "address": f"probe.{name}@kelantan.gov.my", "name": f"Probe {name}"}
    return Probe(**{**given, "purpose": name, "tier": "pengguna_biasa", **values})


def wanted(
    *forms: Application, on: date = TODAY, rules: Standard | None = None, probes: tuple[Probe, ...] = ()
) -> Roster:
    return roster(forms, rules or standard(), probes, GROUPS, on)


def account(number: int = 1, *, managed: bool = True, overlay: dict[str, Any] | None = None, **values: Any) -> Account:
    """The account that `form(number)` asks for, as a server has it after creation."""
    fields = wanted(form(number)).accounts[0].fields._replace(**values)
    return Account(
        **{
            "id": f"uuid-{number}",
            "fields": fields,
            "managed": managed,
            "basis": fields.account_id,
            "handle": f"rasmiAccountId={fields.account_id},ou=accounts",
            "suspended_on": "",
            **(overlay or {}),
        }
    )


def stranger(address: str, *, number: int = 900, managed: bool = False, **values: Any) -> Account:
    """An account that nobody asked for."""
    fields = Fields("", address, "Tidak dikenali", **values)
    return Account(f"uuid-{number}", fields, managed, handle=f"uid={number}")


def directory(*accounts: Account, groups: dict[str, bool] | None = None, complete: bool = True) -> Directory:
    known = dict.fromkeys(GROUPS, True) if groups is None else groups
    return Directory("fake", list(accounts), known, generation=7, complete=complete)


def planned(
    wants: Roster,
    *accounts: Account,
    on: date = TODAY,
    rules: Standard | None = None,
    limits: Limits = LOOSE,
    known: int | None = None,
    groups: dict[str, bool] | None = None,
) -> Plan:
    return plan(wants, directory(*accounts, groups=groups), rules or standard(), on, limits, known)


def verbs(result: Plan) -> list[str]:
    return [change.verb for change in result.changes]


def one(result: Plan) -> Change:
    """The only change of a plan."""
    (change,) = result.changes
    return change


def ask_of(result: Plan) -> Change:
    """The only line of a plan, which asks and does nothing."""
    change = one(result)
    assert change.verb == "ask"
    assert not change.before
    assert not change.after
    assert result.effective == ()
    return change


def carry_out(provider: FakeProvider, made: Plan, *, generation: int | None = None) -> list[Outcome]:
    """Apply a plan as the module would; `generation` is that of the plan when it is not given."""
    token = made.generation if generation is None else generation
    secrets = Secrets({change.account: "x" for change in made.effective if change.verb == "create"})
    return provider.apply(made.effective, generation=token, secrets=secrets, report=lambda _one: None)


def law(ahead: str = "", **controls: Any) -> Standard:
    """The Kelantan standard with what the owner decided; `ahead` is what is done about a movement told ahead."""
    data = standard(decided=True, **controls).to_dict()
    if ahead:
        data["controls"]["C-DISABLE"]["ahead"] = ahead
    return Standard(data)


def suspended(on: str, **overlay: Any) -> Account:
    """The first account, which we suspended on that day."""
    return account(1, state="suspended", overlay={"suspended_on": on, **overlay})
