# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Zimbra's webmail below its surface: the user SOAP service that the web client itself speaks to.

JSON over /service/soap/<Request> and /service/upload, as the web client sends them. Requests and answers carry
passwords and tokens, so a transcript names them and gives their fault codes, never their text.
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import http.client
import json
import re
from typing import Any, ClassVar

from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import CouldNotTest, Target
from ansible_collections.rasmi.mail.plugins.module_utils._probes.webmail import WebLogin, WebPage
from ansible_collections.rasmi.mail.plugins.module_utils._probes.wire import Http, Transcript

ACCOUNT, MAIL = "urn:zimbraAccount", "urn:zimbraMail"
_ENDED = ("service.AUTH_EXPIRED", "service.AUTH_REQUIRED")
#: What the web client looks at before it shows the pages for forwarding and for filters that forward.
_OFFERS = ("zimbraFeatureMailForwardingEnabled", "zimbraFeatureMailForwardingInFiltersEnabled")
_FORWARD = "zimbraPrefMailForwardingAddress"
_UPLOADED = re.compile(r"^200,'[^']*',(\[.*\])\s*$", re.DOTALL)


class Refused(Exception):
    """The service answered with a fault; `code` such as account.AUTH_FAILED."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"{code}: {reason}" if reason else code)
        self.code = code


class ZimbraWeb:
    """Implements `webmail.Webmail` over SOAP."""

    LOGON_FORM: ClassVar[str] = 'name="loginForm"'

    def __init__(self, target: Target, wire: Transcript) -> None:
        self.target, self.wire = target, wire
        self.token = ""
        self._address = ""
        self._client: http.client.HTTPConnection | None = None

    def __enter__(self) -> ZimbraWeb:
        return self

    def __exit__(self, *_exc: object) -> None:
        if self._client is not None:
            self._client.close()
            self._client = None

    @property
    def logged_in(self) -> bool:
        return bool(self.token)

    def forget(self) -> None:
        self.token = ""

    def logon_page(self) -> WebPage:
        status, headers, data = self._exchange("GET", self.target.webmail_path, None, {})
        return WebPage(status, data.decode("utf-8", "replace"), headers)

    def login(self, address: str, password: str) -> WebLogin:
        """AuthRequest. CHANGE_PASSWORD (temporary or expired) opens nothing: only ChangePasswordRequest is left."""
        self._address = address
        self.token = ""
        account = {"by": "name", "_content": address}
        try:
            answer = self.call("AuthRequest", {"account": account, "password": {"_content": password}})
        except Refused as error:
            if not error.code.startswith("account."):
                raise CouldNotTest(
                    f"perkhidmatan pengguna tidak dapat menjawab: {error}", f"the user service cannot say: {error}"
                ) from error
            return WebLogin(False, error.code, error.code == "account.CHANGE_PASSWORD")
        self.token = content(answer.get("authToken"))
        if not self.token:
            raise CouldNotTest(
                "perkhidmatan pengguna membenarkan masuk tanpa token", "the user service lets in without a token"
            )
        return WebLogin(True, "AuthResponse")

    def shows_mail(self) -> bool:
        return not self.ended()[0]

    def ended(self) -> tuple[bool, str]:
        try:
            self.call("GetInfoRequest", {"sections": "mbox"})
        except Refused as error:
            if error.code not in _ENDED:
                raise CouldNotTest(str(error)) from error
            return True, error.code
        return False, "GetInfoResponse"

    def change_password(self, current: str, new: str) -> tuple[bool, str]:
        account = {"by": "name", "_content": self._address}
        body = {"account": account, "oldPassword": {"_content": current}, "password": {"_content": new}}
        try:
            answer = self.call("ChangePasswordRequest", body)
        except Refused as error:
            return False, str(error)
        self.token = content(answer.get("authToken")) or self.token
        return True, "ChangePasswordResponse"

    def send_file(self, recipient: str, subject: str, text: str, name: str, data: bytes) -> tuple[bool, str]:
        number, said = self._upload(name, data)
        if not number:
            return False, f"upload: {said}"
        message = {
            "e": [{"t": "t", "a": recipient}],
            "su": {"_content": subject},
            "mp": [{"ct": "text/plain", "content": {"_content": text}}],
            "attach": {"aid": number},
        }
        try:
            self.call("SendMsgRequest", {"m": message}, MAIL)
        except Refused as error:
            return False, f"send: {error}"
        return True, "SendMsgResponse"

    def forward_offers(self) -> set[str]:
        """What the client would show, and the server's answer to a user who asks for a forward all the same."""
        info = self.call("GetInfoRequest", {"sections": "attrs"})
        shown = (info.get("attrs") or {}).get("_attrs") or {}
        missing = [name for name in _OFFERS if name not in shown]
        if missing:
            raise CouldNotTest(
                f"pelayan tidak memberitahu penggunanya {', '.join(missing)}",
                f"the server does not tell its users {', '.join(missing)}",
            )
        offers = {name for name in _OFFERS if str(shown[name]).upper() == "TRUE"}
        try:
            self._prefer(_FORWARD, f"penerima@{self.target.outside_domain}")
        except Refused as error:
            if error.code != "service.PERM_DENIED":
                raise CouldNotTest(str(error)) from error
            return offers
        self._prefer(_FORWARD, "")
        return offers | {_FORWARD}

    def export(self) -> tuple[int, bytes]:
        """Guide A: (status, archive) of the whole mailbox as the client's export page fetches it."""
        path = f"/home/{self._address}/?fmt=tgz"
        status, _headers, data = self._exchange("GET", path, None, {"Cookie": f"ZM_AUTH_TOKEN={self.token}"})
        return status, data

    def call(self, request: str, body: dict[str, Any], space: str = ACCOUNT) -> dict[str, Any]:
        """One request; raises Refused for a fault, CouldNotTest for anything that is no SOAP answer."""
        context: dict[str, Any] = {"_jsns": "urn:zimbra", "format": {"type": "js"}}
        if self.token:
            context["authToken"] = self.token
        message = {"Header": {"context": context}, "Body": {request: {"_jsns": space, **body}}}
        headers = {"Content-Type": "application/soap+xml; charset=utf-8"}
        status, _headers, data = self._exchange(
            "POST", f"/service/soap/{request}", json.dumps(message).encode(), headers
        )
        try:
            answer = json.loads(data)["Body"]
        except (ValueError, KeyError, TypeError) as error:
            raise CouldNotTest(
                f"{request}: HTTP {status} dan bukan jawapan SOAP", f"{request}: HTTP {status} and no SOAP answer"
            ) from error
        if "Fault" in answer:
            fault = answer["Fault"]
            code = str(((fault.get("Detail") or {}).get("Error") or {}).get("Code", "service.FAILURE"))
            self.wire.theirs(f"fault {code}")
            raise Refused(code, content((fault.get("Reason") or {}).get("Text")))
        found = answer.get(request.removesuffix("Request") + "Response")
        if not isinstance(found, dict):
            raise CouldNotTest(
                f"{request}: HTTP {status} dan jawapan kepada perkara lain",
                f"{request}: HTTP {status} and an answer to something else",
            )
        return found

    def _prefer(self, name: str, value: str) -> None:
        self.call("ModifyPrefsRequest", {"_attrs": {name: value}})

    def _upload(self, name: str, data: bytes) -> tuple[str, str]:
        """(number of the upload, "" when refused; what was said)."""
        headers = {
            "Content-Type": "application/octet-stream",
            "Content-Disposition": f'attachment; filename="{name}"',
            "Cookie": f"ZM_AUTH_TOKEN={self.token}",
        }
        status, _headers, body = self._exchange("POST", "/service/upload?fmt=raw,extended", data, headers)
        text = body.decode("utf-8", "replace")
        found = _UPLOADED.match(text)
        if status == 200 and found:
            return str(json.loads(found.group(1))[0]["aid"]), "200"
        said = text.partition(",")[0].strip() if status == 200 else str(status)
        if said not in ("413", "409"):
            raise CouldNotTest(
                f"muat naik tidak diterima dan tidak pula terlalu besar: {said}",
                f"the upload is neither taken nor too large: {said}",
            )
        return "", said

    def _exchange(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str]
    ) -> tuple[int, dict[str, str], bytes]:
        if self._client is None:
            self._client = Http(self.target, self.wire)
        self.wire.ours(f"{method} {path}" + (f" ({len(body)} bytes)" if body else ""))
        try:
            self._client.request(method, path, body, {"User-Agent": "rasmi.mail probe", **headers})
            answer = self._client.getresponse()
            data = answer.read()
        except (http.client.HTTPException, OSError):
            self._client.close()
            self._client = None
            raise
        self.wire.theirs(f"{answer.status} {answer.reason} ({len(data)} bytes)")
        return answer.status, {name.lower(): value for name, value in answer.getheaders()}, data


def content(value: Any) -> str:
    """A text element of the JSON form: a string, {"_content": ...}, or a list of one of them."""
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("_content", "")
    return str(value or "")
