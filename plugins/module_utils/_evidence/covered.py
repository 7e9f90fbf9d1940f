# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether every officer has an official mailbox (R020), from the staff list; without a list nothing is known.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._evidence.records import make_verdict
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import Bilingual, both
from ansible_collections.rasmi.mail.plugins.module_utils._standard.verdict import COULD_NOT_TEST, FAIL, PASS, Verdict

CONTROL = "C-COVER"
#: A list that is older says nothing about today's staff.
MAX_AGE = timedelta(days=366)
_EXPECTED = both("setiap pegawai dalam senarai ada emel rasmi", "every officer on the list has an official mailbox")


def cover_verdict(section: Mapping[str, Any] | None, planned: bool, as_of: date) -> Verdict:
    """The verdict over a staff list.

    `section` is {"as_of", "officers", "covered", "without", "units", "unmade", "strangers"}, None = no list was handed
    in; `planned` says whether a plan shows what the server has.
    """
    problem = _problem(section, planned, as_of)
    if section is None or problem:
        return make_verdict(CONTROL, "staff", COULD_NOT_TEST, _EXPECTED, problem or both("", ""), [])
    without, strangers = len(section["without"]), len(section["strangers"])
    observed = both(
        f"{section['covered']} daripada {section['officers']} pegawai ada emel rasmi, {without} tiada; pemilik "
        f"{strangers} peti tiada dalam senarai {section['as_of']}",
        f"{section['covered']} of {section['officers']} officers have an official mailbox, {without} have none; the "
        f"owners of {strangers} mailboxes are not on the list of {section['as_of']}",
    )
    lines = [f"without a mailbox: {unit or '(no unit)'}: {number}" for unit, number in section["units"].items()]
    if section["unmade"]:
        lines.append(f"of these approved and not made yet: {section['unmade']}")
    lines += [f"not on the list: {address}" for address in section["strangers"]]
    return make_verdict(CONTROL, "staff", FAIL if without else PASS, _EXPECTED, observed, lines)


def _problem(section: Mapping[str, Any] | None, planned: bool, as_of: date) -> Bilingual | None:
    if section is None:
        return both(
            "tiada senarai kakitangan. Namakan satu (rasmi_mail_staff); application_import membuatnya.",
            "no staff list. Name one (rasmi_mail_staff); application_import makes it.",
        )
    day = date.fromisoformat(section["as_of"])
    if not as_of - MAX_AGE <= day <= as_of:
        return both(
            f"senarai kakitangan bertarikh {day}, lebih setahun lalu atau pada masa hadapan. Buat yang baharu.",
            f"the staff list is of {day}, more than a year ago or in the future. Make a new one.",
        )
    if not section["officers"]:
        return both("senarai kakitangan kosong. Buat yang baharu.", "the staff list is empty. Make a new one.")
    if not planned:
        return both(
            "tiada rancangan yang menunjukkan akaun pada pelayan. Jalankan account_plan.",
            "no plan shows which accounts the server has. Run account_plan.",
        )
    return None
