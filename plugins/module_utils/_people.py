# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The accounts that applications call for, as hosts of an inventory: a view for people.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._applications.inputs import Inputs
from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import APPROVED, Application
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Wanted
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.roster import roster


class Person(NamedTuple):
    """One host: its name, the groups it is in, its variables."""

    host: str
    groups: tuple[str, ...]
    variables: dict[str, Any]


def people(inputs: Inputs, platform: str, statuses: Collection[str]) -> Iterator[Person]:
    """Hosts of the openings in `statuses`: approved ones as the roster of the day has them, probes among them.

    Openings that are not approved have no address yet; their application number names the host.
    """
    if APPROVED in statuses:
        wanted = roster(
            inputs.applications.items,
            inputs.standard,
            inputs.reference.probes,
            inputs.reference.groups or {},
            inputs.as_of,
        )
        for account in wanted.accounts:
            yield _account(account, platform)
    for item in inputs.applications.items:
        if item.kind and item.status != APPROVED and item.status in statuses:
            yield _request(item, platform)


def _account(account: Wanted, platform: str) -> Person:
    fields = account.fields
    # Nobody logs in to a mailbox with SSH: tasks for a person run on the controller.
    variables: dict[str, Any] = {"ansible_connection": "local", "rasmi_platform": platform, "rasmi_status": APPROVED}
    for name, value in fields._asdict().items():
        if name != "staff_key":
            variables[f"rasmi_{name}"] = list(value) if isinstance(value, tuple) else value
    variables["rasmi_basis"] = account.basis
    variables["rasmi_since"] = account.since
    return Person(
        fields.address, _groups(fields.tier, fields.unit, fields.state, APPROVED, fields.kind, platform), variables
    )


def _request(item: Application, platform: str) -> Person:
    variables: dict[str, Any] = {
        "ansible_connection": "local",
        "rasmi_platform": platform,
        "rasmi_status": item.status,
        "rasmi_account_id": item.id,
        "rasmi_name": item.name,
        "rasmi_kind": item.kind,
        "rasmi_tier": item.tier,
        "rasmi_unit": item.unit,
        "rasmi_post": item.post,
        "rasmi_proposed": item.proposed,
        "rasmi_supervisor": item.supervisor,
        "rasmi_received_on": item.received_on,
        "rasmi_complete_on": item.complete_on,
        "rasmi_decision_reason": item.decision_reason,
    }
    return Person(item.id, _groups(item.tier, item.unit, "", item.status, item.kind, platform), variables)


def _groups(tier: str, unit: str, state: str, status: str, kind: str, platform: str) -> tuple[str, ...]:
    named = {"tier": tier, "unit": unit, "state": state, "status": status, "kind": kind, "platform": platform}
    return tuple(f"{name}_{value}" for name, value in named.items() if value)
