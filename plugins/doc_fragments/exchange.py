# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """The connection to an Exchange organisation, the same for every module that has one."""

    DOCUMENTATION = r"""
options:
  exchange:
    description:
      - Connection to the remote PowerShell endpoint of an Exchange server, with the identity to use there.
      - Only cmdlets are sent, never a script. A certificate is always verified.
    type: dict
    suboptions:
      url:
        description:
          - Address of the endpoint by the server's full name, for example
            V(http://ex01.anm.gov.my/PowerShell/) or V(https://ex01.anm.gov.my/PowerShell/).
          - V(http://) is only for Kerberos, which encrypts what it sends.
        type: str
        required: true
      auth:
        description:
          - How to log in. V(basic) and V(certificate) must have been allowed on the endpoint first
            (C(Set-PowerShellVirtualDirectory)), and need V(https://).
        type: str
        choices: [kerberos, basic, certificate]
        default: kerberos
      user:
        description:
          - Name of the account, for example V(svc-rasmi@ANM.GOV.MY). With Kerberos it may be left out; the ticket of
            the process is used then.
        type: str
      password:
        description: Password of O(exchange.user). Rather use O(exchange.password_file).
        type: str
      password_file:
        description: File whose only line is the password.
        type: path
      certificate_file:
        description: Client certificate (PEM) for O(exchange.auth=certificate).
        type: path
      certificate_key:
        description: File with the key (PEM) of O(exchange.certificate_file).
        type: path
      ca_file:
        description: Certificate of the authority that signed the server's; the system's authorities otherwise.
        type: path
      server_name:
        description: Full name of the server in the Kerberos ticket (C(HTTP/NAME)), when the address is another one.
        type: str
      domain_controller:
        description:
          - Domain controller that every cmdlet shall use, by its full name, so that what one call wrote the next one
            sees. Not given, it is the one that answered the first read.
        type: str
      version:
        description: Version of Exchange Server of the organisation's oldest server. Not given, the servers are asked.
        type: str
        choices: ["2016", "2019", SE]
      workers:
        description:
          - How many sessions are open at once when many objects are written, from 1 to 17. The server's default policy
            lets one user open 18.
        type: int
        default: 6
      timeout:
        description: Seconds that one cmdlet may take.
        type: int
        default: 300
      directory:
        description:
          - Active Directory beside the organisation, for modules that read or write accounts there.
        type: dict
        suboptions:
          url:
            description:
              - Address, V(ldaps://dc1.anm.gov.my), or V(ldap://dc1.anm.gov.my) with
                O(exchange.directory.start_tls).
            type: str
            required: true
          auth:
            description: How to log in; V(kerberos) uses the ticket of the process (needs the Python library gssapi).
            type: str
            choices: [simple, kerberos]
            default: simple
          user:
            description: Name of the identity, best as C(name@domain); O(exchange.user) otherwise.
            type: str
          password:
            description: Password of O(exchange.directory.user). Rather use O(exchange.directory.password_file).
            type: str
          password_file:
            description: File whose only line is the password; that of O(exchange.user) when no user is named here.
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
      suspended_mail:
        description: Whether the mailbox of a suspended account still takes mail; for modules that suspend accounts.
        type: str
        choices: [accept, refuse]
        default: accept
      database:
        description: Mailbox database of new mailboxes; Exchange chooses one when not given.
        type: str
      skype_pool:
        description: Pool (full name) of new Skype users. Without it, granting Skype fails with a message.
        type: str
      skype_url:
        description:
          - Address of the pool's own remote PowerShell endpoint, with the same identity.
          - C(https://POOL/OcsPowershell) when not given.
        type: str
"""
