# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The words that Malaysian names are made of, as far as addresses care (profile.md section 5).

All are lower case, without dots and apostrophes. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


CONNECTORS = _set("bin binti binte bte bti bt b ibni a/l a/p s/o d/o anak ak")

#: Titles may not be registered as names (National Registration Department, directive 8/2006): removed.
TITLES = _set(
    "tun dato datuk datok datin dr prof profesor ir ts ar sr haji hajah hj hjh yb ybhg yab yam ybm kapten kapt mejar "
    "leftenan lt kolonel kol jeneral jen laksamana komander ustaz ustazah encik en puan pn mr mrs ms"
)

TITLE_PAIRS = frozenset(
    (
        "tan sri",
        "toh puan",
        "puan sri",
        "dato seri",
        "dato sri",
        "dato wira",
        "dato paduka",
        "dato setia",
        "dato indera",
        "datuk seri",
        "datuk sri",
        "datuk wira",
        "datuk paduka",
        "datin seri",
        "datin sri",
        "datin paduka",
        "prof madya",
        "profesor madya",
        "prof emeritus",
        "profesor emeritus",
        "yang berhormat",
        "yang berbahagia",
    )
)

#: Hereditary words are part of the name (same directive): kept, but they identify nobody alone.
HEREDITARY = _set(
    "tengku tunku engku ungku megat syed sayed said sharif syarif sharifah syarifah nik wan che raja abang dayang "
    "awangku pengiran puteri tuan"
)

MUHAMMAD = _set("muhammad muhamad mohammad mohamad mohamed mohammed muhammed mohd muhd md")

#: Binds to the next word: Abdul Latif is one name.
ABDUL = _set("abd abdul abdull")

SIKH = _set("singh kaur")
