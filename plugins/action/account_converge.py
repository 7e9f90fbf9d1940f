# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._converging import converge_accounts
from ansible_collections.rasmi.mail.plugins.modules import account_converge
from ansible_collections.rasmi.mail.plugins.plugin_utils.controller_action import ControllerAction


class ActionModule(ControllerAction):
    """Shows the plan before it is applied, and then what was done and which credential files must be handed over."""

    module_run = staticmethod(account_converge.run)
    module_spec = account_converge.ARGUMENT_SPEC
    module_rules = account_converge.RULES

    def run_here(self, params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
        return converge_accounts(params, check_mode, show=self.show)
