# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter: which host carries which part of a Zimbra site, and in what order they are installed."""

from __future__ import annotations

DOCUMENTATION = r"""
name: zimbra_install_layout
author:
  - rasmi.mail contributors (@rasmi-mail)
short_description: Parts and order of the hosts of a Zimbra site
version_added: 1.0.0
description:
  - Gives each host its parts, the packages for them, and the stage of the installation at which it is its turn.
  - Refuses a site that lacks a part.
options:
  _input:
    description: Hosts of each of C(ldap), C(store), C(mta) and C(proxy). All empty means one server with every part.
    type: dict
    required: true
  here:
    description: The host that asks.
    type: str
    required: true
seealso:
  - module: rasmi.mail.mail_host_info
"""

EXAMPLES = r"""
- name: Show when it is this host's turn
  ansible.builtin.debug:
    msg: "{{ (hosts | rasmi.mail.zimbra_install_layout(inventory_hostname)).hosts[inventory_hostname].stage }}"
"""

RETURN = r"""
_value:
  description:
    - C(hosts) (name to C(parts), C(stage), C(packages), C(number)), C(master), C(store), C(mta) (the first ones) and
      C(single). Stages are V(master), V(ldap), V(store), V(mta) and V(proxy), in this order.
  type: dict
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ansible.errors import AnsibleFilterError

from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import FaultsError
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.install_layout import layout


def zimbra_install_layout(groups: Mapping[str, Sequence[str]], here: str) -> dict[str, Any]:
    try:
        return layout(groups, here)
    except FaultsError as error:
        raise AnsibleFilterError(str(error)) from error


class FilterModule:
    """Makes the filter known to Ansible."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"zimbra_install_layout": zimbra_install_layout}
