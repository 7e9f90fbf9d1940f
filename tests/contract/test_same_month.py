# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One month of JANM's applications, planned and applied every day on each platform: the plans say the same.

The platforms are the one in memory, a real slapd, the Zimbra stand-in and the Exchange stand-in over a real domain
controller (an image of `script/lab image exchange`). A year's events of a small department are put into one month.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._applications.intake import load_applications
from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Application, ReferenceData
from ansible_collections.rasmi.mail.plugins.module_utils._applications.reference_data import load_reference_data
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.handover import needs_password
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.encoding import canonical
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Change, Plan, Roster
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.plan import plan
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.roster import roster
from ansible_collections.rasmi.mail.plugins.module_utils._providers.base import Secrets
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.provider import ExchangeProvider
from ansible_collections.rasmi.mail.plugins.module_utils._providers.fake import FakeProvider
from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference.provider import ReferenceProvider
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.provider import ZimbraProvider
from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard
from tests.contract import world_exchange, world_reference, world_zimbra
from tests.contract.conftest import FakeWorld, World
from tests.replay import forms
from tests.replay.days import LIMITS, RUNS, decided
from tests.replay.main import JANM
from tests.replay.year import FIRST, Event, Year

pytestmark = pytest.mark.timeout(1200)
OFFICERS = 30
#: A month in which every kind of event falls, the return of an earlier officer among them.
SEED = 16
DAYS = 31
END = FIRST + timedelta(days=DAYS - 1)
PASSWORD = "Sementara-2026!x"
#: What differs from platform to platform, and why.
DIFFERS = {
    "id": "the server's own identity of an account",
    "target": "the server's own name of an entry",
    "entitlements": "only Exchange has add-ons; the others ask about each of them, in the same lines every day",
}
#: Verbs that a platform lacks: its plan asks where the others act. None of them falls into the month.
LACKS = {
    # a removed account stays as it is, so its address is never given to somebody else
    "zimbra": {"purge"},
    "exchange": {"purge"},
}


class JanmWorld(World):
    """A world whose managed group is one of JANM's."""

    group = "pengurusan@anm.gov.my"
    foreign_group = "asing@anm.gov.my"


class JanmFake(FakeWorld):
    group, foreign_group = JanmWorld.group, JanmWorld.foreign_group


def exchange_with_skype(directory: Path) -> Any:
    made = world_exchange.make(directory, JanmWorld)
    made.options["skype_pool"] = "sfb01.anm.gov.my"
    made.options["skype_url"] = made.options["url"].replace("PowerShell", "OcsPowershell")
    return made


TIERS = {"g53": str(2 * 1024**3), "g54": str(4 * 1024**3)}
PLATFORMS: dict[str, Callable[[Path], Any]] = {
    "fake": JanmFake,
    "reference": lambda directory: world_reference.make(directory, JanmWorld),
    "zimbra": lambda directory: world_zimbra.make(directory, JanmWorld, TIERS),
    "exchange": exchange_with_skype,
}


class Month:
    """What arrives in the month, and the standard by which it is planned."""

    def __init__(self, directory: Path) -> None:
        self.year = Year(OFFICERS, SEED, END)
        forms.write(self.year, directory)
        self.reference: ReferenceData = load_reference_data(
            *(JANM / f"{one}.yml" for one in ("units", "groups", "supervisors", "probes"))
        )
        standard = load_standard("janm")
        # People decide some things after they happened: everything is read with a later day, and planned day by day.
        late = END + timedelta(days=120)
        self.forms: list[Application] = load_applications(directory, standard, self.reference, late).items
        self.standard: Standard = decided(standard)
        self.calendars = {unit.id: unit.calendar for unit in (self.reference.units or {}).values() if unit.calendar}

    def roster(self, day: date) -> Roster:
        return roster(self.forms, self.standard, (), self.reference.groups or {}, day)

    def by_hand(self, day: date) -> list[Event]:
        """What happens on the servers without us: locks, and names changed by hand."""
        return [event for event in self.year.events_on(day) if event.kind in ("locked", "drift")]


class Site:
    """One platform with a server that begins empty."""

    def __init__(self, name: str, world: Any, month: Month) -> None:
        self.name, self.world, self.month = name, world, month

    def happen(self, events: list[Event], day: date) -> None:
        for event in events:
            if event.kind == "locked":
                self.world.lock(event.officer, f"{day.isoformat()}T01:00:00Z")
            else:
                self.world.edit(event.officer, "Changed by hand")

    def plan(self, day: date) -> Plan:
        wanted = self.month.roster(day)
        with self.world.open() as provider:
            return plan(
                wanted,
                provider.read(),
                self.month.standard,
                day,
                LIMITS,
                verbs=provider.capabilities.verbs,
                unit_calendars=self.month.calendars,
            )

    def apply(self, made: Plan) -> None:
        if not made.effective:
            return
        secrets = Secrets({change.account: PASSWORD for change in made.effective if needs_password(change)})
        with self.world.open() as provider:
            outcomes = provider.apply(
                made.effective, generation=made.generation, secrets=secrets, report=lambda _one: None
            )
        assert [one for one in outcomes if one.result != "done"] == [], self.name


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Month:
    return Month(tmp_path_factory.mktemp("forms"))


@pytest.fixture(scope="module")
def sites(month: Month, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Site]]:
    with ExitStack() as stack:
        made = []
        for name, make in PLATFORMS.items():
            world = make(tmp_path_factory.mktemp(name))
            stack.callback(world.close)
            made.append(Site(name, world, month))
        yield made


def said(made: Plan) -> list[bytes]:
    """The lines of a plan, without what is the platform's own."""
    found = []
    for change in made.changes:
        if about_add_ons(change):
            continue
        line = {name: value for name, value in change.to_dict().items() if name not in DIFFERS}
        for side in ("before", "after"):
            line[side] = {name: value for name, value in line[side].items() if name not in DIFFERS}
        found.append(canonical(line))
    return found


def test_what_a_platform_lacks_is_named() -> None:
    """R020 (restore), R058 (purge): a verb that a provider gains or loses is noticed here."""
    lacks = {
        "reference": FakeProvider.capabilities.verbs - ReferenceProvider.capabilities.verbs,
        "zimbra": FakeProvider.capabilities.verbs - ZimbraProvider.capabilities.verbs,
        "exchange": FakeProvider.capabilities.verbs - ExchangeProvider.capabilities.verbs,
    }
    assert {name: verbs for name, verbs in lacks.items() if verbs} == LACKS


def about_add_ons(change: Change) -> bool:
    """Whether a line is about add-ons and nothing else."""
    if change.verb == "ask":
        return change.topic == "entitle_platform"
    return change.before.keys() | change.after.keys() == {"entitlements"}


def in_step(sites: list[Site], day: date, run: int) -> dict[str, Plan]:
    """The plan of each platform, after they were found to say the same."""
    plans = {site.name: site.plan(day) for site in sites}
    wanted = said(plans["fake"])
    for name, made in plans.items():
        lines = said(made)
        only = sorted(line.decode() for line in set(lines) ^ set(wanted))
        assert lines == wanted, f"{day}, run {run}: {name}: {only}"
    return plans


def test_the_same_month_gives_the_same_plans(month: Month, sites: list[Site]) -> None:
    """R030: on every platform the same lines for the same reasons, and nothing left to do after they were applied.

    Only who comes back needs a second run: groups and add-ons follow when the account is there again.
    """
    verbs: Counter[str] = Counter()
    for number in range(DAYS):
        day = FIRST + timedelta(days=number)
        for site in sites:
            site.happen(month.by_hand(day), day)
        back: set[str] = set()
        for run in range(1, RUNS + 1):
            plans = in_step(sites, day, run)
            todo = {name: made.effective for name, made in plans.items()}
            if run > 1:
                assert {change.account for changes in todo.values() for change in changes} <= back, (
                    f"{day}: not at rest"
                )
            if not any(todo.values()):
                break
            for site in sites:
                site.apply(plans[site.name])
            verbs.update(change.verb for change in todo["fake"])
            back |= {change.account for change in todo["fake"] if change.verb == "restore"}
        else:
            pytest.fail(f"{day}: not at rest after {RUNS} runs")
    wanted_verbs = {"create", "update", "rename", "suspend", "resume", "release", "join", "leave", "remove", "restore"}
    assert wanted_verbs <= set(verbs)
