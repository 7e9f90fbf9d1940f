# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Cmdlets over one session: checked before they are sent, their errors read, a lost shell opened again.

What must be known of the real server: a refusal is often an error record beside an answer that looks complete, so the
records are always read; Get- cuts its answer at 1000 objects and says so in a warning only; a shell that is not closed
counts against the user for a quarter of an hour; application pools are recycled while we work.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import contract
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.clixml import TEXT
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.cmdlet_rows import (
    CONFIRM,
    DOMAIN_CONTROLLER,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.faults import (
    ShellLost,
    Throttled,
    UnknownOutcome,
    fault_of,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.pipe import Heard, Pipe, Secret
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.target import VERSIONS, EndpointTarget
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.values import release_of, version_of
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import PartialAnswerError, ProviderError

__all__ = ["Answer", "Secret", "Session", "is_read"]

Row = dict[str, Any]
#: Times that a question is asked, or a runspace is opened, before giving up.
TRIES = 4
#: Seconds before the second try; doubled every time, up to half as much again by chance.
_FIRST_WAIT = 1.0
#: The parameter's name stands in the warning in every language.
_CUT = "ResultSize"
_READS = ("Get-", "Test-", "Search-")


def is_read(cmdlet: str) -> bool:
    """Whether a cmdlet changes nothing, so that it may be sent again."""
    return cmdlet.startswith(_READS)


@dataclass(frozen=True)
class Answer:
    """What one cmdlet gave: objects as dictionaries, and the sentences that the server warned with."""

    rows: list[Row]
    warnings: list[str] = field(default_factory=list)


class Session:
    """One identity, one runspace. Nothing is sent before the first call; use it as a context, so that it is closed.

    For one thread. `sleep` and `chance` are arguments so that tests need no time.
    """

    def __init__(
        self,
        target: EndpointTarget,
        *,
        sleep: Callable[[float], object] = time.sleep,
        chance: Callable[[], float] = random.random,
    ) -> None:
        self.target = target
        self._pipe = Pipe(target)
        self._sleep, self._chance = sleep, chance
        self._version = target.version
        #: Named in every call; given by the target, or by `pin` after the first read.
        self.domain_controller = target.domain_controller

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"Session({self.target.url!r}, {self.target.user!r})"

    def close(self) -> None:
        """End the session on the server; safe to call twice, and a later call opens a new one."""
        self._pipe.close()

    def open(self, tries: int = TRIES) -> None:
        """Open the runspace now. Raises AuthenticationError, ProviderError, and Throttled after `tries`."""
        for attempt in range(1, tries + 1):
            try:
                self._pipe.open()
            except (Throttled, ShellLost):
                if attempt == tries:
                    raise
                self._pause(attempt)
            else:
                return

    @property
    def version(self) -> str:
        """2016, 2019 or SE: that of the organisation's oldest mail server, asked once.

        Raises PartialAnswerError when no server comes, and ProviderError for a version that is not known.
        """
        if not self._version:
            rows = self.send("Get-ExchangeServer", {}, select=["Name", "AdminDisplayVersion", "ServerRole"]).rows
            inner = [row for row in rows if "edge" not in str(row.get("ServerRole")).casefold()]
            if not inner:
                raise PartialAnswerError(f"{self.target.place}: no Exchange server came; {self._who} may not see them.")
            oldest = min(version_of(row.get("AdminDisplayVersion")) for row in inner)
            self._version = release_of(oldest)
            if not self._version:
                number = ".".join(map(str, oldest))
                raise ProviderError(f"{self.target.place}: version {number} is none of {', '.join(VERSIONS)}.")
        return self._version

    @property
    def _who(self) -> str:
        return self.target.user or "our ticket"

    def pin(self, domain_controller: str) -> None:
        """Name this domain controller in every further call, unless the target names one already."""
        self.domain_controller = self.domain_controller or domain_controller

    def check(self, cmdlet: str, parameters: Mapping[str, Any], where: str = "") -> Row:
        """What `send` would send, after holding it against the cmdlet's rows. Raises FaultsError."""
        version = self.version if contract.depends_on_version(cmdlet, parameters) else ""
        row = contract.check(cmdlet, parameters, version, where)
        given = dict(parameters)
        if row.domain_controller and self.domain_controller:
            given.setdefault(DOMAIN_CONTROLLER, self.domain_controller)
        if row.confirm and not is_read(cmdlet):
            given.setdefault(CONFIRM, False)
        if "ResultSize" in row.parameters and cmdlet.startswith("Get-"):
            given.setdefault("ResultSize", "Unlimited")
        return given

    def send(self, cmdlet: str, parameters: Mapping[str, Any], *, select: Sequence[str] = ()) -> Answer:
        """Run one cmdlet; with `select` the server sends only those properties.

        Added where the cmdlet has it: the domain controller, Confirm false for writes, ResultSize Unlimited for reads.

        Values: str, int, bool (also for switches), lists of str, Secret for a password, None for $null. Raises
        ExchangeFault and its kinds for every error record, terminating or not; PartialAnswerError when the answer was
        cut; UnknownOutcome when the answer to a write was lost; FaultsError (nothing was sent) when the call does not
        fit the cmdlet; AuthenticationError, Throttled and ProviderError.
        """
        given = self.check(cmdlet, parameters)
        commands: list[tuple[str, Mapping[str, Any]]] = [(cmdlet, given)]
        if select:
            commands.append(("Select-Object", {"Property": list(select)}))
        heard = self._heard(cmdlet, commands)
        if heard.errors:
            secrets = [value.text for value in given.values() if isinstance(value, Secret)]
            raise fault_of(heard.errors[0], cmdlet, self.target.place, [self.target.password, *secrets])
        if is_read(cmdlet) and any(_CUT in warning for warning in heard.warnings):
            raise PartialAnswerError(
                f"{self.target.place}: {cmdlet}: the server cut its answer at {len(heard.rows)} objects."
            )
        return Answer([row if isinstance(row, dict) else {TEXT: row} for row in heard.rows], heard.warnings)

    def _heard(self, cmdlet: str, commands: Sequence[tuple[str, Mapping[str, Any]]]) -> Heard:
        for attempt in range(1, TRIES + 1):
            self.open()
            try:
                return self._pipe.run(commands)
            except ShellLost as lost:
                self.close()
                if not is_read(cmdlet):
                    raise UnknownOutcome(cmdlet, self.target.place, str(lost)) from None
                if attempt == TRIES:
                    raise
                self._pause(attempt)
            except BaseException:
                self.close()
                raise
        raise AssertionError  # the last try returns or raises

    def _pause(self, attempt: int) -> None:
        self._sleep(_FIRST_WAIT * 2.0 ** (attempt - 1) * (1.0 + self._chance() / 2))
