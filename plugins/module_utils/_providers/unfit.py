# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A value that a setting does not take, whatever the platform.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations


class Unfit(ValueError):
    """A value that cannot be sent: `problem` and `remedy`, neither of them with the value in it."""

    def __init__(self, problem: str, remedy: str) -> None:
        super().__init__(f"{problem}. {remedy}")
        self.problem, self.remedy = problem, remedy
