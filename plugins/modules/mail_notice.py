#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: mail_notice
short_description: Tell people what happens to their mail accounts, each thing once
version_added: 0.2.0
description:
  - Works out from forms, ledger, plan and server who is to be told what on a day, and sends it. Each notice is one
    plain text mail with Malay and English.
  - "The kinds are C(approved), C(rejected) with the reason, C(created) with the user's duties, C(first_login) after 3
    and 7 days, C(password_age) 14, 7 and 1 days before, C(idle), C(frozen) with the time to object, C(deletion),
    C(shrink), C(suspended), C(resumed), C(terminating), C(deleted), C(entitlement_on), C(entitlement_off),
    C(inspection_begun), C(inspection_ended) and C(incident)."
  - The profile switches kinds off and sets the days (C(notices)). What happened more than 30 days ago is not told.
  - Every run leaves one line in the ledger for its day, also when nobody had to be told. The report judges by it
    whether notices were looked for. That line alone is no change.
  - A notice that has left is in the ledger and never leaves again. A run killed between sending and recording repeats
    that one message, with the same Message-ID.
  - A recipient whom the server refuses does not stop the others. Who was refused for the moment (4xx, a full mailbox, a
    sender that is not allowed) is tried again by the next run. Who was refused for good (5.1.x, 5.2.x, or 5xx without
    such a code) is written into the ledger and warned of in every run; that notice is not sent there again until the
    address changes or O(retry_refused) asks for it.
  - Applicants and people who cannot log in are told through their e-mail supervisor. No notice holds a password or an
    identity-card number.
  - Without a mail server, or while it is the mail system that is down, notices become files (R169).
author:
  - rasmi.mail contributors (@rasmi-mail)
requirements:
  - python >= 3.11
  - PyYAML
  - Jinja2
  - holidays >= 0.104
extends_documentation_fragment:
  - rasmi.mail.inputs
  - rasmi.mail.profile
  - rasmi.mail.reference
  - rasmi.mail.zimbra
  - rasmi.mail.exchange
options:
  profile:
    required: true
  groups:
    description: File of the groups that are managed.
  ledger:
    description: Ledger of the runs. It says what was done, and keeps what was told.
    type: path
    required: true
  plan:
    description: The last plan. Steps that wait until somebody was told are in it; told are then owner and supervisor.
    type: path
  platform:
    description: Kind of the mail server to read accounts from.
    type: str
    choices: [reference, zimbra, exchange]
    default: reference
  reference:
    description: >-
      Connection to a reference server. Without a connection nobody is reminded of a first login or of a password.
  sender:
    description: Address that notices come from.
    type: str
    required: true
  sender_name:
    description: Name shown beside O(sender).
    type: str
  office:
    description: Address of the e-mail administrator, for answers, objections and for whoever has no supervisor.
    type: str
  helpdesk:
    description: Address of the helpdesk that security incidents are reported to, where the profile says so (R186).
    type: str
  agency:
    description: Name of the agency that signs.
    type: str
  webmail:
    description: Address (URL) of the webmail, named in notices.
    type: str
  templates:
    description:
      - Folder of the site's own texts, C(<kind>.j2). A text has subject, Malay and English with a line C(===) between.
      - It may use the facts of the kind and C(duties), nothing else.
    type: path
  smtp:
    description: The mail server that takes the notices. Its certificate is verified.
    type: dict
    suboptions:
      host:
        description: Name or address to connect to.
        type: str
        required: true
      port:
        description: >-
          Port, 587 or 465; 25 for a server that takes mail for its own people without a login. The reference server
          does that only for the hosts of C(reference_server_own_senders_from).
        type: int
        default: 587
      server_name:
        description: Name that the certificate must have; O(smtp.host) when not given.
        type: str
      security:
        description: V(starttls), V(tls) from the first byte, or V(none) for a server on this very machine.
        type: str
        choices: [starttls, tls, none]
        default: starttls
      ca_file:
        description: Certificates to trust; the system's when not given.
        type: path
      user:
        description: Login; none when not given.
        type: str
      password:
        description: Password of O(smtp.user). Prefer O(smtp.password_file).
        type: str
      password_file:
        description: File with the password.
        type: path
      timeout:
        description: Seconds to wait for an answer.
        type: float
        default: 30.0
      per_second:
        description: Most messages per second.
        type: float
        default: 5.0
  outbox:
    description: Folder for C(.eml) files, used when no O(smtp) is given or O(channel) is V(file).
    type: path
  channel:
    description: V(auto) uses O(smtp) when it is given. V(file) writes files, for when the mail system is down.
    type: str
    choices: [auto, file]
    default: auto
  retry_refused:
    description: Send once more what servers refused for good, such as after a mailbox was made.
    type: bool
    default: false
  outage:
    description:
      - Instead of notices, write the text of an outage for letter, fax and telephone into O(outbox). It never goes by
        mail (R169).
    type: dict
    suboptions:
      since:
        description: Since when the service is down.
        type: str
        required: true
      until:
        description: When it is expected back.
        type: str
      text_ms:
        description: What has happened, in Malay.
        type: str
      text_en:
        description: What has happened, in English.
        type: str
  show:
    description: Number of notices that are returned and shown.
    type: int
    default: 20
attributes:
  check_mode:
    support: full
    description: RV(notices) and RV(counts) are what would leave; nothing is sent, written or recorded.
  diff_mode:
    support: full
    description: The texts of the first O(show) notices.
notes:
  - Runs in the controller's own process when the connection is local.
  - The ledger is locked while notices leave, so that neither a second run of this module nor an applying run meets it.
seealso:
  - module: rasmi.mail.account_plan
"""

EXAMPLES = r"""
- name: Tell people through the site's own server
  rasmi.mail.mail_notice:
    applications: "{{ rasmi_mail_applications }}"
    profile: kelantan
    units: "{{ rasmi_mail_units }}"
    supervisors: "{{ rasmi_mail_supervisors }}"
    ledger: "{{ rasmi_mail_state_dir }}/ledger.jsonl"
    plan: "{{ rasmi_mail_state_dir }}/plan.json"
    reference: "{{ rasmi_mail_reference }}"
    sender: emel@kelantan.gov.my
    office: pentadbir.emel@kelantan.gov.my
    webmail: https://mail.kelantan.gov.my
    smtp:
      host: mail.kelantan.gov.my
      user: emel@kelantan.gov.my
      password_file: "{{ rasmi_mail_state_dir }}/secrets/notices"

- name: The mail system is down, so notices become files
  rasmi.mail.mail_notice:
    applications: "{{ rasmi_mail_applications }}"
    profile: kelantan
    ledger: "{{ rasmi_mail_state_dir }}/ledger.jsonl"
    sender: emel@kelantan.gov.my
    channel: file
    outbox: "{{ rasmi_mail_state_dir }}/outbox"

- name: Write what is to be said by letter, fax and telephone
  rasmi.mail.mail_notice:
    applications: "{{ rasmi_mail_applications }}"
    profile: kelantan
    ledger: "{{ rasmi_mail_state_dir }}/ledger.jsonl"
    sender: emel@kelantan.gov.my
    outbox: "{{ rasmi_mail_state_dir }}/outbox"
    outage:
      since: 2026-11-21 09:00
      until: 2026-11-21 14:00
"""

RETURN = r"""
counts:
  description: Number of notices by kind that left, or in check mode would leave.
  returned: always
  type: dict
  sample: {created: 4, password_age: 11}
channel:
  description: V(smtp) or V(file).
  returned: when O(outage) is not given
  type: str
notices:
  description: The first notices of this run.
  returned: when O(outage) is not given
  type: list
  elements: dict
  contains:
    kind:
      description: Kind of notice.
      type: str
    to:
      description: Recipient.
      type: str
    role:
      description: Why this recipient is told.
      type: str
    account:
      description: Account that it is about.
      type: str
    subject:
      description: Subject.
      type: str
refused:
  description: Recipients that the server refused for the moment, with its answer. The next run tries them again.
  returned: when O(outage) is not given
  type: list
  elements: dict
undeliverable:
  description: >-
    Recipients that a server refused for good, now or in an earlier run, with its answer (C(kind), C(to), C(message)).
    They are not sent to again.
  returned: when O(outage) is not given
  type: list
  elements: dict
left:
  description: Number of notices that are still to be sent, those refused for the moment among them.
  returned: when O(outage) is not given
  type: int
silent:
  description: Notices for which nobody's address is known.
  returned: when O(outage) is not given
  type: list
  elements: dict
file:
  description: Path of the text for other channels.
  returned: when O(outage) is given
  type: str
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._applications.inputs import INPUTS_SPEC
from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._noticing import send_notices
from ansible_collections.rasmi.mail.plugins.module_utils._options import (
    EXCHANGE_SPEC,
    REFERENCE_SPEC,
    SMTP_SPEC,
    ZIMBRA_SPEC,
)

OUTAGE_SPEC: dict[str, Any] = {
    "since": {"type": "str", "required": True},
    "until": {"type": "str"},
    "text_ms": {"type": "str"},
    "text_en": {"type": "str"},
}
ARGUMENT_SPEC: dict[str, Any] = {
    **INPUTS_SPEC,
    "ledger": {"type": "path", "required": True},
    "plan": {"type": "path"},
    "platform": {"type": "str", "choices": ["reference", "zimbra", "exchange"], "default": "reference"},
    "reference": {"type": "dict", "options": REFERENCE_SPEC},
    "zimbra": {"type": "dict", "options": ZIMBRA_SPEC},
    "exchange": {"type": "dict", "options": EXCHANGE_SPEC},
    "sender": {"type": "str", "required": True},
    "sender_name": {"type": "str"},
    "office": {"type": "str"},
    "helpdesk": {"type": "str"},
    "agency": {"type": "str"},
    "webmail": {"type": "str"},
    "templates": {"type": "path"},
    "smtp": {"type": "dict", "options": SMTP_SPEC},
    "outbox": {"type": "path"},
    "channel": {"type": "str", "choices": ["auto", "file"], "default": "auto"},
    "retry_refused": {"type": "bool", "default": False},
    "outage": {"type": "dict", "options": OUTAGE_SPEC},
    "show": {"type": "int", "default": 20},
}
RULES: dict[str, Any] = {"required_one_of": [("smtp", "outbox")]}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Send what is due; check mode sends nothing."""
    return send_notices(params, check_mode)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run, **RULES)


if __name__ == "__main__":
    main()
