# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Applications kept from one run to the next, so that unchanged forms are not parsed again.

Git's index is the model: a file whose size, times and inode are as remembered is taken as unchanged, except when it
was changed so shortly before it was read that a second change might not show ("racily clean"); such a file is hashed.
When nothing at all has changed, the whole list is loaded at once.

One file, 0600: the rows and the index in parts, each with its checksum, in Python's marshal format (plain tuples and
text; three times faster than JSON); then a small JSON header that describes them. Where a few of many forms changed, a
second, small file holds what is newer. marshal must not read what others
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
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Any, BinaryIO, NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Application

_MAGIC = b"rasmi-applications-5\n"
#: Added to the path of a cache: the file with what is newer.
_CHANGES = ".changes"
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


class Index(NamedTuple):
    """Every file as it was, sorted by name, in columns, because 100,000 rows of their own take four times as long.

    For each file its stat, content hash, latest past date in it, and the positions of its applications. Few have what
    their references were in the file (position, account, owner, delegates) where they have been resolved, and notes:
    these are kept by the number of the file.
    """

    stats: list[Row]
    contents: list[bytes]
    latest: list[str]
    positions: list[tuple[int, ...]]
    references: dict[int, tuple[Row, ...]]
    notes: dict[int, tuple[str, ...]]


class Changes(NamedTuple):
    """What is not as in the cache any more, in a small file beside it: rows of applications by position, and stat,
    content hash and latest date of files by number. `base` is the digest of the cache's header."""

    base: str
    items: dict[int, Row]
    files: dict[int, tuple[Row, bytes, str]]


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
    """An opened cache: the header at once, rows and index part by part when asked for, to spare memory.

    `digest` is that of its own header, `changes` what is newer than it.
    """

    def __init__(self, path: str, header: Header, digest: str) -> None:
        self.path = path
        self.header = header
        self.digest = digest
        self.changes = Changes(digest, {}, {})
        self._own = header

    def items(self) -> list[Application]:
        """All applications, sorted by id, references resolved. Raises DamagedError."""
        items: list[Application] = []
        for part in self._parts(0, len(self._own.parts) - 1):
            items.extend(map(Application._make, marshal.loads(part)))
        for position, row in self.changes.items.items():
            items[position] = Application._make(row)
        return items

    def index(self) -> Index:
        """Every file, sorted by name. Raises DamagedError."""
        last = len(self._own.parts) - 1
        (part,) = self._parts(last, last + 1)
        index = Index._make(marshal.loads(part))
        for number, (stat_, content, latest) in self.changes.files.items():
            index.stats[number], index.contents[number], index.latest[number] = stat_, content, latest
        return index

    def take_changes(self) -> None:
        """Look for newer changes beside the cache."""
        found = _load_changes(self)
        if found is not None:
            self.header, self.changes = found

    def confirm(self, read_at_ns: int) -> None:
        """Remember that all files were seen unchanged at this moment, so that none of them is racy any longer."""
        header = self.header._replace(read_at_ns=read_at_ns)
        if self.changes.files:
            save_changes(self.path, header, self.changes)
        else:
            _write(self.path, header, self._parts(0, len(header.parts)))

    def _parts(self, first: int, end: int) -> Iterator[bytes]:
        start = len(_MAGIC) + sum(size for size, _digest in self._own.parts[:first])
        try:
            with _open_own(self.path) as handle:
                handle.seek(start)
                for size, digest in self._own.parts[first:end]:
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
        if data["code"] != code_version():
            return None
        stored = Stored(path, Header(**data["header"]), digest)
        stored.take_changes()
        return stored
    except (OSError, ValueError, KeyError, TypeError):
        return None


def save(path: str, header: Header, items: Sequence[Application], index: Index) -> None:
    """Write the cache anew, atomically. A cache that cannot be written costs time, nothing else."""
    if not code_version():
        return

    def parts() -> Iterator[bytes]:
        for start in range(0, len(items), _CHUNK):
            yield marshal.dumps([tuple(item) for item in items[start : start + _CHUNK]])
        yield marshal.dumps(tuple(index))

    _write(path, header, parts())
    with contextlib.suppress(OSError):
        os.unlink(path + _CHANGES)


def save_changes(path: str, header: Header, changes: Changes) -> None:
    """Write what is newer than the cache beside it, atomically: some hundred rows instead of 100,000."""
    if not code_version():
        return
    body = marshal.dumps((code_version(), json.dumps(header._asdict()), tuple(changes)))
    _replace(path + _CHANGES, lambda handle: handle.writelines([_MAGIC, body, _digest_of(body).encode()]))


def _load_changes(stored: Stored) -> tuple[Header, Changes] | None:
    """The changes beside a cache, None when there are none for it. Raises ValueError for anything unexpected."""
    try:
        with _open_own(stored.path + _CHANGES) as handle:
            raw = handle.read()
    except FileNotFoundError:
        return None
    body = raw[len(_MAGIC) : -2 * _DIGEST]
    if raw[: len(_MAGIC)] != _MAGIC or _digest_of(body).encode() != raw[-2 * _DIGEST :]:
        raise ValueError(stored.path)
    code, header, values = marshal.loads(body)
    changes = Changes._make(values)
    if code != code_version() or changes.base != stored.digest:
        return None  # of an older cache: it was written anew, and this file could not be deleted
    return Header(**json.loads(header)), changes


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
    def fill(handle: BinaryIO) -> None:
        handle.write(_MAGIC)
        listed = []
        for part in parts:
            handle.write(part)
            listed.append((len(part), _digest_of(part)))
        head = json.dumps({"code": code_version(), "header": header._replace(parts=listed)._asdict()}).encode()
        handle.writelines([head, _digest_of(head).encode(), len(head).to_bytes(_LENGTH, "big")])

    _replace(path, fill)


def _replace(path: str, fill: Callable[[BinaryIO], None]) -> None:
    directory = os.path.dirname(path)
    temporary = ""
    try:
        os.makedirs(directory, mode=0o700, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(prefix=".applications-", dir=directory)  # 0600
        with open(descriptor, "wb") as handle:
            fill(handle)
        os.replace(temporary, path)
    except (OSError, DamagedError):
        with contextlib.suppress(OSError):
            os.unlink(temporary)
