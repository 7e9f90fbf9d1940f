# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Loading a standard: find the profile and its baseline, check, merge, remember.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._standard import cache, yamldoc
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault, FaultsError
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard
from ansible_collections.rasmi.mail.plugins.module_utils._standard.yamldoc import Document

_SUBJECT = "profile"
_REMEDY_NAME = "Write the name of a profile (kelantan) or the path of its file."


def load_standard(
    name_or_path: str, search: Sequence[str | Path] = (), cache_dir: str | Path | None = None
) -> Standard:
    """Return the resolved standard of a profile, merged with the baselines it extends.

    `name_or_path` is a name looked for as `<name>.yml` in the `search` folders and then in the collection's own
    profiles/, or a path (it ends in .yml or .yaml). `cache_dir` is where the resolved form is remembered by content
    (default: the user's cache directory, which is looked into in any case). Raises FaultsError listing every fault of
    every file.
    """
    folders = [Path(folder) for folder in search] + own_profiles()
    path = find(name_or_path, folders)
    remembered = cache.read(path, folders, cache_dir)
    if remembered is None and cache_dir is not None:
        # Provisioning has asked for the same standard before the first account is made.
        remembered = cache.read(path, folders, None)
    if remembered is not None:
        return Standard(remembered)
    files: list[Path] = []
    chain = _chain(path, folders, files)
    data = build(chain)
    cache.write(path, folders, files, data, cache_dir)
    return Standard(data)


def build(chain: list[Document]) -> dict[str, Any]:
    """Check and merge documents, baseline first, into the resolved form. Raises FaultsError."""
    # The machinery of merging is loaded only when nothing is remembered: most runs never need it.
    from ansible_collections.rasmi.mail.plugins.module_utils._standard import schema
    from ansible_collections.rasmi.mail.plugins.module_utils._standard.checks import cross_check
    from ansible_collections.rasmi.mail.plugins.module_utils._standard.claims import Resolver
    from ansible_collections.rasmi.mail.plugins.module_utils._standard.resolve import resolve

    faults = [fault for document in chain for fault in schema.check(document)]
    if faults:
        # Past this point the code relies on the shapes that the schema promises.
        raise FaultsError(_SUBJECT, faults)
    faults = cross_check(chain)
    resolver = Resolver(chain)
    controls = resolver.controls()
    data, more = resolve(chain, controls, resolver.notes)
    faults += resolver.faults + more
    if faults:
        raise FaultsError(_SUBJECT, faults)
    return data


def own_profiles() -> list[Path]:
    """Return the collection's own profiles folder, where there is one (not when shipped to a remote host)."""
    folder = Path(__file__).parents[3] / "profiles"
    return [folder] if folder.is_dir() else []


def find(name_or_path: str, folders: Sequence[Path]) -> Path:
    """Return the file of a profile; FaultsError says where it was looked for."""
    if name_or_path.endswith((".yml", ".yaml")):
        given = Path(name_or_path)
        if given.is_file():
            return given
        raise FaultsError(_SUBJECT, [Fault(name_or_path, 0, "(file)", "", "there is no such file", _REMEDY_NAME)])
    for folder in folders:
        candidate = folder / f"{name_or_path}.yml"
        if candidate.is_file():
            return candidate
    looked = ", ".join(str(folder) for folder in folders) or "no folder"
    problem = f"no profile of this name in {looked}"
    raise FaultsError(_SUBJECT, [Fault(f"{name_or_path}.yml", 0, "(file)", name_or_path, problem, _REMEDY_NAME)])


def _chain(path: Path, folders: Sequence[Path], files: list[Path]) -> list[Document]:
    """Read the profile and what it extends; return the documents baseline first and note the files read."""
    chain: list[Document] = []
    seen: set[str] = set()
    while True:
        files.append(path)
        document = yamldoc.parse(path.read_bytes(), path.name)
        chain.insert(0, document)
        profile = document.data.get("profile") if isinstance(document.data, dict) else None
        parent = profile.get("extends") if isinstance(profile, dict) else None
        if not isinstance(parent, str):
            return chain
        if parent in seen:
            problem = "profiles extend each other in a circle"
            raise FaultsError(
                _SUBJECT, [document.fault(("profile", "extends"), parent, problem, "Let the baseline extend nothing.")]
            )
        seen.add(parent)
        path = find(parent, [path.parent, *folders])
