# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The user's pages stay true: every field of every form is there, links lead somewhere, both languages keep step."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._applications import forms, tables
from ansible_collections.rasmi.mail.plugins.module_utils._evidence import words
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle import requests, states
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import VERBS

ROOT = Path(__file__).resolve().parents[3]
DOCS = ROOT / "docs"
PAGES = sorted([ROOT / "README.md", *DOCS.glob("*.md")])


def fields(table: tables.Table, prefix: str = "") -> Iterator[str]:
    for name, rule in table.items():
        yield f"{prefix}{name}"
        if rule.inside:
            yield from fields(rule.inside, f"{prefix}{name}.")
        if rule.each and rule.each.inside:
            yield from fields(rule.each.inside, f"{prefix}{name}[].")


@pytest.mark.parametrize("form", forms.FORMS)
def test_every_field_of_a_form_is_described(form: str) -> None:
    text = (DOCS / "applications.md").read_text(encoding="utf-8")
    common, _head, rest = text.partition("\n## All forms\n")[2].partition("\n## OPS-002")
    own = f"## OPS-002{rest}".partition(f"## {form}")[2].partition("\n## ")[0]
    described = set(re.findall(r"`([a-z_0-9.\[\]]+)`", common + own))
    assert set(fields(forms.FORMS[form])) <= described


def test_every_number_that_a_fault_cites_is_explained() -> None:
    text = (DOCS / "applications.md").read_text(encoding="utf-8").partition("## The numbers in the last column")[2]

    def cited(table: tables.Table) -> Iterator[str]:
        for rule in table.values():
            yield from rule.clauses
            yield from cited(rule.inside or {})
            yield from cited({"": rule.each} if rule.each else {})

    explained = set(re.findall(r"\b[RC]\d+\b", text))
    assert {number for table in forms.FORMS.values() for number in cited(table)} <= explained


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_and_pictures_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)(?:#[^)]*)?\)", page.read_text(encoding="utf-8")):
        if not target.startswith(("http://", "https://", "mailto:")):
            assert (page.parent / target).exists(), f"{page.name} points to {target}"


@pytest.mark.parametrize(("english", "malay"), [("operator.md", "pentadbir.md"), ("auditor.md", "juruaudit.md")])
def test_both_languages_have_the_same_parts(english: str, malay: str) -> None:
    def shape(name: str) -> list[str]:
        """Chapters, commands and tables, in order; a table counts as one line."""
        text = re.sub(r"(?m)^\|.*\n(\|.*\n)*", "|\n", (DOCS / name).read_text(encoding="utf-8"))
        return re.findall(r"(?m)^(##+|    ansible-playbook|    openssl|\|)", text)

    assert shape(english) == shape(malay)


@pytest.mark.parametrize(("page", "language"), [("auditor.md", "en"), ("juruaudit.md", "ms")])
def test_the_auditors_page_explains_every_status(page: str, language: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    for status, label in words.STATUS_LABELS.items():
        row = re.search(rf"^\| {re.escape(label[language])} \|.*$", text, re.M)
        assert row, label
        assert row.group().endswith(("| red |", "| merah |")) is (status in words.RED)


def test_every_verb_of_a_plan_has_its_word_in_the_report() -> None:
    assert set(words.VERB_LABELS) == set(VERBS)


def test_the_page_about_accounts_names_every_state_and_verb() -> None:
    text = (DOCS / "accounts.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z_]+)`", text))
    assert {*requests.STATES, *states.STATES} <= named
    assert set(VERBS) - {"none", "adopt"} <= named
