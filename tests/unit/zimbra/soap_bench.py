# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A scripted Zimbra server and the SOAP client that asks it."""

from __future__ import annotations

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Soap, pairs
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.target import ZimbraTarget
from tests.standins.soapscript import Script, say

CREATE = ("CreateAccountRequest", {"name": "amin@kelantan.gov.my", "password": "Sementara-2026!x"})
READ = ("GetAllCosRequest", {})
SETTLE = ("ModifyConfigRequest", {"a": pairs({"zimbraMtaMaxMessageSize": "10485760"})})


class Bench:
    """A server, a client, and the pauses that the client made."""

    def __init__(self, server: Script, **options: Any) -> None:
        self.server = server
        self.pauses: list[float] = []
        target = ZimbraTarget.from_options({**server.options, **options})
        self.soap = Soap(target, sleep=self.pauses.append, chance=lambda: 0.0)


def batched(answers: dict[str, list[dict[str, Any]]]) -> Any:
    """A step that answers a batch with these responses."""
    return lambda _asked: say("BatchRequest", answers)
