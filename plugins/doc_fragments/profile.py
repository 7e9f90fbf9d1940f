# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """The standard that a module works by."""

    DOCUMENTATION = r"""
options:
  profile:
    description: Id of the profile, or the path of its file.
    type: str
  profile_paths:
    description: Directories to look for profiles in, before the collection's own.
    type: list
    elements: path
    default: []
"""
