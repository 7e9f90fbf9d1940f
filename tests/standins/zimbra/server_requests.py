# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Logging in on the admin port, other people's tokens, mailboxes, quota, and the health of the server."""

from __future__ import annotations

from pathlib import Path

from . import accounts, auth, domains, rights
from .call import Call, admin
from .directory import Entry
from .faults import auth_expired, auth_required, failure, invalid_request, missing, no_such, perm_denied
from .wire import Body, child, first, flag, number, required, selector, text


@admin("AuthRequest", auth=False)
def auth_request(call: Call) -> Body:
    service = call.service
    name, password = text(call.body, "name"), text(call.body, "password")
    by = "name"
    if name is None and call.body.get("account") is not None:
        by, name = selector(call.body, "account")
    if password is None:
        call.token_text = text(call.body, "authToken") or call.token_text
        call.authenticate()
        if call.token is None or not call.token.admin:
            raise perm_denied("Error in Authentication")
        return _answer(call, call.who, call.token_text, call.token.expires)
    if name is None:
        raise invalid_request("invalid request parameter")
    account = auth.by_address(service, name) if by == "name" else accounts.look_up(service, by, name)
    if account is None or service.status_of(account) != "active":
        raise perm_denied("Error in Authentication")
    if "TRUE" not in (account.get("zimbraIsAdminAccount"), account.get("zimbraIsDelegatedAdminAccount")):
        raise perm_denied("not an admin account")
    auth.login(service, account, password, name, "soap")
    token, value = auth.issue(call, account, admin=True, csrf=flag(call.body, "csrfTokenSecured", False))
    answer = _answer(call, account, value, token.expires)
    if token.csrf and service.true(service.config, "zimbraCsrfTokenCheckEnabled"):
        answer["csrfToken"] = {"_content": service.mint.csrf(token)}
    return answer


def _answer(call: Call, _account: Entry, value: str, expires: int) -> Body:
    return {"lifetime": expires - int(call.service.now() * 1000), "authToken": [{"_content": value}]}


@admin("DelegateAuthRequest")
def delegate_auth(call: Call) -> Body:
    """A token of somebody else's mailbox, whatever its status."""
    account = accounts.of_selector(call, "adminLoginAs")
    rights.need(call, "adminLoginAs", account)
    seconds = min(number(call.body, "duration", 3600), 3600 * 12)
    _token, value = auth.issue(call, account, admin=False, by=call.who.id, seconds=seconds)
    return {"authToken": [{"_content": value}], "lifetime": seconds * 1000}


@admin("ClearCookieRequest", auth=False)
def clear_cookie(_call: Call) -> Body:
    return {}


@admin("GetVersionInfoRequest")
def get_version_info(call: Call) -> Body:
    version = call.service.settings.version
    major, minor, micro = [*version.split("_")[0].split("."), "0", "0"][:3]
    info = {
        "type": "NETWORK" if version.endswith("NETWORK") else "FOSS",
        "version": version,
        "release": "20241024000000",
        "buildDate": "20241024-0000",
        "host": "localbuild",
        "majorversion": major,
        "minorversion": minor,
        "microversion": micro,
        "platform": "unknown",
    }
    return {"info": [info]}


@admin("CheckHealthRequest")
def check_health(_call: Call) -> Body:
    return {"healthy": True}


@admin("NoOpRequest")
def no_op(_call: Call) -> Body:
    return {}


@admin("GetServiceStatusRequest")
def get_service_status(call: Call) -> Body:
    service = call.service
    rights.need(call, "getServiceStatus", service.server)
    if not service.config.get("zimbraLogHostname"):
        raise failure("zimbraLogHostname is not configured")
    now = str(int(service.now()))
    rows = [
        {"server": server.name, "service": name, "t": now, "_content": "1"}
        for server in service.directory.all("server")
        for name in server.values("zimbraServiceEnabled")
    ]
    return {"timezone": [{"id": "Asia/Kuala_Lumpur", "displayName": "Malaysia Time"}], "status": rows}


@admin("GetMailQueueInfoRequest")
def get_mail_queue_info(call: Call) -> Body:
    """Needs an SSH key on the server; there is none here unless the attribute names a file."""
    element = child(call.body, "server")
    if element is None:
        raise missing("server", element=True)
    name = required(element, "name")
    server = domains.look_up_server(call.service, "name", name)
    if server is None:
        raise no_such("server", name)
    rights.need(call, "manageMailQueue", server)
    key = call.service.value(server, "zimbraRemoteManagementPrivateKeyPath")
    if not Path(key).is_file():
        raise failure(f"server {name} zimbraRemoteManagementPrivateKeyPath ({key}) does not exist")
    queues = [{"name": queue, "n": "0"} for queue in ("hold", "incoming", "active", "deferred", "corrupt")]
    return {"server": [{"name": name, "queue": queues}]}


# -- mailboxes -------------------------------------------------------------------------------------------------------


@admin("GetMailboxRequest")
def get_mailbox(call: Call) -> Body:
    """Makes the mailbox when there is none."""
    service = call.service
    element = first(call.body.get("mbox")) or {}
    key = required(element, "id")
    account = accounts.look_up(service, "id", key)
    if account is None:
        rights.absent(call, "getMailboxInfo", key)
        raise no_such("account", key)
    rights.need(call, "getMailboxInfo", account)
    service.store.make(account.id)
    return {"mbox": [{"mbxid": service.mailbox_number(account.id), "s": service.store.used(account.id)}]}


@admin("DeleteMailboxRequest")
def delete_mailbox(call: Call) -> Body:
    """Drops the messages; the account stays, and the next delivery makes a new mailbox."""
    service = call.service
    element = first(call.body.get("mbox"))
    if element is None:
        raise missing("mbox", element=True)
    key = required(element, "id")
    account = accounts.look_up(service, "id", key)
    rights.need(call, "deleteAccount", account if account is not None else service.config)
    number_ = service.mailbox_number(key)
    return {"mbox": [{"mbxid": number_}]} if service.store.drop(key) else {}


@admin("GetQuotaUsageRequest")
def get_quota_usage(call: Call) -> Body:
    """What is used and allowed, account by account. With `allServers` a server without a version is asked twice."""
    service, body = call.service, call.body
    name = (text(body, "domain") or "").lower()
    sort_by = text(body, "sortBy", "totalUsed") or "totalUsed"
    if sort_by not in ("totalUsed", "percentUsed", "quotaLimit", "account"):
        raise invalid_request("sortBy must be percentUsed or totalUsed")
    domain = None
    if name:
        domain = service.directory.find("domain", name)
        if domain is None:
            raise no_such("domain", name)
        rights.need(call, "getDomainQuotaUsage", domain)
    elif not call.is_global_admin:
        raise perm_denied("need right: system admin only")
    rows = []
    for entry in service.directory.all("account"):
        if domain is None or entry.domain == domain.name:
            limit, used = accounts.effective_quota(service, entry), service.store.used(entry.id)
            rows.append({"name": entry.name, "id": entry.id, "used": used, "limit": limit})
    twice = domain is not None and flag(body, "allServers", False) and not service.server.get("zimbraServerVersion")
    rows = rows * 2 if twice else rows
    keys = {
        "totalUsed": lambda row: (row["used"],),
        "percentUsed": lambda row: (row["used"] / row["limit"] if row["limit"] else 0,),
        "quotaLimit": lambda row: (row["limit"] or float("inf"),),
        "account": lambda row: (row["name"],),
    }
    rows.sort(key=lambda row: row["name"])
    rows.sort(key=keys[sort_by], reverse=not flag(body, "sortAscending", False))
    limit = number(body, "limit", 0) or len(rows)
    offset = number(body, "offset", 0)
    page = rows[offset : offset + limit]
    answer: Body = {"account": page} if page else {}
    return answer | {"more": offset + len(page) < len(rows), "searchTotal": len(rows)}


def check_token(call: Call) -> Entry:
    """The account behind the token of a call that is not SOAP."""
    if not call.token_text:
        raise auth_required()
    call.authenticate()
    if call.token is None:
        raise auth_expired()
    return call.who
