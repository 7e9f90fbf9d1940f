# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The forms field by field: what each may hold, when it must be filled, and what the paper calls it.

One row per field (requirements.md section 21, R200 and R201, with what intake must ask for besides: training date,
complete date, evidence). `validate.py` walks these tables; a new field is a new row. PRIVATE to rasmi.mail.
"""

from __future__ import annotations

from typing import NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._applications import checks, model

#: When a field must be filled: never, always, once the form is called complete (R022), once it is approved (R045).
OPTIONAL, ALWAYS, COMPLETE, APPROVED = range(4)


class Rule(NamedTuple):
    """One field. `inside` makes it a mapping, `each` a list; else `check` judges its value.

    `label` is the Malay name on the form, `remedy` what to write, `clauses` what demands it. `secret` values are
    never shown.
    """

    label: str
    check: checks.Check = checks.text
    need: int = OPTIONAL
    remedy: str = ""
    clauses: tuple[str, ...] = ()
    inside: dict[str, Rule] | None = None
    each: Rule | None = None
    secret: bool = False


Table = dict[str, Rule]

_DATE = "Write the date as year-month-day, for example 2026-01-31."
_PHONE = "Write the number with area code, for example 09-748 1957."
_ADDRESS = "Write the whole address, for example nama.bapa@kelantan.gov.my."
_LINE = "Write it on one line, as on the form."
_FLAG = "Write true or false."
_ID = "Write the id, for example KEL-2026-0001."
_UNIT = "Write the id of a unit in units.yml."
_SUPERVISOR = "Write the id of an e-mail supervisor in supervisors.yml."
_REFERENCE = "Write the id of the application that opened the account, or its address."

_GRADE: Table = {
    "scheme": Rule("Skim gred", checks.one_of("SSM", "SSPA"), COMPLETE, "Write SSM or SSPA.", ("R201",)),
    "grade": Rule("Gred", checks.line, COMPLETE, "Write the grade, for example N29, W54 or JUSA C.", ("R201",)),
}
_IDENTITY: Table = {
    "key": Rule(
        "No. Kad Pengenalan",
        checks.staff_key,
        COMPLETE,
        'Write "hmac-sha256:" and the keyed hash of the number, never the number.',
        ("R201",),
        secret=True,
    ),
    "last4": Rule(
        "No. Kad Pengenalan, 4 digit akhir",
        checks.last_four,
        OPTIONAL,
        "Write the last four digits only, in quotes.",
        ("R201",),
        secret=True,
    ),
}
POST_CLASS = Rule(
    "Kelas jawatan",
    checks.one_of("ordinary", "head_of_department", "top_management"),
    OPTIONAL,
    "Write ordinary, head_of_department or top_management.",
    ("R035", "R065"),
)
NAME_ORDER = Rule(
    "Susunan nama",
    checks.one_of("patronymic", "family-first", "western-first", "single"),
    OPTIONAL,
    "Ask the person; the order cannot be read off the name.",
    ("R056",),
)

_APPLICANT: Table = {
    "name": Rule("Nama", checks.name, COMPLETE, "Write the full name as on the identity card.", ("R201",)),
    "name_order": NAME_ORDER,
    "identity": Rule("No. Kad Pengenalan", need=COMPLETE, inside=_IDENTITY, clauses=("R201",)),
    "post": Rule("Jawatan", checks.line, COMPLETE, _LINE, ("R201",)),
    "post_class": POST_CLASS,
    "grade": Rule("Gred", need=COMPLETE, inside=_GRADE, clauses=("R201",)),
    "unit": Rule("Jabatan/Bahagian", checks.identifier, COMPLETE, _UNIT, ("R201",)),
    "office_phone": Rule("No. Telefon Pejabat", checks.phone, COMPLETE, _PHONE, ("R201",)),
    "mobile_phone": Rule("No. Telefon Bimbit", checks.phone, COMPLETE, _PHONE, ("R201",)),
    "note": Rule("Catatan/Tujuan", checks.text, OPTIONAL, "Write why the account is needed.", ("R036",)),
    "declared_on": Rule("Perakuan pemohon: tarikh", checks.day, COMPLETE, _DATE, ("R029",)),
}
_DEPARTMENT: Table = {
    "name": Rule("Nama Jabatan", checks.line, COMPLETE, _LINE, ("R200",)),
    "address": Rule("Alamat Jabatan", checks.text, COMPLETE, "Write the postal address.", ("R200",)),
    "phone": Rule("Telefon", checks.phone, COMPLETE, _PHONE, ("R200",)),
    "fax": Rule("Fax", checks.phone, OPTIONAL, _PHONE, ("R200",)),
    "responsible_officer": Rule("Pegawai Tanggungjawab", checks.reference, COMPLETE, _REFERENCE, ("R200", "C10")),
    "delegates": Rule(
        "Pegawai yang dibenarkan", each=Rule("Pegawai yang dibenarkan", checks.reference, remedy=_REFERENCE)
    ),
    "unit": Rule("Jabatan/Bahagian", checks.identifier, COMPLETE, _UNIT, ("R200",)),
    "tier": Rule("Kumpulan kuota", checks.identifier, OPTIONAL, "Write the id of a tier of the profile.", ("R066",)),
}


def _endorsement(label: str, need: int, clause: str) -> Rule:
    remedy = "The head of department signs with name, date and stamp."
    rows: Table = {
        "by": Rule(f"{label}: Nama", checks.name, need, remedy, (clause, "R045")),
        "post": Rule(f"{label}: Jawatan", checks.line, OPTIONAL, _LINE, (clause,)),
        "on": Rule(f"{label}: Tarikh", checks.day, need, _DATE, (clause, "R045")),
        "stamp": Rule(f"{label}: Cop Jawatan", checks.flag, need, _FLAG, (clause, "R045")),
    }
    return Rule(label, need=need, inside=rows, remedy=remedy, clauses=(clause, "R045"))


_BPTM = "Maklumat Perlaksanaan BPTM"
_DECISION: Table = {
    "result": Rule(
        f"{_BPTM}: Diluluskan/Ditolak",
        checks.one_of("pending", "approved", "rejected"),
        ALWAYS,
        "Write pending, approved or rejected.",
        ("R046",),
    ),
    "by": Rule("Pentadbir Rangkaian dan E-mel", checks.name, OPTIONAL, "Write who decided.", ("R052",)),
    "on": Rule(f"{_BPTM}: Tarikh", checks.day, OPTIONAL, _DATE, ("R052",)),
    "address": Rule(f"{_BPTM}: Alamat E-Mel", checks.address, OPTIONAL, _ADDRESS, ("R058",)),
    "similar_address": Rule("Alamat serupa disahkan", checks.flag, OPTIONAL, _FLAG, ("R058",)),
    "reason": Rule(f"{_BPTM}: Sebab", checks.text, OPTIONAL, "Write the reason in words.", ("R048",)),
}
_EVIDENCE: Table = {
    "kind": Rule("Bukti: jenis", checks.identifier, ALWAYS, "Write for example form_scan or letter.", ("R196",)),
    "ref": Rule("Bukti: rujukan fail", checks.line, ALWAYS, "Write the file reference.", ("R196",)),
    "sha256": Rule(
        "Bukti: cap jari fail", checks.sha256, ALWAYS, "Run sha256sum over the scan and write its result.", ("R196",)
    ),
    "file": Rule("Bukti: fail", checks.line, OPTIONAL, "Write the name of the scan that lies beside.", ("R196",)),
}
_LETTER: Table = {
    "ref": Rule("Surat: rujukan", checks.line, ALWAYS, "Write the reference of the letter.", ("R050",)),
    "on": Rule("Surat: tarikh", checks.day, ALWAYS, _DATE, ("R103",)),
    "by": Rule("Surat: daripada", checks.name, ALWAYS, "Write who signed the letter.", ("R050",)),
}
_TRAINING: Table = {"completed_on": Rule("Latihan asas: tarikh", checks.day, APPROVED, _DATE, ("R027",))}

_ALIASES = Rule("Alamat kedua", each=Rule("Alamat kedua", checks.address, remedy=_ADDRESS, clauses=("R058",)))
_GROUPS = Rule("Kumpulan e-mel", each=Rule("Kumpulan e-mel", checks.address, remedy=_ADDRESS, clauses=("R155",)))

_COMMON: Table = {
    "application": Rule("No. permohonan", checks.identifier, ALWAYS, _ID, ("R196",)),
    "form": Rule(
        "Borang", checks.one_of(model.OPS_001, model.OPS_002, model.NOTICE), ALWAYS, "Write OPS-001, OPS-002 or NOTICE."
    ),
    "received_on": Rule("Tarikh terima", checks.day, COMPLETE, _DATE, ("R022",)),
    "complete_on": Rule("Tarikh permohonan lengkap", checks.day, APPROVED, _DATE, ("R022", "R023")),
    "withdrawn_on": Rule("Tarikh ditarik balik", checks.day, OPTIONAL, _DATE),
    "filed_on": Rule("Tarikh difailkan", checks.day, OPTIONAL, _DATE, ("R196",)),
    "decision": Rule(_BPTM, need=OPTIONAL, inside=_DECISION, clauses=("R046",)),
    "evidence": Rule(
        "Bukti",
        need=APPROVED,
        remedy="Name the scan of the form: kind, ref and sha256.",
        each=Rule("Bukti", inside=_EVIDENCE),
        clauses=("R196",),
    ),
}
_OPENING: Table = {
    **_COMMON,
    "proposed_address": Rule("Cadangan alamat e-mel", checks.line, OPTIONAL, _ADDRESS, ("R055",)),
    "aliases": _ALIASES,
    "supervisor": Rule("Penyelia e-mel", checks.identifier, COMPLETE, _SUPERVISOR, ("R021",)),
    "existing_account": Rule("Akaun sedia ada", checks.flag, OPTIONAL, _FLAG),
}

OPS_002: Table = {
    **_OPENING,
    "services": Rule(
        "Permohonan akaun: E-MEL / INTERNET",
        need=COMPLETE,
        remedy="Tick at least one: [email], [internet] or both.",
        each=Rule("Permohonan akaun", checks.one_of("email", "internet"), remedy="Write email or internet."),
        clauses=("R201",),
    ),
    "applicant": Rule("Maklumat Pemohon", need=COMPLETE, inside=_APPLICANT, clauses=("R201",)),
    "groups": _GROUPS,
    "training": Rule(
        "Latihan asas",
        need=APPROVED,
        inside=_TRAINING,
        remedy="Give the basic e-mail training first, then write its date.",
        clauses=("R027",),
    ),
    "support": _endorsement("Disokong oleh Pengarah/Ketua Jabatan", APPROVED, "R046"),
}
OPS_001: Table = {
    **_OPENING,
    "department": Rule("Maklumat Jabatan", need=COMPLETE, inside=_DEPARTMENT, clauses=("R200",)),
    "verification": _endorsement("Pengesahan Ketua Jabatan", APPROVED, "R047"),
}
_CHANGES: Table = {
    "name": _APPLICANT["name"]._replace(need=OPTIONAL),
    "name_order": NAME_ORDER,
    "post": _APPLICANT["post"]._replace(need=OPTIONAL),
    "post_class": POST_CLASS,
    "grade": Rule("Gred", inside=_GRADE),
    "unit": _APPLICANT["unit"]._replace(need=OPTIONAL),
    "office_phone": _APPLICANT["office_phone"]._replace(need=OPTIONAL),
    "address": Rule("Cadangan alamat e-mel", checks.line, OPTIONAL, _ADDRESS, ("R055",)),
    "aliases": _ALIASES,
    "supervisor": _OPENING["supervisor"]._replace(need=OPTIONAL),
    "responsible_officer": _DEPARTMENT["responsible_officer"]._replace(need=OPTIONAL),
    "delegates": _DEPARTMENT["delegates"],
}
NOTICE: Table = {
    **_COMMON,
    "complete_on": _COMMON["complete_on"]._replace(need=OPTIONAL),
    "event": Rule(
        "Jenis notis", checks.one_of(*model.EVENTS), ALWAYS, f"Write one of {', '.join(model.EVENTS)}.", ("R030",)
    ),
    "account": Rule("Akaun", checks.reference, ALWAYS, _REFERENCE, ("R203",)),
    "effective_on": Rule("Tarikh kuat kuasa", checks.day, OPTIONAL, _DATE, ("R103",)),
    "reason": Rule(
        "Sebab", checks.identifier, COMPLETE, "Write the reason, for example service_ended.", ("R100", "R105")
    ),
    "changes": Rule("Perubahan", inside=_CHANGES),
    "groups": _GROUPS,
    "letter": Rule("Surat", inside=_LETTER, remedy="Name the letter: ref, on and by.", clauses=("R050", "R103")),
}

FORMS: dict[str, Table] = {model.OPS_001: OPS_001, model.OPS_002: OPS_002, model.NOTICE: NOTICE}
