# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Mailboxes on disk: one folder per account, one file per message.

The layout is shared with the lab's delivery (LMTP): ROOT/<zimbraId>/<unix time>.<anything>.eml, written under a name
that starts with a dot and then renamed. The time in the name is when the message was delivered.
"""

from __future__ import annotations

import io
import os
import shutil
import tarfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

#: Ours, and the Maildir++ that the lab's Dovecot keeps in the same folder (the time is then that of the file).
LAYOUTS = ("*.eml", "Maildir/cur/*", "Maildir/new/*", "Maildir/.*/cur/*", "Maildir/.*/new/*")


class Message(NamedTuple):
    path: Path
    date: float
    size: int


class Store:
    """`root` is made when it is missing."""

    def __init__(self, root: Path) -> None:
        self.root = root
        root.mkdir(parents=True, exist_ok=True)

    def folder(self, account: str) -> Path:
        return self.root / account

    def exists(self, account: str) -> bool:
        return self.folder(account).is_dir()

    def make(self, account: str) -> None:
        self.folder(account).mkdir(parents=True, exist_ok=True)

    def messages(self, account: str) -> Iterator[Message]:
        folder = self.folder(account)
        if not folder.is_dir():
            return
        found = [path for pattern in LAYOUTS for path in folder.glob(pattern)]
        for path in sorted(found):
            try:
                stat = path.stat()
            except FileNotFoundError:
                continue
            head = path.name.partition(".")[0]
            dated = path.suffix == ".eml" and head.isdigit()
            yield Message(path, float(head) if dated else stat.st_mtime, stat.st_size)

    def used(self, account: str) -> int:
        """Octets of all messages."""
        return sum(message.size for message in self.messages(account))

    def add(self, account: str, data: bytes, *, date: float | None = None) -> Path:
        self.make(account)
        date = time.time() if date is None else date
        name = f"{int(date)}.{os.urandom(6).hex()}.eml"
        hidden = self.folder(account) / f".{name}"
        hidden.write_bytes(data)
        final = self.folder(account) / name
        hidden.rename(final)
        return final

    def drop(self, account: str) -> bool:
        """Delete the mailbox; False when there was none."""
        if not self.exists(account):
            return False
        shutil.rmtree(self.folder(account), ignore_errors=True)
        return True

    def archive(self, account: str, wanted: Callable[[Message], bool]) -> bytes:
        """A tgz as the REST export gives it, or nothing when no message is wanted."""
        chosen = [message for message in self.messages(account) if wanted(message)]
        if not chosen:
            return b""
        out = io.BytesIO()
        with tarfile.open(fileobj=out, mode="w:gz") as archive:
            for number, message in enumerate(chosen, 257):
                info = tarfile.TarInfo(f"Inbox/{number:010d}-{message.path.stem}.eml")
                info.size, info.mtime = message.size, int(message.date)
                archive.addfile(info, io.BytesIO(message.path.read_bytes()))
        return out.getvalue()
