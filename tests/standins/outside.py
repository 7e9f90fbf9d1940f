# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lab's other mail system, as a site supplies one (R167): python -m tests.standins.outside STATE_DIRECTORY

It listens on the container's gateway, where the lab's server sends mail for luar.test, takes submissions there and
hands them over to that server's port 25, and shows its mailbox over IMAP. Where it is, and its password, stand in
STATE_DIRECTORY/outside.json and STATE_DIRECTORY/secrets/outside; inventories/lab reads them while it runs.
"""

from __future__ import annotations

import json
import re
import secrets
import shutil
import signal
import smtplib
import sys
from pathlib import Path

from tests.standins.mailpeer import Peer
from tests.standins.mailservice import NAME

ADDRESS, PORT = "ujian@luar.test", 2527


def main(state: Path) -> None:
    """Serve until SIGTERM or SIGINT."""
    lab = json.loads((state / "lab.json").read_text())

    def carry(data: bytes) -> None:
        recipient = re.search(rb"^To: <([^>]+)>", data, re.MULTILINE)
        assert recipient
        with smtplib.SMTP(lab["ip"], 25, local_hostname="luar.test") as client:
            client.sendmail(ADDRESS, [recipient[1].decode()], data)

    with Peer([ADDRESS], host=lab["gateway"], fixed={"smtp": PORT}) as peer:
        peer.service.domain = "luar.test"
        peer.forward = carry  # type: ignore[method-assign]
        password = secrets.token_urlsafe(18)
        peer.service.boxes[ADDRESS].password = password
        secret, told = state / "secrets" / "outside", state / "outside.json"
        secret.touch(mode=0o600)
        secret.write_text(password + "\n")
        shutil.copy(peer.ca_file, state / "outside-ca.pem")
        door = {
            "host": lab["gateway"],
            "server_name": NAME,
            "ca_file": str((state / "outside-ca.pem").resolve()),
            "user": ADDRESS,
            "password_file": str(secret.resolve()),
        }
        smtp, imap = door | {"port": peer.ports["submission"]}, door | {"port": peer.ports["imaps"]}
        told.write_text(json.dumps([{"id": "luar.test", "address": ADDRESS, "smtp": smtp, "imap": imap}]))
        try:
            signal.sigwait({signal.SIGTERM, signal.SIGINT})
        finally:
            told.unlink()
            secret.unlink()


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    main(Path(sys.argv[1]))
