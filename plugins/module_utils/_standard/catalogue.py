# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The catalogue of controls: what we do about clauses, and how it is observed.

A profile binds values to these; it cannot invent a control or a parameter. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from ansible_collections.rasmi.mail.plugins.module_utils._standard.catalogue_accounts import ACCOUNTS
from ansible_collections.rasmi.mail.plugins.module_utils._standard.catalogue_server import SERVER
from ansible_collections.rasmi.mail.plugins.module_utils._standard.catalogue_watch import WATCH
from ansible_collections.rasmi.mail.plugins.module_utils._standard.controls import Control

CONTROLS: dict[str, Control] = {control.id: control for control in (*SERVER, *WATCH, *ACCOUNTS)}
