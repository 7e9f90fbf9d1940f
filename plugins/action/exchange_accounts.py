# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.rasmi.mail.plugins.modules import exchange_accounts
from ansible_collections.rasmi.mail.plugins.plugin_utils.controller_action import ControllerAction


class ActionModule(ControllerAction):
    """Says what was done, and which credential files must be handed over."""

    module_run = staticmethod(exchange_accounts.run)
    module_spec = exchange_accounts.ARGUMENT_SPEC
    module_rules = exchange_accounts.RULES
    speaks = True
