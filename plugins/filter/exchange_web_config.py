# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Filter: the size caps of a web.config of Exchange."""

from __future__ import annotations

DOCUMENTATION = r"""
name: exchange_web_config
author:
  - rasmi.mail contributors (@rasmi-mail)
short_description: A web.config of Exchange with its size caps fitted to a message cap
version_added: 1.0.0
description:
  - Changes the limits of Outlook on the web, ActiveSync and EWS that no cmdlet sets, and nothing else in the file.
  - A web request carries a message in base64, so the limits become that much larger than the message cap. Those of
    ActiveSync are only lowered. The bindings of unified messaging stay.
  - A file of another shape than the documented one gives a C(fault) and no change.
options:
  _input:
    description: The file as M(ansible.windows.slurp) hands it over, in base64.
    type: str
    required: true
  kind:
    description: Which file it is.
    type: str
    choices: [owa_front, owa_back, eas_front, eas_back, ews_front, ews_back]
    required: true
  message_bytes:
    description: The message cap in bytes, C(out_bytes) of the control C-MSG-SIZE.
    type: int
    required: true
"""

EXAMPLES = r"""
- name: Show what would change in the web client's front end
  ansible.builtin.debug:
    msg: "{{ (slurped.content | rasmi.mail.exchange_web_config(kind='owa_front', message_bytes=14680064)).changes }}"
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

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_caps import FILES, cap
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_edit import Edited, content
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_xml import ShapeError


def exchange_web_config(slurped: str, kind: str, message_bytes: int) -> dict[str, Any]:
    if kind not in FILES:
        raise AnsibleFilterError(f"rasmi.mail.exchange_web_config: kind must be one of {', '.join(FILES)}, not {kind}")
    try:
        return cap(content(slurped), kind, int(message_bytes)).to_dict()
    except ShapeError as error:
        return Edited(b"", fault=str(error)).to_dict()
    except ValueError as error:
        raise AnsibleFilterError(f"rasmi.mail.exchange_web_config: {error}") from error


class FilterModule:
    """Makes the filter known to Ansible."""

    def filters(self) -> dict[str, Callable[..., Any]]:
        return {"exchange_web_config": exchange_web_config}
