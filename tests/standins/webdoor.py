# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The web door of the small mail service: as much of Roundcube as a probe needs."""

from __future__ import annotations

import http.server
import urllib.parse
from typing import TYPE_CHECKING

from tests.standins.mailservice import NAME

if TYPE_CHECKING:
    from tests.standins.mailpeer import Peer


class Web(http.server.BaseHTTPRequestHandler):
    """As much of Roundcube's pages as tells a session from a logon form."""

    peer: Peer
    tls: bool
    protocol_version = "HTTP/1.1"
    form = '<form action="/?_task=login"><input name="_token" value="t0ken"><input name="_pass"></form>'

    def setup(self) -> None:
        if self.tls:
            self.request = self.peer.context.wrap_socket(self.request, server_side=True)
        super().setup()

    def log_message(self, *_args: object) -> None:
        pass

    def answer(self, status: int, body: str = "", **headers: str) -> None:
        data = body.encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        if self.tls and self.peer.service.flaws.hsts:
            self.send_header("Strict-Transport-Security", "max-age=31536000")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def do_GET(self) -> None:
        inside = "roundcube_sessauth" in self.headers.get("Cookie", "")
        if not self.tls and self.peer.service.flaws.redirect:
            self.answer(301, Location=f"https://{NAME}{self.path}")
        elif "_task=settings" in self.path and inside:
            offer = '"_action=plugin.managesieve"' if self.peer.service.flaws.offers_filters else ""
            self.answer(200, f'{{"task":"settings","action":""}} {offer}')
        elif "_action=compose" in self.path and inside:
            self.answer(200, '{"request_token":"t0ken","compose_id":"1"} <select name="_from"><option value="7">')
        else:
            self.answer(200, self.form, Set_Cookie="roundcube_sessid=1; secure; HttpOnly")

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        if not self.tls and self.peer.service.flaws.redirect:
            self.answer(301, Location=f"https://{NAME}{self.path}")
        elif "_action=upload" in self.path:
            self._upload(len(body))
        elif "_framed=1" in self.path:
            self._send(body)
        else:
            self._login(body)

    def _login(self, body: bytes) -> None:
        fields = _fields(body)
        if self.peer.service.login("web", fields.get("_user", ""), fields.get("_pass", "")):
            self.answer(302, Location="/?_task=mail&_token=t0ken", Set_Cookie="roundcube_sessauth=1; secure")
        else:
            self.answer(200 if not self.tls else 401, self.form)

    def _upload(self, size: int) -> None:
        flaws = self.peer.service.flaws
        if flaws.web_breaks:
            self.answer(500, "oops")
        elif size > 2 * flaws.web_size:
            self.answer(413)
        elif size > flaws.web_size:
            self.answer(200, 'display_message("too large","error");')
        else:
            self.answer(200, 'add2attachment_list("1");')

    def _send(self, body: bytes) -> None:
        fields = _fields(body)
        if not self.peer.service.flaws.loses_mail:
            self.peer.service.boxes[fields["_to"]].messages.append(fields["_subject"].encode())
        self.answer(200, 'sent_successfully("confirmation");')


def _fields(body: bytes) -> dict[str, str]:
    return {key: values[0] for key, values in urllib.parse.parse_qs(body.decode()).items()}
