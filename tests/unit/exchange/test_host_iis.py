# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The IIS configuration of a host of Exchange: which addresses answer without TLS, and what closes them."""

from __future__ import annotations

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_iis import (
    ACCESS,
    LEFT_ALONE,
    REDIRECT,
    directories,
    effective,
    flags,
    https_only,
)
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_xml import Document
from ansible_collections.rasmi.mail.tests.standins.windows.hostfiles import application_host

SITE = "Default Web Site"


def holds(data: bytes, path: str, section: tuple[str, ...] = ACCESS, attribute: str = "sslFlags") -> str:
    return effective(Document(data).root, path, section, attribute)


def open_places(data: bytes) -> list[str]:
    """Locations that a browser may still use without TLS."""
    root = Document(data).root
    return [
        path
        for path in directories(root)
        if path.partition("/")[2].partition("/")[0].casefold() not in LEFT_ALONE
        and not flags(holds(data, path)) >= {"Ssl", "Ssl128"}
    ]


def test_flags_are_inherited_and_empty_elements_say_nothing() -> None:
    data = application_host()
    for path in ("owa", "ecp", "EWS", "owa/Calendar", "OWA/calendar", "OAB"):
        assert flags(holds(data, f"{SITE}/{path}")) == {"Ssl", "Ssl128"}
    assert holds(data, f"{SITE}/PowerShell") == "SslNegotiateCert"
    assert holds(data, "Another Site") == "None"  # the server's own
    assert open_places(data) == []


def test_flags_may_stand_as_a_number() -> None:
    assert flags("264") == {"Ssl", "Ssl128"}
    assert flags("None") == flags("") == flags("0") == frozenset()


def test_a_fresh_installation_needs_nothing_for_https() -> None:
    data = application_host()
    edited = https_only(data, "https", "")
    assert not edited.fault
    assert edited.data == data


def test_what_was_opened_is_closed_again() -> None:
    opened = application_host("None")
    assert f"{SITE}/owa" in open_places(opened)
    edited = https_only(opened, "https", "")
    assert open_places(edited.data) == []
    assert flags(holds(edited.data, SITE)) == {"Ssl", "Ssl128"}
    assert holds(edited.data, f"{SITE}/PowerShell") == "SslNegotiateCert"
    assert not https_only(edited.data, "https", "").changed
    # Lines are added and one value is changed; nothing is taken away.
    assert all(
        line in edited.data.splitlines()
        for line in opened.splitlines()
        if b"None" not in line and b"<access />" not in line
    )


def test_client_certificates_that_are_asked_for_stay() -> None:
    more = (
        f'  <location path="{SITE}/EWS"><system.webServer><security><access sslFlags="SslNegotiateCert" />'
        "</security></system.webServer></location>\r\n"
    )
    edited = https_only(application_host(more=more), "https", "")
    assert flags(holds(edited.data, f"{SITE}/EWS")) == {"Ssl", "Ssl128", "SslNegotiateCert"}


def test_the_redirect_is_the_recipe() -> None:
    data = application_host()
    edited = https_only(data, "redirect", "mel.anm.gov.my")
    assert not edited.fault
    after = edited.data
    assert flags(holds(after, SITE)) == frozenset()
    for path in (
        "API",
        "Autodiscover",
        "ecp",
        "EWS",
        "mapi",
        "Microsoft-Server-ActiveSync",
        "OAB",
        "owa",
        "owa/Calendar",
    ):
        assert flags(holds(after, f"{SITE}/{path}")) == {"Ssl", "Ssl128"}, path
    assert holds(after, f"{SITE}/PowerShell") == "SslNegotiateCert"
    assert flags(holds(after, f"{SITE}/Rpc")) == frozenset()
    assert {
        name: holds(after, SITE, REDIRECT, name)
        for name in ("enabled", "destination", "childOnly", "httpResponseStatus")
    } == {
        "enabled": "true",
        "destination": "https://mel.anm.gov.my/owa",
        "childOnly": "true",
        "httpResponseStatus": "Found",
    }
    for path in ("owa", "PowerShell", "Rpc", "OAB", "owa/Calendar"):
        assert holds(after, f"{SITE}/{path}", REDIRECT, "enabled") == "false", path
    assert not https_only(after, "redirect", "mel.anm.gov.my").changed
    assert after.count(b"\n") == after.count(b"\r\n")


def test_no_moment_of_the_redirect_leaves_a_directory_open() -> None:
    """The root is cleared after everything below it says its own flags."""
    edited = https_only(application_host(), "redirect", "mel.anm.gov.my")
    order = [change.where for change in edited.changes]
    root = order.index(f"{SITE} access@sslFlags")
    assert all("access@" not in where for where in order[root + 1 :])
    assert order[-1].startswith(f"{SITE} httpRedirect")


def test_the_back_end_site_is_not_touched() -> None:
    edited = https_only(application_host("None"), "redirect", "mel.anm.gov.my")
    root = Document(edited.data).root
    assert [one.get("path") for one in root.children if one.get("path").startswith("Exchange")] == ["Exchange Back End"]
    assert holds(edited.data, "Exchange Back End/owa") == "Ssl"


def test_from_the_redirect_back_to_https_alone() -> None:
    redirected = https_only(application_host(), "redirect", "mel.anm.gov.my").data
    edited = https_only(redirected, "https", "")
    assert flags(holds(edited.data, SITE)) == {"Ssl", "Ssl128"}
    assert open_places(edited.data) == []


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (application_host().replace(b'"Default Web Site" id', b'"Laman" id'), "no site Default Web Site"),
        (application_host().replace(b"/owa", b"/mel"), "no application /owa"),
        (b"<configuration/>", "no site"),
    ],
)
def test_a_server_without_the_front_end_is_left_alone(data: bytes, says: str) -> None:
    edited = https_only(data, "https", "")
    assert says in edited.fault
    assert edited.data == data
