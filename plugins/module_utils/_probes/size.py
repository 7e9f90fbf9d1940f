# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""C-MSG-SIZE and C-ATT-SIZE: what is just under the cap arrives, what is just over it is refused, on every path.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Callable

from ansible_collections.rasmi.mail.plugins.module_utils._probes import login, mail, size_webmail
from ansible_collections.rasmi.mail.plugins.module_utils._probes.sink import Sink
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import CouldNotTest
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Part, Trial
from ansible_collections.rasmi.mail.plugins.module_utils._probes.wire import Smtp
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import both

#: How far from the cap the two test messages are; the margin of profile.md section 2.
_MARGIN = 64 * 1024
_FILE_MARGIN = 1024

_Path = Callable[[Trial, Part, bytes, str], mail.Reply]


def probe_message(trial: Trial) -> None:
    """Four paths, a little under and a little over; and SIZE in EHLO says the same number (R004)."""
    cap_in, cap_out = int(trial.values["in_bytes"]), int(trial.values["out_bytes"])
    _announced(trial, cap_in, cap_out)
    paths: tuple[tuple[str, int, _Path], ...] = (
        ("mx", cap_in, _by_mx),
        ("submission-inside", cap_out, _by_submission),
        ("submission-outside", cap_out, _by_submission),
    )
    for name, cap, path in paths:
        _under(trial, name, cap, path)
        _over(trial, name, cap, path)
    size_webmail.probe(
        trial,
        (
            size_webmail.File("webmail-under", mail.largest_file(cap_out - _MARGIN), True),
            size_webmail.File("webmail-over", mail.largest_file(cap_out + _MARGIN) + _FILE_MARGIN, False),
        ),
    )


def _announced(trial: Trial, cap_in: int, cap_out: int) -> None:
    ports = trial.target.ports
    for name, port, cap in (("mx", ports.smtp, cap_in), ("submission", ports.submission, cap_out)):
        expected = both(f"EHLO mengumumkan SIZE {cap}", f"EHLO announces SIZE {cap}")
        with trial.part(f"ehlo-{name}", expected) as part:
            client = Smtp(trial.target, port, part.wire).secure()
            try:
                said = client.esmtp_features.get("size", "")
            finally:
                client.close()
            part.saw(said == str(cap), f"SIZE {said or '-'}", f"SIZE {said or '-'}")


def _by_mx(trial: Trial, part: Part, data: bytes, recipient: str) -> mail.Reply:
    client = mail.stranger(trial.run, part.wire)
    try:
        return mail.transact(client, mail.stranger_address(trial.run), [recipient], data)
    finally:
        client.close()


def _by_submission(trial: Trial, part: Part, data: bytes, recipient: str) -> mail.Reply:
    sender = trial.run.account("sender")
    client = login.open_submission(trial.target, sender.address, trial.run.password(sender), part.wire)
    try:
        return mail.transact(client, sender.address, [recipient], data)
    finally:
        client.close()


def _ends(trial: Trial, name: str) -> tuple[str, str]:
    """(sender, recipient) of a path."""
    inside = trial.run.account("receiver").address
    if name == "mx":
        return mail.stranger_address(trial.run), inside
    outside = f"penerima@{trial.target.outside_domain}"
    return trial.run.account("sender").address, outside if name == "submission-outside" else inside


def _sink(trial: Trial) -> Sink:
    if trial.run.sink is None:
        raise CouldNotTest(**trial.run.sink_problem)
    return trial.run.sink


def _delivered(trial: Trial, part: Part, name: str, token: str) -> bool:
    if name != "submission-outside":
        return mail.arrived(trial.run, trial.run.account("receiver"), token, part.wire)
    received = _sink(trial).wait_for(token, trial.target.settle)
    part.wire.remark(f"outside: {received.size} bytes received" if received else "outside: nothing received")
    return received is not None


def _under(trial: Trial, name: str, cap: int, path: _Path) -> None:
    size = cap - _MARGIN
    expected = both(f"{name}: {size} bait diterima dan sampai", f"{name}: {size} bytes are accepted and delivered")
    with trial.part(f"{name}-under", expected) as part:
        if name == "submission-outside":
            _sink(trial)
        token = mail.new_token()
        sender, recipient = _ends(trial, name)
        reply = path(trial, part, mail.message(sender, recipient, token, size), recipient)
        found = reply.accepted and _delivered(trial, part, name, token)
        ms, en = ("sampai", "delivered") if found else ("tidak sampai", "not delivered")
        part.saw(found, f"{reply}; {ms}", f"{reply}; {en}", bytes=size)


def _over(trial: Trial, name: str, cap: int, path: _Path) -> None:
    size = cap + _MARGIN
    expected = both(f"{name}: {size} bait ditolak dengan 552 5.3.4", f"{name}: {size} bytes are refused with 552 5.3.4")
    with trial.part(f"{name}-over", expected) as part:
        sender, recipient = _ends(trial, name)
        data = mail.message(sender, recipient, mail.new_token(), size)
        reply = path(trial, part, data, recipient)
        part.saw(_too_large(reply), str(reply), str(reply), bytes=size)
    if name == "mx":
        expected = both(
            f"mx: {size} bait tanpa mengumumkan saiz juga ditolak", f"mx: {size} bytes are refused unannounced, too"
        )
        with trial.part("mx-over-unannounced", expected) as part:
            client = mail.stranger(trial.run, part.wire)
            try:
                reply = mail.transact(client, sender, [recipient], data, announce=False)
            finally:
                client.close()
            part.saw(_too_large(reply), str(reply), str(reply), bytes=size)


def _too_large(reply: mail.Reply) -> bool:
    return not reply.accepted and reply.code == 552 and reply.text.startswith("5.3.4")


def probe_attachment(trial: Trial) -> None:
    """A file of the cap less 1 KiB passes, one of the cap plus 1 KiB does not (R005).

    A file grows by 78/57 on its way (base64 lines of 76 characters), so the message cap may leave less room than the
    attachment cap promises (requirements C01). Then the stricter of the two decides what must pass, and the verdict
    says so.
    """
    message_values = trial.run.standard["controls"].get("C-MSG-SIZE", {})
    for direction, name, path in (("in", "mx", _by_mx), ("out", "submission-inside", _by_submission)):
        cap = int(trial.values[f"{direction}_bytes"])
        message_cap = int(message_values.get(f"{direction}_bytes") or 0)
        largest = mail.largest_file(message_cap) if message_cap else cap - _FILE_MARGIN
        _file(trial, f"{name}-under", name, path, min(cap - _FILE_MARGIN, largest), _why(cap, message_cap, largest))
        _file(trial, f"{name}-over", name, path, cap + _FILE_MARGIN, None)
    cap, message_cap = int(trial.values["out_bytes"]), int(message_values.get("out_bytes") or 0)
    largest = mail.largest_file(message_cap - _MARGIN) if message_cap else cap
    under = min(cap - _FILE_MARGIN, largest)
    # Twice the cap is over what the web server takes at all; that refusal comes before any program sees the file.
    over = (("webmail-over", cap + _FILE_MARGIN), ("webmail-far-over", 2 * cap))
    size_webmail.probe(
        trial,
        (
            size_webmail.File("webmail-under", under, True),
            *(size_webmail.File(name, size, False) for name, size in over),
        ),
    )


def _why(cap: int, message_cap: int, largest: int) -> tuple[str, str]:
    if cap - _FILE_MARGIN <= largest:
        return "", ""
    wire = cap * 78 // 57
    return (
        f" Had kepilan {cap} bait menjadi kira-kira {wire} bait dalam base64, melebihi had mesej {message_cap} bait; "
        "had yang lebih ketat dipakai (C01).",
        f" The attachment cap of {cap} bytes becomes about {wire} bytes in base64, over the message cap of "
        f"{message_cap} bytes; the stricter one is applied (C01).",
    )


def _file(trial: Trial, part_name: str, name: str, path: _Path, size: int, why: tuple[str, str] | None) -> None:
    wanted = why is not None
    note = why or ("", "")
    expected = both(
        f"Kepilan {size} bait {'sampai' if wanted else 'ditolak'}.{note[0]}",
        f"An attachment of {size} bytes is {'delivered' if wanted else 'refused'}.{note[1]}",
    )
    with trial.part(part_name, expected) as part:
        token = mail.new_token()
        sender, recipient = _ends(trial, name)
        data = mail.with_attachment(sender, recipient, token, size)
        reply = path(trial, part, data, recipient)
        if not wanted:
            refused = not reply.accepted and reply.code in range(500, 600)
            part.saw(refused, str(reply), str(reply), file_bytes=size, message_bytes=len(data))
            return
        found = reply.accepted and _delivered(trial, part, name, token)
        ms, en = ("sampai", "delivered") if found else ("tidak sampai", "not delivered")
        part.saw(found, f"{reply}; {ms}", f"{reply}; {en}", file_bytes=size, message_bytes=len(data))
