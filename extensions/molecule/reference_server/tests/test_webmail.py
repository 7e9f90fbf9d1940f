# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The webmail, page by page, without a browser: what the server answers is what cannot be skipped."""

from __future__ import annotations

import http.cookiejar
import re
import time
import urllib.error
import urllib.parse
import urllib.request

import pytest


class Webmail:
    """One browser session."""

    def __init__(self, server) -> None:
        self.address = f"https://{server.ip}"
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(urllib.request.HTTPSHandler(context=server.named()), cookies)
        self.page = self.url = ""

    def get(self, query: str = "", form: dict[str, str] | None = None) -> str:
        """Ask for a page, post when there is a form; return its text."""
        data = urllib.parse.urlencode(form).encode() if form else None
        try:
            answer = self.opener.open(f"{self.address}/{query}", data, 30)
        except urllib.error.HTTPError as error:
            answer = error
        self.url, self.page = answer.url, answer.read().decode()
        return self.page

    def log_in(self, user: str, password: str) -> bool:
        """Log in as a person does; tell whether it worked."""
        token = re.search(r'name="_token" value="([^"]+)"', self.get()).group(1)
        self.get(
            "?_task=login", {"_token": token, "_task": "login", "_action": "login", "_user": user, "_pass": password}
        )
        return "_task=login" not in self.url

    def change_password(self, present: str, new: str) -> bool:
        """Fill in the page that changes the password; tell whether it was accepted."""
        token = re.search(r'"request_token":"([^"]+)"', self.page).group(1)
        form = {"_token": token, "_curpasswd": present, "_newpasswd": new, "_confpasswd": new}
        return '"confirmation"' in self.get("?_task=settings&_action=plugin.password-save", form)

    @property
    def is_change_page(self) -> bool:
        """Whether the page is the one that changes the password."""
        return "_action=plugin.password" in self.url and 'id="newpasswd"' in self.page


@pytest.fixture
def webmail(server) -> Webmail:
    """A fresh session."""
    return Webmail(server)


def test_strict_transport_security(server, webmail):
    headers = webmail.opener.open(webmail.address).headers
    assert int(headers["Strict-Transport-Security"].partition("=")[2]) >= 15_768_000


@pytest.mark.parametrize("path", ["config/config.inc.php", ".htaccess", "installer/", "logs/", "temp/", "SQL/"])
def test_insides_are_not_served(webmail, path):
    webmail.get(path)
    assert re.search("login-form|<title>40[34] ", webmail.page)


def test_a_person_logs_in(server, accounts, webmail):
    user = accounts.add("web.biasa")
    assert webmail.log_in(user, server.password)
    assert "_task=mail" in webmail.url


def test_temporary_password_shows_the_change_page_and_nothing_else(server, accounts, webmail):
    user = accounts.add("web.baru", pwdReset="TRUE")
    assert webmail.log_in(user, server.password)
    assert webmail.is_change_page
    for query in (
        "?_task=mail",
        "?_task=mail&_action=compose",
        "?_task=settings&_action=identities",
        "?_task=addressbook",
    ):
        webmail.get(query)
        assert webmail.is_change_page
    assert "plugin.password" in webmail.get("?_task=mail&_action=list&_remote=1&_mbox=INBOX")
    webmail.get("?_task=settings&_action=plugin.password")
    assert not webmail.change_password(server.password, "semuahurufkecil")
    assert webmail.change_password(server.password, "Kata-Baharu#2026")
    webmail.get("?_task=mail")
    assert "_task=mail" in webmail.url and not webmail.is_change_page
    assert server.open_doors(user, "Kata-Baharu#2026") == ["imap", "pop", "submission"]


def test_failures_in_the_webmail_lock_the_account_but_not_the_webmail(server, accounts):
    user, other = accounts.add("web.salah"), accounts.add("web.lain")
    for attempt in range(3):
        assert not Webmail(server).log_in(user, f"Salah-Sekali#{attempt}")
    assert not Webmail(server).log_in(user, server.password)
    assert not server.logs_in(user)
    assert Webmail(server).log_in(other, server.password)


def test_the_mailbox_server_sees_the_browser_s_address(host, server, accounts, webmail):
    user = accounts.add("web.alamat")
    assert webmail.log_in(user, server.password)
    host.run("journalctl --sync")
    log = host.run(f"journalctl -u dovecot -o cat | grep 'Login: user=<{user}>' | grep -v 'rip=127.0.0.1'").stdout
    assert "lip=127.0.0.1" in log


def test_the_webmail_sends(server, accounts, webmail):
    user, to = accounts.add("web.kirim"), accounts.add("web.terima")
    assert webmail.log_in(user, server.password)
    webmail.get("?_task=mail&_action=compose")
    form = {
        "_token": re.search(r'"request_token":"([^"]+)"', webmail.page).group(1),
        "_id": re.search(r'"compose_id":"(\w+)"', webmail.page).group(1),
        "_from": re.search(r'<option value="(\d+)"[^>]*>[^<]*web\.kirim', webmail.page).group(1),
        "_task": "mail", "_action": "send", "_to": to, "_subject": "dari web", "_message": "salam", "_is_html": "0",
    }  # fmt: skip
    assert "sent_successfully" in webmail.get("?_task=mail&_action=send&_framed=1", form)
    client = server.imap(to, server.password)
    deadline, found = time.monotonic() + 60, [b""]
    while found == [b""] and time.monotonic() < deadline:  # "sent" says that it is in the queue
        client.select()
        found = client.search(None, "SUBJECT", '"dari web"')[1]
        time.sleep(0.2)
    assert found == [b"1"]
