# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The controls of logon and passwords on Active Directory, seen by a user who logs on over LDAPS.

On Exchange every door (Outlook, Outlook on the web, IMAP, POP, SMTP) asks Active Directory, so what it answers is what
all of them answer. The parts are named like those of the other platforms. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import time

from ansible_collections.rasmi.mail.plugins.module_utils._probes import ad_wire, login
from ansible_collections.rasmi.mail.plugins.module_utils._probes.password import weak_passwords
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import CouldNotTest, ProbeAccount
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Part, Trial
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import Bilingual, both
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import PolicyRefusedError

#: Seconds after which a lock is looked at again.
_LATER = 2.0
#: Why Active Directory takes a password that breaks one of these rules, whatever its policy says.
_LIMITS = {
    "no-special": both(
        "kerumitan Active Directory meminta tiga daripada lima kelas, tidak pernah aksara khas secara khusus",
        "Active Directory's complexity asks for three of five classes, never for a special character by name",
    ),
    "no-digit": both(
        "kerumitan Active Directory meminta tiga daripada lima kelas, tidak pernah angka secara khusus",
        "Active Directory's complexity asks for three of five classes, never for a digit by name",
    ),
    "former": both(
        "pengawal domain masih menerima kata laluan lama buat seketika (OldPasswordAllowedPeriod, biasanya 60 minit)",
        "domain controllers let a former password in for a while (OldPasswordAllowedPeriod, usually 60 min)",
    ),
    "banned": both(
        "Active Directory tiada senarai kata laluan terlarang tanpa penapis kata laluan",
        "Active Directory has no list of banned passwords without a password filter",
    ),
}


def _other(trial: Trial) -> tuple[ProbeAccount, str]:
    """Another user with the password of this run: who still logs on while one is locked."""
    account = trial.run.account("sender")  # which no probe beside this one gives another password
    return account, trial.run.password(account)


def probe_lock(trial: Trial) -> None:
    """Lock a probe account by wrong passwords; the lock is lifted whatever happens (R090, R091)."""
    account, failures = trial.run.account("lock"), int(trial.values["failures"])
    try:
        _locks(trial, account, failures)
        _one_less(trial, account, failures)
    finally:
        trial.run.renew(account)


def _fail(trial: Trial, part: Part, account: ProbeAccount) -> None:
    attempt = ad_wire.refused(trial.run, account, login.wrong_password(trial.run), part.wire)
    if attempt.accepted:
        raise CouldNotTest("direktori menerima kata laluan yang salah", "the directory accepted a wrong password")


def _locks(trial: Trial, account: ProbeAccount, failures: int) -> None:
    run = trial.run
    expected = both(
        f"Kata laluan betul diterima; kemudian {failures} kata laluan salah yang berlainan gagal",
        f"The right password works; then {failures} different wrong passwords fail",
    )
    with trial.part("a-setup", expected) as part:
        _other(trial)
        password = run.renew(account)
        before = ad_wire.bind(run, account, password, part.wire)
        for _number in range(failures if before.accepted else 0):
            _fail(trial, part, account)
        part.saw(before.accepted, before.answer, before.answer)
    if trial.verdicts[-1].red:
        return
    expected = both(
        f"(a) Selepas {failures} kegagalan kata laluan yang betul ditolak kerana dikunci (775), juga sedikit kemudian",
        f"(a) After {failures} failures the right password is refused as locked (775), a little later too",
    )
    with trial.part("a-directory", expected) as part:
        seen = [ad_wire.refused(run, account, password, part.wire)]
        time.sleep(_LATER)
        seen.append(ad_wire.refused(run, account, password, part.wire))
        answer = "; ".join(one.answer for one in seen)
        part.saw(all(f"data {ad_wire.LOCKED}" in one.answer for one in seen), answer, answer)
    if trial.values.get("release") == "administrator":
        _no_time(trial)
    _bystander(trial)
    _released(trial, account, password)


def _no_time(trial: Trial) -> None:
    """A lock of hours cannot be waited for; what the directory tells every user of its own policy is taken instead."""
    expected = both(
        "Kunci tidak terlepas mengikut masa: direktori memberitahu pengguna bahawa ia kekal sehingga dilepaskan",
        "The lock does not end by time: the directory tells the user that it lasts until it is released",
    )
    with trial.part("a-no-timeout", expected) as part:
        lasts = ad_wire.lock_lasts(trial.run, *_other(trial), part.wire)
        text = "never ends by itself" if lasts is None else f"ends by itself after {lasts} s"
        ms = "tidak tamat sendiri" if lasts is None else f"tamat sendiri selepas {lasts} s"
        part.saw(lasts is None, ms, text)


def _bystander(trial: Trial) -> None:
    expected = both(
        "(d) Akaun lain dari sumber yang sama masih boleh log masuk: akaun dikunci, bukan alamat IP",
        "(d) Another account from the same source still logs in: the account is locked, not the address",
    )
    with trial.part("d-bystander", expected) as part:
        attempt = ad_wire.bind(trial.run, *_other(trial), part.wire)
        part.saw(attempt.accepted, attempt.answer, attempt.answer)


def _released(trial: Trial, account: ProbeAccount, password: str) -> None:
    expected = both(
        "(e) Pentadbir membuka kunci dan pemilik masuk semula",
        "(e) An administrator releases the lock and the owner is in again",
    )
    with trial.part("e-release", expected) as part:
        trial.run.helpdesk().release(account.address)
        attempt = ad_wire.bind(trial.run, account, password, part.wire)
        part.saw(attempt.accepted, attempt.answer, attempt.answer)


def _one_less(trial: Trial, account: ProbeAccount, failures: int) -> None:
    run = trial.run
    expected = both(
        f"(b) {failures - 1} kegagalan kemudian kata laluan betul diterima: hadnya {failures}, bukan kurang",
        f"(b) {failures - 1} failures and then the right password works: the limit is {failures}, not less",
    )
    with trial.part("b-threshold", expected) as part:
        password = run.renew(account)
        for _number in range(failures - 1):
            _fail(trial, part, account)
        attempt = ad_wire.bind(run, account, password, part.wire)
        part.saw(attempt.accepted, attempt.answer, attempt.answer)


def probe_first(trial: Trial) -> None:
    """A temporary password opens nothing; changed by its owner, it never opens anything again (R080)."""
    run, account = trial.run, trial.run.account("first")
    try:
        expected = both(
            "Kata laluan sementara ditolak: ia mesti ditukar dahulu (773)",
            "The temporary password is refused: it must be changed first (773)",
        )
        with trial.part("directory", expected) as part:
            temporary = run.renew(account, temporary=True)
            attempt = ad_wire.refused(run, account, temporary, part.wire)
            part.saw(f"data {ad_wire.MUST_CHANGE}" in attempt.answer, attempt.answer, attempt.answer)
        if trial.verdicts[-1].red:
            return
        expected = both(
            "Selepas ditukar oleh pemiliknya, kata laluan baharu diterima dan yang sementara ditolak",
            "Changed by its owner, the new password works and the temporary one is refused",
        )
        with trial.part("changed", expected) as part:
            chosen = run.fresh_password()
            _saved, message = ad_wire.change_password(run, account, temporary, chosen, part.wire, _other(trial))
            new = ad_wire.bind(run, account, chosen, part.wire)
            old = ad_wire.refused(run, account, temporary, part.wire)
            ms = f"{message['ms']}; baharu: {new.answer}; sementara: {old.answer}"
            en = f"{message['en']}; new: {new.answer}; temporary: {old.answer}"
            if old.accepted:
                ms, en = f"{ms}: {_LIMITS['former']['ms']}", f"{en}: {_LIMITS['former']['en']}"
            part.saw(new.accepted and not old.accepted, ms, en)
    finally:
        run.renew(account)


def probe_age(trial: Trial) -> None:
    """An aged canary: a password one day over the limit is refused, one at two thirds works (R078)."""
    run, limit = trial.run, int(trial.values["max_days"])
    aged, young = run.account("aged"), run.account("young")
    try:
        over = limit + 1
        expected = both(
            f"Kata laluan berusia {over} hari ditolak (532)", f"A password {over} days old is refused (532)"
        )
        with trial.part("directory", expected) as part:
            password = run.renew(aged)
            if not ad_wire.bind(run, aged, password, part.wire).accepted:
                raise CouldNotTest("kata laluan baharu tidak diterima", "the new password does not work")
            run.helpdesk().age_password(aged.address, over)
            attempt = ad_wire.refused(run, aged, password, part.wire)
            part.saw(f"data {ad_wire.EXPIRED}" in attempt.answer, attempt.answer, attempt.answer)
        days = limit * 2 // 3
        expected = both(f"Kata laluan berusia {days} hari masih diterima", f"A password {days} days old still works")
        with trial.part("younger", expected) as part:
            password = run.renew(young)
            run.helpdesk().age_password(young.address, days)
            attempt = ad_wire.bind(run, young, password, part.wire)
            part.saw(attempt.accepted, attempt.answer, attempt.answer)
    finally:
        run.renew(aged)
        run.renew(young)


def probe_disable(trial: Trial) -> None:
    """Suspended as the accounts playbook does it, the right password is refused at once (R104)."""
    run, account = trial.run, trial.run.account("disable")
    try:
        expected = both("Sebelum penggantungan akaun masuk", "Before the suspension the account is in")
        with trial.part("before", expected) as part:
            password = run.renew(account)
            attempt = ad_wire.bind(run, account, password, part.wire)
            part.saw(attempt.accepted, attempt.answer, attempt.answer)
        if trial.verdicts[-1].red:
            return
        expected = both(
            "Akaun digantung: kata laluan yang betul ditolak (533)",
            "Suspended: the right password is refused (533)",
        )
        with trial.part("directory", expected) as part:
            run.helpdesk().suspend(account.address)
            attempt = ad_wire.refused(run, account, password, part.wire)
            part.saw(f"data {ad_wire.DISABLED}" in attempt.answer, attempt.answer, attempt.answer)
    finally:
        run.helpdesk().resume(account.address)
    expected = both("Selepas disambung semula akaun masuk", "Resumed, the account is in again")
    with trial.part("resumed", expected) as part:
        attempt = ad_wire.bind(run, account, run.password(account), part.wire)
        part.saw(attempt.accepted, attempt.answer, attempt.answer)


def probe_rule(trial: Trial) -> None:
    """By the user's own change and as the administrator: weak passwords refused, a good one taken (R076)."""
    run, account = trial.run, trial.run.account("password")
    banned = [str(item) for item in trial.values.get("banned", ())]
    weak = weak_passwords(int(trial.values["min"]), set(trial.values["classes"]), banned)
    try:
        if not _good(trial, account):
            return  # a directory that takes nothing refuses weak ones for another reason
        for rule, candidate in weak.items():
            # A banned one that an earlier run could set is refused to a user by the history, which would look like a
            # ban. An administrator's setting asks the same filter and no history.
            if not rule.startswith("banned"):
                _as_user(trial, account, rule, candidate)
        for rule, candidate in weak.items():
            _as_administrator(trial, account, rule, candidate)
    finally:
        run.renew(account)


def _good(trial: Trial, account: ProbeAccount) -> bool:
    run = trial.run
    expected = both(
        "Pengguna menukar kepada kata laluan yang baik: diterima, dan ia berfungsi",
        "The user changes to a good password: accepted, and it works",
    )
    with trial.part("user-good", expected) as part:
        current, good = run.renew(account, temporary=True), run.fresh_password()
        saved, message = ad_wire.change_password(run, account, current, good, part.wire, _other(trial))
        if not saved:
            raise CouldNotTest(
                f"direktori tidak menerima apa-apa penukaran: {message['ms']}",
                f"the directory takes no change at all: {message['en']}",
            )
        run.remember(account, good)
        new = ad_wire.bind(run, account, good, part.wire)
        ms, en = f"{message['ms']}; baharu: {new.answer}", f"{message['en']}; new: {new.answer}"
        part.saw(new.accepted, ms, en)
    return not trial.verdicts[-1].red


def _as_user(trial: Trial, account: ProbeAccount, rule: str, candidate: str) -> None:
    run = trial.run
    expected = both(
        f"Pengguna menukar kepada kata laluan yang melanggar peraturan ({rule}): ditolak",
        f"The user changes to a password that breaks a rule ({rule}): refused",
    )
    with trial.part(f"user-{rule}", expected) as part:
        # One that must be changed may be changed at once, whatever the minimum age of passwords is.
        current = run.renew(account, temporary=True)
        saved, message = ad_wire.change_password(run, account, current, candidate, part.wire, _other(trial))
        _judge(part, rule, saved, message)


def _as_administrator(trial: Trial, account: ProbeAccount, rule: str, candidate: str) -> None:
    expected = both(
        f"Pentadbir menetapkan kata laluan yang melanggar peraturan ({rule}): ditolak",
        f"An administrator sets a password that breaks a rule ({rule}): refused",
    )
    with trial.part(f"administrator-{rule}", expected) as part:
        try:
            trial.run.helpdesk().set_password(account.address, candidate)
            _judge(part, rule, True, both("diterima", "accepted"))
        except PolicyRefusedError as error:
            _judge(part, rule, False, both(f"ditolak: {error}", f"refused: {error}"))


def _judge(part: Part, rule: str, taken: bool, message: Bilingual) -> None:
    """What the directory cannot be told to refuse is red all the same; the reason stands beside it."""
    ms, en = message["ms"], message["en"]
    why = next((text for name, text in _LIMITS.items() if rule.startswith(name)), None) if taken else None
    if why:
        ms, en = f"{ms}: {why['ms']}", f"{en}: {why['en']}"
    part.saw(not taken, ms, en)
