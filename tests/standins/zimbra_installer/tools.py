#!/usr/bin/env python3
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Stand-ins of Zimbra's commands, told apart by the name they are called with.

Each call is a line of /opt/zimbra/log/standin-calls (JSON: command, arguments, user); what they set is kept in
/opt/zimbra/conf/standin.json.
"""

from __future__ import annotations

import getpass
import json
import subprocess
import sys
from pathlib import Path

HOME = Path("/opt/zimbra")
STATE = HOME / "conf/standin.json"
name, given = Path(sys.argv[0]).name, sys.argv[1:]
state = json.loads(STATE.read_text())


def keep() -> None:
    STATE.write_text(json.dumps(state))


def certificate() -> None:
    """Verify and deploy as zmcertmgr does: only as zimbra, the key at its fixed place."""
    commercial = HOME / "ssl/zimbra/commercial"
    if getpass.getuser() != "zimbra":
        sys.exit("ERROR: no longer runs as root!")
    if given[:2] == ["verifycrt", "comm"]:
        _verb, _kind, key, crt, chain = given
        pair = [
            subprocess.run(["openssl", *ask], capture_output=True, text=True, check=False).stdout
            for ask in (["pkey", "-in", key, "-pubout"], ["x509", "-in", crt, "-noout", "-pubkey"])
        ]
        if not pair[0] or pair[0] != pair[1]:
            sys.exit(f"ERROR: Unmatching certificate ({crt}) and private key ({key}) pair.")
        trusted = ["openssl", "verify", "-CAfile", chain, crt]
        if subprocess.run(trusted, capture_output=True, check=False).returncode:
            sys.exit(f"ERROR: Invalid certificate: {crt}")
        print("Valid certificate chain")
    elif given[:2] == ["deploycrt", "comm"]:
        if not (commercial / "commercial.key").exists():
            sys.exit("ERROR: Missing commercial.key")
        (commercial / "commercial.crt").write_bytes(Path(given[2]).read_bytes() + Path(given[3]).read_bytes())
        (commercial / "commercial_ca.crt").write_bytes(Path(given[3]).read_bytes())
    else:
        sys.exit(f"usage: {given}")


def dkim() -> None:
    domain = given[given.index("-d") + 1]
    if given[0] == "-q":
        if domain not in state.get("dkim", []):
            sys.exit(1)
        print(f"DKIM Private Key of {domain}: secret")
    elif given[0] == "-a":
        state.setdefault("dkim", []).append(domain)
        keep()
        print(f'DKIM Data added to LDAP for domain {domain}\nPublic signature:\nx._domainkey IN TXT "v=DKIM1; p=AAAA"')


def provision() -> None:
    asked = [word for word in given if word not in ("-l", "-m")]
    if asked[0] == "gs":
        print(f"# name {asked[1]}")
        mode = {"zimbraMailMode": "mail_mode", "zimbraReverseProxyMailMode": "proxy_mode"}
        for attribute in asked[2:]:
            if state.get(mode.get(attribute, "")):
                print(f"{attribute}: {state[mode[attribute]]}")


def set_mode(key: str, mode: str) -> None:
    state[key] = mode
    keep()


with (HOME / "log/standin-calls").open("a") as log:
    log.write(json.dumps({"command": name, "arguments": given, "user": getpass.getuser()}) + "\n")
if name == "zmcertmgr":
    certificate()
elif name == "zmdkimkeyutil":
    dkim()
elif name == "zmprov":
    provision()
elif name == "zmtlsctl":
    set_mode("mail_mode", given[0])
elif name == "zmproxyconfig":
    set_mode("proxy_mode", given[given.index("-x") + 1])
elif name == "zmlocalconfig":
    print("zimbra_ldap_password = secret")
elif name == "zmslapcat":
    (Path(given[0]) / "ldap.bak").write_text("dn: cn=zimbra\n")
