# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter: the configuration files of a Windows host of Exchange, judged together."""

from __future__ import annotations

DOCUMENTATION = r"""
name: exchange_host_edits
author:
  - rasmi.mail contributors (@rasmi-mail)
short_description: The configuration files of a Windows host of Exchange, judged and edited together
version_added: 1.0.0
description:
  - Applies P(rasmi.mail.exchange_web_config#filter), P(rasmi.mail.exchange_iis_config#filter) and
    P(rasmi.mail.exchange_edge_transport#filter) to what was read of a host, so that every fault of every file is known
    before one of them is written.
options:
  _input:
    description:
      - Results of a loop over M(ansible.windows.slurp), each C(item) with C(key) (V(iis), V(edge), or a kind of
        P(rasmi.mail.exchange_web_config#filter)).
    type: list
    elements: dict
    required: true
  want:
    description:
      - C(controls) of the merged profile without those that are left out, C(host), the published name, C(site), and
        C(temp_path), empty to leave it.
    type: dict
    required: true
seealso:
  - plugin: rasmi.mail.exchange_back_pressure
    plugin_type: filter
"""

EXAMPLES = r"""
- name: Know what would change
  ansible.builtin.set_fact:
    edits: "{{ slurped.results | rasmi.mail.exchange_host_edits(want) }}"
"""

RETURN = r"""
_value:
  description:
    - C(files), each with C(key), C(path), C(text), C(changed), C(changes) and C(fault); C(paths), the directories of
      transport by setting; C(faults), one sentence per file of another shape.
  type: dict
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_files import edits


def exchange_host_edits(results: Iterable[Mapping[str, Any]], want: Mapping[str, Any]) -> dict[str, Any]:
    read = [{"key": one["item"]["key"], "path": one["source"], "content": one["content"]} for one in results]
    return edits(read, want)


class FilterModule:
    """Makes the filter known to Ansible."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"exchange_host_edits": exchange_host_edits}
