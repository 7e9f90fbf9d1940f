#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: zimbra_account_backup
short_description: Keep the account information of a Zimbra server so that it can be restored
version_added: 0.1.0
description:
  - Reads every account (or the named ones) with the hash of its password from the server's own directory, over LDAP,
    and keeps them in one encrypted file. The mail is not in it; see M(rasmi.mail.zimbra_mailbox_export).
  - The admin SOAP service never gives a hash away, so this is the one module that reads the server's directory itself.
    It only reads.
  - M(rasmi.mail.zimbra_account_restore) makes accounts again from the file; their owners log in with the old password.
  - The rights on mailboxes are kept, and with all accounts every static distribution list with its members. Dynamic
    lists are not.
  - Accounts and groups of administrators and of the server itself are left out.
author:
  - rasmi.mail contributors (@rasmi-mail)
requirements:
  - python >= 3.11
  - ldap3
  - cryptography >= 45
options:
  ldap:
    description: Connection to the directory of the server.
    type: dict
    required: true
    suboptions:
      uri:
        description: Address, for example V(ldaps://mail.kelantan.gov.my). V(ldap://) means StartTLS.
        type: str
        required: true
      bind_dn:
        description: Who may read password hashes there, usually V(uid=zimbra,cn=admins,cn=zimbra).
        type: str
        required: true
      bind_password:
        description: Password of O(ldap.bind_dn). Rather use O(ldap.bind_password_file).
        type: str
      bind_password_file:
        description: File whose only line is the password (C(zmlocalconfig -s zimbra_ldap_password) prints it).
        type: path
      ca_file:
        description: Certificate of the authority that signed the server's; the system's authorities otherwise.
        type: path
      server_name:
        description: Name that the server's certificate must carry, when it is not that of O(ldap.uri).
        type: str
      plaintext_loopback:
        description: Allow V(ldap://) without StartTLS to this machine itself.
        type: bool
        default: false
      timeout:
        description: Seconds to wait for an answer.
        type: int
        default: 60
  accounts:
    description:
      - Addresses of the accounts to keep. All, with the distribution lists, when not given.
      - A name that is not there is an error.
    type: list
    elements: str
    default: []
  dest:
    description: File to write (CMS EnvelopedData, RFC 5652), readable by its owner only.
    type: path
    required: true
  certificates:
    description: X.509 certificates (PEM, RSA). The key of any one of them opens the file.
    type: list
    elements: path
    required: true
attributes:
  check_mode:
    support: full
    description: The directory is read and counted; no file is written.
  diff_mode:
    support: none
    description: What changed since an older file is not shown; it is encrypted.
notes:
  - RV(ignore:changed) is always true when the file is written, because it is encrypted with a new key every time.
seealso:
  - module: rasmi.mail.zimbra_account_restore
  - module: rasmi.mail.zimbra_mailbox_export
"""

EXAMPLES = r"""
- name: Keep the account information before anything is changed
  rasmi.mail.zimbra_account_backup:
    ldap:
      uri: ldaps://mail.kelantan.gov.my
      bind_dn: uid=zimbra,cn=admins,cn=zimbra
      bind_password_file: "{{ rasmi_mail_state_dir }}/secrets/zimbra-ldap"
      ca_file: "{{ rasmi_mail_state_dir }}/ca/ca.pem"
    dest: "{{ rasmi_mail_state_dir }}/accounts-2026-11-21.p7m"
    certificates:
      - "{{ inventory_dir }}/files/restore.pem"
"""

RETURN = r"""
count:
  description: Number of accounts that were kept, or in check mode would be.
  returned: success
  type: int
lists:
  description: Number of distribution lists that were kept.
  returned: success
  type: int
without_password:
  description: Number of those that have no password, such as department mailboxes.
  returned: success
  type: int
dest:
  description: Path of the file.
  returned: success
  type: str
"""

from pathlib import Path
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra import backup, sealed

LDAP_SPEC: dict[str, Any] = {
    "uri": {"type": "str", "required": True},
    "bind_dn": {"type": "str", "required": True},
    "bind_password": {"type": "str", "no_log": True},
    "bind_password_file": {"type": "path"},
    "ca_file": {"type": "path"},
    "server_name": {"type": "str"},
    "plaintext_loopback": {"type": "bool", "default": False},
    "timeout": {"type": "int", "default": 60},
}
ARGUMENT_SPEC: dict[str, Any] = {
    "ldap": {"type": "dict", "required": True, "options": LDAP_SPEC},
    "accounts": {"type": "list", "elements": "str", "default": []},
    "dest": {"type": "path", "required": True},
    "certificates": {"type": "list", "elements": "path", "required": True},
}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Read the directory; outside of check mode keep it."""
    kept = backup.read(backup.Source.from_options(params["ldap"]), params["accounts"])
    if not check_mode:
        sealed.write(Path(params["dest"]), kept, params["certificates"])
    rows = kept["accounts"]
    bare = sum(1 for row in rows if backup.HASH not in row["attributes"])
    counts = {"count": len(rows), "lists": len(kept["lists"]), "without_password": bare}
    return {"changed": True, **counts, "dest": params["dest"]}


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
