#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: exchange_archive
short_description: The archive of a mailbox on Exchange
version_added: 0.1.0
description:
  - Gives a mailbox an archive, changes it, or takes it away. An archive that was taken away stays for the time that
    its database retains it.
  - An archive needs an Enterprise client access licence for each user.
  - A mailbox on hold keeps its archive.
author:
  - rasmi.mail contributors (@rasmi-mail)
requirements:
  - python >= 3.11
  - pypsrp >= 0.9
extends_documentation_fragment:
  - rasmi.mail.exchange
options:
  exchange:
    required: true
  name:
    description: Address, user principal name, alias, GUID or DN of the mailbox.
    type: str
    required: true
  state:
    description: Whether the mailbox should have an archive.
    type: str
    choices: [present, absent]
    default: present
  basis:
    description: Approved application that asks for the archive, or for its end.
    type: str
    required: true
  database:
    description: Database of a new archive.
    type: str
  archive_name:
    description: Name of the archive as the user sees it (C(ArchiveName)).
    type: dict
    suboptions:
      set:
        description: The whole list.
        type: list
        elements: str
      add:
        description: Values to add; others stay.
        type: list
        elements: str
      remove:
        description: Values to take out; others stay.
        type: list
        elements: str
  quota:
    description: Largest size of the archive, for example V(50 GB), or V(unlimited) (C(ArchiveQuota)).
    type: str
  warning_quota:
    description: Size from which the user is warned (C(ArchiveWarningQuota)).
    type: str
  retention_policy:
    description: Name of the retention policy; empty for none (C(RetentionPolicy)).
    type: str
  parameters:
    description:
      - Further parameters of the cmdlet by their own names, with the values that they shall have.
      - A list parameter takes a list, or a dictionary with C(set), C(add) and C(remove). An empty text or list
        empties it. One without a value (null) is not managed.
      - Every name, value and version is checked against a table of the cmdlets before anything is sent.
    type: dict
attributes:
  check_mode:
    support: full
    description: Everything but the writing. The result is that of the run.
  diff_mode:
    support: full
    description: The settings that differ, before and after.
notes:
  - Runs in the controller's own process when the connection is local.
seealso:
  - module: rasmi.mail.exchange_mailbox
  - module: rasmi.mail.exchange_retention_policy
"""

EXAMPLES = r"""
- name: An archive, as approved
  rasmi.mail.exchange_archive:
    exchange: "{{ rasmi_mail_exchange }}"
    name: rosmawati.daud@anm.gov.my
    basis: ANM-2026-0160
    quota: 50 GB
    warning_quota: 45 GB
    retention_policy: Arkib 1 tahun

- name: No archive any more
  rasmi.mail.exchange_archive:
    exchange: "{{ rasmi_mail_exchange }}"
    name: hanif.sulaiman@anm.gov.my
    basis: ANM-2026-0162
    state: absent
"""

RETURN = r"""
guid:
  description: GUID of the object; empty while it is not there.
  returned: success
  type: str
name:
  description: Name that the task gave.
  returned: success
  type: str
changes:
  description: What was, or in check mode would be, changed.
  returned: success
  type: list
  elements: dict
  contains:
    setting:
      description: Parameter of the cmdlet, or what else was changed.
      type: str
    before:
      description: Values before; empty when there was none.
      type: list
      elements: str
    after:
      description: Values after; empty when there is none.
      type: list
      elements: str
basis:
  description: What the change rests on, as the task gave it.
  returned: success
  type: str
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.mailbox import archive
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns import object_spec
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns_recipients import ARCHIVE
from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import EXCHANGE_SPEC

ARGUMENT_SPEC: dict[str, Any] = {
    "exchange": {"type": "dict", "required": True, "options": EXCHANGE_SPEC},
    "name": {"type": "str", "required": True},
    "state": {"type": "str", "choices": ["present", "absent"], "default": "present"},
    "basis": {"type": "str", "required": True},
    "database": {"type": "str"},
    **object_spec(ARCHIVE),
}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Bring the object to what is asked; check mode stops before the first write."""
    return archive(params, check_mode)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
