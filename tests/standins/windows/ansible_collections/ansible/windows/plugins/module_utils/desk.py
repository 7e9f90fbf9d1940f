# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A Windows host that is none: what the tasks of a role would do there is done to a file that a test can read.

Only what the roles exchange_server and exchange_standard ask for. The options of each module are those of the genuine
one (a unit test compares them). The file is named by RASMI_WINDOWS_STATE; `C:\\x` lies below the directory in its
"root".
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ansible.module_utils.basic import AnsibleModule

OPTIONS: dict[str, dict[str, Any]] = {
    "win_powershell": {
        "script": {"type": "str"},
        "parameters": {"type": "dict"},
        "error_action": {"type": "str"},
        "depth": {"type": "int"},
    },
    "win_stat": {"path": {"type": "str"}, "checksum_algorithm": {"type": "str"}, "get_checksum": {"type": "bool"}},
    "win_feature": {"name": {"type": "list", "elements": "str"}, "state": {"type": "str"}},
    "win_package": {
        "path": {"type": "str"},
        "checksum": {"type": "str"},
        "checksum_algorithm": {"type": "str"},
        "product_id": {"type": "str"},
        "creates_path": {"type": "str"},
        "creates_version": {"type": "str"},
        "arguments": {"type": "raw"},
        "expected_return_code": {"type": "list", "elements": "int"},
        "state": {"type": "str"},
    },
    "win_reboot": {"reboot_timeout": {"type": "int"}},
    "win_command": {"argv": {"type": "list", "elements": "str"}},
    "win_copy": {"content": {"type": "str"}, "dest": {"type": "str"}, "backup": {"type": "bool"}},
    "win_file": {"path": {"type": "str"}, "state": {"type": "str"}},
    "win_service": {
        "name": {"type": "str"},
        "state": {"type": "str"},
        "start_mode": {"type": "str"},
        "force_dependent_services": {"type": "bool"},
    },
    "win_acl": {
        "path": {"type": "str"},
        "user": {"type": "str"},
        "rights": {"type": "str"},
        "type": {"type": "str"},
        "inherit": {"type": "str"},
        "propagation": {"type": "str"},
        "state": {"type": "str"},
    },
    "slurp": {"src": {"type": "str"}},
    "object_info": {
        "ldap_filter": {"type": "str"},
        "search_base": {"type": "str"},
        "properties": {"type": "list", "elements": "str"},
    },
}


class Host:
    """The file, and the directory with the host's files."""

    def __init__(self, module: AnsibleModule) -> None:
        self.path = Path(os.environ["RASMI_WINDOWS_STATE"])
        self.state: dict[str, Any] = json.loads(self.path.read_text(encoding="utf-8"))
        self.module = module
        self.check = module.check_mode

    def place(self, windows: str) -> Path:
        return Path(self.state["root"], *re.split(r"[\\/]+", windows.replace(":", "").strip("\\")))

    def save(self, *call: Any) -> None:
        """Write the state, with what was done."""
        if not self.check:
            self.state.setdefault("calls", []).append(list(call))
            self.path.write_text(json.dumps(self.state, indent=1), encoding="utf-8")

    def fail(self, message: str) -> None:
        self.module.fail_json(msg=message)


Params = dict[str, Any]
Result = dict[str, Any]


def cut(value: Any, depth: int) -> Any:
    """What lies deeper comes as the name of its type, as PowerShell writes it."""
    if isinstance(value, (dict, list)) and depth < 0:
        return "System.Collections.Hashtable"
    if isinstance(value, dict):
        return {key: cut(one, depth - 1) for key, one in value.items()}
    return [cut(one, depth - 1) for one in value] if isinstance(value, list) else value


def win_powershell(host: Host, params: Params) -> Result:
    """The scripts of the roles begin with "# name:"; nothing of them is run."""
    return {"changed": False, "result": cut(_script(host, params), params["depth"] or 2)}


def _script(host: Host, params: Params) -> Any:
    name = re.match(r"# (\w+):", params["script"])
    kind = name[1] if name else ""
    if kind == "look":
        media = host.place((params["parameters"] or {}).get("Media") or "nowhere") / "Setup.exe"
        return {**host.state["machine"], "media_version": media.read_text().strip() if media.is_file() else ""}
    if kind == "installation":
        return host.state["installation"]
    if kind == "volumes":
        wanted = params["parameters"]["Paths"]
        return [{"path": path, **host.state["volumes"].get(path[:2], {"size": 0, "free": 0})} for path in wanted]
    host.fail(f"This stand-in knows no script {kind!r}")
    return None


def win_stat(host: Host, params: Params) -> Result:
    place = host.place(params["path"])
    if not place.exists():
        return {"changed": False, "stat": {"exists": False}}
    algorithm = params["checksum_algorithm"] or "sha1"
    checksum = hashlib.new(algorithm, place.read_bytes()).hexdigest() if place.is_file() else ""
    return {"changed": False, "stat": {"exists": True, "isdir": place.is_dir(), "checksum": checksum}}


def win_feature(host: Host, params: Params) -> Result:
    missing = [name for name in params["name"] if name not in host.state["features"]]
    if missing:
        host.state["features"] += missing
        host.save("win_feature", len(missing))
    return {
        "changed": bool(missing),
        "reboot_required": bool(missing) and host.state.get("features_need_restart", False),
    }


def win_package(host: Host, params: Params) -> Result:
    done = params["creates_path"] in host.state["packages"] or params["product_id"] in host.state["packages"]
    if not done:
        host.state["packages"].append(params["creates_path"] or params["product_id"])
        if params["path"].endswith("net48.exe"):
            host.state["machine"]["net_release"] = 528040
        host.save("win_package", params["path"])
    return {"changed": not done, "reboot_required": False}


def win_reboot(host: Host, _params: Params) -> Result:
    host.state["machine"]["pending_reboot"] = []
    host.save("win_reboot")
    return {"changed": True, "rebooted": not host.check}


def win_command(host: Host, params: Params) -> Result:
    """Setup.exe only. "break" in the state makes the named switch fail once, half done."""
    if host.check:
        host.module.exit_json(skipped=True, changed=False)
    program, *arguments = params["argv"]
    if not host.place(program).is_file() or "LicenseTerms" not in arguments[-1]:
        host.fail(f"{program} cannot be run like that")
    switch = arguments[0]
    breaks = host.state.get("break", "") == switch
    if breaks:
        del host.state["break"]
    ad, machine = host.state["directory"], host.state["machine"]
    version = "15.02.1748.010"
    if switch == "/Mode:Install":
        if ad["schema"] < 17003 or ad["organization"] < 16763 or ad["domain"] < 13243:
            host.fail("Active Directory is not prepared")
        key = {"UnpackedVersion": version, "ConfiguredVersion": "" if breaks else version}
        key.update({"Action": "Install", "Watermark": "half"} if breaks else {"Action": "", "Watermark": ""})
        machine["keys"] = {"AdminTools": {**key, "Action": "", "Watermark": ""}, "MailboxRole": key}
        machine["pending_reboot"] = [] if breaks else ["files to rename"]
    elif not breaks:
        ad.update(
            {"/PrepareSchema": {"schema": 17003}, "/PrepareAD": {"organization": 16763}}.get(switch, {"domain": 13243})
        )
    host.save("win_command", *arguments)
    if breaks:
        host.fail("Setup broke off")
    return {"changed": True, "rc": 0}


def win_copy(host: Host, params: Params) -> Result:
    place = host.place(params["dest"])
    new = params["content"].encode("utf-8")
    old = place.read_bytes() if place.is_file() else None
    if new != old and not host.check:
        if params["backup"] and old is not None:
            place.with_name(place.name + ".before").write_bytes(old)
        place.write_bytes(new)
        host.save("win_copy", params["dest"])
    return {"changed": new != old}


def win_file(host: Host, params: Params) -> Result:
    place = host.place(params["path"])
    changed = not place.is_dir()
    if changed and not host.check:
        place.mkdir(parents=True)
        host.save("win_file", params["path"])
    return {"changed": changed}


def win_acl(host: Host, params: Params) -> Result:
    wanted = [params["path"], params["user"], params["rights"]]
    changed = wanted not in host.state.setdefault("acls", [])
    if changed:
        host.state["acls"].append(wanted)
        host.save("win_acl", *wanted)
    return {"changed": changed}


def win_service(host: Host, params: Params) -> Result:
    services = host.state.setdefault("services", {})
    if params["state"] == "restarted":
        host.save("win_service", params["name"])
        return {"changed": True}
    changed = services.get(params["name"]) != [params["state"], params["start_mode"]]
    if changed:
        services[params["name"]] = [params["state"], params["start_mode"]]
        host.save("win_service", params["name"])
    return {"changed": changed}


def slurp(host: Host, params: Params) -> Result:
    place = host.place(params["src"])
    if not place.is_file():
        host.fail(f"file not found: {params['src']}")
    return {"changed": False, "content": base64.b64encode(place.read_bytes()).decode(), "source": params["src"]}


def object_info(host: Host, params: Params) -> Result:
    if "RSAT-AD-PowerShell" not in host.state["features"]:
        host.fail("The ActiveDirectory module is not there")
    kinds = {"Schema-Version": "schema", "OrganizationContainer": "organization", "SystemObjects": "domain"}
    kind = next(value for key, value in kinds.items() if key in params["ldap_filter"])
    number = host.state["directory"][kind]
    return {"changed": False, "objects": [{params["properties"][0]: number}] if number else []}


MODULES: dict[str, Callable[[Host, Params], Result]] = {
    function.__name__: function
    for function in (
        win_powershell, win_stat, win_feature, win_package, win_reboot, win_command, win_copy, win_file, win_acl,
        win_service, slurp, object_info,
    )
}  # fmt: skip


def run(name: str) -> None:
    """What each module file calls."""
    module = AnsibleModule(argument_spec=OPTIONS[name], supports_check_mode=True)
    module.exit_json(**MODULES[name](Host(module), module.params))
