# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""When the answer to a write is lost, a module reads again and writes only what still differs."""

from __future__ import annotations

import pytest

from ansible_collections.rasmi.mail.tests.standins.exchange.serve import serve

from .conftest import Runner


@pytest.fixture
def broken(capsys, monkeypatch):
    """A server whose sessions end during the first call of a cmdlet, before or after it was done."""
    with serve() as endpoint:

        def breaks(cmdlet: str, done: bool) -> Runner:
            plain = endpoint.world.cmdlets[cmdlet]
            left = [True]

            def instead(call):
                if not left:
                    return plain(call)
                left.clear()
                found = list(plain(call)) if done else []
                endpoint.service.lose()
                return found

            monkeypatch.setitem(endpoint.world.cmdlets, cmdlet, instead)
            return Runner(endpoint, lambda: capsys.readouterr().out)

        yield breaks


@pytest.mark.parametrize("done", [True, False])
def test_a_lost_change_is_finished(broken, done):
    run = broken("Set-MailboxDatabase", done)
    result = run("mailbox_database", name="DB01", mailbox_retention="90 days")
    assert result["changed"] is True and result["changes"][0]["after"] == ["90.00:00:00"], result.get("msg")
    assert run.names.count("Set-MailboxDatabase") == (1 if done else 2)
    assert run("mailbox_database", name="DB01", mailbox_retention="90 days")["changed"] is False


@pytest.mark.parametrize("done", [True, False])
def test_a_lost_creation_makes_one_object(broken, done):
    run = broken("New-TransportRule", done)
    rule = {"name": "Hilang", "subject_contains": {"set": ["x"]}, "prepend_subject": "[X] "}
    result = run("transport_rule", **rule)
    assert result["changed"] is True and result["guid"], result.get("msg")
    assert len(run("transport_rule_info")["objects"]) == 1
    assert run("transport_rule", **rule)["changed"] is False
