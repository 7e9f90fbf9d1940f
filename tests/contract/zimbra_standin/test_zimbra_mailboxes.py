# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The stand-in's mailboxes: used space, the REST export, what delivery and other doors ask."""

from __future__ import annotations

import base64
import gzip
import http.client
import io
import ssl
import tarfile
from datetime import UTC, datetime, timedelta

from tests.contract.zimbra_standin.desk import DOMAIN, PASSWORD, Desk, code, rows

LETTER = b"From: a@luar.my\r\nTo: b@negeri.gov.my\r\nSubject: lama\r\n\r\nteks\r\n"


def put(desk: Desk, name: str, days: float = 0, data: bytes = LETTER) -> None:
    date = (datetime.now(UTC) - timedelta(days=days)).timestamp()
    desk.server.control("message", name=name, data=base64.b64encode(data).decode(), date=date)


def fetch(desk: Desk, path: str, cookie: str, *, admin: bool = True) -> tuple[int, str, bytes]:
    context = ssl.create_default_context(cafile=desk.server.ca_file)
    port = desk.server.admin_port if admin else desk.server.user_port
    connection = http.client.HTTPSConnection("127.0.0.1", port, context=context, timeout=20)
    connection.request("GET", path, headers={"Cookie": cookie} if cookie else {})
    answer = connection.getresponse()
    result = answer.status, answer.headers.get("Content-Type", ""), answer.read()
    connection.close()
    return result


def members(data: bytes) -> list[bytes]:
    with tarfile.open(fileobj=io.BytesIO(gzip.decompress(data))) as archive:
        return [archive.extractfile(row).read() for row in archive.getmembers()]  # type: ignore[union-attr]


def test_asking_for_the_quota_makes_no_mailbox_but_asking_for_the_mailbox_does(desk: Desk) -> None:
    identity, _name = desk.new(zimbraMailQuota="1000")
    usage = desk.soap("GetQuotaUsageRequest", {"domain": DOMAIN, "sortBy": "account"})["account"]
    assert {row["id"]: (row["used"], row["limit"]) for row in usage}[identity] == (0, 1000)
    assert not (desk.server.store / identity).exists()
    assert desk.soap("GetMailboxRequest", {"mbox": {"id": identity}})["mbox"][0]["s"] == 0
    assert (desk.server.store / identity).is_dir()


def test_quota_pages_and_order(desk: Desk) -> None:
    _small, small = desk.new()
    _large, large = desk.new()
    put(desk, small)
    put(desk, large, data=LETTER * 50)
    answer = desk.soap("GetQuotaUsageRequest", {"domain": DOMAIN, "limit": "1"})
    assert (answer["account"][0]["name"], answer["more"]) == (large, True)
    assert answer["account"][0]["used"] == 50 * len(LETTER)
    assert code(desk.soap("GetQuotaUsageRequest", {"sortBy": "tiada"})) == "service.INVALID_REQUEST"


def test_the_export_gives_what_matches(desk: Desk) -> None:
    _identity, name = desk.new()
    put(desk, name, days=400)
    put(desk, name, days=1, data=LETTER + b"baru\r\n")
    cookie = f"ZM_ADMIN_AUTH_TOKEN={desk.server.token}"
    status, kind, data = fetch(desk, f"/service/home/{name}/?fmt=tgz", cookie)
    assert (status, kind, len(members(data))) == (200, "application/x-compressed-tar", 2)
    status, _kind, data = fetch(desk, f"/service/home/{name}/?fmt=tgz&query=before:-1year", cookie)
    assert (status, members(data)) == (200, [LETTER])
    first = (datetime.now(UTC) - timedelta(days=500)).strftime("%m/%d/%Y")
    assert fetch(desk, f"/service/home/{name}/?fmt=tgz&query=before:{first}", cookie)[::2] == (204, b"")
    assert fetch(desk, f"/service/home/{name}/?fmt=tgz&query=entah:apa", cookie)[0] == 400


def test_an_empty_or_missing_mailbox_is_no_content(desk: Desk) -> None:
    _identity, name = desk.new()
    assert fetch(desk, f"/service/home/{name}/?fmt=tgz", f"ZM_ADMIN_AUTH_TOKEN={desk.server.token}")[0] == 204


def test_who_may_export(desk: Desk) -> None:
    identity, name = desk.new()
    put(desk, name)
    _other, other_name = desk.new()
    path = f"/service/home/{name}/?fmt=tgz"
    assert fetch(desk, path, "")[0] == 401
    assert fetch(desk, path, f"ZM_AUTH_TOKEN={desk.token(name)}", admin=False)[0] == 200
    assert fetch(desk, path, f"ZM_AUTH_TOKEN={desk.token(other_name)}", admin=False)[0] == 404
    desk.set(identity, zimbraAccountStatus="closed")
    delegated = desk.soap("DelegateAuthRequest", {"account": {"by": "id", "_content": identity}})
    token = delegated["authToken"][0]["_content"]
    assert fetch(desk, path, f"ZM_AUTH_TOKEN={token}", admin=False)[0] == 200
    missing = f"/service/home/tiada@{DOMAIN}/?fmt=tgz"
    assert fetch(desk, missing, f"ZM_ADMIN_AUTH_TOKEN={desk.server.token}")[0] == 404


def test_a_delegated_administrator_needs_a_right_to_export(desk: Desk) -> None:
    _identity, name = desk.new()
    put(desk, name)
    clerk, clerk_name = desk.new(zimbraIsDelegatedAdminAccount="TRUE")
    cookie = f"ZM_ADMIN_AUTH_TOKEN={desk.server.login(clerk_name, PASSWORD)}"
    path = f"/service/home/{name}/?fmt=tgz"
    assert fetch(desk, path, cookie)[0] == 404
    target = {"type": "domain", "by": "name", "_content": DOMAIN}
    body = {
        "target": target,
        "grantee": {"type": "usr", "by": "id", "_content": clerk},
        "right": {"_content": "adminLoginAs"},
    }
    desk.soap("GrantRightRequest", body)
    assert fetch(desk, path, cookie)[0] == 200


def test_a_mailbox_goes_and_the_account_stays(desk: Desk) -> None:
    identity, name = desk.new()
    put(desk, name)
    assert "mbox" in desk.soap("DeleteMailboxRequest", {"mbox": {"id": identity}})
    assert "mbox" not in desk.soap("DeleteMailboxRequest", {"mbox": {"id": identity}})
    assert desk.login(name) == ""
    put(desk, name)
    desk.soap("DeleteAccountRequest", {"id": identity})
    assert not (desk.server.store / identity).exists()


def test_delivery_learns_what_it_must_know(desk: Desk) -> None:
    identity, name = desk.new(zimbraMailQuota="1000")
    put(desk, name)
    alias = f"alias-{name}"
    desk.soap("AddAccountAliasRequest", {"id": identity, "alias": alias})
    found = desk.server.control("account", name=alias)
    assert (found["name"], found["quota"], found["used"], found["permanent"]) == (name, 1000, len(LETTER), False)
    config = {"a": rows({"zimbraLmtpPermanentFailureWhenOverQuota": "TRUE"})}
    desk.soap("ModifyConfigRequest", config)
    desk.set(identity, zimbraAccountStatus="closed")
    found = desk.server.control("account", name=name)
    assert (found["status"], found["mail_status"], found["permanent"]) == ("closed", "disabled", True)
    _group, group_name = desk.group("luar@contoh.com")
    assert desk.server.control("account", name=group_name) == {"list": group_name, "members": ["luar@contoh.com"]}
    assert desk.server.control("account", name=f"tiada@{DOMAIN}") == {}


def test_a_user_cannot_forward_where_it_is_off(desk: Desk) -> None:
    _identity, name = desk.new(zimbraCOSId=desk.cos(zimbraFeatureMailForwardingEnabled="FALSE"))
    body = {"_attrs": {"zimbraPrefMailForwardingAddress": "x@luar.my"}}
    answer = desk.server.user_soap("ModifyPrefsRequest", body, token=desk.token(name))
    assert code(answer) == "service.PERM_DENIED" and "forwarding not enabled" in answer["Reason"]["Text"]
    _identity, name = desk.new()
    assert code(desk.server.user_soap("ModifyPrefsRequest", body, token=desk.token(name))) == ""
    assert desk.server.control("account", name=name)["forward"] == ["x@luar.my"]


def test_health_and_what_needs_more_of_the_server(desk: Desk) -> None:
    assert desk.soap("CheckHealthRequest")["healthy"] is True
    assert code(desk.soap("GetServiceStatusRequest")) == "service.FAILURE"
    desk.soap("ModifyConfigRequest", {"a": rows({"zimbraLogHostname": "zcs1.test"})})
    names = {row["service"] for row in desk.soap("GetServiceStatusRequest")["status"]}
    assert {"mailbox", "mta", "proxy"} <= names
    assert code(desk.soap("GetMailQueueInfoRequest", {"server": {"name": "zcs1.test"}})) == "service.FAILURE"


def test_the_controls_need_their_secret(desk: Desk) -> None:
    assert desk.server.post("/standin/state", {}, headers={"X-Standin-Key": "salah"})[0] == 403
    assert desk.server.post("/standin/state", {})[0] == 403
