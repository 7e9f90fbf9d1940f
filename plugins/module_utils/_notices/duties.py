# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The user's duties, as the welcome lists them (requirements R220 to R236).

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from typing import NamedTuple


class Duty(NamedTuple):
    """One duty: its requirement, and a sentence in Malay and English."""

    id: str
    ms: str
    en: str


DUTIES: tuple[Duty, ...] = (
    Duty(
        "R220",
        "Gunakan akaun emel rasmi anda, dan pastikan alamat penerima betul.",
        "Use your official e-mail account, and check that the recipient is the right one.",
    ),
    Duty(
        "R221",
        "Utamakan emel bagi urusan rasmi dalam dan luar jabatan.",
        "Prefer e-mail for official business inside and outside the department.",
    ),
    Duty(
        "R222",
        "Jangan gunakan akaun orang lain atau akaun yang dikongsi.",
        "Do not use another person's account or a shared one.",
    ),
    Duty("R223", "Pastikan subjek dan kandungan emel sepadan.", "Make subject and content match."),
    Duty("R224", "Gunakan bahasa yang formal.", "Use formal language."),
    Duty("R225", "Hantar fail yang kecil; mampatkan fail yang besar.", "Send small files; compress large ones."),
    Duty(
        "R226",
        "Jawab emel selewat-lewatnya satu (1) hari selepas menerimanya.",
        "Answer within one (1) day.",
    ),
    Duty(
        "R227",
        "Jangan hantar salinan emel yang sama melalui faks atau surat.",
        "Do not send the same again by fax or letter.",
    ),
    Duty(
        "R228",
        "Jangan gunakan alamat emel persendirian bagi urusan rasmi.",
        "Do not use private e-mail addresses for official business.",
    ),
    Duty(
        "R229",
        "Kemaskan peti anda sendiri: SENT, TRASH dan JUNK.",
        "Keep your own mailbox in order: SENT, TRASH and JUNK.",
    ),
    Duty(
        "R230",
        "Enkripkan kepilan yang bertaraf Terhad atau Sulit.",
        "Encrypt attachments classified Terhad (restricted) or Sulit (confidential).",
    ),
    Duty("R231", "Imbas kepilan untuk virus sebelum membukanya.", "Scan attachments for viruses before opening them."),
    Duty(
        "R232",
        "Jangan buka emel daripada penghantar yang tidak dikenali.",
        "Do not open mail from senders you do not know.",
    ),
    Duty("R233", "Gunakan emel bagi tujuan rasmi sahaja.", "Use the mail for official purposes only."),
    Duty(
        "R234",
        "Patuhi Dasar Keselamatan ICT dan peraturan yang berkuat kuasa.",
        "Comply with the ICT security policy and the rules in force.",
    ),
    Duty(
        "R235",
        "Anda bertanggungjawab atas emel yang anda hantar.",
        "You answer for the mail that you send.",
    ),
    Duty(
        "R236",
        "Ajukan pertanyaan kepada pentadbir emel.",
        "Put your questions to the e-mail administrator.",
    ),
)
