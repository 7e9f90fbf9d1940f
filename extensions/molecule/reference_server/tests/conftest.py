# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A client's view of the server, and accounts made the way the provider makes them."""

from __future__ import annotations

import imaplib
import json
import poplib
import smtplib
import socket
import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import ldap3
import pytest

STATE = Path(__file__).parents[2] / "inventory" / ".state"
NAME = "mail.kelantan.gov.my"
DOMAIN = "kelantan.gov.my"
BASE = "dc=kelantan,dc=gov,dc=my"
PASSWORD = "Kata-Laluan#2026"
TIMEOUT = 20


class Server:
    """The container, reached by address under its published name."""

    base = BASE
    password = PASSWORD
    secrets = STATE / "secrets"

    def __init__(self) -> None:
        self.ip = json.loads((STATE / "lab.json").read_text())["ip"]
        self.tls = ssl.create_default_context(cafile=str(STATE / "ca" / "ca.pem"))

    def named(self) -> ssl.SSLContext:
        """Return a context that checks the published name."""
        return Named(self.tls)

    def socket(self, port: int) -> socket.socket:
        """Return a plain connection."""
        return socket.create_connection((self.ip, port), TIMEOUT)

    def bind(self, who: str, password: str | None = None) -> ldap3.Connection:
        """Return a connection of a service name (password from its file) or of a distinguished name."""
        tls = ldap3.Tls(ca_certs_file=str(STATE / "ca" / "ca.pem"), validate=ssl.CERT_REQUIRED, valid_names=[NAME])
        server = ldap3.Server(self.ip, port=636, use_ssl=True, tls=tls, get_info=ldap3.NONE)
        dn = who if "=" in who else f"cn={who},ou=services,{BASE}"
        password = password or (STATE / "secrets" / who).read_text()
        connection = ldap3.Connection(server, dn, password, check_names=False)
        connection.bind()
        return connection

    def imap(self, user: str, password: str, port: int = 993) -> imaplib.IMAP4:
        """Log in over IMAP."""
        if port == 993:
            client: imaplib.IMAP4 = ImapTls(self)
        else:
            client = imaplib.IMAP4(self.ip, port, TIMEOUT)
            client.starttls(Named(self.tls))
        client.login(user, password)
        return client

    def pop(self, user: str, password: str) -> poplib.POP3:
        """Log in over POP3."""
        client = poplib.POP3_SSL(self.ip, 995, timeout=TIMEOUT, context=Named(self.tls))
        client.user(user)
        client.pass_(password)
        return client

    def submission(self, user: str, password: str, port: int = 587) -> smtplib.SMTP:
        """Log in over submission with one attempt (smtplib's own login makes two)."""
        if port == 465:
            client: smtplib.SMTP = smtplib.SMTP_SSL(self.ip, port, timeout=TIMEOUT, context=Named(self.tls))
        else:
            client = smtplib.SMTP(self.ip, port, timeout=TIMEOUT)
            client.starttls(context=Named(self.tls))
        client.ehlo()
        client.user, client.password = user, password
        client.auth("PLAIN", client.auth_plain)
        return client

    def mail_from_outside(
        self, to: str, message: bytes = b"Subject: x\r\n\r\nx\r\n", sender: str = "stranger@outside.test"
    ) -> None:
        """Deliver without a login."""
        with smtplib.SMTP(self.ip, 25, timeout=TIMEOUT) as client:
            client.sendmail(sender, [to], message)

    def logs_in(self, user: str, password: str = PASSWORD, door: str = "imap") -> bool:
        """Tell whether a login works."""
        try:
            getattr(self, door)(user, password)
        except (imaplib.IMAP4.error, poplib.error_proto, smtplib.SMTPAuthenticationError):
            return False
        return True

    def open_doors(self, user: str, password: str = PASSWORD) -> list[str]:
        """Return the doors that let somebody in, tried side by side: each refusal takes two seconds."""
        doors = ["imap", "pop", "submission"]
        with ThreadPoolExecutor() as pool:
            return [
                door
                for door, opened in zip(doors, pool.map(partial(self.logs_in, user, password), doors), strict=True)
                if opened
            ]


class Named(ssl.SSLContext):
    """A context that asks for the published name although the connection goes to an address."""

    def __new__(cls, context: ssl.SSLContext) -> Named:
        new = super().__new__(cls, ssl.PROTOCOL_TLS_CLIENT)
        new.load_verify_locations(str(STATE / "ca" / "ca.pem"))
        return new

    def __init__(self, context: ssl.SSLContext) -> None:
        pass

    def wrap_socket(self, sock: socket.socket, *arguments: object, **options: object) -> ssl.SSLSocket:
        options["server_hostname"] = NAME
        return super().wrap_socket(sock, *arguments, **options)


class ImapTls(imaplib.IMAP4_SSL):
    """IMAP with TLS from the first byte."""

    def __init__(self, server: Server) -> None:
        super().__init__(server.ip, 993, ssl_context=Named(server.tls), timeout=TIMEOUT)


class Accounts:
    """Accounts of one test; they are gone after it."""

    def __init__(self, server: Server) -> None:
        self.connection = server.bind("provisioner")
        self.made: list[str] = []

    def dn(self, local: str) -> str:
        """Return the distinguished name of an account of these tests."""
        return f"rasmiAccountId=TEST-{local},ou=accounts,{BASE}"

    def add(self, local: str, password: str | None = PASSWORD, kind: str = "individual", **attributes: object) -> str:
        """Make an account and return its address; `attributes` override."""
        entry = {"objectClass": ["inetOrgPerson", "rasmiAccount"], "cn": local, "sn": local, "uid": local}
        entry |= {"rasmiAccountId": f"TEST-{local}", "mail": f"{local}@{DOMAIN}"}
        entry |= {"rasmiKind": kind, "rasmiState": "active", "rasmiQuotaBytes": "0"}
        if password:
            entry["userPassword"] = password
        entry.update(attributes)
        self.connection.delete(self.dn(local))
        self.connection.add(self.dn(local), attributes=entry)
        self.made.append(self.dn(local))
        if self.connection.result["result"]:
            raise ValueError(f"{self.connection.result['result']} {self.connection.result['message']}")
        return f"{local}@{DOMAIN}"

    def set(self, local: str, name: str, value: str) -> None:
        """Replace one attribute."""
        self.connection.modify(self.dn(local), {name: [(ldap3.MODIFY_REPLACE, [value])]})
        if self.connection.result["result"]:
            raise ValueError(f"{self.connection.result['result']} {self.connection.result['message']}")

    def clean(self) -> None:
        """Delete what the test made."""
        for dn in self.made:
            self.connection.delete(dn)


@pytest.fixture(scope="session")
def server() -> Server:
    """The server under test."""
    return Server()


@pytest.fixture
def accounts(server: Server) -> Iterator[Accounts]:
    """Accounts that disappear after the test."""
    made = Accounts(server)
    yield made
    made.clean()
