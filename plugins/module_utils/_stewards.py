# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From module options to the steward of a platform: who may do to a probe account what a helpdesk does.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._probes.steward import Steward
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.provider import ExchangeTarget
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.steward import ExchangeSteward
from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference.steward import (
    ReferenceSteward,
    StewardConnection,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.steward import ZimbraSteward
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.target import ZimbraTarget
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import RasmiError

#: Option `steward`: the connection on a reference server.
STEWARD_SPEC: dict[str, Any] = {
    "uri": {"type": "str", "required": True},
    "base_dn": {"type": "str", "required": True},
    "bind_dn": {"type": "str"},
    "bind_password": {"type": "str", "no_log": True},
    "bind_password_file": {"type": "path", "no_log": False},
    "ca_file": {"type": "path"},
    "server_name": {"type": "str"},
    "start_tls": {"type": "bool", "default": False},
}


def open_steward(params: dict[str, Any], standard: dict[str, Any]) -> Steward | None:
    """The steward of the platform; None without its connection. `standard` names the host when `target` does not.

    Raises RasmiError when its password cannot be read.
    """
    target = params["target"]
    name = target["name"] or standard["controls"].get("C-WEB-HTTPS", {}).get("host", "")
    if params["platform"] == "zimbra":
        return _zimbra(params["zimbra"], target["ca_file"], name) if params["zimbra"] else None
    if params["platform"] == "exchange":
        return _exchange(params["exchange"]) if params["exchange"] else None
    return _reference(params["steward"], target["ca_file"], name) if params["steward"] else None


def with_directory(params: dict[str, Any]) -> dict[str, Any]:
    """The options with where users of the platform exchange log on, as the target of the probes names it."""
    given = params.get("exchange")
    if not given:
        return params
    directory = given["directory"] or {}
    named = {
        "directory": directory.get("url") or "",
        "directory_name": directory.get("server_name") or "",
        "directory_ca_file": directory.get("ca_file") or given["ca_file"] or "",
    }
    return {**params, "target": {**params["target"], **named}}


def _exchange(given: dict[str, Any]) -> Steward:
    target = ExchangeTarget.from_options(given)
    return ExchangeSteward(target.directory, target.endpoint)


def _zimbra(given: dict[str, Any], ca_file: str | None, name: str) -> Steward:
    both = {"ca_file": given["ca_file"] or ca_file, "server_name": given["server_name"] or name}
    return ZimbraSteward(ZimbraTarget.from_options({**given, **both}))


def _reference(given: dict[str, Any], ca_file: str | None, name: str) -> Steward:
    password = given["bind_password"] or ""
    if given["bind_password_file"]:
        try:
            password = Path(given["bind_password_file"]).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise RasmiError(f"steward.bind_password_file cannot be read: {error}") from error
    connection = StewardConnection(
        uri=given["uri"],
        base_dn=given["base_dn"],
        bind_dn=given["bind_dn"] or f"cn=steward,ou=services,{given['base_dn']}",
        password=password,
        ca_file=given["ca_file"] or ca_file or "",
        server_name=given["server_name"] or name,
        start_tls=given["start_tls"],
    )
    return ReferenceSteward(connection)
