# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All configuration files of one Windows host of Exchange, judged together before any of them is written.

Pure. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_caps import FILES, cap
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_edit import Edited, content
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_iis import SITE, https_only
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_space import FILE, paths, temporary_path
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_xml import ShapeError

EDGE, IIS = "edge", "iis"
#: Key of a file -> its place below the installation. IIS's own file is elsewhere.
PLACES: Mapping[str, str] = {**FILES, EDGE: FILE}


def edits(read: Iterable[Mapping[str, Any]], want: Mapping[str, Any]) -> dict[str, Any]:
    """`files` (as Edited.to_dict, with `key` and `path`), `paths` of transport and `faults`, a sentence each.

    `read` are `key`, `path` and `content` (base64) of each file. `want` has `controls` of the merged profile (those
    that are left out are not in it), `host` (published name), `site` and `temp_path`. A file whose control is not asked
    for is left as it is.
    """
    files, faults, where = [], [], {}
    for one in read:
        key, path = str(one["key"]), str(one["path"])
        try:
            data = content(str(one["content"]))
            edited = _edited(key, data, want)
            if key == EDGE and not edited.fault:
                where = paths(edited.data)
        except ShapeError as error:
            edited = Edited(b"", fault=str(error))
        if edited.fault:
            faults.append(f"{path}: {edited.fault}.")
        files.append({"key": key, "path": path, **edited.to_dict()})
    return {"files": files, "paths": where, "faults": faults}


def _edited(key: str, data: bytes, want: Mapping[str, Any]) -> Edited:
    controls = want["controls"]
    if key == EDGE:
        return temporary_path(data, str(want["temp_path"]) if "C-TMP-SPACE" in controls else "")
    if key == IIS:
        web = controls.get("C-WEB-HTTPS")
        if not web:
            return Edited(data)
        host = str(web.get("host") or want["host"])
        if web["mode"] == "redirect" and not host:
            return Edited(data, fault="a redirect needs the published name, and neither profile nor site give one")
        return https_only(data, str(web["mode"]), host, str(want["site"] or SITE))
    largest = max(int(controls.get("C-MSG-SIZE", {}).get(f"{side}_bytes") or 0) for side in ("in", "out"))
    return cap(data, key, largest) if largest else Edited(data)
