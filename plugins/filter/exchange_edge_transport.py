# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter: where transport keeps its temporary files."""

from __future__ import annotations

DOCUMENTATION = r"""
name: exchange_edge_transport
author:
  - rasmi.mail contributors (@rasmi-mail)
short_description: An EdgeTransport.exe.config with its temporary files in another place
version_added: 1.0.0
description:
  - Changes C(TemporaryStoragePath) and nothing else in the file. With an empty O(path) it only reads.
  - Also says which directories have to be looked at for room (P(rasmi.mail.exchange_back_pressure#filter)).
  - A file of another shape than the documented one gives a C(fault) and no change.
options:
  _input:
    description: The file as M(ansible.windows.slurp) hands it over, in base64.
    type: str
    required: true
  path:
    description: Directory for temporary files; the present one stays when it is empty.
    type: str
    default: ""
seealso:
  - plugin: rasmi.mail.exchange_back_pressure
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Show which directories transport uses
  ansible.builtin.debug:
    msg: "{{ (slurped.content | rasmi.mail.exchange_edge_transport).paths }}"
"""

RETURN = r"""
_value:
  description:
    - C(text) is the file after the edit, every other byte as it was (write it with M(ansible.windows.win_copy)
      and C(content)); C(changed) says whether it differs; C(changes) has one line per
      value.
    - C(paths) is setting to directory, after the edit.
    - With a C(fault), a sentence, C(text) is empty and nothing may be written.
  type: dict
"""

from collections.abc import Callable
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_edit import Edited, content
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_space import paths, temporary_path
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_xml import ShapeError


def exchange_edge_transport(slurped: str, path: str = "") -> dict[str, Any]:
    try:
        edited = temporary_path(content(slurped), path)
        return {**edited.to_dict(), "paths": {} if edited.fault else paths(edited.data)}
    except ShapeError as error:
        return {**Edited(b"", fault=str(error)).to_dict(), "paths": {}}


class FilterModule:
    """Makes the filter known to Ansible."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"exchange_edge_transport": exchange_edge_transport}
