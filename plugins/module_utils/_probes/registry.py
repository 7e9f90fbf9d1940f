# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which function observes which control, and which of them may run side by side.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ansible_collections.rasmi.mail.plugins.module_utils._probes import (
    ad,
    client_tls,
    content,
    disable,
    dns_records,
    export,
    forward,
    lockout,
    password,
    quota,
    quota_warning,
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
    """`lane` keeps destructive probes serial; `purposes` are the probe accounts the function uses.

    `instead` is another function for platforms whose users log on to something else: platform -> function.
    """

    control: str
    lane: str
    probe: Callable[[Trial], None]
    purposes: tuple[str, ...] = ()
    instead: Mapping[str, Callable[[Trial], None]] = field(default_factory=dict)

    def observer(self, platform: str) -> Callable[[Trial], None]:
        """The function for a platform."""
        return self.instead.get(platform, self.probe)


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
    Row("C-QUOTA-WARN", USER, quota_warning.probe, ("full",)),
    Row("C-EXPORT", USER, export.probe, ("full",)),
    Row("C-DISABLE", USER, disable.probe, ("disable",), {"exchange": ad.probe_disable}),
    Row("C-AUTH-LOCK", LOGIN, lockout.probe, ("lock", "sender"), {"exchange": ad.probe_lock}),
    Row("C-PWD-LEN", SECRET, password.probe_rule, ("password",), {"exchange": ad.probe_rule}),
    Row("C-PWD-AGE", SECRET, password.probe_age, ("aged", "young"), {"exchange": ad.probe_age}),
    Row("C-PWD-FIRST", SECRET, password.probe_first, ("first",), {"exchange": ad.probe_first}),
    Row("C-MSG-SIZE", BULK, size.probe_message, ("sender", "receiver")),
    Row("C-ATT-SIZE", BULK, size.probe_attachment, ("sender", "receiver")),
    Row("C-DNS", STRANGER, dns_records.probe, ("sender",)),
    Row("C-AV", BULK, content.probe, ("sender", "receiver")),
    Row("C-FWD", BULK, forward.probe, ("sender", "receiver")),
    Row("C-TMP-SPACE", BULK, space.probe, ("sender", "receiver")),
)

REGISTRY = {row.control: row for row in ROWS}
