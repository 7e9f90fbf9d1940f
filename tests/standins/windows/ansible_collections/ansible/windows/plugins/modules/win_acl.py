# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Stand-in: see tests/standins/windows/README.md."""

from __future__ import annotations

from ansible_collections.ansible.windows.plugins.module_utils.desk import run

if __name__ == "__main__":
    run("win_acl")
