# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rights that the automation needs: every cmdlet it sends, no other, and the same list for operators."""

from __future__ import annotations

import re
from pathlib import Path

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns_organisation import VIRTUAL_DIRECTORIES
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.cmdlet_rows import table
from ansible_collections.rasmi.mail.tests.unit.exchange import duties

ROOT = Path(__file__).resolve().parents[3]
ROOMS = [ROOT / "plugins/module_utils" / room for room in ("_exchange", "_providers/exchange")]
_CMDLET = re.compile(r'"([A-Z][a-z]+-[A-Z]\w+)"')


def sent() -> set[str]:
    """Every cmdlet that the sources name, where they do more than describe it."""
    found = {name for noun in VIRTUAL_DIRECTORIES.values() for name in (noun.get, noun.set)}
    for room in ROOMS:
        for path in room.glob("*.py"):
            if not path.name.startswith(("rows_", "rules")):
                found |= set(_CMDLET.findall(path.read_text(encoding="utf-8")))
    return found - {"Select-Object"}


def test_the_duties_are_what_is_sent() -> None:
    assert duties.needed() == sent()


def test_there_is_a_row_for_each_and_for_nothing_else() -> None:
    assert set(table()) == duties.needed()


def test_accounts_open_no_mailbox_and_delete_nobody() -> None:
    accounts = next(duty for duty in duties.DUTIES if duty.name == "accounts").cmdlets
    assert not {one for one in accounts if "Permission" in one or "Export" in one} and "Remove-Mailbox" not in accounts


def test_the_page_for_operators_has_the_same_table() -> None:
    page = (ROOT / "docs/exchange.md").read_text(encoding="utf-8")
    assert duties.markdown() in page, "write the text of duties.markdown() into docs/exchange.md"
