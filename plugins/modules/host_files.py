#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: host_files
short_description: Write many files and directories of a host in one step
version_added: 0.1.0
description:
  - Brings text files and directories to a wanted content, owner, group and mode, all in one task. A C(loop) over
    M(ansible.builtin.template) connects two or three times for each file; a service with forty of them waits for that.
  - Every file is replaced in one piece or not at all.
author:
  - rasmi.mail contributors (@rasmi-mail)
options:
  files:
    description: What should be there, in the order in which it is made.
    type: list
    elements: dict
    required: true
    suboptions:
      path:
        description: Absolute path.
        type: path
        required: true
      state:
        description: A text file or a directory. Parents are not made; list them before.
        type: str
        choices: [file, directory]
        default: file
      content:
        description: The whole text of a file.
        type: str
      owner:
        description: Owner's name.
        type: str
        default: root
      group:
        description: Group's name.
        type: str
        default: root
      mode:
        description: Permissions in octal, as a string.
        type: str
        default: "0644"
attributes:
  check_mode:
    support: full
    description: Says what would be written. Owners that do not exist yet count as a change.
  diff_mode:
    support: full
    description: Shows the text of every file that differs.
notes:
  - Not for secrets; their text would be in the diff.
seealso:
  - module: ansible.builtin.template
  - module: ansible.builtin.file
"""

EXAMPLES = r"""
- name: Write two files of one service
  rasmi.mail.host_files:
    files:
      - {path: /etc/example, state: directory, mode: "0755"}
      - {path: /etc/example/main.conf, content: "{{ lookup('ansible.builtin.template', 'main.conf.j2') }}"}
      - {path: /etc/example/users, content: "{{ users | join('\n') }}\n", group: example, mode: "0640"}
  notify: Restart example
"""

RETURN = r"""
paths:
  description: Files and directories that were made, rewritten, or given another owner or mode.
  returned: success
  type: list
  elements: str
  sample: [/etc/example/main.conf]
"""

import os
import tempfile

from ansible.module_utils.basic import AnsibleModule

ARGUMENT_SPEC = {
    "files": {
        "type": "list",
        "elements": "dict",
        "required": True,
        "options": {
            "path": {"type": "path", "required": True},
            "state": {"type": "str", "choices": ["file", "directory"], "default": "file"},
            "content": {"type": "str"},
            "owner": {"type": "str", "default": "root"},
            "group": {"type": "str", "default": "root"},
            "mode": {"type": "str", "default": "0644"},
        },
        "required_if": [("state", "file", ["content"])],
    },
}


def present_text(path: str) -> str | None:
    """Return the text of a file, None when there is none."""
    try:
        with open(path, encoding="utf-8", errors="replace", newline="") as file:
            return file.read()
    except FileNotFoundError:
        return None


def write(module: AnsibleModule, wanted: dict) -> None:
    """Make the directory, or replace the file in one piece."""
    path = wanted["path"]
    if wanted["state"] == "directory":
        os.mkdir(path, 0o700)
        return
    handle, new = tempfile.mkstemp(prefix=".rasmi-", dir=os.path.dirname(path))
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(wanted["content"])
            file.flush()
            os.fsync(file.fileno())
        # Owner and mode first: at no moment is the text readable to somebody who may not see it.
        set_attributes(module, wanted, new)
        os.rename(new, path)
    except BaseException:
        os.unlink(new)
        raise


def set_attributes(module: AnsibleModule, wanted: dict, path: str) -> bool:
    """Give `path` its owner, group and mode; tell whether that was a change."""
    changed = module.set_owner_if_different(path, wanted["owner"], False)
    changed = module.set_group_if_different(path, wanted["group"], changed)
    return module.set_mode_if_different(path, wanted["mode"], changed)


def known(module: AnsibleModule, wanted: dict) -> bool:
    """Tell whether owner and group exist; in check mode another task may be about to make them."""
    import grp
    import pwd

    try:
        pwd.getpwnam(wanted["owner"])
        grp.getgrnam(wanted["group"])
    except KeyError as error:
        if not module.check_mode:
            module.fail_json(msg=f"{wanted['path']}: {error.args[0]}")
        return False
    return True


def converge(module: AnsibleModule, wanted: dict) -> tuple[bool, dict | None]:
    """Bring one file or directory to what is wanted; return whether it changed, and the difference of text."""
    path, is_file = wanted["path"], wanted["state"] == "file"
    owners_known = known(module, wanted)
    if is_file:
        before = present_text(path)
        differs = before != wanted["content"]
    else:
        before = None
        differs = not os.path.isdir(path)
    if not differs:
        return not owners_known or set_attributes(module, wanted, path), None
    if not module.check_mode:
        write(module, wanted)
        if not is_file:
            set_attributes(module, wanted, path)
    if not is_file:
        return True, {"before_header": path, "after_header": path, "before": "", "after": "directory\n"}
    return True, {"before_header": path, "after_header": path, "before": before or "", "after": wanted["content"]}


def main() -> None:
    """Run the module."""
    module = AnsibleModule(argument_spec=ARGUMENT_SPEC, supports_check_mode=True)
    paths, diffs = [], []
    for wanted in module.params["files"]:
        try:
            changed, diff = converge(module, wanted)
        except OSError as error:
            module.fail_json(msg=f"{wanted['path']}: {error.strerror}", paths=paths)
        if changed:
            paths.append(wanted["path"])
        if diff:
            diffs.append(diff)
    module.exit_json(changed=bool(paths), paths=paths, diff=diffs)


if __name__ == "__main__":
    main()
