# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The states of an account in the words of the standard's state machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.rules import rules_of
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.states import STATES, by_state, state_of
from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard
from tests.unit.lifecycle.builders import account, form, notice, standard, wanted

PROFILES = Path(__file__).parents[3] / "profiles"
LIVE = wanted(form(1)).accounts[0]
ENDED = wanted(form(1), notice("terminate")).accounts[0]


DECIDED = {
    "records_hold": True,
    "minimum_notice": "14 days",
    "restore_window": "20 days",
    "address_reuse": True,
    "reuse_after": "1 year",
    "frozen_receives": True,
    "idle_counted_from": "freeze",
    "what_is_use": ["login"],
    "incident_reopen": ["ictso"],
    "unused_issued": "30 days",
    "officer_gone": "suspend",
    "self_service": ["office_phone"],
    "form_expiry": "90 days",
}


def test_R091_R096_R147_what_the_owner_decides_in_the_profile_reaches_the_plan(tmp_path: Path) -> None:
    """C04, C11, C24: every open question has its place in the profile, and counts once it is answered."""
    document = yaml.safe_load((PROFILES / "kelantan.yml").read_text(encoding="utf-8"))
    words = {"ms": "Ujian", "en": "Test"}
    for name, value in DECIDED.items():
        document["profile"]["decisions"][name] |= {"status": "decided", "value": value, "decided_by": words}
    (tmp_path / "kelantan.yml").write_text(yaml.safe_dump(document, allow_unicode=True), encoding="utf-8")
    found = rules_of(load_standard("kelantan", search=[tmp_path, PROFILES], cache_dir=tmp_path / "cache"))
    assert (found.records_hold, str(found.minimum_notice), str(found.restore_window)) == (True, "P14D", "P20D")
    assert (found.reuse_address, str(found.reuse_after)) == (True, "P1Y")
    assert (found.frozen_receives, found.frozen_open, found.idle_counted_from) == (True, False, "freeze")
    assert (found.idle_by_login, found.reopen_by, str(found.unused_after)) == (True, frozenset({"ictso"}), "P30D")
    assert (found.officer_gone, found.self_service) == ("suspend", frozenset({"office_phone"}))
    empty = rules_of(standard())
    assert (empty.records_hold, empty.minimum_notice, empty.restore_window, empty.reuse_address) == (
        None,
        None,
        None,
        False,
    )
    assert (empty.frozen_open, empty.idle_counted_from, empty.idle_by_login) == (True, "", False)


@pytest.mark.parametrize(
    ("state", "overlay", "want", "expected"),
    [
        (None, {}, None, "absent"),
        (None, {}, ENDED, "absent"),
        (None, {}, LIVE, "reserved"),
        ("active", {"must_change": True}, LIVE, "issued"),
        ("active", {}, LIVE, "active"),
        ("suspended", {"suspended_on": "2026-03-01"}, LIVE, "suspended"),
        ("suspended", {"suspended_on": "2026-03-01", "frozen_on": "2026-03-01"}, LIVE, "frozen"),
        ("suspended", {"suspended_on": "2026-03-01"}, ENDED, "terminating"),
        ("removed", {"removed_on": "2026-05-01"}, ENDED, "removed"),
    ],
)
def test_R080_R095_R100_R116_every_state_is_seen(
    state: str | None, overlay: dict[str, Any], want: Any, expected: str
) -> None:
    have = None if state is None else account(1, state=state, overlay=overlay)
    assert state_of(want, have) == expected
    assert expected in STATES


def counted(today: str, *accounts: Any) -> dict[str, int]:
    forms = [form(number) for number in (1, 2, 3, 4)]
    return by_state(wanted(*forms, notice("terminate", 4)), accounts, rules_of(standard()), today)


def test_R078_R090_accounts_are_counted_by_state_and_what_lies_over_it_besides() -> None:
    seen = (
        account(1, overlay={"locked_at": "2026-06-01T00:00:00Z", "password_changed_at": "2026-03-01T00:00:00Z"}),
        account(2, overlay={"must_change": True, "password_changed_at": "2026-01-01T00:00:00Z"}),
        account(4, state="suspended", overlay={"suspended_on": "2026-03-01"}),
        account(9, managed=False, overlay={"locked_at": "2026-06-01T00:00:00Z"}),
    )
    living = {"reserved": 1, "issued": 1, "active": 1, "terminating": 1, "locked": 1}
    assert counted("2026-05-29", *seen) == living
    assert counted("2026-05-30", *seen) == living | {"blocked": 1}
    assert list(counted("2026-05-30", *seen))[-2:] == ["locked", "blocked"]


def test_R100_what_has_ended_and_is_not_there_is_in_no_state() -> None:
    assert counted("2026-05-29") == {"reserved": 3}
