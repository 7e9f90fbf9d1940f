# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The same accounts by a `loop:` over community.general's LDAP modules, for comparison.

    script/bench loop [--accounts N] [--json FILE]

Two tasks, as such playbooks are written: ldap_entry makes what is missing, ldap_attrs sets the attributes. Measured on
an empty server and again with nothing to do, beside accounts.yml on a server of the same kind.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent))

from accounts import PASSWORD, PROVISIONER, Bench, Sample, Slapd, measured, say

FIXED = ("rasmiAccountId", "objectClass", "userPassword")


def entries(server: Slapd) -> list[dict[str, Any]]:
    """The accounts that accounts.yml made, as items of a loop."""
    found = []
    for name, values in server.entries("(objectClass=rasmiAccount)", "*").items():
        item = {"dn": name, "attributes": values, "managed": {k: v for k, v in values.items() if k not in FIXED}}
        item["attributes"]["userPassword"] = f"Kx7#qweRtyu{len(found)}"
        found.append(item)
    return found


def playbook(items: list[dict[str, Any]], server: Slapd) -> list[dict[str, Any]]:
    connection = {
        "server_uri": f"ldap://127.0.0.1:{server.port}",
        "bind_dn": PROVISIONER,
        "bind_pw": PASSWORD,
    }
    entry = {"dn": "{{ item.dn }}", "objectClass": ["inetOrgPerson", "rasmiAccount"]}
    values = "{{ item.attributes | dict2items | rejectattr('key', 'eq', 'objectClass') | items2dict }}"
    loop = {"loop": items, "loop_control": {"label": "{{ item.dn }}"}}
    tasks = [
        {"community.general.ldap_entry": {**connection, **entry, "attributes": values}, **loop},
        {
            "community.general.ldap_attrs": {
                **connection,
                "dn": "{{ item.dn }}",
                "attributes": "{{ item.managed }}",
                "state": "exact",
            },
            **loop,
        },
    ]
    return [{"hosts": "localhost", "connection": "local", "gather_facts": False, "tasks": tasks}]


def main() -> None:
    """Measure and print; the ratios stand on the last line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accounts", type=int, default=200)
    parser.add_argument("--json", type=Path)
    options = parser.parse_args()
    python = shutil.which("python3", path="/usr/bin") or sys.executable
    if subprocess.run([python, "-c", "import ldap"], check=False, capture_output=True).returncode:
        print("not measured: community.general's modules need python-ldap (apt-get install python3-ldap)")
        return
    root = Path(tempfile.mkdtemp(prefix="rasmi-bench-"))
    samples = {name: Sample() for name in ("loop_create", "loop_noop")}
    try:
        with Slapd(durable=True) as server, Slapd(durable=True) as other:
            bench = Bench(root, options.accounts, 1, server)
            bench.prepare()
            say("accounts.yml: creation, then nothing to do")
            bench.accounts("create", changed=True)
            bench.accounts("warm", changed=False)
            book = root / "loop.json"
            book.write_text(json.dumps(playbook(entries(server), other)))
            ansible = str(Path(sys.executable).parent / "ansible-playbook")
            command = [ansible, "-i", "localhost,", "-e", f"ansible_python_interpreter={python}", str(book)]
            say("loop: creation, then nothing to do")
            measured(command, samples["loop_create"])
            measured(command, samples["loop_noop"])
            made = len(other.entries("(objectClass=rasmiAccount)", "dn"))
            if made != options.accounts:
                raise SystemExit(f"the loop made {made} accounts")
    finally:
        shutil.rmtree(root, ignore_errors=True)
    seconds = {name: round(sample.median, 2) for name, sample in {**bench.samples, **samples}.items()}
    ratios = {
        "create": round(seconds["loop_create"] / seconds["create"], 1),
        "noop": round(seconds["loop_noop"] / seconds["warm"], 1),
    }
    result = {"accounts": options.accounts, "seconds": seconds, "ratios": ratios}
    if options.json:
        options.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    for name, value in seconds.items():
        print(f"  {name:<12} {value:>8.2f} s")
    print(f"a loop takes {ratios['create']} times as long to create, {ratios['noop']} times to find nothing to do")


if __name__ == "__main__":
    main()
