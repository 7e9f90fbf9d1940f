# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """The connection to the admin service of a Zimbra server, the same for every module that has one."""

    DOCUMENTATION = r"""
options:
  zimbra:
    description:
      - Connection to the admin SOAP service of a Zimbra server, with the identity to use there.
      - The certificate is always verified.
    type: dict
    suboptions:
      url:
        description:
          - Address of the admin service, for example V(https://mail.kelantan.gov.my:7071/service/admin/soap).
          - Needed unless O(zimbra.host) is given.
        type: str
      host:
        description: Name of the server, when the address follows the usual form.
        type: str
      port:
        description: Port of the admin service at O(zimbra.host); V(9071) when the admin service is behind the proxy.
        type: int
        default: 7071
      user:
        description: Name of the administrator, or of an account with delegated rights.
        type: str
        required: true
      password:
        description: Password of O(zimbra.user). Rather use O(zimbra.password_file).
        type: str
      password_file:
        description: File whose only line is the password.
        type: path
      ca_file:
        description: Certificate of the authority that signed the server's; the system's authorities otherwise.
        type: path
      server_name:
        description: Name that the server's certificate must carry, when it is not that of the address.
        type: str
      plaintext_loopback:
        description: Allow V(http://) to this machine itself. Nothing allows a password in clear over a network.
        type: bool
        default: false
      timeout:
        description: Seconds to wait for an answer.
        type: int
        default: 60
      requests_per_second:
        description:
          - At most so many requests leave in any second.
          - Zimbra refuses more than C(zimbraHttpDosFilterMaxRequestsPerSec) (30 unless changed) from an address that
            is not in C(zimbraHttpThrottleSafeIPs); V(0) means no limit, for an address that is.
        type: float
        default: 25.0
      tries:
        description: How often in all a request is sent that the server refuses for the moment.
        type: int
        default: 8
      batch:
        description: How many accounts are written in one request.
        type: int
        default: 50
      domain:
        description: Mail domain that is managed; the domain of O(zimbra.user) otherwise.
        type: str
      cos_prefix:
        description: What the names of the classes of service that stand for tiers begin with.
        type: str
        default: rasmi_
      freeze:
        description:
          - Status of a suspended account.
          - V(locked) still receives mail. V(closed) rejects it, and takes the account out of every distribution list;
            the lists are recorded first and restored when the account is resumed.
        type: str
        choices: [locked, closed]
        default: locked
      control:
        description: Local part of the control account, which keeps two runs from applying at once.
        type: str
        default: rasmi-control
      grant_user:
        description:
          - Identity that gives people the right to open a department mailbox with their own password.
          - The server lets only those give this right who have it themselves, so O(zimbra.user), which must not be able
            to open mailboxes, cannot. Name a global administrator here when there are department mailboxes.
        type: str
      grant_password:
        description: Password of O(zimbra.grant_user). Rather use O(zimbra.grant_password_file).
        type: str
      grant_password_file:
        description: File whose only line is the password of O(zimbra.grant_user).
        type: path
"""
