# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

from ansible_collections.rasmi.mail.plugins.modules import mail_watch
from ansible_collections.rasmi.mail.plugins.plugin_utils.controller_action import ControllerAction


class ActionModule(ControllerAction):
    module_run = staticmethod(mail_watch.run)
    module_spec = mail_watch.ARGUMENT_SPEC
