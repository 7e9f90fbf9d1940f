# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""C-TMP-SPACE: room for mail in work, asked of every service user on the host and by a burst from outside.

The host part was observed by the module `temp_space_probe`; here it becomes verdicts. PRIVATE to the collection
rasmi.mail.
"""

from __future__ import annotations

import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._probes import login, mail
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import CouldNotTest
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Part, Trial
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import both
from ansible_collections.rasmi.mail.plugins.module_utils._standard.sizes import format_size

_BURST = 20
#: Share of the message cap that each message of the burst has.
_NEARLY = 0.95
#: How long the server may take to file what it has accepted of the burst.
_DELIVERED_SECONDS = 300.0


def probe(trial: Trial) -> None:
    """The host's service users, then 20 messages of nearly the cap at the same moment (R012)."""
    least = int(trial.values["min_bytes"])
    seen = [item for item in trial.run.observations if item.get("kind", "temp_space") == "temp_space"]
    if not seen:
        expected = both(
            f"Setiap pengguna perkhidmatan boleh memperuntukkan {format_size(least)}",
            f"Every service user can allocate {format_size(least)}",
        )
        with trial.part("host", expected):
            raise CouldNotTest(
                "tiada apa yang diperhatikan pada pelayan (modul temp_space_probe)",
                "nothing was observed on the server (module temp_space_probe)",
            )
    for item in seen:
        _host(trial, item, least)
    _burst(trial)


def _host(trial: Trial, item: Mapping[str, Any], least: int) -> None:
    user, path = str(item.get("user", "?")), str(item.get("path", "?"))
    expected = both(
        f"Pengguna {user} boleh memperuntukkan {format_size(least)} dalam {path}",
        f"User {user} can allocate {format_size(least)} in {path}",
    )
    with trial.part(f"host-{user}-{path}", expected) as part:
        got = int(item.get("allocated_bytes", 0))
        problem = str(item.get("problem", "") or "")
        part.wire.remark(f"{item.get('host', 'server')}: as {user} in {path}: {got} bytes allocated and released")
        if problem:
            part.wire.remark(problem)
        ms, en = f"{got} bait diperuntukkan", f"{got} bytes allocated"
        suffix = f" ({problem})" if problem else ""
        part.saw(got >= least, ms + suffix, en + suffix, allocated_bytes=got)


def _burst(trial: Trial) -> None:
    run = trial.run
    cap = int(run.standard["controls"].get("C-MSG-SIZE", {}).get("out_bytes") or 0)
    size = int(cap * _NEARLY)
    expected = both(
        f"{_BURST} penghantaran serentak, setiap satu {size} bait, semuanya diterima",
        f"{_BURST} submissions at once of {size} bytes each are all accepted",
    )
    with trial.part("burst", expected) as part:
        if not cap:
            raise CouldNotTest(
                "standard tiada had mesej untuk mengira letusan",
                "the standard has no message cap to derive the burst from",
            )
        sender, receiver = run.account("sender"), run.account("receiver")
        run.password(sender)
        token = mail.new_token()
        data = mail.message(sender.address, receiver.address, token, size)
        started, taken = time.monotonic(), _BURST
        try:
            with ThreadPoolExecutor(max_workers=_BURST) as pool:
                replies = list(pool.map(lambda _n: _submit(trial, data), range(_BURST)))
            taken = _saw_burst(part, replies, time.monotonic() - started)
        finally:
            _settle(trial, token, taken)


def _submit(trial: Trial, data: bytes) -> mail.Reply:
    run = trial.run
    sender, receiver = run.account("sender"), run.account("receiver")
    client = login.open_submission(run.target, sender.address, run.password(sender), run.wire())
    try:
        return mail.transact(client, sender.address, [receiver.address], data)
    finally:
        client.close()


def _saw_burst(part: Part, replies: list[mail.Reply], seconds: float) -> int:
    taken = sum(reply.accepted for reply in replies)
    others = sorted({str(reply) for reply in replies if not reply.accepted})
    part.wire.remark(f"{taken} of {len(replies)} accepted in {seconds:.1f} s; first answer: {replies[0]}")
    for other in others:
        part.wire.theirs(other)
    tail = f": {others[0]}" if others else ""
    ms = f"{taken} daripada {len(replies)} diterima dalam {seconds:.0f} s{tail}"
    part.saw(taken == len(replies), ms, f"{taken} of {len(replies)} accepted in {seconds:.0f} s{tail}")
    return taken


def _settle(trial: Trial, token: str, taken: int) -> None:
    """Empty the receiver until nothing of the burst is left in the way of other mail: some hundred megabytes."""
    run = trial.run
    receiver = run.account("receiver")
    deadline = time.monotonic() + max(run.target.settle, _DELIVERED_SECONDS)
    gone = 0
    while gone < taken and time.monotonic() < deadline:
        gone += mail.empty(run, receiver, run.wire())
        time.sleep(0.5)
    run.wire().remark(f"{gone} of {taken} messages of {token} deleted")
