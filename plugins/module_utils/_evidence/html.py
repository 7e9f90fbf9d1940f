# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The report as one HTML page: nothing is loaded from elsewhere, everything from a server is escaped.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._evidence import words
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.style import CSS, SCRIPT
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.templates import TEMPLATES
from ansible_collections.rasmi.mail.plugins.module_utils._standard.clock import MALAYSIA

#: Lines of evidence per observation on the page; report.json holds all of them.
EVIDENCE_LINES = 120

#: Control characters, and the marks that turn the direction of text around: a server must not repaint the page.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def html_page(report: Mapping[str, Any]) -> str:
    """Return the page for a report as `report.build` makes it."""
    import jinja2
    from markupsafe import Markup

    environment = jinja2.Environment(
        loader=jinja2.DictLoader(TEMPLATES),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters.update(when=when, visible=visible, pair=pair, lowered=_lowered, decision=_decision)
    digest = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    # The labels are globals because the macros see them too.
    environment.globals.update(labels=words.STATUS_LABELS)
    page = environment.get_template("page")
    return page.render(
        report=report,
        css=Markup(CSS),
        script=Markup(SCRIPT),
        script_hash=f"sha256-{digest}",
        meanings=words.STATUS_MEANINGS,
        forces=words.FORCE_LABELS,
        hows=words.HOW_LABELS,
        results=words.RESULT_LABELS,
        verbs=words.VERB_LABELS,
        states=words.STATE_LABELS,
        inputs=words.INPUT_LABELS,
        red_names=[name for name in words.SEVERITY if name in words.RED],
        attention=_attention(report),
        groups=_groups(report),
        bar=_bar(report),
        shown_at=_shown_at(report),
        evidence_lines=EVIDENCE_LINES,
    )


def when(value: str) -> str:
    """Return an ISO time as Malaysian time to the second; a date, or other text, as it is, made visible."""
    if len(value) == len("2026-12-31"):
        return visible(value)
    try:
        moment = datetime.fromisoformat(value)
    except (TypeError, ValueError):
        return visible(value or "–")
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return f"{moment.astimezone(MALAYSIA):%Y-%m-%d %H:%M:%S}"


def visible(value: object) -> str:
    """Return text with unseen characters written as \\xNN, so that nothing hides and nothing turns around."""
    return _UNSEEN.sub(lambda found: f"\\x{ord(found.group()):02x}", str(value))


def pair(value: object) -> dict[str, str]:
    """Return a {ms, en} pair; a missing language is filled with the other one."""
    given = value if isinstance(value, Mapping) else {}
    texts = {name: visible(text) for name, text in given.items() if text}
    fallback = texts.get("en") or texts.get("ms") or "–"
    return {"ms": texts.get("ms", fallback), "en": texts.get("en", fallback)}


def _lowered(value: Mapping[str, str]) -> dict[str, str]:
    return {name: text[:1].lower() + text[1:] for name, text in value.items()}


def _decision(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, sort_keys=True)


def _attention(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """What is red, by cause: one row per control (or lack of attestation) with the clauses that it makes red."""
    causes: dict[tuple[str, str], dict[str, Any]] = {}
    for clause in report["clauses"]:
        red = [use for use in clause["controls"] if use["status"] in words.RED]
        if clause["status"] in words.RED and not red:
            red = [{"id": "", "status": clause["status"], "reason": clause["reason"]}]
        for use in red:
            cause = causes.setdefault((use["id"], use["status"]), {**use, "clauses": []})
            cause["clauses"].append(clause["id"])
    return sorted(causes.values(), key=lambda cause: words.SEVERITY.index(cause["status"]))


def _groups(report: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Clauses by document, the agency's own first, each in the order of its document."""
    sources = report["standard"]["sources"]
    groups: dict[tuple[str, str], dict[str, Any]] = {}
    for profile in reversed(report["standard"]["chain"]):
        for clause in report["clauses"]:
            if clause["profile"] == profile:
                key = (profile, clause["doc"])
                group = groups.setdefault(key, {**_document(sources, *key), "clauses": []})
                group["clauses"].append(clause)
    return list(groups.values())


def _document(sources: Mapping[str, Any], profile: str, doc: str) -> dict[str, str]:
    """Title of a document, and under it its owner, reference and date as far as they are known."""
    source = sources.get(profile, {})
    about = source.get("documents", {}).get(doc, {})
    rest = (source.get("owner"), about.get("ref"), about.get("date"))
    return {"title": str(about.get("title", profile)), "subtitle": ", ".join(str(one) for one in rest if one)}


def _shown_at(report: Mapping[str, Any]) -> dict[str, str]:
    """The clause that carries a control's observations: the first on the page; the others refer to it."""
    places: dict[str, str] = {}
    for group in _groups(report):
        for clause in group["clauses"]:
            for use in clause["controls"]:
                places.setdefault(use["id"], clause["id"])
    return places


def _bar(report: Mapping[str, Any]) -> list[tuple[str, int]]:
    counts = report["summary"]["clauses"]
    return [
        (words.KEPT, counts[words.KEPT]),
        ("red", report["summary"]["red"]),
        *((name, counts[name]) for name in (words.ATTESTED, words.WAIVED, words.UNBOUND)),
    ]
