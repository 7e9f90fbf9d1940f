# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The states of an account in the words of the standard's state machine."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.rules import rules_of
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.states import STATES, overlays, state_of
from tests.unit.lifecycle.builders import account, form, notice, standard, wanted

LIVE = wanted(form(1)).accounts[0]
ENDED = wanted(form(1), notice("terminate")).accounts[0]


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


def test_R078_R090_overlays_are_the_servers() -> None:
    rules = rules_of(standard())
    have = account(1, overlay={"locked_at": "2026-06-01T00:00:00Z", "password_changed_at": "2026-03-01T00:00:00Z"})
    assert overlays(have, rules, "2026-05-29") == ("locked",)
    assert overlays(have, rules, "2026-05-30") == ("locked", "blocked")
    assert overlays(have._replace(must_change=True, locked_at=""), rules, "2026-05-30") == ()
