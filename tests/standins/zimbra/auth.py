# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Logging in, on every door: what the status says, whether the password is right, the lockout, the age."""

from __future__ import annotations

from . import passwords
from .call import Call
from .directory import Entry
from .faults import Fault, auth_failed
from .filters import moment
from .service import Service
from .tokens import Token


def change_password() -> Fault:
    return Fault("account.CHANGE_PASSWORD", "must change password")


def maintenance() -> Fault:
    return Fault("account.MAINTENANCE_MODE", "account is in maintenance mode")


def by_address(service: Service, name: str) -> Entry | None:
    """An account by its address, an alias, or, without a domain, in the default domain."""
    if "@" not in name:
        name = f"{name}@{service.config.get('zimbraDefaultDomainName') or service.settings.domain}"
    found = service.directory.by_address.get(name.lower())
    return found if found is not None and found.kind in ("account", "calendarResource") else None


def check_status(service: Service, account: Entry, name: str) -> None:
    status = service.status_of(account)
    if status == "maintenance":
        raise maintenance()
    if status not in ("active", "lockout"):
        raise auth_failed(name)


def verify(service: Service, account: Entry, password: str, name: str, protocol: str) -> None:
    """Compare the password and keep the lockout; raises account.AUTH_FAILED."""
    right = passwords.matches(account.get("userPassword"), password)
    locked, over = lockout_state(service, account)
    if locked:
        raise auth_failed(name)
    if not right:
        _failed(service, account, protocol, password)
        raise auth_failed(name)
    values: dict[str, str] = {}
    if _lockout_on(service, account):
        if account.get("zimbraPasswordLockoutFailureTime"):
            values["zimbraPasswordLockoutFailureTime"] = ""
        if over:
            values["zimbraPasswordLockoutLockedTime"] = ""
            if account.get("zimbraAccountStatus") == "lockout":
                values["zimbraAccountStatus"] = "active"
                values["zimbraMailStatus"] = "enabled"
    if values:
        service.write(account, values)


def _lockout_on(service: Service, account: Entry) -> bool:
    enabled = service.true(account, "zimbraPasswordLockoutEnabled")
    return enabled and service.integer(account, "zimbraPasswordLockoutMaxFailures") > 0


def lockout_state(service: Service, account: Entry) -> tuple[bool, bool]:
    """(locked out now, was locked out and the time is over)."""
    since = account.get("zimbraPasswordLockoutLockedTime")
    if not since or not _lockout_on(service, account):
        return False, False
    duration = service.interval(account, "zimbraPasswordLockoutDuration")
    if duration and moment(service.stamp_at(service.now() - duration / 1000)) > moment(since):
        return False, True
    return account.get("zimbraAccountStatus") == "lockout", False


def _failed(service: Service, account: Entry, protocol: str, password: str) -> None:
    if not _lockout_on(service, account) or account.get("zimbraAccountStatus") == "lockout":
        return
    if _suppressed(service, account, protocol, password):
        return
    limit = service.integer(account, "zimbraPasswordLockoutMaxFailures")
    failures = sorted(account.values("zimbraPasswordLockoutFailureTime"))
    lifetime = service.interval(account, "zimbraPasswordLockoutFailureLifetime")
    if lifetime:
        oldest = moment(service.stamp_at(service.now() - lifetime / 1000))
        failures = [time for time in failures if moment(time) >= oldest]
    stamp = service.stamp()
    failures = [*failures, stamp][-limit:] if stamp not in failures else failures
    values: dict[str, list[str] | str] = {"zimbraPasswordLockoutFailureTime": failures}
    if len(failures) >= limit:
        values |= {"zimbraPasswordLockoutLockedTime": stamp, "zimbraAccountStatus": "lockout"}
        values["zimbraMailStatus"] = "enabled"
    service.write(account, values)


def _suppressed(service: Service, account: Entry, protocol: str, password: str) -> bool:
    """The same wrong password again over one of the listed protocols does not count."""
    if not service.true(account, "zimbraPasswordLockoutSuppressionEnabled"):
        return False
    if protocol not in service.values(account, "zimbraPasswordLockoutSuppressionProtocols"):
        return False
    tried = service.wrong_passwords.setdefault(account.id, [])
    if any(passwords.matches(row, password) for row in tried):
        return True
    tried.append(passwords.hashed(password))
    return False


def must_change(service: Service, account: Entry) -> bool:
    days = service.integer(account, "zimbraPasswordMaxAge")
    changed = account.get("zimbraPasswordModifiedTime")
    if days > 0 and changed and moment(changed) < moment(service.stamp_at(service.now() - days * 86_400)):
        return True
    return account.get("zimbraPasswordMustChange") == "TRUE"


def note_logon(service: Service, account: Entry) -> None:
    """zimbraLastLogonTimestamp moves at most once per zimbraLastLogonTimestampFrequency; 0 = never."""
    frequency = service.interval(service.config, "zimbraLastLogonTimestampFrequency")
    if not frequency:
        return
    last = account.get("zimbraLastLogonTimestamp")
    if last and moment(last) > moment(service.stamp_at(service.now() - frequency / 1000)):
        return
    service.write(account, {"zimbraLastLogonTimestamp": service.stamp()})


def login(service: Service, account: Entry, password: str, name: str, protocol: str) -> None:
    """The whole of a login; raises the fault of the first thing that is wrong."""
    check_status(service, account, name)
    verify(service, account, password, name, protocol)
    if must_change(service, account):
        raise change_password()
    note_logon(service, account)


def issue(
    call: Call, account: Entry, *, admin: bool, csrf: bool = False, by: str = "", seconds: int = 0
) -> tuple[Token, str]:
    """A new token and its text; also as a cookie."""
    service = call.service
    now = int(service.now() * 1000)
    lifetime = seconds * 1000 or service.interval(
        account, "zimbraAdminAuthTokenLifetime" if admin else "zimbraAuthTokenLifetime"
    )
    validity = account.get("zimbraAuthTokenValidityValue")
    token = Token(account.id, now + lifetime, admin, validity, by, csrf, now)
    text = service.mint.write(token)
    if not by:
        cookie = "ZM_ADMIN_AUTH_TOKEN" if admin else "ZM_AUTH_TOKEN"
        call.cookies.append(f"{cookie}={text};Path=/;Secure;HttpOnly")
    return token, text
