#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: temp_space_probe
short_description: Allocate temporary space as each service user, and release it
version_added: 0.1.0
description:
  - Runs on the mail server. For each place it becomes the service user, really allocates the space in a file that has
    no name, and lets it go. Free space that the user may not use, or that a quota withholds, is so found out.
  - Places are tried one after the other, so that no more than one allocation exists at a time.
author:
  - rasmi.mail contributors (@rasmi-mail)
options:
  places:
    description: Where each service keeps mail in work.
    type: list
    elements: dict
    required: true
    suboptions:
      user:
        description: Owner of the service's process.
        type: str
        required: true
      path:
        description: Its temporary directory.
        type: path
        required: true
  size:
    description: Bytes to allocate.
    type: int
    required: true
attributes:
  check_mode:
    support: full
    description: Allocates nothing; the places come back without an observation.
  diff_mode:
    support: none
    description: Nothing is changed.
notes:
  - Needs to run as root, to become the service users.
seealso:
  - module: rasmi.mail.mail_probe
"""

EXAMPLES = r"""
- name: Is there 1 GiB for mail in work?
  rasmi.mail.temp_space_probe:
    size: 1073741824
    places:
      - {user: vmail, path: /srv/mailtmp/mail}
      - {user: www-data, path: /srv/mailtmp/upload}
  register: space
"""

RETURN = r"""
observations:
  description: One entry for each place, as O(rasmi.mail.mail_probe#module:observations) takes it.
  returned: success
  type: list
  elements: dict
  sample:
    - {kind: temp_space, host: mail, user: vmail, path: /srv/mailtmp/mail, allocated_bytes: 1073741824, problem: ""}
"""

import json
import os
import platform
import pwd
import tempfile
from typing import Any

from ansible.module_utils.basic import AnsibleModule

ARGUMENT_SPEC: dict[str, Any] = {
    "places": {
        "type": "list",
        "elements": "dict",
        "required": True,
        "options": {"user": {"type": "str", "required": True}, "path": {"type": "path", "required": True}},
    },
    "size": {"type": "int", "required": True},
}


def allocate(path: str, size: int) -> dict[str, Any]:
    """Allocate `size` bytes in `path` as the present user and release them."""
    try:
        with tempfile.TemporaryFile(dir=path) as file:
            os.posix_fallocate(file.fileno(), 0, size)
            return {"allocated_bytes": os.fstat(file.fileno()).st_blocks * 512, "problem": ""}
    except OSError as error:
        return {"allocated_bytes": 0, "problem": f"{error.strerror or error} ({path})"}


def as_user(user: str, path: str, size: int) -> dict[str, Any]:
    """Do the same as another user, in a child process that gives up all rights first."""
    try:
        entry = pwd.getpwnam(user)
    except KeyError:
        return {"allocated_bytes": 0, "problem": f"there is no user {user}"}
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        code = 1
        try:
            os.close(reader)
            if entry.pw_uid != os.geteuid():
                os.initgroups(user, entry.pw_gid)
                os.setgid(entry.pw_gid)
                os.setuid(entry.pw_uid)
            os.write(writer, json.dumps(allocate(path, size)).encode())
            code = 0
        except OSError as error:
            os.write(writer, json.dumps({"allocated_bytes": 0, "problem": f"cannot become {user}: {error}"}).encode())
        finally:
            os._exit(code)
    os.close(writer)
    with os.fdopen(reader, "rb") as answer:
        text = answer.read()
    os.waitpid(child, 0)
    if not text:
        return {"allocated_bytes": 0, "problem": f"the attempt as {user} ended without an answer"}
    return dict(json.loads(text))


def main() -> None:
    module = AnsibleModule(argument_spec=ARGUMENT_SPEC, supports_check_mode=True)
    if module.params["size"] <= 0:
        module.fail_json(msg="size: bytes to allocate, more than 0")
    observations: list[dict[str, Any]] = []
    for place in [] if module.check_mode else module.params["places"]:
        seen = as_user(place["user"], place["path"], module.params["size"])
        observations.append({"kind": "temp_space", "host": platform.node(), **place, **seen})
    module.exit_json(changed=False, observations=observations)


if __name__ == "__main__":
    main()
