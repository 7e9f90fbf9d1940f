# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which function observes which control, and which of them may run side by side.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ansible_collections.rasmi.mail.plugins.module_utils._probes import (
    client_tls,
    content,
    disable,
    dns_records,
    export,
    forward,
    lockout,
    password,
    quota,
    relay,
    size,
    space,
    web_https,
)
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Trial

#: Lanes run side by side; within a lane one control after the other.
STRANGER, USER, LOGIN, SECRET, BULK = "stranger", "user", "login", "secret", "bulk"


@dataclass(frozen=True)
class Row:
    """`lane` keeps destructive probes serial; `purposes` are the probe accounts the function uses."""

    control: str
    lane: str
    probe: Callable[[Trial], None]
    purposes: tuple[str, ...] = ()


ROWS: tuple[Row, ...] = (
    Row("C-WEB-HTTPS", STRANGER, web_https.probe),
    Row("C-RELAY", STRANGER, relay.probe, ("receiver",)),
    Row("C-DOM", STRANGER, relay.probe_domains, ("receiver",)),
    Row("C-NAME", STRANGER, relay.probe_names, ("receiver",)),
    Row("C-CLI-TLS", USER, client_tls.probe, ("bystander",)),
    Row("C-POP", USER, client_tls.probe_pop, ("bystander",)),
    Row("C-QUOTA-TIER", USER, quota.probe_tiers, ("tier",)),
    Row("C-QUOTA-FLOOR", USER, quota.probe_floor, ("tier",)),
    Row("C-QUOTA-FULL", USER, quota.probe_full, ("full", "sender")),
    Row("C-EXPORT", USER, export.probe, ("full",)),
    Row("C-DISABLE", USER, disable.probe, ("disable",)),
    Row("C-AUTH-LOCK", LOGIN, lockout.probe, ("lock", "young")),
    Row("C-PWD-LEN", SECRET, password.probe_rule, ("password",)),
    Row("C-PWD-AGE", SECRET, password.probe_age, ("aged", "young")),
    Row("C-PWD-FIRST", SECRET, password.probe_first, ("first",)),
    Row("C-MSG-SIZE", BULK, size.probe_message, ("sender", "receiver")),
    Row("C-ATT-SIZE", BULK, size.probe_attachment, ("sender", "receiver")),
    Row("C-DNS", STRANGER, dns_records.probe, ("sender",)),
    Row("C-AV", BULK, content.probe, ("sender", "receiver")),
    Row("C-FWD", BULK, forward.probe, ("sender", "receiver")),
    Row("C-TMP-SPACE", BULK, space.probe, ("sender", "receiver")),
)

REGISTRY = {row.control: row for row in ROWS}
