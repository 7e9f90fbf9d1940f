# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From a notice to the message that carries it: one mail with both languages, plain UTF-8 text.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import hashlib
import re
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._notices.duties import DUTIES
from ansible_collections.rasmi.mail.plugins.module_utils._notices.model import KINDS, Notice
from ansible_collections.rasmi.mail.plugins.module_utils._notices.texts import SEPARATOR, SOURCES
from ansible_collections.rasmi.mail.plugins.module_utils._standard.clock import MALAYSIA
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault, FaultsError, RasmiError

#: Characters of a line of text.
WIDTH = 72


@dataclass(frozen=True)
class Letterhead:
    """From whom notices come: address and name of the sender, where answers go, the agency that signs."""

    sender: str
    name: str = ""
    reply_to: str = ""
    agency: str = ""


@dataclass
class Texts:
    """The sources of all kinds, those of the site in place of ours. Parsed once."""

    sources: Mapping[str, str]
    _parsed: dict[str, tuple[Any, Any, Any]] = field(default_factory=dict)

    def render(self, kind: str, facts: Mapping[str, Any]) -> tuple[str, str]:
        """Subject and body. RasmiError when a source of the site cannot be used, with its kind and the reason."""
        import jinja2

        try:
            subject, ms, en = (part.render(facts, duties=DUTIES).strip("\n") for part in self._parts(kind))
        except jinja2.TemplateError as error:
            raise RasmiError(f"The template of {kind}: {error}. Nothing was sent.") from error
        return " ".join(subject.split()), f"{_filled(ms)}\n\n{'-' * WIDTH}\n\n{_filled(en)}\n"

    def _parts(self, kind: str) -> tuple[Any, Any, Any]:
        if kind not in self._parsed:
            import jinja2
            from jinja2.sandbox import ImmutableSandboxedEnvironment

            # Plain text: there is nothing to escape, and a site's template reaches nothing but its facts.
            environment = ImmutableSandboxedEnvironment(undefined=jinja2.StrictUndefined, autoescape=False)
            first, second, third = _split(self.sources[kind])
            made = (environment.from_string(first), environment.from_string(second), environment.from_string(third))
            self._parsed[kind] = made
        return self._parsed[kind]


def load_texts(folder: str | None) -> Texts:
    """Our sources, and those of `folder` (`<kind>.j2`) in their place. FaultsError lists every unusable file."""
    sources, faults = dict(SOURCES), []
    if folder:
        place = Path(folder)
        if not place.is_dir():
            raise RasmiError(f"templates: {folder} is not a folder.")
        for path in sorted(place.glob("*.j2")):
            remedy = f"Write subject, Malay text and English text with a line {SEPARATOR} between them"
            if path.stem not in KINDS:
                faults.append(Fault(str(path), 0, "(file)", path.stem, "no kind of notice has this name", remedy))
                continue
            text = path.read_text(encoding="utf-8")
            if len(_split(text)) != 3:
                faults.append(Fault(str(path), 0, "(file)", path.stem, "does not have three parts", remedy))
            sources[path.stem] = text
    if faults:
        raise FaultsError("Templates of notices", faults)
    return Texts(sources)


def _filled(text: str) -> str:
    """Paragraphs with overlong lines are filled anew; an indented line is an item and keeps to itself."""
    blocks = []
    for block in re.split(r"\n(?:[ \t]*\n)+", text.rstrip()):
        lines = block.splitlines()
        if any(line.startswith(" ") for line in lines):
            lines = [textwrap.fill(line, WIDTH, subsequent_indent="     ") for line in lines]
        elif any(len(line) > WIDTH for line in lines):
            lines = [textwrap.fill(" ".join(lines), WIDTH, break_long_words=False, break_on_hyphens=False)]
        blocks.append("\n".join(lines))
    return "\n\n".join(blocks)


def _split(source: str) -> list[str]:
    return [part.strip("\n") for part in f"\n{source}\n".split(f"\n{SEPARATOR}\n")]


def message(notice: Notice, texts: Texts, head: Letterhead, now: datetime) -> EmailMessage:
    """The mail of a notice. Its Message-ID depends on the key alone, so a repeat is recognised as one."""
    subject, body = texts.render(notice.kind, notice.facts)
    made = EmailMessage(policy=SMTP)
    made["From"] = Address(head.name, addr_spec=head.sender)
    made["To"] = notice.to
    if head.reply_to:
        made["Reply-To"] = head.reply_to
    made["Subject"] = subject
    made["Date"] = format_datetime(now.astimezone(MALAYSIA))
    made["Message-ID"] = message_id(notice.key, head.sender)
    # RFC 3834: no vacation notice and no bounce loop answers a machine.
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    made["Content-Language"] = "ms, en"
    made.set_content(f"{body}\n{head.agency}\n" if head.agency else body, charset="utf-8", cte="quoted-printable")
    return made


def message_id(key: str, sender: str) -> str:
    """Deterministic by key (RFC 5322 3.6.4)."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:40]}@{sender.rpartition('@')[2]}>"
