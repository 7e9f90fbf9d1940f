# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""JANM's samples and a server in memory."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import (
    Applications,
    ReferenceData,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    Account,
    Change,
    Plan,
    Roster,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.plan import plan
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.roster import roster
from ansible_collections.rasmi.mail.plugins.module_utils._providers.fake import FakeProvider, FakeServer
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard
from tests.unit.lifecycle.builders import LOOSE, carry_out

JANM = Path(__file__).parents[3] / "inventories" / "janm"
DAY = date(2026, 11, 21)
GB = 1024**3


class World:
    """The samples, a server in memory, and what the owner has decided."""

    def __init__(self, forms: Applications, standard: Standard, reference: ReferenceData) -> None:
        self.forms, self.standard, self.reference = forms, standard, reference
        self.server = FakeServer()

    def decide(self, control: str, **values: Any) -> None:
        data = self.standard.to_dict()
        data["controls"][control] |= values
        if "ahead" in values:
            data["decisions"]["deactivate_ahead"] |= {"status": "decided", "value": values["ahead"]}
        self.standard = Standard(data)

    def roster(self, on: date = DAY) -> Roster:
        return roster(self.forms.items, self.standard, self.reference.probes, self.reference.groups or {}, on)

    def plan(self, on: date = DAY) -> Plan:
        provider = FakeProvider(self.server)
        calendars = {unit.id: unit.calendar for unit in (self.reference.units or {}).values() if unit.calendar}
        verbs = provider.capabilities.verbs
        found = provider.read()
        return plan(self.roster(on), found, self.standard, on, LOOSE, verbs=verbs, unit_calendars=calendars)

    def converge(self, on: date = DAY) -> Plan:
        made = self.plan(on)
        assert {one.result for one in carry_out(FakeProvider(self.server), made)} <= {"done"}
        return made

    def account(self, local: str) -> Account:
        (found,) = [one for one in self.server.accounts.values() if one.fields.address == f"{local}@anm.gov.my"]
        return found

    def alter(self, local: str, **values: Any) -> None:
        account = self.account(local)
        self.server.accounts[account.id] = account._replace(**values)


def line(made: Plan, local: str, verb: str) -> Change:
    """The only change of that verb for an account."""
    (found,) = [one for one in made.changes if (one.account, one.verb) == (f"{local}@anm.gov.my", verb)]
    return found


def lines(made: Plan, local: str) -> list[str]:
    """The verbs for an account, in order."""
    return [one.verb for one in made.changes if one.account == f"{local}@anm.gov.my"]
