# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Recipients: identities, canonical names, addresses, and rows that tie a property to an attribute."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from .clixml import Many
from .directory import PRESENT, Directory, Entry
from .faults import CmdletError, not_found
from .objects import SERVER
from .paths import canonical, common_name
from .values import UNLIMITED, kilobytes, size_text, span_seconds, span_text

# Written into msExchPoliciesExcluded while no address policy may touch a recipient's addresses.
NO_POLICY = "{26491cfc-9e50-4857-861b-0cb8df22b5d7}"
GROUP = (
    "CN=Exchange Administrative Group (FYDIBOHF23SPDLT),CN=Administrative Groups,CN=ANM,CN=Microsoft Exchange,"
    "CN=Services,CN=Configuration"
)
LINKS = {
    "database": "CN={name},CN=Databases," + GROUP,
    "owa": "CN={name},CN=OWA Mailbox Policies,CN=ANM,CN=Microsoft Exchange,CN=Services,CN=Configuration",
    "retention": "CN={name},CN=Retention Policies Container,CN=ANM,CN=Microsoft Exchange,CN=Services,CN=Configuration",
    "pool": "CN=Lc Services,CN=Microsoft,CN={name},CN=Pools,CN=RTC Service,CN=Services,CN=Configuration",
}


def names_of(identity: str) -> Sequence[tuple[str, Any]]:
    """Every way in which an identity may name a recipient."""
    text = identity.rpartition("\\")[2]
    found: list[tuple[str, Any]] = [
        (name, text) for name in ("mailNickname", "cn", "displayName", "sAMAccountName", "userPrincipalName")
    ]
    found += [("distinguishedName", identity), ("legacyExchangeDN", identity), ("mail", identity)]
    found += [("proxyAddresses", f"smtp:{identity}")]
    if "/" in identity and "=" not in identity:
        found.append(("cn", identity.rpartition("/")[2]))
    try:
        octets = uuid.UUID(identity).bytes_le
    except ValueError:
        return found
    return [("objectGUID", octets), ("msExchMailboxGuid", octets), ("msExchArchiveGUID", octets)]


def one_of(directory: Directory, identity: object, all_of: Sequence[tuple[str, Any]] = ()) -> Entry:
    """The one recipient of an identity. Raises CmdletError: none, or several."""
    text = str(identity)
    found = directory.find(all_of, names_of(text))
    if "/" in text and "=" not in text:
        found = [one for one in found if canonical(one.dn).lower() == text.lower()]
    if not found:
        raise not_found(identity, f"{SERVER.lower()}.ad.anm.test")
    exact = [one for one in found if text.lower() in (str(one.guid), one.dn.lower())]
    if len(found) > 1 and len(exact) != 1:
        words = f"The operation couldn't be performed because '{identity}' matches multiple entries."
        raise CmdletError("ManagementObjectAmbiguousException", words)
    return exact[0] if len(exact) == 1 else found[0]


def check_free(directory: Directory, addresses: Sequence[str], own: str = "") -> None:
    """Raises CmdletError when another recipient has one of the addresses; the directory itself does not check it."""
    for address in addresses:
        for entry in directory.find((), [("proxyAddresses", address)]):
            if entry.dn.lower() != own.lower():
                text = (
                    f'The proxy address "{address}" is already being used by the proxy addresses of '
                    f'"{canonical(entry.dn)}". Please choose another proxy address.'
                )
                raise CmdletError("ProxyAddressExistsException", text, category="InvalidData")


def with_primary(addresses: Sequence[str], primary: str) -> list[str]:
    """The list with another primary address; the old one stays as a secondary."""
    rest = [f"smtp:{one[5:]}" if one[:5] == "SMTP:" else one for one in addresses]
    kept = [one for one in rest if one.lower() != f"smtp:{primary.lower()}"]
    return [f"SMTP:{primary}", *kept]


def primary_of(addresses: Sequence[str]) -> str:
    """The primary SMTP address of a list, or ""."""
    return next((one[5:] for one in addresses if one.startswith("SMTP:")), "")


def guid(entry: Entry, attribute: str) -> uuid.UUID:
    """A GUID in an attribute; all zeroes when it is not set."""
    octets = entry.first(attribute)
    return uuid.UUID(bytes_le=octets) if octets else uuid.UUID(int=0)


def moment(text: str | None) -> datetime | None:
    """A generalized time."""
    if not text:
        return None
    return datetime.strptime(text[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC)


@dataclass(frozen=True)
class Row:
    """A property and its attribute: how it is read from an entry and written into one."""

    name: str
    attribute: str
    read: Callable[[Entry], Any]
    write: Callable[[Any, Entry, str], list[Any]]


def text(name: str, attribute: str, unset: Any = "") -> Row:
    """A string."""
    return Row(
        name, attribute, lambda entry: entry.first(attribute) or unset, lambda value, *_: [value] if value else []
    )


def texts(name: str, attribute: str) -> Row:
    """Several strings."""
    return Row(name, attribute, lambda entry: Many(entry.all(attribute)), lambda value, *_: list(value or []))


def flag(name: str, attribute: str, default: bool = False) -> Row:
    """A boolean; the default is what an absent attribute means."""
    return Row(
        name,
        attribute,
        lambda entry: (entry.first(attribute) or str(default)).upper() == "TRUE",
        lambda value, *_: [bool(value)],
    )


def quota(name: str, attribute: str, default: str = UNLIMITED) -> Row:
    """A size in KB; absent is unlimited, or the default of an archive."""

    def read(entry: Entry) -> str:
        value = entry.first(attribute)
        return size_text(int(value) * 1024) if value else default

    def write(value: Any, *_: Any) -> list[Any]:
        number = kilobytes(value) if value else None
        return [] if number is None else [number]

    return Row(name, attribute, read, write)


def number(name: str, attribute: str, unset: Any = UNLIMITED) -> Row:
    """A number, as text."""
    return Row(
        name,
        attribute,
        lambda entry: entry.first(attribute) or unset,
        lambda value, *_: [] if value in (None, UNLIMITED) else [value],
    )


def seconds(name: str, attribute: str, default: str) -> Row:
    """A time span kept in seconds."""
    return Row(
        name,
        attribute,
        lambda entry: span_text(int(entry.first(attribute))) if entry.first(attribute) else default,
        lambda value, *_: [span_seconds(value)] if value else [],
    )


def bit(name: str, attribute: str, mask: int) -> Row:
    """A bit of a number."""

    def write(value: Any, entry: Entry, _base: str) -> list[Any]:
        now = int(entry.first(attribute) or 0)
        return [now | mask if value else now & ~mask]

    return Row(name, attribute, lambda entry: bool(int(entry.first(attribute) or 0) & mask), write)


def link(name: str, attribute: str, kind: str) -> Row:
    """The name of an object of the configuration, kept as its distinguished name."""
    return Row(
        name,
        attribute,
        lambda entry: common_name(entry.first(attribute)) if entry.first(attribute) else None,
        lambda value, _entry, base: [f"{LINKS[kind].format(name=value)},{base}"] if value else [],
    )


def protocol(name: str, key: str) -> Row:
    """A client protocol in protocolSettings: absent is on."""

    def write(value: Any, entry: Entry, _base: str) -> list[Any]:
        rest = [one for one in entry.all("protocolSettings") if one.partition("§")[0] != key]
        return [*rest, f"{key}§{int(bool(value))}"]

    def read(entry: Entry) -> bool:
        found = [one for one in entry.all("protocolSettings") if one.partition("§")[0] == key]
        return not found or found[0].split("§")[1] != "0"

    return Row(name, "protocolSettings", read, write)


HAS_MAILBOX = (("msExchMailboxGuid", PRESENT), ("objectClass", "user"))
