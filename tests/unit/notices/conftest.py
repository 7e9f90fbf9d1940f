# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of a site that tells people."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._evidence.ledger import Ledger
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Change, Outcome
from ansible_collections.rasmi.mail.plugins.modules import mail_notice
from tests.unit.notices.notice_site import LAB, NAME


@pytest.fixture
def params(tmp_path: Path) -> dict[str, Any]:
    """Options of mail_notice: the lab's forms, and a ledger with one account created."""
    given = {name: option.get("default") for name, option in mail_notice.ARGUMENT_SPEC.items()}
    files = {name: str(LAB / f"{name}.yml") for name in ("units", "groups", "supervisors", "probes")}
    ledger = tmp_path / "ledger.jsonl"
    change = Change("create", "laisoonchong@kelantan.gov.my", basis="KEL-2026-0104", after={
        "account_id": "KEL-2026-0104", "kind": "individual", "name": "Lai Soon Chong"})  # fmt: skip
    with Ledger(ledger) as book:
        book.start("run-1", {"platform": "fake", "as_of": "2026-11-20", "plan": "p"})
        list(book.intents([change]))
        book.outcome(Outcome(change.key, change.verb, change.account, "done"))
        book.end("run-1", {"done": 1}, 1, 2)
    return {
        **given,
        **files,
        "applications": str(LAB / "applications"),
        "profile": "kelantan",
        "as_of": "2026-11-21",
        "cache": str(tmp_path / "cache"),
        "ledger": str(ledger),
        "sender": "emel@kelantan.gov.my",
        "office": "pentadbir.emel@kelantan.gov.my",
        "smtp": {"host": NAME},
    }
