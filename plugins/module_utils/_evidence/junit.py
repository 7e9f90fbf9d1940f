# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The report as JUnit XML, so that a pipeline goes red where the auditor's page does.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any
from xml.etree import ElementTree as ET

from ansible_collections.rasmi.mail.plugins.module_utils._evidence import words

#: Characters that XML 1.0 cannot hold; servers may send any byte.
_ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit_xml(report: Mapping[str, Any]) -> str:
    """Return JUnit XML: a suite per control with a case per observation, and a suite of the clauses.

    not as required = failure, could not test or not observed = error, waived and not bound = skipped.
    """
    root = ET.Element("testsuites", name=_text(f"{report['standard']['id']} {report['standard']['version']}"))
    for control_id, control in report["controls"].items():
        if control["how"] != "attest":
            _control_suite(root, control_id, control)
    _clause_suite(root, report)
    for suite in root:
        _total(suite)
    _total(root, deep=True)
    ET.indent(root)
    return "<?xml version='1.0' encoding='utf-8'?>\n" + ET.tostring(root, encoding="unicode") + "\n"


def _control_suite(root: ET.Element, control_id: str, control: Mapping[str, Any]) -> None:
    suite = ET.SubElement(root, "testsuite", name=control_id)
    first = min((one["at"] for one in control["verdicts"] if one["at"]), default="")
    if first:
        suite.set("timestamp", _text(first))
    waived = control["status"] == words.WAIVED
    for one in control["verdicts"]:
        case = ET.SubElement(suite, "testcase", classname=control_id, name=_text(one["part"] or control_id))
        case.set("time", f"{one['seconds']:.3f}")
        message = f"{one['observed'].get('en', '')} (expected: {one['expected'].get('en', '')})"
        detail = "\n".join([f"clauses: {', '.join(control['clauses'])}", f"from: {one['source']}", *one["evidence"]])
        if one["result"] == "pass":
            continue
        kind = "skipped" if waived else "failure" if one["result"] == "fail" else "error"
        _mark(case, kind, message, "" if waived else detail)
    if not control["verdicts"]:
        case = ET.SubElement(suite, "testcase", classname=control_id, name="observed", time="0.000")
        if control["status"] in words.RED:
            _mark(case, "error", control["reason"]["en"], f"clauses: {', '.join(control['clauses'])}")
        elif control["status"] != words.KEPT:
            _mark(case, "skipped", control["reason"]["en"])


def _clause_suite(root: ET.Element, report: Mapping[str, Any]) -> None:
    suite = ET.SubElement(root, "testsuite", name="clauses")
    kinds = {
        words.BROKEN: "failure",
        words.UNATTESTED: "failure",
        words.UNTESTED: "error",
        words.UNOBSERVED: "error",
        words.WAIVED: "skipped",
        words.UNBOUND: "skipped",
    }
    for clause in report["clauses"]:
        case = ET.SubElement(suite, "testcase", classname=_text(clause["profile"]), name=_text(clause["id"]))
        case.set("time", "0.000")
        kind = kinds.get(clause["status"])
        if kind:
            label = words.STATUS_LABELS[clause["status"]]["en"]
            _mark(case, kind, f"{label}: {clause['reason']['en']}", "" if kind == "skipped" else clause["phrase"])


def _mark(case: ET.Element, kind: str, message: str, detail: str = "") -> None:
    mark = ET.SubElement(case, kind, message=_text(message))
    if detail:
        mark.text = _text(detail)


def _total(element: ET.Element, deep: bool = False) -> None:
    cases = element.findall("./testsuite/testcase" if deep else "./testcase")
    element.set("tests", str(len(cases)))
    for kind, name in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
        element.set(name, str(sum(case.find(kind) is not None for case in cases)))


def _text(value: str) -> str:
    """Return `value` with characters that XML forbids written as \\xNN."""
    return _ILLEGAL.sub(lambda found: f"\\x{ord(found.group()):02x}", str(value))
