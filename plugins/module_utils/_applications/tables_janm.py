# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""JANM's two forms and the application of the archive procedure, field by field.

One row per field (requirements.md section 21, R202 to R204, with what intake must ask for besides: staff or kader,
category, training, complete date, evidence). A star on the paper is COMPLETE. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from ansible_collections.rasmi.mail.plugins.module_utils._applications import checks, model, tables
from ansible_collections.rasmi.mail.plugins.module_utils._applications.tables import (
    ALWAYS,
    APPROVED,
    COMPLETE,
    OPTIONAL,
    Rule,
    Table,
)

_DATE = "Write the date as year-month-day, for example 2026-01-31."
_PHONE = "Write the number with area code, for example 03-8882 1354."
_ADDRESS = "Write the whole address, for example latif.ahmad@anm.gov.my."
_UNIT = "Write the id of the place of duty in units.yml; for a kader that is the agency or ministry."
_LINE = "Write it on one line, as on the form."
_CHANNELS = ("email", "memo", "letter", "form")

_SERVICE = checks.one_of(model.MYGOVUC, model.ACTIVE_DIRECTORY)
_ADD_ON = Rule("Nilai tambah", checks.one_of(*model.ADD_ONS), remedy=f"Write {', '.join(model.ADD_ONS)}.")
_WHEN = f"Write one of {', '.join(_CHANNELS)}."


def _cited(rule: Rule, *clauses: str) -> Rule:
    """The row of another form, with what demands it on this one."""
    inside = {key: _cited(row, *clauses) for key, row in rule.inside.items()} if rule.inside else None
    return rule._replace(clauses=clauses, inside=inside)


def _administrator(name: str) -> Rule:
    """The signature of one of the two administrators: each signs for its own system (R048)."""
    remedy = f"The {name} administrator signs with name and date."
    rows: Table = {
        "by": Rule(f"Pentadbir {name}: Nama", checks.name, ALWAYS, remedy, ("R048",)),
        "on": Rule(f"Pentadbir {name}: Tarikh", checks.day, ALWAYS, _DATE, ("R048",)),
    }
    return Rule(f"Tandatangan Pentadbir {name}", inside=rows, remedy=remedy, clauses=("R048",))


def _services(number: str) -> Rule:
    return Rule(
        "Jenis permohonan",
        need=COMPLETE,
        remedy="Tick at least one: [mygovuc], [active_directory] or both.",
        each=Rule("Jenis permohonan", _SERVICE, remedy="Write mygovuc or active_directory."),
        clauses=(number,),
    )


def _confirmation() -> Rule:
    remedy = "The head of division or section signs with name, date and official stamp."
    clauses = ("R037", "R048")
    rows: Table = {
        "by": Rule("Pengesahan Ketua Bahagian/Seksyen: Nama", checks.name, APPROVED, remedy, clauses),
        "post": Rule("Pengesahan Ketua Bahagian/Seksyen: Jawatan", checks.line, OPTIONAL, _LINE),
        "on": Rule("Pengesahan Ketua Bahagian/Seksyen: Tarikh", checks.day, APPROVED, _DATE, clauses),
        "stamp": Rule("Cop Rasmi", checks.flag, APPROVED, "Write true when the stamp is there.", clauses),
    }
    return Rule("Pengesahan Ketua Bahagian/Seksyen", need=APPROVED, inside=rows, remedy=remedy, clauses=clauses)


_RESULT = tables._DECISION["result"]._replace(clauses=("R048",))
_DECISION: Table = {
    "result": _RESULT,
    "reason": Rule("Ditolak: Sebab", checks.text, OPTIONAL, "Write the reason in words.", ("R048",)),
    "mygovuc_id": Rule("ID MyGovUC", checks.line, OPTIONAL, _LINE, ("R058", "R106")),
    "ad_id": Rule("ID Active Directory", checks.line, OPTIONAL, _LINE, ("R058", "R106")),
    "uc": _administrator("UC"),
    "ad": _administrator("AD"),
}
_BPTM = "Untuk kegunaan BPTM sahaja"
#: The duty agency's administrator is asked, and confirms (R126, R127): we write nothing to a foreign mailbox.
_STAMPING: Table = {
    "requested_on": Rule("Permintaan kepada pentadbir agensi: tarikh", checks.day, OPTIONAL, _DATE, ("R127",)),
    "confirmed_on": Rule("Pengesahan pentadbir agensi: tarikh", checks.day, OPTIONAL, _DATE, ("R126",)),
}
STAMPING = Rule("Email stamping", inside=_STAMPING, clauses=("R126", "R127"))

_COMMON: Table = {key: rule for key, rule in tables._COMMON.items() if key not in ("form", "decision")}
_COMMON["form"] = Rule("Borang", checks.one_of(model.JANM_NEW, model.JANM_END, model.ARCHIVE), ALWAYS)

_PERSON = tables._APPLICANT
_APPLICANT: Table = {
    "name": _cited(_PERSON["name"], "R202")._replace(label="Nama Penuh"),
    "name_order": _PERSON["name_order"],
    "identity": _cited(_PERSON["identity"], "R202"),
    "post": _cited(_PERSON["post"], "R202")._replace(label="Gelaran Jawatan"),
    "grade": _cited(_PERSON["grade"], "R202", "R067"),
    "office_phone": Rule("No. Telefon Pejabat", checks.phone, OPTIONAL, _PHONE, ("R202",)),
    "mobile_phone": Rule("No. Telefon Bimbit", checks.phone, COMPLETE, _PHONE, ("R202",)),
    "unit": Rule(
        "Ibu Pejabat / Pejabat Perakaunan Negeri / Cawangan / Agensi / Kementerian",
        checks.identifier,
        COMPLETE,
        _UNIT,
        ("R202",),
    ),
    "staff": Rule(
        "Warga JANM / Kader",
        checks.one_of(model.STAFF, model.KADER),
        COMPLETE,
        "Write janm for who serves inside JANM, kader for who serves outside.",
        ("R037", "R038"),
    ),
    "category": Rule(
        "Kategori kader",
        checks.one_of(model.CATEGORY_A, model.CATEGORY_B),
        OPTIONAL,
        "Write A when the agency at the place of duty has joined MyGovUC, B when it has not.",
        ("R125", "R128"),
    ),
    "agency_address": Rule(
        "Akaun e-mel agensi bertugas",
        checks.address,
        OPTIONAL,
        "Write the officer's primary address at the duty agency.",
        ("R126",),
    ),
    "declared_on": Rule("Tandatangan Pemohon: Tarikh", checks.day, COMPLETE, _DATE, ("R202",)),
}
JANM_NEW: Table = {
    **_COMMON,
    "services": _services("R202"),
    "applicant": Rule("Maklumat Permohonan", need=COMPLETE, inside=_APPLICANT, clauses=("R202",)),
    "proposed_address": Rule("Cadangan alamat e-mel", checks.line, OPTIONAL, _ADDRESS, ("R055",)),
    "groups": tables._GROUPS,
    "add_ons": Rule("Nilai Tambah MyGovUC", each=_ADD_ON, clauses=("R148",)),
    "training": Rule(
        "Latihan asas",
        inside=tables._TRAINING,
        remedy="Give the basic e-mail training first, then write its date.",
        clauses=("R027",),
    ),
    "supervisor": Rule(
        "Penyerah kata laluan sementara",
        checks.identifier,
        OPTIONAL,
        "Write the id in supervisors.yml of who hands over the temporary password.",
        ("R082",),
    ),
    "existing_account": tables._OPENING["existing_account"],
    "confirmation": _confirmation(),
    "decision": Rule(
        _BPTM,
        inside={
            **_DECISION,
            "address": Rule("Alamat E-mel", checks.address, OPTIONAL, _ADDRESS, ("R058",)),
            "similar_address": tables._DECISION["similar_address"],
            "storage": Rule("Storan", checks.one_of("2 GB", "4 GB"), OPTIONAL, "Write 2 GB or 4 GB.", ("R067",)),
            "add_ons": Rule("Nilai Tambah", each=_ADD_ON, clauses=("R148",)),
        },
        clauses=("R048",),
    ),
    "stamping": STAMPING,
}

_OFFICER: Table = {
    "name": _cited(_PERSON["name"], "R203")._replace(label="Nama Penuh"),
    "identity": _cited(_PERSON["identity"], "R203"),
    "office_phone": Rule("No. Telefon Pejabat", checks.phone, OPTIONAL, _PHONE, ("R203",)),
    "mobile_phone": Rule("No. Telefon Bimbit", checks.phone, COMPLETE, _PHONE, ("R203",)),
    "declared_on": Rule("Tandatangan Pemohon: Tarikh", checks.day, COMPLETE, _DATE, ("R203",)),
}
_CHANGES: Table = {key: tables._CHANGES[key] for key in ("post", "grade", "unit", "office_phone")}
REASONS = (model.INTERNAL_MOVE, model.OTHER_AGENCY, model.SERVICE_ENDED, model.BREACH)
JANM_END: Table = {
    **_COMMON,
    "services": _services("R106"),
    "applicant": Rule("Maklumat Permohonan", need=COMPLETE, inside=_OFFICER, clauses=("R203",)),
    "account": Rule("Alamat E-Mel", checks.reference, ALWAYS, tables._REFERENCE, ("R203",)),
    "ended_on": Rule("Tarikh Penamatan Perkhidmatan", checks.day, COMPLETE, _DATE, ("R203",)),
    "groups": tables._GROUPS._replace(clauses=("R156",)),
    "reason": Rule(
        "Sebab-Sebab Penamatan",
        checks.one_of(*REASONS),
        COMPLETE,
        f"Tick one: {', '.join(REASONS)}.",
        ("R105",),
    ),
    "reason_detail": Rule("Sila nyatakan", checks.text, OPTIONAL, "State where to, or what was broken.", ("R105",)),
    "changes": Rule("Kemas kini profil", inside=_CHANGES, remedy="Write the new unit, post ...", clauses=("R105",)),
    "letter": Rule(
        "Surat pemberitahuan",
        inside={
            **tables._LETTER,
            "effective_on": Rule("Surat: tarikh kuat kuasa", checks.day, ALWAYS, _DATE, ("R103",)),
        },
        remedy="Name the letter: ref, on, by and effective_on.",
        clauses=("R050", "R103"),
    ),
    "confirmation": _confirmation(),
    "decision": Rule(_BPTM, inside=_DECISION, clauses=("R048",)),
    "stamping": STAMPING,
}

ARCHIVE: Table = {
    **_COMMON,
    "complete_on": tables._COMMON["complete_on"]._replace(need=OPTIONAL),
    "action": Rule(
        "Permohonan / penamatan perkhidmatan",
        checks.one_of("start", "end"),
        ALWAYS,
        "Write start or end.",
        ("R137", "R138"),
    ),
    "account": Rule("Akaun", checks.reference, ALWAYS, tables._REFERENCE, ("R204",)),
    "channel": Rule("Diterima melalui", checks.one_of(*_CHANNELS), COMPLETE, _WHEN, ("R204",)),
    "reason": Rule("Sebab", checks.text, OPTIONAL, "Write why, in words.", ("R204",)),
    "decision": Rule(
        "Kelulusan Pentadbir UC Agensi",
        inside={
            "result": _RESULT._replace(clauses=("R049",)),
            "by": Rule("Pentadbir UC: Nama", checks.name, OPTIONAL, "Write who decided.", ("R049",)),
            "on": Rule("Pentadbir UC: Tarikh", checks.day, OPTIONAL, _DATE, ("R049",)),
            "reason": Rule("Sebab", checks.text, OPTIONAL, "Write the reason in words.", ("R049",)),
        },
        clauses=("R049",),
    ),
    "informed": Rule(
        "Status dimaklumkan kepada pengguna",
        inside={
            "on": Rule("Dimaklumkan: tarikh", checks.day, ALWAYS, _DATE, ("R051",)),
            "channel": Rule("Dimaklumkan melalui", checks.one_of(*_CHANNELS), ALWAYS, _WHEN, ("R051",)),
        },
        clauses=("R051",),
    ),
}
