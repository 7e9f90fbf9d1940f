# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The page and the JUnit file: complete, in both languages, and closed to what servers send."""

from __future__ import annotations

import html.parser
import json
import re
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._evidence import words
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.html import html_page, when
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.inputs import Attestation, Observations, Waiver
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.junit import junit_xml
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.report import Material, build
from ansible_collections.rasmi.mail.plugins.module_utils._standard.verdict import Verdict
from tests.unit.evidence.samples import kelantan, pair, sample_run, verdict

HOSTILE = '</pre><script>alert(1)</script><img src="https://evil.test/x.png" onerror=alert(2)>\x1b[2J\x00\u202eevil'


def report_of(verdicts: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    seen = tuple(Verdict.from_dict(one) for one in verdicts)
    run = Observations("mail.kelantan.gov.my", "2026-03-02T01:00:00Z", "2026-03-02T01:05:00Z", "10.88.0.1", seen)
    given: dict[str, Any] = {
        "standard": kelantan().to_dict(),
        "as_of": date(2026, 3, 2),
        "title": {"ms": "Laporan pematuhan", "en": "Compliance report"},
        "observations": [run],
        **changes,
    }
    return build(Material(**given))


class Page(html.parser.HTMLParser):
    """Collects what matters about a page: tags, what they would load, text by language."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.loads: list[str] = []
        self.handlers: list[str] = []
        self.languages: dict[str, str] = {"ms": "", "en": "", "": ""}
        self._open: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append(tag)
        self.ids += [values["id"] or ""] if "id" in values else []
        self.links += [values["href"] or ""] if "href" in values else []
        self.loads += [values[name] or "" for name in ("src", "srcset", "data", "action", "poster") if name in values]
        self.handlers += [name for name in values if name.startswith("on")]
        if tag not in ("meta", "link", "input", "br", "col", "img"):
            self._open.append((tag, values.get("lang") or (self._open[-1][1] if self._open else "")))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1][0] not in ("style", "script"):
            self.languages[self._open[-1][1]] += data


@pytest.fixture(scope="module")
def sample() -> dict[str, Any]:
    return report_of(sample_run()["verdicts"])


def test_every_clause_stands_on_the_page_with_what_the_document_says(sample: dict[str, Any]) -> None:
    page = Page(html_page(sample))
    for clause in kelantan().clauses:
        assert clause["id"] in page.ids
        assert clause["phrase"] in page.languages["ms"]
        assert clause["en"] in page.languages["en"]
    assert len(page.ids) == len(set(page.ids))
    inner = [link[1:] for link in page.links if link.startswith("#")]
    assert inner and set(inner) <= set(page.ids), "every link on the page leads somewhere"


def test_every_observation_tells_expected_observed_when_and_whence(sample: dict[str, Any]) -> None:
    text = html_page(sample)
    page = Page(text)
    for control in sample["controls"].values():
        for one in control["verdicts"]:
            assert one["expected"]["ms"] in page.languages["ms"]
            assert one["observed"]["en"] in page.languages["en"] or one["observed"]["ms"] == one["observed"]["en"]
            assert when(one["at"]) in text
    assert "2026-03-02 09:15:00" in text, "shown in Malaysian time"
    assert "10.88.0.1" in text


def test_both_languages_carry_the_same_sentences(sample: dict[str, Any]) -> None:
    page = Page(html_page(sample))
    assert sample["sentence"]["ms"] in page.languages["ms"]
    assert sample["sentence"]["en"] in page.languages["en"]
    for label in words.STATUS_MEANINGS.values():
        assert label["ms"] in page.languages["ms"] and label["en"] in page.languages["en"]


def test_nothing_is_loaded_from_elsewhere(sample: dict[str, Any]) -> None:
    text = html_page(sample)
    page = Page(text)
    assert page.loads == []
    assert [link for link in page.links if not link.startswith("#")] == []
    css = re.search(r"<style>(.*?)</style>", text, re.S)
    assert css and "url(" not in css.group(1) and "@import" not in css.group(1)
    assert "default-src 'none'" in text


@pytest.mark.parametrize("field", ["evidence", "observed", "expected", "part", "source", "control"])
def test_what_a_server_sends_stays_text(field: str) -> None:
    values: dict[str, Any] = {
        "evidence": [HOSTILE],
        "observed": pair(HOSTILE, HOSTILE),
        "expected": pair(HOSTILE, HOSTILE),
        "part": HOSTILE,
        "source": HOSTILE,
        "control": HOSTILE,
    }
    report = report_of([verdict("C-POP", result="fail") | {field: values[field]}])
    text = html_page(report)
    page = Page(text)
    assert page.tags.count("script") == 1 and "img" not in page.tags
    assert page.handlers == []
    assert "\x1b" not in text and "\x00" not in text and "\u202e" not in text
    assert "&lt;script&gt;" in text, "shown, not swallowed"
    ET.fromstring(junit_xml(report))


def test_hostile_papers_stay_text() -> None:
    signed = Attestation(("KEL-5.1-h",), (), "2026-01-01", HOSTILE, HOSTILE, note=HOSTILE)
    excuse = Waiver(("KEL-5.1-o",), (), "2026-12-31", HOSTILE, HOSTILE)
    text = html_page(report_of([], attestations=[signed], waivers=[excuse], agency=HOSTILE))
    assert Page(text).tags.count("script") == 1


def test_long_evidence_is_cut_on_the_page_and_whole_in_the_data() -> None:
    lines = [f"line {number}" for number in range(5000)]
    report = report_of([verdict("C-POP", evidence=lines)])
    text = html_page(report)
    assert "line 10\n" in text and "line 4999" not in text
    assert report["controls"]["C-POP"]["verdicts"][0]["evidence"][-1] == "line 4999"


def test_the_same_material_gives_the_same_bytes() -> None:
    first, second = report_of(sample_run()["verdicts"]), report_of(sample_run()["verdicts"])
    assert html_page(first) == html_page(second)
    assert junit_xml(first) == junit_xml(second)
    assert json.dumps(first) == json.dumps(second)


def test_a_page_can_be_made_again_from_its_data(sample: dict[str, Any]) -> None:
    assert html_page(json.loads(json.dumps(sample))) == html_page(sample)


def test_the_data_follows_its_schema(sample: dict[str, Any]) -> None:
    import jsonschema

    root = Path(__file__).resolve().parents[3]
    schema = json.loads((root / "docs" / "report.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(sample, schema)


def cases(report: dict[str, Any]) -> dict[tuple[str, str], ET.Element]:
    root = ET.fromstring(junit_xml(report))
    return {(case.get("classname", ""), case.get("name", "")): case for case in root.iter("testcase")}


def test_junit_says_what_the_page_says(sample: dict[str, Any]) -> None:
    found = cases(sample)
    assert found["C-AUTH-LOCK", "c: one counter"].find("failure") is not None
    assert found["C-DISABLE", "open connection"].find("error") is not None
    assert len(found["C-AUTH-LOCK", "a: imap"]) == 0
    assert found["C-AV", "observed"].find("error") is not None, "a control that nobody probed is never silent"
    bad = {
        name
        for (group, name), case in found.items()
        if group in sample["standard"]["chain"] and (case.find("failure") is not None or case.find("error") is not None)
    }
    assert bad == {clause["id"] for clause in sample["clauses"] if clause["status"] in words.RED}
    root = ET.fromstring(junit_xml(sample))
    assert int(root.get("failures", "0")) == len(list(root.iter("failure"))) > 0
    assert int(root.get("tests", "0")) == len(found)


def test_junit_skips_what_is_waived() -> None:
    excuse = Waiver((), ("C-AUTH-LOCK",), "2026-12-31", "reason", "ICTSO")
    found = cases(report_of([verdict("C-AUTH-LOCK", "imap", "fail")], waivers=[excuse]))
    assert found["C-AUTH-LOCK", "imap"].find("skipped") is not None
    assert found["kelantan", "KEL-5.1-o"].find("skipped") is not None


def test_the_values_of_the_standard_are_told_in_words(sample: dict[str, Any]) -> None:
    """No key of the data, and no Python, may reach the reader."""
    shown = [(name, one) for name, control in sample["controls"].items() for one in control["values"]]
    for name, one in shown:
        for language in ("ms", "en"):
            assert one["name"][language] and not re.search(r"[_{}\[\]]", one["name"][language]), (name, one)
            assert not re.search(r"[_{}\[\]]|\bP\d", one["value"][language]), (name, one)
    assert {"ms": "90 hari", "en": "90 days"} in [one["value"] for name, one in shown if name == "C-PWD-AGE"]
    assert {"ms": "10,240,000 bait", "en": "10,240,000 bytes"} in [one["value"] for _name, one in shown]
