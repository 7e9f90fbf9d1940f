# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.rasmi.mail.plugins.modules import zimbra_accounts_info
from ansible_collections.rasmi.mail.plugins.plugin_utils.controller_action import ControllerAction


class ActionModule(ControllerAction):
    module_run = staticmethod(zimbra_accounts_info.run)
    module_spec = zimbra_accounts_info.ARGUMENT_SPEC
    module_rules = zimbra_accounts_info.RULES
