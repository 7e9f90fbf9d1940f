# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Accounts made again from kept information: same zimbraId, same password, same addresses and lists.

What is on the server already is never touched. The mail is not part of it.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra import table
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.answers import pairs
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.dialogue import Item, Job, first_fault, run
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.faults import SoapFault
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.members import ADD, MailList, read_lists
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Soap
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError, RasmiError

#: The server sets it to the moment of the creation; written again, so that the password does not look younger.
CHANGED = "zimbraPasswordModifiedTime"
LOST = "the answer of the server was lost; run again"

Row = Mapping[str, Any]


def chosen(rows: Sequence[Row], names: Sequence[str]) -> list[Row]:
    """The rows of these addresses, all for "*". Raises RasmiError for an address that is not among them."""
    if list(names) == ["*"]:
        return list(rows)
    by_name = {row["name"]: row for row in rows}
    absent = sorted({name.lower() for name in names} - set(by_name))
    if absent:
        raise RasmiError(f"accounts: {', '.join(absent)} is not in the kept information.")
    return [by_name[name.lower()] for name in dict.fromkeys(names)]


def missing(soap: Soap, rows: Sequence[Row]) -> list[Row]:
    """Those of `rows` that the server has no account for, neither by zimbraId nor by address."""
    there: set[str] = set()
    for start in range(0, len(rows), 50):
        terms = [
            table.equal("zimbraId", row["id"]) + table.equal("mail", row["name"]) for row in rows[start : start + 50]
        ]
        attrs = (table.ALIAS,)
        for entry in soap.search("accounts", f"(|{''.join(terms)})", attrs, may_be_empty=True):
            there |= {entry.id, entry.name.lower(), *(alias.lower() for alias in entry.attrs.get(table.ALIAS, ()))}
    return [row for row in rows if row["id"] not in there and row["name"] not in there]


def restore(soap: Soap, rows: Sequence[Row], *, join: bool = True) -> dict[str, str]:
    """Make the accounts again; gives address -> what was wrong, "" for those that are back. Raises ProviderError.

    Without `join` nobody is put on a list: whoever makes the lists anew fills each of them at once.
    """
    coses = {entry.name: entry.id for entry in soap.search("coses", "", ("cn",), may_be_empty=True)}
    gone = sorted({row["cos"] for row in rows if row["cos"] and row["cos"] not in coses})
    if gone:
        raise ProviderError(
            f"{soap.target.place}: the class of service {', '.join(gone)} is missing, and accounts would get other "
            "limits without it. Provision the server first."
        )
    lists = read_lists(soap)
    wanted = [row if join else {**row, "lists": []} for row in rows]
    told = run(soap, ((row["name"], _again(row, coses, lists)) for row in wanted), soap.target.batch)
    return {row["name"]: told.said.get(row["name"], LOST) for row in rows}


def _again(row: Row, coses: Mapping[str, str], lists: Mapping[str, MailList]) -> Job:
    """Create, with everything in it; then what the server lets be set only afterwards."""
    values: dict[str, list[str]] = {**row["attributes"], "zimbraId": [row["id"]]}
    changed = values.pop(CHANGED, [])
    if row["cos"]:
        values[table.COS] = [coses[row["cos"]]]
    answers = yield [("CreateAccountRequest", {"name": row["name"], "a": pairs(values)})]
    if isinstance(answers[0], SoapFault):
        return str(answers[0])
    steps: list[Item] = [("AddAccountAliasRequest", {"id": row["id"], "alias": alias}) for alias in row["aliases"]]
    if changed:
        steps.append(("ModifyAccountRequest", {"id": row["id"], "a": pairs({CHANGED: changed})}))
    member = [{"_content": row["name"]}]
    steps += [(ADD, {"id": lists[name].id, "dlm": member}) for name in row["lists"] if name in lists]
    answers = yield steps
    absent = [name for name in row["lists"] if name not in lists]
    return first_fault(answers) or (f"made, but the list {', '.join(absent)} does not exist" if absent else "")


def result(told: Mapping[str, str], lists: Mapping[str, str], present: int, basis: str) -> dict[str, Any]:
    """What the module returns, from what `restore` and `rebuild.make_lists` gave."""
    wrong = {name: text for name, text in {**told, **lists}.items() if text}
    restored = sorted(name for name, text in told.items() if not text)
    found: dict[str, Any] = {
        "changed": bool(told or lists),
        "restored": restored,
        "lists": sorted(name for name, text in lists.items() if not text),
        "present": present,
        "basis": basis,
        "failures": [{"account": name, "message": text} for name, text in sorted(wrong.items())],
    }
    found["diff"] = {"before": "", "after": "".join(f"{name} ({basis})\n" for name in [*restored, *found["lists"]])}
    if wrong:
        found |= {"failed": True, "msg": "\n".join(f"{name}: {text}" for name, text in sorted(wrong.items()))}
    return found
