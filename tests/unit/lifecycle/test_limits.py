# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The brakes: what they stop, at which number, and that the message says how to go on."""

from __future__ import annotations

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Limits
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.plan import plan
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import PartialAnswerError, UnsafePlanError
from tests.unit.lifecycle.builders import TODAY, account, directory, form, notice, planned, standard, stranger, wanted


def world(total: int, suspended: int):
    notices = [notice("suspend", number, serial=number) for number in range(1, suspended + 1)]
    forms = [form(number) for number in range(1, total + 1)]
    return wanted(*forms, *notices), [account(number) for number in range(1, total + 1)]


def test_the_number_of_destructive_changes_is_limited():
    wants, have = world(5, 3)
    assert planned(wants, *have, limits=Limits(max_destructive=3)).counts["suspend"] == 3
    with pytest.raises(UnsafePlanError, match=r"suspend or remove 3 accounts; the limit is 2.*max_destructive to 3"):
        planned(wants, *have, limits=Limits(max_destructive=2))


def test_the_share_counts_only_from_a_number_of_accounts():
    wants, have = world(10, 3)
    assert planned(wants, *have, limits=Limits(share_from=11)).counts["suspend"] == 3
    with pytest.raises(UnsafePlanError, match=r"3 of 10 managed accounts \(30.0%\); the limit is 5.0%.*to 0.3 for"):
        planned(wants, *have, limits=Limits(share_from=10))


def test_the_share_that_the_message_names_lets_the_plan_pass():
    wants, have = world(21, 2)
    with pytest.raises(UnsafePlanError, match=r"max_destructive_share to 0\.0953"):
        planned(wants, *have, limits=Limits())
    assert planned(wants, *have, limits=Limits(max_destructive_share=0.0953)).counts["suspend"] == 2


def test_unmanaged_accounts_do_not_dilute_the_share():
    wants, have = world(20, 2)
    others = [stranger(f"x{number}@kelantan.gov.my", number=1000 + number) for number in range(100)]
    with pytest.raises(UnsafePlanError):
        planned(wants, *have, *others, limits=Limits())


def test_harmless_changes_have_no_limit():
    wants = wanted(*[form(number, post="Ketua") for number in range(1, 101)])
    have = [account(number) for number in range(1, 101)]
    assert planned(wants, *have, limits=Limits(max_destructive=0)).counts["update"] == 100


def test_an_answer_that_is_not_whole_stops_the_plan():
    with pytest.raises(PartialAnswerError, match="whole"):
        plan(wanted(form(1)), directory(complete=False), standard(), TODAY)


def test_an_empty_answer_stops_the_plan_when_there_were_accounts():
    with pytest.raises(PartialAnswerError, match="last run left 40"):
        planned(wanted(form(1)), known=40)
    with pytest.raises(PartialAnswerError):
        planned(wanted(form(1)), stranger("x@kelantan.gov.my"), known=1)


def test_an_empty_answer_is_fine_on_a_new_server():
    assert planned(wanted(form(1)), known=None).counts["create"] == 1
    assert planned(wanted(form(1)), known=0).counts["create"] == 1


def test_a_shrunken_directory_stops_the_plan_with_numbers_and_a_remedy():
    wants, have = world(20, 0)
    assert planned(wants, *have[:18], known=20, limits=Limits()).counts["create"] == 2
    with pytest.raises(UnsafePlanError, match=r"17 managed accounts, but the last run left 20.*min_directory_share"):
        planned(wants, *have[:17], known=20, limits=Limits())
    assert planned(wants, *have[:17], known=20, limits=Limits(min_directory_share=0.85)).counts["create"] == 3


def test_tombstones_count_so_that_removing_never_looks_like_loss():
    have = [account(1, state="removed"), account(2), stranger("x@kelantan.gov.my")]
    whole = Limits(min_directory_share=1.0)
    assert planned(wanted(form(2)), *have, known=2, limits=whole)
    with pytest.raises(UnsafePlanError, match="2 managed accounts, but the last run left 3"):
        planned(wanted(form(2)), *have, known=3, limits=whole)
