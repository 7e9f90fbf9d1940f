# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Our own client with Kerberos, against a real domain controller's tickets: with TLS, and encrypted without it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from ansible_collections.rasmi.mail.tests.standins.exchange.serve import serve
from ansible_collections.rasmi.mail.tests.standins.exchange.world import World
from ansible_collections.rasmi.mail.tests.standins.samba import Samba

ROOT = Path(__file__).resolve().parents[3]
# In a process of its own, because the Kerberos library reads its configuration once.
CLIENT = """
import sys
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.session import Session
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.target import EndpointTarget
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import AuthenticationError
url, ca_file, host = sys.argv[1:]
user, password = sys.stdin.read().split()
given = {"url": url, "ca_file": ca_file or None, "server_name": host, "user": user}
with Session(EndpointTarget.from_options({**given, "password": password})) as session:
    print(session.send("Get-TransportConfig", {}).rows[0]["MaxSendSize"])
try:
    with Session(EndpointTarget.from_options({**given, "password": "salah-2026"})) as session:
        session.open()
except AuthenticationError as error:
    print("refused", "salah-2026" in str(error))
"""


@pytest.mark.parametrize("tls", [True, False], ids=["https", "http"])
def test_our_session_logs_in_with_kerberos(domain: Samba, tls: bool) -> None:
    pytest.importorskip("gssapi", reason="Kerberos is not installed: script/bootstrap kerberos")
    with serve(World(), keytab=domain.keytab, plain_http=not tls) as endpoint:
        found = subprocess.run(
            [sys.executable, "-c", CLIENT, endpoint.url, endpoint.ca_file if tls else "", domain.host],
            env={**os.environ, "KRB5_CONFIG": domain.krb5_conf, "PYTHONPATH": str(ROOT / "collections")},
            input=f"rasmi-exchange@{domain.realm}\n{domain.password('rasmi-exchange')}\n",
            capture_output=True,
            text=True,
            check=False,
        )
    assert found.stdout.splitlines() == ["10 MB (10,485,760 bytes)", "refused False"], found.stderr[-800:]
