# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""C-QUOTA-WARN against a service that warns, and against ones that do so never, too early or unseen."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._probes import quota_warning
from ansible_collections.rasmi.mail.plugins.module_utils._probes.registry import REGISTRY
from ansible_collections.rasmi.mail.plugins.module_utils._probes.runner import observe
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import Ports, ProbeAccount, Target
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Run
from ansible_collections.rasmi.mail.plugins.module_utils._standard.verdict import COULD_NOT_TEST, FAIL, PASS, Verdict
from tests.standins.mailpeer import Peer
from tests.standins.mailservice import NAME, Box, Flaws

FULL = ProbeAccount("probe-full@kelantan.gov.my", "full")


def observed(
    bound: dict[str, Any] | None = None, site: dict[str, Any] | None = None, **flaws: Any
) -> tuple[list[Verdict], Box]:
    """The verdicts, and the mailbox afterwards. `bound` is what the standard says, `site` are options of the target."""
    standard = {"controls": {"C-QUOTA-WARN": {"clauses": ["KEL-6.1"], **(bound or {})}}}
    with Peer([FULL.address], Flaws(**flaws)) as peer:
        target = Target(
            NAME,
            "127.0.0.1",
            ("kelantan.gov.my",),
            ca_file=peer.ca_file,
            ports=Ports(**peer.ports),
            timeout=5.0,
            settle=1.0,
            **(site or {}),
        )
        found = observe(Run(target, standard, [FULL], peer.service), REGISTRY["C-QUOTA-WARN"])
        return found, peer.service.boxes[FULL.address]


def results(*args: Any, **flaws: Any) -> dict[str, str]:
    return {verdict.part: verdict.result for verdict in observed(*args, **flaws)[0]}


def test_a_warning_in_any_words_is_one_and_the_mailbox_is_left_as_it_was() -> None:
    verdicts, box = observed()
    assert {verdict.part: verdict.result for verdict in verdicts} == {"below": PASS, "warned": PASS}
    assert "Hampir penuh" in verdicts[1].observed["ms"]
    assert any("From: <postmaster@kelantan.gov.my>" in line for line in verdicts[1].evidence)
    assert (box.messages, box.quota) == ([], Box().quota)


def test_without_a_warning_the_clause_is_named() -> None:
    verdicts, _box = observed(warns_at=0)
    assert [(verdict.part, verdict.result) for verdict in verdicts] == [("below", PASS), ("warned", FAIL)]
    assert verdicts[1].clauses == ("KEL-6.1",)
    assert "% used; no warning" in verdicts[1].observed["en"]


def test_a_warning_that_comes_too_early_is_not_taken_for_the_right_one() -> None:
    assert results(warns_at=60) == {"below": FAIL}


def test_a_warning_that_comes_later_than_the_mark_is_red() -> None:
    assert results(warns_at=97) == {"below": PASS, "warned": FAIL}


def test_the_standards_percentage_goes_before_the_sites_and_that_before_the_default() -> None:
    assert set(results({"percent": 70}, {"quota_warn_percent": 80}, warns_at=70).values()) == {PASS}
    assert set(results({"percent": None}, {"quota_warn_percent": 80}, warns_at=80).values()) == {PASS}
    assert results({"percent": 70}, warns_at=90)["warned"] == FAIL


def test_mail_that_does_not_arrive_proves_nothing_and_is_cleaned_up_after() -> None:
    verdicts, box = observed(loses_mail=True)
    assert [(verdict.part, verdict.result) for verdict in verdicts] == [("below", COULD_NOT_TEST)]
    assert "does not arrive" in verdicts[0].observed["en"]
    assert (box.messages, box.quota) == ([], Box().quota)


@pytest.mark.parametrize("percent", range(1, 100))
def test_both_sides_of_any_mark_lie_between_empty_and_full(percent: int) -> None:
    margin = quota_warning.margin(percent)
    assert 0 < percent - margin < percent < percent + margin < 100
