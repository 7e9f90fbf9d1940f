# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""C-AUTH-LOCK: failed logins lock the account, on every path, and only that account.

The five parts of the lockout probe: (a) the right password is refused everywhere; (b) one failure less does not lock;
(c) failures on different paths count together; (d) another account from the same source still logs in, so what was
seen is not a ban of the address; (e) mail to the locked account still arrives. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from ansible_collections.rasmi.mail.plugins.module_utils._probes import browser, doors, login, mail
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import CouldNotTest, ProbeAccount
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Part, Trial
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import both

#: One failure on each, in this order, in part (c); all four paths count failures over parts (a), (b) and (c).
_MIXED = (login.WEB, login.IMAP, login.POP, login.SMTP)


def probe(trial: Trial) -> None:
    """Lock a probe account and look at it from all sides; the lock is lifted whatever happens (R090, R091)."""
    account = trial.run.account("lock")
    failures = int(trial.values["failures"])
    try:
        _locks(trial, account, failures)
        _one_less(trial, account, failures)
        _one_counter(trial, account, failures)
        if browser.wanted(trial):
            browser.lock(trial, account, failures)
    finally:
        trial.run.renew(account)


def _fail(trial: Trial, part: Part, account: ProbeAccount, path: str) -> None:
    attempt = login.refused(trial.run, path, account, login.wrong_password(trial.run), part.wire)
    if attempt.accepted:
        raise CouldNotTest(f"{path} menerima kata laluan yang salah", f"{path} accepted a wrong password")


def _locks(trial: Trial, account: ProbeAccount, failures: int) -> None:
    run = trial.run
    expected = both(
        f"Kata laluan betul diterima; kemudian {failures} kata laluan salah yang berlainan melalui submission gagal",
        f"The right password works; then {failures} different wrong passwords over submission fail",
    )
    with trial.part("a-setup", expected) as part:
        # The other account of part (d) gets its password now: afterwards nothing may be lifted by accident.
        run.password(run.account("sender"))
        password = run.renew(account)
        before = login.log_in(run, login.IMAP, account, password, part.wire)
        if before.accepted:
            for _number in range(failures):
                _fail(trial, part, account, login.SMTP)
        ms = f"sebelum: {before.answer}; {failures} kegagalan dibuat"
        part.saw(before.accepted, ms, f"before: {before.answer}; {failures} failures made")
    if trial.verdicts[-1].red:
        return
    doors.all_refuse(
        trial,
        account,
        password,
        lambda path: both(
            f"(a) Selepas {failures} kegagalan kata laluan yang betul ditolak melalui {path}",
            f"(a) After {failures} failures the right password is refused over {path}",
        ),
        prefix="a-",
    )
    _another_account(trial)
    _mail_arrives(trial, account)


def _another_account(trial: Trial) -> None:
    expected = both(
        "(d) Akaun lain dari sumber yang sama masih boleh log masuk: akaun dikunci, bukan alamat IP",
        "(d) Another account from the same source still logs in: the account is locked, not the address",
    )
    with trial.part("d-bystander", expected) as part:
        other = trial.run.account("sender")  # which no probe beside this one gives another password
        attempt = login.log_in(trial.run, login.IMAP, other, trial.run.password(other), part.wire)
        seen = f"{other.address}: {attempt.answer}, {attempt.seconds:.1f} s"
        part.saw(attempt.accepted, seen, seen)


def _mail_arrives(trial: Trial, account: ProbeAccount) -> None:
    expected = both(
        "(e) Emel kepada akaun yang dikunci masih sampai; pentadbir membuka kunci dan pemilik masuk semula",
        "(e) Mail to the locked account still arrives; an administrator releases it and the owner is in again",
    )
    with trial.part("e-delivery", expected) as part:
        token = mail.new_token()
        sender = mail.stranger_address(trial.run)
        client = mail.stranger(trial.run, part.wire)
        try:
            data = mail.message(sender, account.address, token)
            reply = mail.transact(client, sender, [account.address], data)
        finally:
            client.close()
        trial.run.helpdesk().release(account.address)
        found = reply.accepted and mail.arrived(trial.run, account, token, part.wire)
        ms = f"MX: {reply}; selepas pelepasan mesej {'ada' if found else 'tiada'} dalam peti"
        part.saw(found, ms, f"MX: {reply}; after the release the message is {'there' if found else 'missing'}")


def _one_less(trial: Trial, account: ProbeAccount, failures: int) -> None:
    run = trial.run
    expected = both(
        f"(b) {failures - 1} kegagalan kemudian kata laluan betul diterima: hadnya {failures}, bukan kurang",
        f"(b) {failures - 1} failures and then the right password works: the limit is {failures}, not less",
    )
    with trial.part("b-threshold", expected) as part:
        password = run.renew(account)
        for _number in range(failures - 1):
            _fail(trial, part, account, login.POP)
        attempt = login.log_in(run, login.IMAP, account, password, part.wire)
        part.saw(attempt.accepted, f"{attempt.answer}", f"{attempt.answer}")


def _one_counter(trial: Trial, account: ProbeAccount, failures: int) -> None:
    run = trial.run
    paths = [_MIXED[number % len(_MIXED)] for number in range(failures)]
    expected = both(
        f"(c) Satu kegagalan pada setiap satu: {', '.join(paths)}; akaun dikunci (satu kiraan)",
        f"(c) One failure on each of {', '.join(paths)}; the account is locked (one counter)",
    )
    with trial.part("c-one-counter", expected) as part:
        password = run.renew(account)
        for path in paths:
            _fail(trial, part, account, path)
        attempt = login.refused(run, login.IMAP, account, password, part.wire)
        doors.saw_refusal(part, attempt)
