# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The stand-in's table is the contract's, and every cmdlet of it is played in every version."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.rasmi.mail.tests.standins.documents import contract
from ansible_collections.rasmi.mail.tests.standins.exchange import binder, generate
from ansible_collections.rasmi.mail.tests.standins.exchange.engine import Invocation, Secret
from ansible_collections.rasmi.mail.tests.standins.exchange.faults import CmdletError
from ansible_collections.rasmi.mail.tests.standins.exchange.nouns import NOUNS
from ansible_collections.rasmi.mail.tests.standins.exchange.objects import STEERING
from ansible_collections.rasmi.mail.tests.standins.exchange.values import convert, is_list, size_bytes, size_text
from ansible_collections.rasmi.mail.tests.standins.exchange.world import World

VERSIONS = ("2016", "2019", "SE")
SAMPLES: dict[str, Any] = {
    "Boolean": True,
    "SwitchParameter": True,
    "ByteQuantifiedSize": "7MB",
    "Unlimited": "7MB",
    "UInt32": 7,
    "Int32": 7,
    "EnhancedTimeSpan": "1.02:03:04",
    "TimeSpan": "02:03:04",
    "Uri": "https://mel.anm.gov.my/x",
    "Guid": "11111111-2222-3333-4444-555555555555",
    "SmtpAddress": "a@anm.gov.my",
    "DateTime": "2026-11-29T08:00:00+08:00",
    "SecureString": Secret("x"),
    "Int16": 7,
    "Int64": 7,
    "UInt16": 7,
}


def call(world: World, cmdlet: str, **parameters: Any) -> list[Any]:
    bound = binder.bind(cmdlet, world.version, list(parameters.items()))
    return list(world.cmdlets[cmdlet](Invocation(world, cmdlet, bound, "tester", [].append)))


def peopled(version: str) -> World:
    """A world with one mailbox."""
    world = World(version=version)
    call(world, "New-Mailbox", Name="aminah", UserPrincipalName="a@anm.gov.my", Password=Secret("Kata#Laluan-12"))
    return world


def sample(row: dict[str, Any]) -> Any:
    value = SAMPLES.get(row["type"]) or row.get("accepted", ["nilai"])[0]
    return [value] if is_list(row) else value


def test_the_table_is_the_contracts() -> None:
    made = generate.text(generate.table(contract("exchange-cmdlets.json")))
    assert generate.TABLE.read_text(encoding="utf-8") == made, "run python -m tests.standins.exchange.generate"


def test_outputs_have_the_properties_of_the_contract() -> None:
    outputs = contract("exchange-cmdlets.json")["outputs"]
    world = peopled("2019")
    unlike = {}
    for name in sorted(set(outputs) & set(world.cmdlets)):
        shown = call(world, name, **({"Identity": "EX01"} if name == "Get-ServerComponentState" else {}))[0]
        if set(shown.properties) != set(outputs[name]["properties"]):
            unlike[name] = set(shown.properties) ^ set(outputs[name]["properties"])
        assert shown.types[0] == outputs[name]["typeName"]
    assert not unlike


@pytest.mark.parametrize("version", VERSIONS)
def test_every_cmdlet_of_the_table_is_played(version: str) -> None:
    assert not World(version=version).unplayed()


@pytest.mark.parametrize("version", VERSIONS)
@pytest.mark.parametrize(
    "noun", [one for one in NOUNS if f"Set-{one.name}" in binder.table()["cmdlets"]], ids=lambda one: one.name
)
def test_every_setting_is_written_and_read_back(noun: Any, version: str) -> None:
    world = peopled(version)
    if not world.objects.items[noun.name]:
        more = {"Mailbox": "aminah", "FilePath": r"\\srv\x.pst"} if noun.of_mailbox else {}
        call(world, f"New-{noun.name}", Name="Ujian", **more)
    identity = {"Identity": world.objects.items[noun.name][0]["Identity"]}
    if noun.single:
        identity = {}
    if noun.key:
        identity = {"Identity": "EX01", noun.key: "HubTransport", "State": "Inactive", "Requester": "Maintenance"}
    shape = binder.table()["shapes"].get(f"Get-{noun.name}", {}).get("properties")
    wrong = {}
    for name, row in binder.rows(f"Set-{noun.name}", version).items():
        if name in STEERING or row["type"] == "PSCredential" or name in (noun.order, *identity):
            continue
        value = sample(row)
        try:
            call(world, f"Set-{noun.name}", **identity, **{name: value})
        except CmdletError as problem:
            # It belongs to a set with a partner.
            if problem.error_id not in ("MissingMandatoryParameter", "AmbiguousParameterSet"):
                wrong[name] = problem.text
            continue
        if name == "Name" and not noun.single:
            identity = {"Identity": str(world.objects.items[noun.name][0]["Guid"])}
        sought = {key: value for key, value in identity.items() if key in ("Identity", noun.key)}
        (shown,) = call(world, f"Get-{noun.name}", **sought)
        if (shape is None or name in shape) and shown.properties[name] != convert(value, row):
            wrong[name] = (value, shown.properties[name])
    assert not wrong


@pytest.mark.parametrize(
    ("cmdlet", "version", "parameters", "error"),
    [
        ("Set-Mailbox", "2019", {"Identity": "a", "MailTip": "x", "Warna": 1}, "NamedParameterNotFound"),
        ("Set-Mailbox", "2019", {"Identity": "a", "AuditEnabled": "yes"}, "ParameterArgumentTransformationError"),
        ("Set-Mailbox", "2019", {"Identity": "a", "MaxSendSize": "banyak"}, "ParameterArgumentTransformationError"),
        ("Set-Mailbox", "2019", {"CustomAttribute1": "x"}, "MissingMandatoryParameter"),
        ("Set-Mailbox", "2019", {"Identity": ""}, "ParameterArgumentValidationErrorNullNotAllowed"),
        ("New-Mailbox", "2019", {"Name": "a", "UserPrincipalName": "a@b.my"}, "MissingMandatoryParameter"),
        ("New-Mailbox", "2019", {"Name": "a", "Shared": True, "Room": True}, "AmbiguousParameterSet"),
        ("New-Mailbox", "2019", {"Name": "a", "Password": "x", "UserPrincipalName": "a@b"},
         "ParameterArgumentTransformationError"),
        ("Set-Mailbox", "2019", {"Identity": "a", "Custom": "x"}, "AmbiguousParameter"),
        ("Get-MailboxStatistics", "2019", {}, "MissingMandatoryParameter"),
        ("New-TransportRule", "2016", {"Name": "x", "Mode": "Perhaps"}, "ParameterArgumentTransformationError"),
        ("Set-ReceiveConnector", "2019", {"Identity": "x", "AuthMechanism": "Tls, Magic"},
         "ParameterArgumentTransformationError"),
        ("Remove-MailboxPermission", "2019", {"Identity": "a", "User": "b", "Confirm": False},
         "MissingMandatoryParameter"),
    ],
)  # fmt: skip
def test_what_powershell_does_not_bind_is_refused(
    cmdlet: str, version: str, parameters: dict[str, Any], error: str
) -> None:
    with pytest.raises(CmdletError) as caught:
        binder.bind(cmdlet, version, list(parameters.items()))
    assert (caught.value.error_id, caught.value.terminating) == (error, True)


def test_a_parameter_of_another_version_is_unknown() -> None:
    lacking = [
        (cmdlet, name, version)
        for cmdlet, whole in binder.table()["cmdlets"].items()
        for name, row in whole["parameters"].items()
        for version in whole["versions"]
        if version not in row.get("versions", whole["versions"])
    ]
    assert lacking
    for cmdlet, name, version in lacking:
        with pytest.raises(CmdletError) as caught:
            binder.bind(cmdlet, version, [(name, "x")])
        assert caught.value.error_id in ("NamedParameterNotFound", "AmbiguousParameter"), (cmdlet, name, version)


def test_names_may_be_short_aliased_or_absent() -> None:
    bound = binder.bind("Get-Mailbox", "2019", [(None, "aminah"), ("-ResultS", "5")])
    assert bound == {"Identity": "aminah", "ResultSize": "5"}
    assert binder.bind("Remove-Mailbox", "2019", [("identity", "a"), ("cf", False)])["Confirm"] is False


@pytest.mark.parametrize(
    ("octets", "text"),
    [
        (512, "512 B (512 bytes)"),
        (262144, "256 KB (262,144 bytes)"),
        (10485760, "10 MB (10,485,760 bytes)"),
        (2039480320, "1.899 GB (2,039,480,320 bytes)"),
        (107374182400, "100 GB (107,374,182,400 bytes)"),
    ],
)
def test_sizes_are_written_as_exchange_writes_them(octets: int, text: str) -> None:
    assert size_text(octets) == text
    assert size_bytes(text) == octets
