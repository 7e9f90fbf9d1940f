# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Options that several modules share. Their documentation is in plugins/doc_fragments/.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from typing import Any

REFERENCE_SPEC: dict[str, Any] = {
    "uri": {"type": "str", "required": True},
    "base_dn": {"type": "str", "required": True},
    "bind_dn": {"type": "str", "required": True},
    "bind_password": {"type": "str", "no_log": True},
    "bind_password_file": {"type": "path"},
    "ca_file": {"type": "path"},
    "server_name": {"type": "str"},
    "plaintext_loopback": {"type": "bool", "default": False},
    "timeout": {"type": "int", "default": 60},
}
ZIMBRA_SPEC: dict[str, Any] = {
    "url": {"type": "str"},
    "host": {"type": "str"},
    "port": {"type": "int", "default": 7071},
    "user": {"type": "str", "required": True},
    "password": {"type": "str", "no_log": True},
    "password_file": {"type": "path"},
    "ca_file": {"type": "path"},
    "server_name": {"type": "str"},
    "plaintext_loopback": {"type": "bool", "default": False},
    "timeout": {"type": "int", "default": 60},
    "requests_per_second": {"type": "float", "default": 25.0},
    "tries": {"type": "int", "default": 8},
    "batch": {"type": "int", "default": 50},
    "domain": {"type": "str"},
    "cos_prefix": {"type": "str", "default": "rasmi_"},
    "freeze": {"type": "str", "choices": ["locked", "closed"], "default": "locked"},
    "control": {"type": "str", "default": "rasmi-control"},
    "grant_user": {"type": "str"},
    "grant_password": {"type": "str", "no_log": True},
    "grant_password_file": {"type": "path"},
}
LIMITS_SPEC: dict[str, Any] = {
    "max_destructive": {"type": "int"},
    "max_destructive_share": {"type": "float"},
    "share_from": {"type": "int"},
    "min_directory_share": {"type": "float"},
    "max_errors": {"type": "int"},
}
SCOPE_SPEC: dict[str, Any] = {
    "domains": {"type": "list", "elements": "str", "default": []},
    "units": {"type": "list", "elements": "str", "default": []},
}
