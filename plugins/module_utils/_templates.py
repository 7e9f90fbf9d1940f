# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From paths to sheets to fill in: what application_template does. PRIVATE to the collection rasmi.mail."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._applications import forms
from ansible_collections.rasmi.mail.plugins.module_utils._applications.reference_data import load_reference_data
from ansible_collections.rasmi.mail.plugins.module_utils._applications.sheet_templates import (
    NUMBERS,
    Choices,
    asks_identity,
    csv_template,
    fields_of,
    is_filled_in,
)
from ansible_collections.rasmi.mail.plugins.module_utils._applications.sheet_workbook import xlsx_template
from ansible_collections.rasmi.mail.plugins.module_utils._files import content_of, replace_file
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault, FaultsError
from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard


def write_templates(params: Mapping[str, Any], check_mode: bool) -> dict[str, Any]:
    """Write one file per form and kind where it differs. A file in which somebody has filled in rows is never touched.

    Raises RasmiError and its kinds, before anything is written.
    """
    differing, same, faults = [], [], []
    for path, content in _templates(params):
        before = content_of(path)
        if before == content:
            same.append(path)
            continue
        if before is not None and is_filled_in(before, os.path.basename(path)):
            remedy = "Move it to the forms (or import it), or give another directory."
            faults.append(Fault(path, 0, "(file)", "", "somebody has filled it in, so it is not overwritten", remedy))
        differing.append((path, content))
    if faults:
        raise FaultsError("Templates", faults)
    if not check_mode:
        for path, content in differing:
            replace_file(path, content)
    files = sorted([*same, *(path for path, _content in differing)])
    changed = [path for path, _content in differing]
    return {
        "changed": bool(changed),
        "files": files,
        "written": changed,
        "diff": {"before": "", "after": "".join(f"{path}\n" for path in changed)},
    }


def _templates(params: Mapping[str, Any]) -> Iterator[tuple[str, bytes]]:
    standard = load_standard(params["profile"], search=params["profile_paths"] or (), cache_dir=None)
    known = load_reference_data(units=params["units"], groups=params["groups"], supervisors=params["supervisors"])
    choices = Choices(sorted(known.units or ()), sorted(known.supervisors or ()), sorted(known.groups or ()))
    taken = forms.taken(standard.approvals)
    wanted = params["forms"] or taken
    strange = sorted(set(wanted) - set(taken))
    if strange:
        remedy = f"Write {forms.choice(taken)}."
        raise FaultsError(
            "Templates", [Fault("forms", 0, "forms", name, "is not a form of this agency", remedy) for name in strange]
        )
    suffix = "-masuk" if params["identity"] == NUMBERS else ""
    for form in wanted:
        if params["identity"] == NUMBERS and not asks_identity(form):
            continue
        fields = fields_of(form, choices, params["identity"])
        for kind in params["kinds"]:
            make = csv_template if kind == "csv" else xlsx_template
            yield os.path.join(params["dest"], f"{form}{suffix}.{kind}"), make(form, fields)
