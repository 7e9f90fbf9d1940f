# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """The connection to a domain controller, the same for every module that has one."""

    DOCUMENTATION = r"""
options:
  directory:
    description:
      - Connection to one domain controller of Active Directory, with the identity to use there.
      - The certificate is always verified, and nothing is sent without TLS.
      - Always name the same domain controller for the same domain; two that have not yet replicated disagree.
    type: dict
    required: true
    suboptions:
      url:
        description: Address, V(ldaps://dc1.anm.gov.my), or V(ldap://dc1.anm.gov.my) with O(directory.start_tls).
        type: str
        required: true
      auth:
        description: How to log in; V(kerberos) uses the ticket of the process (needs the Python library gssapi).
        type: str
        choices: [simple, kerberos]
        default: simple
      user:
        description: Name of the identity, best as C(name@domain). Needed with V(simple).
        type: str
      password:
        description: Password of O(directory.user). Rather use O(directory.password_file).
        type: str
      password_file:
        description: File whose only line is the password.
        type: path
      ca_file:
        description: Certificate of the authority that signed the domain controller's; the system's otherwise.
        type: path
      server_name:
        description: Name that the certificate must carry, when it is not that of the address.
        type: str
      start_tls:
        description: Begin on the plain port and switch to TLS before anything else is said.
        type: bool
        default: false
      base:
        description: DN below which accounts are looked for; the whole domain otherwise.
        type: str
      home:
        description:
          - DN below which this collection makes accounts, groups and its control entry.
          - It must exist; M(rasmi.mail.ad_home) makes it.
          - C(OU=rasmi) below the domain when not given.
        type: str
      timeout:
        description: Seconds to wait for an answer.
        type: int
        default: 60
"""
