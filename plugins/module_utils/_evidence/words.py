# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The report's own words in Malay and English: statuses, sentences, parameters.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import Bilingual, both

KEPT = "kept"
BROKEN = "broken"
UNTESTED = "untested"
UNOBSERVED = "unobserved"
UNATTESTED = "unattested"
ATTESTED = "attested"
WAIVED = "waived"
UNBOUND = "unbound"

#: Worst first: a clause is as good as the worst of what it rests on.
SEVERITY = (BROKEN, UNTESTED, UNOBSERVED, UNATTESTED, WAIVED, ATTESTED, KEPT, UNBOUND)
RED = frozenset({BROKEN, UNTESTED, UNOBSERVED, UNATTESTED})


STATUS_LABELS: dict[str, Bilingual] = {
    KEPT: both("Dipatuhi", "Kept"),
    BROKEN: both("Dilanggar", "Broken"),
    UNTESTED: both("Tidak dapat diuji", "Could not be tested"),
    UNOBSERVED: both("Tidak diperhatikan", "Not observed"),
    UNATTESTED: both("Tanpa perakuan sah", "No valid attestation"),
    ATTESTED: both("Diperakui", "Attested"),
    WAIVED: both("Dikecualikan", "Waived"),
    UNBOUND: both("Tidak diikat", "Not bound"),
}

STATUS_MEANINGS: dict[str, Bilingual] = {
    KEPT: both(
        "Dilihat sendiri oleh ujian, dari luar pelayan atau dari rekod, dan menepati klausa.",
        "Seen by a test, from outside the server or from the records, and as the clause says.",
    ),
    BROKEN: both(
        "Dilihat oleh ujian, dan tidak menepati klausa.",
        "Seen by a test, and not as the clause says.",
    ),
    UNTESTED: both(
        "Ujian tidak dapat dijalankan; ia tidak membuktikan apa-apa, maka dikira merah.",
        "The test could not run; it proves nothing, so it counts as red.",
    ),
    UNOBSERVED: both(
        "Klausa perlu diperhatikan tetapi tiada ujian atau rekod diserahkan, maka dikira merah.",
        "The clause has to be observed, yet no test or record was handed in, so it counts as red.",
    ),
    UNATTESTED: both(
        "Klausa perlu perakuan bertandatangan; tiada, atau sudah tamat tempoh, maka dikira merah.",
        "The clause needs a signed statement; there is none, or it has run out, so it counts as red.",
    ),
    ATTESTED: both(
        "Seseorang telah memperakuinya dengan nama, tarikh dan dokumen. Ia tidak diperhatikan oleh ujian.",
        "A person has attested it with name, date and document. No test has observed it.",
    ),
    WAIVED: both(
        "Belum dipatuhi, tetapi dikecualikan secara bertulis sehingga satu tarikh.",
        "Not kept, yet waived in writing until a date.",
    ),
    UNBOUND: both(
        "Tiada kawalan mengikat klausa ini; sebabnya dinyatakan.",
        "No control binds this clause; the reason is given.",
    ),
}

RESULT_LABELS: dict[str, Bilingual] = {
    "pass": both("Menepati", "As required"),
    "fail": both("Tidak menepati", "Not as required"),
    "could-not-test": both("Tidak dapat diuji", "Could not be tested"),
    "waived": both("Dikecualikan", "Waived"),
    "attested": both("Diperakui", "Attested"),
}

#: States of an application.
STATE_LABELS: dict[str, Bilingual] = {
    "draft": both("draf", "draft"),
    "received": both("diterima", "received"),
    "incomplete": both("tidak lengkap", "incomplete"),
    "complete": both("lengkap", "complete"),
    "supported": both("disokong", "supported"),
    "approved": both("diluluskan", "approved"),
    "scheduled": both("dijadualkan", "scheduled"),
    "applied": both("dilaksanakan", "carried out"),
    "informed": both("dimaklumkan", "told"),
    "filed": both("difailkan", "filed"),
    "rejected": both("ditolak", "rejected"),
    "withdrawn": both("ditarik balik", "withdrawn"),
    "expired": both("luput", "expired"),
}

FORCE_LABELS: dict[str, Bilingual] = {
    "must": both("wajib", "must"),
    "should": both("disarankan", "should"),
    "info": both("makluman", "information"),
}

HOW_LABELS: dict[str, Bilingual] = {
    "probe": both("diperhatikan dari luar", "observed from outside"),
    "record": both("dinilai dari rekod", "judged from records"),
    "attest": both("diperakui oleh orang", "attested by a person"),
}

VERB_LABELS: dict[str, Bilingual] = {
    "create": both("akaun baharu", "create"),
    "update": both("kemas kini", "update"),
    "rename": both("tukar alamat", "rename"),
    "suspend": both("gantung", "suspend"),
    "resume": both("aktif semula", "resume"),
    "release": both("lepas kunci", "release lock"),
    "join": both("masuk kumpulan", "join group"),
    "leave": both("keluar kumpulan", "leave group"),
    "remove": both("hapus", "remove"),
    "adopt": both("ambil alih", "adopt"),
    "freeze": both("beku", "freeze"),
    "unfreeze": both("nyahbeku", "unfreeze"),
    "restore": both("pulih", "restore"),
    "purge": both("musnah", "purge"),
    "ignore": both("dibiarkan", "left as it is"),
    "ask": both("perlu keputusan orang", "a person must decide"),
    "none": both("tiada perubahan", "no change"),
}

INPUT_LABELS: dict[str, Bilingual] = {
    "verdicts": both("Pemerhatian", "Observations"),
    "ledger": both("Lejar", "Ledger"),
    "watch": both("Rekod pemantauan", "Record of the watch"),
    "plan": both("Rancangan", "Plan"),
    "staff": both("Senarai kakitangan", "Staff list"),
    "attestations": both("Perakuan", "Attestations"),
    "waivers": both("Pengecualian", "Waivers"),
}

_PARAMETERS: dict[str, Bilingual] = {
    "min": both("minimum", "minimum"),
    "max": both("maksimum", "maximum"),
    "classes": both("gabungan", "character classes"),
    "banned": both("kata laluan dilarang", "banned passwords"),
    "failures": both("cubaan gagal dibenarkan", "failed attempts allowed"),
    "release": both("dilepaskan oleh", "released by"),
    "window": both("tempoh kiraan", "counted within"),
    "mode": both("cara", "mode"),
    "host": both("alamat", "address"),
    "required": both("diwajibkan", "required"),
    "enabled": both("dihidupkan", "enabled"),
    "in": both("masuk", "incoming"),
    "out": both("keluar", "outgoing"),
    "counts": both("dikira atas", "counted over"),
    "unit": both("unit MB", "meaning of MB"),
    "on_expiry": both("apabila luput", "on expiry"),
    "action": both("tindakan", "action"),
    "percent": both("peratus", "per cent"),
    "closed": both("ditutup", "closed"),
    "suffixes": both("akhiran domain", "domain endings"),
    "records": both("rekod", "records"),
    "forbidden": both("dilarang", "forbidden"),
    "coverage": both("liputan", "coverage"),
    "every": both("setiap", "every"),
    "checklist": both("senarai semak", "checklist"),
    "tag": both("tanda", "tag"),
    "senders": both("penghantar", "senders"),
    "create_within": both("diwujudkan dalam", "created within"),
    "before_create": both("sebelum diwujudkan", "before creation"),
    "delivery": both("emel masuk", "incoming mail"),
    "ends_within": both("tamat dalam", "ends within"),
    "freeze_after": both("dibekukan selepas", "frozen after"),
    "then_delete_after": both("kemudian dihapus selepas", "then deleted after"),
    "object_by": both("boleh dibantah oleh", "objection by"),
    "reasons": both("sebab", "reasons"),
    "approvers": both("pelulus", "approvers"),
    "aspects": both("aspek", "aspects"),
    "within": both("dalam tempoh", "within"),
    "older_than": both("lebih lama daripada", "older than"),
    "accounts": both("akaun", "accounts"),
}

_VALUES: dict[str, Bilingual] = {
    "administrator": both("pentadbir", "an administrator"),
    "timed": both("masa", "time"),
    "none": both("tiada", "none"),
    "block": both("sekat", "block"),
    "refuse": both("tolak", "refuse"),
    "accept": both("terima", "accept"),
    "whole_message": both("seluruh mesej termasuk kepilan", "the whole message with attachments"),
    "decimal": both("1,000,000 bait", "1,000,000 bytes"),
    "decimal_kib": both("1,024,000 bait", "1,024,000 bytes"),
    "binary": both("1,048,576 bait", "1,048,576 bytes"),
    "letter": both("huruf", "letter"),
    "lower": both("huruf kecil", "lower-case letter"),
    "upper": both("huruf besar", "upper-case letter"),
    "digit": both("angka", "digit"),
    "special": both("aksara khusus", "special character"),
    "owner": both("pemilik", "owner"),
    "supervisor": both("penyelia", "supervisor"),
    "service_ended": both("tamat perkhidmatan", "service ended"),
    "own_request": both("permintaan sendiri", "own request"),
    "ict_incident": both("insiden keselamatan ICT", "ICT security incident"),
    "performance": both("prestasi", "performance"),
    "security_risk": both("risiko keselamatan", "security risk"),
    "power": both("bekalan kuasa", "power supply"),
    "suk": both("SUK", "State Secretary (SUK)"),
    "tsuk": both("TSUK", "Deputy State Secretary (TSUK)"),
    "true": both("ya", "yes"),
    "false": both("tidak", "no"),
    "unlimited": both("tanpa had", "unlimited"),
}

#: What a control carries besides its values.
_NOT_VALUES = frozenset({"clauses", "title", "how", "observe"})
_ISO_UNITS = {"Y": both("tahun", "years"), "M": both("bulan", "months"), "D": both("hari", "days")}


def describe_values(control: dict[str, Any]) -> list[dict[str, Bilingual]]:
    """Return the bound values of a control as people read them: [{name: {ms, en}, value: {ms, en}}].

    Sizes come as bytes (`<name>_bytes`); the exact day and second forms that stand beside a duration are left out.
    """
    described = []
    for key, value in control.items():
        if key in _NOT_VALUES or _beside(key, control):
            continue
        size = key.endswith("_bytes")
        name = key.removesuffix("_bytes")
        shown = _size(value) if size else _value(value)
        described.append({"name": dict(_PARAMETERS.get(name, both(name, name))), "value": shown})
    return described


def _beside(key: str, control: dict[str, Any]) -> bool:
    stem, _underscore, _unit = key.rpartition("_")
    if stem.endswith("_working"):
        stem = stem.removesuffix("_working")
    return key.endswith(("_days", "_seconds")) and stem in control


def _size(value: Any) -> Bilingual:
    if value == 0:
        return dict(_VALUES["unlimited"])
    return both(f"{value:,} bait", f"{value:,} bytes")


def _value(value: Any) -> Bilingual:
    if isinstance(value, list):
        parts = [_value(item) for item in value]
        return both(", ".join(part["ms"] for part in parts), ", ".join(part["en"] for part in parts))
    text = str(value).lower() if isinstance(value, bool) else str(value)
    known = _VALUES.get(text)
    if known:
        return dict(known)
    if text.endswith(" working days"):
        number = text.removesuffix(" working days")
        return both(f"{number} hari bekerja", text)
    if len(text) > 2 and text[0] == "P" and text[1:-1].isdigit() and text[-1] in _ISO_UNITS:
        unit = _ISO_UNITS[text[-1]]
        number = text[1:-1]
        english = unit["en"].removesuffix("s") if number == "1" else unit["en"]
        return both(f"{number} {unit['ms']}", f"{number} {english}")
    return both(text, text)
