# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the object modules do: config, server, domain and COS. Lists and accounts add their own parts.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Soap
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.target import ZimbraTarget
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra import accounts, lists, objects, work
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.objects import KINDS, RefusedError
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.wishes import Wish
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.work import Work

#: COSes that the server itself falls back to.
_DEFAULT_COSES = frozenset({"default", "defaultexternal"})
_IN_A_DOMAIN = "accounts,aliases,distributionlists,dynamicgroups,resources"

_Part = Callable[[Work, Sequence[Wish]], None]
_Guard = Callable[[Work], None]


def manage(kind_name: str, params: Mapping[str, Any], check_mode: bool) -> dict[str, Any]:
    """Bring one object to what the task asks and give the module's result. Raises RasmiError of every kind."""
    kind = KINDS[kind_name]
    work.reserve(params, kind_name, _RESERVED.get(kind_name, {}))
    with Soap(ZimbraTarget.from_options(params["zimbra"])) as soap:
        one = Work(soap, kind, params)
        if params.get("state") == "absent":
            _absent(one)
        else:
            asked = work.wanted(soap, kind, params)
            work.find(one, [*(wish.attribute for wish in asked), *_ALSO_READ.get(kind_name, ())])
            _PRESENT.get(kind_name, _plain)(one, asked)
        return work.finish(one, check_mode)


def _plain(one: Work, asked: Sequence[Wish]) -> None:
    """An object without parts of its own."""
    work.compare(one, asked)
    if one.found is None:
        if not one.kind.create:
            raise RefusedError(f"{one.soap.target.place}: there is no {one.kind.word} {one.name}.")
        work.create(one)
    work.rename(one)


def _absent(one: Work) -> None:
    work.find(one, _ALSO_READ.get(one.kind.name, ()))
    if one.found is not None:
        _MAY_GO[one.kind.name](one)
        work.remove(one)


def _cos_may_go(one: Work) -> None:
    """Trap 13: the server deletes a COS in use, and its accounts fall back to an unlimited quota."""
    if one.name.lower() in _DEFAULT_COSES or (one.found and one.found.entry.name.lower() in _DEFAULT_COSES):
        raise RefusedError(f"COS {one.name}: the server needs its default COSes; they are never deleted.")
    _must_see_everything(one)
    users = one.soap.count("accounts,resources", f"(zimbraCOSId={one.id})")
    domains = one.soap.count("domains", f"(zimbraDomainDefaultCOSId={one.id})")
    if users or domains:
        raise RefusedError(
            f"COS {one.name} is in use by {users} account(s) and is the default of {domains} domain(s); they would "
            "fall back to the default values, an unlimited quota among them. Give them another COS first."
        )


def _must_see_everything(one: Work) -> None:
    """The server counts only what we may list; a delegated administrator's 0 says nothing (trap 7)."""
    me = one.soap.target.user
    found = objects.read(one.soap, KINDS["account"], ("name", me), ["zimbraIsAdminAccount"])
    if found is None or found.entry.attrs.get("zimbraIsAdminAccount") != ["TRUE"]:
        raise RefusedError(
            f"COS {one.name}: only a global administrator sees every account that uses it, and {me} is none; so it "
            "cannot be known whether it is in use."
        )


def _domain_may_go(one: Work) -> None:
    inside = one.soap.count(_IN_A_DOMAIN, "", one.name)
    if inside:
        raise RefusedError(
            f"domain {one.name} is not empty: {inside} account(s), alias(es), list(s) or resource(s). "
            "Remove them first."
        )


_RESERVED = {"account": accounts.RESERVED, "distribution_list": lists.RESERVED}
_ALSO_READ: Mapping[str, tuple[str, ...]] = {"account": accounts.READ, "distribution_list": lists.READ}
_PRESENT: Mapping[str, _Part] = {"account": accounts.present, "distribution_list": lists.present}
_MAY_GO: Mapping[str, _Guard] = {
    "cos": _cos_may_go,
    "domain": _domain_may_go,
    "distribution_list": lists.may_go,
    "account": accounts.may_go,
}
