# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter: address candidates for a person's name."""

from __future__ import annotations

DOCUMENTATION = r"""
name: address_candidates
author:
  - rasmi.mail contributors (@rasmi-mail)
short_description: Address candidates for a person's name
version_added: 1.0.0
description:
  - Gives local parts of e-mail addresses for a Malaysian name, best first. Titles are removed, hereditary words are
    kept, names are split at their connector (C(bin), C(binti), C(a/l), C(anak) and so on).
  - A candidate that is too long is dropped, never cut. A person picks.
options:
  _input:
    description: The name as registered, titles or not.
    type: str
    required: true
  order:
    description:
      - How the name is built, where it has no connector. A string alone does not tell, so without it the answer holds
        V(name_order) under C(ask).
    type: str
    choices: [patronymic, family-first, western-first, single]
  minimum:
    description: Fewest characters of a local part.
    type: int
    default: 4
  maximum:
    description: Most characters of a local part; the dot counts.
    type: int
    default: 15
  taken:
    description: Local parts in use or held. Candidates equal to one, or looking like one, are dropped.
    type: list
    elements: str
    default: []
  reserved:
    description: Local parts kept for functions, such as V(postmaster).
    type: list
    elements: str
    default: []
  blocked:
    description: Words that no address may contain.
    type: list
    elements: str
    default: []
"""

EXAMPLES = r"""
- name: Show nuraisyah.zaki first
  ansible.builtin.debug:
    msg: "{{ ('Nik Nur Aisyah binti Nik Mohd Zaki' | rasmi.mail.address_candidates).candidates }}"

- name: A Chinese name needs its order
  ansible.builtin.debug:
    msg: "{{ 'Lai Soon Chong' | rasmi.mail.address_candidates(order='family-first', taken=['soonchong']) }}"
"""

RETURN = r"""
_value:
  description:
    - C(candidates), C(too_long), C(too_short) and C(unavailable) are lists of local parts.
    - C(titles) lists what was removed, C(alias) is the name after an at sign, C(ask) lists what a person must say
      first (V(name_order), V(alias), V(spelling)).
  type: dict
"""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from ansible.errors import AnsibleFilterError

from ansible_collections.rasmi.mail.plugins.module_utils._standard import names


def address_candidates(
    value: str,
    order: str | None = None,
    minimum: int = 4,
    maximum: int = 15,
    taken: list[str] | None = None,
    reserved: list[str] | None = None,
    blocked: list[str] | None = None,
) -> dict[str, Any]:
    try:
        found = names.address_candidates(
            str(value),
            order,
            minimum=minimum,
            maximum=maximum,
            taken=taken or (),
            reserved=reserved or (),
            blocked=blocked or (),
        )
    except ValueError as error:
        raise AnsibleFilterError(f"rasmi.mail.address_candidates: {error}") from error
    return {key: list(item) if isinstance(item, tuple) else item for key, item in asdict(found).items()}


class FilterModule:
    """Makes the filter known to Ansible."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"address_candidates": address_candidates}
