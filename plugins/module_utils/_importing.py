# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From paths to forms: what application_import does. PRIVATE to the collection rasmi.mail."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._applications.context import Context
from ansible_collections.rasmi.mail.plugins.module_utils._applications.files import find
from ansible_collections.rasmi.mail.plugins.module_utils._applications.importing import (
    Imported,
    Source,
    check_together,
    convert,
)
from ansible_collections.rasmi.mail.plugins.module_utils._applications.intake import load_applications
from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Application
from ansible_collections.rasmi.mail.plugins.module_utils._applications.reference_data import load_reference_data
from ansible_collections.rasmi.mail.plugins.module_utils._applications.staff import convert_staff, staff_text
from ansible_collections.rasmi.mail.plugins.module_utils._files import content_of, replace_file
from ansible_collections.rasmi.mail.plugins.module_utils._standard.clock import day_of
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault, FaultsError, RasmiError
from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard

_OUTSIDE = "Move it out of every Git work tree; what Git has once, it keeps."


def import_sheets(params: Mapping[str, Any], check_mode: bool) -> dict[str, Any]:
    """Turn sheets into forms below `dest`. Raises RasmiError and its kinds, before anything is written."""
    as_of = day_of(params["as_of"])
    if params["staff"]:
        return _import_staff(params, as_of, check_mode)
    standard = load_standard(params["profile"], search=params["profile_paths"] or (), cache_dir=params["cache"])
    reference = load_reference_data(
        units=params["units"], groups=params["groups"], supervisors=params["supervisors"], probes=params["probes"]
    )
    sources = _sources(params["src"])
    context = Context(standard, as_of.isoformat())
    try:
        imported, faults = convert(sources, params["key"], context)
    except ValueError as error:
        raise RasmiError(f"key: {error}") from None
    forms = params["applications"]
    there = os.path.isdir(forms) and find(forms, []).stats
    existing = load_applications(forms, standard, reference, as_of, params["cache"]).items if there else []
    faults += check_together(imported, existing, sources, reference, context)
    files, more = _files(imported, existing, forms, params["dest"] or forms)
    faults += more
    if faults:
        raise FaultsError("Import", faults)
    written = [(path, text) for path, text in files if content_of(path) is None]
    if not check_mode:
        for path, text in written:
            replace_file(path, text)
    return _result([path for path, _text in files], [path for path, _text in written], sources, check_mode)


def _import_staff(params: Mapping[str, Any], as_of: date, check_mode: bool) -> dict[str, Any]:
    """Turn sheets of officers into one list of keyed hashes."""
    path, sources = params["staff"], _sources(params["src"])
    try:
        officers, faults = convert_staff(sources, params["key"])
    except ValueError as error:
        raise RasmiError(f"key: {error}") from None
    if faults:
        raise FaultsError("Staff list", faults)
    text = staff_text(officers, as_of.isoformat())
    written = [path] if content_of(path) != text else []
    if written and not check_mode:
        replace_file(path, text)
    result = _result([path], written, sources, check_mode)
    return result | {"msg": f"{len(officers)} officer(s) on the list of {as_of}."}


def _sources(paths: Iterable[str]) -> list[Source]:
    found, faults = [], []
    for path in paths:
        raw = content_of(path)
        if raw is None:
            faults.append(Fault(path, 0, "src", "", "there is no such file", "Correct the path."))
        elif tree := _work_tree(path):
            faults.append(Fault(path, 0, "src", "", f"lies in the Git work tree {tree}", _OUTSIDE, ("R201",)))
        else:
            found.append(Source(path, raw))
    names = [os.path.basename(path) for path in paths]
    faults += [
        Fault(path, 0, "src", "", "has the same file name as another one", "Import them one after the other.")
        for path in paths
        if names.count(os.path.basename(path)) > 1
    ]
    if faults:
        raise FaultsError("Import", faults)
    return found


def _work_tree(path: str) -> str:
    """The Git work tree in which a file lies, "" when there is none."""
    here = os.path.dirname(os.path.realpath(path))
    while True:
        if os.path.exists(os.path.join(here, ".git")):
            return here
        if os.path.dirname(here) == here:
            return ""
        here = os.path.dirname(here)


def _files(
    imported: Sequence[Imported], existing: Sequence[Application], root: str, dest: str
) -> tuple[list[tuple[str, bytes]], list[Fault]]:
    """Path and text of each form; a form that is there with another text is a fault: it has grown since."""
    there = {item.id: item.source for item in existing}
    files: dict[str, bytes] = {}
    faults: list[Fault] = []
    for item in imported:
        number = item.application.id
        known = there.get(number)
        path = os.path.join(root, known) if known else os.path.join(dest, item.name)
        if path in files:
            why = f"two rows would become the file {item.name}"
            faults.append(Fault(path, 0, "application", number, why, "Give each its own number.", ("R196",)))
        files[path] = item.text
        if (known or os.path.exists(path)) and content_of(path.partition("#")[0]) != item.text:
            why = "is among the forms already, with other content"
            remedy = "Edit that form, or leave the row out of the sheet."
            faults.append(Fault(path, 0, "application", number, why, remedy, ("R196",)))
    return sorted(files.items()), faults


def _result(files: list[str], written: list[str], sources: Sequence[Source], check_mode: bool) -> dict[str, Any]:
    destroy = [source.path for source in sources]
    last = (
        f"{', '.join(destroy)}: holds identity-card numbers in clear. Now destroy it and every copy of it "
        "(mail, downloads, recycle bin), for example with: shred -u"
    )
    done = "would become" if check_mode else "became"
    return {
        "changed": bool(written),
        "msg": f"{len(written)} row(s) {done} forms, {len(files) - len(written)} were forms already.",
        "forms": files,
        "written": written,
        "destroy": destroy,
        "diff": {"before": "", "after": "".join(f"{path}\n" for path in written)},
        "warnings_text": [] if check_mode else [last],
    }
