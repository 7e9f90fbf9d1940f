# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a web client asks for on the user port: logging in, the own account, a new password."""

from __future__ import annotations

from . import auth, modify, passwords
from .call import Call, user
from .faults import Fault, auth_failed, invalid_request, missing, perm_denied
from .wire import Body, child, flag, pairs, required, selector, text

PREFERENCES = "zimbraPref"


def _named(call: Call) -> tuple[str, str]:
    if call.body.get("account") is None:
        raise missing("account", element=True)
    return selector(call.body, "account")


@user("AuthRequest", auth=False)
def auth_request(call: Call) -> Body:
    service = call.service
    given = text(call.body, "authToken")
    if given and call.body.get("password") is None:
        call.token_text = given
        call.authenticate()
        account, token_text = call.who, given
        expires = call.token.expires if call.token else 0
    else:
        by, name = _named(call)
        account_or_none = auth.by_address(service, name) if by == "name" else service.directory.by_id.get(name)
        if account_or_none is None:
            raise auth_failed(name)
        account = account_or_none
        auth.login(service, account, text(call.body, "password", "") or "", name, "soap")
        token, token_text = auth.issue(call, account, admin=False, csrf=flag(call.body, "csrfTokenSecured", False))
        expires = token.expires
    answer: Body = {
        "authToken": [{"_content": token_text}],
        "lifetime": expires - int(service.now() * 1000),
        "skin": [{"_content": "harmony"}],
    }
    found = service.mint.read(token_text)
    if found is not None and found.csrf:
        answer["csrfToken"] = {"_content": service.mint.csrf(found)}
    return answer


@user("ChangePasswordRequest", auth=False)
def change_password(call: Call) -> Body:
    """No token is needed: the old password is the proof. Strength comes before history."""
    service = call.service
    _by, name = _named(call)
    account = auth.by_address(service, name)
    if account is None:
        raise auth_failed(name)
    if not service.true(account, "zimbraFeatureChangePasswordEnabled"):
        raise Fault("service.PERM_DENIED", "permission denied: password change is not allowed")
    new = required(call.body, "password", element=True)
    auth.check_status(service, account, name)
    auth.verify(service, account, required(call.body, "oldPassword", element=True), name, "soap")
    if service.true(account, "zimbraPasswordLocked"):
        raise Fault("account.PASSWORD_LOCKED", "password is locked and can't be changed")
    found = passwords.violation(service, account, new, age=True)
    if found is not None:
        raise found
    passwords.store(service, account, new)
    if flag(call.body, "dryRun", False):
        return {}
    token, value = auth.issue(call, account, admin=False)
    return {"authToken": [{"_content": value}], "lifetime": token.expires - int(service.now() * 1000)}


@user("EndSessionRequest")
def end_session(call: Call) -> Body:
    if flag(call.body, "logoff", False):
        call.cookies.append("ZM_AUTH_TOKEN=;Path=/;Secure;HttpOnly;Max-Age=0")
    return {}


@user("GetInfoRequest")
def get_info(call: Call) -> Body:
    service, account = call.service, call.who
    service.store.make(account.id)
    attrs = service.attributes(account)
    base = f"https://{service.settings.server}"
    cos = service.cos_of(account)
    preferences = {name: values[0] for name, values in attrs.items() if name.startswith(PREFERENCES)}
    visible = {
        name: (values if len(values) > 1 else values[0])
        for name, values in attrs.items()
        if name.startswith(
            ("zimbraFeature", "zimbraMailQuota", "zimbraId", "mail", "zimbraMailAlias", "displayName", "cn", "sn")
        )
    }
    sizes = {name: service.config.get(name) for name in ("zimbraMtaMaxMessageSize", "zimbraFileUploadMaxSize")}
    return {
        "version": service.settings.version,
        "id": account.id,
        "name": account.name,
        "lifetime": (call.token.expires if call.token else 0) - int(service.now() * 1000),
        "rest": f"{base}/home/{account.name}",
        "used": service.store.used(account.id),
        "attSizeLimit": int(sizes["zimbraFileUploadMaxSize"] or 0),
        "cos": {"id": cos.id, "name": cos.name},
        "prefs": {"_attrs": preferences},
        "attrs": {"_attrs": {**visible, **{k: v for k, v in sizes.items() if v}}},
        "soapURL": f"{base}/service/soap/",
        "publicURL": base,
    }


@user("GetAccountInfoRequest")
def get_account_info(call: Call) -> Body:
    account = call.who
    return {"name": account.name, "attrs": {"_attrs": {"zimbraId": account.id}}}


@user("GetPrefsRequest")
def get_prefs(call: Call) -> Body:
    attrs = call.service.attributes(call.who)
    wanted = child(call.body, "pref")
    name = text(wanted, "name") if wanted else None
    found = {key: values[0] for key, values in attrs.items() if key.startswith(PREFERENCES) and name in (None, key)}
    return {"_attrs": found}


@user("ModifyPrefsRequest")
def modify_prefs(call: Call) -> Body:
    """Only preferences; a forwarding address only where the class of service lets users forward."""
    service, account = call.service, call.who
    attrs = pairs(call.body)
    for row in call.body.get("pref") or []:
        attrs.setdefault(required(row, "name"), []).append(text(row, "_content", "") or "")
    for name in attrs:
        plain = name.lstrip("+-")
        if not plain.startswith(PREFERENCES):
            raise invalid_request(f"pref name must start with {PREFERENCES}")
        if service.table.canonical(plain) not in service.table.rows:
            raise invalid_request(f"no such attribute: {name}")
    forward = "zimbraPrefMailForwardingAddress" in attrs
    if forward and not service.true(account, "zimbraFeatureMailForwardingEnabled"):
        raise perm_denied("forwarding not enabled")
    modify.modify(service, account, attrs)
    return {}


@user("NoOpRequest")
def no_op(_call: Call) -> Body:
    return {}
