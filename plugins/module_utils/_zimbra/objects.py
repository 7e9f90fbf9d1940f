# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How each kind of object is read and written over admin SOAP: one row per kind, one request per operation.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.answers import (
    Entry,
    attributes_of,
    one,
    pairs,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.faults import NotFound, SoapFault
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Soap
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import PartialAnswerError, RasmiError

#: Attributes that the server joins into one text though they have several values (GetDomain.encodeDomain).
_JOINED = frozenset({"zimbraauthldapurl"})
#: From this number of attributes on, one read of all is cheaper than a read of each (GetConfig gives one only).
_CONFIG_AT_ONCE = 1


class RefusedError(RasmiError):
    """We refuse, not the server: what was asked would destroy or expose something. Nothing was sent."""


@dataclass(frozen=True)
class Kind:
    """Names of the requests of one kind of object.

    `element` is the object in answers and the selector in requests; `own` are the request's fields that give the
    object's own values without inherited ones, `inherited` those that give the effective ones. `plain_id` is False
    where the id is a child element. Requests that do not exist are empty.
    """

    name: str
    word: str
    element: str
    get: str
    modify: str
    every: str = ""
    create: str = ""
    delete: str = ""
    rename: str = ""
    own: Mapping[str, str] = field(default_factory=dict)
    inherited: Mapping[str, str] = field(default_factory=dict)
    plain_id: bool = True


KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            Kind("config", "global config", "", "GetAllConfigRequest", "ModifyConfigRequest"),
            Kind(
                "server",
                "server",
                "server",
                "GetServerRequest",
                "ModifyServerRequest",
                every="GetAllServersRequest",
                own={"applyConfig": "0"},
                inherited={"applyConfig": "1"},
            ),
            Kind(
                "domain",
                "domain",
                "domain",
                "GetDomainRequest",
                "ModifyDomainRequest",
                every="GetAllDomainsRequest",
                create="CreateDomainRequest",
                delete="DeleteDomainRequest",
                own={"applyConfig": "0"},
                inherited={"applyConfig": "1"},
            ),
            Kind(
                "cos",
                "COS",
                "cos",
                "GetCosRequest",
                "ModifyCosRequest",
                every="GetAllCosRequest",
                create="CreateCosRequest",
                delete="DeleteCosRequest",
                rename="RenameCosRequest",
                plain_id=False,
            ),
            Kind(
                "distribution_list",
                "distribution list",
                "dl",
                "GetDistributionListRequest",
                "ModifyDistributionListRequest",
                create="CreateDistributionListRequest",
                delete="DeleteDistributionListRequest",
                rename="RenameDistributionListRequest",
                own={"limit": "0"},
                inherited={"limit": "0"},
            ),
            Kind(
                "account",
                "account",
                "account",
                "GetAccountRequest",
                "ModifyAccountRequest",
                create="CreateAccountRequest",
                delete="DeleteAccountRequest",
                rename="RenameAccountRequest",
                own={"applyCos": "0"},
                inherited={"applyCos": "1"},
            ),
        )
    }
)


@dataclass(frozen=True)
class Found:
    """An object as read: its entry, and the members when it is a distribution list; `dynamic` when a search is."""

    entry: Entry
    members: tuple[str, ...] = ()
    dynamic: bool = False


def read(
    soap: Soap, kind: Kind, selector: tuple[str, str], attrs: Sequence[str], *, inherited: bool = False
) -> Found | None:
    """One object by ("name", x) or ("id", x), with the attributes asked for; None when there is none.

    One request. Raises PartialAnswerError when a value is withheld, or more than one object came.
    """
    if kind.name == "config":
        return Found(Entry("config", "", _config(soap, attrs)))
    by, value = selector
    body: dict[str, Any] = {kind.element: {"by": by, "_content": value}, **(kind.inherited if inherited else kind.own)}
    if attrs != ["*"]:
        body["attrs"] = ",".join(dict.fromkeys(["zimbraId", *attrs]))
    try:
        answer = soap.call(kind.get, body)
    except NotFound:
        return None
    return found_of(kind, one(answer.get(kind.element), kind.word, soap.target.place), answer)


def found_of(kind: Kind, element: Mapping[str, Any], answer: Mapping[str, Any] | None = None) -> Found:
    """An element of an answer as an object."""
    attrs = {
        name: values[0].split() if name.lower() in _JOINED and len(values) == 1 else values
        for name, values in attributes_of(element).items()
    }
    members = tuple(_text(member) for member in element.get("dlm") or ())
    if kind.name == "distribution_list" and answer is not None:
        # who may not see the members gets the list without a word of them, and without their number
        if "total" not in answer:
            raise PartialAnswerError(f"{element['name']}: its members were withheld; a right to read them is missing.")
        if answer.get("more") or int(answer["total"]) != len(members):
            raise PartialAnswerError(f"{element['name']}: {len(members)} of {answer['total']} members came.")
    dynamic = str(element.get("dynamic", "")).lower() in ("true", "1")
    return Found(Entry(str(element["name"]), str(element["id"]), attrs), members, dynamic)


def _text(member: Any) -> str:
    return str(member["_content"] if isinstance(member, Mapping) else member)


def _config(soap: Soap, attrs: Sequence[str]) -> dict[str, list[str]]:
    if len(attrs) == _CONFIG_AT_ONCE and attrs != ["*"]:
        return attributes_of(soap.call("GetConfigRequest", {"a": [{"n": attrs[0]}]}))
    found = attributes_of(soap.call("GetAllConfigRequest", {}))
    if not found:
        raise PartialAnswerError(f"{soap.target.place}: global config came empty; {soap.target.user} may not read it.")
    return found


def create(soap: Soap, kind: Kind, name: str, attrs: Mapping[str, Sequence[str]], **more: str) -> Entry:
    """Make an object and give its name and id. `more` are further fields of the request (password)."""
    body: dict[str, Any] = {"name": name if kind.plain_id else [{"_content": name}], **more}
    if attrs:
        body["a"] = pairs(attrs)
    answer = soap.call(kind.create, body)
    made = one(answer.get(kind.element), kind.word, soap.target.place)
    return Entry(str(made["name"]), str(made["id"]), {})


def modify(soap: Soap, kind: Kind, object_id: str, attrs: Mapping[str, Sequence[str]]) -> None:
    """Send all differences of one object in one request."""
    body: dict[str, Any] = {"a": pairs(attrs)}
    if kind.name != "config":
        body.update(_id(kind, object_id))
    soap.call(kind.modify, body)


def delete(soap: Soap, kind: Kind, object_id: str) -> None:
    """Delete an object. The caller has checked that it may go."""
    soap.call(kind.delete, _id(kind, object_id))


def rename(soap: Soap, kind: Kind, object_id: str, name: str) -> None:
    """Give an object another name; its id stays."""
    new = name if kind.plain_id else [{"_content": name}]
    soap.call(kind.rename, {**_id(kind, object_id), "newName": new})


def _id(kind: Kind, object_id: str) -> dict[str, Any]:
    return {"id": object_id if kind.plain_id else [{"_content": object_id}]}


def all_done(answers: Sequence[dict[str, Any] | SoapFault]) -> None:
    """Raise the first refusal among the answers of a batch, saying how many others there are."""
    refused = [answer for answer in answers if isinstance(answer, SoapFault)]
    if len(refused) > 1:
        words = "\n".join(f"  - {fault}" for fault in refused)
        raise RasmiError(f"{len(refused)} of {len(answers)} steps were refused; the others are done.\n{words}")
    if refused:
        raise refused[0]
