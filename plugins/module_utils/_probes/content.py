# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""C-AV: what every filter must know (GTUBE, EICAR) never reaches an inbox, and clean mail arrives untouched.

Both are the industry's harmless test patterns: they show that a filter looks at every message, not how much it knows.
How much the virus scanner knows was looked up on the server (`signatures`).
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import email
import email.policy
import secrets

from ansible_collections.rasmi.mail.plugins.module_utils._probes import login, mail, signatures
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import CouldNotTest
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Part, Trial
from ansible_collections.rasmi.mail.plugins.module_utils._probes.wire import Smtp
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import Bilingual, both

# In two pieces: as a whole they would make filters take this file away.
GTUBE = "XJS*C4JDBQADN1.NSBN3*2IDNEN*" + "GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X"
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"

MX, SUBMISSION = "mx", "submission"
_TITLES = {
    MX: both("orang luar", "a stranger"),
    SUBMISSION: both("pengguna (submission)", "a user (submission)"),
}
#: Beyond this size a transcript names a message instead of repeating it.
_ENOUGH = 3000
_EXTRA_SECONDS = 2.0


def probe(trial: Trial) -> None:
    """GTUBE, an EICAR attachment and a clean message, from a stranger and from a user; then the signatures (R007)."""
    for path in (MX, SUBMISSION):
        _never_in_inbox(trial, path, "gtube", both("GTUBE (spam ujian)", "GTUBE (test spam)"))
        _never_in_inbox(trial, path, "eicar", both("Kepilan EICAR (virus ujian)", "An EICAR attachment (test virus)"))
        _clean(trial, path)
    signatures.probe(trial)


def _never_in_inbox(trial: Trial, path: str, kind: str, title: Bilingual) -> None:
    who = _TITLES[path]
    expected = both(
        f"{title['ms']} daripada {who['ms']} ditolak atau dikuarantin, tidak sekali-kali dalam peti masuk",
        f"{title['en']} from {who['en']} is refused or quarantined, never in the inbox",
    )
    with trial.part(f"{path}-{kind}", expected) as part:
        token, recipient = mail.new_token(), trial.run.account("receiver").address
        sender = _sender(trial, path)
        if kind == "gtube":
            data = mail.message(sender, recipient, token, _ENOUGH, GTUBE)
        else:
            data = mail.carrying(sender, recipient, token, EICAR, name="eicar.com", text="Ujian. " * (_ENOUGH // 7))
        reply = _send(trial, path, part, sender, recipient, data)
        if reply.accepted:
            _judge_inbox(trial, path, part, token, reply)
        elif reply.stage != "end" or reply.code < 500:
            raise CouldNotTest(
                f"penapis tidak memberi jawapan tentang mesej itu: {reply}",
                f"the filter gave no answer about the message: {reply}",
            )
        else:
            part.saw(True, f"ditolak: {reply}", f"refused: {reply}")


def _judge_inbox(trial: Trial, path: str, part: Part, token: str, reply: mail.Reply) -> None:
    """The message was taken. A later one that arrives shows that this one had its time."""
    receiver = trial.run.account("receiver")
    sender, later = _sender(trial, path), mail.new_token()
    after = _send(trial, path, part, sender, receiver.address, mail.message(sender, receiver.address, later, _ENOUGH))
    if mail.arrived(trial.run, receiver, token, part.wire, wait=_EXTRA_SECONDS):
        part.saw(False, f"diterima ({reply}) dan berada dalam peti masuk", f"accepted ({reply}) and in the inbox")
        return
    if not after.accepted or not mail.arrived(trial.run, receiver, later, part.wire):
        raise CouldNotTest(
            f"mesej bersih yang dihantar kemudian juga tidak tiba: {after}",
            f"a clean message sent afterwards does not arrive either: {after}",
        )
    found = mail.arrived(trial.run, receiver, token, part.wire, wait=_EXTRA_SECONDS)
    ms, en = ("dalam peti masuk", "in the inbox") if found else ("tidak dalam peti masuk", "not in the inbox")
    part.saw(not found, f"diterima ({reply}); {ms}", f"accepted ({reply}); {en}")


def _clean(trial: Trial, path: str) -> None:
    who = _TITLES[path]
    expected = both(
        f"Emel bersih dengan kepilan daripada {who['ms']} sampai tanpa diubah",
        f"A clean message with an attachment from {who['en']} arrives untouched",
    )
    with trial.part(f"{path}-clean", expected) as part:
        token, receiver, sender = mail.new_token(), trial.run.account("receiver"), _sender(trial, path)
        data = mail.carrying(sender, receiver.address, token, secrets.token_bytes(_ENOUGH))
        reply = _send(trial, path, part, sender, receiver.address, data)
        if reply.code in range(400, 500):
            raise CouldNotTest(f"ralat sementara: {reply}", f"temporary error: {reply}")
        got = mail.received(trial.run, receiver, token, part.wire) if reply.accepted else None
        if got is None:
            part.saw(False, f"tidak sampai: {reply}", f"does not arrive: {reply}")
            return
        same = mail.body_of(got) == mail.body_of(data) and _subject(got) == _subject(data)
        ms, en = ("tidak diubah", "untouched") if same else ("diubah", "altered")
        part.saw(same, f"sampai, {ms}", f"arrives, {en}")


def _subject(message: bytes) -> str:
    return str(email.message_from_bytes(message, policy=email.policy.default)["Subject"])


def _sender(trial: Trial, path: str) -> str:
    return mail.stranger_address(trial.run) if path == MX else trial.run.account("sender").address


def _send(trial: Trial, path: str, part: Part, sender: str, recipient: str, data: bytes) -> mail.Reply:
    client = _door(trial, path, part)
    try:
        return mail.transact(client, sender, [recipient], data)
    finally:
        client.close()


def _door(trial: Trial, path: str, part: Part) -> Smtp:
    if path == MX:
        return mail.stranger(trial.run, part.wire)
    user = trial.run.account("sender")
    return login.open_submission(trial.target, user.address, trial.run.password(user), part.wire)
