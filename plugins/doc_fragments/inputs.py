# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """What is read before anything about accounts can be said."""

    DOCUMENTATION = r"""
options:
  applications:
    description: Directory of the forms, or one file of many documents.
    type: path
    required: true
  units:
    description: File of the departments and divisions that forms may name. Not checked when it is not given.
    type: path
  groups:
    description: File of the groups that forms may name. Not checked when it is not given.
    type: path
  supervisors:
    description: File of the e-mail supervisors that forms may name. Not checked when it is not given.
    type: path
  probes:
    description: File of the accounts that only probes use; their addresses are taken.
    type: path
  as_of:
    description: The day (YYYY-MM-DD) that decides every deadline. The default is today in Malaysia.
    type: str
  cache:
    description: Directory in which parsed forms are remembered by content. Nothing is remembered without it.
    type: path
"""
