# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A mailbox, or the part of it that a query finds, as a file: the server's REST export (tgz).

The server answers 204 without a body when nothing matches, and 200 even when an item in the middle could not be packed.
So a file counts only after it was read through to its end.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import tarfile
import tempfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Soap
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.target import ZimbraTarget
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.transport import Reply
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import (
    PartialAnswerError,
    ProviderError,
    RasmiError,
)
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.objects import KINDS, RefusedError, read

_BLOCK = 1 << 20
_OK, _NOTHING = 200, 204
_TAGS = re.compile(r"<[^>]*>|\s+")


class Archive(NamedTuple):
    """What is in a file: bytes, SHA-256 of the file, number of members, SHA-256 of their names and contents."""

    size: int
    checksum: str
    entries: int
    content: str


class _Enough(Exception):
    """The first bytes are there; check mode needs no more."""


def export(params: Mapping[str, Any], check_mode: bool) -> dict[str, Any]:
    """Export as the task asks and give the module's result. Raises RasmiError of every kind."""
    dest = Path(params["dest"])
    if dest.is_dir() or not dest.parent.is_dir():
        raise RasmiError(f"dest: {dest} must be a file in a directory that is there.")
    there = _present(dest, bool(params.get("force")))
    if there is not None and not params.get("force"):
        return _result(params, there, changed=False)
    with Soap(ZimbraTarget.from_options(params["zimbra"])) as soap:
        _one_account(soap, params["account"])
        if check_mode:
            return _result(params, there, changed=_anything(soap, _path(params)))
        return _fetch(params, dest, there, soap)


def _present(dest: Path, force: bool) -> Archive | None:
    """The file that is there. A broken one is an error, and with `force` as good as none."""
    if not dest.exists():
        return None
    try:
        return inspect(dest)
    except PartialAnswerError:
        if not force:
            raise
        return None


def _one_account(soap: Soap, name: str) -> None:
    """Trap 14's cousin: the REST address of an account that is not there must not look like an empty mailbox."""
    found = read(soap, KINDS["account"], ("name", name), [])
    if found is None:
        raise RefusedError(f"{soap.target.place}: there is no account {name}.")
    if found.entry.name.casefold() != name.casefold():
        raise RefusedError(f"{name} is an alias of {found.entry.name}; name that account if it is meant.")


def _path(params: Mapping[str, Any]) -> str:
    asked = {"fmt": "tgz"}
    if params.get("query"):
        asked["query"] = str(params["query"])
    if params.get("types"):
        asked["types"] = ",".join(params["types"])
    return f"/service/home/{quote(str(params['account']), safe='@')}/?{urlencode(asked)}"


def _anything(soap: Soap, path: str) -> bool:
    def stop(_block: bytes) -> None:
        raise _Enough

    try:
        reply = soap.download(path, stop)
    except _Enough:
        return True
    return _status(reply, soap.target) == _OK


def _status(reply: Reply, target: ZimbraTarget) -> int:
    if reply.status in (_OK, _NOTHING):
        return reply.status
    said = _TAGS.sub(" ", reply.body.decode(errors="replace")).strip()[:200]
    why = {
        401: f"{target.user} is not let in",
        404: f"there is no such mailbox, or {target.user} may not open it (right adminLoginAs)",
    }.get(reply.status, "")
    raise ProviderError(f"{target.place}: export refused: HTTP {reply.status}: {why or said}.")


def _fetch(params: Mapping[str, Any], dest: Path, there: Archive | None, soap: Soap) -> dict[str, Any]:
    handle, name = tempfile.mkstemp(prefix=".rasmi-", dir=dest.parent)  # mode 0600
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            reply = soap.download(_path(params), file.write)
            file.flush()
            os.fsync(file.fileno())
        if _status(reply, soap.target) == _NOTHING:
            return _result(params, there, changed=False, empty=True)
        made = inspect(part)
        if made.entries == 0:
            raise PartialAnswerError(f"{params['account']}: the server sent an archive without anything in it.")
        if there is not None and there.content == made.content:
            return _result(params, there, changed=False)
        os.replace(part, dest)
        return _result(params, made, changed=True)
    finally:
        part.unlink(missing_ok=True)


def inspect(path: Path) -> Archive:
    """Read an archive through to its end. Raises PartialAnswerError when it is cut off or no archive."""
    content, members, whole = hashlib.sha256(), 0, hashlib.sha256()
    try:
        with path.open("rb") as file:
            while block := file.read(_BLOCK):
                whole.update(block)
        with gzip.open(path) as unpacked:
            with tarfile.open(fileobj=unpacked, mode="r|") as archive:
                for member in archive:
                    members += 1
                    content.update(f"{member.name}\0{member.size}\0".encode())
                    data = archive.extractfile(member) if member.isfile() else None
                    while data is not None and (block := data.read(_BLOCK)):
                        content.update(block)
            while unpacked.read(_BLOCK):
                pass  # to the checksum at the end, which tells whether anything is missing
    except (tarfile.TarError, EOFError, zlib.error, OSError) as error:
        raise PartialAnswerError(
            f"{path}: not a whole archive: {error}. Remove it, or give force, to export again."
        ) from None
    return Archive(path.stat().st_size, whole.hexdigest(), members, content.hexdigest())


def _result(
    params: Mapping[str, Any], archive: Archive | None, *, changed: bool, empty: bool = False
) -> dict[str, Any]:
    found = archive or Archive(0, "", 0, "")
    return {
        "changed": changed,
        "account": params["account"],
        "path": str(params["dest"]) if archive else "",
        "size": found.size,
        "checksum": found.checksum,
        "entries": found.entries,
        "empty": empty,
        "basis": params["basis"],
    }
