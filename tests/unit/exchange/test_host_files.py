# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files of the Windows host: the wanted values and not one other byte; twice is once; another shape is left alone."""

from __future__ import annotations

import base64
import difflib
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.rasmi.mail.plugins.filter.exchange_back_pressure import exchange_back_pressure
from ansible_collections.rasmi.mail.plugins.filter.exchange_edge_transport import exchange_edge_transport
from ansible_collections.rasmi.mail.plugins.filter.exchange_host_edits import exchange_host_edits
from ansible_collections.rasmi.mail.plugins.filter.exchange_iis_config import exchange_iis_config
from ansible_collections.rasmi.mail.plugins.filter.exchange_web_config import exchange_web_config
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_caps import FILES, cap, web_bytes
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_files import PLACES
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_space import (
    paths,
    pressure,
    short_of_space,
    temporary_path,
)
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_xml import Document, ShapeError
from ansible_collections.rasmi.mail.tests.standins.windows.hostfiles import EDGE_TRANSPORT, application_host, web_config

ROLE = Path(__file__).resolve().parents[3] / "roles/exchange_standard"
MIB, GIB = 1024**2, 1024**3
CAP = 14 * MIB
SITE = "Default Web Site"


def lines_that_differ(before: bytes, after: bytes) -> list[str]:
    old, new = (data.decode().splitlines(keepends=True) for data in (before, after))
    return [line[2:].strip() for line in difflib.ndiff(old, new) if line.startswith("+ ")]


# ---- web.config ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("bom", [False, True])
def test_caps_twice_is_once_and_nothing_else_moves(kind: str, bom: bool) -> None:
    data = web_config(kind, bom)
    edited = cap(data, kind, CAP)
    assert not edited.fault
    assert edited.data.startswith(b"\xef\xbb\xbf") == bom
    assert edited.data.count(b"\r\n") == data.count(b"\r\n") == edited.data.count(b"\n")
    again = cap(edited.data, kind, CAP)
    assert (again.data, again.changes, again.fault) == (edited.data, (), "")
    # Only the figures differ: with those of before put back it is the file of before.
    back = edited.data
    for value in {(change.after, change.before) for change in edited.changes}:
        back = back.replace(b'="%s"' % value[0].encode(), b'="%s"' % value[1].encode())
    assert back == data


def test_a_message_of_the_cap_fits_into_every_web_request() -> None:
    wanted = web_bytes(CAP)
    assert wanted > CAP * 4 // 3
    assert wanted % 1024 == 0
    front = cap(web_config("owa_front"), "owa_front", CAP)
    assert {change.where: change.after for change in front.changes} == {
        "maxAllowedContentLength": str(wanted),
        "maxRequestLength": str(wanted // 1024),  # KiB
    }


def test_the_back_end_of_the_web_client_has_its_two_bindings_lowered() -> None:
    edited = cap(web_config("owa_back"), "owa_back", CAP)
    wanted = str(web_bytes(CAP)).encode()
    assert edited.data.count(b'maxReceivedMessageSize="%s"' % wanted) == 2
    assert edited.data.count(b'maxStringContentLength="%s"' % wanted) == 2
    assert b'maxStringContentLength="102400"' in edited.data  # another service's own limit


def test_unified_messaging_and_unused_limits_of_ews_stay() -> None:
    edited = cap(web_config("ews_back"), "ews_back", CAP)
    assert edited.data.count(b'maxReceivedMessageSize="1048576"') == 2
    assert edited.data.count(b'maxReceivedMessageSize="%d"' % web_bytes(CAP)) == 14
    assert b'maxRequestLength="2097151"' in edited.data


@pytest.mark.parametrize("kind", ["eas_front", "eas_back"])
def test_activesync_is_lowered_and_never_raised(kind: str) -> None:
    assert not cap(web_config(kind), kind, CAP).changed
    lowered = cap(web_config(kind), kind, 5 * MIB)
    assert lowered.changed
    assert not cap(lowered.data, kind, CAP).changed


def test_a_web_client_that_is_too_tight_for_the_standard_is_opened() -> None:
    tight = cap(web_config("owa_front"), "owa_front", MIB).data
    assert cap(tight, "owa_front", CAP).data == cap(web_config("owa_front"), "owa_front", CAP).data


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (web_config("owa_front").replace(b"maxRequestLength", b"maxRequestSize"), "no maxRequestLength is in it"),
        (web_config("owa_front").replace(b"35000000", b"35 MB"), "no number"),
        (web_config("owa_front")[:-20], "not well-formed"),
        (web_config("owa_front").decode().encode("utf-16"), "not UTF-8"),
        (b'<!DOCTYPE a [<!ENTITY b "c">]><configuration/>', "document type"),
        (b"", "not well-formed"),
    ],
)
def test_another_shape_is_one_message_and_no_change(data: bytes, says: str) -> None:
    edited = cap(data, "owa_front", CAP)
    assert says in edited.fault
    assert edited.data == data
    assert not edited.changed
    assert edited.to_dict()["text"] == ""


@given(st.integers(min_value=1, max_value=2**31))
def test_every_cap_holds_after_one_edit(message_bytes: int) -> None:
    edited = cap(web_config("owa_back"), "owa_back", message_bytes)
    assert not edited.fault
    assert not cap(edited.data, "owa_back", message_bytes).changed


# ---- EdgeTransport.exe.config and disks ------------------------------------------------------------------------------


def test_the_temporary_place_moves_and_nothing_else() -> None:
    edited = temporary_path(EDGE_TRANSPORT, r"D:\Mel & <Temp>")
    assert lines_that_differ(EDGE_TRANSPORT, edited.data) == [
        r'<add key="TemporaryStoragePath" value="D:\Mel &amp; &lt;Temp&gt;" />'
    ]
    assert paths(edited.data)["TemporaryStoragePath"] == r"D:\Mel & <Temp>"
    assert not temporary_path(edited.data, r"d:\mel & <temp>" + "\\").changed
    assert temporary_path(EDGE_TRANSPORT, "").data == EDGE_TRANSPORT


def test_a_file_without_the_setting_is_a_fault() -> None:
    edited = temporary_path(EDGE_TRANSPORT.replace(b"TemporaryStoragePath", b"TempPath"), r"D:\Temp")
    assert "TemporaryStoragePath" in edited.fault
    assert not edited.changed


def test_one_gigabyte_free_on_a_small_disk_is_back_pressure_already() -> None:
    assert pressure(25 * GIB, GIB)[0] == "medium"
    assert pressure(500 * GIB, 300 * GIB)[0] == "low"
    assert pressure(25 * GIB, 100 * MIB)[0] == "high"
    said = short_of_space([{"setting": "TemporaryStoragePath", "path": r"C:\T", "size": 25 * GIB, "free": GIB}], GIB)
    assert len(said) == 1
    assert "96.0 %" in said[0]


def test_bytes_percent_and_missing_directories_are_told_apart() -> None:
    volumes = [
        {"setting": "TemporaryStoragePath", "path": r"C:\T", "size": 4 * GIB, "free": GIB - 1},
        {"setting": "QueueDatabasePath", "path": r"D:\Q", "size": 100 * GIB, "free": 50 * GIB},
        {"setting": "QueueDatabaseLoggingPath", "path": r"E:\L", "size": 0, "free": 0},
    ]
    said = short_of_space(volumes, GIB)
    assert [one.split(":")[0] for one in said] == ["TemporaryStoragePath", "QueueDatabaseLoggingPath"]
    assert "could not be looked at" in said[1]


# ---- As tasks use them -----------------------------------------------------------------------------------------------


def slurped(data: bytes) -> str:
    return base64.b64encode(data).decode()


def test_filters_give_the_text_that_is_written_and_say_what_changes() -> None:
    data = web_config("owa_front", bom=True)
    found = exchange_web_config(slurped(data), "owa_front", CAP)
    assert found["text"].encode() == cap(data, "owa_front", CAP).data
    assert found["changes"][0].startswith("maxAllowedContentLength: 35000000 -> ")
    assert exchange_iis_config(slurped(application_host()), "https")["changed"] is False
    found = exchange_edge_transport(slurped(EDGE_TRANSPORT))
    assert found["paths"]["QueueDatabasePath"].endswith("Queue")
    assert exchange_edge_transport("???")["fault"]
    assert exchange_back_pressure([], GIB) == []


def test_elements_are_inserted_with_the_indentation_of_their_neighbours() -> None:
    document = Document(b"<a>\n  <b>\n    <c/>\n  </b>\n  <d />\n</a>\n")
    inner, empty = document.root.children
    document.insert(inner, [("x", {"y": '1"'}), ("z", {})])
    document.insert(empty, [("e", {})])
    assert document.bytes().decode() == (
        "<a>\n  <b>\n    <c/>\n    <x y='1\"'>\n      <z />\n    </x>\n  </b>\n  <d>\n    <e />\n  </d>\n</a>\n"
    )


def test_a_value_with_quotes_stays_one_value() -> None:
    document = Document(b"<a><b c='1' d=\"1\"/></a>")
    for attribute in ("c", "d", "e"):
        document.set(document.root.children[0], attribute, 'it\'s "so"')
    assert set(Document(document.bytes()).root.children[0].attributes.values()) == {'it\'s "so"'}


def test_a_tag_with_a_bracket_in_a_value_is_read_to_its_end() -> None:
    document = Document(b"<a><b c='x > y' d=\"1\"/></a>")
    document.set(document.root.children[0], "d", "2")
    assert document.bytes() == b"<a><b c='x > y' d=\"2\"/></a>"


def test_values_are_not_written_into_a_file_that_cannot_be_read() -> None:
    with pytest.raises(ShapeError):
        Document(b"<a><b></a>")


# ---- All files of a host ---------------------------------------------------------------------------------------------


def host_results(**other: bytes) -> list[dict[str, object]]:
    files = {**{kind: web_config(kind) for kind in FILES}, "edge": EDGE_TRANSPORT, "iis": application_host("None")}
    return [
        {"item": {"key": key}, "source": f"C:\\{key}", "content": slurped(data)}
        for key, data in {**files, **other}.items()
    ]


WANT = {
    "controls": {
        "C-WEB-HTTPS": {"mode": "https"},
        "C-MSG-SIZE": {"in_bytes": CAP, "out_bytes": CAP},
        "C-TMP-SPACE": {"min_bytes": GIB},
    },
    "host": "mel.anm.gov.my",
    "site": SITE,
    "temp_path": "D:\\Temp",
}


def test_a_host_is_judged_whole() -> None:
    found = exchange_host_edits(host_results(), WANT)
    assert found["faults"] == []
    changed = {one["key"] for one in found["files"] if one["changed"]}
    assert changed == {"owa_front", "owa_back", "ews_front", "ews_back", "edge", "iis"}
    assert found["paths"]["TemporaryStoragePath"] == "D:\\Temp"


def test_every_fault_of_every_file_comes_at_once() -> None:
    found = exchange_host_edits(host_results(edge=b"<configuration/>", iis=b"?"), WANT)
    assert len(found["faults"]) == 2
    assert all(fault.startswith("C:\\") for fault in found["faults"])


def test_files_of_controls_that_are_left_out_stay() -> None:
    found = exchange_host_edits(host_results(), {**WANT, "controls": {}})
    assert not [one for one in found["files"] if one["changed"]]
    redirect = {**WANT, "controls": {"C-WEB-HTTPS": {"mode": "redirect"}}, "host": ""}
    assert "published name" in exchange_host_edits(host_results(), redirect)["faults"][0]


def test_the_role_reads_the_files_that_are_judged() -> None:
    variables = yaml.safe_load((ROLE / "vars/main.yml").read_text(encoding="utf-8"))
    places = {one["key"]: one.get("below") for one in variables["exchange_standard_files"]}
    assert places.pop("iis") is None  # it has a place of its own
    assert places == dict(PLACES)
