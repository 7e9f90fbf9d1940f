# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Writing entries for a client: checks first, then slapd, whose refusals become faults."""

from __future__ import annotations

from collections.abc import Mapping

from .directory import Entry, LdapFault
from .faults import Fault, failure, invalid_request, invalid_value
from .service import Service

Values = Mapping[str, list[str]]

UNDEFINED, CONSTRAINT, SYNTAX, OBJECT_CLASS, EXISTS = 17, (19, 20), (21,), 65, 68


def modify_fault(service: Service, error: LdapFault) -> Fault:
    """What a client is told when slapd refuses a modification."""
    tail = f"unable to modify attributes: ldap host={service.ldap_name}: {error.message}"
    if error.code == UNDEFINED:
        return Fault("account.INVALID_ATTR_NAME", f"invalid attr name: invalid attr name - {tail}")
    if error.code in CONSTRAINT + SYNTAX:
        return Fault("account.INVALID_ATTR_VALUE", f"invalid attr value: invalid attr value - {tail}")
    if error.code == OBJECT_CLASS:
        return failure(f"unable to modify attrs: object class violation - {tail}")
    return failure(f"unable to modify attrs: LDAP error: - {tail}")


def create_fault(service: Service, error: LdapFault) -> Fault:
    """What a client is told when slapd refuses a new entry (except that it exists)."""
    tail = f"unable to create entry: ldap host={service.ldap_name}: {error.message}"
    if error.code == UNDEFINED:
        return Fault("ldap.INVALID_ATTR_NAME", f"invalid attr name - {tail}", receiver=True)
    if error.code in CONSTRAINT + SYNTAX:
        return Fault("ldap.INVALID_ATTR_VALUE", f"invalid attr value - {tail}", receiver=True)
    if error.code == OBJECT_CLASS:
        return Fault("ldap.OBJECT_CLASS_VIOLATION", f"object class violation - {tail}", receiver=True)
    return Fault("ldap.LDAP_ERROR", f"LDAP error:  - {tail}", receiver=True)


def check(service: Service, attrs: Values, *, immutable: bool = True) -> None:
    """Type, range and immutability of every value, as the attribute manager does."""
    for name, values in attrs.items():
        if not name or name in "+-":
            raise Fault("account.INVALID_ATTR_NAME", "empty attr name found")
        plain = name[1:] if name[0] in "+-" else name
        service.table.check(service.table.canonical(plain), values, immutable=immutable)


def resolve(service: Service, entry: Entry, attrs: Values) -> dict[str, list[str]]:
    """The values after the change: `name` replaces ("" removes), `+name` adds and `-name` drops single values."""
    new: dict[str, list[str]] = {}
    for name, values in attrs.items():
        sign = name[0] if name[0] in "+-" else ""
        plain = service.table.canonical(name[1:] if sign else name)
        if plain.lower() == "objectclass":
            plain = "objectClass"
        have = new.get(plain, entry.values(plain))
        if sign == "+":
            lower = {value.lower() for value in have}
            new[plain] = [*have, *(value for value in values if value and value.lower() not in lower)]
        elif sign == "-":
            gone = {value.lower() for value in values}
            new[plain] = [value for value in have if value.lower() not in gone]
        else:
            new[plain] = list(dict.fromkeys(value for value in values if value))
    return new


def modify(service: Service, entry: Entry, attrs: Values, *, immutable: bool = True) -> None:
    """Check and write the attributes of a Modify request."""
    check(service, attrs, immutable=immutable)
    if entry.kind in ("account", "cos"):
        _attachment_limit(service, attrs)
    new = resolve(service, entry, attrs)
    if entry.kind in ("account", "calendarResource"):
        _account_status(entry, new)
    if entry.kind == "server":
        _ports(service, entry, new)
    try:
        service.write(entry, new)
    except LdapFault as error:
        raise modify_fault(service, error) from error


def _account_status(entry: Entry, new: dict[str, list[str]]) -> None:
    """What a write of zimbraAccountStatus does besides, whoever writes it and whatever it was."""
    if "zimbraAccountStatus" not in new:
        return
    values = new["zimbraAccountStatus"]
    if not values:
        raise invalid_request("zimbraAccountStatus is a required attribute")
    if values[0] in ("closed", "pending"):
        new["zimbraMailStatus"] = ["disabled"]
    elif "zimbraMailStatus" not in new:
        new["zimbraMailStatus"] = ["enabled"]
    if values[0] == "active":
        for name in ("zimbraPasswordLockoutFailureTime", "zimbraPasswordLockoutLockedTime"):
            if entry.get(name):
                new[name] = []


PORTS = (
    *("zimbraMailPort", "zimbraMailSSLPort", "zimbraMailProxyPort", "zimbraMailSSLProxyPort"),
    *("zimbraMailSSLClientCertPort", "zimbraAdminPort", "zimbraImapBindPort", "zimbraImapSSLBindPort"),
    *("zimbraPop3BindPort", "zimbraPop3SSLBindPort", "zimbraLmtpBindPort"),
)


def _attachment_limit(service: Service, attrs: Values) -> None:
    """Servers after 10.1.3 want attachments no larger than messages; there not even removing the value passes."""
    name = "zimbraMailAttachmentMaxSize"
    if name not in attrs or service.version <= (10, 1, 3):
        return
    value, most = attrs[name][0], int(service.config.get("zimbraMtaMaxMessageSize") or 0)
    if not value.lstrip("-").isdigit():
        raise invalid_value(f"{name} must be a valid long: {value}")
    if int(value) > most:
        raise invalid_value(f"{name} value({value}) larger than max allowed: {most}")


def _ports(service: Service, entry: Entry, new: dict[str, list[str]]) -> None:
    """Two ports of one server cannot be the same."""
    if not any(name in new for name in PORTS):
        return
    seen: dict[str, str] = {}
    for name in PORTS:
        port = (new.get(name) or [service.value(entry, name)])[0]
        if not port or port == "0":
            continue
        if port in seen and (name in new or seen[port] in new):
            raise invalid_request(f"port {port} conflict between {seen[port]} and {name} on server {entry.name}")
        seen[port] = name


def create(service: Service, dn: str, attrs: Values) -> Entry:
    """A new entry; LdapFault with code 68 stays what it is: what exists has another name for every kind."""
    try:
        return service.directory.create(dn, attrs)
    except LdapFault as error:
        if error.code == EXISTS:
            raise
        raise create_fault(service, error) from error
