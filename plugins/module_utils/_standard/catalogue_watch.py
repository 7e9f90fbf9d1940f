# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The controls of watching, restoring and exporting, requirements.md sections 15 to 17 and 22.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from ansible_collections.rasmi.mail.plugins.module_utils._standard.controls import (
    ALL,
    AT_MOST,
    CHOICE,
    EQUAL,
    NONE,
    SUPERSET,
    Control,
    Param,
    enum,
    flag,
    time,
)

WATCH = (
    Control(
        "C-MON-HEALTH",
        "Pemantauan kesihatan pelayan",
        "Health monitored round the clock",
        "record",
        ALL,
        (enum("coverage", "24x365", strict=EQUAL),),
        "Hentikan perkhidmatan pada pelayan ujian: penggera pada saluran kedua; jurang sampel ialah penggera",
        "Stop a service on the test server: an alarm on a second channel; a gap in samples is itself an alarm",
    ),
    Control(
        "C-MON-EXT",
        "Ujian penghantaran dari luar setiap hari",
        "Delivery tested from outside, daily",
        "record",
        ALL,
        (time("every", AT_MOST), flag("checklist")),
        "Setiap emel ujian membawa token dan masa tiba direkod; hari tanpa rekod adalah merah",
        "Each test mail carries a token and its arrival is recorded; a day without a record is red",
    ),
    Control(
        "C-BCAST",
        "Tanda hebahan",
        "Broadcast tag",
        "probe",
        ALL,
        (Param("tag", "text", EQUAL), Param("senders", "text", CHOICE)),
        "Orang luar dan pengguna biasa ditolak; emel penghantar yang dinamakan tiba sekali dengan satu tanda",
        "Strangers and ordinary users are refused; a named sender's mail arrives once with exactly one tag",
    ),
    Control(
        "C-RESTORE",
        "Pemulihan maklumat akaun",
        "Account information restored",
        "record",
        ALL,
        (flag("accounts"),),
        "Bina semula pada pelayan kosong daripada eksport sahaja, kemudian perhatikan",
        "Rebuild on an empty server from the export alone, then observe",
    ),
    Control(
        "C-EXPORT",
        "Eksport emel lama oleh pengguna",
        "Export of old mail by the user",
        "probe",
        ALL,
        (time("older_than", AT_MOST),),
        "Muat turun sebagai akaun ujian: arkib boleh dibuka dan kiraan sepadan",
        "Download as the test account: the archive opens and counts match",
    ),
    Control(
        "C-ASSESS",
        "Penilaian tahunan oleh pihak ketiga",
        "Yearly assessment by a third party",
        "attest",
        NONE,
        (time("every", AT_MOST), Param("aspects", "set", SUPERSET, ("performance", "security_risk", "power"))),
        "Diperakui dengan tarikh, nama dan dokumen; merah apabila tertunggak",
        "Attested with date, name and document; red when overdue",
    ),
)
