# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The webmail's own way of C-MSG-SIZE and C-ATT-SIZE: upload a file, send it; base64 makes a third more of it.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from ansible_collections.rasmi.mail.plugins.module_utils._probes import mail
from ansible_collections.rasmi.mail.plugins.module_utils._probes.platforms import open_webmail
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import CouldNotTest
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Part, Trial
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import both


@dataclass(frozen=True)
class File:
    """A file of `size` bytes that has to be delivered, or (`wanted` false) refused."""

    name: str
    size: int
    wanted: bool


def probe(trial: Trial, files: Sequence[File]) -> None:
    """One part per file, those to be delivered first: where they are not, a refusal proves nothing."""
    broken = False
    for file in files:
        ms, en = ("sampai", "delivered") if file.wanted else ("ditolak", "refused")
        expected = both(
            f"Webmel: kepilan {file.size} bait {ms}", f"Webmail: an attached file of {file.size} bytes is {en}"
        )
        with trial.part(file.name, expected) as part:
            if broken and not file.wanted:
                raise CouldNotTest(
                    "fail yang lebih kecil juga tidak diterima, jadi penolakan tidak membuktikan apa-apa",
                    "a smaller file does not go through either, so a refusal proves nothing",
                )
            done, said = _send(trial, part, file.size)
            part.saw(done is file.wanted, said, said, file_bytes=file.size)
        broken = broken or (file.wanted and trial.verdicts[-1].red)


def _send(trial: Trial, part: Part, file_bytes: int) -> tuple[bool, str]:
    """Attach a file of `file_bytes` and send it to the receiver; (delivered, what the webmail said)."""
    run = trial.run
    sender, receiver = run.account("sender"), run.account("receiver")
    token = mail.new_token()
    with open_webmail(trial.target, part.wire) as web:
        if not web.login(sender.address, run.password(sender)).accepted:
            raise CouldNotTest("webmel menolak kata laluan yang betul", "the webmail refuses the right password")
        block = secrets.token_bytes(65536)
        data = (block * (file_bytes // len(block) + 1))[:file_bytes]
        subject = f"[rasmi.mail] test {token}"
        sent, said = web.send_file(receiver.address, subject, "Ujian. Test.", "ujian.bin", data)
        if not sent:
            return False, said
    return mail.arrived(run, receiver, token, part.wire), f"sent: {said}"
