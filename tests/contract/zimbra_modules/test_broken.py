# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Cut connections, refusals in the middle, a throttle: a module says so, and the next run ends what was begun."""

from __future__ import annotations

import pytest

from .conftest import DOMAIN


@pytest.fixture(autouse=True)
def mended(server):
    yield
    server.knobs(faults=[], throttle=False)


def break_off(server, request: str, kind: str, **more) -> None:
    server.knobs(faults=[{"request": request, "kind": kind, "times": 1, **more}])


@pytest.mark.parametrize("kind", ["cut", "cut-after"])
def test_a_lost_answer_to_a_creation_is_said_and_the_next_run_converges(run, server, kind):
    name = f"rasmi_{kind}"
    break_off(server, "CreateCosRequest", kind)
    answer = run("cos", name=name, quota="300 MB")
    assert answer["failed"] and "may or may not have happened" in answer["msg"]
    again = run("cos", name=name, quota="300 MB")
    assert not again.get("failed") and again["changed"] == (kind == "cut")
    assert run("cos", name=name, quota="300 MB")["changed"] is False


def test_a_list_that_was_made_without_its_members_gets_them(run, server):
    name = f"separuh@{DOMAIN}"
    break_off(server, "AddDistributionListMemberRequest", "fault", code="service.FAILURE", reason="rosak")
    answer = run("distribution_list", name=name, members={"set": ["a@x.my"]})
    assert answer["failed"] and "rosak" in answer["msg"]
    assert run.twice("distribution_list", name=name, members={"set": ["a@x.my"]})["changed"]


def test_an_account_that_was_made_without_its_alias_gets_it(run, server):
    name, alias = f"separuh.akaun@{DOMAIN}", f"alias.separuh@{DOMAIN}"
    break_off(server, "BatchRequest", "fault", code="service.FAILURE", reason="rosak")
    answer = run("account", name=name, aliases={"set": [alias]})
    assert answer["failed"] and "rosak" in answer["msg"]
    assert run.twice("account", name=name, aliases={"set": [alias]})["changed"]


def test_a_password_that_was_set_without_its_mark_is_not_reported_as_done(run, server, account, attrs):
    name = f"separuh.kata@{DOMAIN}"
    account(name)
    break_off(server, "ModifyAccountRequest", "fault", code="service.FAILURE", reason="rosak")
    answer = run("account", name=name, password="Sementara-2026!y", update_password="always")
    assert answer["failed"] and "Sementara" not in answer["msg"]
    assert run("account", name=name, password="Sementara-2026!y", update_password="always")["changed"]
    assert attrs("account", name)["zimbraPasswordMustChange"] == ["TRUE"]


def test_a_refusal_among_several_aliases_names_it_and_the_others_are_done(run, account, attrs):
    taken, name = f"diambil@{DOMAIN}", f"banyak@{DOMAIN}"
    account(taken)
    account(name)
    answer = run("account", name=name, aliases={"set": [taken, f"bebas@{DOMAIN}"]})
    assert answer["failed"] and "ACCOUNT_EXISTS" in answer["msg"] and taken in answer["msg"]
    assert attrs("account", name)["zimbraMailAlias"] == [f"bebas@{DOMAIN}"]


def test_trap_8_many_objects_one_after_the_other_stay_below_the_throttle(run, server):
    server.knobs(throttle=True)
    run.options = server.paced
    for number in range(12):
        answer = run("cos", name=f"rasmi_{number}", quota="1 GB")
        assert not answer.get("failed"), answer["msg"]


def test_a_wrong_password_of_ours_is_tried_once(run):
    """Trap 11: failures lock administrators too."""
    run.options["password"] = "salah"
    answer = run("config", max_message_size="10 MB")
    assert answer["failed"] and answer["error"] == "LoginRefused" and "salah" not in answer["msg"]
    assert [name for name, _body in run.sent] == ["AuthRequest"]
