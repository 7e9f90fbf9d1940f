# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter: the file with which Zimbra's installer asks nothing."""

from __future__ import annotations

DOCUMENTATION = r"""
name: zimbra_install_answers
author:
  - rasmi.mail contributors (@rasmi-mail)
short_description: The file with which Zimbra's installer asks nothing
version_added: 1.0.0
description:
  - Writes every key that keeps C(install.sh) and C(zmsetup.pl) from asking, for one host of a site.
  - Refuses, with a list, what is missing and what the installer would read otherwise. No secret is in a message.
options:
  _input:
    description:
      - C(host), C(layout) (see P(rasmi.mail.zimbra_install_layout#filter)), C(hostname), C(master_hostname),
        C(mta_hostname), C(domain), C(admin), C(package_server), C(mail_mode), C(proxy_mode), C(time_zone), C(ip_mode),
        C(more_packages), and C(settings), which wins; a key that is null there is left out.
    type: dict
    required: true
  secrets:
    description: Passwords by name, such as C(admin) and C(ldap_root). A host gets those that its parts need.
    type: dict
    required: true
seealso:
  - module: rasmi.mail.mail_host_info
"""

EXAMPLES = r"""
- name: Write the answers
  ansible.builtin.copy:
    content: "{{ site | rasmi.mail.zimbra_install_answers(secrets) }}"
    dest: /root/zimbra-install/answers
    mode: "0600"
  no_log: true
"""

RETURN = r"""
_value:
  description: Lines C(KEY="VALUE"), sorted.
  type: str
"""

from collections.abc import Callable, Mapping
from typing import Any

from ansible.errors import AnsibleFilterError

from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import FaultsError
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.install_answers import answers


def zimbra_install_answers(site: Mapping[str, Any], secrets: Mapping[str, str]) -> str:
    try:
        return answers(site, secrets)
    except FaultsError as error:
        raise AnsibleFilterError(str(error)) from error


class FilterModule:
    """Makes the filter known to Ansible."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"zimbra_install_answers": zimbra_install_answers}
