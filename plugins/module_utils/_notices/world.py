# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What decides who is told: forms, ledger, plan and server, as far as notices speak of them.

Plain values. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, Protocol

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Account, Change, Fields, Wanted


class FormView(Protocol):
    """The part of an application that notices speak of; see `_applications.model.Application`."""

    @property
    def id(self) -> str: ...
    @property
    def status(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def address(self) -> str: ...
    @property
    def proposed(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def supervisor(self) -> str: ...
    @property
    def decided_on(self) -> str: ...
    @property
    def decision_reason(self) -> str: ...
    @property
    def complete_on(self) -> str: ...
    @property
    def unit(self) -> str: ...
    @property
    def mailbox(self) -> bool: ...
    @property
    def form(self) -> str: ...
    @property
    def received_on(self) -> str: ...
    @property
    def event(self) -> str: ...
    @property
    def account(self) -> str: ...
    @property
    def effective_on(self) -> str: ...

    def detail(self, name: str, default: Any = "") -> Any: ...


class StandardView(Protocol):
    """The part of `_standard.standard.Standard` that notices read."""

    @property
    def notices(self) -> Mapping[str, Any]: ...

    @property
    def controls(self) -> Mapping[str, Mapping[str, Any]]: ...


class AheadView(Protocol):
    """The part of `_lifecycle.coming.Coming` that is read here: ISO date, address, kind, basis."""

    @property
    def date(self) -> str: ...
    @property
    def account(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def basis(self) -> str: ...


class Deed(NamedTuple):
    """A change that was carried out: number of its line in the ledger, ISO day of its run, the change itself."""

    number: int
    on: str
    change: Change


@dataclass(frozen=True)
class World:
    """Everything that decides who is told. `sent` are the keys that the ledger has.

    `due` gives the ISO day by which an approved account must exist ("" = no clock), from complete_on and unit.
    `asked` are the questions of the last plan, `ahead` the warnings of the last days by their day.
    `since` is the first day that is not history; None = the sender's own 30 days (`due.HISTORY_DAYS`).
    `supervisors` maps a supervisor's id to the address; `office` is that of the e-mail administrator,
    `helpdesk` that of the service that runs the mailboxes, "" = none.
    """

    as_of: date
    standard: StandardView
    forms: Iterable[FormView] = ()
    wanted: Iterable[Wanted] = ()
    accounts: Iterable[Account] = ()
    deeds: Iterable[Deed] = ()
    asked: Iterable[Change] = ()
    ahead: Iterable[AheadView] = ()
    supervisors: Mapping[str, str] = field(default_factory=dict)
    office: str = ""
    helpdesk: str = ""
    webmail: str = ""
    sent: Collection[str] = ()
    due: Callable[[str, str], str] | None = None
    since: date | None = None


class Event(NamedTuple):
    """What is to be told, before it is known to whom. `about` is whose account it is."""

    key: str
    kind: str
    account: str
    basis: str
    on: str
    about: Fields
    facts: Mapping[str, Any]
