# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A distribution group and its members.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._exchange import addresses, wishes, work
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns_recipients import GROUP, RECIPIENT
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.resolve import names_of
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.wishes import note
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.work import Work
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault, FaultsError

#: The caller need not own the group that it manages.
_AS_ADMIN = {"BypassSecurityGroupManagerCheck": True}


def manage(params: Mapping[str, Any], check_mode: bool) -> dict[str, Any]:
    """Bring one group to what the task asks and give the module's result. Raises RasmiError of every kind."""
    asked = wishes.gather(GROUP, addresses.policy_off(params), "exchange_distribution_group")
    _clash(params.get("members"))
    name = str(params["name"])

    def plan(one: Work) -> None:
        if params["state"] == "absent":
            if one.found is not None:
                one.more["members"] = len(read_members(one))
                work.remove(one)
            return
        work.read_parts(one, asked)
        found = work.compare(one, addresses.spare(asked, one.have(addresses.LIST)))
        if one.found is None:
            given = {"Name": name, "Type": str(params["type"]).capitalize()}
            if params.get("organizational_unit"):
                given["OrganizationalUnit"] = params["organizational_unit"]
            work.create(one, found, given)
        else:
            work.change(one, addresses.joined(found), _AS_ADMIN)
        _members(one)

    return work.run(GROUP, params, name, check_mode, plan)


def _clash(members: Mapping[str, Any] | None) -> None:
    given = members or {}
    both = {str(one).casefold() for one in given.get("add") or ()} & {
        str(one).casefold() for one in given.get("remove") or ()
    }
    if both:
        where = "exchange_distribution_group"
        text = "is to be added and removed in the same task"
        raise FaultsError(where, [Fault(where, 0, "members", one, text, "Choose one") for one in sorted(both)])


def read_members(one: Work) -> list[dict[str, Any]]:
    """The members as the server has them; none for a group that is not there yet."""
    if not one.guid:
        return []
    return one.session.send("Get-DistributionGroupMember", {"Identity": one.guid}).rows


def _members(one: Work) -> None:
    """Plan the members: the whole list in one call, single ones one by one."""
    wanted = one.params.get("members")
    if wanted is None:
        return
    have = {str(row.get("PrimarySmtpAddress") or row.get("Name")): names_of(row) for row in read_members(one)}
    whole = wanted.get("set")
    more = [name for name in (whole if whole is not None else wanted.get("add") or ()) if not _among(one, name, have)]
    if whole is not None:
        kept = {shown for name in whole if (shown := _among(one, name, have))}
        gone = [shown for shown in have if shown not in kept]
    else:
        gone = [shown for name in wanted.get("remove") or () if (shown := _among(one, name, have))]
    if not more and not gone:
        return
    after = [shown for shown in have if shown not in gone] + list(more)
    one.differences.append(note("Members", sorted(have), sorted(after)))
    if whole is not None:
        one.step(
            "Update-DistributionGroupMember", {"Identity": one.identity, "Members": list(after) or None, **_AS_ADMIN}
        )
        return
    for cmdlet, names in (("Remove-DistributionGroupMember", gone), ("Add-DistributionGroupMember", more)):
        for name in names:
            one.step(cmdlet, {"Identity": one.identity, "Member": str(name), **_AS_ADMIN})


def _among(one: Work, name: str, have: Mapping[str, frozenset[str]]) -> str:
    """The member that a name means, "" when it is none."""
    wanted = str(name).casefold()
    direct = next((shown for shown, names in have.items() if wanted in names), "")
    if direct:
        return direct
    # not a member by that name; the object that it means may be one by another
    other = one.resolver.keys(RECIPIENT, str(name))
    return next((shown for shown, names in have.items() if names & other), "")
