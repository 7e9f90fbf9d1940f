# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter: a size as documents write it, in bytes."""

from __future__ import annotations

DOCUMENTATION = r"""
name: size_bytes
author:
  - rasmi.mail contributors (@rasmi-mail)
short_description: A size as documents write it, in bytes
version_added: 1.0.0
description:
  - Turns V(300 MB), V(1 GiB) or V(unlimited) into a number of bytes.
  - A document's C(MB) can mean three numbers, so the unit is an option.
options:
  _input:
    description:
      - The size. V(unlimited) and V(Tanpa Had) give C(0), which stands for no limit.
      - Digits alone are bytes. V(100Mb) is refused, because a small C(b) means bits.
    type: raw
    required: true
  unit:
    description:
      - What C(KB), C(MB), C(GB) mean. C(KiB), C(MiB), C(GiB) are always binary.
      - V(decimal) makes 10 MB 10,000,000 bytes, V(decimal_kib) 10,240,000, V(binary) 10,485,760.
    type: str
    choices: [decimal, decimal_kib, binary]
    default: binary
seealso:
  - plugin: rasmi.mail.standard
    plugin_type: lookup
"""

EXAMPLES = r"""
- name: Show 314572800
  ansible.builtin.debug:
    msg: "{{ '300 MB' | rasmi.mail.size_bytes }}"

- name: Show 10240000
  ansible.builtin.debug:
    msg: "{{ '10 MB' | rasmi.mail.size_bytes(unit='decimal_kib') }}"
"""

RETURN = r"""
_value:
  description: The size in bytes, C(0) for no limit.
  type: int
"""

from collections.abc import Callable
from typing import Any

from ansible.errors import AnsibleFilterError

from ansible_collections.rasmi.mail.plugins.module_utils._standard.sizes import BINARY, parse_size


def size_bytes(value: Any, unit: str = BINARY) -> int:
    try:
        return parse_size(value, unit)
    except ValueError as error:
        raise AnsibleFilterError(f"rasmi.mail.size_bytes: {error}") from error


class FilterModule:
    """Makes the filter known to Ansible."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"size_bytes": size_bytes}
