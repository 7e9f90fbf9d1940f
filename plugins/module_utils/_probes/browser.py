# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The logon controls in a real browser: Chromium, driven by Playwright.

Certificates: the chain and the name are checked by TLS with the given authority first; then exactly that server key is
allowed to Chromium, which does not know the authority of a lab. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import base64
import hashlib
import os
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from ansible_collections.rasmi.mail.plugins.module_utils._probes import login
from ansible_collections.rasmi.mail.plugins.module_utils._probes.netlink import without_netlink
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import CouldNotTest, ProbeAccount, Target
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Part, Trial
from ansible_collections.rasmi.mail.plugins.module_utils._probes.wire import Transcript, connect
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import both

if TYPE_CHECKING:
    from playwright.sync_api import Page

_PASSWORD_FIELD = "input[name=_pass]"
_ANY_PASSWORD_FIELD = "input[type=password]"
_NEW_PASSWORD = "input[name=_newpasswd]"
_MAIL_LIST = "#messagelist-content"
#: What Chromium says of everything on its way when any interface of its machine comes or goes, a container's as well.
_NETWORK_CHANGED = "ERR_NETWORK_CHANGED"
_TRIES = 4

_Seen = TypeVar("_Seen")


class _DisturbedError(Exception):
    """The browser broke off because its machine's network changed."""


def wanted(trial: Trial) -> bool:
    """True when the run was asked to look with a browser, usable or not."""
    return bool(trial.target.browser)


@contextmanager
def browser_page(target: Target, wire: Transcript) -> Iterator[Page]:
    """A page of a fresh Chromium without history. Raises CouldNotTest when there is no usable browser."""
    if not os.access(target.browser, os.X_OK):
        raise CouldNotTest(
            f"tiada pelayar di {target.browser}; pasang chromium",
            f"there is no browser at {target.browser}; install chromium",
        )
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError as error:
        raise CouldNotTest(
            "pustaka Python playwright tiada; lihat requirements.txt",
            "the Python library playwright is missing; see requirements.txt",
        ) from error
    ports = target.ports
    rules = f"MAP {target.name}:80 {target.address}:{ports.http},MAP {target.name}:443 {target.address}:{ports.https}"
    arguments = [f"--host-resolver-rules={rules}", "--disable-dev-shm-usage"]
    if os.geteuid() == 0:
        arguments.append("--no-sandbox")  # Chromium refuses to run as root with its sandbox
    if target.ca_file:
        arguments.append(f"--ignore-certificate-errors-spki-list={_key_of_verified_server(target, wire)}")
    with sync_playwright() as playwright:
        try:
            browser = playwright.chromium.launch(executable_path=target.browser, headless=True, args=arguments)
        except Error as error:
            raise CouldNotTest(
                f"pelayar tidak dapat dimulakan: {error.message.splitlines()[0]}",
                f"the browser does not start: {error.message.splitlines()[0]}",
            ) from error
        try:
            wire.remark(f"Chromium {browser.version}")
            page = browser.new_page(viewport={"width": 1100, "height": 760})
            page.set_default_timeout(target.timeout * 1000)
            page.on("framenavigated", lambda frame: _note(frame, wire))
            yield page
        finally:
            browser.close()


def _undisturbed(target: Target, wire: Transcript, act: Callable[[Page], _Seen]) -> _Seen:
    """What `act` sees on a fresh page; it begins anew when this machine's network, not the service, broke it off.

    That a browser hears of such a change at all is the exception: where this machine cannot keep it from it.
    """

    def look() -> _Seen:
        with browser_page(target, wire) as page:
            from playwright.sync_api import Error

            try:
                return act(page)
            except Error as error:
                if _NETWORK_CHANGED in error.message:
                    raise _DisturbedError from error
                raise

    for _number in range(_TRIES):
        with suppress(_DisturbedError):
            return without_netlink(look)
        wire.remark("an interface of this machine came or went, and Chromium broke off; once more from the beginning")
    raise CouldNotTest(
        f"rangkaian mesin ini berubah dalam setiap satu daripada {_TRIES} percubaan",
        f"the network of this machine changed during each of {_TRIES} attempts",
    )


def _note(frame: Any, wire: Transcript) -> None:
    if frame.parent_frame is None and frame.url.startswith("http"):
        wire.remark(f"browser at {frame.url.partition('&_token=')[0]}")


def _key_of_verified_server(target: Target, wire: Transcript) -> str:
    """SHA-256 of the public key of the certificate that just passed verification, in base64 (RFC 7469 2.4)."""
    from cryptography import x509
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    with connect(target, target.ports.https, wire, tls=True) as sock:
        der = sock.getpeercert(binary_form=True) if isinstance(sock, ssl.SSLSocket) else None
    if der is None:
        raise CouldNotTest("pelayan tidak menunjukkan sijil", "the server shows no certificate")
    key = x509.load_der_x509_certificate(der).public_key()
    info = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    return base64.b64encode(hashlib.sha256(info).digest()).decode()


def _picture(trial: Trial, part: Part, page: Page, name: str) -> None:
    if not trial.run.screenshots:
        return
    folder = Path(trial.run.screenshots)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.png"
    page.screenshot(path=str(path))
    names = part.extra.setdefault("screenshots", [])
    if path.name not in names:
        names.append(path.name)


def _log_in(page: Page, target: Target, address: str, password: str) -> None:
    page.goto(f"https://{target.name}{target.webmail_path}?_task=login")
    page.fill("input[name=_user]", address)
    page.fill(_PASSWORD_FIELD, password)
    with page.expect_navigation(wait_until="load"):
        page.press(_PASSWORD_FIELD, "Enter")


def https(trial: Trial) -> None:
    """Typing the plain address leads to the logon form over HTTPS."""
    expected = both(
        "Pelayar yang dihalakan ke http:// berakhir pada borang log masuk https://, atau http:// ditutup",
        "A browser sent to http:// ends at the logon form of https://, or http:// is closed",
    )
    with trial.part("browser", expected) as part:

        def look(page: Page) -> tuple[str, bool]:
            page.goto(_plain_address(trial.target, part.wire))
            _picture(trial, part, page, "logon")
            return page.url.partition("?")[0], page.is_visible(_ANY_PASSWORD_FIELD)

        url, form = _undisturbed(trial.target, part.wire, look)
        secure = url.startswith(f"https://{trial.target.name}")
        part.saw(secure and form, f"{url}; borang: {_ya(form)}", f"{url}; form: {_yes(form)}")


def _plain_address(target: Target, wire: Transcript) -> str:
    """The address to type; a user whose browser finds the http port closed adds the s."""
    try:
        connect(target, target.ports.http, wire).close()
    except ConnectionRefusedError:
        return f"https://{target.name}{target.webmail_path}"
    return f"http://{target.name}{target.webmail_path}"


def first_logon(trial: Trial, account: ProbeAccount) -> None:
    """With a temporary password the browser gets nothing but the change page; after the change it gets the mail."""
    expected = both(
        "Dalam pelayar: kata laluan sementara hanya membuka halaman menukar; selepas ditukar peti mel dibuka",
        "In the browser: the temporary password opens only the change page; after the change the mailbox opens",
    )
    with trial.part("browser", expected) as part:
        part.look()
        at_change, kept_out, inside = _undisturbed(
            trial.target, part.wire, lambda page: _changes_password(trial, part, page, account)
        )
        good = at_change and kept_out and inside
        ms = (
            f"halaman menukar: {_ya(at_change)}; peti mel tertutup: {_ya(kept_out)}; selepas itu terbuka: {_ya(inside)}"
        )
        en = f"change page: {_yes(at_change)}; mailbox shut: {_yes(kept_out)}; open afterwards: {_yes(inside)}"
        part.saw(good, ms, en)


def _changes_password(trial: Trial, part: Part, page: Page, account: ProbeAccount) -> tuple[bool, bool, bool]:
    """Whether the change page came, the mailbox stayed shut until then, and opened afterwards."""
    temporary, chosen = trial.run.renew(account, temporary=True), trial.run.fresh_password()
    mailbox = f"https://{trial.target.name}{trial.target.webmail_path}?_task=mail"
    _log_in(page, trial.target, account.address, temporary)
    at_change = page.is_visible(_NEW_PASSWORD)
    _picture(trial, part, page, "first-logon")
    page.goto(mailbox)
    kept_out = page.is_visible(_NEW_PASSWORD) and not page.is_visible(_MAIL_LIST)
    if at_change and kept_out:
        page.fill("input[name=_curpasswd]", temporary)
        page.fill(_NEW_PASSWORD, chosen)
        page.fill("input[name=_confpasswd]", chosen)
        with page.expect_navigation(wait_until="load"):
            page.click("button.submit, input.submit")
        _picture(trial, part, page, "first-logon-changed")
        page.goto(mailbox)
    inside = page.is_visible(_MAIL_LIST)
    _picture(trial, part, page, "first-logon-mail")
    return at_change, kept_out, inside


def lock(trial: Trial, account: ProbeAccount, failures: int) -> None:
    """As many wrong passwords as the standard allows, typed in the browser; then the right one is refused there."""
    run = trial.run
    expected = both(
        f"Dalam pelayar: selepas {failures} kata laluan salah yang berlainan, yang betul ditolak",
        f"In the browser: after {failures} different wrong passwords the right one is refused",
    )
    with trial.part("browser", expected) as part:
        part.look()

        def look(page: Page) -> bool:
            password = run.renew(account)
            for _number in range(failures):
                run.spend()
                _log_in(page, trial.target, account.address, login.wrong_password(run))
                if not page.is_visible(_PASSWORD_FIELD):
                    raise CouldNotTest(
                        "webmel menerima kata laluan yang salah", "the webmail accepted a wrong password"
                    )
            run.spend()
            _log_in(page, trial.target, account.address, password)
            _picture(trial, part, page, "locked")
            return page.is_visible(_PASSWORD_FIELD)

        shut = _undisturbed(trial.target, part.wire, look)
        ms, en = ("ditolak", "refused") if shut else ("diterima", "accepted")
        part.saw(shut, f"Kata laluan betul {ms}", f"The right password is {en}")


def _ya(value: bool) -> str:
    return "ya" if value else "tidak"


def _yes(value: bool) -> str:
    return "yes" if value else "no"
