# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""CLIXML becomes plain values: the shapes that a real server sends, and what must not be read."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.clixml import read
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError

LIST_TYPE = "Microsoft.Exchange.Data.MultiValuedProperty`1[[System.String, mscorlib]]"


def _object(properties: str) -> dict[str, Any]:
    text = f'<Obj RefId="0"><TN RefId="0"><T>Deserialized.Mailbox</T></TN><ToString>Aminah</ToString>{properties}</Obj>'
    found = read(text)
    assert isinstance(found, dict)
    return found


def test_a_multi_valued_property_is_a_list() -> None:
    listed = f"""<Props><Obj N="EmailAddresses" RefId="1"><TN RefId="1"><T>{LIST_TYPE}</T></TN>
      <LST><S>SMTP:a@anm.my</S><S>smtp:b@anm.my</S></LST></Obj>
      <Obj N="AuditAdmin" RefId="2"><TNRef RefId="1" /><LST /></Obj></Props>"""
    found = _object(listed)
    assert found["EmailAddresses"] == ["SMTP:a@anm.my", "smtp:b@anm.my"]
    assert found["AuditAdmin"] == [], "a reference to the list's type is no obstacle"


@pytest.mark.parametrize(
    ("xml", "value"),
    [
        ("<S>2 GB (2,147,483,648 bytes)</S>", "2 GB (2,147,483,648 bytes)"),
        ("<B>true</B>", True),
        ("<I32>7</I32>", 7),
        ("<U64>18446744073709551615</U64>", 18446744073709551615),
        ("<Nil />", None),
        ("<S></S>", ""),
        ("<C>65</C>", "A"),
        ("<G>0a1b2c3d-0000-0000-0000-000000000001</G>", "0a1b2c3d-0000-0000-0000-000000000001"),
        ("<BA>AAEC</BA>", None),
        ("<SS>c2VjcmV0</SS>", None),
        ('<Obj RefId="5"><ToString>Tls, Integrated</ToString><I32>3</I32></Obj>', "Tls, Integrated"),
        (
            '<Obj RefId="5"><ToString>00:10:00</ToString><Props><I32 N="Minutes">10</I32></Props></Obj>',
            "00:10:00",
        ),
        ('<Obj RefId="5"><IE><S>a</S><I32>1</I32></IE></Obj>', ["a", 1]),
        ('<Obj RefId="5"><DCT><En><S N="Key">k</S><S N="Value">v</S></En></DCT></Obj>', {"k": "v"}),
        ("<S>a_x000D__x000A_b</S>", "a\r\nb"),
        ("<S>_xD83D__xDE00_</S>", "😀"),
    ],
)
def test_each_kind_of_value(xml: str, value: Any) -> None:
    tag = xml.split(">", 1)[0].rstrip(" /")
    named = xml.replace(tag, f'{tag} N="P"', 1)
    assert _object(f"<Props>{named}</Props>")["P"] == value


def test_a_reference_is_what_it_refers_to() -> None:
    found = _object(
        '<Props><Obj N="A" RefId="3"><LST><S>x</S></LST></Obj><Ref N="B" RefId="3" /></Props><MS><S N="C">y</S></MS>'
    )
    assert (found["A"], found["B"], found["C"]) == (["x"], ["x"], "y")


def test_the_binary_blob_of_the_server_is_left_alone() -> None:
    assert _object('<Props><BA N="SerializationData">AAEC</BA><S N="Name">x</S></Props>') == {
        "Name": "x",
        "ToString": "Aminah",
    }


def test_an_id_with_properties_inside_an_object_is_its_text() -> None:
    xml = """<Props><Obj N="Database" RefId="4"><ToString>DB01</ToString>
      <Props><S N="DistinguishedName">CN=DB01,CN=x</S></Props></Obj></Props>"""
    assert _object(xml)["Database"] == "DB01"


@pytest.mark.parametrize("text", ['<!DOCTYPE x [<!ENTITY a "b">]><S>&a;</S>', "<S>", "no xml"])
def test_what_is_no_plain_object_is_refused(text: str) -> None:
    with pytest.raises(ProviderError):
        read(text)
