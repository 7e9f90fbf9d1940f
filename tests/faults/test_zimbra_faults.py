# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Killed, cut, doubled, throttled on a Zimbra server: the next run converges (invariants 5 to 8)."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._evidence.ledger import verify
from ansible_collections.rasmi.mail.plugins.modules import zimbra_accounts, zimbra_accounts_info
from ansible_collections.rasmi.mail.tests.faults.conftest import GROUP, person
from ansible_collections.rasmi.mail.tests.faults.zimbra_site import SoapProxy, ZimbraSite
from ansible_collections.rasmi.mail.tests.standins.zimbra.harness import Zimbra
from ansible_collections.rasmi.mail.tests.standins.zimbra_site import PASSWORD

#: Requests of a first run of 40 people, ten in a batch; see test_the_points_of_the_kill_lie_where_they_should.
POINTS = [5, 9, 10, 12, 18, 21, 26]


@pytest.fixture
def server() -> Iterator[Zimbra]:
    with Zimbra() as running:
        yield running


@pytest.fixture
def site(tmp_path: Path, server: Zimbra) -> Iterator[ZimbraSite]:
    made = ZimbraSite(tmp_path, server)
    yield made
    made.admin.close()


@pytest.fixture
def proxied(site: ZimbraSite) -> Iterator[Callable[..., SoapProxy]]:
    made: list[SoapProxy] = []

    def make(at: int = 0, **options: bool) -> SoapProxy:
        made.append(SoapProxy(site.root, site.server.admin_url, site.server.ca_file, at, **options))
        return made[-1]

    yield make
    for proxy in made:
        proxy.close()


def killed(site: ZimbraSite, proxy: SoapProxy) -> None:
    process = site.start(site.options(proxy))
    assert proxy.stopped.wait(180), f"{proxy.match} {proxy.at}: {proxy.names}"
    time.sleep(0.05)
    process.kill()
    process.communicate()
    proxy.close()


def test_the_points_of_the_kill_lie_where_they_should(site, proxied):
    proxy = proxied()
    result = site.run(site.options(proxy))
    assert result["outcomes"] == {"done": 40}, result["failures"][:2]
    assert proxy.names[8] == "AddAccountAliasRequest"  # the token
    creations = [number for number, name in enumerate(proxy.names, 1) if name == "CreateAccountRequest"]
    assert len(creations) == 4
    assert {12, 18, 21, 26} & set(range(min(creations), max(creations) + 1))
    assert max(POINTS) <= proxy.requests <= max(POINTS) + 6
    site.check_converged()


@pytest.mark.parametrize("deliver", [False, True], ids=["request-lost", "answer-lost"])
@pytest.mark.parametrize("at", POINTS)
def test_killed_anywhere_the_next_run_converges(site, proxied, at, deliver):
    killed(site, proxied(at, deliver=deliver))
    result = site.run()
    assert not result.get("failed"), result
    site.check_converged()


def test_killed_in_the_middle_of_everything_but_creating(site, proxied):
    site.run()
    changed = [dict(row) for row in site.accounts]
    for row in changed[:10]:
        row["post"] = "Ketua Penolong"
    for row in changed[10:20]:
        row |= {"address": f"baharu.{row['account_id'].lower()}@kelantan.gov.my", "aliases": [row["address"]]}
    for row in changed[20:25]:
        row["state"] = "suspended"
    site.accounts = changed
    # the first ModifyAccount of a run announces it
    for match, at, deliver in (
        ("ModifyAccount", 2, False),
        ("ModifyAccount", 2, True),
        ("RenameAccount", 1, False),
        ("RenameAccount", 1, True),
        ("AddAccountAlias", 2, True),
    ):
        killed(site, proxied(at, match=match, deliver=deliver))
    assert not site.run().get("failed")
    assert site.run()["counts"] == {}
    entries = site.entries()
    assert len(entries) == 40
    assert {tuple(entries[row["account_id"]].attrs["title"]) for row in changed[:10]} == {("Ketua Penolong",)}
    for row in changed[10:20]:
        entry = entries[row["account_id"]]
        assert (entry.name, entry.attrs["zimbraMailAlias"]) == (row["address"], row["aliases"])
    assert {entries[row["account_id"]].attrs["zimbraAccountStatus"][0] for row in changed[20:25]} == {"locked"}
    assert verify(site.ledger).problems == ()
    assert verify(site.ledger).open_intents == 0


def test_killed_while_closing_and_reopening_no_membership_is_lost(site, proxied):
    site.connection["freeze"] = "closed"
    site.run()
    active = site.accounts
    site.accounts = [{**row, "state": "suspended"} for row in active[:10]]
    killed(site, proxied(2, match="ModifyAccount", deliver=True))
    site.run()
    closed = [entry for entry in site.entries().values() if entry.attrs["zimbraAccountStatus"] == ["closed"]]
    assert len(closed) == 10
    site.accounts = [{**row, "state": "active"} for row in active[:10]]
    for match, at in (("AddDistributionListMember", 1), ("ModifyAccount", 2)):
        killed(site, proxied(at, match=match, deliver=True))
    assert not site.run().get("failed")
    site.accounts = active
    site.check_converged()


@pytest.mark.parametrize("at", [5, 9, 18, 22, 26])
def test_a_cut_connection_is_one_clear_error_and_the_next_run_converges(site, proxied, at):
    result = site.run(site.options(proxied(at, cut=True)))
    assert result["failed"]
    assert PASSWORD not in json.dumps(result)
    assert not site.run().get("failed")
    site.check_converged()


def test_an_answer_lost_on_the_way_is_looked_up_and_the_run_goes_on(site):
    site.server.knobs(faults=[{"request": "BatchRequest", "kind": "cut-after", "after": 2, "times": 2}])
    result = site.run()
    assert (result["outcomes"], result["failures"]) == ({"done": 40}, [])
    site.check_converged()


def test_a_throttled_run_gets_through(tmp_path, site):
    """Trap 8: nothing holds us back but the server, which refuses with a page of HTML."""
    site.server.knobs(throttle=True)
    site.connection |= {"batch": 1}
    assert site.run()["outcomes"] == {"done": 40}
    site.server.knobs(throttle=False)
    site.check_converged()


def test_a_paced_run_is_never_refused(site):
    del site.connection["requests_per_second"]
    site.connection |= {"batch": 1, "tries": 1}
    site.server.knobs(throttle=True)
    assert site.run()["outcomes"] == {"done": 40}


def test_a_second_run_from_another_machine_stops_the_first(site, proxied, tmp_path):
    site.accounts = [person(number) for number in range(120)]
    proxy = proxied(19)
    process = site.start(site.options(proxy))
    assert proxy.stopped.wait(180), f"{proxy.match} {proxy.at}: {proxy.names}"
    second = site.run(site.options(ledger=str(tmp_path / "other.jsonl"), handover=str(tmp_path / "handover")))
    assert not second.get("failed"), second
    proxy.resume()
    first = json.loads(process.communicate(timeout=240)[0])
    assert first["failed"]
    assert first.get("error") == "LockedError" or first["outcomes"].get("failed"), first
    assert len(site.entries()) == len(site.accounts)
    site.run()
    assert site.run()["counts"] == {}
    assert verify(site.ledger).open_intents == 0


def test_an_emptied_server_is_not_believed(site):
    site.run()
    for entry in site.entries().values():
        site.admin.call("DeleteAccountRequest", {"id": entry.id})
    result = site.run()
    assert result["failed"]
    assert "The server shows no managed account" in result["msg"]
    assert site.entries() == {}


def test_an_expired_login_in_the_middle_is_renewed(site, proxied):
    proxy = proxied(4, match="CreateAccountRequest")  # of four threads, each of which has read before
    process = site.start(site.options(proxy))
    assert proxy.stopped.wait(180), f"{proxy.match} {proxy.at}: {proxy.names}"
    site.server.control("expire")
    proxy.resume()
    assert json.loads(process.communicate(timeout=240)[0])["outcomes"] == {"done": 40}
    site.check_converged()


def test_no_secret_leaves_the_run(site, proxied):
    proxy = proxied(20)
    process = site.start(site.options(proxy))
    assert proxy.stopped.wait(180), f"{proxy.match} {proxy.at}: {proxy.names}"
    alive = b"".join(Path(f"/proc/{process.pid}/{name}").read_bytes() for name in ("cmdline", "environ"))
    proxy.resume()
    out, error = process.communicate(timeout=240)
    secrets = [PASSWORD, *(word for words in site.passwords().values() for word in words.values())]
    assert len(secrets) == 41
    seen = alive.decode(errors="replace") + out + error
    for path in site.root.rglob("*"):
        if path.is_file():
            seen += path.read_bytes().decode(errors="replace")
    for secret in secrets:
        assert secret not in seen


def test_check_mode_predicts_exactly_and_writes_nothing(site):
    spec = zimbra_accounts.ARGUMENT_SPEC
    given = site.options(as_of="2026-11-20")  # not the day of this moment, which may end between the two
    options = {name: given.get(name, rule.get("default")) for name, rule in spec.items()}
    foretold = zimbra_accounts.run(options, True)
    assert site.entries() == {}
    assert not site.ledger.exists()
    done = site.run(given)
    for name in ("changed", "counts", "checksum", "diff"):
        assert foretold[name] == done[name]
    again = zimbra_accounts.run(options, True)
    assert (again["changed"], again["counts"]) == (False, {})


def test_the_directory_reads_back_in_scope_and_into_a_file(site, tmp_path):
    site.run()
    options = {"zimbra": site.connection, "scope": {"domains": [], "units": ["bptm"]}, "dest": None}
    found = zimbra_accounts_info.run(options, False)
    assert (found["count"], found["managed"], found["groups"]) == (40, 40, [GROUP])
    options |= {"scope": {"units": ["suk"]}, "dest": str(tmp_path / "out.json")}
    found = zimbra_accounts_info.run(options, False)
    assert (found["count"], "accounts" in found) == (0, False)
