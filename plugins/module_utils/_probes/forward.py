# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""C-FWD: no user can have mail forwarded to the outside by the server.

Looked for where a user really can set one: ManageSieve, and the settings of the webmail. Then a message is followed.
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import time

from ansible_collections.rasmi.mail.plugins.module_utils._probes import login, mail
from ansible_collections.rasmi.mail.plugins.module_utils._probes.platforms import open_webmail
from ansible_collections.rasmi.mail.plugins.module_utils._probes.sink import Sink
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import CouldNotTest, ProbeAccount
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Trial
from ansible_collections.rasmi.mail.plugins.module_utils._probes.wire import Smtp, connect
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import both

_EXTRA_SECONDS = 3.0


def probe(trial: Trial) -> None:
    """ManageSieve is closed, the webmail offers no such page, and delivered mail does not go on outside (R228)."""
    account = trial.run.account("receiver")
    _managesieve(trial, account)
    _webmail(trial, account)
    _followed(trial, account)


def _managesieve(trial: Trial, account: ProbeAccount) -> None:
    port = trial.target.ports.sieve
    expected = both(
        f"Port {port} (ManageSieve) ditutup: pengguna tidak dapat menetapkan penapis atau pemajuan",
        f"Port {port} (ManageSieve) is closed: a user cannot set a filter or forward there",
    )
    with trial.part("managesieve", expected) as part:
        # A server that does not answer at all has no closed port.
        attempt = login.log_in(trial.run, login.IMAP, account, trial.run.password(account), trial.run.wire())
        if not attempt.accepted:
            raise CouldNotTest(
                f"akaun ujian tidak dapat log masuk: {attempt.answer}", f"the probe cannot log in: {attempt.answer}"
            )
        try:
            with connect(trial.target, port, part.wire) as door:
                greeting = door.recv(200).decode("utf-8", "replace").strip()
        except (ConnectionRefusedError, TimeoutError) as error:
            part.wire.remark(f"port {port}: {type(error).__name__}")
            part.saw(True, "ditutup", "closed")
            return
        part.wire.theirs(greeting)
        part.saw(False, f"dibuka: {greeting[:80]}", f"open: {greeting[:80]}")


def _webmail(trial: Trial, account: ProbeAccount) -> None:
    expected = both(
        "Tetapan webmel tidak menawarkan halaman penapis atau pemajuan, termasuk melalui alamatnya",
        "The webmail's settings offer no page for filters or forwards, nor by its address",
    )
    with trial.part("webmail", expected) as part, open_webmail(trial.target, part.wire) as web:
        seen = web.login(account.address, trial.run.password(account))
        if not seen.accepted:
            raise CouldNotTest(
                f"akaun ujian tidak dapat log masuk ke webmel: {seen.answer}",
                f"the probe cannot log in to the webmail: {seen.answer}",
            )
        offers = web.forward_offers()
        names = ", ".join(sorted(offers))
        part.saw(not offers, names or "tiada", names or "none")


def _followed(trial: Trial, account: ProbeAccount) -> None:
    """Mail to the probe arrives and does not go on; another message shows that the way outside works."""
    run = trial.run
    expected = both(
        f"Emel dari luar dan dari dalam sampai ke peti dan tidak dimajukan ke luar ({trial.target.outside_domain})",
        f"Mail from outside and from inside reaches the mailbox and is not forwarded ({trial.target.outside_domain})",
    )
    with trial.part("stays-inside", expected) as part:
        sink = _sink(trial)
        stranger, sender = mail.stranger_address(run), run.account("sender")
        first, second, control = mail.new_token(), mail.new_token(), mail.new_token()
        client = mail.stranger(run, part.wire)
        try:
            _send(client, stranger, account.address, first)
        finally:
            client.close()
        client = login.open_submission(run.target, sender.address, run.password(sender), part.wire)
        try:
            _send(client, sender.address, account.address, second)
            _send(client, sender.address, f"penerima@{trial.target.outside_domain}", control)
        finally:
            client.close()
        if not all(mail.arrived(run, account, token, part.wire) for token in (first, second)):
            raise CouldNotTest("mel kepada akaun ujian tidak tiba", "mail to the probe does not arrive")
        if sink.wait_for(control, trial.target.settle) is None:
            raise CouldNotTest(
                "mesej yang sengaja dihantar ke luar tidak tiba di sana, jadi kesunyian tidak membuktikan apa-apa",
                "a message sent outside on purpose does not arrive there, so silence proves nothing",
            )
        time.sleep(_EXTRA_SECONDS)
        leaked = [token for token in (first, second) if sink.wait_for(token, 0)]
        part.wire.remark(f"outside: {control} received; of the other two: {', '.join(leaked) or 'none'}")
        ms, en = ("DIMAJUKAN ke luar", "FORWARDED outside") if leaked else ("tidak dimajukan", "not forwarded")
        part.saw(not leaked, f"kedua-duanya sampai; {ms}", f"both arrived; {en}")


def _send(client: Smtp, sender: str, recipient: str, token: str) -> None:
    reply = mail.transact(client, sender, [recipient], mail.message(sender, recipient, token))
    if not reply.accepted:
        raise CouldNotTest(
            f"mel kepada {recipient} tidak diterima: {reply}", f"mail to {recipient} is not taken: {reply}"
        )


def _sink(trial: Trial) -> Sink:
    if trial.run.sink is None:
        raise CouldNotTest(**trial.run.sink_problem)
    return trial.run.sink
