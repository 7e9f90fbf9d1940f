# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a run of mail_probe leaves: verdicts with evidence and clauses, pictures, and no secret."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

STATE = Path(__file__).parents[2] / "inventory" / ".state"
FILE = STATE / "verdicts-some.json"


@pytest.fixture(scope="module")
def document():
    return json.loads(FILE.read_text())


def test_every_control_asked_for_was_seen_and_is_green(document):
    seen = {verdict["control"] for verdict in document["verdicts"]}
    assert seen == set(document["controls"])
    assert [item for item in document["verdicts"] if item["result"] != "pass"] == []


def test_verdicts_say_when_from_where_and_by_which_clause(document):
    for verdict in document["verdicts"]:
        assert verdict["at"].endswith("Z")
        assert verdict["source"]
        assert verdict["clauses"]
        assert all(verdict[text][language] for text in ("expected", "observed") for language in ("ms", "en"))


def test_the_lock_was_looked_at_from_all_sides(document):
    parts = {verdict["part"] for verdict in document["verdicts"] if verdict["control"] == "C-AUTH-LOCK"}
    assert {"a-web", "a-imap", "a-pop", "a-smtp", "b-threshold", "c-one-counter", "d-bystander", "e-delivery"} <= parts


def test_the_file_is_private_and_holds_no_steward_password():
    assert FILE.stat().st_mode & 0o077 == 0
    assert (STATE / "secrets" / "steward").read_text().strip() not in FILE.read_text()


def test_the_probe_accounts_are_released(host):
    query = "ldapsearch -LLL -Q -Y EXTERNAL -H ldapi:/// -b ou=accounts,dc=kelantan,dc=gov,dc=my"
    locked = host.run(f"{query} '(&(rasmiKind=probe)(pwdAccountLockedTime=*))' dn")
    assert locked.rc == 0
    assert locked.stdout.strip() == ""
