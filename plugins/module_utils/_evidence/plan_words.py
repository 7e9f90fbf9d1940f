# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The words of a plan's page: verbs, forms and values as people say them, in Malay and English.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import Bilingual, both

#: What a block of lines does, as its heading; a verb without a row is shown under its own name.
DEEDS: dict[str, Bilingual] = {
    "create": both("Wujudkan akaun", "Create accounts"),
    "update": both("Kemas kini maklumat", "Update details"),
    "rename": both("Tukar alamat", "Change addresses"),
    "suspend": both("Gantung akaun", "Suspend accounts"),
    "resume": both("Aktifkan semula", "Resume accounts"),
    "release": both("Lepaskan kunci", "Release locks"),
    "join": both("Masuk kumpulan", "Join groups"),
    "leave": both("Keluar kumpulan", "Leave groups"),
    "remove": both("Hapuskan akaun", "Remove accounts"),
    "adopt": both("Ambil alih akaun sedia ada", "Take over existing accounts"),
    "reserve": both("Tempah alamat", "Reserve addresses"),
    "freeze": both("Bekukan akaun tidak aktif", "Freeze idle accounts"),
    "unfreeze": both("Tamatkan pembekuan", "End freezes"),
    "terminate": both("Mulakan penamatan", "Start terminations"),
    "restore": both("Pulihkan akaun", "Restore accounts"),
    "purge": both("Musnahkan kandungan", "Destroy contents"),
    "grant": both("Beri hak", "Grant rights"),
    "revoke": both("Tarik balik hak", "Withdraw rights"),
}

#: Colour of a block's mark: gives, changes, takes.
TONES: dict[str, str] = {
    **dict.fromkeys(("create", "resume", "release", "join", "unfreeze", "restore", "grant"), "kept"),
    **dict.fromkeys(("update", "rename", "adopt", "reserve"), "attested"),
    **dict.fromkeys(("suspend", "leave", "freeze", "terminate", "revoke"), "waived"),
    **dict.fromkeys(("remove", "purge"), "red"),
}

#: A form by its number and event ("" = any).
FORMS: dict[tuple[str, str], Bilingual] = {
    ("OPS-001", ""): both("permohonan OPS-001 (peti jabatan)", "application OPS-001 (department mailbox)"),
    ("OPS-002", ""): both("permohonan OPS-002 (akaun individu)", "application OPS-002 (individual account)"),
    ("JANM-NEW", ""): both("permohonan perkhidmatan baharu JANM", "JANM application for a new service"),
    ("JANM-END", ""): both("borang penamatan JANM", "JANM termination form"),
    ("ARCHIVE", "grant"): both("permohonan arkib", "application for the archive"),
    ("ARCHIVE", "revoke"): both("permohonan penamatan arkib", "application to end the archive"),
    ("NOTICE", "suspend"): both("notis penggantungan", "notice of suspension"),
    ("NOTICE", "resume"): both("notis pengaktifan semula", "notice of resumption"),
    ("NOTICE", "terminate"): both("notis penamatan", "notice of termination"),
    ("NOTICE", "rename"): both("notis pertukaran nama atau alamat", "notice of a change of name or address"),
    ("NOTICE", "change"): both("notis perubahan maklumat", "notice of changed details"),
    ("NOTICE", "join"): both("notis masuk kumpulan", "notice of joining groups"),
    ("NOTICE", "leave"): both("notis keluar kumpulan", "notice of leaving groups"),
    ("NOTICE", "release"): both("keputusan melepaskan kunci", "decision to release a lock"),
    ("MOVEMENT", ""): both("notis pergerakan pegawai", "notice of an officer's movement"),
    ("HR-CERT", ""): both("perakuan Pengurus Sumber Manusia", "certificate of Human Resources"),
    ("INCIDENT", ""): both("rekod insiden keselamatan ICT", "record of an ICT security incident"),
    ("BREACH", ""): both("keputusan mengenai pelanggaran", "decision about a breach"),
    ("OBJECTION", ""): both("bantahan", "objection"),
    ("RELEASE", ""): both("keputusan melepaskan kunci", "decision to release a lock"),
    ("INSPECTION", ""): both("kelulusan pemeriksaan peti", "approval of an inspection"),
    ("CHANGE", ""): both("borang perubahan maklumat", "form of changed details"),
    ("HOLD", ""): both("arahan menyimpan rekod", "order to keep records"),
    ("LEAVE", ""): both("makluman cuti panjang", "notice of long leave"),
    ("EXPORT", ""): both("rekod eksport peti", "record of a mailbox's export"),
    ("DUTIES", ""): both("perakuan tugas pengguna", "acknowledgement of the user's duties"),
}

#: Values of fields that have words of their own.
VALUES: dict[str, Bilingual] = {
    "reserved": both("diluluskan, belum dibuat", "approved, not made yet"),
    "issued": both("dibuat, kata laluan sementara belum ditukar", "made, temporary password not changed yet"),
    "active": both("aktif", "active"),
    "suspended": both("digantung", "suspended"),
    "frozen": both("dibekukan", "frozen"),
    "terminating": both("dalam penamatan", "being terminated"),
    "removed": both("dihapuskan", "removed"),
    "locked": both("dikunci selepas percubaan gagal", "locked after failed logins"),
    "blocked": both("disekat, kata laluan luput", "blocked, password run out"),
    "individual": both("individu", "individual"),
    "department": both("peti jabatan", "department mailbox"),
    "probe": both("akaun ujian", "test account"),
}

#: What comes later and is no verb of a plan: notices, and what a server does by itself.
LATER: dict[str, Bilingual] = {
    "first_login": both("peringatan log masuk pertama", "reminder of the first login"),
    "password_age": both("peringatan umur kata laluan", "reminder of the password's age"),
    "blocked": both("kata laluan luput; akaun disekat", "password runs out; the account is blocked"),
    "idle": both("amaran tidak aktif kepada pemilik dan penyelia", "warning of idleness to owner and supervisor"),
    "deletion": both("amaran sebelum penghapusan akaun beku", "warning before a frozen account is deleted"),
    "shrink": both("amaran sebelum ruang dikurangkan", "warning before there is less space"),
}
#: What a later step waits for besides a person: topics of the lifecycle's questions.
FIRST: dict[str, Bilingual] = {
    "idle_untold": both("notis kepada pemilik dan penyelia", "the notice to owner and supervisor"),
    "deletion_untold": both("notis kepada pemilik dan penyelia", "the notice to owner and supervisor"),
    "shrink_untold": both("notis kepada pemilik", "the notice to its owner"),
    "held": both("tamatnya simpanan rekod", "the end of a hold on records"),
    "export_missing": both("eksport peti", "the export of the mailbox"),
}

#: Bases that are no application.
PROBES_BASIS = "PROBES"
PROBES = both("akaun ujian bagi pemerhatian (probes.yml)", "test accounts for observing (probes.yml)")
PROCEDURE = both("R030: tiada tindakan tanpa asas yang direkod", "R030: nothing is done without a recorded basis")
RULE = both("peraturan standard", "a rule of the standard")
UNDO: dict[str, Bilingual] = {
    "yes": both("Boleh dibatalkan", "Can be undone"),
    "partly": both("Boleh dibatalkan sebahagiannya", "Can be undone in part"),
    "no": both("TIDAK boleh dibatalkan", "CANNOT be undone"),
}
UNLIMITED = both("tanpa had", "no limit")
NOTHING = "–"


def form_words(form: str, event: str) -> Bilingual:
    """A form in words; one that is not known here by its number."""
    return FORMS.get((form, event)) or FORMS.get((form, "")) or both(f"borang {form}", f"form {form}")


def coming_words(kind: str) -> Bilingual:
    """Something to come in words: a deed, a notice, or its own name."""
    return LATER.get(kind) or DEEDS.get(kind) or both(kind, kind)
