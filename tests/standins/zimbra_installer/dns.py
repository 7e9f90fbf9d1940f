# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A name server that knows some A and MX records, on UDP port 5353; its argument: {"addresses": {}, "mx": {}}."""

from __future__ import annotations

import json
import socket
import struct
import sys

A, MX = 1, 15


def encode(name: str) -> bytes:
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"


def answer(packet: bytes, addresses: dict[str, str], mx: dict[str, str]) -> bytes:
    """Answer one question; a name without a record gets an answer without records, an unknown name code 3."""
    labels, place = [], 12
    while packet[place]:
        labels.append(packet[place + 1 : place + 1 + packet[place]].decode())
        place += 1 + packet[place]
    name = ".".join(labels).lower()
    kind = struct.unpack(">H", packet[place + 1 : place + 3])[0]
    data = b""
    if kind == A and name in addresses:
        data = socket.inet_aton(addresses[name])
    elif kind == MX and name in mx:
        data = struct.pack(">H", 10) + encode(mx[name])
    known = name in addresses or name in mx
    head = packet[:2] + struct.pack(">HHHHH", 0x8180 | (0 if known else 3), 1, 1 if data else 0, 0, 0)
    record = b"\xc0\x0c" + struct.pack(">HHIH", kind, 1, 60, len(data)) + data if data else b""
    return head + packet[12 : place + 5] + record


def serve(door: socket.socket, addresses: dict[str, str], mx: dict[str, str]) -> None:
    while True:
        packet, asker = door.recvfrom(512)
        door.sendto(answer(packet, addresses, mx), asker)


if __name__ == "__main__":
    records = json.loads(sys.argv[1])
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        door.bind(("0.0.0.0", 5353))
        serve(door, records["addresses"], records["mx"])
