# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writing the report's files: only what differs, each in one step, never half a file.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from collections.abc import Mapping
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._evidence.html import html_page
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.junit import junit_xml
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import RasmiError

PAGE = "index.html"
DATA = "report.json"
JUNIT = "junit.xml"


def publish(report: Mapping[str, Any], dest: str, check_mode: bool) -> dict[str, Any]:
    """Write the three files below `dest` where they differ; in check mode only tell.

    Returns changed, files (name -> path) and diff (one line per clause, so it stays short).
    """
    contents = {
        DATA: json.dumps(report, ensure_ascii=False, indent=1, sort_keys=True) + "\n",
        JUNIT: junit_xml(report),
        PAGE: html_page(report),
    }
    try:
        return _publish(report, contents, dest, check_mode)
    except OSError as error:
        raise RasmiError(f"The report cannot be written to {dest}: {error.strerror or error}") from error


def _publish(report: Mapping[str, Any], contents: Mapping[str, str], dest: str, check_mode: bool) -> dict[str, Any]:
    before = {name: _read(os.path.join(dest, name)) for name in contents}
    differing = [name for name, text in contents.items() if before[name] != text]
    if differing and not check_mode:
        os.makedirs(dest, exist_ok=True)
        for name in differing:
            _replace(os.path.join(dest, name), contents[name])
    return {
        "changed": bool(differing),
        "files": {name: os.path.join(dest, name) for name in contents},
        "diff": {
            "before_header": os.path.join(dest, DATA),
            "after_header": os.path.join(dest, DATA),
            "before": _digest(before[DATA]),
            "after": _digest(contents[DATA]),
        },
    }


def _read(path: str) -> str:
    try:
        with open(path, encoding="utf-8", errors="replace", newline="") as handle:
            return handle.read()
    except FileNotFoundError:
        return ""


def _replace(path: str, text: str) -> None:
    descriptor, temporary = tempfile.mkstemp(dir=os.path.dirname(path), prefix=".report-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="") as handle:
            handle.write(text)
        # mkstemp makes files that only we can read; a report is there to be read.
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(temporary)
        raise


def _digest(text: str) -> str:
    """The report in a few lines: its deciding sentence, and each clause with its status."""
    try:
        report = json.loads(text)
        lines = [report["sentence"]["en"], f"as of {report['as_of']}"]
        lines += [f"{clause['id']}: {clause['status']}" for clause in report["clauses"]]
    except (ValueError, KeyError, TypeError):
        return ""
    return "\n".join(lines) + "\n"
