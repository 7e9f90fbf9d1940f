# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Clauses about notices (kind NOT), judged by the ledger: what was due, what has left, and when.

What forms and runs make due is worked out anew for the whole period that the ledger covers. What only the server can
make due (a password that grows old) is in the rounds that mail_notice records. A ledger that is missing, broken or
covers nothing proves nothing. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import Bilingual, both
from ansible_collections.rasmi.mail.plugins.module_utils._standard.durations import parse_duration
from ansible_collections.rasmi.mail.plugins.module_utils._standard.verdict import (
    COULD_NOT_TEST,
    FAIL,
    PASS,
    WAIVED,
    Verdict,
)

CONTROL = "C-TOLD"
#: Kinds that only the server's accounts make due.
FROM_SERVER = frozenset({"first_login", "password_age", "idle", "deletion", "shrink"})
#: Verb that must not come before its notice -> kind of the notice (R095, R096).
_WARNED = {"freeze": "idle", "remove": "deletion"}
#: How a line of evidence ends about a notice that has not left.
_NOT_SENT = ", not sent"
_REFUSED = " (refused for good; another was told)"
_ROLES = ("owner", "supervisor")
_EXPECTED = both("setiap makluman yang perlu dihantar telah dihantar", "every notice that was due has left")
_RUN = both("Jalankan playbooks/notices.yml setiap hari.", "Run playbooks/notices.yml every day.")


@dataclass(frozen=True)
class Owed:
    """A notice that is due: its key in the ledger, whose account, the role to be told, ISO day, form or rule.

    `reachable` is False when nobody's address is known for the role.
    """

    key: str
    kind: str
    account: str
    to: str
    on: str
    basis: str
    reachable: bool = True


@dataclass(frozen=True)
class Left:
    """A notice that has left: line of the ledger, key, kind, account, role, ISO day."""

    number: int
    key: str
    kind: str
    account: str
    to: str
    on: str


@dataclass(frozen=True)
class Round:
    """One run of mail_notice: its ISO day, whether it read the server, and what was due and did not leave."""

    on: str
    read: bool
    unsent: tuple[Owed, ...] = ()


@dataclass(frozen=True)
class Step:
    """A change that was carried out: line of the ledger, verb, id and address of the account, ISO day, basis."""

    number: int
    verb: str
    id: str
    account: str
    on: str
    basis: str


@dataclass(frozen=True)
class Telling:
    """What a verified ledger says about notices. `problem` is why it proves nothing, None when it does.

    `refused` are the keys that a mail server refused for good.
    """

    problem: Bilingual | None = None
    left: tuple[Left, ...] = ()
    rounds: tuple[Round, ...] = ()
    steps: tuple[Step, ...] = ()
    refused: frozenset[str] = frozenset()

    @property
    def first(self) -> str:
        """The first day on which notices were looked for, "" = never."""
        return min([one.on for one in self.rounds] + [one.on for one in self.left], default="")


def telling_of(lines: Iterable[Mapping[str, Any]]) -> Telling:
    """From the records of a ledger that was verified, oldest first."""
    left: list[Left] = []
    rounds: list[Round] = []
    steps: list[Step] = []
    refused: set[str] = set()
    open_: dict[str, tuple[int, Mapping[str, Any]]] = {}
    day = ""
    for record in lines:
        kind = record["kind"]
        if kind == "notice":
            names = (record.get("key", ""), record["notice"], record["account"], record["to"])
            left.append(Left(record["n"], *names, record.get("on", "")))
        elif kind == "refusal":
            refused.add(record["key"])
        elif kind == "round":
            unsent = tuple(Owed(**one) for one in record["unsent"])
            rounds.append(Round(record["on"], record["read"], unsent))
        elif kind == "start":
            day = str(record.get("as_of") or record["at"][:10])
        elif kind == "intent":
            open_[record["key"]] = (record["n"], record["change"])
        elif kind == "outcome" and record["result"] == "done" and record["key"] in open_:
            number, change = open_.pop(record["key"])
            if change["verb"] in _WARNED:
                identity, basis = change.get("id", ""), change["basis"]
                steps.append(Step(number, change["verb"], identity, change["account"], day, basis))
    return Telling(None, tuple(left), tuple(rounds), tuple(steps), frozenset(refused))


def told_verdicts(
    standard: Mapping[str, Any], telling: Telling | None, owed: Sequence[Owed] | None, as_of: date
) -> list[Verdict]:
    """One verdict for each kind of notice that a clause of the standard asks for.

    `standard` is the resolved standard. `telling` None = no ledger was handed in; `owed` is everything that forms and
    runs have made due up to `as_of`, None = no applications were handed in.
    """
    clauses: dict[str, list[str]] = {}
    for clause in standard["clauses"]:
        for kind in clause["tells"]:
            clauses.setdefault(kind, []).append(clause["id"])
    judge = _Judge(standard, telling, owed, as_of)
    return [judge.verdict(kind, ids) for kind, ids in clauses.items()]


class _Judge:
    def __init__(
        self, standard: Mapping[str, Any], telling: Telling | None, owed: Sequence[Owed] | None, as_of: date
    ) -> None:
        self._controls, self._rules = standard["controls"], standard["notices"]
        self._telling, self._owed, self._as_of = telling or Telling(), owed, as_of
        self._none = telling is None

    def verdict(self, kind: str, clauses: list[str]) -> Verdict:
        result, observed, lines = self._judge(kind)
        return Verdict(
            CONTROL, kind, result, _EXPECTED, observed, tuple(clauses), tuple(lines), self._as_of.isoformat(), "ledger"
        )

    def _judge(self, kind: str) -> tuple[str, Bilingual, list[str]]:
        if kind in self._rules["off"]:
            return WAIVED, both("dimatikan oleh profil", "switched off by the profile"), []
        problem = self._problem(kind)
        if problem:
            return COULD_NOT_TEST, problem, []
        open_ = list(self._unsent(kind) if kind in FROM_SERVER else self._owing(kind))
        refused = [_line(one) + _REFUSED for one in open_ if self._told_others(one)]
        missing = [_line(one) for one in open_ if not self._told_others(one)]
        missing += self._unwarned(kind)
        sent = [one for one in self._telling.left if one.kind == kind and one.on <= self._as_of.isoformat()]
        late = list(self._late(kind))
        days = sorted(one.on for one in sent)
        count = len(sent) + len(missing) + len(refused)
        ms = f"{count} perlu dihantar, {len(sent)} telah dihantar"
        en = f"{count} due, {len(sent)} sent"
        if days:
            ms, en = f"{ms}, {days[0]} hingga {days[-1]}", f"{en}, {days[0]} to {days[-1]}"
        since = both(f"; dilihat sejak {self._telling.first}", f"; looked for since {self._telling.first}")
        observed = both(ms + since["ms"], en + since["en"])
        return FAIL if missing or late else PASS, observed, [*missing, *late, *refused]

    def _problem(self, kind: str) -> Bilingual | None:
        """Why nothing can be said about a kind, None when something can."""
        if self._none:
            return both(f"tiada lejar. {_RUN['ms']}", f"there is no ledger. {_RUN['en']}")
        if self._telling.problem:
            return self._telling.problem
        if not self._telling.first or self._telling.first > self._as_of.isoformat():
            return both(
                f"lejar tidak menunjukkan sesiapa dimaklumkan. {_RUN['ms']}",
                f"the ledger shows no notice, and no run that looked for any. {_RUN['en']}",
            )
        if kind in FROM_SERVER:
            return self._blind(kind)
        if self._owed is None:
            return both("tiada permohonan diserahkan", "no applications were handed in")
        return None

    def _blind(self, kind: str) -> Bilingual | None:
        """Nobody looked at the accounts, or not often enough to warn in time of a password that runs out."""
        days = [date.fromisoformat(one.on) for one in self._telling.rounds if one.read]
        days = sorted(day for day in days if day <= self._as_of)
        if not days:
            return both(
                f"tiada larian notis yang membaca akaun pelayan. {_RUN['ms']}",
                f"no run of notices has read the server's accounts. {_RUN['en']}",
            )
        lead = max(self._rules["password_age_days"], default=0)
        gap = max((after - day).days for day, after in zip(days, [*days[1:], self._as_of], strict=True))
        if kind != "password_age" or gap <= lead:
            return None
        return both(
            f"{gap} hari tanpa larian notis, lebih daripada {lead}. {_RUN['ms']}",
            f"{gap} days without a run of notices, more than {lead}. {_RUN['en']}",
        )

    def _told_others(self, one: Owed) -> bool:
        """Whether a server refused this recipient for good (the mailbox is gone) and another role was told the same."""
        event = one.key.rpartition(":")[0]
        return one.key in self._telling.refused and any(
            left.key.rpartition(":")[0] == event for left in self._telling.left
        )

    def _owing(self, kind: str) -> Iterator[Owed]:
        """What forms and runs made due before this day and nobody was told."""
        sent, today = {one.key for one in self._telling.left}, self._as_of.isoformat()
        for one in self._owed or ():
            if one.kind == kind and one.on < today and one.key not in sent:
                yield one

    def _unsent(self, kind: str) -> Iterator[Owed]:
        """What a round found due on the server and could not send, then or later."""
        sent = {one.key for one in self._telling.left}
        found = {one.key: one for round_ in self._telling.rounds for one in round_.unsent if one.kind == kind}
        yield from (one for key, one in found.items() if key not in sent)

    def _late(self, kind: str) -> Iterator[str]:
        """What left later than the owner allows (C-TOLD `within`); without that no clause names a time."""
        within = self._controls[CONTROL].get("within")
        if not within:
            return
        left = {one.key: one.on for one in self._telling.left}
        for one in self._owed or ():
            on = left.get(one.key, "")
            if (
                one.kind == kind
                and on
                and date.fromisoformat(on) > parse_duration(within).after(date.fromisoformat(one.on))
            ):
                yield f"{_line(one).removesuffix(_NOT_SENT)}, sent {on}"

    def _unwarned(self, kind: str) -> Iterator[str]:
        """Accounts that were frozen, or deleted after a freeze, without both having been told before (R095, R096)."""
        idle = self._controls.get("C-IDLE", {})
        if kind not in _WARNED.values() or "freeze_after" not in idle:
            return
        before: dict[tuple[str, str], int] = {}
        for step in self._telling.steps:
            if _WARNED[step.verb] != kind or (step.verb == "remove" and step.basis not in idle["clauses"]):
                continue
            last = before.get((step.verb, step.account), 0)
            before[step.verb, step.account] = step.number
            told = {one.to for one in self._telling.left if _warns(one, step, kind) and last < one.number}
            for role in idle.get("object_by", _ROLES):
                if role not in told:
                    yield f"{kind} {step.account} -> {role}: {step.verb} on {step.on}{_NOT_SENT} before"


def owed_since(telling: Telling, as_of: date, history: int) -> date:
    """The first day whose events are due: what the first run of notices looked back on, `history` days."""
    first = date.fromisoformat(telling.first) if telling.first else as_of
    return min(first, as_of) - timedelta(days=history)


def _warns(one: Left, step: Step, kind: str) -> bool:
    same = one.account == step.account or (bool(step.id) and one.key.startswith(f"{kind}:{step.id}:"))
    return one.kind == kind and same and one.number < step.number and one.on < step.on


def _line(one: Owed) -> str:
    about = " ".join(filter(None, (one.basis, one.account if "@" in one.account else "")))
    why = "" if one.reachable else ", no address known"
    return f"{one.kind} {about} -> {one.to}: due {one.on}{why}{_NOT_SENT}"
