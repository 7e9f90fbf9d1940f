# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """Options `outside` and `alarm` of the watch."""

    DOCUMENTATION = r"""
options:
  outside:
    description:
      - Accounts at other mail systems that the site supplies (R167). None means that delivery from outside could not
        be tested.
    type: list
    elements: dict
    default: []
    suboptions:
      id:
        description: Name of the other system in record and checklist.
        type: str
        required: true
      address:
        description: Address of the account.
        type: str
        required: true
      smtp:
        description: Its submission door. The certificate is always verified.
        type: dict
        required: true
        suboptions:
          host:
            description: Name or address to connect to.
            type: str
            required: true
          port:
            description: Port.
            type: int
            default: 587
          server_name:
            description: Name that the certificate must have; the host when not given.
            type: str
          security:
            description: V(starttls), or V(tls) from the first byte.
            type: str
            choices: [starttls, tls]
            default: starttls
          ca_file:
            description: Certificates to trust; the system's when not given.
            type: path
          user:
            description: Login.
            type: str
            required: true
          password:
            description: Its password, from a vault.
            type: str
          password_file:
            description: File that holds the password.
            type: path
          timeout:
            description: Seconds to wait for one answer.
            type: float
            default: 30
      imap:
        description: Its IMAP door (TLS from the first byte). Without it nothing is sent out.
        type: dict
        suboptions:
          host:
            description: Name or address to connect to.
            type: str
            required: true
          port:
            description: Port.
            type: int
            default: 993
          server_name:
            description: Name that the certificate must have; the host when not given.
            type: str
          ca_file:
            description: Certificates to trust; the system's when not given.
            type: path
          user:
            description: Login.
            type: str
            required: true
          password:
            description: Its password, from a vault.
            type: str
          password_file:
            description: File that holds the password.
            type: path
          timeout:
            description: Seconds to wait for one answer.
            type: float
            default: 30
  alarm:
    description: Who is told when something turns red or good again.
    type: dict
    suboptions:
      to:
        description: Addresses, best ones at another mail system.
        type: list
        elements: str
        required: true
      sender:
        description: Address that the notice comes from.
        type: str
        required: true
      smtp:
        description: A mail server that takes it, best not the one that is watched.
        type: dict
        suboptions:
          host:
            description: Name or address to connect to.
            type: str
            required: true
          port:
            description: Port.
            type: int
            default: 587
          server_name:
            description: Name that the certificate must have.
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
            description: Its password, from a vault.
            type: str
          password_file:
            description: File that holds the password.
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
        description: Folder in which every notice also becomes a file.
        type: path
"""
