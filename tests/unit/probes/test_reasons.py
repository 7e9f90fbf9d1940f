# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Why something could not be tested is said to the auditor in Malay and in English."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from ansible_collections.rasmi.mail.plugins.module_utils._probes.registry import Row
from ansible_collections.rasmi.mail.plugins.module_utils._probes.runner import observe
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import CouldNotTest, Target
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Run, Trial

SOURCES = Path(__file__).parents[3] / "plugins" / "module_utils"
STANDARD = {"id": "test", "controls": {"C-X": {"clauses": ["X-1"], "how": "probe", "title": {"ms": "m", "en": "e"}}}}
#: Two words of ordinary text one after the other.
WORDS = re.compile(r"[a-z]{2,} [a-z]{2,}")


def given(*reason: str) -> dict[str, str]:
    def blind(_trial: Trial) -> None:
        raise CouldNotTest(*reason)

    run = Run(Target("mail.test", "127.0.0.1", ("test",)), STANDARD, ())
    return observe(run, Row("C-X", "user", blind))[0].observed


def test_each_language_has_its_own_reason() -> None:
    assert given("tiada pelayar", "there is no browser") == {
        "ms": "Tidak dapat diuji: tiada pelayar",
        "en": "Could not be tested: there is no browser",
    }


def test_a_protocols_own_answer_is_the_same_in_both() -> None:
    assert given("454 4.7.0") == {"ms": "Tidak dapat diuji: 454 4.7.0", "en": "Could not be tested: 454 4.7.0"}


def calls() -> Iterator[tuple[str, list[str]]]:
    """Where a reason is given, and the text of each language that is written there."""
    for path in sorted(SOURCES.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "CouldNotTest":
                yield f"{path.name}:{node.lineno}", ["".join(_constants(argument)) for argument in node.args]


def _constants(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.JoinedStr):
        yield from (str(part.value) for part in node.values if isinstance(part, ast.Constant))


def test_no_reason_is_written_in_one_language_only() -> None:
    found = list(calls())
    assert len(found) > 100
    single = [(place, texts) for place, texts in found if len(texts) == 1 and WORDS.search(texts[0])]
    assert single == []
    same = [(place, texts) for place, texts in found if len(texts) == 2 and texts[0] == texts[1]]
    assert same == []
