# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One round of the watch: look at everything, record it, write the day's checklist, raise the alarm on a change.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._evidence import checklist, rounds
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.rounds import Round
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.watch_words import label
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.watched import (
    OUTSIDE,
    Watched,
    allowed_gap,
    minutes,
    moment,
)
from ansible_collections.rasmi.mail.plugins.module_utils._files import replace_file
from ansible_collections.rasmi.mail.plugins.module_utils._notices.alarm import raise_alarm
from ansible_collections.rasmi.mail.plugins.module_utils._notices.message import Letterhead
from ansible_collections.rasmi.mail.plugins.module_utils._notices.sending import Outlet, SmtpOutlet, Submission
from ansible_collections.rasmi.mail.plugins.module_utils._probes import access, job, outside
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import CouldNotTest, ProbeAccount
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Run
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import Bilingual, both
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import RasmiError
from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard
from ansible_collections.rasmi.mail.plugins.module_utils._standard.verdict import Verdict
from ansible_collections.rasmi.mail.plugins.module_utils._stewards import open_steward, with_directory
from ansible_collections.rasmi.mail.plugins.module_utils._watch_papers import health, papers

#: Replaced by tests; a connection is opened with the first message.
open_smtp: Callable[[Submission], Outlet] = SmtpOutlet
#: A timer is never quite punctual: a test that is due within this time is due.
_SLACK = timedelta(minutes=2)


@dataclass(frozen=True)
class Change:
    """What differs from the round before: names that turned red, names that are good again, minutes without a round."""

    red: tuple[str, ...]
    mended: tuple[str, ...]
    gap: int

    def __bool__(self) -> bool:
        return bool(self.red or self.mended or self.gap)


def watch(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """One round; `params` are the options of mail_watch. Raises RasmiError for options that cannot be used."""
    standard = load_standard(params["profile"], search=params["profile_paths"]).to_dict()
    allowed, every = allowed_gap(params["gap"]), allowed_gap(params["outside_every"])
    doors = params["doors"] or access.DOORS[params["platform"]]
    if check_mode:
        return _would(params, doors)
    folder, began = Path(params["record"]), datetime.now(UTC)
    before = rounds.last(folder)
    recent = rounds.read(folder, began.date() - timedelta(days=1))
    run, verdicts = _look(params, standard, doors, _outside_due(recent, began, every))
    made = Round(began, datetime.now(UTC), run.target.vantage, run.target.name, tuple(rounds.items_of(verdicts)))
    rounds.append(folder, made)
    files = _write_lists(params, folder, standard, allowed, made, before)
    change = _change(before, made, allowed)
    trouble = _alarm(params, made, change) if change else []
    return _result(params, made, change, files, trouble)


def _look(
    params: dict[str, Any], standard: dict[str, Any], doors: Sequence[str], test_outside: bool
) -> tuple[Run, list[Verdict]]:
    params = with_directory(params)
    steward, problem = None, ""
    try:
        steward = open_steward(params, standard)
    except RasmiError as error:
        problem = str(error)
    run = job.prepare(standard, params, steward)
    try:
        account, reason = _account(run, params, problem)
        found = access.observe(run, doors, account, reason, params["certificate_days"]).verdicts
        found += health(run, params["health"]).verdicts
        if test_outside:
            found += outside.observe(run, params["outside"], account, reason, params["wait"]).verdicts
        found += papers(run, params).verdicts
        return run, found
    finally:
        if steward is not None:
            steward.close()


def _account(run: Run, params: Mapping[str, Any], problem: str) -> tuple[ProbeAccount | None, Bilingual]:
    """The account of the watch with its password, or why there is none; `problem` is what kept the directory shut."""
    try:
        return access.know_password(run, Path(params["secret_file"]), params["renew_days"]), {}
    except (CouldNotTest, RasmiError, OSError) as error:
        reason = error.reason if isinstance(error, CouldNotTest) else both(str(error), str(error))
        return None, {language: f"{text} {problem}".strip() for language, text in reason.items()}


def _outside_due(recent: Sequence[Round], began: datetime, every: timedelta) -> bool:
    """Whether the test from outside is due; while it is red every round makes it, so that mending shows at once."""
    tests = [one for one in recent if any(item.control == OUTSIDE for item in one.items)]
    if not tests or began - tests[-1].began >= every - _SLACK:
        return True
    return any(item.control == OUTSIDE and item.red for item in tests[-1].items)


def _write_lists(
    params: Mapping[str, Any],
    folder: Path,
    standard: Mapping[str, Any],
    allowed: timedelta,
    made: Round,
    before: Round | None,
) -> list[str]:
    """The list of the day, and once more that of the day before when it has just ended."""
    since = min(made.day, before.day if before else made.day) - timedelta(days=1)
    watched = Watched(rounds.read(folder, since), rounds.problems(folder, since), frozenset(), allowed)
    files: list[str] = []
    for day in sorted({made.day, before.day if before else made.day}):
        data = checklist.checklist(watched, day, made.ended, standard["controls"], params["agency"] or "")
        for path, content in zip(
            checklist.paths(folder, day), (checklist.page(data), checklist.text(data)), strict=True
        ):
            replace_file(str(path), content.encode())
            files.append(str(path))
    return files


def _change(before: Round | None, made: Round, allowed: timedelta) -> Change:
    was = set(before.red) if before else set()
    looked = {item.control for item in made.items}
    length = made.began - before.began if before else timedelta()
    return Change(
        tuple(name for name in made.red if name not in was),
        tuple(sorted(name for name in was - set(made.red) if name.partition(" ")[0] in looked)),
        minutes(length) if length > allowed else 0,
    )


def _alarm(params: Mapping[str, Any], made: Round, change: Change) -> list[str]:
    """Raise the alarm where the site wants it; returns what went wrong."""
    given = params["alarm"]
    if not given:
        return []
    facts = {
        "target": made.target,
        "at": moment(made.ended),
        "red": [_words(name, made) for name in change.red],
        "mended": [_words(name, made) for name in change.mended],
        "gap": change.gap,
        "still": len(made.red),
    }
    head = Letterhead(given["sender"], "", "", params["agency"] or "")
    try:
        outlet = open_smtp(Submission.from_options(given["smtp"])) if given["smtp"] else None
    except RasmiError as error:
        return [str(error), *raise_alarm(facts, given["to"], head, given["outbox"] or "", None, made.ended)]
    return raise_alarm(facts, given["to"], head, given["outbox"] or "", outlet, made.ended)


def _words(name: str, made: Round) -> dict[str, str]:
    """An item in words, with what was seen of it."""
    called = label(name.partition(" ")[2])
    item = next((one for one in made.items if one.name == name), None)
    ms, en = (item.ms or item.result, item.en or item.result) if item else ("pulih", "mended")
    return {"ms": f"{called['ms']}: {ms}", "en": f"{called['en']}: {en}"}


def _result(
    params: Mapping[str, Any], made: Round, change: Change, files: Sequence[str], trouble: Sequence[str]
) -> dict[str, Any]:
    red = [f"{item.name}: {item.result}: {item.en}" for item in made.items if item.red]
    result: dict[str, Any] = {
        # A round writes its line into the record; nothing of the service is changed.
        "changed": False,
        "red": red,
        "turned_red": list(change.red),
        "mended": list(change.mended),
        "gap_minutes": change.gap,
        "items": len(made.items),
        "files": list(files),
        "seconds": round((made.ended - made.began).total_seconds(), 1),
        "warnings_text": [f"The alarm did not leave: {one}" for one in trouble],
    }
    bad = red if params["fail_on"] == "red" else change.red if params["fail_on"] == "change" else ()
    if bad:
        result |= {"failed": True, "msg": "\n  - ".join([f"{len(red)} of {len(made.items)} items are red:", *red])}
    return result


def _would(params: Mapping[str, Any], doors: Sequence[str]) -> dict[str, Any]:
    names = [f"access/{door}" for door in doors]
    names += [f"health/{one['of']}" for one in params["health"]]
    names += [f"in/{one['id']}" for one in params["outside"]] or ["in"]
    names += [f"out/{one['id']}" for one in params["outside"] if one.get("imap")]
    return {"changed": False, "would_look_at": names, "red": [], "turned_red": [], "mended": [], "files": []}
