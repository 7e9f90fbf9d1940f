# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the modules of one object do. Those with more to them than settings are in files of their own.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._exchange import nouns_organisation as tables
from ansible_collections.rasmi.mail.plugins.module_utils._exchange import wishes, work
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns import Noun
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.refused import RefusedError
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.wishes import Wish
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.work import Work
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.cmdlet_rows import table
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault, FaultsError

SITE = "Default Web Site"


def manage(
    noun: Noun,
    params: Mapping[str, Any],
    check_mode: bool,
    name: str = "",
    given: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """Bring one object to what the task asks and give the module's result. Raises RasmiError of every kind.

    `given` are further parameters of New-, when the object has to be made.
    """
    asked = wishes.gather(noun, params, f"exchange_{noun.name}")
    name = name or str(params.get("name") or "")

    def plan(one: Work) -> None:
        if params.get("state") == "absent":
            if one.found is not None:
                work.remove(one)
            return
        present(one, asked, given or {"Name": name})

    return work.run(noun, params, name, check_mode, plan)


def present(one: Work, asked: list[Wish], given: Mapping[str, Any]) -> None:
    """Plan what makes the object as asked. Raises RefusedError when it is not there and cannot be made."""
    work.read_parts(one, asked)
    found = work.compare(one, asked)
    if one.found is None:
        if not one.noun.new:
            raise RefusedError(f"{one.session.target.place}: there is no {one.noun.word} {one.name}.")
        work.create(one, found, given)
    elif found:
        work.change(one, found)


def connector(params: Mapping[str, Any], check_mode: bool) -> dict[str, Any]:
    """A receive connector of a server, or a send connector of the organisation.

    Raises FaultsError for options that connectors of the direction do not have.
    """
    receive = params["direction"] == "receive"
    noun, other = tables.RECEIVE_CONNECTOR, tables.SEND_CONNECTOR
    if not receive:
        noun, other = other, noun
    _foreign(noun, other, params)
    name, server = str(params["name"]), str(params.get("server") or "")
    identity = f"{server}\\{name}" if receive and server and "\\" not in name else name
    given: dict[str, Any] = {"Name": name.rpartition("\\")[2]}
    if receive:
        owner = server or name.rpartition("\\")[0]
        given |= {"Custom": True, **({"Server": owner} if owner else {})}
    return manage(noun, params, check_mode, identity, given)


def _foreign(noun: Noun, other: Noun, params: Mapping[str, Any]) -> None:
    own = {row.option for row in noun.table}
    where = f"exchange_{noun.name}"
    faults = [
        Fault(where, 0, row.option, "", f"is no setting of a {noun.word}", "Leave it out")
        for row in other.table
        if row.option not in own and params.get(row.option) is not None
    ]
    if faults:
        raise FaultsError(where, faults)


def virtual_directory(params: Mapping[str, Any], check_mode: bool) -> dict[str, Any]:
    """One virtual directory of a server. Raises FaultsError for options that directories of the kind do not have."""
    kind = str(params["type"])
    noun = tables.VIRTUAL_DIRECTORIES[kind]
    takes, where = table()[noun.set].parameters, "exchange_virtual_directory"
    faults = [
        Fault(where, 0, row.option, "", f"is no setting of the {noun.word}", "Leave it out")
        for row in noun.table
        if params.get(row.option) is not None and row.parameter not in takes
    ]
    if faults:
        raise FaultsError(where, faults)
    path = tables.DIRECTORIES[kind][1]
    return manage(noun, params, check_mode, f"{params['server']}\\{path} ({params.get('site') or SITE})")


def settings(params: Mapping[str, Any], check_mode: bool) -> dict[str, Any]:
    """Settings whose parameters are named as the cmdlet has them."""
    noun = tables.SETTINGS[params["type"]]
    name = str(params.get("name") or "")
    where = "exchange_settings"
    if bool(name) == noun.single:
        problem, remedy = (
            ("is given, but there is only one", "Leave it out")
            if name
            else ("is missing", f"Name the {noun.word}" if noun.by != "Server" else "Name the server")
        )
        raise FaultsError(where, [Fault(where, 0, "name", name, problem, remedy)])
    return manage(noun, {**params, "parameters": params["settings"]}, check_mode, name)


def transport_rule(params: Mapping[str, Any], check_mode: bool) -> dict[str, Any]:
    """A transport rule. Whether it is on is no property that Set- writes; Enable- and Disable- do."""
    noun, name, wanted = tables.TRANSPORT_RULE, str(params["name"]), params.get("enabled")
    asked = wishes.gather(noun, params, f"exchange_{noun.name}")

    def plan(one: Work) -> None:
        if params.get("state") == "absent":
            if one.found is not None:
                work.remove(one)
            return
        new = one.found is None
        given = {"Name": name, **({"Enabled": wanted} if wanted is not None else {})}
        present(one, asked, given)
        state = str(one.have("State") or "")
        if wanted is None or new or (state.casefold() == "enabled") == wanted:
            return
        one.step("Enable-TransportRule" if wanted else "Disable-TransportRule", {"Identity": one.guid})
        one.differences.append(wishes.note("State", (state,), ("Enabled" if wanted else "Disabled",)))

    return work.run(noun, params, name, check_mode, plan)
