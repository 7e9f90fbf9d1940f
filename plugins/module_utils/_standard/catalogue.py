# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The catalogue of controls: what we do about clauses, and how it is observed.

A profile binds values to these; it cannot invent a control or a parameter. One row per control, in the order of
requirements.md. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from dataclasses import dataclass

ALL = ("zimbra", "exchange", "reference")
NONE: tuple[str, ...] = ()

# How an agency may tighten a parameter (profile.md section 1).
AT_LEAST = "min"  # higher is stricter
AT_MOST = "max"  # lower is stricter
EQUAL = "equal"  # must stay what the baseline says
SUPERSET = "superset"  # may add members
SUBSET = "subset"  # may remove members
TRUE = "true"  # true is stricter than false
CHOICE = "choice"  # the owner's choice; no value is stricter


@dataclass(frozen=True)
class Param:
    """A parameter of a control.

    `type` is size, duration, int, bool, enum, set or text. Resolved values carry sizes as `<name>_bytes` (int) and
    durations as `<name>` (ISO 8601) plus `<name>_days`, `<name>_seconds` or `<name>_working_days` when exact.
    `default` is the owner-neutral value used when no document and no owner says anything (None = absent).
    """

    name: str
    type: str
    strict: str
    allowed: tuple[str, ...] = ()
    default: object = None


@dataclass(frozen=True)
class Control:
    """A control: `observe` says in both languages how a stranger or a user sees that it holds.

    `how` is probe (seen from outside), record (rules over applications, plan and ledger) or attest (a signed entry).
    """

    id: str
    ms: str
    en: str
    how: str
    platforms: tuple[str, ...]
    params: tuple[Param, ...]
    observe_ms: str
    observe_en: str

    @property
    def title(self) -> dict[str, str]:
        return {"ms": self.ms, "en": self.en}

    @property
    def observe(self) -> dict[str, str]:
        return {"ms": self.observe_ms, "en": self.observe_en}

    def param(self, name: str) -> Param | None:
        return next((param for param in self.params if param.name == name), None)


def _size(name: str, strict: str) -> Param:
    return Param(name, "size", strict)


def _time(name: str, strict: str) -> Param:
    return Param(name, "duration", strict)


def _flag(name: str) -> Param:
    return Param(name, "bool", TRUE)


def _enum(name: str, *allowed: str, strict: str = CHOICE) -> Param:
    return Param(name, "enum", strict, allowed)


_UNIT = Param("unit", "enum", CHOICE, ("decimal", "decimal_kib", "binary"), "binary")

_SERVER = (
    Control(
        "C-WEB-HTTPS",
        "Log masuk webmel hanya melalui HTTPS",
        "Webmail logon only over HTTPS",
        "probe",
        ALL,
        (_enum("mode", "https", "redirect"), Param("host", "text", CHOICE)),
        "Alamat http ditutup atau dialih sebelum sebarang borang; sijil, nama, tarikh luput dan versi TLS diperiksa",
        "http is closed or redirected before any form; certificate chain, name, expiry and TLS versions are checked",
    ),
    Control(
        "C-CLI-TLS",
        "Tiada log masuk tanpa TLS pada POP, IMAP dan SMTP",
        "No login without TLS on POP, IMAP and SMTP",
        "probe",
        ALL,
        (_flag("required"),),
        "Sebelum STARTTLS tiada AUTH ditawarkan dan cubaan log masuk ditolak; selepas TLS berjaya",
        "Before STARTTLS no login is offered and an attempt is refused; after TLS it works",
    ),
    Control(
        "C-POP",
        "POP3S dan penghantaran (submission) boleh digunakan",
        "POP3S and submission usable",
        "probe",
        ALL,
        (_flag("enabled"),),
        "Log masuk, senarai, ambil dan hantar seperti dua langkah ujian dalam panduan",
        "Log in, list, fetch and send: the two test steps of the guide's wizard",
    ),
    Control(
        "C-AUTH-LOCK",
        "Akaun dikunci selepas cubaan log masuk gagal",
        "Account locked after failed logins",
        "probe",
        ALL,
        (
            Param("failures", "int", AT_MOST),
            _enum("release", "administrator", "timed"),
            Param("window", "text", CHOICE),
        ),
        "Kata laluan salah yang berlainan, kemudian yang betul, pada setiap laluan; akaun lain dari sumber sama masih "
        "boleh masuk",
        "Different wrong passwords, then the right one, on every path; another account from the same source still works",
    ),
    Control(
        "C-PWD-LEN",
        "Panjang dan gabungan kata laluan",
        "Password length and character classes",
        "probe",
        ALL,
        (
            Param("min", "int", AT_LEAST),
            Param("classes", "set", SUPERSET, ("letter", "lower", "upper", "digit", "special")),
            Param("banned", "set", SUPERSET),
        ),
        "Sebagai pengguna, tukar kepada kata laluan pendek dan tanpa setiap gabungan: semua ditolak; yang baik diterima",
        "As a user, change to a short password and to ones lacking each class: all refused; a good one accepted",
    ),
    Control(
        "C-PWD-AGE",
        "Kata laluan luput lalu akaun disekat",
        "Password expires, then the account is blocked",
        "probe",
        ALL,
        (_time("max", AT_MOST), _enum("on_expiry", "block", strict=EQUAL)),
        "Akaun ujian berkata laluan lebih tua daripada had ditolak pada setiap protokol; yang lebih muda diterima",
        "A test account with a password older than the limit is refused on every protocol; a younger one works",
    ),
    Control(
        "C-PWD-FIRST",
        "Kata laluan sementara mesti ditukar",
        "Temporary password must be changed",
        "probe",
        ALL,
        (_flag("required"),),
        "Kata laluan sementara tidak boleh membaca atau menghantar, hanya boleh ditukar; selepas itu yang lama ditolak",
        "The temporary password can neither read nor send, only be changed; afterwards the old one is refused",
    ),
    Control(
        "C-MSG-SIZE",
        "Had saiz emel masuk dan keluar",
        "Message size cap in and out",
        "probe",
        ALL,
        (_size("in", AT_MOST), _size("out", AT_MOST), _enum("counts", "whole_message", strict=EQUAL), _UNIT),
        "Hantar sedikit bawah dan sedikit atas had pada empat laluan: yang bawah dihantar, yang atas ditolak",
        "Send a little under and a little over the cap on four paths: under is delivered, over is refused",
    ),
    Control(
        "C-ATT-SIZE",
        "Had saiz kepilan",
        "Attachment size cap",
        "probe",
        ALL,
        (_size("in", AT_MOST), _size("out", AT_MOST), _UNIT),
        "Fail sedikit bawah dan sedikit atas had sebagai kepilan",
        "A file a little under and one a little over the cap, as attachments",
    ),
    Control(
        "C-QUOTA-TIER",
        "Kuota mengikut kumpulan pengguna",
        "Quota by tier",
        "probe",
        ALL,
        (),
        "Sebagai akaun ujian setiap kumpulan: IMAP GETQUOTAROOT menunjukkan angka kumpulan; tanpa had tiada angka",
        "As the test account of each tier: IMAP GETQUOTAROOT shows the tier's figure; unlimited shows none",
    ),
    Control(
        "C-QUOTA-FLOOR",
        "Ruang minimum setiap akaun",
        "Minimum space for every account",
        "probe",
        ALL,
        (_size("min", AT_LEAST), _UNIT),
        "Peraturan semasa merancang bagi setiap akaun, dan GETQUOTAROOT pada akaun ujian",
        "A rule over every account when planning, and GETQUOTAROOT on test accounts",
    ),
    Control(
        "C-QUOTA-FULL",
        "Peti penuh menolak emel masuk",
        "Full mailbox refuses incoming mail",
        "probe",
        ALL,
        (_enum("action", "refuse", strict=EQUAL),),
        "Penuhkan peti ujian: penghantaran seterusnya ditolak dengan 5.2.2 dalam dialog SMTP; selepas padam diterima",
        "Fill a test mailbox: the next delivery is refused with 5.2.2 in the SMTP dialogue; after deletion accepted",
    ),
    Control(
        "C-QUOTA-WARN",
        "Amaran sebelum peti penuh",
        "Warning before the mailbox is full",
        "probe",
        ALL,
        (Param("percent", "int", AT_MOST),),
        "Mesej amaran tiba pada peratus yang ditetapkan",
        "The warning message arrives at the given percentage",
    ),
    Control(
        "C-TMP-SPACE",
        "Ruang sementara pemprosesan emel",
        "Temporary space for mail processing",
        "probe",
        ALL,
        (_size("min", AT_LEAST), _UNIT),
        "Sebagai pengguna perkhidmatan, peruntukkan ruang itu dalam setiap direktori sementara lalu lepaskan",
        "As the service user, allocate that space in each temporary directory and release it",
    ),
    Control(
        "C-CAP",
        "Kapasiti bagi kuota yang dijanjikan",
        "Capacity behind the promised quotas",
        "record",
        ALL,
        (),
        "Jumlah kuota dan pertumbuhan berbanding cakera; hari sebelum penuh dilaporkan",
        "Sum of quotas and growth against the disk; days to full are reported",
    ),
    Control(
        "C-AV",
        "Penapisan virus dan spam",
        "Virus and spam filter",
        "probe",
        ALL,
        (_flag("enabled"),),
        "EICAR ditolak atau dikuarantin, GTUBE ditanda, emel bersih tidak disentuh; penapis berhenti: emel ditangguh",
        "EICAR refused or quarantined, GTUBE marked, clean mail untouched; filter stopped: mail deferred, not passed",
    ),
    Control(
        "C-DOM",
        "Domain rasmi sahaja",
        "Official domains only",
        "probe",
        ALL,
        (Param("suffixes", "set", SUBSET),),
        "Rancangan menolak domain lain; RCPT ke domain asing ditolak",
        "The plan refuses other domains; RCPT for a foreign domain is denied",
    ),
    Control(
        "C-RELAY",
        "Bukan geganti terbuka; VRFY dan EXPN ditutup",
        "Not an open relay; VRFY and EXPN off",
        "probe",
        ALL,
        (_flag("closed"),),
        "Orang luar ke orang luar ditolak pada setiap port",
        "Stranger to stranger is refused on every port",
    ),
    Control(
        "C-DNS",
        "SPF, DKIM, DMARC, MTA-STS dan TLS-RPT",
        "SPF, DKIM, DMARC, MTA-STS and TLS-RPT",
        "probe",
        ALL,
        (Param("records", "set", SUPERSET, ("spf", "dkim", "dmarc", "mta-sts", "tls-rpt", "dane")),),
        "Rekod diselesaikan dan tandatangan pada emel yang diterima di luar disahkan",
        "Records are resolved and the signature on a mail received outside is verified",
    ),
    Control(
        "C-FWD",
        "Tiada pemajuan automatik ke luar",
        "No automatic forwarding outside",
        "probe",
        ALL,
        (_flag("forbidden"),),
        "Tetapkan pemajuan sebagai akaun ujian; emel tidak boleh sampai ke luar",
        "Set a forward as the test account; mail must not reach the outside",
    ),
)

_WATCH = (
    Control(
        "C-MON-HEALTH",
        "Pemantauan kesihatan pelayan",
        "Health monitored round the clock",
        "record",
        ALL,
        (_enum("coverage", "24x365", strict=EQUAL),),
        "Hentikan perkhidmatan pada pelayan ujian: penggera pada saluran kedua; jurang sampel ialah penggera",
        "Stop a service on the test server: an alarm on a second channel; a gap in samples is itself an alarm",
    ),
    Control(
        "C-MON-EXT",
        "Ujian penghantaran dari luar setiap hari",
        "Delivery tested from outside, daily",
        "record",
        ALL,
        (_time("every", AT_MOST), _flag("checklist")),
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
        (_flag("accounts"),),
        "Bina semula pada pelayan kosong daripada eksport sahaja, kemudian perhatikan",
        "Rebuild on an empty server from the export alone, then observe",
    ),
    Control(
        "C-EXPORT",
        "Eksport emel lama oleh pengguna",
        "Export of old mail by the user",
        "probe",
        ALL,
        (_time("older_than", AT_MOST),),
        "Muat turun sebagai akaun ujian: arkib boleh dibuka dan kiraan sepadan",
        "Download as the test account: the archive opens and counts match",
    ),
    Control(
        "C-ASSESS",
        "Penilaian tahunan oleh pihak ketiga",
        "Yearly assessment by a third party",
        "attest",
        NONE,
        (_time("every", AT_MOST), Param("aspects", "set", SUPERSET, ("performance", "security_risk", "power"))),
        "Diperakui dengan tarikh, nama dan dokumen; merah apabila tertunggak",
        "Attested with date, name and document; red when overdue",
    ),
)

_ACCOUNTS = (
    Control(
        "C-ACC-DEADLINE",
        "Tempoh mewujudkan akaun",
        "Deadline for creating an account",
        "record",
        ALL,
        (_time("create_within", AT_MOST),),
        "Dari lejar: tarikh lengkap, tarikh dilaksana dan kalendar",
        "From the ledger: date complete, date applied and the calendar",
    ),
    Control(
        "C-TRAIN",
        "Latihan sebelum akaun diwujudkan",
        "Training before creation",
        "record",
        ALL,
        (_flag("before_create"),),
        "Permohonan tanpa tarikh latihan tidak boleh diluluskan",
        "An application without a training date cannot be approved",
    ),
    Control(
        "C-ELIG",
        "Kelayakan memohon",
        "Eligibility to apply",
        "record",
        ALL,
        (),
        "Keputusan peraturan disimpan bersama permohonan; sampel dinilai semula oleh juruaudit",
        "The rule's result is stored with the application; the auditor re-evaluates a sample",
    ),
    Control(
        "C-APPR",
        "Kelulusan permohonan",
        "Approval of applications",
        "record",
        ALL,
        (),
        "Setiap akaun merujuk permohonan bersama sokongan, keputusan, nama dan tarikh",
        "Every account points to an application with support, decision, names and dates",
    ),
    Control(
        "C-NAME",
        "Peraturan alamat",
        "Address rule",
        "probe",
        ALL,
        (Param("max", "int", AT_MOST),),
        "RCPT ke alamat baharu diterima, ke alamat hampir sama ditolak",
        "RCPT to the new address accepted, to a near miss refused",
    ),
    Control(
        "C-STAMP",
        "Alamat sekunder",
        "Secondary address",
        "probe",
        ALL,
        (),
        "Emel bertoken ke kedua-dua alamat ditemui dalam satu peti; balasan menunjukkan alamat utama",
        "Token mail to both addresses is found in one mailbox; a reply shows the primary address",
    ),
    Control(
        "C-DISABLE",
        "Penyahaktifan serta-merta",
        "Deactivation at once",
        "probe",
        ALL,
        (_enum("delivery", "accept", "refuse"), _time("ends_within", AT_MOST)),
        "Sambungan yang dibuka sebelum perubahan mesti tamat, dan setiap protokol menolak",
        "A connection opened before the change must end, and every protocol refuses",
    ),
    Control(
        "C-IDLE",
        "Peringkat akaun tidak aktif",
        "Inactivity stages",
        "record",
        ALL,
        (
            _time("freeze_after", EQUAL),
            _time("then_delete_after", EQUAL),
            _enum("counted_from", "last_use", "freeze"),
            Param("object_by", "set", SUPERSET, ("owner", "supervisor")),
            Param("frozen_receives", "bool", CHOICE),
            Param("signals", "set", CHOICE, ("login", "send")),
        ),
        "Akaun ujian yang tidak digunakan dibekukan, bantahan memulihkannya; yang digunakan tidak disentuh",
        "An unused test account is frozen, an objection unfreezes it; a used one is never touched",
    ),
    Control(
        "C-TERM",
        "Penamatan akaun",
        "Termination",
        "record",
        ALL,
        (
            Param("reasons", "set", SUBSET, ("service_ended", "own_request", "ict_incident")),
            _time("minimum_notice", AT_LEAST),
            _time("restore_window", CHOICE),
            Param("reuse_address", "bool", CHOICE),
            Param("records_hold", "bool", CHOICE),
        ),
        "Pada harinya RCPT dijawab 5.1.1; dalam tempoh, pemulihan berjaya; alamat tidak diberi kepada orang lain",
        "On the day RCPT answers 5.1.1; inside the window a restore works; the address is not handed out",
    ),
    Control(
        "C-ARCH",
        "Peti arkib",
        "Archive mailbox",
        "probe",
        ("zimbra", "exchange"),
        (),
        "Pengguna melihat arkib selepas kelulusan dan tidak lagi selepas tamat",
        "The user sees the archive after approval and not after its end",
    ),
    Control(
        "C-ENT",
        "Kelayakan perkhidmatan tambahan",
        "Entitlement to add-ons",
        "probe",
        ALL,
        (),
        "Ahli boleh, bukan ahli tidak boleh",
        "A member can, a non-member cannot",
    ),
    Control(
        "C-INSP",
        "Kawalan pemeriksaan peti",
        "Inspection gate",
        "record",
        ALL,
        (Param("approvers", "set", SUBSET, ("suk", "tsuk")), _enum("emergency", "forbidden", "after_the_fact")),
        "Setiap hak asing pada peti tanpa kelulusan semasa ialah hanyutan; cuba buka peti ujian sebagai pentadbir",
        "Every foreign right on a mailbox without a live approval is drift; try to open a test mailbox as administrator",
    ),
    Control(
        "C-REC",
        "Bukti disimpan",
        "Evidence kept",
        "record",
        ALL,
        (),
        "Setiap perubahan menunjuk kepada permohonan dan cincangan dokumen",
        "Every applied change points to an application and a document hash",
    ),
    Control(
        "C-SHARED",
        "Tiada akaun atau kata laluan dikongsi",
        "No shared account or password",
        "record",
        ALL,
        (_flag("forbidden"),),
        "Peti jabatan tiada kata laluan; wakil masuk dengan kata laluan sendiri",
        "A department mailbox has no password; delegates log in with their own",
    ),
    Control(
        "C-SECRET",
        "Kata laluan tidak didedahkan",
        "Passwords are not disclosed",
        "record",
        ALL,
        (_flag("required"),),
        "Tiada kata laluan dalam borang, log, hasil atau proses; fail serahan disulitkan bagi setiap penyelia",
        "No password in forms, logs, results or processes; the hand-over file is encrypted per supervisor",
    ),
    Control(
        "C-ORG",
        "Tugas organisasi",
        "Organisational duties",
        "attest",
        NONE,
        (),
        "Diperakui dengan tarikh, nama dan dokumen; merah apabila tertunggak",
        "Attested with date, name and document; red when overdue",
    ),
)

CONTROLS: dict[str, Control] = {control.id: control for control in (*_SERVER, *_WATCH, *_ACCOUNTS)}
