# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The servers around the Zimbra stand-in: what the directory says is what they do."""

from __future__ import annotations

import json
import smtplib
import socketserver
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from tests.standins.zimbra.harness import Zimbra
from tests.standins.zimbra_lab import accounts, configd, filter, lmtp
from tests.standins.zimbra_lab.dialogue import Session
from tests.standins.zimbra_lab.directory import Directory

DOMAIN = "negeri.gov.my"
OPTIONS = {"host": "zcs1.test", "user_url": "https://127.0.0.1:8443"}
STATUS = {  # facts 4 of the real server
    "active": 250,
    "locked": 250,
    "lockout": 250,
    "maintenance": 450,
    "closed": 550,
    "pending": 550,
}


@pytest.fixture(scope="module")
def server() -> Iterator[Zimbra]:
    with Zimbra() as running:
        for status in STATUS:
            values = [{"n": "zimbraAccountStatus", "_content": status}]
            account = {"name": f"{status}@{DOMAIN}", "password": "Mula-mula-2026", "a": values}
            running.soap("CreateAccountRequest", account)
        yield running


@pytest.fixture(scope="module")
def directory(server: Zimbra) -> Directory:
    password = server.root / "ldap-password"
    password.write_text("zimbra-ldap-secret")
    return Directory(
        {
            "ldap_url": f"ldap://127.0.0.1:{server.ldap_port}",
            "ldap_user": "uid=zimbra,cn=admins,cn=zimbra",
            "ldap_password_file": str(password),
            "host": "zcs1.test",
        }
    )


class _Box(Session):
    """In the place of Dovecot: full for whoever is called full."""

    full = False
    refuses = b""
    kept: list[tuple[list[str], bytes]] = []

    def recipient(self, _address: str) -> str:
        return "250 2.1.5 OK"

    def message(self, _sender: str, recipients: list[str], data: bytes) -> list[str]:
        if type(self).full or (self.refuses and self.refuses in data):
            return ["552 5.2.2 <x> Quota exceeded (mailbox for user is full)"] * len(recipients)
        self.kept.append((recipients, data))
        return ["250 2.0.0 saved"] * len(recipients)


class _UnixServer(socketserver.ThreadingUnixStreamServer):
    daemon_threads = True


@contextmanager
def running(server: socketserver.BaseServer) -> Iterator[Any]:
    threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def mailboxes(tmp_path: Path) -> Path:
    """Where the lab's Dovecot would keep the mail."""
    return tmp_path


@pytest.fixture
def door(directory: Directory, mailboxes: Path) -> Iterator[smtplib.LMTP]:
    _Box.full, _Box.refuses, _Box.kept = False, b"", []
    with tempfile.TemporaryDirectory() as folder:
        store = str(Path(folder) / "store")
        with running(_UnixServer(store, _Box)), running(lmtp.serve(directory, 0, store, mailboxes)) as server:
            client = smtplib.LMTP("127.0.0.1", server.server_address[1])
            client.ehlo()
            yield client
            client.close()


def send(client: smtplib.SMTP, recipient: str, text: bytes = b"Subject: ujian\r\n\r\nisi\r\n") -> tuple[int, str]:
    client.docmd("MAIL FROM:<a@outside.test>")
    code, said = client.docmd(f"RCPT TO:<{recipient}>")
    if code == 250:
        client.docmd("DATA")
        client.send(text + b".\r\n")
        code, said = client.getreply()
    client.docmd("RSET")
    return code, said.decode()


@pytest.mark.parametrize("status", STATUS)
def test_lmtp_lets_in_by_the_status_of_the_account(door: smtplib.LMTP, status: str) -> None:
    code, _said = send(door, f"{status}@{DOMAIN}")
    assert code == STATUS[status]
    assert len(_Box.kept) == (1 if code == 250 else 0)


def test_lmtp_knows_nobody_else(door: smtplib.LMTP) -> None:
    assert send(door, f"tiada@{DOMAIN}") == (550, "5.1.1 No such user here")


@pytest.mark.parametrize(
    ("setting", "answer"), [("FALSE", (452, "4.2.2 Over quota")), ("TRUE", (552, "5.2.2 Over quota"))]
)
def test_what_lmtp_says_when_full_is_a_setting(
    server: Zimbra, directory: Directory, door: smtplib.LMTP, setting: str, answer: tuple[int, str]
) -> None:
    pair = [{"n": "zimbraLmtpPermanentFailureWhenOverQuota", "_content": setting}]
    server.soap("ModifyConfigRequest", {"a": pair})
    directory._kept.clear()
    _Box.full = True
    assert send(door, f"active@{DOMAIN}") == answer


def quota_settings(server: Zimbra, **values: str) -> None:
    """Settings of the account active@, in the directory as the lab reads it."""
    found = server.soap("GetAccountRequest", {"account": {"by": "name", "_content": f"active@{DOMAIN}"}})
    pairs = [{"n": f"zimbra{name}", "_content": value} for name, value in values.items()]
    server.soap("ModifyAccountRequest", {"id": found["account"][0]["id"], "a": pairs})


@pytest.fixture
def nearly_full(server: Zimbra, directory: Directory, door: smtplib.LMTP, mailboxes: Path) -> Iterator[Path]:
    """The mailbox of active@ holds 900,000 of 1,000,000 octets; yields the directory of its messages."""
    quota_settings(server, MailQuota="1000000", QuotaWarnPercent="90", QuotaWarnInterval="1d")
    account = directory.account(f"active@{DOMAIN}")
    assert account is not None
    folder = mailboxes / account.number / "Maildir" / "cur"
    folder.mkdir(parents=True)
    (folder / "1").write_bytes(b"x" * 900_000)
    yield folder
    quota_settings(server, MailQuota="", QuotaWarnPercent="", QuotaWarnInterval="")


def warnings() -> list[str]:
    return [data.decode() for recipients, data in _Box.kept if recipients == [f"active@{DOMAIN}"] and b"quota." in data]


def test_after_a_delivery_the_owner_of_a_nearly_full_mailbox_is_warned_once(
    nearly_full: Path, door: smtplib.LMTP
) -> None:
    """As QuotaWarning.afterDelivery of Zimbra's LMTP server: the message of zimbraQuotaWarnMessage, then silence."""
    for _time in range(2):
        assert send(door, f"active@{DOMAIN}")[0] == 250
    (text,) = warnings()
    assert text.startswith(f"From: Postmaster <postmaster@{DOMAIN}>\r\nTo: ")
    assert "Subject: Quota warning\r\n" in text
    assert "has reached 0.86MB, which is over 90% of your 0.95MB quota." in text
    assert "${" not in text


def test_a_short_interval_warns_again(server: Zimbra, nearly_full: Path, door: smtplib.LMTP) -> None:
    quota_settings(server, QuotaWarnInterval="0")
    for _time in range(2):
        send(door, f"active@{DOMAIN}")
    assert len(warnings()) == 2


@pytest.mark.parametrize(
    "settings", [{"QuotaWarnPercent": "91"}, {"QuotaWarnPercent": "0"}, {"MailQuota": "0"}, {"MailQuota": "1000002"}]
)
def test_there_is_no_warning_below_the_percentage_and_none_without_a_quota(
    server: Zimbra, nearly_full: Path, door: smtplib.LMTP, settings: dict[str, str]
) -> None:
    quota_settings(server, **settings)
    assert send(door, f"active@{DOMAIN}")[0] == 250
    assert warnings() == []


def test_a_warning_that_cannot_be_stored_harms_no_delivery(nearly_full: Path, door: smtplib.LMTP) -> None:
    _Box.refuses = b"Quota warning"
    assert send(door, f"active@{DOMAIN}")[0] == 250
    assert (len(_Box.kept), warnings()) == (1, [])
    _Box.refuses = b""
    send(door, f"active@{DOMAIN}")
    assert len(warnings()) == 1


def test_trap_16_lmtp_does_not_know_the_message_cap(server: Zimbra, directory: Directory, door: smtplib.LMTP) -> None:
    """Only Postfix and the web client refuse: a probe of the cap has to come in by them, never by LMTP."""
    server.soap("ModifyConfigRequest", {"a": [{"n": "zimbraMtaMaxMessageSize", "_content": "20000"}]})
    directory._kept.clear()
    code, _said = send(door, f"active@{DOMAIN}", b"Subject: besar\r\n\r\n" + b"x" * 76 + b"\r\n" * 20000)
    assert code == 250
    assert "message_size_limit = 20000\n" in configd.postfix(directory.server(), OPTIONS)["/etc/postfix/main.cf"]


def test_dots_travel_unharmed(door: smtplib.LMTP) -> None:
    send(door, f"active@{DOMAIN}", b"Subject: x\r\n\r\n..satu\r\n...dua\r\n")
    assert _Box.kept[0][1].endswith(b"\r\n\r\n.satu\r\n..dua\r\n")


def test_quota_and_protocols_come_from_the_account_or_its_class(server: Zimbra, directory: Directory) -> None:
    values = [{"n": "zimbraMailQuota", "_content": "1000"}, {"n": "zimbraPop3Enabled", "_content": "FALSE"}]
    cos = server.soap("CreateCosRequest", {"name": {"_content": "kecil"}, "a": values})["cos"][0]["id"]
    number = server.soap("GetAccountRequest", {"account": {"by": "name", "_content": f"active@{DOMAIN}"}})
    account = {"id": number["account"][0]["id"], "a": [{"n": "zimbraCOSId", "_content": cos}]}
    server.soap("ModifyAccountRequest", account)
    directory._kept.clear()
    seen = directory.account(f"ACTIVE@{DOMAIN}")
    assert seen is not None
    assert (seen.quota, seen.imap, seen.pop) == (1000, True, False)
    account["a"] = [{"n": "zimbraMailQuota", "_content": "2000"}]
    server.soap("ModifyAccountRequest", account)
    assert directory.account(f"active@{DOMAIN}").quota == 2000  # type: ignore[union-attr]


def test_logins_ask_the_user_service(server: Zimbra, directory: Directory) -> None:
    soap = accounts.Soap(f"https://127.0.0.1:{server.user_port}", server.ca_file, "zcs1.test")
    with running(accounts.serve(directory, soap, 0)) as questions:

        def ask(line: str) -> str:
            import socket

            with socket.create_connection(questions.server_address, 60) as client:
                client.sendall(line.encode() + b"\n")
                return client.makefile().readline().strip()

        right, wrong = b"Mula-mula-2026".hex(), b"Salah".hex()
        assert ask(f"PASS\tactive@{DOMAIN}\t{right}\timap") == "OK"
        assert ask(f"PASS\tactive@{DOMAIN}\t{wrong}\timap") == "NO"
        assert ask(f"PASS\tlocked@{DOMAIN}\t{right}\timap") == "NO"
        assert ask(f"USER\ttiada@{DOMAIN}") == "NO"
        assert ask(f"USER\tactive@{DOMAIN}").startswith(f"OK\tactive@{DOMAIN}\t")
        server.knobs(faults=[{"request": "AuthRequest", "kind": "fault", "times": 1}])
        assert ask(f"PASS\tactive@{DOMAIN}\t{right}\timap") == "LATER"


@pytest.mark.parametrize(
    ("services", "patterns"),
    [(("antivirus", "antispam"), ("virus", "spam")), (("antivirus",), ("virus",)), (("antispam",), ("spam",))],
)
def test_the_filter_takes_out_what_its_services_look_for(
    directory: Directory, monkeypatch: pytest.MonkeyPatch, services: tuple[str, ...], patterns: tuple[str, ...]
) -> None:
    monkeypatch.setattr(directory, "server", lambda: {"zimbraServiceEnabled": list(services)})
    _Box.full, _Box.kept = False, []
    with (
        running(socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Back)) as back,
        running(socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Clamd)) as clamd,
        running(filter.serve(directory, 0, back.server_address, clamd.server_address, Path("/nowhere"))) as server,
    ):
        client = smtplib.SMTP(*server.server_address)
        client.ehlo()
        for name, text in (("virus", b"VIRUS"), ("spam", filter._SPAM), ("clean", b"bersih")):
            _Box.kept.clear()
            code, _said = send(client, f"active@{DOMAIN}", b"Subject: x\r\n\r\n" + text + b"\r\n")
            assert code == 250
            assert bool(_Box.kept) is (name not in patterns)
        client.close()


class _Clamd(socketserver.StreamRequestHandler):
    """In the place of clamd: what contains VIRUS is found, an empty stream is an error."""

    def handle(self) -> None:
        assert self.rfile.read(10) == b"zINSTREAM\0"
        data = b""
        while size := int.from_bytes(self.rfile.read(4), "big"):
            data += self.rfile.read(size)
        word = b"Test FOUND" if b"VIRUS" in data else b"OK" if data else b"no data ERROR"
        self.wfile.write(b"stream: " + word + b"\0")


def test_a_scanner_without_an_opinion_lets_nothing_pass() -> None:
    with running(socketserver.ThreadingTCPServer(("127.0.0.1", 0), _Clamd)) as clamd:
        assert filter.infected(b"x" * 200_000 + b"VIRUS", clamd.server_address)
        assert not filter.infected(b"x", clamd.server_address)
        with pytest.raises(OSError, match="clamd"):
            filter.infected(b"", clamd.server_address)


def test_mail_of_a_domain_with_a_key_is_signed(tmp_path: Path) -> None:
    key = subprocess.run(["openssl", "genrsa", "2048"], capture_output=True, check=True).stdout
    public = subprocess.run(["openssl", "rsa", "-pubout"], input=key, capture_output=True, check=True).stdout
    record = "v=DKIM1; k=rsa; p=" + "".join(public.decode().split("-----")[2].split())
    keys = tmp_path / "dkim.json"
    keys.write_text(json.dumps({DOMAIN: {"selector": "s1", "domain": DOMAIN, "key": key.decode()}}))
    data = f"From: a@{DOMAIN}\r\nSubject: ujian\r\n\r\nisi\r\n".encode()
    import dkim

    sealed = filter.signed(f"a@{DOMAIN}", data, keys)
    assert dkim.verify(sealed, dnsfunc=lambda _name, timeout=5: record.encode())
    assert not dkim.verify(sealed.replace(b"isi", b"lain"), dnsfunc=lambda _name, timeout=5: record.encode())
    assert filter.signed("a@lain.test", data, keys) == data


class _Back(_Box):
    """Postfix' door for what comes back: one answer for a message."""

    def message(self, sender: str, recipients: list[str], data: bytes) -> list[str]:
        return super().message(sender, recipients, data)[:1]


def test_postfix_follows_the_directory() -> None:
    text = configd.postfix({"zimbraMtaMaxMessageSize": ["12345"], "zimbraServiceEnabled": ["mta"]}, OPTIONS)
    main = text["/etc/postfix/main.cf"]
    assert "message_size_limit = 12345\n" in main
    assert "content_filter = \n" in main
    assert "smtpd_tls_auth_only = yes\n" in main
    other = {
        "zimbraMtaTlsAuthOnly": ["FALSE"],
        "zimbraServiceEnabled": ["antispam"],
        "zimbraMtaMyNetworks": ["10.0.0.0/8"],
    }
    main = configd.postfix(other, OPTIONS)["/etc/postfix/main.cf"]
    assert "smtpd_tls_auth_only = no\n" in main
    assert "content_filter = smtp-amavis:[127.0.0.1]:10024\n" in main
    assert "mynetworks = 10.0.0.0/8\n" in main
    assert "@" not in main


@pytest.mark.parametrize(
    ("server", "imap", "pop"),
    [
        (
            {"zimbraReverseProxyImapStartTlsMode": ["only"], "zimbraReverseProxyPop3StartTlsMode": ["only"]},
            "yes",
            "yes",
        ),
        ({"zimbraReverseProxyImapStartTlsMode": ["on"], "zimbraReverseProxyPop3StartTlsMode": ["only"]}, "no", "yes"),
        ({"zimbraReverseProxyMailEnabled": ["FALSE"], "zimbraPop3CleartextLoginEnabled": ["TRUE"]}, "yes", "no"),
    ],
)
def test_clear_text_logins_follow_the_directory(server: dict[str, list[str]], imap: str, pop: str) -> None:
    text = configd.dovecot(server, OPTIONS)["/etc/dovecot/dovecot.conf"]
    assert [line.split(" = ")[1] for line in text.splitlines() if "disable_plaintext_auth" in line] == [imap, pop]
    assert "@" not in text


@pytest.mark.parametrize(
    ("mode", "plain", "secure"),
    [("https", 0, 1), ("redirect", 1, 1), ("both", 1, 1), ("http", 1, 0), ("mixed", 1, 1), ("", 1, 1)],
)
def test_the_mail_mode_decides_about_the_ports(mode: str, plain: int, secure: int) -> None:
    server = {"zimbraReverseProxyMailMode": [mode] if mode else []}
    files = configd.nginx(server, ["X-Contoh: satu"], OPTIONS)
    text = files["/etc/nginx/nginx.conf"]
    assert (text.count("listen 80 "), text.count("listen 443 ")) == (plain, secure)
    assert ("return 301 https://" in text) is (mode == "redirect")
    assert text.count('add_header X-Contoh "satu" always;') == plain + secure
    assert "@" not in text + files["/etc/nginx/mailbox.conf"]
