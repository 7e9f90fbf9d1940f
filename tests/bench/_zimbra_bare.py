# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The bare client that the Zimbra benchmark measures against: raw SOAP, nothing of the collection, nothing checked.

    python tests/bench/_zimbra_bare.py FILE      FILE: JSON with what to do

It is as fast as a client can be that only sends and reads: kept-alive connections, batches, several threads.
"""

from __future__ import annotations

import http.client
import json
import ssl
import sys
import threading
import time
from pathlib import Path
from urllib.parse import urlsplit


class Bare:
    """One connection with a token."""

    def __init__(self, server: dict, rate: float) -> None:
        parts = urlsplit(server["url"])
        context = ssl.create_default_context(cafile=server.get("ca_file") or None)
        context.check_hostname = not server.get("server_name")
        self.connection = http.client.HTTPSConnection(parts.hostname, parts.port, context=context, timeout=120)
        self.path, self.token, self.session, self.gap, self.last = parts.path, "", None, 1 / rate, 0.0
        answer = self.ask("AuthRequest", {"name": server["user"], "password": server["password"]})
        self.token = answer["authToken"][0]["_content"]

    def ask(self, name: str, body: dict, namespace: str = "urn:zimbraAdmin") -> dict:
        wait = self.last + self.gap - time.monotonic()
        if wait > 0:
            time.sleep(wait)
        self.last = time.monotonic()
        context: dict = {"_jsns": "urn:zimbra", "format": {"type": "js"}}
        if self.token:
            context["authToken"] = self.token
        if self.session is not None:
            context["session"] = self.session
        envelope = {"Header": {"context": context}, "Body": {name: {**body, "_jsns": namespace}}}
        data = json.dumps(envelope).encode()
        self.connection.request("POST", self.path, data, {"Content-Type": "application/soap+xml; charset=utf-8"})
        answer = self.connection.getresponse()
        text = answer.read()
        if answer.status != 200:
            raise SystemExit(f"{name}: HTTP {answer.status}: {text[:300]!r}")
        found = json.loads(text)
        session = found["Header"].get("context", {}).get("session")
        if self.session is not None and session:
            self.session = {"id": session["id"], "type": "admin"}
        return found["Body"][name.replace("Request", "Response")]


def create(server: dict, accounts: list[dict], way: dict) -> float:
    """Seconds for making all accounts, `threads` at a time, `batch` in one request (1 = plain requests)."""
    threads, size = way["threads"], way["batch"]
    clients = [Bare(server, server["rate"] / threads) for _number in range(threads)]
    parts = iter([accounts[start : start + size] for start in range(0, len(accounts), size)])
    lock, wrong = threading.Lock(), []

    def work(client: Bare) -> None:
        while True:
            with lock:
                part = next(parts, None)
            if part is None:
                return
            if size == 1:
                client.ask("CreateAccountRequest", part[0])
                continue
            items = [{**one, "_jsns": "urn:zimbraAdmin", "requestId": str(number)} for number, one in enumerate(part)]
            answer = client.ask("BatchRequest", {"CreateAccountRequest": items}, "urn:zimbra")
            if len(answer.get("CreateAccountResponse", ())) != len(part):
                wrong.append(answer.get("Fault"))

    begin = time.monotonic()
    workers = [threading.Thread(target=work, args=(client,)) for client in clients]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    if wrong:
        raise SystemExit(f"the bare client was refused: {str(wrong[0])[:500]}")
    return time.monotonic() - begin


def search(server: dict, body: dict, page: int) -> int:
    """The number of entries in a paged search over one session."""
    client = Bare(server, server["rate"])
    client.session = {}
    count = 0
    while True:
        answer = client.ask("SearchDirectoryRequest", {**body, "limit": str(page), "offset": str(count)})
        found = answer.get("account", [])
        count += len(found)
        if len(found) < page:
            return count


def delete(server: dict, identities: list[str]) -> None:
    """Delete accounts by their zimbraId, 50 in one request."""
    client = Bare(server, server["rate"])
    for start in range(0, len(identities), 50):
        items = [
            {"id": one, "_jsns": "urn:zimbraAdmin", "requestId": str(number)}
            for number, one in enumerate(identities[start : start + 50])
        ]
        client.ask("BatchRequest", {"DeleteAccountRequest": items}, "urn:zimbra")


def main() -> None:
    """Do what the file says and print the answer as JSON."""
    job = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    server = job["server"]
    if job["do"] == "create":
        print(json.dumps(create(server, job["accounts"], job["way"])))
    elif job["do"] == "delete":
        delete(server, job["ids"])
    else:
        print(json.dumps(search(server, job["body"], job["page"])))


if __name__ == "__main__":
    main()
