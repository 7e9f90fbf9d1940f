# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""REST: the export of a mailbox as tgz, and messages by their address."""

from __future__ import annotations

import calendar
import datetime
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, unquote, urlsplit

from . import auth
from .call import Call
from .directory import Entry
from .faults import Fault
from .store import Message

if TYPE_CHECKING:
    from .web import Handler

Answer = tuple[int, str, bytes, dict[str, str]]
PAGE = "text/html;charset=utf-8"
UNITS = {"min": 60, "minute": 60, "minutes": 60, "h": 3600, "hour": 3600, "hours": 3600, "d": 86400, "day": 86400}
UNITS |= {"days": 86400, "week": 604800, "weeks": 604800}


def rest(handler: Handler, _data: bytes) -> Answer:
    """GET /service/home/USER/?fmt=tgz: 200 with a tgz, 204 with nothing, or a page of HTML that says no."""
    service = handler.server.service
    parts = urlsplit(handler.path)
    options = {name: values[0] for name, values in parse_qs(parts.query).items()}
    name = unquote(parts.path.split("/home/", 1)[1].strip("/").split("/")[0])
    call = Call(service, handler.server.admin_port, handler.server.server_address[1], handler.client_address[0])
    call.token_text = (
        options.get("zauthtoken") or handler.cookie("ZM_ADMIN_AUTH_TOKEN") or handler.cookie("ZM_AUTH_TOKEN")
    )
    with service.lock:
        try:
            call.authenticate()
        except Fault:
            return (
                401,
                PAGE,
                b"<html><body>must authenticate</body></html>",
                {"WWW-Authenticate": 'BASIC realm="Zimbra"'},
            )
        account = auth.by_address(service, name)
        if account is None:
            return 404, PAGE, b"<html><body>no such account</body></html>", {}
        if not may_open(call, account):
            return 404, PAGE, b"<html><body>no such item</body></html>", {}
        try:
            wanted = query(options.get("query", ""), service.now())
            start, end = (int(options.get(key, 0)) / 1000 for key in ("start", "end"))
        except ValueError as error:
            return 400, PAGE, f"<html><body>couldn't parse query: {error}</body></html>".encode(), {}
        if options.get("fmt") not in ("tgz", "tar", "zip"):
            return 400, PAGE, b"<html><body>unsupported format</body></html>", {}

        def chosen(message: Message) -> bool:
            return wanted(message) and (not start or message.date >= start) and (not end or message.date < end)

        data = service.store.archive(account.id, chosen)
    if not data:
        return 204, "", b"", {}
    disposition = f'attachment; filename="{name}.tgz"'
    return 200, "application/x-compressed-tar", data, {"Content-Disposition": disposition}


def may_open(call: Call, account: Entry) -> bool:
    """The owner, a delegated token of the owner, or an administrator with adminLoginAs."""
    from . import rights

    if call.who.id == account.id:
        return True
    return bool(call.token and call.token.admin) and rights.may(call, "adminLoginAs", account)


def query(text: str, now: float) -> Callable[[Message], bool]:
    """The part of Zimbra's search language that is about dates and sizes; ValueError for anything else."""
    tests: list[Callable[[Message], bool]] = []
    for word in re.findall(r'\S+:"[^"]*"|\S+', text):
        name, _colon, value = word.partition(":")
        value = value.strip('"')
        if name in ("before", "after", "date"):
            tests.append(_date_test(name, moment(value, now)))
        elif name in ("larger", "bigger", "smaller"):
            size = _size(value)
            tests.append((lambda m, s=size: m.size < s) if name == "smaller" else (lambda m, s=size: m.size > s))
        elif name in ("is", "in", "under") and value in ("anywhere", "any", "inbox", "Inbox", "/", "/Inbox"):
            continue
        else:
            raise ValueError(word)
    return lambda message: all(test(message) for test in tests)


def _date_test(name: str, bounds: tuple[float, float]) -> Callable[[Message], bool]:
    begin, end = bounds
    if name == "before":
        return lambda message: message.date < begin
    if name == "after":
        return lambda message: message.date >= end
    return lambda message: begin <= message.date < end


def moment(value: str, now: float) -> tuple[float, float]:
    """First and last second (exclusive) of a date: mm/dd/yyyy, yyyy/mm/dd, -1year, -30d, or milliseconds."""
    if re.fullmatch(r"\d{9,}", value):
        return int(value) / 1000, int(value) / 1000
    relative = re.fullmatch(r"([-+]?)(\d+)([A-Za-z]+)", value)
    if relative:
        at = _relative(now, -1 if relative[1] != "+" else 1, int(relative[2]), relative[3].lower())
        if relative[3].lower() in ("min", "minute", "minutes", "h", "hour", "hours"):
            return at, at
        day = datetime.datetime.fromtimestamp(at, datetime.UTC).replace(hour=0, minute=0, second=0, microsecond=0)
        return day.timestamp(), day.timestamp() + 86400
    for form in (r"(?P<m>\d{1,2})/(?P<d>\d{1,2})/(?P<y>\d{4})", r"(?P<y>\d{4})[/-](?P<m>\d{1,2})[/-](?P<d>\d{1,2})"):
        found = re.fullmatch(form, value)
        if found:
            day = datetime.datetime(int(found["y"]), int(found["m"]), int(found["d"]), tzinfo=datetime.UTC)
            return day.timestamp(), day.timestamp() + 86400
    raise ValueError(value)


def _relative(now: float, sign: int, count: int, unit: str) -> float:
    if unit in UNITS:
        return now + sign * count * UNITS[unit]
    if unit.startswith(("mon", "year")) or unit in ("y", "m"):
        months = count * (12 if unit.startswith("y") else 1)
        at = datetime.datetime.fromtimestamp(now, datetime.UTC)
        total = at.year * 12 + at.month - 1 + sign * months
        year, month = total // 12, total % 12 + 1
        day = min(at.day, calendar.monthrange(year, month)[1])
        return at.replace(year=year, month=month, day=day).timestamp()
    raise ValueError(unit)


def _size(value: str) -> int:
    found = re.fullmatch(r"(\d+)(b|kb|mb|gb)?", value.lower())
    if not found:
        raise ValueError(value)
    factor: Any = {None: 1, "b": 1, "kb": 1024, "mb": 1024**2, "gb": 1024**3}[found[2]]
    return int(found[1]) * int(factor)
