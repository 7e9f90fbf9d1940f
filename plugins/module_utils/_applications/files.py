# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The files of a directory of forms.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import os
from typing import NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._applications import private
from ansible_collections.rasmi.mail.plugins.module_utils._applications.sheet_files import SHEETS
from ansible_collections.rasmi.mail.plugins.module_utils._applications.store import Stat
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault

FORMS = (".yml", ".yaml", ".json")
#: Sheets that are not read; passing over them in silence would lose people.
REFUSED = (".xls", ".xlsm", ".xlsb", ".xltx", ".xltm", ".ods", ".tsv")
#: What a spreadsheet program lays beside a file that somebody has open.
OPENED = ("~$", ".~lock.")


class Found(NamedTuple):
    """The forms below `root`, sorted by name; names are relative to `base`."""

    root: str
    base: str
    stats: list[Stat]
    warnings: tuple[str, ...]

    def shown(self, name: str) -> str:
        """The path that a message names."""
        return private.masked(os.path.join(self.base, name))


def find(root: str, faults: list[Fault]) -> Found:
    """List the forms below a directory (or the one file). Hidden files are passed over, links to directories too."""
    stats: list[Stat] = []
    warnings: list[str] = []
    try:
        if os.path.isdir(root):
            base = root
            _scan(root, "", stats, warnings, faults)
        else:
            base, name = os.path.split(root)
            found = os.stat(root)
            stats.append(Stat(name, found.st_size, found.st_mtime_ns, found.st_ino, found.st_ctime_ns))
    except OSError as error:
        faults.append(_unreadable(root, error))
        return Found(root, root, [], ())
    stats.sort()
    if not stats and not faults:
        faults.append(Fault(root, 0, "(directory)", "", "holds no forms", "Give the directory with the applications."))
    if private.identity_numbers(os.fsencode("\n".join(item.name for item in stats))):
        faults.extend(_named(os.path.join(base, item.name)) for item in stats if private.masked(item.name) != item.name)
    return Found(root, base, stats, tuple(sorted(warnings)))


def _refused(path: str) -> Fault:
    macros = path.lower().endswith(("m", "b"))
    why = "is a workbook that may hold macros" if macros else "is a sheet of a kind that is not read"
    remedy = "Save it as Excel Workbook (.xlsx) or CSV UTF-8, and move the old file away."
    return Fault(private.masked(path), 0, "(file)", "", why, remedy)


def _named(path: str) -> Fault:
    return Fault(
        private.masked(path),
        0,
        "(file name) (No. Kad Pengenalan)",
        private.MASK,
        "an identity-card number in the file name",
        "Name the file after the application number.",
        ("R201",),
    )


def _scan(directory: str, prefix: str, stats: list[Stat], warnings: list[str], faults: list[Fault]) -> None:
    subdirectories: list[str] = []
    with os.scandir(directory) as entries:
        for entry in entries:
            name = entry.name
            if name.startswith(OPENED):
                warnings.append(f"{entry.path}: somebody has the sheet open; what is not saved is not read")
                continue
            if name[0] == ".":
                continue
            if name.endswith(FORMS) or name.lower().endswith(SHEETS):
                try:
                    found = entry.stat()
                except OSError as error:
                    faults.append(_unreadable(entry.path, error))
                    continue
                stats.append(Stat(prefix + name, found.st_size, found.st_mtime_ns, found.st_ino, found.st_ctime_ns))
            elif entry.is_dir(follow_symlinks=False):
                subdirectories.append(name)
            elif name.lower().endswith(REFUSED):
                faults.append(_refused(entry.path))
    for name in subdirectories:
        try:
            _scan(os.path.join(directory, name), f"{prefix}{name}/", stats, warnings, faults)
        except OSError as error:
            faults.append(_unreadable(os.path.join(directory, name), error))


def read(found: Found, name: str, faults: list[Fault]) -> bytes | None:
    """The bytes of one form, None (and a fault) when it cannot be read."""
    path = os.path.join(found.base, name)
    try:
        with open(path, "rb", buffering=0) as handle:
            return handle.read()
    except OSError as error:
        faults.append(_unreadable(path, error))
        return None


def _unreadable(path: str, error: OSError) -> Fault:
    why = error.strerror or "unknown reason"
    remedy = "Correct the path or the rights of the file."
    return Fault(private.masked(path), 0, "(file)", "", f"cannot be read: {why}", remedy)
