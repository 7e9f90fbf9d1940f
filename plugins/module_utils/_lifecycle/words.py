# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sentences of plans and questions, in Malay and English.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any

_SENTENCES: dict[str, tuple[str, str]] = {
    "create": ("Akaun diluluskan dan belum wujud.", "Approved, and the account does not exist yet."),
    "update": ("Maklumat pada pelayan berbeza: {fields}.", "The server differs in: {fields}."),
    "rename": (
        "Alamat bertukar daripada {old}; alamat lama menjadi alamat kedua.",
        "The address changes from {old}; the old one stays as a second address.",
    ),
    "adopt": (
        "Permohonan menyatakan akaun ini sudah wujud; ia diambil alih.",
        "The application says that this account exists; it is taken over.",
    ),
    "suspend": ("Digantung berkuat kuasa {since}.", "Suspended with effect from {since}."),
    "suspend_first": (
        "Tarikh penghapusan {due} telah tiba, tetapi akaun masih aktif; digantung dahulu.",
        "Removal was due on {due}, but the account is still active; it is suspended first.",
    ),
    "remove": (
        "Tarikh penghapusan {due} telah tiba; digantung sejak {suspended}.",
        "Removal was due on {due}; suspended since {suspended}.",
    ),
    "resume": ("Penggantungan ditamatkan pada {since}.", "The suspension was ended on {since}."),
    "release": (
        "Kunci bertarikh {locked} dilepaskan dengan keputusan {since}.",
        "The lock of {locked} is released by the decision of {since}.",
    ),
    "restore": (
        "Orang yang sama kembali; akaunnya di bawah {earlier} dipulihkan.",
        "The same person comes back; the account under {earlier} is restored.",
    ),
    "purge": (
        "Alamat {address} dihapuskan pada {removed} dan boleh diberi semula mulai {due}.",
        "The address {address} was removed on {removed} and may be given out again from {due}.",
    ),
    "join": ("Menyertai kumpulan: {groups}.", "Joins: {groups}."),
    "leave": ("Keluar daripada kumpulan: {groups}.", "Leaves: {groups}."),
    "uncovered": (
        "Tiada permohonan bagi akaun ini; ia tidak diubah.",
        "No application covers this account; it is left as it is.",
    ),
    "unmanaged": (
        "Akaun ini bukan di bawah urusan kami; ia tidak diubah.",
        "This account is not managed by us; it is left as it is.",
    ),
    "below_floor": (
        "Kuota {quota} bait kurang daripada minimum {floor} bait.",
        "Quota of {quota} bytes is under the minimum of {floor} bytes.",
    ),
    "address_unmanaged": (
        "Alamat {address} dipegang oleh akaun yang bukan di bawah urusan kami.",
        "The address {address} belongs to an account that is not managed by us.",
    ),
    "address_taken": (
        "Alamat {address} dipegang oleh akaun {other}.",
        "The address {address} belongs to the account {other}.",
    ),
    "address_tombstone": (
        "Alamat {address} pernah dipegang oleh orang lain dan tidak diberi semula.",
        "The address {address} belonged to somebody else and is not given out again.",
    ),
    "address_group": (
        "Alamat {address} ialah alamat kumpulan.",
        "The address {address} is that of a group.",
    ),
    "same_person_removed": (
        "Orang yang sama pernah mempunyai akaun {other} yang telah dihapuskan; pulihkan atau mohon semula?",
        "The same person had the account {other}, now removed; restore it or apply anew?",
    ),
    "same_person": (
        "Orang yang sama sudah mempunyai akaun {other}.",
        "The same person already has the account {other}.",
    ),
    "duplicate": (
        "Pelayan mempunyai beberapa akaun dengan nombor permohonan {account_id}.",
        "The server has several accounts with the application id {account_id}.",
    ),
    "id_unmanaged": (
        "Akaun {other} membawa nombor permohonan {account_id} tetapi bukan di bawah urusan kami.",
        "The account {other} carries the application id {account_id} but is not managed by us.",
    ),
    "adopt_person": (
        "Akaun yang hendak diambil alih dicatat atas nama orang lain; kunci kakitangan tidak sama.",
        "The account to be taken over is recorded for another person; the staff keys differ.",
    ),
    "adopt_state": (
        "Akaun yang hendak diambil alih berkeadaan {have} pada pelayan, tetapi diputuskan {wanted}.",
        "The account to be taken over is {have} on the server, but was decided to be {wanted}.",
    ),
    "kind": (
        "Pelayan menyimpan jenis {have}, permohonan menyatakan {wanted}.",
        "The server says kind {have}, the application says {wanted}.",
    ),
    "hand_suspended": (
        "Akaun digantung pada pelayan tanpa rekod kami; ia tidak diaktifkan semula.",
        "The account was suspended on the server without a record of ours; it is not re-enabled.",
    ),
    "no_resume": (
        "Akaun digantung sejak {suspended}, dan tiada keputusan untuk menamatkannya.",
        "Suspended since {suspended}, and no decision ends that.",
    ),
    "removed": (
        "Akaun telah dihapuskan, tetapi permohonan masih menuntutnya.",
        "The account was removed, but the application still asks for it.",
    ),
    "hand_suspended_removal": (
        "Penghapusan perlu, tetapi tarikh penggantungan tiada dalam rekod kami.",
        "Removal is due, but we have no record of when the account was suspended.",
    ),
    "notice_undecided": (
        "Notis minimum sebelum penghapusan belum diputuskan oleh pemilik.",
        "The owner has not decided the minimum notice before a removal.",
    ),
    "removal_undecided": (
        "Bilangan hari sehingga penghapusan belum diputuskan oleh pemilik; akaun kekal digantung.",
        "The owner has not decided after how many days a terminated account is removed; it stays suspended.",
    ),
    "hold_undecided": (
        "Simpanan rekod sebelum penghapusan belum diputuskan oleh pemilik; akaun kekal digantung.",
        "The owner has not decided whether records must be kept before removal; the account stays suspended.",
    ),
    "shrink": (
        "Kuota akan mengecil daripada {have} kepada {wanted}, dan penggunaannya tidak diketahui; seseorang perlu "
        "mengesahkan.",
        "The quota would shrink from {have} to {wanted}, and how much is in use is not known; a person must confirm.",
    ),
    "extra_alias": (
        "Alamat kedua tanpa permohonan: {addresses}; ia dikekalkan.",
        "Second addresses that no application asked for: {addresses}; they are kept.",
    ),
    "group_unmanaged": (
        "Kumpulan bukan di bawah urusan kami: {groups}.",
        "Groups that are not managed by us: {groups}.",
    ),
    "group_unknown": (
        "Kumpulan tidak dikenali: {groups}.",
        "Unknown groups: {groups}.",
    ),
    "tier_undecided": (
        "Kumpulan kuota tidak dapat ditentukan: {why}",
        "The quota tier cannot be decided: {why}",
    ),
    "notice_target": (
        "Notis {notice} menamakan akaun {target} yang tiada dalam permohonan.",
        "The notice {notice} names the account {target}, which no application has.",
    ),
    "notice_after_end": (
        "Notis {notice} datang selepas penamatan {ended}.",
        "The notice {notice} comes after the termination {ended}.",
    ),
    "resume_without": (
        "Notis {notice} mengaktifkan semula akaun yang tidak digantung.",
        "The notice {notice} resumes an account that is not suspended.",
    ),
    "delegate_unknown": (
        "Orang bagi peti jabatan ini tidak mempunyai akaun: {addresses}.",
        "People named for this department mailbox have no account: {addresses}.",
    ),
    "address_elsewhere": (
        "Alamat {address} sudah dipegang pada {platform} ({other}).",
        "The address {address} is already held on {platform} ({other}).",
    ),
    "address_alike": (
        "Alamat {address} mudah dikelirukan dengan {other}. Tetapkan alamat lain, atau tulis similar_address: true "
        "dalam keputusan.",
        "The address {address} is easily mistaken for {other}. Decide another one, or write similar_address: true in "
        "the decision.",
    ),
    "addresses_unsure": (
        "Alamat yang dipegang pada {other} tidak diketahui: senarainya tiada atau terlalu lama. Jalankan pelan "
        "platform itu dahulu.",
        "What {other} holds is not known: its list of addresses is missing or too old. Plan that platform first.",
    ),
    "roster_address": (
        "Alamat {address} juga dituntut oleh {other}.",
        "The address {address} is also asked for by {other}.",
    ),
    "entitle_platform": (
        "Pelayan ini tidak mengurus kelayakan: {entitlements}.",
        "This platform does not manage entitlements: {entitlements}.",
    ),
    "archive_hold": (
        "Penamatan arkib diluluskan, tetapi simpanan rekod belum diputuskan atau masih berjalan; arkib kekal.",
        "The end of the archive is approved, but keeping its records is undecided or still needed; it stays.",
    ),
    "end_without": (
        "Permohonan {notice} menamatkan kelayakan yang tiada: {entitlements}.",
        "The application {notice} ends entitlements that were never granted: {entitlements}.",
    ),
    "ahead_undecided": (
        "Pergerakan pada {effective} telah dimaklumkan; tutup akaun sekarang atau pada hari itu belum diputuskan.",
        "A movement on {effective} has been told; whether to close the account now or then is undecided.",
    ),
    "stamp_request": (
        "Kategori A: minta pentadbir agensi {unit} menambah {address} sebagai alamat kedua {primary}; "
        "diminta: {asked}, pengesahan belum diterima.",
        "Category A: ask the administrator of {unit} to add {address} as a second address of {primary}; "
        "asked: {asked}, not confirmed yet.",
    ),
    "unstamp_request": (
        "Kategori A: minta pentadbir agensi {unit} membuang {address} daripada {primary} (request to delete); "
        "diminta: {asked}, pengesahan belum diterima.",
        "Category A: ask the administrator of {unit} to take {address} off {primary} (request to delete); "
        "asked: {asked}, not confirmed yet.",
    ),
    "stamp_notice": (
        "Kategori A: {notice} adalah urusan pentadbir agensi {unit}; maklumkan kepadanya.",
        "Category A: {notice} is for the administrator of {unit} to act on; pass it on.",
    ),
    "idle": (
        "Tidak digunakan sejak {last}, melebihi tempoh; dibekukan.",
        "Not used since {last}, longer than allowed; frozen.",
    ),
    "unused": (
        "Diwujudkan pada {created} dan kata laluan sementara tidak pernah ditukar; digantung.",
        "Made on {created}, and its temporary password was never changed; suspended.",
    ),
    "unfreeze": (
        "Bantahan bertarikh {since} menamatkan pembekuan.",
        "The objection of {since} ends the freeze.",
    ),
    "remove_frozen": (
        "Dibekukan sejak {frozen}, tiada bantahan dalam tempoh; tarikh penghapusan {due} telah tiba.",
        "Frozen since {frozen}, and nobody objected in time; removal was due on {due}.",
    ),
    "frozen_undecided": (
        "Tidak digunakan sejak {last}; penerimaan emel bagi peti yang dibekukan belum diputuskan, atau tidak sama "
        "dengan peti yang digantung.",
        "Not used since {last}; whether a frozen mailbox receives mail is undecided, or decided otherwise than for a "
        "suspended one.",
    ),
    "idle_untold": (
        "Tidak digunakan sejak {last}; notis sebelum pembekuan belum dihantar kepada: {to}.",
        "Not used since {last}; the notice before the freeze has not been sent to: {to}.",
    ),
    "idle_count_undecided": (
        "Dibekukan sejak {frozen}; dari bila enam bulan dikira belum diputuskan oleh pemilik.",
        "Frozen since {frozen}; the owner has not decided from when the six months are counted.",
    ),
    "deletion_untold": (
        "Tempoh bantahan tamat, tetapi notis penghapusan belum dihantar kepada: {to}.",
        "The time for objections is over, but the notice of deletion has not been sent to: {to}.",
    ),
    "unblock": (
        "Sekatan dilepaskan pada {since}: serahkan kata laluan sementara baharu; yang ada bertarikh {changed}.",
        "The block was released on {since}: hand over a new temporary password; the present one is of {changed}.",
    ),
    "certificate_missing": (
        "Pergerakan {notice} belum disahkan oleh Pengurus Sumber Manusia (surat arahan).",
        "Human resources have not certified the movement {notice} yet (instruction letter).",
    ),
    "reopen_without": (
        "{notice} membuka semula akaun yang tidak ditutup kerana insiden.",
        "{notice} reopens an account that no incident has closed.",
    ),
    "reopen_undecided": (
        "{notice} membuka semula akaun selepas insiden; siapa yang boleh berbuat demikian belum diputuskan.",
        "{notice} reopens an account after an incident; who may do that is undecided.",
    ),
    "incident_open": (
        "{notice} mengaktifkan semula akaun, tetapi insiden {incident} masih menutupnya.",
        "{notice} resumes the account, but the incident {incident} still closes it.",
    ),
    "hold_unknown": (
        "{notice} menamatkan tahanan {hold} yang tiada.",
        "{notice} ends the hold {hold}, which does not exist.",
    ),
    "inspection_unapproved": (
        "Pemeriksaan kecemasan {notice} belum mendapat kelulusan SUK atau TSUK.",
        "The emergency inspection {notice} has not got the approval of SUK or TSUK yet.",
    ),
    "inspect": (
        "Hak membuka peti bagi pemeriksaan yang diluluskan: {addresses}.",
        "Rights to open mailboxes for an approved inspection: {addresses}.",
    ),
    "self_kept": (
        "Pengguna mengemas kini sendiri: {fields}; nilai pada pelayan dikekalkan.",
        "The user keeps these up to date: {fields}; what the server has stays.",
    ),
    "shrink_untold": (
        "Kuota akan mengecil daripada {have} kepada {wanted} sedangkan kira-kira {used} digunakan, sehari selepas "
        "pemilik dimaklumkan.",
        "The quota will shrink from {have} to {wanted} while about {used} is in use, a day after its owner was told.",
    ),
    "stamp_first": (
        "Alamat dipegang di sini sehingga pentadbir agensi mengesahkan {form}.",
        "The address is held here until the agency's administrator confirms {form}.",
    ),
    "move_gap": (
        "Kategori A: alamat {address} tidak dipegang oleh mana-mana agensi sehingga {form} disahkan; ke mana emel "
        "dihantar sementara itu belum diputuskan.",
        "Category A: no agency holds the address {address} until {form} is confirmed; where mail goes in between is "
        "undecided.",
    ),
    "held": (
        "Rekod akaun ini ditahan oleh {holds}; ia tidak dihapuskan.",
        "The records of this account are held by {holds}; it is not removed.",
    ),
    "export_missing": (
        "Rekod mesti disimpan sebelum penghapusan; borang eksport siap belum diterima.",
        "Records must be kept before a removal; the form that the export is done has not come.",
    ),
    "idle_undecided": (
        "Tidak aktif sejak {last}, melebihi tempoh, tanpa pemakluman; apa yang dikira aktif belum diputuskan.",
        "Inactive since {last}, longer than allowed, without a notice; what counts as active is undecided.",
    ),
    "undo": (
        "Membatalkan larian {run} (rancangan {plan}) dengan keputusan {decision}.",
        "Takes back the run {run} (plan {plan}) by the decision {decision}.",
    ),
    "undo_not": (
        "TIDAK dibatalkan: {verb} atas {basis}; {why}.",
        "NOT undone: {verb} by {basis}; {why}.",
    ),
    "undo_moved": (
        "TIDAK dibatalkan: {verb} atas {basis}; akaun telah berubah selepas itu. Seseorang perlu memutuskan.",
        "NOT undone: {verb} by {basis}; the account has changed since. A person must decide.",
    ),
    "undo_locked": (
        "TIDAK dibatalkan: {verb} atas {basis}; pelayan sendiri telah mengunci akaun ini; kunci perlu notisnya.",
        "NOT undone: {verb} by {basis}; the server itself has locked this account; its lock needs a notice of its own.",
    ),
    "undo_full": (
        "TIDAK dibatalkan: {verb} atas {basis}; {used} sedang digunakan, ruang akan menjadi {wanted}.",
        "NOT undone: {verb} by {basis}; {used} are in use, and there would be {wanted}.",
    ),
    "capability": ("Pelayan ini tidak dapat melakukan: {verb}.", "This platform cannot do: {verb}."),
}


_FIELDS: dict[str, tuple[str, str]] = {
    "account_id": ("nombor permohonan", "application id"),
    "address": ("alamat", "address"),
    "name": ("nama", "name"),
    "kind": ("jenis", "kind"),
    "state": ("keadaan", "state"),
    "tier": ("kumpulan kuota", "tier"),
    "quota": ("kuota", "quota"),
    "unit": ("unit", "unit"),
    "post": ("jawatan", "post"),
    "grade": ("gred", "grade"),
    "office_phone": ("telefon pejabat", "office telephone"),
    "staff_key": ("kunci pegawai", "staff key"),
    "supervisor": ("penyelia emel", "e-mail supervisor"),
    "owner": ("pegawai bertanggungjawab", "responsible officer"),
    "delegates": ("wakil", "delegates"),
    "opens": ("membuka peti jabatan", "opens department mailboxes"),
    "aliases": ("alamat kedua", "second addresses"),
    "groups": ("kumpulan", "groups"),
    "entitlements": ("kelayakan", "entitlements"),
    "suspended_on": ("digantung pada", "suspended on"),
    "locked_at": ("dikunci pada", "locked at"),
    "frozen_on": ("dibekukan pada", "frozen on"),
    "removed_on": ("dihapuskan pada", "removed on"),
}

LANGUAGES = ("ms", "en")


def sentence(key: str, **values: Any) -> Mapping[str, str]:
    """Return the sentence in both languages: {"ms": ..., "en": ...}. `fields` is a collection of field names."""
    if not values:
        return _plain(key)
    named = values.pop("fields", ())
    return {
        language: text.format(fields=", ".join(label(name, language) for name in named), **values)
        for language, text in raw(key).items()
    }


def raw(key: str) -> dict[str, str]:
    """Return the templates of a sentence, for values that differ by language."""
    return dict(zip(LANGUAGES, _SENTENCES[key], strict=True))


#: A sentence without values is one for all changes that say it: 100,000 new accounts have the same reason.
_plain = cache(raw)


def label(field: str, language: str) -> str:
    """What people call a field."""
    return _FIELDS[field][LANGUAGES.index(language)]
