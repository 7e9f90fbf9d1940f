#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: directory_backup
short_description: Keep the account information of a reference server so that it can be restored
version_added: 0.1.0
description:
  - Runs on the mail server. Takes every account, tombstone and group with slapcat, the way that OpenLDAP supports, with
    identity, password hash and policy state, and keeps them in one encrypted file. The mail is not in it (R175).
  - Nothing is written in clear, and nothing of it passes through Ansible. The file is complete or not there.
  - M(rasmi.mail.directory_restore) builds an empty server from it.
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
  dest:
    description: File to write on the server (CMS EnvelopedData, RFC 5652, DER), readable by root only.
    type: path
    required: true
  certificates:
    description: X.509 certificates as text (PEM). The key of any one of them opens the file.
    type: list
    elements: str
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
  - Needs to run as root. slapd goes on working.
seealso:
  - module: rasmi.mail.directory_restore
"""

EXAMPLES = r"""
- name: Keep the account information
  rasmi.mail.directory_backup:
    base_dn: dc=kelantan,dc=gov,dc=my
    dest: /var/backups/rasmi/accounts.p7m
    certificates:
      - "{{ lookup('ansible.builtin.file', rasmi_mail_backup_certificate) }}"
"""

RETURN = r"""
accounts:
  description: Number of accounts that were kept, tombstones included, or in check mode would be.
  returned: success
  type: int
groups:
  description: Number of groups.
  returned: success
  type: int
dest:
  description: Path of the file.
  returned: success
  type: str
sha256:
  description: Hash of the file.
  returned: when the file was written
  type: str
"""

from typing import Any

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.rasmi.mail.plugins.module_utils._hosts import kept

ARGUMENT_SPEC: dict[str, Any] = {
    "base_dn": {"type": "str", "required": True},
    "config": {"type": "path", "default": "/etc/ldap/rasmi/slapd.d"},
    "dest": {"type": "path", "required": True},
    "certificates": {"type": "list", "elements": "str", "required": True},
}


def main() -> None:
    """Entry point of the module."""
    module = AnsibleModule(argument_spec=ARGUMENT_SPEC, supports_check_mode=True)
    options = module.params
    try:
        ldif = kept.export(options["config"], options["base_dn"])
        result = {"changed": True, "dest": options["dest"], **kept.whole(ldif)}
        if not module.check_mode:
            result["sha256"] = kept.seal(ldif, options["certificates"], options["dest"])
    except (kept.KeptError, OSError) as error:
        module.fail_json(msg=str(error))
    module.exit_json(**result)


if __name__ == "__main__":
    main()
