# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The mailbox server's LMTP door: who is let in follows the account's status, what is answered when full the setting.

Answers and their codes are Zimbra's (status: facts 2 and 4; over quota: zimbraLmtpPermanentFailureWhenOverQuota). What
is taken goes on to Dovecot, which keeps it and knows whether the mailbox is full. After a delivery quota_warning.py
looks whether its owner is to be warned.
"""

from __future__ import annotations

import smtplib
import socket
import sys
from pathlib import Path
from typing import ClassVar

from .dialogue import Server, Session, escape
from .directory import Directory, first
from .quota_warning import Warnings

_TAKEN = ("active", "locked", "lockout")
_OVER = {"TRUE": "552 5.2.2 Over quota", "FALSE": "452 4.2.2 Over quota"}


class _Door(Session):
    greeting = "220 mailbox LMTP ready"
    directory: ClassVar[Directory]
    store: ClassVar[str]
    warnings: ClassVar[Warnings]

    def recipient(self, address: str) -> str:
        try:
            account = self.directory.account(address)
        except Exception:
            return "450 4.2.1 Mailbox disabled, not accepting messages"
        if account is None:
            return "550 5.1.1 No such user here"
        if account.status == "maintenance":
            return "450 4.2.1 Mailbox disabled, not accepting messages"
        return "250 2.1.5 Recipient OK" if account.status in _TAKEN else "550 5.1.1 No such user here"

    def message(self, sender: str, recipients: list[str], data: bytes) -> list[str]:
        try:
            return self._keep(sender, recipients, data)
        except (OSError, smtplib.SMTPException):
            return ["451 4.0.0 Temporary message delivery failure try again"] * len(recipients)

    def _keep(self, sender: str, recipients: list[str], data: bytes) -> list[str]:
        answers = self._pass_on(sender, recipients, data)
        for address, answer in zip(recipients, answers, strict=True):
            if answer.startswith("2"):
                self._forward(sender, address, data)
                self._warn(address)
        return answers

    def _pass_on(self, sender: str, recipients: list[str], data: bytes) -> list[str]:
        client = smtplib.LMTP(self.store, local_hostname="mailbox")
        try:
            client.ehlo_or_helo_if_needed()
            client.docmd(f"MAIL FROM:<{sender}>")
            waiting = []
            for address in recipients:
                account = self.directory.account(address)
                code, said = client.docmd(f"RCPT TO:<{account.name if account else address}>")
                waiting.append(self._answer(code, said) if code >= 300 else "")
            if not all(waiting):
                client.docmd("DATA")
                client.send(escape(data) + b".\r\n")
            return [refused or self._answer(*client.getreply()) for refused in waiting]
        finally:
            client.close()

    def _warn(self, address: str) -> None:
        try:
            account = self.directory.account(address)
            message = self.warnings.due(account) if account else None
            if account is None or message is None:
                return
            (answer,) = self._pass_on("", [account.name], message)
            if answer.startswith("2"):
                self.warnings.sent(account)
                return
        except (OSError, smtplib.SMTPException) as error:
            answer = str(error)
        sys.stderr.write(f"Unable to send quota warning message to {address}: {answer}\n")

    def _forward(self, sender: str, address: str, data: bytes) -> None:
        """The mailbox server itself sends the copies that its owner asked for."""
        account = self.directory.account(address)
        if account is None or not account.forwards:
            return
        with smtplib.SMTP("127.0.0.1", 25, local_hostname="mailbox") as client:
            client.sendmail(
                sender or "<>", [word.strip() for item in account.forwards for word in item.split(",")], data
            )

    def _answer(self, code: int, said: bytes) -> str:
        if code < 300:
            return "250 2.1.5 Delivery OK"
        if b"uota" in said:
            return _OVER[first(self.directory.server(), "zimbraLmtpPermanentFailureWhenOverQuota") or "FALSE"]
        return f"{'451 4.0.0 Temporary' if code < 500 else '554 5.0.0 Permanent'} message delivery failure"


def serve(directory: Directory, port: int, store: str, mailboxes: Path) -> Server:
    """Listen on loopback; `store` is Dovecot's LMTP socket, `mailboxes` the directory where it keeps them."""
    mine = {"directory": directory, "store": store, "warnings": Warnings(mailboxes)}
    handler = type("Door", (_Door,), mine)
    server = Server(("127.0.0.1", port), handler)
    server.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    return server
