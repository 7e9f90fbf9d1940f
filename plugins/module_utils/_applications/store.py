# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Applications kept from one run to the next, so that unchanged forms are not parsed again.

Git's index is the model: a file whose size, times and inode are as remembered is taken as unchanged, except when it
was changed so shortly before it was read that a second change might not show ("racily clean"); such a file is hashed.
When nothing at all has changed, the whole list is loaded at once.

One file, 0600: a checksum, a small JSON header, then the rows and the index in Python's marshal format (plain tuples
and text; three times faster than JSON). marshal must not read what others wrote, so a cache that is not a plain file
of ours in a directory of ours is not opened. Anything unexpected means: as if there were no cache.
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import hashlib
import json
import marshal
import os
import stat
import sys
import tempfile
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Application

_MAGIC = b"rasmi-applications-1\n"
_DIGEST = 32
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
    """One file as it was: its stat, content hash, latest past date in it, positions of its applications, and what
    its references were in the file (position, account, owner, delegates) where they have been resolved."""

    stat: Row
    content: bytes
    latest: str
    positions: tuple[int, ...]
    references: tuple[Row, ...]


class Header(NamedTuple):
    """The part that decides whether the rest is of use."""

    rules: str
    reference: str
    stats: str
    latest: str
    read_at_ns: int
    counts: dict[str, dict[str, int]]
    digest: str
    warnings: list[str]
    sizes: list[int]


class Stored:
    """An opened cache: the header at once, rows and index when asked for."""

    def __init__(self, header: Header, body: memoryview) -> None:
        self.header = header
        self._body = body

    def items(self) -> list[Application]:
        """All applications, sorted by id, references resolved."""
        items: list[Application] = []
        start = 0
        for size in self.header.sizes[:-1]:
            items.extend(map(Application._make, marshal.loads(self._body[start : start + size])))
            start += size
        return items

    def index(self) -> list[Entry]:
        """Every file, sorted by name."""
        start = sum(self.header.sizes[:-1])
        return [Entry._make(row) for row in marshal.loads(self._body[start:])]


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
        raw = _read_own(path)
    except OSError:
        return None
    body_at = len(_MAGIC) + _DIGEST
    if raw is None or not raw.startswith(_MAGIC):
        return None
    view = memoryview(raw)
    if hashlib.blake2b(view[body_at:], digest_size=_DIGEST).digest() != raw[len(_MAGIC) : body_at]:
        return None
    try:
        size = int.from_bytes(raw[body_at : body_at + 4], "big")
        header = json.loads(raw[body_at + 4 : body_at + 4 + size])
        if header["code"] != code_version():
            return None
        return Stored(Header(**header["header"]), view[body_at + 4 + size :])
    except (ValueError, KeyError, TypeError):
        return None


def _read_own(path: str) -> bytes | None:
    """The bytes of a file that only we can have written."""
    directory = os.stat(os.path.dirname(path))
    if directory.st_uid != os.geteuid() or directory.st_mode & 0o022:
        return None
    descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    with open(descriptor, "rb") as handle:
        found = os.fstat(descriptor)
        if not stat.S_ISREG(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o022:
            return None
        return handle.read()


def save(path: str, header: Header, items: Sequence[Application], index: Iterable[Entry]) -> None:
    """Write the cache anew, atomically. A cache that cannot be written costs time, nothing else."""
    if not code_version():
        return
    parts = [
        marshal.dumps([tuple(item) for item in items[start : start + _CHUNK]]) for start in range(0, len(items), _CHUNK)
    ]
    parts.append(marshal.dumps([tuple(entry) for entry in index]))
    header = header._replace(sizes=[len(part) for part in parts])
    head = json.dumps({"code": code_version(), "header": header._asdict()}).encode()
    pieces = [len(head).to_bytes(4, "big"), head, *parts]
    digest = hashlib.blake2b(digest_size=_DIGEST)
    for piece in pieces:
        digest.update(piece)
    directory = os.path.dirname(path)
    temporary = ""
    try:
        os.makedirs(directory, mode=0o700, exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(prefix=".applications-", dir=directory)  # 0600
        with open(descriptor, "wb") as handle:
            handle.writelines([_MAGIC, digest.digest(), *pieces])
        os.replace(temporary, path)
    except OSError:
        if temporary and os.path.exists(temporary):
            os.unlink(temporary)
