#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: directory_restore
short_description: Build the accounts of an empty reference server from kept account information
version_added: 0.1.0
description:
  - Runs on the mail server, which has been provisioned and holds no account. Opens the file that
    M(rasmi.mail.directory_backup) wrote and adds its entries with slapadd, so that identity, password, policy state,
    tombstones and memberships are what they were (R175). The mail is not part of it.
  - A server that holds any account is refused; what it holds is never touched. Where all accounts of the file are
    there already, nothing is to be done.
  - slapd must be stopped while it works. It is stopped and started again.
author:
  - rasmi.mail contributors (@rasmi-mail)
options:
  base_dn:
    description: Suffix of the directory.
    type: str
    required: true
  config:
    description: Configuration directory of slapd.
    type: path
    default: /etc/ldap/rasmi/slapd.d
  src:
    description: The encrypted file, on the server.
    type: path
    required: true
  certificate:
    description: Certificate for which it was encrypted.
    type: path
    required: true
  key:
    description: Its private key.
    type: path
    required: true
  service:
    description: The unit that runs slapd.
    type: str
    default: slapd
  user:
    description: Owner of the database.
    type: str
    default: openldap
attributes:
  check_mode:
    support: full
    description: The file is opened and counted, the server looked at; nothing is added.
  diff_mode:
    support: none
    description: The number of accounts says it all.
notes:
  - Needs to run as root.
seealso:
  - module: rasmi.mail.directory_backup
"""

EXAMPLES = r"""
- name: Restore the account information
  rasmi.mail.directory_restore:
    base_dn: dc=kelantan,dc=gov,dc=my
    src: /var/backups/rasmi/incoming.p7m
    certificate: /etc/ssl/rasmi/slapd.pem
    key: /etc/ssl/rasmi/slapd.key
"""

RETURN = r"""
accounts:
  description: Number of accounts in the file, tombstones included.
  returned: success
  type: int
groups:
  description: Number of groups in the file.
  returned: success
  type: int
"""

from typing import Any

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.rasmi.mail.plugins.module_utils._hosts import kept

ARGUMENT_SPEC: dict[str, Any] = {
    "base_dn": {"type": "str", "required": True},
    "config": {"type": "path", "default": "/etc/ldap/rasmi/slapd.d"},
    "src": {"type": "path", "required": True},
    "certificate": {"type": "path", "required": True},
    "key": {"type": "path", "required": True, "no_log": False},
    "service": {"type": "str", "default": "slapd"},
    "user": {"type": "str", "default": "openldap"},
}


def restore(options: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Open, compare, fill. Raises KeptError before anything was touched."""
    ldif = kept.unseal(options["src"], options["certificate"], options["key"])
    there = kept.export(options["config"], options["base_dn"])
    result: dict[str, Any] = {"changed": False, **kept.count(ldif)}
    if kept.names(ldif) <= kept.names(there):
        return result
    present = kept.count(there)
    if present["accounts"] or present["groups"]:
        raise kept.KeptError(
            f"the server holds {present['accounts']} accounts and {present['groups']} groups; only an empty server is "
            "restored, so that nothing of it is lost. Nothing was changed."
        )
    if not check_mode:
        kept.run(["systemctl", "stop", options["service"]])
        try:
            kept.fill(ldif, options["config"], options["base_dn"], options["user"])
        finally:
            kept.run(["systemctl", "start", options["service"]])
    return result | {"changed": True}


def main() -> None:
    """Entry point of the module."""
    module = AnsibleModule(argument_spec=ARGUMENT_SPEC, supports_check_mode=True)
    try:
        result = restore(module.params, module.check_mode)
    except (kept.KeptError, OSError) as error:
        module.fail_json(msg=str(error))
    module.exit_json(**result)


if __name__ == "__main__":
    main()
