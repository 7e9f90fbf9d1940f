# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""C-PWD-LEN, C-PWD-AGE and C-PWD-FIRST: what a password must be, how long it lasts, and the temporary one.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from ansible_collections.rasmi.mail.plugins.module_utils._probes import browser, doors, login
from ansible_collections.rasmi.mail.plugins.module_utils._probes.platforms import open_webmail, platform_of
from ansible_collections.rasmi.mail.plugins.module_utils._probes.steward import make_password
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import CouldNotTest, ProbeAccount
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Trial
from ansible_collections.rasmi.mail.plugins.module_utils._probes.webmail import Webmail
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import both
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import PolicyRefusedError


def weak_passwords(least: int, classes: set[str], banned: list[str]) -> dict[str, str]:
    """Passwords that break one rule each: name of the rule -> password. `least` is the shortest length allowed."""
    weak = {"short": make_password(least - 1, classes)}
    for left_out in sorted(classes):
        rest = classes - {left_out}
        if rest:
            weak[f"no-{left_out}"] = make_password(least + 2, rest)
    if len(classes) > 1:
        only = "letter" if "letter" in classes else sorted(classes)[0]
        weak[f"only-{only}"] = make_password(least + 2, {only})
    weak.update({f"banned-{number}": item for number, item in enumerate(banned, start=1)})
    return weak


def probe_rule(trial: Trial) -> None:
    """As the user on the change page, and as the administrator: every weak password refused, a good one taken."""
    run = trial.run
    account = run.account("password")
    classes = set(trial.values["classes"])
    weak = weak_passwords(int(trial.values["min"]), classes, [str(item) for item in trial.values.get("banned", ())])
    for password in weak.values():
        run.masker.learn(password, account.address)
    try:
        _as_user(trial, account, weak)
        _as_administrator(trial, account, weak)
    finally:
        run.renew(account)


def _as_user(trial: Trial, account: ProbeAccount, weak: dict[str, str]) -> None:
    run = trial.run
    current = run.renew(account)
    web = open_webmail(trial.target, run.wire())
    try:
        for rule, candidate in weak.items():
            expected = both(
                f"Pengguna menukar kepada kata laluan yang melanggar peraturan ({rule}): ditolak",
                f"The user changes to a password that breaks a rule ({rule}): refused",
            )
            with trial.part(f"user-{rule}", expected) as part:
                web.wire = part.wire
                if not web.logged_in and not web.login(account.address, current).accepted:
                    raise CouldNotTest(
                        "webmel menolak kata laluan yang betul", "the webmail refuses the right password"
                    )
                saved, message = web.change_password(current, candidate)
                # What the page says is not proof: the weak password must not log in.
                works = saved or login.refused(run, login.SMTP, account, candidate, part.wire).accepted
                if works:
                    current = run.renew(account)
                    web.forget()
                else:
                    run.helpdesk().release(account.address)
                part.saw(not works, message, message)
        _good_one(trial, account, web, current)
    finally:
        web.__exit__()


def _good_one(trial: Trial, account: ProbeAccount, web: Webmail, current: str) -> None:
    run = trial.run
    expected = both(
        "Kata laluan yang baik diterima; selepas itu ia berfungsi dan yang lama tidak",
        "A good password is accepted; afterwards it works and the old one does not",
    )
    with trial.part("user-good", expected) as part:
        web.wire = part.wire
        if not web.logged_in and not web.login(account.address, current).accepted:
            raise CouldNotTest("webmel menolak kata laluan yang betul", "the webmail refuses the right password")
        good = run.fresh_password()
        _saved, message = web.change_password(current, good)
        new = login.log_in(run, login.IMAP, account, good, part.wire)
        old = login.refused(run, login.SMTP, account, current, part.wire)
        run.remember(account, good)
        ms = f"{message}; baharu: {new.answer}; lama: {old.answer}"
        part.saw(new.accepted and not old.accepted, ms, f"{message}; new: {new.answer}; old: {old.answer}")


def _as_administrator(trial: Trial, account: ProbeAccount, weak: dict[str, str]) -> None:
    for rule, candidate in weak.items():
        expected = both(
            f"Pentadbir menetapkan kata laluan yang melanggar peraturan ({rule}): ditolak",
            f"An administrator sets a password that breaks a rule ({rule}): refused",
        )
        if not platform_of(trial.target).checks_passwords_of_administrators:
            expected = both(
                f"Pelayan, apabila ditanya sebelum pentadbir menetapkan kata laluan, menolak yang melanggar ({rule})",
                f"Asked before an administrator sets a password, the server refuses one that breaks a rule ({rule})",
            )
        with trial.part(f"administrator-{rule}", expected) as part:
            try:
                trial.run.helpdesk().set_password(account.address, candidate)
                part.saw(False, "Diterima", "Accepted")
            except PolicyRefusedError as error:
                part.saw(True, f"Ditolak: {error}", f"Refused: {error}")


def probe_age(trial: Trial) -> None:
    """An aged canary: a password one day over the limit is refused on every path, one at two thirds works (R078)."""
    run = trial.run
    limit = int(trial.values["max_days"])
    aged, young = run.account("aged"), run.account("young")
    try:
        over = limit + 1
        expected = both(
            f"Kata laluan baharu diterima; kemudian usianya dijadikan {over} hari",
            f"The new password works; then it is made {over} days old",
        )
        with trial.part("setup", expected) as part:
            password = run.renew(aged)
            fresh = login.log_in(run, login.IMAP, aged, password, part.wire)
            run.helpdesk().age_password(aged.address, over)
            part.saw(fresh.accepted, fresh.answer, fresh.answer)
        if not trial.verdicts[-1].red:
            doors.all_refuse(
                trial,
                aged,
                password,
                lambda path: both(
                    f"Kata laluan berusia {over} hari ditolak melalui {path}",
                    f"A password {over} days old is refused over {path}",
                ),
            )
        _younger(trial, young, limit * 2 // 3)
    finally:
        run.renew(aged)
        run.renew(young)


def _younger(trial: Trial, young: ProbeAccount, days: int) -> None:
    run = trial.run
    expected = both(f"Kata laluan berusia {days} hari masih diterima", f"A password {days} days old still works")
    with trial.part("younger", expected) as part:
        password = run.renew(young)
        run.helpdesk().age_password(young.address, days)
        attempt = login.log_in(run, login.IMAP, young, password, part.wire)
        part.saw(attempt.accepted, attempt.answer, attempt.answer)


def probe_first(trial: Trial) -> None:
    """A temporary password opens nothing but the page where it is changed; afterwards it opens nothing (R080)."""
    run = trial.run
    account = run.account("first")
    try:
        temporary = run.renew(account, temporary=True)
        doors.all_refuse(
            trial,
            account,
            temporary,
            lambda path: both(
                f"Kata laluan sementara ditolak melalui {path}", f"The temporary password is refused over {path}"
            ),
            paths=(login.IMAP, login.POP, login.SMTP),
        )
        run.helpdesk().release(account.address)
        _change_page(trial, account, temporary)
        if browser.wanted(trial):
            browser.first_logon(trial, account)
    finally:
        run.renew(account)


def _change_page(trial: Trial, account: ProbeAccount, temporary: str) -> None:
    run = trial.run
    chosen = run.fresh_password()
    with open_webmail(trial.target, run.wire()) as web:
        expected = both(
            "Webmel hanya memaparkan halaman menukar kata laluan; peti mel tidak dapat dibuka melalui alamatnya",
            "The webmail shows only the page to change the password; the mailbox cannot be reached by its address",
        )
        with trial.part("web", expected) as part:
            web.wire = part.wire
            session = web.login(account.address, temporary)
            if not session.accepted and not session.change_only:
                raise CouldNotTest(
                    f"kata laluan sementara tidak dapat ditukar dalam webmel: {session.answer}",
                    f"the temporary password cannot be changed in the webmail: {session.answer}",
                )
            mail_shown = web.shows_mail()
            ms = f"halaman menukar sahaja: {_ya(session.change_only)}; peti mel dipaparkan: {_ya(mail_shown)}"
            en = f"change page only: {_yes(session.change_only)}; mailbox shown: {_yes(mail_shown)}"
            part.saw(session.change_only and not mail_shown, ms, en)
        expected = both(
            "Selepas ditukar, kata laluan baharu diterima dan yang sementara ditolak",
            "After the change the new password works and the temporary one is refused",
        )
        with trial.part("changed", expected) as part:
            web.wire = part.wire
            saved, message = web.change_password(temporary, chosen)
            new = login.log_in(run, login.IMAP, account, chosen, part.wire)
            old = login.refused(run, login.IMAP, account, temporary, part.wire)
            shown = web.shows_mail()
            part.wire.remark(f"said to be saved: {saved}; mailbox in the same session: {shown}")
            good = new.accepted and not old.accepted
            ms = f"{message}; baharu: {new.answer}; sementara: {old.answer}"
            part.saw(good, ms, f"{message}; new: {new.answer}; temporary: {old.answer}")


def _ya(value: bool) -> str:
    return "ya" if value else "tidak"


def _yes(value: bool) -> str:
    return "yes" if value else "no"
