# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter: whether transport's disks have the room that the standard and Exchange itself need."""

from __future__ import annotations

DOCUMENTATION = r"""
name: exchange_back_pressure
author:
  - rasmi.mail contributors (@rasmi-mail)
short_description: Which of transport's directories have too little room
version_added: 1.0.0
description:
  - Judges bytes free, which the standard asks for, and the percentage used, at which Exchange slows down and then
    refuses mail (back pressure, from 89 %).
options:
  _input:
    description:
      - One dictionary per directory, with C(setting) (V(TemporaryStoragePath), V(QueueDatabasePath) or
        V(QueueDatabaseLoggingPath)), C(path), and C(size) and C(free) of its disk in bytes.
      - A C(size) of 0 means that the directory could not be looked at, which is a fault too.
    type: list
    elements: dict
    required: true
  min_bytes:
    description: Bytes that must be free for temporary files, C(min_bytes) of the control C-TMP-SPACE.
    type: int
    required: true
"""

EXAMPLES = r"""
- name: Require room for mail
  ansible.builtin.assert:
    that: volumes | rasmi.mail.exchange_back_pressure(min_bytes=1073741824) | length == 0
"""

RETURN = r"""
_value:
  description: One sentence per directory with too little room, with what to do.
  type: list
  elements: str
"""

from collections.abc import Callable
from typing import Any

from ansible.errors import AnsibleFilterError

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_space import PATHS, short_of_space


def exchange_back_pressure(volumes: list[dict[str, Any]], min_bytes: int) -> list[str]:
    unknown = sorted({str(one.get("setting")) for one in volumes} - set(PATHS))
    if unknown:
        raise AnsibleFilterError(f"rasmi.mail.exchange_back_pressure: unknown setting: {', '.join(unknown)}")
    try:
        return short_of_space(volumes, int(min_bytes))
    except ValueError as error:
        raise AnsibleFilterError(f"rasmi.mail.exchange_back_pressure: {error}") from error


class FilterModule:
    """Makes the filter known to Ansible."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"exchange_back_pressure": exchange_back_pressure}
