#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: zimbra_account_restore
short_description: Make accounts of a Zimbra server again from kept information
version_added: 0.1.0
description:
  - Makes the named accounts again from a file of M(rasmi.mail.zimbra_account_backup), with the same C(zimbraId),
    password, attributes, class of service, aliases, distribution lists, and the rights on its mailbox. The mail is not
    in it.
  - An account that the server has, by its id or by its address, is never touched.
  - With O(empty) a whole server is built, the distribution lists with all their members too (R175).
author:
  - rasmi.mail contributors (@rasmi-mail)
requirements:
  - python >= 3.11
  - cryptography >= 45
extends_documentation_fragment:
  - rasmi.mail.zimbra
options:
  zimbra:
    required: true
  src:
    description: File of M(rasmi.mail.zimbra_account_backup).
    type: path
    required: true
  certificate:
    description: Certificate (PEM) that the file was encrypted to.
    type: path
    required: true
  key:
    description: Its private key (PEM, without passphrase).
    type: path
    required: true
  accounts:
    description: Addresses of the accounts to make again. V(*) alone means every one that is missing.
    type: list
    elements: str
    required: true
  empty:
    description:
      - Build an empty, provisioned server. One that holds any account or member of a list that is not in O(src) is
        refused, and so is the server that O(src) was taken from, which is known by the ids of its domains.
      - All accounts come back, O(accounts=*).
    type: bool
    default: false
  basis:
    description: Document or decision that allows the restoration (R030); it is returned and shown, not stored.
    type: str
    required: true
attributes:
  check_mode:
    support: full
    description: Everything but the writing.
  diff_mode:
    support: full
    description: The addresses that come back.
notes:
  - The identity must be allowed to set C(zimbraId) and C(userPassword) when it makes an account; the one for server
    settings is.
  - The time of the last login cannot be set, so a restored account counts as not used since its creation.
seealso:
  - module: rasmi.mail.zimbra_account_backup
"""

EXAMPLES = r"""
- name: Bring back an account that somebody deleted by hand
  rasmi.mail.zimbra_account_restore:
    zimbra:
      url: https://mail.kelantan.gov.my:7071/service/admin/soap
      user: rasmi-settings@kelantan.gov.my
      password_file: "{{ rasmi_mail_state_dir }}/secrets/zimbra-settings"
      ca_file: "{{ rasmi_mail_state_dir }}/ca/ca.pem"
    src: "{{ rasmi_mail_state_dir }}/accounts-2026-11-21.p7m"
    certificate: "{{ inventory_dir }}/files/restore.pem"
    key: "{{ rasmi_mail_state_dir }}/secrets/restore.key"
    accounts: [aminah.salleh@kelantan.gov.my]
    basis: BPTM.600-1/2/1(21)

- name: Build an empty, provisioned server
  rasmi.mail.zimbra_account_restore:
    zimbra: "{{ rasmi_mail_zimbra_restored }}"
    src: "{{ rasmi_mail_state_dir }}/backup/accounts.p7m"
    certificate: "{{ inventory_dir }}/files/restore.pem"
    key: "{{ rasmi_mail_state_dir }}/secrets/restore.key"
    accounts: ["*"]
    empty: true
    basis: BPTM.600-1/2/1(22)
"""

RETURN = r"""
restored:
  description: Addresses that were, or in check mode would be, made again.
  returned: always
  type: list
  elements: str
lists:
  description: Addresses of the distribution lists that were, or in check mode would be, made or filled; with O(empty).
  returned: always
  type: list
  elements: str
present:
  description: Number of wanted accounts that the server has already.
  returned: always
  type: int
basis:
  description: As given.
  returned: always
  type: str
failures:
  description: Address and the server's answer, for accounts and lists that could not be made again or not wholly.
  returned: always
  type: list
  elements: dict
"""

from pathlib import Path
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import ZIMBRA_SPEC
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra import rebuild, restore, sealed
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Soap
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.target import ZimbraTarget
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import RasmiError

ARGUMENT_SPEC: dict[str, Any] = {
    "zimbra": {"type": "dict", "required": True, "options": ZIMBRA_SPEC},
    "src": {"type": "path", "required": True},
    "certificate": {"type": "path", "required": True},
    "key": {"type": "path", "required": True, "no_log": False},
    "accounts": {"type": "list", "elements": "str", "required": True},
    "empty": {"type": "bool", "default": False},
    "basis": {"type": "str", "required": True},
}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Restore; check mode stops before the first write."""
    kept = sealed.read(Path(params["src"]), params["certificate"], params["key"])
    empty, rows = bool(params["empty"]), restore.chosen(kept["accounts"], params["accounts"])
    if empty and len(rows) != len(kept["accounts"]):
        raise RasmiError('empty: a whole server is built from everything that was kept; write accounts: ["*"].')
    with Soap(ZimbraTarget.from_options(params["zimbra"])) as soap:
        if empty:
            rebuild.refuse_unless_empty(soap, kept)
        todo = restore.missing(soap, rows)
        lists = rebuild.lacking(soap, kept["lists"]) if empty else []
        if check_mode:
            told, made = dict.fromkeys((row["name"] for row in todo), ""), dict.fromkeys((r["name"] for r in lists), "")
        else:
            told = restore.restore(soap, todo, join=not empty)
            made = rebuild.make_lists(soap, lists)
            back = [row for row in todo if not told[row["name"]]]
            told |= rebuild.give_rights(soap, back, lists)
    return restore.result(told, made, len(rows) - len(todo), params["basis"])


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
