# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which addresses of the front end's web site answer without TLS, and what makes them stop.

`applicationHost.config` holds, per location, `access@sslFlags` and `httpRedirect`; a location that does not say
inherits from the one above it. The cmdlets of Exchange have no parameter for either. With `redirect` it is the recipe
of Exchange's documentation: nothing required at the root, "Ssl, Ssl128" written out on every virtual directory that had
it by inheritance (all but PowerShell and Rpc), the redirect at the root with childOnly, and switched off again on all
below it. The back end site (81 and 444) is not ours to touch. Pure. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_edit import Change, Edited, edit
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_xml import Document, Element, ShapeError

SITE = "Default Web Site"
#: Virtual directories whose flags are right as they are: remote PowerShell speaks Kerberos over http by design, and Rpc
#: asks for TLS by a setting of Outlook Anywhere.
LEFT_ALONE = frozenset({"powershell", "rpc"})
WANTED = ("Ssl", "Ssl128")
ACCESS = ("system.webServer", "security", "access")
REDIRECT = ("system.webServer", "httpRedirect")
#: Numbers of the flags, for files in which they stand as a number.
_BITS = {8: "Ssl", 32: "SslNegotiateCert", 64: "SslRequireCert", 128: "SslMapCert", 256: "Ssl128"}
_SCHEMES = ("https", "redirect")
#: Each round writes one location; no front end has so many.
_ROUNDS = 200


def flags(value: str) -> frozenset[str]:
    """The names in a value of sslFlags; "" and None give none."""
    text = value.strip()
    if text.isdecimal():
        return frozenset(name for bit, name in _BITS.items() if int(text) & bit)
    return frozenset(part.strip() for part in text.split(",")) - {"", "None"}


def effective(root: Element, location: str, section: Sequence[str], attribute: str, above: int = 0) -> str:
    """The value that holds at `location` ("Default Web Site/owa"), inherited or its own; "" when nobody gives one.

    `above` leaves out so many places from the top: 2 are the server and the site.
    """
    found = ""
    for place in _from_the_top(location)[above:]:
        for element in _sections(root, place, section):
            found = element.get(attribute, found)
    return found


def directories(root: Element, site: str = SITE) -> list[str]:
    """Locations below a site: its applications, and what has settings of its own. ShapeError: no such site."""
    sites = root.find(("system.applicationHost", "sites"))
    one = next((s for s in sites.children if s.get("name").casefold() == site.casefold()), None) if sites else None
    if one is None:
        raise ShapeError(f"it has no site {site}")
    name = one.get("name")
    found = {f"{name}{app.get('path')}" for app in one.children if app.name == "application" and app.get("path") != "/"}
    prefix = f"{name}/".casefold()
    for location in _locations(root):
        path = location.get("path")
        if path.casefold().startswith(prefix) and path.casefold() not in {known.casefold() for known in found}:
            found.add(path)
    if f"{prefix}owa" not in {path.casefold() for path in found}:
        raise ShapeError(f"{name} has no application /owa: this is no front end of Exchange")
    return sorted(found, key=str.casefold)


def https_only(data: bytes, mode: str, host: str, site: str = SITE) -> Edited:
    """The file with which `site` answers nothing without TLS.

    `mode` is C-WEB-HTTPS's: https (refuse) or redirect (send the root to https://`host`/owa).
    """
    if mode not in _SCHEMES:
        raise ValueError(f"mode must be one of {', '.join(_SCHEMES)}")
    if mode == "redirect" and not host:
        raise ValueError("a redirect needs the published host name")
    return edit(data, lambda document: _next(document, mode, host, site), rounds=_ROUNDS)


def _next(document: Document, mode: str, host: str, site: str) -> list[Change]:
    """The first difference, written; none when all is as it should be."""
    root = document.root
    below = directories(root, site)
    name = below[0].partition("/")[0]
    for location, section, values, above in _wishes(root, name, below, mode, host):
        have = {attribute: effective(root, location, section, attribute, above) for attribute in values}
        if not all(_same(attribute, have[attribute], value) for attribute, value in values.items()):
            _write(document, location, section, values)
            where = f"{location} {section[-1]}"
            return [Change(f"{where}@{attribute}", have[attribute], value) for attribute, value in values.items()]
    return []


_Wish = tuple[str, Sequence[str], Mapping[str, str], int]


def _wishes(root: Element, site: str, below: Sequence[str], mode: str, host: str) -> Iterator[_Wish]:
    """What each location should have, the root last: what hangs on it is written out before it is changed."""
    above = 2 if mode == "redirect" else 0
    for path in below:
        if not _left_alone(path, site):
            kept = flags(effective(root, path, ACCESS, "sslFlags"))
            yield path, ACCESS, {"sslFlags": _join(kept | set(WANTED))}, above
    if mode == "https":
        kept = flags(effective(root, site, ACCESS, "sslFlags"))
        yield site, ACCESS, {"sslFlags": _join(kept | set(WANTED))}, 0
        return
    for path in below:
        yield path, REDIRECT, {"enabled": "false"}, above
    yield site, ACCESS, {"sslFlags": "None"}, 0
    target = f"https://{host}/owa"
    wanted = {"enabled": "true", "destination": target, "childOnly": "true", "httpResponseStatus": "Found"}
    yield site, REDIRECT, wanted, 0


def _same(attribute: str, before: str, after: str) -> bool:
    return flags(before) == flags(after) if attribute == "sslFlags" else before == after


def _join(names: frozenset[str] | set[str]) -> str:
    order = [*WANTED, *sorted(names - set(WANTED))]
    return ", ".join(name for name in order if name in names)


def _left_alone(path: str, site: str) -> bool:
    first = path[len(site) + 1 :].partition("/")[0]
    return first.casefold() in LEFT_ALONE


def _from_the_top(location: str) -> list[str]:
    parts = location.split("/")
    return ["", *("/".join(parts[: count + 1]) for count in range(len(parts)))]


def _locations(root: Element) -> Iterator[Element]:
    return (one for one in root.children if one.name == "location")


def _holders(root: Element, location: str) -> list[Element]:
    wanted = location.casefold()
    found = [one for one in _locations(root) if one.get("path").casefold() == wanted]
    return [root, *found] if not wanted else found


def _sections(root: Element, location: str, section: Sequence[str]) -> Iterator[Element]:
    for holder in _holders(root, location):
        element = holder.find(section)
        if element is not None:
            yield element


def _write(document: Document, location: str, section: Sequence[str], values: Mapping[str, str]) -> None:
    """Into the section that is there, else into as much of its path as is there."""
    root = document.root
    there = list(_sections(root, location, section))
    if there:
        for attribute, value in values.items():
            document.set(there[-1], attribute, value)
        return
    parent, missing = root, [("location", {"path": location}), *((name, {}) for name in section)]
    for holder in _holders(root, location):
        parent, missing = holder, missing[1:]
        while len(missing) > 1 and (child := parent.child(missing[0][0])) is not None:
            parent, missing = child, missing[1:]
        break
    document.insert(parent, [*missing[:-1], (missing[-1][0], dict(values))])
