# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The same tasks on Exchange Server 2016 and SE: the stand-in binds parameters by the version."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.session import Session
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.target import EndpointTarget
from ansible_collections.rasmi.mail.tests.standins.exchange.serve import Endpoint, serve

from .conftest import Runner, add_person, options_of

TASKS: dict[str, dict[str, Any]] = {
    "transport_config": {"max_send_size": "14 MB", "safety_net_hold": "3 days", "shadow_redundancy": False},
    "connector": {
        "direction": "receive",
        "server": "EX01",
        "name": "Default EX01",
        "max_message_size": "14 MB",
        "protocol_logging": "Verbose",
        "connection_timeout": "5 minutes",
    },
    "mailbox_database": {"name": "DB01", "mailbox_retention": "90 days", "prohibit_send_receive_quota": "4 GB"},
    "virtual_directory": {"type": "ecp", "server": "EX01", "external_url": "https://mail.anm.gov.my/ecp"},
    "owa_policy": {"name": "Pejabat", "change_password": True, "instant_messaging": False, "delegate_access": False},
    "retention_policy": {
        "name": "Arkib",
        "tag_definitions": [{"name": "Setahun", "action": "MoveToArchive", "age": "365 days", "enabled": True}],
        "tags": {"set": ["Setahun"]},
    },
    "mailbox": {
        "name": "versi@anm.gov.my",
        "alias": "versi",
        "issue_warning_quota": "1800 MB",
        "prohibit_send_quota": "1900 MB",
        "prohibit_send_receive_quota": "2 GB",
        "max_send_size": "10 MB",
        "audit": True,
        "audit_age": "180 days",
        "owa": False,
        "hidden": True,
    },
    "archive": {"name": "versi@anm.gov.my", "basis": "x", "quota": "50 GB"},
    "distribution_group": {
        "name": "Semua",
        "alias": "semua",
        "accept_from": {"set": ["versi@anm.gov.my"]},
        "members": {"set": ["versi@anm.gov.my"]},
    },
    "transport_rule": {"name": "Tanda", "sent_to": {"set": ["versi@anm.gov.my"]}, "prepend_subject": "[X] "},
    "mailbox_permission": {
        "mailbox": "versi@anm.gov.my",
        "grants": [{"user": "lain@anm.gov.my", "until": "2099-12-31", "basis": "y", "rights": ["full_access"]}],
    },
    "settings": {"type": "admin_audit_log", "settings": {"AdminAuditLogAgeLimit": "180 days"}},
}


@pytest.fixture(scope="module", params=["2016", "SE"])
def other(request: pytest.FixtureRequest) -> Iterator[tuple[Endpoint, str]]:
    with serve(version=request.param) as endpoint:
        add_person(endpoint, "versi")
        dn = add_person(endpoint, "lain")
        with Session(EndpointTarget.from_options(options_of(endpoint, request.param))) as session:
            session.send("Enable-Mailbox", {"Identity": dn, "Alias": "lain", "PrimarySmtpAddress": "lain@anm.gov.my"})
        yield endpoint, request.param


@pytest.mark.parametrize("module", TASKS)
def test_the_task_settles_in_every_version(other, capsys: pytest.CaptureFixture[str], module: str) -> None:
    endpoint, version = other
    run = Runner(endpoint, lambda: capsys.readouterr().out, options_of(endpoint, version))
    assert run.twice(module, **TASKS[module])["changed"]


def test_the_version_is_found(other, capsys: pytest.CaptureFixture[str]) -> None:
    endpoint, version = other
    options = {key: value for key, value in options_of(endpoint).items() if key != "version"}
    run = Runner(endpoint, lambda: capsys.readouterr().out, options)
    assert run("health", checks=["services"])["version"] == version
