# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a platform gives nothing to observe of could not be tested: it is never green."""

from __future__ import annotations

import dataclasses

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._probes import platforms
from ansible_collections.rasmi.mail.plugins.module_utils._probes.platforms import PLATFORMS
from ansible_collections.rasmi.mail.plugins.module_utils._probes.registry import REGISTRY, Row
from ansible_collections.rasmi.mail.plugins.module_utils._probes.runner import observe
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import Target
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Run, Trial
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import both
from ansible_collections.rasmi.mail.plugins.module_utils._standard.verdict import COULD_NOT_TEST, PASS

STANDARD = {"id": "test", "controls": {"C-X": {"clauses": ["X-1"], "how": "probe", "title": {"ms": "m", "en": "e"}}}}
REASON = both("tiada apa untuk dilihat", "there is nothing to see")


def seen(monkeypatch: pytest.MonkeyPatch, blind: str) -> dict[str, tuple[str, str]]:
    changed = dataclasses.replace(PLATFORMS["zimbra"], blind={blind: REASON})
    monkeypatch.setattr(platforms, "PLATFORMS", {**PLATFORMS, "zimbra": changed})

    def probe(trial: Trial) -> None:
        for name in ("one", "two"):
            with trial.part(name, both("m", "e")) as part:
                part.saw(True, "m", "e")

    run = Run(Target("mail.test", "127.0.0.1", ("test",), platform="zimbra"), STANDARD, ())
    verdicts = observe(run, Row("C-X", "user", probe))
    return {verdict.part: (verdict.result, verdict.observed["en"]) for verdict in verdicts}


def test_a_blind_part_is_could_not_test_even_when_the_probe_saw_something(monkeypatch: pytest.MonkeyPatch) -> None:
    found = seen(monkeypatch, "C-X/one")
    assert found["one"][0] == COULD_NOT_TEST
    assert REASON["en"] in found["one"][1]
    assert found["two"][0] == PASS


def test_a_blind_control_is_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    found = seen(monkeypatch, "C-X")
    assert set(found) == {"all"}
    assert found["all"][0] == COULD_NOT_TEST
    assert REASON["en"] in found["all"][1]


def test_the_table_names_controls_that_exist() -> None:
    named = {entry.partition("/")[0] for platform in PLATFORMS.values() for entry in platform.blind}
    assert named <= set(REGISTRY)


def test_what_exchange_warns_of_in_its_own_time_is_for_an_operator_to_look_at() -> None:
    standard = {"controls": {"C-QUOTA-WARN": {"clauses": ["KEL-6.1"]}}}
    (verdict,) = observe(
        Run(Target("mail.test", "127.0.0.1", ("test",), platform="exchange"), standard, ()), REGISTRY["C-QUOTA-WARN"]
    )
    assert (verdict.result, verdict.clauses) == (COULD_NOT_TEST, ("KEL-6.1",))
    assert "Set a test mailbox's IssueWarningQuota below what it holds" in verdict.observed["en"]
    assert "IssueWarningQuota" in verdict.observed["ms"]
