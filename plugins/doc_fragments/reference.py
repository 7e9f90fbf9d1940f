# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """The connection to the directory of a reference server, the same for every module that has one."""

    DOCUMENTATION = r"""
options:
  reference:
    description: Connection to the directory of a reference server.
    type: dict
    suboptions:
      uri:
        description:
          - Address, for example V(ldaps://mail.kelantan.gov.my). V(ldap://) means StartTLS.
          - The certificate is always verified.
        type: str
        required: true
      base_dn:
        description: Entry below which everything lies, for example V(dc=kelantan,dc=gov,dc=my).
        type: str
        required: true
      bind_dn:
        description: Who we are there.
        type: str
        required: true
      bind_password:
        description: Password of O(reference.bind_dn). Rather use O(reference.bind_password_file).
        type: str
      bind_password_file:
        description: File whose only line is the password.
        type: path
      ca_file:
        description: Certificate of the authority that signed the server's; the system's authorities otherwise.
        type: path
      server_name:
        description: Name that the server's certificate must carry, when it is not that of O(reference.uri).
        type: str
      plaintext_loopback:
        description: Allow a connection without TLS when it never leaves this machine (V(ldap://127.0.0.1), V(ldapi://)).
        type: bool
        default: false
      timeout:
        description: Seconds to wait for an answer.
        type: int
        default: 60
"""
