# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Killed, cut, doubled, starved, outdated: whatever happens to a run, the next one converges (invariants 5 to 8)."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._evidence.ledger import verify
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.plan_file import write_plan
from ansible_collections.rasmi.mail.plugins.module_utils._inline import plan_inline
from ansible_collections.rasmi.mail.plugins.module_utils._providers.factory import open_provider
from ansible_collections.rasmi.mail.tests.faults.conftest import GROUP, Proxy, Site, person
from ansible_collections.rasmi.mail.tests.standins.slapd import BASE, PASSWORD, SLAPD, Slapd, certificate, write_pair

#: Requests of a first run of 40 people: bind, control, groups, sweep, generation, count, token, 40 creates, groups, a
#: group, its members; see test_the_points_of_the_kill_lie_where_they_should.
POINTS = [1, 4, 7, 8, 9, 20, 35, 47, 49, 50]


@pytest.fixture
def proxied(site):
    made = []

    def make(at: int = 0, **options) -> Proxy:
        made.append(Proxy(site.server.port, at, **options))
        return made[-1]

    yield make
    for proxy in made:
        proxy.close()


def planned(site: Site, **values) -> Path:
    """A plan file for the site's accounts, made from the server of this moment."""
    options = {**site.options(), "profile_paths": [], "as_of": None, **values}
    with open_provider("reference", options["reference"]) as provider:
        made = plan_inline(options, provider)
    path = site.root / "plan.json"
    write_plan(path, made)
    return path


def test_the_points_of_the_kill_lie_where_they_should(site, proxied):
    proxy = proxied()
    assert site.run(site.options(proxy))["outcomes"] == {"done": 40}
    assert max(POINTS) <= proxy.requests <= max(POINTS) + 6
    site.check_converged()


@pytest.mark.parametrize("deliver", [False, True], ids=["request-lost", "answer-lost"])
@pytest.mark.parametrize("at", POINTS)
def test_killed_anywhere_the_next_run_converges(site, proxied, at, deliver):
    proxy = proxied(at, deliver=deliver)
    process = site.start(site.options(proxy))
    assert proxy.stopped.wait(180)
    time.sleep(0.05)
    process.kill()
    process.communicate()
    proxy.close()
    result = site.run()
    assert not result.get("failed"), result
    site.check_converged()


def test_killed_again_and_again(site, proxied):
    for at in (10, 25, 12, 30):
        proxy = proxied(at, deliver=True)
        process = site.start(site.options(proxy))
        assert proxy.stopped.wait(180)
        process.kill()
        process.communicate()
        proxy.close()
    assert not site.run().get("failed")
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
    before = site.accounts
    site.accounts = changed
    for at in (9, 16, 14, 12):
        proxy = proxied(at, deliver=bool(at % 2))
        process = site.start(site.options(proxy))
        assert proxy.stopped.wait(180)
        process.kill()
        process.communicate()
        proxy.close()
    assert not site.run().get("failed")
    assert site.run()["counts"] == {}
    entries = {entry["rasmiAccountId"][0]: entry for entry in site.server.entries().values()}
    assert len(entries) == len(before)
    assert {entries[row["account_id"]]["title"][0] for row in changed[:10]} == {"Ketua Penolong"}
    for row in changed[10:20]:
        entry = entries[row["account_id"]]
        assert (entry["mail"], entry["rasmiAlias"]) == ([row["address"]], row["aliases"])
    assert {entries[row["account_id"]]["rasmiState"][0] for row in changed[20:25]} == {"suspended"}
    assert verify(site.ledger).problems == ()
    assert verify(site.ledger).open_intents == 0


@pytest.mark.parametrize("at", [5, 7, 8, 30, 49])
def test_a_cut_connection_is_one_clear_error_and_the_next_run_converges(site, proxied, at):
    result = site.run(site.options(proxied(at, cut=True)))
    assert result["failed"]
    assert "connection was lost" in result["msg"]
    assert PASSWORD not in json.dumps(result)
    assert not site.run().get("failed")
    site.check_converged()


def test_a_second_run_on_the_same_machine_is_refused(site, proxied):
    proxy = proxied(20)
    process = site.start(site.options(proxy))
    assert proxy.stopped.wait(180)
    second = site.run()
    assert (second["failed"], second["error"]) == (True, "LockedError")
    proxy.resume()
    assert json.loads(process.communicate(timeout=240)[0])["outcomes"] == {"done": 40}
    site.check_converged()


def test_a_second_run_from_another_machine_stops_the_first(site, proxied, tmp_path):
    site.accounts = [person(number) for number in range(400)]
    proxy = proxied(20)
    process = site.start(site.options(proxy))
    assert proxy.stopped.wait(180)
    second = site.run(site.options(ledger=str(tmp_path / "other.jsonl"), handover=str(tmp_path / "handover")))
    assert not second.get("failed"), second
    proxy.resume()
    first = json.loads(process.communicate(timeout=240)[0])
    assert first["failed"]
    assert first.get("error") == "LockedError" or first["outcomes"].get("failed"), first
    assert len(site.server.entries()) == len(site.accounts)
    site.run()
    assert site.run()["counts"] == {}
    assert verify(site.ledger).open_intents == 0
    files = site.passwords()
    for name, entry in site.server.entries().items():
        assert site.server.may_bind(name, files[entry["rasmiHandover"][0]][entry["mail"][0]])


def test_a_partial_answer_stops_the_run(tmp_path):
    if not SLAPD.exists():
        pytest.fail("slapd is not installed: apt-get install slapd ldap-utils")
    with Slapd() as server:
        site = Site(tmp_path, server)
        site.run()
        server.limit_provisioner(10)
        before = server.entries()
        site.accounts = [{**row, "post": "Baharu"} for row in site.accounts]
        result = site.run()
        assert (result["failed"], result["error"]) == (True, "PartialAnswerError")
        assert server.entries() == before


def test_an_emptied_server_is_not_believed(site):
    site.run()
    for name in site.server.entries("(objectClass=rasmiAccount)", "dn"):
        site.server.ldap("ldapdelete", name)
    result = site.run()
    assert result["failed"]
    assert "The server shows no managed account" in result["msg"]
    assert site.server.entries("(objectClass=rasmiAccount)") == {}


def test_a_stale_plan_is_refused_and_a_merely_older_one_is_not(site):
    site.run()
    site.accounts = [{**row, "post": "Baharu"} for row in site.accounts]
    plan = planned(site)
    other = {**site.accounts[0], "account_id": "HR-900", "address": "lain@kelantan.gov.my", "basis": "HR-900"}
    unrelated = site.options(accounts=[other])
    assert site.run(unrelated)["counts"] == {"create": 1}
    assert site.run(site.options(plan=str(plan)))["outcomes"] == {"done": 40}
    site.accounts = [{**row, "post": "Lebih baharu"} for row in site.accounts]
    plan = planned(site)
    victim = f"rasmiAccountId=HR-003,ou=accounts,{BASE}"
    site.server.ldap("ldapmodify", ldif=f"dn: {victim}\nchangetype: modify\nreplace: title\ntitle: Tangan\n")
    site.run(site.options(accounts=[{**other, "post": "Lain"}]))
    result = site.run(site.options(plan=str(plan)))
    assert (result["failed"], result["error"]) == (True, "StalePlanError")
    assert "pegawai3@kelantan.gov.my" in result["msg"]
    titles = {entry["title"][0] for entry in site.server.entries("(rasmiAccountId=HR-0*)").values()}
    assert titles == {"Baharu", "Tangan"}


def test_only_the_reviewed_plan_is_applied(site):
    plan = planned(site)
    result = site.run(site.options(plan=str(plan), expect_plan="0" * 64))
    assert (result["failed"], result["error"]) == (True, "StalePlanError")
    assert site.server.entries() == {}
    assert not (site.root / "handover").exists()


def test_the_same_plan_after_a_kill_does_only_the_rest(site, proxied):
    plan = planned(site)
    proxy = proxied(25, deliver=True)
    process = site.start(site.options(proxy, plan=str(plan)))
    assert proxy.stopped.wait(180)
    process.kill()
    process.communicate()
    site.server.stop()  # what it had on its way is done then
    site.server.start()
    made = len(site.server.entries())
    assert 0 < made < 40
    result = site.run(site.options(plan=str(plan)))
    assert (result["already"], result["outcomes"]) == (made, {"done": 40 - made})
    site.run()
    site.check_converged()


def test_a_full_disk_stops_before_the_server_hears_of_it(site):
    result = site.run(site.options(), "12000")
    assert result["failed"]
    assert site.server.entries() == {}
    assert not site.run().get("failed")
    site.check_converged()


def test_a_missing_or_expired_certificate_is_a_fault_before_anything_is_changed(site):
    write_pair(site.root, "bptm", certificate("bptm", encipher=True, days=-1))
    (site.root / "suk.pem").unlink()
    result = site.run()
    assert result["failed"]
    assert [fault["field"] for fault in result["faults"]] == ["bptm.certificate", "suk.certificate"]
    assert "Renew" in result["faults"][0]["remedy"]
    assert site.server.entries() == {}


def test_no_secret_leaves_the_run(site, proxied):
    """Not in arguments, environment, result, ledger, plan, or any file under the state and temporary directory."""
    plan = planned(site)
    proxy = proxied(30)
    process = site.start(site.options(proxy, plan=str(plan)))
    assert proxy.stopped.wait(180)
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
    modes = {path.stat().st_mode & 0o077 for path in (site.ledger, plan, *(site.root / "handover").iterdir())}
    assert modes == {0}
    assert GROUP in seen


def test_the_directory_reads_back_in_scope_and_into_a_file(site, tmp_path):
    from ansible_collections.rasmi.mail.plugins.modules import reference_accounts_info

    site.run()
    options = {"reference": site.server.options, "scope": {"domains": [], "units": ["bptm"]}, "dest": None}
    found = reference_accounts_info.run(options, False)
    assert (found["count"], found["managed"], found["groups"]) == (40, 40, [GROUP])
    assert {one["fields"]["groups"] for one in found["accounts"]} == {(GROUP,)}
    options |= {"scope": {"units": ["suk"]}, "dest": str(tmp_path / "out.json")}
    found = reference_accounts_info.run(options, False)
    assert (found["count"], "accounts" in found) == (0, False)
    assert json.loads((tmp_path / "out.json").read_text()) == []


def test_check_mode_predicts_exactly_and_writes_nothing(site):
    from ansible_collections.rasmi.mail.plugins.modules import reference_accounts

    spec = reference_accounts.ARGUMENT_SPEC
    given = site.options(as_of="2026-11-20")  # not the day of this moment, which may end between the two
    options = {name: given.get(name, rule.get("default")) for name, rule in spec.items()}
    ours = "(|(objectClass=rasmiControl)(objectClass=rasmiAccount)(objectClass=rasmiGroup))"
    before = site.server.entries(ours)
    foretold = reference_accounts.run(options, True)
    assert site.server.entries(ours) == before
    assert not site.ledger.exists()
    assert not (site.root / "handover").exists()
    done = site.run(given)
    for name in ("changed", "counts", "checksum", "diff"):
        assert foretold[name] == done[name]
    again = reference_accounts.run(options, True)
    assert (again["changed"], again["counts"]) == (False, {})


def test_limits_hold_when_a_plan_is_applied(site):
    site.run()
    site.accounts = [{**row, "state": "suspended"} for row in site.accounts]
    plan = planned(site)
    result = site.run(site.options(plan=str(plan), limits={"max_destructive": 39, "max_destructive_share": 1.0}))
    assert (result["failed"], result["error"]) == (True, "UnsafePlanError")
    assert {entry["rasmiState"][0] for entry in site.server.entries("(objectClass=rasmiAccount)").values()} == {
        "active"
    }
    assert site.run(site.options(plan=str(plan)))["outcomes"] == {"done": 40}


def test_every_faulty_row_of_a_list_is_in_one_message(site):
    site.accounts[1] |= {"address": "no-address"}
    site.accounts[3] |= {"account_id": "HR-002"}
    result = site.run()
    assert [(fault["file"], fault["field"]) for fault in result["faults"]] == [
        ("accounts[2]", "address"),
        ("accounts[4]", "account_id"),
    ]
    assert site.server.entries("(objectClass=rasmiAccount)") == {}


def test_one_refused_account_does_not_stop_the_others(site):
    text = f"dn: cn=g,ou=groups,{BASE}\nobjectClass: rasmiGroup\ncn: g\nmail: pegawai7@kelantan.gov.my\n"
    plan = planned(site)
    site.server.ldap("ldapadd", ldif=text)
    result = site.run(site.options(plan=str(plan)))
    assert result["failed"]
    assert result["outcomes"] == {"done": 39, "failed": 1}
    assert [one["account"] for one in result["failures"]] == ["pegawai7@kelantan.gov.my"]
    assert len(site.server.entries("(objectClass=rasmiAccount)")) == 39
