# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The error of what we do not do ourselves.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import RasmiError


class RefusedError(RasmiError):
    """We refuse, not the server: what was asked would destroy or expose something. Nothing was sent."""
