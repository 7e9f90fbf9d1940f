# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter: the date a number of working days after a date."""

from __future__ import annotations

DOCUMENTATION = r"""
name: working_days_after
author:
  - rasmi.mail contributors (@rasmi-mail)
short_description: The date a number of working days after a date
version_added: 1.0.0
description:
  - Counts working days by the calendar of a Malaysian state, with its weekend and its gazetted holidays.
  - The start date is day 0 and is not counted.
positional: _input, days, calendar
options:
  _input:
    description: The start date, C(YYYY-MM-DD).
    type: raw
    required: true
  days:
    description: How many working days later. With V(0) the start date itself, or the next working day.
    type: int
    required: true
  calendar:
    description:
      - The state, as ISO 3166-2 code (V(MY-03) is Kelantan, V(MY-16) is Putrajaya), or the C(calendar) section of a
        profile with its own added and removed days.
    type: raw
    required: true
requirements:
  - holidays >= 0.104
seealso:
  - plugin: rasmi.mail.standard
    plugin_type: lookup
"""

EXAMPLES = r"""
- name: Show 2026-06-02, three working days in Kelantan over Hari Raya Qurban and Wesak Day
  ansible.builtin.debug:
    msg: "{{ '2026-05-21' | rasmi.mail.working_days_after(3, 'MY-03') }}"

- name: Use the calendar of the profile
  ansible.builtin.debug:
    msg: "{{ '2026-05-21' | rasmi.mail.working_days_after(3, lookup('rasmi.mail.standard', 'kelantan').calendar) }}"
"""

RETURN = r"""
_value:
  description: The date, C(YYYY-MM-DD).
  type: str
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from ansible.errors import AnsibleFilterError

from ansible_collections.rasmi.mail.plugins.module_utils._standard.calendars import add_working_days, calendar_for
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import RasmiError


def working_days_after(value: Any, days: int, calendar: str | Mapping[str, Any]) -> str:
    section = calendar if isinstance(calendar, Mapping) else {"holidays": str(calendar)}
    try:
        start = date.fromisoformat(str(value))
        return add_working_days(start, int(days), calendar_for(section)).isoformat()
    except (ValueError, RasmiError, ImportError) as error:
        raise AnsibleFilterError(f"rasmi.mail.working_days_after: {error}") from error


class FilterModule:
    """Makes the filter known to Ansible."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"working_days_after": working_days_after}
