# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Valid application forms of invented people, as many as a benchmark needs.

python tests/bench/_generate.py DIRECTORY NUMBER
"""

from __future__ import annotations

import hashlib
import random
import sys
from pathlib import Path

GIVEN = (
    "ahmad",
    "aminah",
    "azlan",
    "aisyah",
    "bakar",
    "fatimah",
    "hafiz",
    "halim",
    "hasnah",
    "idris",
    "kamal",
    "latif",
)
FATHER = ("abdullah", "awang", "daud", "deraman", "ghani", "hamid", "harun", "isa", "jusoh", "mamat", "omar", "salleh")
#: SSM grades with the post that goes with them; the lower two need a reason (R036).
POSTS = (
    ("N29", "Penolong Pegawai Tadbir"),
    ("N41", "Pegawai Tadbir"),
    ("F41", "Pegawai Teknologi Maklumat"),
    ("WA44", "Akauntan"),
    ("N19", "Pembantu Tadbir"),
    ("H11", "Pemandu Kenderaan"),
)
#: Units and supervisors of the lab inventory.
UNITS = (("suk", "suk"), ("bptm", "bptm"), ("bpsm", "suk"), ("upen", "upen"), ("pkn", "pkn"), ("pdt-kb", "pdt-kb"))

FORM = """\
---
application: KEL-2026-{number:06d}
form: OPS-002
received_on: {received}
complete_on: {complete}
services: [email]
applicant:
  name: {name}
  name_order: patronymic
  identity: {{key: "hmac-sha256:{key}", last4: "{last4:04d}"}}
  post: {post}
  post_class: {post_class}
  grade: {{scheme: SSM, grade: {grade}}}
  unit: {unit}
  office_phone: 09-000 {last4:04d}
  mobile_phone: 019-{number:07d}
  note: {note}
  declared_on: {received}
training: {{completed_on: 2026-01-04}}
proposed_address: {address}
supervisor: {supervisor}
support: {{by: Rohani binti Daud, post: Ketua Jabatan, on: {complete}, stamp: true}}
decision:
  result: approved
  by: Pentadbir Rangkaian dan E-mel
  on: {decided}
  address: {address}
evidence:
  - {{kind: form_scan, ref: "BPTM.600-3/2/1 ({number})", sha256: {scan}}}
"""


def form(number: int, domain: str = "kelantan.gov.my") -> str:
    """The text of one form; the same number always gives the same form, every number another person."""
    chance = random.Random(number)
    given, father = chance.choice(GIVEN), chance.choice(FATHER)
    grade, post = chance.choice(POSTS)
    top = number % 100 == 0
    unit, supervisor = chance.choice(UNITS)
    month, day = chance.randint(1, 9), chance.randint(5, 25)
    return FORM.format(
        number=number,
        received=f"2026-{month:02d}-{day:02d}",
        complete=f"2026-{month:02d}-{day + 1:02d}",
        decided=f"2026-{month:02d}-{day + 2:02d}",
        name=f"{given.title()} bin {father.title()}",
        key=hashlib.sha256(f"person {number}".encode()).hexdigest(),
        last4=number % 10000,
        post="Setiausaha Bahagian" if top else post,
        post_class="top_management" if top else "ordinary",
        grade="JUSA C" if top else grade,
        unit=unit,
        supervisor=supervisor,
        note="Urusan rasmi harian" if grade in ("N19", "H11") and not top else '""',
        address=f"{given}.{father}{number}@{domain}",
        scan=hashlib.sha256(f"scan {number}".encode()).hexdigest(),
    )


def generate(directory: str | Path, count: int, domain: str = "kelantan.gov.my") -> None:
    """Write `count` forms, numbered from 1, a thousand to a subdirectory. Existing files of the same name are kept
    when they already say the same, so that a second call changes nothing."""
    root = Path(directory)
    for number in range(1, count + 1):
        place = root / f"{number // 1000:04d}"
        if number == 1 or number % 1000 == 0:
            place.mkdir(parents=True, exist_ok=True)
        file, text = place / f"kel-2026-{number:06d}.yml", form(number, domain)
        if not file.exists() or file.read_text(encoding="utf-8") != text:
            file.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    generate(sys.argv[1], int(sys.argv[2]))
