# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The forms of what happens to an account besides the NOTICE, field by field.

The documents name these events and who tells, approves or certifies them, but print no form (requirements.md sections 8
to 11 and 17 to 20): the rows are ours, the labels are the documents' words. PRIVATE to the collection rasmi.mail.
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

_DATE = tables._DATE
_LINE = tables._LINE

#: Why an officer leaves (R115); an internal move leaves nothing (C22).
INTERNAL, TRANSFER = "internal", "transfer"
MOVEMENTS = (TRANSFER, "retirement", "resignation", "dismissal", "other", INTERNAL)
OWNER, SUPERVISOR = "owner", "supervisor"
PURPOSES = ("audit", "security_compromise", "unlawful_activity", "misconduct", "user_need")


def _choice(label: str, words: tuple[str, ...], need: int, *clauses: str) -> Rule:
    return Rule(label, checks.one_of(*words), need, f"Write one of {', '.join(words)}.", clauses)


def _day(label: str, need: int, *clauses: str) -> Rule:
    return Rule(label, checks.day, need, _DATE, clauses)


def _who(label: str, need: int, *clauses: str) -> Rule:
    return Rule(label, checks.name, need, "Write the name.", clauses)


_COMMON: Table = {
    **{
        key: tables._COMMON[key]
        for key in ("application", "received_on", "withdrawn_on", "filed_on", "decision", "evidence")
    },
    "form": Rule("Borang", checks.one_of(*model.EVENT_FORMS), ALWAYS),
    "complete_on": tables._COMMON["complete_on"]._replace(need=OPTIONAL),
    "account": Rule("Akaun", checks.reference, ALWAYS, tables._REFERENCE, ("R203",)),
}
_MOVEMENT = _choice("Jenis pergerakan", MOVEMENTS, COMPLETE, "R105", "R115")
_CHANGES: Table = {
    key: tables._CHANGES[key]
    for key in ("post", "post_class", "grade", "unit", "office_phone", "supervisor", "responsible_officer", "delegates")
}
_PROFILE = Rule("Kemas kini profil", inside=_CHANGES, remedy="Write the new unit, post ...", clauses=("R105",))
_CERTIFIED: Table = {**tables._LETTER, "effective_on": _day("Surat: tarikh kuat kuasa", ALWAYS, "R103")}

MOVEMENT: Table = {
    **_COMMON,
    "movement": _MOVEMENT,
    "told_by": _choice("Dimaklumkan oleh", ("officer", SUPERVISOR, "human_resources"), COMPLETE, "R024", "R115"),
    "effective_on": _day("Tarikh kuat kuasa", COMPLETE, "R115", "R116"),
    "destination": Rule("Sila nyatakan", checks.text, OPTIONAL, "State where to.", ("R105",)),
    "changes": _PROFILE,
}
HR_CERT: Table = {
    **_COMMON,
    "movement": _MOVEMENT,
    "certified_by": _who("Pengurus Sumber Manusia: Nama", COMPLETE, "R050", "R117"),
    "certified_on": _day("Pengurus Sumber Manusia: Tarikh", COMPLETE, "R050", "R117"),
    "letter": Rule(
        "Surat arahan / pemberitahuan",
        need=COMPLETE,
        inside=_CERTIFIED,
        remedy="Name the letter: ref, on, by and effective_on.",
        clauses=("R050", "R103"),
    ),
    "changes": _PROFILE,
}
INCIDENT: Table = {
    **_COMMON,
    "incident": Rule(
        "Insiden keselamatan ICT",
        need=COMPLETE,
        inside={
            "ref": Rule("Insiden: nombor", checks.line, ALWAYS, "Write the number of the incident.", ("R185", "R186")),
            "on": _day("Insiden: tarikh", ALWAYS, "R185"),
            "told": Rule("Insiden: dilaporkan kepada", checks.line, OPTIONAL, _LINE, ("R186",)),
        },
        remedy="Write ref and on of the incident.",
        clauses=("R102", "R185"),
    ),
    "action": _choice("Tindakan", ("suspend", "reopen", "terminate"), COMPLETE, "R102"),
    "ordered_by": Rule(
        "Diarahkan oleh",
        need=COMPLETE,
        inside={
            "role": Rule("Diarahkan oleh: peranan", checks.identifier, ALWAYS, "Write for example ictso.", ("R102",)),
            "name": _who("Diarahkan oleh: nama", ALWAYS, "R102"),
        },
        remedy="Write role and name of who ordered it.",
        clauses=("R102",),
    ),
}
BREACH: Table = {
    **_COMMON,
    "breach": Rule(
        "Pelanggaran",
        need=COMPLETE,
        inside={
            "found_on": _day("Pelanggaran: tarikh didapati", ALWAYS, "R104"),
            "rule": Rule("Pelanggaran: dasar atau prosedur", checks.text, ALWAYS, "State the rule.", ("R104", "R107")),
            "found_by": _who("Pelanggaran: didapati oleh", ALWAYS, "R104"),
        },
        remedy="Write found_on, rule and found_by.",
        clauses=("R104", "R107"),
    ),
}
OBJECTION: Table = {
    **_COMMON,
    "objector": Rule(
        "Aduan oleh",
        need=COMPLETE,
        inside={
            "role": _choice("Aduan oleh: peranan", (OWNER, SUPERVISOR), ALWAYS, "R096"),
            "name": _who("Aduan oleh: nama", ALWAYS, "R096"),
        },
        remedy="Write role and name of who objects.",
        clauses=("R096",),
    ),
    "reason": Rule("Sebab", checks.text, COMPLETE, "Write why the account is still needed.", ("R096",)),
}
RELEASE: Table = {
    **_COMMON,
    "overlay": _choice("Dilepaskan", ("lock", "block"), COMPLETE, "R090", "R091"),
    "identity": Rule(
        "Pengesahan identiti",
        need=COMPLETE,
        inside={
            "checked_by": _who("Identiti disahkan oleh", ALWAYS, "R091"),
            "how": _choice("Cara pengesahan", ("in_person", "call_back", "staff_card", "letter"), ALWAYS, "R091"),
            "on": _day("Identiti disahkan pada", ALWAYS, "R091"),
        },
        remedy="Write checked_by, how and on: nobody is let in on their word alone.",
        clauses=("R091",),
    ),
    "reason": Rule("Sebab", checks.text, COMPLETE, "Write why it is released.", ("R091",)),
}
INSPECTION: Table = {
    **_COMMON,
    "inspectors": Rule(
        "Pegawai pemeriksa",
        need=COMPLETE,
        remedy="Name the applications, or addresses, of those who may open the mailbox.",
        each=Rule("Pegawai pemeriksa", checks.reference, remedy=tables._REFERENCE),
        clauses=("R181",),
    ),
    "purpose": _choice("Tujuan pemeriksaan", PURPOSES, COMPLETE, "R180", "R181"),
    "scope": Rule("Skop pemeriksaan", checks.text, COMPLETE, "Write what may be looked at.", ("R181",)),
    "until": _day("Sehingga", COMPLETE, "R181"),
    "emergency": Rule("Kecemasan", checks.flag, OPTIONAL, "Write true or false.", ("R180", "C11")),
    "approval": Rule(
        "Kelulusan SUK / TSUK",
        inside={
            "role": Rule("Kelulusan: jawatan", checks.identifier, ALWAYS, "Write suk or tsuk.", ("R181",)),
            "by": _who("Kelulusan: nama", ALWAYS, "R181"),
            "on": _day("Kelulusan: tarikh", ALWAYS, "R181"),
            "ref": Rule("Kelulusan: rujukan surat", checks.line, ALWAYS, "Write the reference.", ("R181",)),
        },
        remedy="Write role, by, on and ref of the approval.",
        clauses=("R181",),
    ),
}
CHANGE: Table = {
    **_COMMON,
    "effective_on": _day("Tarikh kuat kuasa", COMPLETE, "R067"),
    "changes": Rule(
        "Perubahan",
        need=COMPLETE,
        inside={key: rule for key, rule in tables._CHANGES.items() if key not in ("aliases", "address")},
        remedy="Write what changes: name, grade, post ...",
        clauses=("R067", "R201"),
    ),
    "letter": Rule("Surat", need=APPROVED, inside=tables._LETTER, remedy="Name the letter.", clauses=("R050",)),
}
HOLD: Table = {
    **_COMMON,
    "action": _choice("Tahan rekod / tamat tahanan", ("start", "end"), ALWAYS, "R195", "C24"),
    "hold": Rule("Tahanan", checks.identifier, OPTIONAL, "Write the number of the HOLD that ends.", ("R195",)),
    "reason": Rule("Sebab", checks.text, COMPLETE, "Write which records, and why.", ("R195",)),
}
LEAVE: Table = {
    **_COMMON,
    "kind": Rule("Jenis cuti", checks.identifier, COMPLETE, "Write for example study or medical.", ("R095",)),
    "starts_on": _day("Cuti: dari", COMPLETE, "R095"),
    "until": _day("Cuti: hingga", COMPLETE, "R095"),
}
EXPORT: Table = {
    **_COMMON,
    "export": Rule(
        "Eksport peti mel",
        need=COMPLETE,
        inside={
            "on": _day("Eksport: tarikh", ALWAYS, "R176", "R177"),
            "by": _who("Eksport: oleh", ALWAYS, "R176"),
            "ref": Rule("Eksport: rujukan simpanan", checks.line, ALWAYS, "Write where it is kept.", ("R195", "R196")),
            "sha256": Rule("Eksport: cap jari", checks.sha256, ALWAYS, "Write its sha256sum.", ("R196",)),
        },
        remedy="Write on, by, ref and sha256 of the export.",
        clauses=("R176", "R177", "R195"),
    ),
}
DUTIES: Table = {
    **_COMMON,
    "acknowledged_on": _day("Akuan: tarikh", COMPLETE, "R029", "R234"),
    "version": Rule("Akuan: versi tanggungjawab", checks.line, COMPLETE, "Write the profile's version.", ("R234",)),
}
FORMS: dict[str, Table] = {
    model.MOVEMENT: MOVEMENT,
    model.HR_CERT: HR_CERT,
    model.INCIDENT: INCIDENT,
    model.BREACH_FORM: BREACH,
    model.OBJECTION: OBJECTION,
    model.RELEASE: RELEASE,
    model.INSPECTION: INSPECTION,
    model.CHANGE: CHANGE,
    model.HOLD: HOLD,
    model.LEAVE: LEAVE,
    model.EXPORT: EXPORT,
    model.DUTIES: DUTIES,
}
#: Dates of a form that must lie in the past besides those of every form.
PAST: dict[str, tuple[tuple[str, ...], ...]] = {
    model.HR_CERT: (("certified_on",), ("letter", "on")),
    model.INCIDENT: (("incident", "on"),),
    model.BREACH_FORM: (("breach", "found_on"),),
    model.RELEASE: (("identity", "on"),),
    model.INSPECTION: (("approval", "on"),),
    model.CHANGE: (("letter", "on"),),
    model.EXPORT: (("export", "on"),),
    model.DUTIES: (("acknowledged_on",),),
}
#: What must come before what, besides the order of every form: earlier, later, what to say, clauses.
ORDER: dict[str, tuple[tuple[tuple[str, ...], tuple[str, ...], str, tuple[str, ...]], ...]] = {
    model.LEAVE: ((("starts_on",), ("until",), "the leave ends before it begins", ("R095",)),),
    model.INSPECTION: (
        (("approval", "on"), ("decision", "on"), "the rights are older than the approval", ("R181",)),
        (("approval", "on"), ("until",), "the approval had run out before it was given", ("R181",)),
    ),
    model.RELEASE: ((("identity", "on"), ("decision", "on"), "released before the identity was checked", ("R091",)),),
    model.HR_CERT: ((("letter", "on"), ("certified_on",), "certified before the letter", ("R050",)),),
}
