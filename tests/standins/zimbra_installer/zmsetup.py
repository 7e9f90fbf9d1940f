#!/usr/bin/env python3
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Stand-in of Zimbra's zmsetup.pl: reads the answers as the real one does, goes on at the first step that the history
lacks, and leaves its answers in /opt/zimbra/config.PID, from which it takes only keys with PASS (the real one's way).
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

HOME = Path("/opt/zimbra")
HISTORY = HOME / ".install_history"
KNOBS = Path("/etc/zimbra-standin")
STEPS = {
    "": ["BEGIN", "configLCValues", "configInitCore", "configCASetup", "configCreateCert"],
    "zimbra-ldap": ["configInstallCertLDAP", "configSetupLdap", "configSaveCA"],
    "zimbra-store": ["configCreateServerEntry", "configSetServicePorts", "configCreateDomain", "configInitSql"],
    "zimbra-mta": ["configInitMta"],
    "zimbra-proxy": ["configInstallCertProxy"],
}
NEEDED = {
    "": ["HOSTNAME", "LDAPHOST", "LDAPADMINPASS"],
    "zimbra-ldap": ["LDAPROOTPASS", "LDAPREPPASS", "ldap_nginx_password"],
    "zimbra-store": ["CREATEADMIN", "MODE"],
    "zimbra-mta": ["LDAPPOSTPASS", "LDAPAMAVISPASS"],
    "zimbra-proxy": ["PROXYMODE", "ldap_nginx_password"],
}


def record(text: str) -> None:
    with HISTORY.open("a") as file:
        file.write(f"{int(time.time())}: {text}\n")


def status() -> tuple[list[str], list[str]]:
    """Packages and configured steps, as far as the last session knows."""
    packages: list[str] = []
    steps: list[str] = []
    for line in HISTORY.read_text().splitlines():
        what = line.split(": ", 1)[1]
        if what == "INSTALL SESSION START":
            packages, steps = [], []
        elif what == "CONFIG SESSION START":
            steps = []
        elif what.startswith("INSTALLED "):
            packages.append(what.split()[1].split("_")[0])
        elif what.startswith("CONFIGURED "):
            steps.append(what.split()[1])
    return packages, steps


def load(path: str) -> dict[str, str]:
    values = {}
    for line in Path(path).read_text().splitlines():
        key, _equals, value = line.partition("=")
        values[key] = value.replace('"', "")
    return values


def require(values: dict[str, str], packages: list[str]) -> None:
    for package, keys in NEEDED.items():
        for key in keys if not package or package in packages else []:
            if not values.get(key):
                print(f"Address unconfigured (**) items ({key}) [help] ", end="")
                sys.exit(1)


def master_answers(values: dict[str, str]) -> None:
    """Others ask the directory's master, with its password."""
    if values["LDAPHOST"] == values["HOSTNAME"]:
        return
    try:
        urllib.request.urlopen(f"http://{values['LDAPHOST']}:389/{values['LDAPADMINPASS']}", timeout=5).close()
    except OSError:
        print("ERROR: Unable to bind to the ldap server: check LDAPHOST and the passwords")
        sys.exit(1)


def run_directory(values: dict[str, str]) -> None:
    """A door that opens for the directory's password: what other hosts see of a master."""
    room = Path("/var/lib/zimbra-standin-ldap")
    shutil.rmtree(room, ignore_errors=True)
    room.mkdir(mode=0o700)
    (room / values["LDAPADMINPASS"]).write_text("")
    unit = ["systemd-run", "--quiet", "--unit=zimbra-standin-ldap", f"--working-directory={room}"]
    unit += ["-p", "StandardError=null"]  # it would log what it is asked for
    subprocess.run(["systemctl", "stop", "zimbra-standin-ldap"], check=False, stderr=subprocess.DEVNULL)
    subprocess.run([*unit, "/usr/bin/python3", "-m", "http.server", "389"], check=True)


def main() -> None:
    if len(sys.argv) != 3 or sys.argv[1] != "-c":
        print("The system will be modified - continue? [No] ", end="")
        sys.exit(1)
    with Path("/var/log/zimbra-standin").open("a") as log:
        log.write(f"{time.time()} zmsetup.pl {' '.join(sys.argv[1:])}\n")
    packages, done = status()
    if "zimbra-core" not in packages:
        sys.exit("zimbra-core does not seem to be installed.")
    values = load(sys.argv[2])
    require(values, packages)
    kept = {key: value for key, value in values.items() if "PASS" not in key and key != "INSTALL_PACKAGES"}
    left = HOME / f"config.{os.getpid()}"
    left.write_text("".join(f'{key}="{value}"\n' for key, value in kept.items()))
    left.chmod(0o600)
    record("CONFIG SESSION START")
    fail = (KNOBS / "fail").read_text().strip() if (KNOBS / "fail").exists() else ""
    for package, steps in STEPS.items():
        for step in steps if not package or package in packages else []:
            if step in done and step != "BEGIN":
                record(f"CONFIGURED {step}")
                continue
            if step == fail:
                print(f"ERROR: {step} failed.")
                sys.exit(1)
            if step == "configCASetup":
                master_answers(values)
            if step == "configSetupLdap":
                run_directory(values)
            record(f"CONFIGURED {step}")
            with Path("/var/log/zimbra-standin").open("a") as log:
                log.write(f"{time.time()} step {step}\n")
    state = {
        "hostname": values["HOSTNAME"],
        "mail_mode": values.get("MODE", ""),
        "proxy_mode": values.get("PROXYMODE", ""),
    }
    (HOME / "conf/standin.json").write_text(json.dumps(state))
    shutil.chown(HOME / "conf/standin.json", "zimbra", "zimbra")
    record("CONFIGURED END")
    print("Configuration complete - press return to exit")


main()
