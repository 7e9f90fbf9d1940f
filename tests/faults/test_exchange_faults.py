# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Killed, cut, doubled on Exchange: the next run converges, nothing is made twice (invariants 5 to 8)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._evidence.ledger import verify
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.fence import control_dn
from ansible_collections.rasmi.mail.tests.faults.exchange_site import ExchangeSite

#: A run of creations stopped at each kind of step, before and after it happened.
POINTS = [
    ("Enable-Mailbox", 1, False),
    ("Enable-Mailbox", 4, True),
    ("Set-Mailbox", 2, False),
    ("Set-Mailbox", 6, True),
    ("New-DistributionGroup", 1, True),
    ("Add-DistributionGroupMember", 3, False),
]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[ExchangeSite]:
    made = ExchangeSite(tmp_path)
    yield made
    made.close()


def killed(site: ExchangeSite, match: str, at: int, deliver: bool) -> None:
    site.world.arm(match, at, deliver=deliver)
    process = site.start(site.options())
    assert site.world.stopped.wait(180), (match, [call.cmdlet for call in site.endpoint.calls])
    process.kill()
    process.communicate()
    site.world.resume()


@pytest.mark.parametrize(("match", "at", "deliver"), POINTS)
def test_killed_anywhere_the_next_run_converges(site: ExchangeSite, match: str, at: int, deliver: bool) -> None:
    killed(site, match, at, deliver)
    result = site.run()
    assert not result.get("failed"), result
    site.check_converged()


def test_killed_while_suspending_and_removing_the_next_run_finishes(site: ExchangeSite) -> None:
    site.run()
    site.accounts = [{**row, "state": "suspended"} for row in site.accounts[:3]] + site.accounts[3:]
    for match, deliver in (("Set-CASMailbox", False), ("Set-Mailbox", True)):
        killed(site, match, 1, deliver)
    result = site.run()
    assert not result.get("failed"), result
    assert site.run()["counts"] == {}
    states = {number: entry.number("userAccountControl") for number, entry in site.entries().items()}
    assert sorted(states.values()) == [512] * 3 + [514] * 3
    hidden = [entry.truth("msExchHideFromAddressLists") for entry in site.entries().values()]
    assert sum(hidden) == 3
    # suspended by killed runs, and still given back as it was
    site.accounts = [{**row, "state": "active"} for row in site.accounts[:3]] + site.accounts[3:]
    assert not site.run().get("failed")
    assert not any(entry.truth("msExchHideFromAddressLists") for entry in site.entries().values())
    site.check_converged()


def test_lost_shells_are_one_clear_outcome_each_and_the_next_run_converges(site: ExchangeSite) -> None:
    """The application pool is recycled: answers to writes are lost, and looked up."""
    site.world.arm("Set-Mailbox", 2, deliver=True)
    process = site.start(site.options())
    assert site.world.stopped.wait(180)
    site.endpoint.service.lose()
    site.world.resume()
    result = json.loads(process.communicate(timeout=240)[0])
    assert site.endpoint.password not in json.dumps(result)
    assert not site.run().get("failed")
    site.check_converged()


def test_a_second_run_stops_the_first(site: ExchangeSite, tmp_path: Path) -> None:
    site.world.arm("Enable-Mailbox", 3, deliver=True)
    process = site.start(site.options())
    assert site.world.stopped.wait(180)
    # another machine takes the token
    fence = control_dn(site.home)
    generation = int(site.ad.get(fence, ("adminDescription",)).text("adminDescription"))
    site.ad.modify(fence, {"adminDescription": [str(generation + 1)], "description": ["another-run"]})
    site.world.resume()
    first = json.loads(process.communicate(timeout=240)[0])
    assert first["failed"]
    assert first["error"] == "LockedError", first
    site.run()
    site.check_converged()


def test_an_emptied_directory_is_not_believed(site: ExchangeSite) -> None:
    site.run()
    for entry in site.entries().values():
        site.ad.delete(entry.dn)
    result = site.run()
    assert result["failed"]
    assert "The server shows no managed account" in result["msg"]
    assert site.entries() == {}


def test_no_secret_leaves_the_run(site: ExchangeSite) -> None:
    site.world.arm("Enable-Mailbox", 2, deliver=False)
    process = site.start(site.options())
    assert site.world.stopped.wait(180)
    alive = b"".join(Path(f"/proc/{process.pid}/{name}").read_bytes() for name in ("cmdline", "environ"))
    site.world.resume()
    out, error = process.communicate(timeout=240)
    site.run()
    words = [word for several in site.passwords().values() for word in several.values()]
    secrets = [site.endpoint.password, site.dc.password(), *words]
    assert len(words) >= 6
    seen = alive.decode(errors="replace") + out + error
    for path in site.root.rglob("*"):
        if path.is_file():
            seen += path.read_bytes().decode(errors="replace")
    for secret in secrets:
        assert secret not in seen
    assert verify(site.ledger).problems == ()
