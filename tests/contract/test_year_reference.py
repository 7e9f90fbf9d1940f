# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Four months of a small department on a real slapd, every day planned and applied."""

from __future__ import annotations

from datetime import timedelta

from tests.replay.main import replay
from tests.replay.year import FIRST


def test_four_months_on_the_reference_platform() -> None:
    made = replay("reference", 120, FIRST + timedelta(days=120))
    assert made.broken == []
    assert {kind: row.wrong for kind, row in made.table.items() if row.wrong} == {}
    assert made.table["opening"].events > 60
