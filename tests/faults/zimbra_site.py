# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A Zimbra site that can be hurt: the stand-in behind a proxy that ends TLS, so that it can count requests."""

from __future__ import annotations

import http.client
import json
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from ansible_collections.rasmi.mail.plugins.module_utils._evidence.ledger import records, verify
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.members import MEMBERS
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.notes import read_notes
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.provider import OURS
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Entry, Soap
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.table import READ_ATTRIBUTES
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.target import ZimbraTarget
from ansible_collections.rasmi.mail.tests.faults.conftest import GROUP, Site
from ansible_collections.rasmi.mail.tests.standins.slapd import certificate, write_pair
from ansible_collections.rasmi.mail.tests.standins.zimbra_site import may_log_in, provision

DOMAIN = "kelantan.gov.my"


class SoapProxy:
    """Stands between controller and server and counts the SOAP requests that go through.

    At request number `at` (of those with `match` in their name) it stops: with `deliver` that request still reaches
    the server but its answer, and every later one, does not come back; without, the request is lost. With `cut` every
    connection is closed instead. `resume` lets everything flow again. `names` are the requests in the order in which
    they came.
    """

    def __init__(
        self,
        root: Path,
        url: str,
        ca_file: str,
        at: int = 0,
        *,
        match: str = "",
        deliver: bool = False,
        cut: bool = False,
    ) -> None:
        self.at, self.match, self.deliver, self.cut = at, match, deliver, cut
        self.names: list[str] = []
        self.closing = False
        self.stopped, self.open, self.lock = threading.Event(), threading.Event(), threading.Lock()
        self.open.set()
        parts = urlsplit(url)
        self.host, self.port_of_server, self.path = parts.hostname, parts.port, parts.path
        self.trust = ssl.create_default_context(cafile=ca_file)
        authority = certificate("proxy authority")
        write_pair(root, "proxy-ca", authority)
        write_pair(root, "proxy", certificate("127.0.0.1", ca=authority))
        self.ca_file = str(root / "proxy-ca.pem")
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(root / "proxy.pem", root / "proxy.key")
        self._server = _Server(self, tls)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self._server.server_address[1]}{self.path}"

    @property
    def requests(self) -> int:
        return len(self.names)

    def resume(self) -> None:
        self.open.set()

    def close(self) -> None:
        """End it; what was held back is lost."""
        self.closing = True
        self.resume()
        self._server.shutdown()
        self._server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self, proxy: SoapProxy, tls: ssl.SSLContext) -> None:
        self.proxy, self.tls = proxy, tls
        super().__init__(("127.0.0.1", 0), _Handler)

    def handle_error(self, _request: Any, _client_address: Any) -> None:
        """A killed client is no news."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def setup(self) -> None:
        self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        proxy = self.server.proxy
        self.inner = http.client.HTTPSConnection(
            str(proxy.host), proxy.port_of_server, context=proxy.trust, timeout=180
        )
        super().setup()

    def log_message(self, *_args: Any) -> None:
        """Requests carry passwords."""

    def do_POST(self) -> None:
        data = self.rfile.read(int(self.headers["Content-Length"]))
        proxy = self.server.proxy
        with proxy.lock:
            proxy.names.append(_name(data))
            several = sum(proxy.match in name for name in proxy.names)
            here = proxy.match in proxy.names[-1] and several == proxy.at
            # A cut holds nobody back: what is on its way when it comes, arrives.
            if here and not proxy.cut:
                proxy.open.clear()
        if here and proxy.cut:
            proxy.stopped.set()
        if proxy.cut and proxy.at and several >= proxy.at:
            self.close_connection = True
            return
        if not here:
            proxy.open.wait()
        elif not proxy.deliver:
            proxy.stopped.set()
            proxy.open.wait()
        if proxy.closing:
            self.close_connection = True
            return
        self.inner.request("POST", self.path, data, {"Content-Type": self.headers["Content-Type"]})
        answer = self.inner.getresponse()
        found = answer.read()
        if here and proxy.deliver:
            proxy.stopped.set()
        proxy.open.wait()
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.headers.get("Content-Type", ""))
        self.send_header("Content-Length", str(len(found)))
        self.end_headers()
        self.wfile.write(found)


def _name(data: bytes) -> str:
    body = json.loads(data)["Body"]
    (name,) = body
    if name == "BatchRequest":
        return "+".join(inner for inner in body[name] if inner.endswith("Request"))
    return str(name)


class ZimbraSite(Site):
    """The same wanted people as on the reference platform, on a Zimbra server; ten accounts in a batch."""

    def __init__(self, root: Path, server: Any, count: int = 40) -> None:
        super().__init__(root, server, count)
        self.connection = {**provision(server.options, DOMAIN), "batch": 10}
        self.admin = Soap(ZimbraTarget.from_options(server.options))

    def options(self, proxy: Any = None, **values: Any) -> dict[str, Any]:
        zimbra = dict(self.connection)
        if proxy is not None:
            zimbra |= {"url": proxy.url, "ca_file": proxy.ca_file, "timeout": 180, "tries": 2}
        found = {
            "zimbra": zimbra,
            "accounts": self.accounts,
            "profile": "kelantan",
            "ledger": str(self.ledger),
            "supervisors": str(self.root / "supervisors.yml"),
            "limits": {"max_destructive": 100, "max_destructive_share": 1.0},
        }
        if "plan" in values:
            del found["accounts"], found["profile"]
        return {**found, **values}

    def entries(self) -> dict[str, Entry]:
        """Account id -> entry, of every account with our marker; an id that came twice is an error."""
        found: dict[str, Entry] = {}
        for entry in self.admin.search("accounts", OURS, READ_ATTRIBUTES, may_be_empty=True):
            (number,) = [one for one in entry.attrs["zimbraForeignPrincipal"] if one.startswith("rasmi:")]
            assert number not in found, f"{number} is there twice"
            found[number.removeprefix("rasmi:")] = entry
        return found

    def check_converged(self) -> None:
        """Everything wanted is there once, every password is in somebody's hands, the ledger knows it all."""
        again = self.run()
        assert not again.get("failed"), again
        assert again["counts"] == {}, again["counts"]
        entries = self.entries()
        assert sorted(entries) == sorted(row["account_id"] for row in self.accounts)
        files = self.passwords()
        user = {**self.server.options, "url": self.server.user_url}
        for entry in entries.values():
            password = files[read_notes(entry.attrs["zimbraNotes"])["handover"]][entry.name]
            assert may_log_in(user, entry.name, password) == "account.CHANGE_PASSWORD", entry.name
        (group,) = self.admin.search("distributionlists", "", (MEMBERS,))
        assert group.name == GROUP
        assert sorted(group.attrs[MEMBERS]) == sorted(entry.name for entry in entries.values())
        self.check_ledger(set(entries))

    def check_ledger(self, have: set[str]) -> None:
        result = verify(self.ledger)
        assert result.problems == ()
        assert result.open_intents == 0
        done: set[str] = set()
        asked: dict[str, str] = {}
        for record in records(self.ledger):
            if record["kind"] == "intent" and record["change"]["verb"] == "create":
                asked[record["key"]] = record["change"]["after"]["account_id"]
            elif record["kind"] == "outcome" and record["result"] == "done":
                done.add(asked.get(record["key"], ""))
        assert done >= have
