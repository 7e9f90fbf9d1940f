# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which field of an account lives in which attribute of the directory: one row per field, for read, compare and write.

Attributes: inetOrgPerson (RFC 2798) and the role reference_server's schema `files/rasmi.ldif`.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    ACTIVE,
    INDIVIDUAL,
    UNLIMITED,
    Account,
    Fields,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference import ber

OWNER_MARK = "rasmi.mail"

Entry = Mapping[bytes, list[bytes]]
Edit = tuple[int, str, Sequence[str]]


def _text(values: list[bytes]) -> str:
    return values[0].decode()


def _lower(values: list[bytes]) -> str:
    return values[0].decode().lower()


def _number(values: list[bytes]) -> int:
    return int(values[0])


def _addresses(values: list[bytes]) -> tuple[str, ...]:
    return tuple(sorted([value.decode().lower() for value in values]))


def _one(value: Any) -> list[str]:
    return [str(value)] if value not in ("", None) else []


def _many(value: Any) -> list[str]:
    return sorted(value)


def _moment(values: list[bytes]) -> str:
    """Generalized time (RFC 4517, 3.3.13) as ISO 8601 in UTC, whole seconds."""
    text = values[0].decode()
    return f"{text[:4]}-{text[4:6]}-{text[6:8]}T{text[8:10]}:{text[10:12]}:{text[12:14]}Z"


def _generalized(value: Any) -> list[str]:
    return [value.translate({ord(mark): None for mark in "-T:"})] if value else []


def _local_part(address: str) -> str:
    return address.partition("@")[0]


@dataclass(frozen=True)
class Property:
    """One managed field: `read` takes the attribute's values, `write` gives them; `default` stands for no attribute.

    `also` are further attributes that follow the same value: name -> value made from it. `multiple` fields are
    changed value by value, so that values which nobody planned to touch stay. `few` says that many accounts share few
    values, so that each is decoded and encoded once and kept once.
    """

    field: str
    attribute: str
    read: Callable[[list[bytes]], Any] = _text
    write: Callable[[Any], list[str]] = _one
    default: Any = ""
    multiple: bool = False
    few: bool = False
    also: tuple[tuple[str, Callable[[str], str]], ...] = ()

    def encoded(self, value: Any) -> bytes:
        """The attributes of a new entry with this value (`ber.attribute`), none where no attribute says the same."""
        values = self.write(value)
        if not values:
            return b""
        parts = [ber.attribute(self.attribute, values)]
        parts += [ber.attribute(attribute, [make(value)]) for attribute, make in self.also]
        return b"".join(parts)


PROPERTIES: tuple[Property, ...] = (
    Property("account_id", "rasmiAccountId"),
    Property("address", "mail", read=_lower, also=(("uid", _local_part),)),
    Property("name", "cn", also=(("sn", str), ("displayName", str))),
    Property("kind", "rasmiKind", default=INDIVIDUAL, few=True),
    Property("state", "rasmiState", default=ACTIVE, few=True),
    Property("tier", "rasmiTier", few=True),
    Property("quota", "rasmiQuotaBytes", read=_number, default=UNLIMITED, few=True),
    Property("unit", "ou", few=True),
    Property("post", "title", few=True),
    Property("grade", "rasmiGrade", few=True),
    Property("office_phone", "telephoneNumber"),
    Property("staff_key", "rasmiStaffKey"),
    Property("supervisor", "rasmiSupervisor", few=True),
    Property("owner", "rasmiOwner", read=_lower),
    Property("delegates", "rasmiDelegate", read=_addresses, write=_many, default=(), multiple=True),
    Property("opens", "rasmiOpens", read=_addresses, write=_many, default=(), multiple=True),
    Property("aliases", "rasmiAlias", read=_addresses, write=_many, default=(), multiple=True),
)

# Facts about an account that plans name in `before` and `after` but that are no fields of a roster.
SUSPENDED_ON = Property("suspended_on", "rasmiSuspendedOn")
FROZEN_ON = Property("frozen_on", "rasmiFrozenOn")
REMOVED_ON = Property("removed_on", "rasmiRemovedOn")
LOCKED_AT = Property("locked_at", "pwdAccountLockedTime", read=_moment, write=_generalized)

ROWS: Mapping[str, Property] = {row.field: row for row in (*PROPERTIES, SUSPENDED_ON, FROZEN_ON, REMOVED_ON, LOCKED_AT)}

#: Attributes whose values the server allows once in the whole directory.
UNIQUE = frozenset({"mail", "rasmiAlias", "uid", "rasmiAccountId"})

#: Everything a sweep asks for: the managed attributes and the observed ones, nothing else.
READ_ATTRIBUTES: tuple[str, ...] = (
    *(row.attribute for row in PROPERTIES),
    "rasmiBasis",
    "rasmiManagedBy",
    "rasmiSuspendedOn",
    "rasmiFrozenOn",
    "rasmiRemovedOn",
    "memberOf",
    "entryUUID",
    "createTimestamp",
    "pwdReset",
    "pwdAccountLockedTime",
    "pwdChangedTime",
    "pwdLastSuccess",
)

# The order must be that of Fields without its last member, `groups`: fields_of() builds it by position.
if tuple(row.field for row in PROPERTIES) != Fields._fields[:-1]:
    raise ImportError("the property table of the reference platform does not match the fields of an account")

_Known = dict[bytes, Any]
_READERS: tuple[tuple[bytes, Callable[[list[bytes]], Any], Any, _Known | None], ...] = tuple(
    (row.attribute.encode(), row.read, row.default, {} if row.few else None) for row in PROPERTIES
)


def account_of(name: str, entry: Entry, groups: Mapping[bytes, str]) -> Account:
    """An account from its entry; `groups` maps a group's DN (as bytes, lower case) to its address."""
    get = entry.get
    values: list[Any] = []
    for key, read, default, known in _READERS:
        found = get(key)
        if not found:
            values.append(default)
        elif known is None:
            values.append(read(found))
        else:
            value = known.get(found[0])
            if value is None:
                value = known[found[0]] = read(found)
            values.append(value)
    joined = get(b"memberOf")
    names = [groups.get(dn.lower(), "") for dn in joined] if joined else ()
    values.append(tuple(sorted([address for address in names if address])))
    basis, locked, suspended = get(b"rasmiBasis"), get(b"pwdAccountLockedTime"), get(b"rasmiSuspendedOn")
    frozen, removed = get(b"rasmiFrozenOn"), get(b"rasmiRemovedOn")
    changed, seen, created = get(b"pwdChangedTime"), get(b"pwdLastSuccess"), get(b"createTimestamp")
    return Account(
        id=_text(entry[b"entryUUID"]),
        fields=Fields._make(values),
        managed=get(b"rasmiManagedBy") == [OWNER_MARK.encode()],
        basis=_text(basis) if basis else "",
        locked_at=_moment(locked) if locked else "",
        must_change=get(b"pwdReset") == [b"TRUE"],
        password_changed_at=_moment(changed) if changed else "",
        last_login_at=_moment(seen) if seen else "",
        created_at=_moment(created) if created else "",
        handle=name,
        suspended_on=_text(suspended) if suspended else "",
        frozen_on=_text(frozen) if frozen else "",
        removed_on=_text(removed) if removed else "",
    )


def condition(identity: str, before: Mapping[str, Any], *, managed: bool = True) -> bytes:
    """The filter that holds while an entry still is what the plan saw (RFC 4528).

    `identity` is the entryUUID, so that an entry which took over the DN does not pass; "" = unknown. `managed` asks
    for our ownership marker as well.
    """
    parts = [ber.equal("entryUUID", identity)] if identity else [ber.present("objectClass")]
    if managed:
        parts.append(ber.equal("rasmiManagedBy", OWNER_MARK))
    for name, value in before.items():
        row = ROWS.get(name)
        if row is None:
            continue
        same = [ber.equal(row.attribute, one) for one in row.write(value)]
        if value == row.default or not same:
            # what stands for "no attribute" may also be written out
            parts.append(ber.some([ber.negate(ber.present(row.attribute)), *same]))
        else:
            parts.extend(same)
    return ber.every(parts)


def edits(before: Mapping[str, Any], after: Mapping[str, Any]) -> Iterator[Edit]:
    """The modifications that turn `before` into `after`; a field not in `after` is not touched."""
    for name, value in after.items():
        row = ROWS.get(name)
        if row is None:
            continue
        if row.multiple:
            have, want = set(before.get(name) or ()), set(value)
            if have - want:
                yield ber.DELETE_VALUE, row.attribute, sorted(have - want)
            if want - have:
                yield ber.ADD_VALUE, row.attribute, sorted(want - have)
            continue
        if row.attribute in UNIQUE and before.get(name):
            yield ber.DELETE_VALUE, row.attribute, row.write(before[name])
            yield ber.ADD_VALUE, row.attribute, row.write(value)
        else:
            yield ber.REPLACE_VALUES, row.attribute, row.write(value)
        for attribute, make in row.also:
            yield ber.REPLACE_VALUES, attribute, [make(value)]


_CLASSES = ber.attribute("objectClass", ("inetOrgPerson", "rasmiAccount"))
_OURS = ber.attribute("rasmiManagedBy", (OWNER_MARK,))
_WRITERS: tuple[tuple[str, Any, Callable[[Any], bytes]], ...] = tuple(
    (row.field, row.default, lru_cache(maxsize=1024)(row.encoded) if row.few else row.encoded)
    for row in (*PROPERTIES, SUSPENDED_ON)
)


def encoded(fields: Mapping[str, Any]) -> list[bytes]:
    """The attributes of a new entry, as `ber.add_encoded` takes them. What many accounts share is encoded once."""
    parts = [_CLASSES]
    for name, default, encode in _WRITERS:
        value = fields.get(name, default)
        if value not in ("", ()):
            parts.append(encode(value))
    parts.append(_OURS)
    return parts
