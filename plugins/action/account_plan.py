# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._planning import plan_lines
from ansible_collections.rasmi.mail.plugins.modules import account_plan
from ansible_collections.rasmi.mail.plugins.plugin_utils.controller_action import ControllerAction


class ActionModule(ControllerAction):
    module_run = staticmethod(account_plan.run)
    module_spec = account_plan.ARGUMENT_SPEC
    module_rules = account_plan.RULES

    @staticmethod
    def lines(result: Mapping[str, Any]) -> Iterable[str]:
        return plan_lines(result)
