# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The probes' user of Zimbra's webmail against the stand-in: what a person at the web client would meet."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import Ports, Target
from ansible_collections.rasmi.mail.plugins.module_utils._probes.wire import Masker, Transcript
from ansible_collections.rasmi.mail.plugins.module_utils._probes.zimbra_web import ZimbraWeb
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import pairs
from tests.standins.zimbra.harness import Zimbra

USER = "siti@negeri.gov.my"
FIRST, SECOND = "Sementara-2026!x", "Kata-Laluan-2026"


@pytest.fixture
def server() -> Iterator[Zimbra]:
    with Zimbra() as made:
        values = {"zimbraPasswordMustChange": "TRUE"}
        made.soap("CreateAccountRequest", {"name": USER, "password": FIRST, "a": pairs(values)})
        yield made


@pytest.fixture
def web(server: Zimbra) -> Iterator[ZimbraWeb]:
    target = Target(
        name="zcs1.test",
        address="127.0.0.1",
        domains=("negeri.gov.my",),
        ca_file=server.ca_file,
        ports=Ports(https=server.user_port),
        platform="zimbra",
    )
    with ZimbraWeb(target, Transcript(Masker())) as made:
        yield made


def test_a_temporary_password_opens_nothing_until_it_is_changed(web: ZimbraWeb) -> None:
    first = web.login(USER, FIRST)
    assert not first.accepted
    assert first.change_only
    assert web.change_password(FIRST, SECOND)[0]
    assert web.login(USER, SECOND).accepted
    assert web.ended() == (False, "GetInfoResponse")


def test_a_freeze_ends_the_users_present_login(server: Zimbra, web: ZimbraWeb) -> None:
    server.soap("ModifyAccountRequest", {"id": _id(server), "a": pairs({"zimbraPasswordMustChange": ""})})
    assert web.login(USER, FIRST).accepted
    server.soap("ModifyAccountRequest", {"id": _id(server), "a": pairs({"zimbraAccountStatus": "locked"})})
    assert web.ended() == (True, "service.AUTH_EXPIRED")
    assert not web.login(USER, FIRST).accepted


def test_the_forwarding_that_a_user_is_offered_follows_the_class_of_service(server: Zimbra, web: ZimbraWeb) -> None:
    web.login(USER, FIRST)
    web.change_password(FIRST, SECOND)
    web.login(USER, SECOND)
    assert "zimbraPrefMailForwardingAddress" in web.forward_offers()
    cos = server.soap("GetCosRequest", {"cos": {"by": "name", "_content": "default"}})["cos"][0]["id"]
    off = {"zimbraFeatureMailForwardingEnabled": "FALSE"}
    server.soap("ModifyCosRequest", {"id": [{"_content": cos}], "a": pairs(off)})
    assert "zimbraPrefMailForwardingAddress" not in web.forward_offers()


def _id(server: Zimbra) -> str:
    found: str = server.soap("GetAccountRequest", {"account": {"by": "name", "_content": USER}})["account"][0]["id"]
    return found
