# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""exchange_mailbox_export: one request by its name, waited for, and removed when it has ended."""

from __future__ import annotations

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._exchange import export as code
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError

from .conftest import options_of

SHARE = r"\\arkib.anm.gov.my\pst"


def ask(mailbox: str, name: str, **more):
    return {"mailbox": mailbox, "name": name, "path": rf"{SHARE}\{name}.pst", "basis": "ANM-2026-0210", **more}


def test_export_of_what_is_old(run, person):
    address = person("eksport")
    done = run.twice("mailbox_export", **ask(address, "eksport-2025", before="2026-01-01", archive=True))
    given = dict(run.calls)["New-MailboxExportRequest"]
    assert given["ContentFilter"] == "(Received -lt '01/01/2026')" and given["ContentFilterLanguage"] == "en-US"
    assert given["IsArchive"] is True and given["FilePath"].startswith("\\\\")
    assert done["request"] and done["basis"] == "ANM-2026-0210"
    refused = run("mailbox_export", mailbox=address, name="eksport-2025", state="absent")
    assert refused["failed"] and "not done yet" in refused["msg"] and run.writes == []
    ended = run("mailbox_export", **ask(address, "eksport-2025", wait=True))
    assert (ended["status"], ended["percent"], ended["changed"]) == ("Completed", 100, False)
    gone = run.twice("mailbox_export", mailbox=address, name="eksport-2025", state="absent")
    assert gone["changed"] and gone["path"].endswith("eksport-2025.pst"), "the file stays"


@pytest.mark.parametrize(
    "wrong",
    [
        {"path": "C:\\temp\\x.pst"},
        {"path": rf"{SHARE}\x.zip"},
        {"path": None},
        {"basis": None},
        {"before": "01/01/2026"},
    ],
)
def test_a_wrong_task_is_refused_before_anything_is_sent(run, wrong):
    answer = run("mailbox_export", **{**ask("x@anm.gov.my", "x"), **wrong})
    assert answer["failed"] and len(answer["faults"]) == 1 and run.calls == []


def _export(endpoint, address, statuses, monkeypatch, **more):
    """Run with a clock of our own and a server that gives one status after another."""
    left = list(statuses)
    world, plain = endpoint.world, endpoint.world.cmdlets["Get-MailboxExportRequestStatistics"]

    def statistics(call):
        for record in plain(call):
            record.properties.update(Status=left.pop(0), PercentComplete=50, Message="item 17 is damaged")
            yield record

    monkeypatch.setitem(world.cmdlets, "Get-MailboxExportRequestStatistics", statistics)
    now = [0.0]
    params = {
        **ask(address, "tunggu", wait=True, wait_timeout=100),
        "exchange": options_of(endpoint),
        "state": "present",
        "bad_items": 0,
        "force": False,
        **more,
    }
    return code.export(params, False, sleep=lambda s: now.__setitem__(0, now[0] + s), clock=lambda: now[0])


def test_waiting_ends_with_completion(endpoint, person, monkeypatch):
    done = _export(endpoint, person("tunggu1"), ["Queued", "InProgress", "Completed"], monkeypatch)
    assert done["status"] == "Completed"


def test_a_failed_export_is_an_error_with_the_reason(endpoint, person, monkeypatch):
    with pytest.raises(ProviderError, match="item 17 is damaged"):
        _export(endpoint, person("tunggu2"), ["InProgress", "Failed"], monkeypatch)


def test_waiting_has_an_end(endpoint, person, monkeypatch):
    with pytest.raises(ProviderError, match="it goes on"):
        _export(endpoint, person("tunggu3"), ["InProgress"] * 20, monkeypatch)


def test_there_are_not_too_many_requests_of_one_mailbox(run, person):
    address = person("banyak")
    for number in range(code.MOST_REQUESTS):
        assert run("mailbox_export", **ask(address, f"r{number}"))["changed"]
    answer = run("mailbox_export", **ask(address, "lagi"))
    assert answer["failed"] and "10 export requests" in answer["msg"] and run.writes == []
