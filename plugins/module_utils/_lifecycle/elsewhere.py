# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Addresses that a server's own answer does not show: those of the agency's other platforms, and look-alikes.

Pure: the snapshots are read by the caller. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.line import Context, ask
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.match import Holders
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import PROBE, Account, Change, Roster, Wanted
from ansible_collections.rasmi.mail.plugins.module_utils._standard.look import alike


@dataclass(frozen=True)
class Elsewhere:
    """What the other platforms of the agency hold.

    `addresses` maps an address to platform and account id ("" = an account that no form covers, or a group). `unsure`
    names the platforms whose snapshot is missing or too old: nobody knows what they hold.
    """

    addresses: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    unsure: tuple[str, ...] = ()


class Neighbours:
    """Answers whether an address that is new here is held elsewhere, or looks like one that somebody has."""

    def __init__(self, roster: Roster, holders: Holders, context: Context, elsewhere: Elsewhere) -> None:
        self._roster = roster
        self._holders = holders
        self._context = context
        self._elsewhere = elsewhere
        self._seen: dict[str, tuple[str, str]] | None = None
        self._more: dict[str, list[tuple[str, str]]] = {}

    def question(self, want: Wanted, account: Account | None, addresses: Iterable[str]) -> Change | None:
        """The question that one of these addresses raises, None when none does."""
        cite, own = self._context.rules.cite, want.fields.account_id
        if self._elsewhere.unsure:
            return ask(want, account, cite("rename"), "addresses_unsure", other=", ".join(self._elsewhere.unsure))
        for address in addresses:
            platform, holder = self._elsewhere.addresses.get(address, ("", own))
            if platform and holder != own:
                key, other = "address_elsewhere", holder or "-"
                return ask(want, account, cite("rename"), key, address=address, platform=platform, other=other)
            if want.similar or want.fields.kind == PROBE:
                continue
            other = self._look_alike(address, own)
            if other:
                return ask(want, account, cite("rename"), "address_alike", address=address, other=other)
        return None

    def _look_alike(self, address: str, own: str) -> str:
        """Another account's address that the eye takes for this one, "" when there is none."""
        if self._seen is None:
            self._seen = self._index()
        look = alike(address)
        first = self._seen.get(look)
        if first is None or (look not in self._more and own == first[1]):
            return ""  # nearly always
        found = [first, *self._more.get(look, ())]
        return min((other for other, holder in found if other != address and holder != own), default="")

    def _index(self) -> dict[str, tuple[str, str]]:
        """Address and holder by what the eye sees; nearly every look has one address, so further ones stand apart."""
        seen: dict[str, tuple[str, str]] = {}
        for pair in self._held():
            look = alike(pair[0])
            if seen.setdefault(look, pair) != pair:
                self._more.setdefault(look, []).append(pair)
        return seen

    def _held(self) -> Iterable[tuple[str, str]]:
        for want in self._roster.accounts:
            for address in (want.fields.address, *want.fields.aliases):
                yield address, want.fields.account_id
        for account in (*self._holders.live.values(), *self._holders.dead.values()):
            for address in (account.fields.address, *account.fields.aliases):
                yield address, account.fields.account_id if account.managed else ""
        for group in (*self._context.groups, *self._context.server_groups):
            yield group, ""
        for address, (_platform, holder) in self._elsewhere.addresses.items():
            yield address, holder
