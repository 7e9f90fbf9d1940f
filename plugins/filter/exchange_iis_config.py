# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter: which addresses of Exchange's front end answer without TLS."""

from __future__ import annotations

DOCUMENTATION = r"""
name: exchange_iis_config
author:
  - rasmi.mail contributors (@rasmi-mail)
short_description: An applicationHost.config whose front end answers nothing without TLS
version_added: 1.0.0
description:
  - Computes the flags that hold at each virtual directory of the front end, with inheritance, and writes those that are
    missing.
  - With V(redirect) it is the recipe of Exchange. Nothing is required at the root, the flags are written out on every
    virtual directory but PowerShell and Rpc, and a redirect at the root holds for the root only. The back end site is
    left alone.
  - A file without that site, or of another shape, gives a C(fault) and no change.
options:
  _input:
    description: The file as M(ansible.windows.slurp) hands it over, in base64.
    type: str
    required: true
  mode:
    description: What the control C-WEB-HTTPS asks for, its C(mode).
    type: str
    choices: [https, redirect]
    required: true
  host:
    description: Published name of the web client, to which a redirect leads.
    type: str
    default: ""
  site:
    description: Name of the front end's web site.
    type: str
    default: Default Web Site
"""

EXAMPLES = r"""
- name: Show what would change
  ansible.builtin.debug:
    msg: "{{ (slurped.content | rasmi.mail.exchange_iis_config(mode='https')).changes }}"
"""

RETURN = r"""
_value:
  description:
    - C(text) is the file after the edit, every other byte as it was (write it with M(ansible.windows.win_copy)
      and C(content)); C(changed) says whether it differs; C(changes) has one line per
      value.
    - With a C(fault), a sentence, C(text) is empty and nothing may be written.
  type: dict
"""

from collections.abc import Callable
from typing import Any

from ansible.errors import AnsibleFilterError

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_edit import Edited, content
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_iis import SITE, https_only
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_xml import ShapeError


def exchange_iis_config(slurped: str, mode: str, host: str = "", site: str = SITE) -> dict[str, Any]:
    try:
        return https_only(content(slurped), mode, host, site).to_dict()
    except ShapeError as error:
        return Edited(b"", fault=str(error)).to_dict()
    except ValueError as error:
        raise AnsibleFilterError(f"rasmi.mail.exchange_iis_config: {error}") from error


class FilterModule:
    """Makes the filter known to Ansible."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"exchange_iis_config": exchange_iis_config}
