# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The notices' texts: one Jinja source per kind, with three parts between lines of `===`.

The first part is the subject in both languages, the second the Malay text, the third the English one. A site replaces
a source with a file `<kind>.j2` of the same three parts. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

SEPARATOR = "==="

_ABOUT = {
    "ms": "  Akaun: {{ account }}{% if name %} ({{ name }}){% endif %}\n  Asas: {{ basis }}\n",
    "en": "  Account: {{ account }}{% if name %} ({{ name }}){% endif %}\n  Basis: {{ basis }}\n",
}


def _source(subject: str, ms: str, en: str) -> str:
    return f"\n{SEPARATOR}\n".join((subject, f"{_ABOUT['ms']}\n{ms.strip()}", f"{_ABOUT['en']}\n{en.strip()}"))


SOURCES: dict[str, str] = {
    "approved": _source(
        "Permohonan {{ basis }} diluluskan / Application {{ basis }} approved",
        """
Permohonan ini diluluskan pada {{ on }}.{% if due %} Akaun akan diwujudkan selewat-lewatnya pada {{ due }}.{% endif %}
Sila maklumkan kepada pemohon.{% if opens %} Kata laluan sementara diserahkan kepada anda secara berasingan, dalam fail
yang disulitkan.{% endif %}
""",
        """
This application was approved on {{ on }}.{% if due %} The account will be created by {{ due }}.{% endif %}
Please tell the applicant.{% if opens %} The temporary password reaches you separately, in an encrypted file.{% endif %}
""",
    ),
    "rejected": _source(
        "Permohonan {{ basis }} ditolak / Application {{ basis }} rejected",
        """
Permohonan ini ditolak pada {{ on }}.
Sebab: {{ reason or "tidak dinyatakan pada borang" }}
Sila maklumkan kepada pemohon. Permohonan baharu boleh dikemukakan apabila sebab ini telah diatasi.
""",
        """
This application was rejected on {{ on }}.
Reason: {{ reason or "none is stated on the form" }}
Please tell the applicant. A new application may be made once the reason no longer holds.
""",
    ),
    "created": _source(
        "Selamat datang: akaun emel {{ account }} / Welcome: the e-mail account {{ account }}",
        """
Akaun emel rasmi ini telah diwujudkan.{% if quota.ms %} Ruang peti: {{ quota.ms }}.{% endif %}
{% if department %}Peti jabatan ini tiada kata laluan sendiri: pegawai bertanggungjawab dan wakilnya membukanya dengan
akaun masing-masing.
{% else %}Penyelia emel akan menyerahkan kata laluan sementara. Tukarkannya semasa log masuk
pertama{% if webmail %} di
{{ webmail }}{% endif %}; sebelum itu tiada emel boleh dibaca atau dihantar.
{% endif %}
Tugas anda sebagai pengguna:
{%- for duty in duties %}
  {{ loop.index }}. {{ duty.ms }} [{{ duty.id }}]
{%- endfor %}

Untuk memperakui bahawa anda telah membaca tugas ini, jawab emel ini{% if contact %} kepada
{{ contact }}{% endif %} dengan
perkataan "SAYA FAHAM DAN AKUR", nama dan tarikh, atau serahkan akuan bertandatangan kepada penyelia emel.
""",
        """
This official e-mail account was created.{% if quota.en %} Space of the mailbox: {{ quota.en }}.{% endif %}
{% if department %}This department mailbox has no password of its own: its responsible officer and the
delegates open it
with their own accounts.
{% else %}The e-mail supervisor hands over a temporary password. Change it at the first login{% if webmail %} at
{{ webmail }}{% endif %}; before that no mail can be read or sent.
{% endif %}
Your duties as a user:
{%- for duty in duties %}
  {{ loop.index }}. {{ duty.en }} [{{ duty.id }}]
{%- endfor %}

To acknowledge that you have read these duties, answer this mail{% if contact %} to {{ contact }}{% endif %}
with the words
"I UNDERSTAND AND COMPLY", your name and the date, or hand a signed statement to the e-mail supervisor.
""",
    ),
    "first_login": _source(
        "Akaun {{ account }} belum digunakan / The account {{ account }} has not been used yet",
        """
Akaun ini diwujudkan pada {{ created }} dan kata laluan sementaranya belum ditukar selepas {{ days }} hari.
Sila pastikan pemiliknya telah menerimanya dan log masuk{% if webmail %} di {{ webmail }}{% endif %}.
""",
        """
This account was created on {{ created }}, and its temporary password has not been changed after {{ days }} days.
Please make sure that its owner has received it and logs in{% if webmail %} at {{ webmail }}{% endif %}.
""",
    ),
    "password_age": _source(
        "Kata laluan {{ account }} luput pada {{ due }} / The password of {{ account }} runs out on {{ due }}",
        """
Kata laluan akaun ini luput pada {{ due }}, {{ days }} hari lagi. Selepas itu akaun disekat sehingga kata
laluan ditukar.
Tukar kata laluan{% if webmail %} di {{ webmail }}{% endif %}. Pentadbir tidak pernah meminta kata laluan anda
melalui emel.
""",
        """
The password of this account runs out on {{ due }}, in {{ days }} days. After that the account is blocked until the
password is changed.
Change the password{% if webmail %} at {{ webmail }}{% endif %}. The administrator never asks for your password
by mail.
""",
    ),
    "idle": _source(
        "Akaun {{ account }} tidak digunakan / The account {{ account }} is not being used",
        """
Akaun ini tidak digunakan sejak {{ last }} dan akan dibekukan. Jika ia masih diperlukan, log masuk sekarang, atau
maklumkan kepada pentadbir emel{% if contact %} ({{ contact }}){% endif %}.
""",
        """
This account has not been used since {{ last }} and will be frozen. If it is still needed, log in now, or tell
the e-mail
administrator{% if contact %} ({{ contact }}){% endif %}.
""",
    ),
    "frozen": _source(
        "Akaun {{ account }} dibekukan / The account {{ account }} is frozen",
        """
Akaun ini dibekukan pada {{ on }} kerana tidak digunakan.{% if window.ms %} Pemilik atau penyelia boleh
membantah dalam
tempoh {{ window.ms }}; tanpa bantahan, akaun dihapuskan selepas itu.{% endif %}
Bantah dengan menjawab emel ini{% if contact %} kepada {{ contact }}{% endif %}.
""",
        """
This account was frozen on {{ on }} because it was not used.{% if window.en %} Its owner or supervisor may
object within
{{ window.en }}; without an objection it is deleted after that.{% endif %}
Object by answering this mail{% if contact %} to {{ contact }}{% endif %}.
""",
    ),
    "deletion": _source(
        "Akaun beku {{ account }} akan dihapuskan / The frozen account {{ account }} will be deleted",
        """
Akaun ini dibekukan sejak {{ since }} dan tiada bantahan diterima. Ia akan dihapuskan. Ini peluang terakhir untuk
membantah: jawab emel ini{% if contact %} kepada {{ contact }}{% endif %}.
""",
        """
This account has been frozen since {{ since }}, and nobody has objected. It will be deleted. This is the last
chance to
object: answer this mail{% if contact %} to {{ contact }}{% endif %}.
""",
    ),
    "shrink": _source(
        "Ruang peti {{ account }} akan dikurangkan / The mailbox of {{ account }} will have less space",
        """
{{ reason_ms }}
Kemaskan peti anda sebelum itu: hapus emel yang tidak diperlukan dan eksport yang perlu disimpan.
""",
        """
{{ reason_en }}
Tidy your mailbox before that: delete what is not needed, and export what has to be kept.
""",
    ),
    "suspended": _source(
        "Akaun {{ account }} digantung / The account {{ account }} is suspended",
        """
Akaun ini digantung pada {{ on }}: log masuk ditutup, kandungan peti disimpan.
Sebab: {{ reason_ms }}
""",
        """
This account was suspended on {{ on }}: logins are closed, the contents of the mailbox are kept.
Reason: {{ reason_en }}
""",
    ),
    "resumed": _source(
        "Akaun {{ account }} aktif semula / The account {{ account }} is active again",
        """
Akaun ini diaktifkan semula pada {{ on }}.
""",
        """
This account was made active again on {{ on }}.
""",
    ),
    "terminating": _source(
        "Akaun {{ account }} akan ditamatkan / The account {{ account }} will be terminated",
        """
Penamatan akaun ini telah diputuskan.{% if due %} Ia akan dihapuskan pada atau selepas {{ due }}.{% endif %}
Emel yang perlu disimpan, terutamanya yang berusia lebih satu (1) tahun, hendaklah dieksport sebelum itu:
Preferences >
Import/Export > Export, atau melalui POP3. Emel rasmi ialah rekod awam.
""",
        """
The termination of this account was decided.{% if due %} It will be deleted on or after {{ due }}.{% endif %}
Mail that must be kept, above all what is older than one (1) year, has to be exported before that: Preferences >
Import/Export > Export, or by POP3. Official mail is a public record.
""",
    ),
    "deleted": _source(
        "Akaun {{ account }} dihapuskan / The account {{ account }} is deleted",
        """
Akaun ini dihapuskan pada {{ on }}. Alamatnya tidak menerima emel lagi dan tidak diberi kepada orang lain.
""",
        """
This account was deleted on {{ on }}. Its address takes no mail any more and is not given to anybody else.
""",
    ),
    "entitlement_on": _source(
        "Perkhidmatan tambahan diberi: {{ entitlements }} / Add-ons granted: {{ entitlements }}",
        """
Perkhidmatan berikut kini tersedia pada akaun ini sejak {{ on }}: {{ entitlements }}.
{% if archive %}Sila buat konfigurasi Outlook dan pasang Outlook Add-on untuk melihat peti arkib.
{% endif %}
""",
        """
These services are available on this account since {{ on }}: {{ entitlements }}.
{% if archive %}Please configure Outlook and install the Outlook add-on to see the archive mailbox.
{% endif %}
""",
    ),
    "entitlement_off": _source(
        "Perkhidmatan tambahan ditamatkan: {{ entitlements }} / Add-ons ended: {{ entitlements }}",
        """
Perkhidmatan berikut telah ditamatkan pada akaun ini pada {{ on }}: {{ entitlements }}.
""",
        """
These services have ended on this account on {{ on }}: {{ entitlements }}.
""",
    ),
    "inspection_begun": _source(
        "Pemeriksaan peti {{ account }} bermula / The inspection of {{ account }} begins",
        """
Pemeriksaan peti ini bermula pada {{ on }} dengan kelulusan bertulis.{% if until %} Ia tamat pada
{{ until }}.{% endif %}
""",
        """
The inspection of this mailbox begins on {{ on }}, approved in writing.{% if until %} It ends on
{{ until }}.{% endif %}
""",
    ),
    "inspection_ended": _source(
        "Pemeriksaan peti {{ account }} tamat / The inspection of {{ account }} has ended",
        """
Pemeriksaan peti ini tamat pada {{ on }}. Hak untuk membukanya telah ditarik balik.
""",
        """
The inspection of this mailbox ended on {{ on }}. The right to open it has been withdrawn.
""",
    ),
    "incident": _source(
        "Insiden keselamatan ICT {{ incident }}: {{ account }} / ICT security incident {{ incident }}: {{ account }}",
        """
Insiden keselamatan ICT {{ incident }} yang melibatkan akaun ini dilaporkan kepada kami pada {{ on }}.
{% if decided %}Tindakan pentadbir, diputuskan pada {{ decided }}: akaun
{{ "ditamatkan" if ends else "ditutup serta-merta" }}.
{% else %}Tindakan terhadap akaun belum diputuskan.
{% endif %}
Sila daftarkan insiden ini mengikut prosedur pengendalian insiden ICT, dan maklumkan tindakan selanjutnya
{%- if contact %} kepada {{ contact }}{% endif %}.
""",
        """
The ICT security incident {{ incident }}, which concerns this account, was reported to us on {{ on }}.
{% if decided %}What the administrator does, decided on {{ decided }}: the account is
{{ "terminated" if ends else "closed at once" }}.
{% else %}What happens to the account has not been decided yet.
{% endif %}
Please register the incident by the ICT incident procedure, and say what is to be done next{% if contact %}
to {{ contact }}{% endif %}.
""",
    ),
    "outage": f"\n{SEPARATOR}\n".join(
        (
            "Gangguan perkhidmatan emel / Outage of the mail service",
            """
MAKLUMAN GANGGUAN PERKHIDMATAN EMEL
Bermula: {{ since }}{% if until %}   Dijangka pulih: {{ until }}{% endif %}

{{ text_ms or "Perkhidmatan emel tidak dapat digunakan." }}
Sehingga pulih, urusan rasmi hanya melalui surat, faks atau telefon. Jangan gunakan emel persendirian.
""".strip(),
            """
NOTICE OF AN OUTAGE OF THE MAIL SERVICE
Since: {{ since }}{% if until %}   Expected back: {{ until }}{% endif %}

{{ text_en or "The mail service cannot be used." }}
Until it is back, official business goes by letter, fax or telephone only. Do not use private e-mail.
""".strip(),
        )
    ),
}
