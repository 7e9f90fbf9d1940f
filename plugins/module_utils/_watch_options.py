# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options of the watch that are long; plugins/doc_fragments/watch.py describes them.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._options import SMTP_SPEC


def _door(port: int, **more: Any) -> dict[str, Any]:
    return {
        "host": {"type": "str", "required": True},
        "port": {"type": "int", "default": port},
        "server_name": {"type": "str"},
        **more,
        "ca_file": {"type": "path"},
        "user": {"type": "str", "required": True},
        "password": {"type": "str", "no_log": True},
        "password_file": {"type": "path", "no_log": False},
        "timeout": {"type": "float", "default": 30.0},
    }


OUTSIDE_SPEC: dict[str, Any] = {
    "id": {"type": "str", "required": True},
    "address": {"type": "str", "required": True},
    "smtp": {
        "type": "dict",
        "required": True,
        "options": _door(587, security={"type": "str", "choices": ["starttls", "tls"], "default": "starttls"}),
        "required_one_of": [["password", "password_file"]],
    },
    "imap": {"type": "dict", "options": _door(993), "required_one_of": [["password", "password_file"]]},
}
ALARM_SPEC: dict[str, Any] = {
    "to": {"type": "list", "elements": "str", "required": True},
    "sender": {"type": "str", "required": True},
    "smtp": {"type": "dict", "options": SMTP_SPEC},
    "outbox": {"type": "path"},
}
