# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The parts of a distribution list that are not attributes: members and aliases.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from ansible_collections.rasmi.mail.plugins.module_utils._zimbra import objects, work
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.objects import RefusedError
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.wishes import Difference, Wish
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.work import Work

#: Attributes with an option of their own -> that option.
RESERVED: Mapping[str, str] = {
    "zimbraMailAlias": "aliases",
    "zimbraMailForwardingAddress": "members",
    "mail": "name",
}
READ = ("zimbraMailAlias",)
#: Members in one request.
_CHUNK = 500


def present(one: Work, asked: Sequence[Wish]) -> None:
    """Plan what makes the list as asked."""
    _static(one)
    work.compare(one, asked)
    if one.found is None:
        work.create(one)
    _members(one)
    aliases(one, "AddDistributionListAliasRequest", "RemoveDistributionListAliasRequest")
    work.rename(one)


def _members(one: Work) -> None:
    have = one.found.members if one.found else ()
    more, gone = work.members(one.params.get("members"), have)
    _note(one, "members", have, more, gone)
    if gone:
        one.steps.append(lambda: _send(one, "RemoveDistributionListMemberRequest", gone))
        one.steps.append(lambda: _put_back(one, work.after(have, (), gone)))
    if more:
        one.steps.append(lambda: _send(one, "AddDistributionListMemberRequest", more))


def _send(one: Work, request: str, addresses: Sequence[str]) -> None:
    for start in range(0, len(addresses), _CHUNK):
        named = [{"_content": address} for address in addresses[start : start + _CHUNK]]
        one.soap.call(request, {"id": one.id, "dlm": named})


def _put_back(one: Work, kept: Sequence[str]) -> None:
    """With one address the server takes every other address of the same account off the list; some shall stay."""
    found = objects.read(one.soap, one.kind, ("id", one.id), []) if kept else None
    now = {address.lower() for address in found.members} if found else set()
    lost = [address for address in kept if address.lower() not in now] if found else []
    _send(one, "AddDistributionListMemberRequest", lost)


def _static(one: Work) -> None:
    if one.found is not None and one.found.dynamic:
        raise RefusedError(f"{one.name} is a dynamic group: a search makes its members, so they are not managed here.")


def aliases(one: Work, add: str, remove: str) -> None:
    """Plan the alias requests of a list or an account; its own name is no alias, though the server lists it as one."""
    now = one.found.entry.name.lower() if one.found else ""
    have = tuple(address for address in one.have("zimbraMailAlias") if address.lower() != now)
    more, gone = work.members(one.params.get("aliases"), have)
    more = tuple(address for address in more if address != one.name.lower())
    _note(one, "aliases", have, more, gone)
    for request, addresses in ((remove, gone), (add, more)):
        if addresses:
            one.steps.append(_alias_batch(one, request, addresses))


def _alias_batch(one: Work, request: str, addresses: Sequence[str]) -> work.Step:
    def ask() -> None:
        size = one.soap.target.batch
        for start in range(0, len(addresses), size):
            part = addresses[start : start + size]
            objects.all_done(one.soap.batch([(request, {"id": one.id, "alias": address}) for address in part]))

    return ask


def _note(one: Work, what: str, have: Sequence[str], more: Sequence[str], gone: Sequence[str]) -> None:
    if more or gone:
        one.differences.append(Difference(what, tuple(have), work.after(have, more, gone), ()))


def may_go(one: Work) -> None:
    """A list goes when the task says so; the result says how many members it had."""
    _static(one)
    one.more["members"] = len(one.found.members) if one.found else 0
