# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the _info modules do: read one object or all of a kind, never anything secret.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra import attributes
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.attribute_rows import table
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Soap
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.target import ZimbraTarget
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.usage import quota_usage
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault, FaultsError, PartialAnswerError
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra import accounts, objects
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.masking import shown
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.objects import KINDS, Found, Kind
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.properties import TABLES
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.wishes import CLASSES

ALL = "*"
#: Read with the table's attributes, because they say what no option does.
_ALSO: Mapping[str, tuple[str, ...]] = {
    "domain": ("zimbraDomainType",),
    "account": ("zimbraAccountStatus", "zimbraMailAlias", "zimbraLastLogonTimestamp", "zimbraCreateTimestamp"),
    "distribution_list": ("zimbraMailAlias",),
}


def look(kind_name: str, params: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The objects that the task asks for. A name that there is not gives an empty list.

    Raises FaultsError for an attribute that there is not, and PartialAnswerError when a value is withheld or when
    nothing at all comes where something must be: an identity without rights sees an empty directory (trap 7).
    """
    kind = KINDS[kind_name]
    attrs = _attributes(kind_name, params)
    inherited = bool(params.get("inherited"))
    with Soap(ZimbraTarget.from_options(params["zimbra"])) as soap:
        if attrs != [ALL] and not params.get("attributes"):
            attrs = attributes.of_kind(attrs, CLASSES[kind_name], soap.version.number)  # an older one refuses others
        if params.get("name") or kind_name == "config":
            found = objects.read(soap, kind, ("name", str(params.get("name"))), attrs, inherited=inherited)
            return [_shown(kind_name, found, attrs)] if found else []
        return [_shown(kind_name, one, attrs) for one in _every(soap, kind, attrs, inherited)]


def _attributes(kind_name: str, params: Mapping[str, Any]) -> list[str]:
    asked = list(params.get("attributes") or ())
    if ALL in asked:
        return [ALL]
    if not asked:
        return [*(row.attribute for row in TABLES[kind_name]), *_ALSO.get(kind_name, ())]
    known = attributes.of_kind(asked, CLASSES[kind_name])
    where, problem = f"zimbra_{kind_name}_info", f"is not an attribute of a {KINDS[kind_name].word}"
    faults = [
        Fault(where, 0, "attributes", name, problem, _remedy(kind_name, name)) for name in asked if name not in known
    ]
    if faults:
        raise FaultsError(where, faults)
    return asked


def _remedy(kind_name: str, name: str) -> str:
    near = attributes.nearest(name, CLASSES[kind_name])
    return f"Did you mean {near}?" if near else "With * all come, whatever their names"


def _every(soap: Soap, kind: Kind, attrs: Sequence[str], inherited: bool) -> Iterable[Found]:
    if kind.name == "distribution_list":
        wanted = [] if attrs == [ALL] else [*attrs, "zimbraMailForwardingAddress"]
        for entry in soap.search("distributionlists", "", wanted):
            yield Found(entry, tuple(entry.attrs.get("zimbraMailForwardingAddress", ())))
        return
    answer = soap.call(kind.every, dict(kind.inherited if inherited else kind.own))
    elements = answer.get(kind.element) or ()
    if not elements:
        raise PartialAnswerError(f"{soap.target.place}: no {kind.word} came; {soap.target.user} may not list them.")
    for element in elements:
        yield objects.found_of(kind, element)


def _shown(kind_name: str, found: Found, attrs: Sequence[str]) -> dict[str, Any]:
    wanted = {name.lower() for name in attrs}
    values = {
        name: _plain(name, values)
        for name, values in sorted(found.entry.attrs.items())
        if wanted == {ALL} or name.lower() in wanted
    }
    made: dict[str, Any] = {"name": found.entry.name, "id": found.entry.id, "attributes": values}
    if kind_name == "distribution_list":
        made["members"] = sorted(found.members)
    return made


def _plain(name: str, values: Sequence[str]) -> str | list[str]:
    several, row = shown(name, values), table().get(name)
    return several[0] if row is not None and not row.multi and len(several) == 1 else several


def account(params: Mapping[str, Any]) -> dict[str, Any]:
    """One account; with `memberships` also the lists that it is a direct member of, with `usage` its use of quota."""
    found = look("account", params)
    if found and (params.get("memberships") or params.get("usage")):
        with Soap(ZimbraTarget.from_options(params["zimbra"])) as soap:
            if params.get("memberships"):
                found[0]["memberships"] = accounts.memberships(soap, found[0]["id"])
            if params.get("usage"):
                found[0]["usage"] = usage(soap, found[0])
    return {"accounts": found}


def usage(soap: Soap, found: Mapping[str, Any]) -> dict[str, int]:
    """Used bytes and quota.

    Raises PartialAnswerError when the server's list lacks the account.
    """
    domain = str(found["name"]).rpartition("@")[2]
    for row in quota_usage(soap, domain):
        if row.get("id") == found["id"]:
            return {"used": int(row["used"]), "quota": int(row["limit"])}
    raise PartialAnswerError(f"{found['name']}: its use of quota did not come with that of its domain.")
