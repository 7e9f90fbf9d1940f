# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lab's zmdkimkeyutil: -a adds a key to a domain, -q shows it, -r removes it; -s SELECTOR, -d DOMAIN.

The real one keeps the key in the directory; this one keeps it in a file, where the lab's filter finds it, and tells the
lab's name server.
"""

from __future__ import annotations

import argparse
import json
import secrets
import subprocess
import sys
from pathlib import Path

KEPT = Path("/opt/zimbra/conf/dkim.json")
#: What the lab's name server adds to the records of the domain.
ZONE = Path("/opt/zimbra/data/dkim.zone")


def main() -> int:
    """Do what the options say; 1 when it cannot be done."""
    parser = argparse.ArgumentParser(add_help=False)
    for letter in "aqru":
        parser.add_argument(f"-{letter}", action="store_true")
    parser.add_argument("-d", dest="domain", required=True)
    parser.add_argument("-s", dest="selector", default="")
    parser.add_argument("-b", dest="bits", default="2048")
    options = parser.parse_args()
    keys = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    domain = options.domain
    if options.a and domain in keys:
        print(f"Error: Domain {domain} already has DKIM enabled.", file=sys.stderr)
        return 1
    if not options.a and domain not in keys:
        print(f"No DKIM Information for domain {domain}", file=sys.stderr)
        return 1
    if options.a or options.u:
        selector = options.selector or secrets.token_hex(16).upper()
        key = subprocess.run(["openssl", "genrsa", options.bits], capture_output=True, check=True).stdout
        public = subprocess.run(["openssl", "rsa", "-pubout"], input=key, capture_output=True, check=True).stdout
        body = "".join(public.decode().split("-----")[2].split())
        pieces = " ".join(
            f'"{text}"' for text in ("v=DKIM1; k=rsa; p=", *(body[at : at + 200] for at in range(0, len(body), 200)))
        )
        record = f"{selector}._domainkey\tIN\tTXT\t( {pieces} )"
        keys[domain] = {"selector": selector, "domain": domain, "record": record, "key": key.decode()}
    if options.r:
        del keys[domain]
        print(f"DKIM Data deleted in LDAP for domain {domain}")
    else:
        print(f"DKIM Data for domain {domain}\nPublic signature to enter into DNS:\n{keys[domain]['record']}")
        print(f"DKIM Selector:\n{keys[domain]['selector']}\nDKIM Identity:\n{domain}")
    KEPT.touch(mode=0o600)
    KEPT.write_text(json.dumps(keys))
    ZONE.write_text("".join(f"{entry['record']}\n" for entry in keys.values()))
    return 0


if __name__ == "__main__":
    sys.exit(main())
