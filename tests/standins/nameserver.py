# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A name server on loopback that answers from a zone, over UDP and TCP, as dnspython writes the messages."""

from __future__ import annotations

import socketserver
import struct
import threading

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.zone

ORIGIN = "kelantan.gov.my."


class NameServer:
    """`with NameServer(zone_text) as server`; asked at `server.address` (address#port). `dead`: it never answers."""

    def __init__(self, records: str, *, dead: bool = False) -> None:
        head = "$TTL 60\n@ SOA ns hostmaster 1 3600 600 86400 60\n@ NS ns\nns A 127.0.0.1\n"
        self.zone = dns.zone.from_text(head + records, origin=ORIGIN, relativize=False)
        self.dead = dead
        self._servers: list[socketserver.BaseServer] = []
        self.address = ""

    def answer(self, question: bytes) -> bytes:
        query = dns.message.from_wire(question)
        reply = dns.message.make_response(query)
        reply.flags |= dns.flags.AA
        asked = query.question[0]
        node = self.zone.get_node(asked.name)
        found = self.zone.get_rrset(asked.name, asked.rdtype)
        if found is not None:
            reply.answer.append(found)
        elif node is None:
            reply.set_rcode(dns.rcode.NXDOMAIN)
        if not reply.answer:
            reply.authority.append(self.zone.find_rrset(ORIGIN, dns.rdatatype.SOA))
        return reply.to_wire()

    def __enter__(self) -> NameServer:
        outer = self

        class Datagram(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                data, sock = self.request
                if not outer.dead:
                    wire = outer.answer(data)
                    if len(wire) > 512:
                        short = dns.message.from_wire(wire)
                        short.answer.clear()
                        short.flags |= dns.flags.TC
                        wire = short.to_wire()
                    sock.sendto(wire, self.client_address)

        class Stream(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                (size,) = struct.unpack("!H", self.rfile.read(2))
                wire = outer.answer(self.rfile.read(size))
                self.wfile.write(struct.pack("!H", len(wire)) + wire)

        while True:
            stream = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Stream)
            port = stream.server_address[1]
            try:
                datagram = socketserver.ThreadingUDPServer(("127.0.0.1", port), Datagram)
                break
            except OSError:  # somebody has the same port of the other kind
                stream.server_close()
        for server in (stream, datagram):
            server.daemon_threads = True
            threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
            self._servers.append(server)
        self.address = f"127.0.0.1#{port}"
        return self

    def __exit__(self, *_exc: object) -> None:
        for server in self._servers:
            server.shutdown()
            server.server_close()
