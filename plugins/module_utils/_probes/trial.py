# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One control under observation: parts, what was expected, what was seen, and how long it took.

A part that raises, or ends without saying what it saw, becomes could-not-test with the reason: silence never passes.
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import datetime
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ansible_collections.rasmi.mail.plugins.module_utils._probes.platforms import platform_of
from ansible_collections.rasmi.mail.plugins.module_utils._probes.steward import Steward, make_password
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import CouldNotTest, ProbeAccount, Target
from ansible_collections.rasmi.mail.plugins.module_utils._probes.wire import Masker, Transcript
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import Bilingual, both
from ansible_collections.rasmi.mail.plugins.module_utils._standard.verdict import COULD_NOT_TEST, FAIL, PASS, Verdict

if TYPE_CHECKING:
    from ansible_collections.rasmi.mail.plugins.module_utils._probes.sink import Sink


def utc_now() -> str:
    """The present moment, UTC, ISO 8601 with seconds."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass
class Run:
    """What all controls of one run share. `standard` is the resolved standard (`Standard.to_dict()`).

    `observations` are what host-side modules saw (C-TMP-SPACE). Passwords live here, in memory, and nowhere else.
    """

    target: Target
    standard: Mapping[str, Any]
    accounts: Sequence[ProbeAccount]
    steward: Steward | None = None
    sink: Sink | None = None
    sink_problem: Bilingual = field(
        default_factory=lambda: both(
            "tiada penerima ujian untuk domain luar (target.sink_host)",
            "no sink listens for the outside domain (target.sink_host)",
        )
    )
    observations: Sequence[Mapping[str, Any]] = ()
    masker: Masker = field(default_factory=Masker)
    now: Callable[[], str] = utc_now
    screenshots: str = ""

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._passwords: dict[str, str] = {}
        self._first_use = {account.address: threading.Lock() for account in self.accounts}
        self._attempts_left = self.target.attempts

    def helpdesk(self) -> Steward:
        if self.steward is None:
            raise CouldNotTest(
                "tiada sambungan pentadbir: kata laluan akaun ujian tidak dapat ditetapkan",
                "no steward connection: probe passwords cannot be set",
            )
        return self.steward

    def account(self, purpose: str, tier: str = "") -> ProbeAccount:
        """Return the probe account of a purpose (and tier)."""
        for account in self.accounts:
            if account.purpose == purpose and (not tier or account.tier == tier):
                return account
        wanted = f"{purpose} ({tier})" if tier else purpose
        raise CouldNotTest(
            f"inventori tiada akaun ujian dengan tujuan {wanted}",
            f"the inventory has no probe account with the purpose {wanted}",
        )

    def fresh_password(self) -> str:
        """A random password that meets the standard's own rule."""
        rule = self.standard["controls"].get("C-PWD-LEN", {})
        classes = set(rule.get("classes") or ("letter", "digit", "special"))
        return self.masker.learn(make_password(max(int(rule.get("min", 12)), 12) + 4, classes))

    def password(self, account: ProbeAccount) -> str:
        """The permanent password of an account in this run; the first of those that ask for it sets it."""
        with self._first_use[account.address]:
            with self._lock:
                known = self._passwords.get(account.address)
            return known or self.renew(account)

    def renew(self, account: ProbeAccount, *, temporary: bool = False) -> str:
        """Give an account a new random password; this also ends every lock."""
        password = self.fresh_password()
        self.masker.learn(password, account.address)
        steward = self.helpdesk()
        steward.set_password(account.address, password, temporary=temporary)
        steward.release(account.address)
        self.remember(account, password)
        return password

    def remember(self, account: ProbeAccount, password: str) -> None:
        with self._lock:
            self._passwords[account.address] = self.masker.learn(password, account.address)

    def spend(self) -> None:
        """Count one login that is meant to be refused; a run never makes more than its budget."""
        with self._lock:
            if self._attempts_left <= 0:
                raise CouldNotTest(
                    f"peruntukan {self.target.attempts} log masuk yang ditolak telah habis",
                    f"the budget of {self.target.attempts} refused logins is used up",
                )
            self._attempts_left -= 1

    def wire(self) -> Transcript:
        return Transcript(self.masker)


@dataclass
class Part:
    """One facet being observed. Call `saw` once; write protocol lines to `wire`."""

    name: str
    expected: Bilingual
    wire: Transcript
    result: str = ""
    observed: Bilingual = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)
    blind: Bilingual = field(default_factory=dict)

    def look(self) -> None:
        """Raise CouldNotTest when the platform gives nothing to observe here."""
        if self.blind:
            raise CouldNotTest(**self.blind)

    def saw(self, good: bool, ms: str, en: str, **extra: Any) -> None:
        self.result = PASS if good else FAIL
        self.observed = both(ms, en)
        self.extra.update(extra)


class Trial:
    """The observation of one control; `values` are the numbers that the standard gives it."""

    def __init__(self, run: Run, control: str) -> None:
        self.run = run
        self.control = control
        self.target = run.target
        self.values: Mapping[str, Any] = run.standard["controls"].get(control, {})
        self.verdicts: list[Verdict] = []

    @contextmanager
    def part(self, name: str, expected: Bilingual) -> Iterator[Part]:
        """Observe one facet; every way out of the block leaves a verdict."""
        part = Part(name, expected, self.run.wire(), blind=self._blind(name))
        at, started = self.run.now(), time.monotonic()
        try:
            yield part
            part.look()
            if not part.result:
                raise CouldNotTest("ujian tamat tanpa pemerhatian", "the probe ended without an observation")
        except Exception as error:  # whatever went wrong, the control was not seen to hold
            part.result = COULD_NOT_TEST
            said = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
            reason = error.reason if isinstance(error, CouldNotTest) else both(said, said)
            part.observed = both(f"Tidak dapat diuji: {reason['ms']}", f"Could not be tested: {reason['en']}")
        self._record(part, at, time.monotonic() - started)

    def _blind(self, name: str) -> Bilingual:
        table = platform_of(self.target).blind
        return table.get(self.control) or table.get(f"{self.control}/{name}", {})

    def _record(self, part: Part, at: str, seconds: float) -> None:
        hide = self.run.masker.hide
        self.verdicts.append(
            Verdict(
                control=self.control,
                part=part.name,
                result=part.result,
                expected=part.expected,
                observed={language: hide(text) for language, text in part.observed.items()},
                clauses=tuple(self.values.get("clauses", ())),
                evidence=part.wire.lines,
                at=at,
                source=self.target.vantage,
                seconds=seconds,
                platform=self.target.platform,
                extra=part.extra,
            )
        )

    def together(self, observations: Sequence[Callable[[Trial], None]]) -> None:
        """Run observations side by side, each with a trial of its own; the verdicts keep the given order."""

        def observe(observation: Callable[[Trial], None]) -> list[Verdict]:
            branch = Trial(self.run, self.control)
            try:
                observation(branch)
            except Exception as error:  # as in `part`: what broke was not seen to hold
                branch.give_up(error)
            return branch.verdicts

        with ThreadPoolExecutor(max_workers=max(1, len(observations))) as pool:
            for verdicts in pool.map(observe, observations):
                self.verdicts.extend(verdicts)

    def give_up(self, error: Exception) -> None:
        """Record that the control as a whole could not be tested."""
        title = self.values.get("title", {})
        with self.part("all", both(str(title.get("ms", self.control)), str(title.get("en", self.control)))):
            raise error
