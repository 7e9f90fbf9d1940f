# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the role left behind: accounts, credential files, a ledger, and nothing to do."""

from __future__ import annotations

import imaplib
import json
import re
import ssl
import subprocess
from html import unescape
from pathlib import Path

import pytest

STATE = Path(__file__).parents[2] / "inventory" / ".state"
KEYS = STATE / "site" / ".state" / "supervisors"
ROW = re.compile(r"<td>([^<]*@[^<]*)</td><td class=\"password\">([^<]*)</td>")


@pytest.fixture(scope="module")
def directory():
    return json.loads((STATE / "directory.json").read_text())


@pytest.fixture(scope="module")
def ledger():
    return [json.loads(line) for line in (STATE / "ledger.jsonl").read_text().splitlines()]


@pytest.fixture(scope="module")
def passwords(ledger):
    """File id -> address -> password, each file opened with its supervisor's own key."""
    found = {}
    for record in ledger:
        for file in record.get("files", ()):
            command = ["openssl", "cms", "-decrypt", "-inform", "DER", "-in", str(STATE / f"handover/{file['id']}.p7m")]
            command += ["-inkey", str(KEYS / f"{file['supervisor']}.key")]
            page = subprocess.run(command, capture_output=True, text=True, check=True).stdout
            found[file["id"]] = {unescape(one): unescape(two) for one, two in ROW.findall(page)}
    return found


def test_the_last_plan_has_nothing_left_to_do():
    plan = json.loads((STATE / "plan.json").read_text())["plan"]
    assert {change["verb"] for change in plan["changes"]} <= {"ask"}
    assert plan["counts"]["none"] > 20


def test_every_account_was_announced_and_done(directory, ledger):
    asked = {one["key"]: one["change"]["after"]["account_id"] for one in ledger if one["kind"] == "intent"
             and one["change"]["verb"] == "create"}  # fmt: skip
    done = {asked.get(one["key"]) for one in ledger if one["kind"] == "outcome" and one["result"] == "done"}
    managed = {one["fields"]["account_id"] for one in directory if one["managed"] and one["fields"]["kind"] != "probe"}
    assert managed <= done


def test_each_new_person_has_a_temporary_password_that_must_be_changed(directory, passwords):
    people = [one for one in directory if one["managed"] and one["fields"]["kind"] == "individual"]
    known = {address for rows in passwords.values() for address in rows}
    assert people
    for one in people:
        assert one["must_change"]
        assert one["fields"]["address"] in known


def test_a_temporary_password_opens_nothing_but_its_own_change(directory, passwords):
    """IMAP refuses it (R018); that it is the right one shows in the webmail's tests and in tests/faults."""
    address, password = next(iter(next(iter(passwords.values())).items()))
    ip = json.loads((STATE / "lab.json").read_text())["ip"]
    context = ssl.create_default_context(cafile=str(STATE / "ca" / "ca.pem"))
    context.check_hostname = False
    with imaplib.IMAP4_SSL(ip, ssl_context=context) as client, pytest.raises(imaplib.IMAP4.error):
        client.login(address, password)


def test_the_page_of_the_plan_is_there():
    page = (STATE / "plan.html").read_text()
    assert "Rancangan akaun emel" in page
    assert "Menunggu" in page


def test_everybody_new_was_told_once_by_file(directory, ledger):
    told = [one for one in ledger if one["kind"] == "notice"]
    assert len({one["key"] for one in told}) == len(told) == len(list((STATE / "outbox").glob("*.eml")))
    welcomed = {one["account"] for one in told if one["notice"] == "created"}
    people = [one["fields"] for one in directory if one["managed"] and one["fields"]["kind"] == "individual"]
    assert {fields["address"] for fields in people if fields["state"] == "active"} <= welcomed


def test_no_secret_is_in_the_ledger_the_plan_or_a_notice(passwords):
    names = ("ledger.jsonl", "plan.json", "plan.txt", "plan.html", "directory.json")
    text = "".join((STATE / name).read_text() for name in names)
    text += "".join(path.read_text() for path in (STATE / "outbox").glob("*.eml"))
    for rows in passwords.values():
        for password in rows.values():
            assert password not in text
