# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A notice: what is told to whom, once. Plain values.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

APPROVED = "approved"
REJECTED = "rejected"
CREATED = "created"
FIRST_LOGIN = "first_login"
PASSWORD_AGE = "password_age"
IDLE = "idle"
DELETION = "deletion"
FROZEN = "frozen"
SHRINK = "shrink"
SUSPENDED = "suspended"
RESUMED = "resumed"
TERMINATING = "terminating"
DELETED = "deleted"
ENTITLEMENT_ON = "entitlement_on"
ENTITLEMENT_OFF = "entitlement_off"
INSPECTION_BEGUN = "inspection_begun"
INSPECTION_ENDED = "inspection_ended"
#: To the helpdesk of the service, by the incident procedure (R186).
INCIDENT = "incident"
#: Never by mail: a text for letter, fax and telephone (R169).
OUTAGE = "outage"

#: Roles that a notice goes to. The owner of a department's mailbox is its responsible officer.
OWNER, SUPERVISOR, OFFICE, HELPDESK = "owner", "supervisor", "office", "helpdesk"

#: Kind -> the roles that are told. An applicant has no mailbox yet: the form came through the supervisor (R021), and
#: whoever cannot log in any more is told through the supervisor as well.
TOLD: dict[str, tuple[str, ...]] = {
    APPROVED: (SUPERVISOR,),
    REJECTED: (SUPERVISOR,),
    CREATED: (OWNER, SUPERVISOR),
    FIRST_LOGIN: (SUPERVISOR,),
    PASSWORD_AGE: (OWNER,),
    IDLE: (OWNER, SUPERVISOR),
    DELETION: (OWNER, SUPERVISOR),
    FROZEN: (OWNER, SUPERVISOR),
    SHRINK: (OWNER,),
    SUSPENDED: (OWNER, SUPERVISOR),
    RESUMED: (OWNER, SUPERVISOR),
    TERMINATING: (OWNER, SUPERVISOR),
    DELETED: (SUPERVISOR,),
    ENTITLEMENT_ON: (OWNER,),
    ENTITLEMENT_OFF: (OWNER,),
    INSPECTION_BEGUN: (),
    INSPECTION_ENDED: (),
    INCIDENT: (),
}
KINDS = (*TOLD, OUTAGE)


class Notice(NamedTuple):
    """One message to one recipient.

    `key` is its identity: a key in the ledger is never sent again. `role` is why this recipient is told, `to` the
    address, `on` the ISO day that caused it. `facts` are what the templates may say: no password, no keyed hash.
    """

    key: str
    kind: str
    role: str
    to: str
    account: str
    basis: str
    on: str
    facts: Mapping[str, Any]


class Silent(NamedTuple):
    """A notice that cannot be sent because nobody's address is known; fields as in Notice."""

    key: str
    kind: str
    role: str
    account: str
    basis: str
    on: str
