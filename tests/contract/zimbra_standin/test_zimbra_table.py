# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The rows that the stand-in carries are those of the attribute contract, when that is beside the repository."""

from __future__ import annotations

import json

from tests.standins.documents import contract
from tests.standins.zimbra.faults import Fault
from tests.standins.zimbra.table import FILE, Table

FLAGS = frozenset(
    {
        *("accountInherited", "serverInherited", "domainInherited", "accountCosDomainInherited"),
        *("serverPreferAlwaysOn", "ephemeral", "domainAdminModifiable", "dynamic"),
    }
)
#: a default of the contract that the contract's own enumeration does not allow
ODD = {"zimbraMtaSmtpSaslSecurityOptions"}


def test_every_row_is_as_in_the_contract() -> None:
    attributes = contract("zimbra-attrs.json")["attrs"]
    rows = json.loads(FILE.read_text())
    wrong = []
    for name, row in rows.items():
        want = attributes.get(name, {})
        wrong += [f"{name}.{key}" for key, value in row.items() if key != "flags" and value != want.get(key)]
        if set(row.get("flags", [])) != FLAGS & set(want.get("flags", [])):
            wrong.append(f"{name}.flags")
    assert wrong == []


def test_it_is_not_the_whole_contract() -> None:
    attributes = contract("zimbra-attrs.json")["attrs"]
    rows = json.loads(FILE.read_text())
    assert len(rows) < len(attributes) / 2


def test_defaults_fit_their_own_types() -> None:
    wrong = []
    for name, row in Table().rows.items():
        for value in (*row.globals, *row.defaults):
            try:
                row.check(value)
            except Fault:
                wrong.append(name)
    assert set(wrong) == ODD
