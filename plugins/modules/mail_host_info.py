#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: mail_host_info
short_description: What a machine is before a mail server is installed on it
version_added: 1.0.0
description:
  - Reads what an installer of a mail server stumbles over, in one step and without a package - system, memory, space,
    host name, hosts file, DNS records, ports that are taken, and mail servers that run.
  - Nothing is judged here. The role C(zimbra_server) judges with P(rasmi.mail.zimbra_install_faults#filter).
author:
  - rasmi.mail contributors (@rasmi-mail)
options:
  hostname:
    description: Full name that the mail server will have.
    type: str
    required: true
  domain:
    description: Mail domain whose MX record is asked for.
    type: str
    required: true
  nameservers:
    description: Name servers to ask, as V(192.0.2.53) or V(192.0.2.53:5353). Those of the machine when empty.
    type: list
    elements: str
    default: []
  temp_path:
    description: Directory of temporary files. What is not there yet is measured where it will be.
    type: path
    default: /opt/zimbra/data/tmp
  history_path:
    description: The installer's record. An empty text comes back when there is none.
    type: path
    default: /opt/zimbra/.install_history
attributes:
  check_mode:
    support: full
    description: Nothing is changed.
  diff_mode:
    support: none
    description: Nothing is changed.
notes:
  - Needs Linux and Python 3.8 or later on the machine.
seealso:
  - plugin: rasmi.mail.zimbra_install_faults
    plugin_type: filter
  - plugin: rasmi.mail.zimbra_install_history
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Look at the machine
  rasmi.mail.mail_host_info:
    hostname: mail.example.gov.my
    domain: example.gov.my
  register: machine
"""

RETURN = r"""
host:
  description:
    - C(system), C(platform) (as Zimbra's tarballs write it), C(architecture), C(memory_bytes), C(disk_free_bytes),
      C(temp_free_bytes), C(tmp_free_bytes), C(links) (paths that are symbolic links), C(fqdn), C(loopback_name),
      C(hosts_addresses), C(ports), C(mtas), C(installers)
      (processes), C(dns_a), C(dns_mx) and C(dns_problem).
  returned: success
  type: dict
  sample: {system: Ubuntu 22.04.4 LTS, platform: UBUNTU22_64, fqdn: mail.example.gov.my, ports: [22], mtas: []}
history:
  description: The installer's record as it is.
  returned: success
  type: str
  sample: "1700000000: INSTALL SESSION START"
"""

from ansible.module_utils.basic import AnsibleModule

from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.machine import look


def main() -> None:
    module = AnsibleModule(
        argument_spec={
            "hostname": {"type": "str", "required": True},
            "domain": {"type": "str", "required": True},
            "nameservers": {"type": "list", "elements": "str", "default": []},
            "temp_path": {"type": "path", "default": "/opt/zimbra/data/tmp"},
            "history_path": {"type": "path", "default": "/opt/zimbra/.install_history"},
        },
        supports_check_mode=True,
    )
    given = module.params
    try:
        with open(given["history_path"], encoding="utf-8", errors="replace") as file:
            history = file.read()
    except FileNotFoundError:
        history = ""
    except OSError as error:
        module.fail_json(msg=f"{given['history_path']}: {error.strerror}")
    host = look(given["hostname"], given["domain"], given["nameservers"], given["temp_path"])
    module.exit_json(changed=False, host=host, history=history)


if __name__ == "__main__":
    main()
