# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""In the place of zmconfigd and of the proxy's generator: the directory's settings become those of the real servers.

Looks every second, writes only what changed, and lets the server that it belongs to read it again. What Postfix, nginx
or Dovecot would refuse is not put in place. Also ends the sessions of accounts that are shut, as the real IMAP server
does before the next command. `python3 -m zimbra_lab.configd [--once]`.
"""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

from .directory import Directory, Values, first, settings

LOCK = Path("/run/zimbra-configd.lock")
TEMPLATES = Path(__file__).with_name("templates")
_YES = {"TRUE": "yes", "FALSE": "no"}


def postfix(server: Values, options: dict[str, Any]) -> dict[str, str]:
    """main.cf, from the attributes that zmconfigd.cf names for it."""
    filters = {"antivirus", "antispam"} & set(server.get("zimbraServiceEnabled", []))
    networks = " ".join(server.get("zimbraMtaMyNetworks", [])) or "127.0.0.0/8"
    values = {
        "HOST": options["host"],
        "SIZE": first(server, "zimbraMtaMaxMessageSize") or "10240000",
        "NETWORKS": networks,
        "RELAY": " ".join(server.get("zimbraMtaRelayHost", [])),
        "RESTRICTIONS": ", ".join([*server.get("zimbraMtaRestriction", []), "permit"]),
        "FILTER": "smtp-amavis:[127.0.0.1]:10024" if filters else "",
        "AUTH_ONLY": _YES.get(first(server, "zimbraMtaTlsAuthOnly"), "yes"),
        "SASL": first(server, "zimbraMtaSaslAuthEnable") or "yes",
        "TLS": first(server, "zimbraMtaTlsSecurityLevel") or "may",
        "PROTOCOLS": first(server, "zimbraMtaSmtpdTlsProtocols") or "!SSLv2, !SSLv3",
        "MANDATORY": first(server, "zimbraMtaSmtpdTlsMandatoryProtocols") or "!SSLv2, !SSLv3",
    }
    return {"/etc/postfix/main.cf": _fill("main.cf", values)}


def dovecot(server: Values, options: dict[str, Any]) -> dict[str, str]:
    """dovecot.conf. Through the proxy its STARTTLS mode decides about clear text, else the server's own flag."""
    proxied = first(server, "zimbraReverseProxyMailEnabled") != "FALSE"

    def clear(name: str) -> bool:
        if proxied:
            return first(server, f"zimbraReverseProxy{name}StartTlsMode") not in ("only", "")
        return first(server, f"zimbra{name}CleartextLoginEnabled") == "TRUE"

    protocols = [
        word
        for word, name in (("imap", "zimbraImapServerEnabled"), ("pop3", "zimbraPop3ServerEnabled"))
        if first(server, name) != "FALSE"
    ]
    values = {
        "HOST": options["host"],
        "PROTOCOLS": " ".join([*protocols, "lmtp"]),
        "IMAP_TLS_FIRST": "no" if clear("Imap") else "yes",
        "POP3_TLS_FIRST": "no" if clear("Pop3") else "yes",
    }
    return {"/etc/dovecot/dovecot.conf": _fill("dovecot.conf", values)}


def nginx(server: Values, headers: list[str], options: dict[str, Any]) -> dict[str, str]:
    """nginx.conf in the mail mode of the directory; "both" when it says nothing, as the real generator."""
    mode = first(server, "zimbraReverseProxyMailMode") or "both"
    lines = [line.partition(":") for line in [*server.get("zimbraReverseProxyResponseHeaders", []), *headers]]
    extra = "\n".join(f'    add_header {name.strip()} "{value.strip()}" always;' for name, _colon, value in lines)
    values = {
        "HOST": options["host"],
        "PROTOCOLS": " ".join(server.get("zimbraReverseProxySSLProtocols", [])) or "TLSv1.2 TLSv1.3",
        "CIPHERS": first(server, "zimbraReverseProxySSLCiphers") or "HIGH:!aNULL",
        "HEADERS": extra.replace('""', '"'),
        "UPSTREAM": options["user_url"],
    }
    plain = {
        "redirect": "return 301 https://$host$request_uri;",
        "http": "include /etc/nginx/mailbox.conf;",
        "both": "include /etc/nginx/mailbox.conf;",
        "mixed": "location = / { return 302 https://$host$request_uri; }\n    include /etc/nginx/mailbox.conf;",
    }
    blocks = []
    if mode in plain:
        blocks.append(_fill("nginx-http.conf", {**values, "WHAT": plain[mode]}))
    if mode != "http":
        blocks.append(_fill("nginx-https.conf", values))
    mailbox = _fill("nginx-mailbox.conf", values)
    return {
        "/etc/nginx/mailbox.conf": mailbox,
        "/etc/nginx/nginx.conf": _fill("nginx.conf", {"SERVERS": "\n".join(blocks)}),
    }


def _fill(template: str, values: dict[str, str]) -> str:
    text = (TEMPLATES / template).read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    return text


#: (what writes it, the check of the new files, what makes the server read them)
_POSTFIX = (["postfix", "check"], ["postfix", "reload"])
_DOVECOT = (["doveconf", "-n"], ["doveadm", "reload"])
_NGINX = (["nginx", "-t", "-q"], ["nginx", "-s", "reload"])


def apply(directory: Directory, options: dict[str, Any]) -> list[str]:
    """One look; returns the files that changed. One at a time, so that --once has everything done when it returns."""
    with LOCK.open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        return _apply(directory, options)


def _apply(directory: Directory, options: dict[str, Any]) -> list[str]:
    server = directory.server()
    changed = []
    for files, (check, reload) in (
        (postfix(server, options), _POSTFIX),
        (dovecot(server, options), _DOVECOT),
        (nginx(server, directory.domain_headers(), options), _NGINX),
    ):
        before = {path: _read(path) for path in files}
        if before == files:
            continue
        for path, text in files.items():
            _write(path, text)
        if _run(check):
            _run(reload)
            changed += files
            continue
        for path, text in before.items():
            _write(path, text)
    return changed


def _run(command: list[str]) -> bool:
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    if done.returncode:
        print(" ".join(command), done.returncode, done.stderr.strip()[-800:], file=sys.stderr, flush=True)
    return done.returncode == 0


def _read(path: str) -> str:
    return Path(path).read_text(encoding="utf-8") if Path(path).exists() else ""


def _write(path: str, text: str) -> None:
    new = Path(f"{path}.new")
    new.write_text(text, encoding="utf-8")
    os.replace(new, path)


def main() -> None:
    """Look for ever, or once with --once."""
    options = settings()
    directory = Directory(options)
    if "--once" in sys.argv:
        print("\n".join(apply(directory, options)))
        return
    shut: set[str] | None = None
    while True:
        try:
            for path in apply(directory, options):
                print(f"written: {path}", flush=True)
            now = directory.shut()
            for name in sorted(now - (now if shut is None else shut)):
                subprocess.run(["doveadm", "kick", name], capture_output=True, check=False)
            shut = now
        except Exception as error:  # the directory restarts: look again
            print(f"{type(error).__name__}: {error}", file=sys.stderr, flush=True)
        time.sleep(1)


if __name__ == "__main__":
    main()
