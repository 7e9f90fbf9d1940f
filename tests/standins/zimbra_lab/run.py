# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All small services of the lab in one process: `python3 -m zimbra_lab.run`."""

from __future__ import annotations

import threading
from pathlib import Path

from . import accounts, filter, lmtp, web
from .directory import Directory, settings

LMTP, SCANNER, BACK, QUESTIONS, WEB = 7025, 10024, 10025, 7079, 7078
STORE = "/run/dovecot/lmtp-store"
MAILBOXES = Path("/opt/zimbra/store")


def main() -> None:
    """Serve until killed."""
    options = settings()
    directory = Directory(options)
    soap = accounts.Soap(options["user_url"], options["ca_file"], options["host"])
    servers = [
        lmtp.serve(directory, LMTP, STORE, MAILBOXES),
        filter.serve(directory, SCANNER, ("127.0.0.1", BACK)),
        accounts.serve(directory, soap, QUESTIONS),
        web.serve(directory, soap, WEB),
    ]
    threads = [threading.Thread(target=server.serve_forever, daemon=True) for server in servers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


if __name__ == "__main__":
    main()
