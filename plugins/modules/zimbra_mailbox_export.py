#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: zimbra_mailbox_export
short_description: Export a Zimbra mailbox, or the part that a query finds, to a file
version_added: 0.1.0
description:
  - Fetches a mailbox as a C(tgz) archive over the server's REST address and writes it where this task runs.
  - A file that is there already is left, and the server is not asked, unless O(force) is given. It is written in
    one piece, readable to its owner only, and only after the archive was read through to its end.
  - A mailbox that has nothing to export is no error; then no file is written and RV(empty) is true.
  - The identity must be allowed to open mailboxes (a global administrator, or right C(adminLoginAs)), and the
    server notes the access in its audit log.
author:
  - rasmi.mail contributors (@rasmi-mail)
requirements:
  - python >= 3.11
extends_documentation_fragment:
  - rasmi.mail.zimbra
options:
  zimbra:
    required: true
  account:
    description:
      - Address of the account.
    type: str
    required: true
  dest:
    description:
      - File to write. Its directory must be there.
    type: path
    required: true
  query:
    description:
      - What to export, as Zimbra searches, for example V(before:1/1/2026). Not given, everything.
    type: str
  types:
    description:
      - Kinds of items. Not given, all.
    type: list
    elements: str
    choices: [message, contact, appointment, task, document, wiki, note]
  basis:
    description:
      - Approval for opening the mailbox, or the request of its owner. It is in the result.
    type: str
    required: true
  force:
    description:
      - Export although the file is there. It is replaced only when the contents differ.
    type: bool
    default: false
attributes:
  check_mode:
    support: full
    description: Asks the server whether there is anything to export, and writes nothing.
  diff_mode:
    support: none
    description: The contents of a mailbox are not shown.
notes:
  - Runs in the controller's own process when the connection is local.
  - As with every access by REST, the server makes an empty mailbox for an account that has none yet.
seealso:
  - module: rasmi.mail.zimbra_account
"""

EXAMPLES = r"""
- name: Everything older than a year, at the request of its owner
  rasmi.mail.zimbra_mailbox_export:
    zimbra: "{{ rasmi_mail_zimbra }}"
    account: aminah.salleh@kelantan.gov.my
    query: before:-1year
    dest: "{{ rasmi_mail_state_dir }}/aminah.salleh-2025.tgz"
    basis: BPTM.600-1/2/1(30)
  register: export
"""

RETURN = r"""
account:
  description: O(account).
  returned: success
  type: str
path:
  description: The file; empty when there is none.
  returned: success
  type: str
size:
  description: Its bytes.
  returned: success
  type: int
checksum:
  description: Its SHA-256; empty when there is none, and in check mode before there is one.
  returned: success
  type: str
entries:
  description: Number of entries in the archive.
  returned: success
  type: int
empty:
  description: The server had nothing to export.
  returned: success
  type: bool
basis:
  description: O(basis).
  returned: success
  type: str
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import ZIMBRA_SPEC
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.export import export

KINDS = ["message", "contact", "appointment", "task", "document", "wiki", "note"]
ARGUMENT_SPEC: dict[str, Any] = {
    "zimbra": {"type": "dict", "required": True, "options": ZIMBRA_SPEC},
    "account": {"type": "str", "required": True},
    "dest": {"type": "path", "required": True},
    "query": {"type": "str"},
    "types": {"type": "list", "elements": "str", "choices": KINDS},
    "basis": {"type": "str", "required": True},
    "force": {"type": "bool", "default": False},
}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Fetch and write the file; check mode only looks whether there is anything."""
    return export(params, check_mode)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
