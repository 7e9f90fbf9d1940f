# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Applications kept from one run to the next, so that unchanged forms are not parsed again.

Git's index is the model: a file whose size, times and inode are as remembered is taken as unchanged, except when it
was changed so shortly before it was read that a second change might not show ("racily clean"); such a file is hashed.
When nothing at all has changed, the whole list is loaded at once.

One file, 0600: the rows and the index in parts, each with its checksum, in Python's marshal format (plain tuples and
text; three times faster than JSON); then a small JSON header that describes them. marshal must not read what others
wrote, so a cache that is not a plain file of ours in a directory of ours is not opened. Anything unexpected means: as
if there were no cache. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import marshal
import os
import stat
import sys
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, BinaryIO, NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Application

_MAGIC = b"rasmi-applications-4\n"
_DIGEST = 32
_LENGTH = 4
_CHUNK = 8192
#: Two changes closer together than this may carry one time stamp (NFS and FAT keep whole or even seconds).
RACY_NS = 2_000_000_000

Row = tuple[Any, ...]


class Stat(NamedTuple):
    """What tells an unchanged file: name below the directory, size, modification time, inode, change time (ns)."""

    name: str
    size: int
    mtime_ns: int
    inode: int
    ctime_ns: int


class Entry(NamedTuple):
    """One file as it was: its stat, content hash, latest past date in it, positions of its applications, what its
    references were in the file (position, account, owner, delegates) where they have been resolved, and its notes."""

    stat: Row
    content: bytes
    latest: str
    positions: tuple[int, ...]
    references: tuple[Row, ...]
    notes: tuple[str, ...] = ()


class Header(NamedTuple):
    """The part that decides whether the rest is of use. `parts` are size and digest of each part before it."""

    rules: str
    reference: str
    stats: str
    latest: str
    read_at_ns: int
    counts: dict[str, dict[str, int]]
    digest: str
    warnings: list[str]
    parts: list[tuple[int, str]]


class DamagedError(Exception):
    """A part of the cache is not what was written; the caller goes on without the cache."""


class Stored:
    """An opened cache: the header at once, rows and index part by part when asked for, to spare memory."""

    def __init__(self, path: str, header: Header) -> None:
        self.path = path
        self.header = header

    def items(self) -> list[Application]:
        """All applications, sorted by id, references resolved. Raises DamagedError."""
        items: list[Application] = []
        for part in self._parts(0, len(self.header.parts) - 1):
            items.extend(map(Application._make, marshal.loads(part)))
        return items

    def index(self) -> list[Entry]:
        """Every file, sorted by name. Raises DamagedError."""
        last = len(self.header.parts) - 1
        return [Entry._make(row) for part in self._parts(last, last + 1) for row in marshal.loads(part)]

    def confirm(self, read_at_ns: int) -> None:
        """Remember that all files were seen unchanged at this moment, so that none of them is racy any longer."""
        _write(self.path, self.header._replace(read_at_ns=read_at_ns), self._parts(0, len(self.header.parts)))

    def _parts(self, first: int, end: int) -> Iterator[bytes]:
        start = len(_MAGIC) + sum(size for size, _digest in self.header.parts[:first])
        try:
            with _open_own(self.path) as handle:
                handle.seek(start)
                for size, digest in self.header.parts[first:end]:
                    part = handle.read(size)
                    if _digest_of(part) != digest:
                        raise DamagedError(self.path)
                    yield part
        except OSError as error:
            raise DamagedError(self.path) from error


@lru_cache(maxsize=1)
def code_version() -> str:
    """Digest of the code that validates, "" when its source is not at hand (a module shipped as an archive)."""
    room = os.path.dirname(os.path.abspath(__file__))
    digest = hashlib.sha256(f"{sys.version_info[:3]} {marshal.version}".encode())
    try:
        for directory in (room, os.path.join(os.path.dirname(room), "_standard")):
            for name in sorted(os.listdir(directory)):
                if name.endswith(".py"):
                    with open(os.path.join(directory, name), "rb") as handle:
                        digest.update(handle.read())
    except OSError:
        return ""
    return digest.hexdigest()


def stats_digest(stats: Sequence[Stat]) -> str:
    """One digest over the names, sizes, times and inodes of all files."""
    # Version 0 of the format has no references and no interning: equal values always give equal bytes.
    return hashlib.blake2b(marshal.dumps([tuple(item) for item in stats], 0), digest_size=_DIGEST).hexdigest()


def racy(entry: Stat, read_at_ns: int) -> bool:
    """Whether a file changed so close to the moment it was read that its stat proves nothing."""
    return max(entry.mtime_ns, entry.ctime_ns) >= read_at_ns - RACY_NS


def path_for(cache_dir: str, forms: str, profile: str) -> str:
    """The cache file of one directory of forms under one profile."""
    key = hashlib.sha256(f"{os.path.realpath(forms)}\0{profile}".encode("utf-8", "surrogateescape")).hexdigest()[:16]
    return os.path.join(cache_dir, f"applications-{key}.cache")


def load(path: str) -> Stored | None:
    """Open a cache file; None when it is absent, foreign, damaged or of another version."""
    if not code_version():
        return None
    try:
        with _open_own(path) as handle:
            if handle.read(len(_MAGIC)) != _MAGIC:
                return None
            tail = 2 * _DIGEST + _LENGTH
            handle.seek(-tail, os.SEEK_END)
            digest = handle.read(2 * _DIGEST).decode()
            size = int.from_bytes(handle.read(_LENGTH), "big")
            handle.seek(-tail - size, os.SEEK_END)
            head = handle.read(size)
        if _digest_of(head) != digest:
            return None
        data = json.loads(head)
        return Stored(path, Header(**data["header"])) if data["code"] == code_version() else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def save(path: str, header: Header, items: Sequence[Application], index: Iterable[Entry]) -> None:
    """Write the cache anew, atomically. A cache that cannot be written costs time, nothing else."""
    if not code_version():
        return

    def parts() -> Iterator[bytes]:
        for start in range(0, len(items), _CHUNK):
            yield marshal.dumps([tuple(item) for item in items[start : start + _CHUNK]])
        yield marshal.dumps([tuple(entry) for entry in index])

    _write(path, header, parts())


def _digest_of(data: bytes) -> str:
    return hashlib.blake2b(data, digest_size=_DIGEST).hexdigest()


def _open_own(path: str) -> BinaryIO:
    """Open a file that only we can have written; OSError otherwise."""
    directory = os.stat(os.path.dirname(path))
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    found = os.fstat(descriptor)
    ours = all(item.st_uid == os.geteuid() and not item.st_mode & 0o022 for item in (directory, found))
    if not ours or not stat.S_ISREG(found.st_mode):
        os.close(descriptor)
        raise PermissionError(path)
    return open(descriptor, "rb")


def _write(path: str, header: Header, parts: Iterable[bytes]) -> None:
    directory = os.path.dirname(path)
    temporary = ""
    try:
        os.makedirs(directory, mode=0o700, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(prefix=".applications-", dir=directory)  # 0600
        with open(descriptor, "wb") as handle:
            handle.write(_MAGIC)
            listed = []
            for part in parts:
                handle.write(part)
                listed.append((len(part), _digest_of(part)))
            head = json.dumps({"code": code_version(), "header": header._replace(parts=listed)._asdict()}).encode()
            handle.writelines([head, _digest_of(head).encode(), len(head).to_bytes(_LENGTH, "big")])
        os.replace(temporary, path)
    except (OSError, DamagedError):
        with contextlib.suppress(OSError):
            os.unlink(temporary)
