# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The daily checklist, made from the rounds of a Malaysian day (R168): one page and the same as data.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._evidence.html import pair, visible, when
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.rounds import Item, Round
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.style import CSS
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.templates import MACROS
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.watch_words import (
    CHECKLIST,
    CHECKLIST_CSS,
    MARKS,
    label,
)
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.watched import (
    INWARD,
    OUTSIDE,
    Watched,
    current,
    gaps,
    longest,
    minutes,
)
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import Bilingual, both
from ansible_collections.rasmi.mail.plugins.module_utils._standard.clock import MALAYSIA
from ansible_collections.rasmi.mail.plugins.module_utils._standard.verdict import COULD_NOT_TEST, FAIL, PASS

FORMAT = 1
_NAME = "senarai-semak-{}"
_MENDED, _NOT_DONE, _DROPPED = "mended", "not-done", "dropped"
_GOOD = frozenset({PASS, _MENDED, _DROPPED})


def paths(folder: Path, day: date) -> tuple[Path, Path]:
    """The page and the data of a day."""
    name = _NAME.format(day.isoformat())
    return folder / f"{name}.html", folder / f"{name}.json"


def listed_days(folder: Path) -> frozenset[str]:
    """Days (ISO) whose checklist is there and has the test from outside as an item, done or not."""
    found = set()
    for path in folder.glob(_NAME.format("*.json")):
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
            if any(item["control"] == OUTSIDE for item in data["items"]):
                found.add(str(data["day"]))
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return frozenset(found)


def checklist(
    watched: Watched, day: date, now: datetime, controls: Mapping[str, Any], agency: str = ""
) -> dict[str, Any]:
    """The list of one day as data; `now` ends the day when it is not over yet. The day must have a round."""
    rounds = [one for one in watched.rounds if one.day == day]
    covered = _coverage(watched, day, now)
    kept = {(item.control, item.part) for item in current(rounds)}
    items = [_item(name, rounds, controls, name in kept) for name in _names(rounds)]
    bad = [one for one in items if one["result"] not in _GOOD]
    good = not bad and not covered["gaps"] and not watched.problems
    return {
        "format": FORMAT,
        "day": day.isoformat(),
        "agency": agency,
        "target": rounds[-1].target,
        "sources": sorted({one.source for one in rounds}),
        "result": PASS if good else FAIL,
        "sentence": _sentence(len(items), len(bad), len(covered["gaps"]), watched.problems),
        **covered,
        "items": items,
    }


def page(data: Mapping[str, Any]) -> str:
    """The list as one self-contained page; it depends on nothing but `data`."""
    import jinja2
    from markupsafe import Markup

    environment = jinja2.Environment(
        loader=jinja2.DictLoader({"macros": MACROS, "list": CHECKLIST}),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    environment.filters.update(when=when, clock=_clock, visible=visible, pair=pair)
    environment.globals.update(marks=MARKS, labels=MARKS)
    return environment.get_template("list").render(day=data, css=Markup(CSS + CHECKLIST_CSS)) + "\n"


def text(data: Mapping[str, Any]) -> str:
    """The list as JSON."""
    return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def _coverage(watched: Watched, day: date, now: datetime) -> dict[str, Any]:
    """How the day was covered, from its first minute (or the very first round) to its last (or now)."""
    times = [one.began for one in watched.rounds]
    begin = datetime.combine(day, time(), MALAYSIA)
    end = min(now, begin + timedelta(days=1))
    # The last round of the day before still covers the first minutes.
    start = max((one for one in times if one < begin), default=times[0])
    found, worst = gaps(times, start, end, watched.allowed), longest(times, start, end)
    count = sum(begin <= one <= end for one in times)
    limit, most = minutes(watched.allowed), minutes(worst.length)
    return {
        "rounds": count,
        "from": _iso(max(begin, times[0])),
        "until": _iso(end),
        "allowed_minutes": limit,
        "longest_minutes": most,
        "gaps": [
            {"begin": _iso(one.begin), "end": _iso(one.end), "minutes": minutes(one.length)}
            for one in found
            if one.end > begin
        ],
        "coverage": both(
            f"{count} pusingan; jurang terpanjang {most} minit, had tapak {limit} minit.",
            f"{count} rounds; longest gap {most} minutes, the site's limit {limit} minutes.",
        ),
    }


def _names(rounds: Sequence[Round]) -> list[tuple[str, str]]:
    """Every item of the day in the order first met; the test from outside is on the list even when nobody did it."""
    names = list(dict.fromkeys((item.control, item.part) for one in rounds for item in one.items))
    inward = INWARD.rstrip("/")
    if not any(control == OUTSIDE and part.partition("/")[0] == inward for control, part in names):
        names.append((OUTSIDE, inward))
    return names


def _item(name: tuple[str, str], rounds: Sequence[Round], controls: Mapping[str, Any], still: bool) -> dict[str, Any]:
    """One row. `still` is False when the last rounds of the day did not look at it any more."""
    looks = [(one, item) for one in rounds for item in one.items if (item.control, item.part) == name]
    control, part = name
    row = {
        "control": control,
        "part": part,
        "label": label(part),
        "clauses": list(controls.get(control, {}).get("clauses", ())),
        "rounds": len(looks),
        "passed": sum(item.result == PASS for _one, item in looks),
        "could_not_test": sum(item.result == COULD_NOT_TEST for _one, item in looks),
        "failures": _failures(looks),
        "said": both("", ""),
    }
    if not looks:
        return {**row, "result": _NOT_DONE, "first": "", "last": "", "slowest": 0}
    newest = looks[-1][1]
    result = newest.result if newest.red else _MENDED if row["failures"] else PASS
    if not still:
        result = _DROPPED
    return {
        **row,
        "result": result,
        "said": both(newest.ms, newest.en),
        "first": _iso(looks[0][0].began),
        "last": _iso(looks[-1][0].began),
        "slowest": max(item.seconds for _one, item in looks),
    }


def _failures(looks: Iterable[tuple[Round, Item]]) -> list[dict[str, Any]]:
    """Each run of red looks as one row, from the first red one to the last."""
    found: list[dict[str, Any]] = []
    before = False
    for one, item in looks:
        if item.red and before:
            found[-1]["rounds"] += 1
            found[-1]["end"] = _iso(one.ended)
        elif item.red:
            said = both(item.ms, item.en)
            found.append({"begin": _iso(one.began), "end": _iso(one.ended), "rounds": 1, "said": said})
        before = item.red
    return found


def _sentence(items: int, bad: int, holes: int, broken: Sequence[str]) -> Bilingual:
    if broken:
        return both("Rantaian rekod terputus.", "The chain of the record is broken.")
    if not bad and not holes:
        return both(f"Kesemua {items} perkara baik, tanpa jurang.", f"All {items} items are good, without a gap.")
    return both(
        f"{bad} daripada {items} perkara merah, {holes} jurang.", f"{bad} of {items} items are red, {holes} gaps."
    )


def _clock(value: str) -> str:
    """The time of the day alone; the day is the page's."""
    return when(value).rpartition(" ")[2]


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")
