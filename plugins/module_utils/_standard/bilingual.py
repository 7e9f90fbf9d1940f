# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What people read, in the two languages of the standard's readers. PRIVATE to the collection rasmi.mail."""

from __future__ import annotations

#: {"ms": Malay, "en": English}.
Bilingual = dict[str, str]


def both(ms: str, en: str) -> Bilingual:
    """One sentence in Malay and English."""
    return {"ms": ms, "en": en}
