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
#: Active Directory, alone or beside an Exchange organisation.
DIRECTORY_SPEC: dict[str, Any] = {
    "url": {"type": "str", "required": True},
    "auth": {"type": "str", "choices": ["simple", "kerberos"], "default": "simple"},
    "user": {"type": "str"},
    "password": {"type": "str", "no_log": True},
    "password_file": {"type": "path"},
    "ca_file": {"type": "path"},
    "server_name": {"type": "str"},
    "start_tls": {"type": "bool", "default": False},
    "base": {"type": "str"},
    "home": {"type": "str"},
    "timeout": {"type": "int", "default": 60},
}
EXCHANGE_SPEC: dict[str, Any] = {
    "url": {"type": "str", "required": True},
    "auth": {"type": "str", "choices": ["kerberos", "basic", "certificate"], "default": "kerberos"},
    "user": {"type": "str"},
    "password": {"type": "str", "no_log": True},
    "password_file": {"type": "path"},
    "certificate_file": {"type": "path"},
    "certificate_key": {"type": "path", "no_log": False},
    "ca_file": {"type": "path"},
    "server_name": {"type": "str"},
    "domain_controller": {"type": "str"},
    "version": {"type": "str", "choices": ["2016", "2019", "SE"]},
    "workers": {"type": "int", "default": 6},
    "timeout": {"type": "int", "default": 300},
    "directory": {"type": "dict", "options": DIRECTORY_SPEC},
    "suspended_mail": {"type": "str", "choices": ["accept", "refuse"], "default": "accept"},
    "database": {"type": "str"},
    "skype_pool": {"type": "str"},
    "skype_url": {"type": "str"},
}
#: The site's mail server, for notices.
SMTP_SPEC: dict[str, Any] = {
    "host": {"type": "str", "required": True},
    "port": {"type": "int", "default": 587},
    "server_name": {"type": "str"},
    "security": {"type": "str", "choices": ["starttls", "tls", "none"], "default": "starttls"},
    "ca_file": {"type": "path"},
    "user": {"type": "str"},
    "password": {"type": "str", "no_log": True},
    "password_file": {"type": "path"},
    "timeout": {"type": "float", "default": 30.0},
    "per_second": {"type": "float", "default": 5.0},
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
#: One account as a task writes it.
ACCOUNT_SPEC: dict[str, Any] = {
    "account_id": {"type": "str", "required": True},
    "address": {"type": "str", "required": True},
    "name": {"type": "str", "required": True},
    "basis": {"type": "str", "required": True},
    "kind": {"type": "str", "choices": ["individual", "department", "probe"]},
    "state": {"type": "str", "choices": ["active", "suspended", "removed"]},
    "tier": {"type": "str"},
    "quota": {"type": "int"},
    "unit": {"type": "str"},
    "post": {"type": "str"},
    "grade": {"type": "str"},
    "office_phone": {"type": "str"},
    "staff_key": {"type": "str", "no_log": False},
    "supervisor": {"type": "str"},
    "owner": {"type": "str"},
    "delegates": {"type": "list", "elements": "str"},
    "opens": {"type": "list", "elements": "str"},
    "aliases": {"type": "list", "elements": "str"},
    "groups": {"type": "list", "elements": "str"},
    "adopt": {"type": "bool"},
}
#: What every module that changes accounts in bulk takes besides its plan and its connection.
APPLYING_SPEC: dict[str, Any] = {
    "expect_plan": {"type": "str"},
    "ledger": {"type": "path", "required": True},
    "handover": {"type": "path"},
    "supervisors": {"type": "path"},
    "password_length": {"type": "int", "default": 12, "no_log": False},
    "limits": {"type": "dict", "options": LIMITS_SPEC},
    "operator": {"type": "str"},
}
#: What every <platform>_accounts module takes besides its connection.
APPLY_SPEC: dict[str, Any] = {
    "plan": {"type": "path"},
    "accounts": {"type": "list", "elements": "dict", "options": ACCOUNT_SPEC},
    "profile": {"type": "str"},
    "profile_paths": {"type": "list", "elements": "path", "default": []},
    "as_of": {"type": "str"},
    **APPLYING_SPEC,
}
APPLY_RULES: dict[str, Any] = {
    "mutually_exclusive": [("plan", "accounts")],
    "required_one_of": [("plan", "accounts")],
    "required_by": {"accounts": ("profile",)},
}
