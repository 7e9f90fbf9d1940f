#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: virus_signatures_probe
short_description: Look how many virus signatures a server has, and how old they are
version_added: 0.1.0
description:
  - Runs on the mail server. Asks the running ClamAV scanner for its version, and reads number and date of the
    signatures that it loads from its directory.
  - The date of ClamAV's own databases stands inside them; that of a site's own files is the date of the file.
author:
  - rasmi.mail contributors (@rasmi-mail)
options:
  path:
    description: Directory of the signatures.
    type: path
    default: /var/lib/clamav
  socket:
    description: Where the scanner listens, the path of a socket or C(host:port).
    type: str
    default: /run/clamav/clamd.ctl
  least:
    description: Number of signatures below which they are no protection. It is handed on, not judged here.
    type: int
    default: 100000
attributes:
  check_mode:
    support: full
    description: Only reads.
  diff_mode:
    support: none
    description: Nothing is changed.
notes:
  - Needs to run as root, or as a member of the scanner's group.
seealso:
  - module: rasmi.mail.mail_probe
"""

EXAMPLES = r"""
- name: How old are the signatures?
  rasmi.mail.virus_signatures_probe:
  register: signatures
"""

RETURN = r"""
observations:
  description: One entry, as O(rasmi.mail.mail_probe#module:observations) takes it.
  returned: success
  type: list
  elements: dict
  sample:
    - kind: virus_signatures
      host: mail
      path: /var/lib/clamav
      scanner: ClamAV 1.4.3/27829/Fri Nov 20 09:26:37 2026
      signatures: 8708688
      newest: "2026-11-20T09:26:37Z"
      official: true
      least: 100000
      problem: ""
"""

import os
import platform
import socket
import time
from typing import Any

from ansible.module_utils.basic import AnsibleModule

ARGUMENT_SPEC: dict[str, Any] = {
    "path": {"type": "path", "default": "/var/lib/clamav"},
    "socket": {"type": "str", "default": "/run/clamav/clamd.ctl"},
    "least": {"type": "int", "default": 100000},
}

#: ClamAV's databases, signed and dated by their maker, and the plain formats that anybody may write.
PACKED = (".cvd", ".cld", ".cud")
PLAIN = (".hdb", ".hsb", ".hdu", ".hsu", ".mdb", ".msb", ".mdu", ".msu", ".ndb", ".ndu", ".ldb", ".ldu", ".cdb", ".idb")
_SECONDS = 10.0


def ask(path: str, command: str) -> str:
    """Send one command to the scanner at a socket's path or at host:port; raises OSError when it does not answer."""
    host, colon, port = path.rpartition(":")
    kind = socket.AF_INET if colon else socket.AF_UNIX
    with socket.socket(kind) as client:
        client.settimeout(_SECONDS)
        client.connect((host, int(port)) if colon else path)
        client.sendall(f"z{command}\0".encode())
        answer = b""
        while piece := client.recv(4096):
            answer += piece
    return answer.decode("utf-8", "replace").rstrip("\0\n")


def packed(file: str) -> tuple[int, int]:
    """(number of signatures, time in seconds since 1970) from the header that ClamAV's databases begin with.

    The header is 512 bytes, fields between colons: name, time in words, version, signatures, ..., time in seconds.
    Raises ValueError for a file without it.
    """
    with open(file, "rb") as opened:
        fields = opened.read(512).decode("ascii", "replace").split(":")
    if fields[0] != "ClamAV-VDB" or len(fields) < 9:
        raise ValueError(f"{file} has no header of a ClamAV database")
    return int(fields[3]), int(fields[8].split("\0")[0].strip())


def plain(file: str) -> tuple[int, int]:
    """(lines that are signatures, time at which the file was written in seconds since 1970)."""
    with open(file, "rb") as opened:
        count = sum(1 for line in opened if line.strip() and not line.startswith(b"#"))
    return count, int(os.stat(file).st_mtime)


def look(path: str) -> dict[str, Any]:
    """Count and date all signatures of a directory; a file that cannot be read is a problem, not a zero.

    The date is that of ClamAV's "daily" where it is there: what the site adds makes an old database no younger.
    """
    found: dict[str, tuple[int, int]] = {}
    try:
        for name in sorted(os.listdir(path)):
            kind = os.path.splitext(name)[1]
            if kind in PACKED:
                found[name] = packed(os.path.join(path, name))
            elif kind in PLAIN:
                found[name] = plain(os.path.join(path, name))
    except (OSError, ValueError) as error:
        return {"signatures": 0, "newest": "", "official": False, "problem": str(error)}
    stems = {name: os.path.splitext(name) for name in found}
    daily = [name for name, (stem, kind) in stems.items() if stem == "daily" and kind in PACKED]
    dates = [found[name][1] for name in daily or found]
    newest = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(max(dates))) if dates else ""
    problem = "" if found else f"no signatures in {path}"
    total = sum(count for count, _date in found.values())
    return {"signatures": total, "newest": newest, "official": bool(daily), "problem": problem}


def main() -> None:
    module = AnsibleModule(argument_spec=ARGUMENT_SPEC, supports_check_mode=True)
    options = module.params
    seen = look(options["path"])
    try:
        scanner = ask(options["socket"], "VERSION")
    except OSError as error:
        scanner = ""
        seen["problem"] = f"the scanner does not answer at {options['socket']}: {error.strerror or error}"
    common = {"kind": "virus_signatures", "host": platform.node(), "path": options["path"], "least": options["least"]}
    module.exit_json(changed=False, observations=[{**common, "scanner": scanner, **seen}])


if __name__ == "__main__":
    main()
