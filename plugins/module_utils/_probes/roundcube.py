# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Roundcube as a browser without scripts sees it: forms, cookies and the request token.

Roundcube's own address scheme (`?_task=...&_action=...`, hidden field `_token`, header `X-Roundcube-Request`).
Texts on its pages are never judged, they are translated; what is judged is which page came, and message types.
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import html
import http.client
import http.cookies
import json
import re
import time
import urllib.parse
import uuid
from dataclasses import dataclass
from typing import ClassVar

from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import CouldNotTest, Target
from ansible_collections.rasmi.mail.plugins.module_utils._probes.webmail import WebLogin, WebPage
from ansible_collections.rasmi.mail.plugins.module_utils._probes.wire import Http, Transcript

_TOKEN = re.compile(r'name="_token" value="([^"]+)"')
_ENV_TOKEN = re.compile(r'"request_token":"([^"]+)"')
_COMPOSE = re.compile(r'"compose_id":"([^"]+)"')
_IDENTITY = re.compile(r'<select[^>]+name="_from".*?<option[^>]+value="(\d+)"', re.DOTALL)
_MESSAGE = re.compile(r'display_message\("((?:[^"\\]|\\.)*)","(\w+)"')
_CHANGE_PAGE = re.compile(r"plugin\.password")
#: Plugins that set filters or forwards name their pages so (managesieve, sieverules, forward, filters).
_OFFER = re.compile(r"plugin\.[\w.-]*(?:sieve|forward|filter)[\w.-]*")
_PAGES = ("plugin.managesieve", "plugin.managesieve-forward", "plugin.forward")
_REDIRECTS = (301, 302, 303, 307, 308)
_LOGIN_FORM = 'name="_pass"'


@dataclass(frozen=True)
class Page:
    """One answer. `text` is the body; `messages` are (type, text) pairs that Roundcube shows the user."""

    status: int
    location: str
    text: str
    headers: dict[str, str]

    @property
    def messages(self) -> list[tuple[str, str]]:
        return [(kind, json.loads(f'"{text}"')) for text, kind in _MESSAGE.findall(self.text)]


class Roundcube:
    """Implements `webmail.Webmail`. Use as a context manager."""

    LOGON_FORM: ClassVar[str] = _LOGIN_FORM

    def __init__(self, target: Target, wire: Transcript) -> None:
        self.target, self.wire = target, wire
        self.cookies: dict[str, str] = {}
        self.token = ""
        self._client: http.client.HTTPConnection | None = None

    def __enter__(self) -> Roundcube:
        return self

    def __exit__(self, *_exc: object) -> None:
        if self._client is not None:
            self._client.close()

    def request(
        self, method: str, query: str, body: bytes | None = None, headers: dict[str, str] | None = None
    ) -> Page:
        """One request; redirects are not followed. The path is the webmail's."""
        path = self.target.webmail_path + (f"?{query}" if query else "")
        wanted = {"Accept-Encoding": "identity", "User-Agent": "rasmi.mail probe", **(headers or {})}
        if self.cookies:
            wanted["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if self._client is None:
            self._client = Http(self.target, self.wire)
        self.wire.ours(f"{method} {path}" + (f" ({len(body)} bytes)" if body else ""))
        try:
            self._client.request(method, path, body, wanted)
            answer = self._client.getresponse()
            text = answer.read().decode("utf-8", "replace")
        except (http.client.HTTPException, OSError):
            self._client.close()
            self._client = None
            raise
        self._keep_cookies(answer)
        location = answer.getheader("Location", "") or ""
        self.wire.theirs(f"{answer.status} {answer.reason}" + (f" Location: {_short(location)}" if location else ""))
        if "json" in (answer.getheader("Content-Type") or ""):
            text = str(json.loads(text).get("exec", ""))
        page = Page(answer.status, location, text, {k.lower(): v for k, v in answer.getheaders()})
        for kind, message in page.messages:
            self.wire.theirs(f"message on the page: {kind}: {html.unescape(message)}")
        found = _ENV_TOKEN.search(text) or _TOKEN.search(text)
        if found:
            self.token = found.group(1)
        return page

    @property
    def logged_in(self) -> bool:
        return bool(self.cookies.get("roundcube_sessauth"))

    def forget(self) -> None:
        self.cookies.clear()

    def logon_page(self) -> WebPage:
        page = self.request("GET", "_task=login")
        return WebPage(page.status, page.text, page.headers)

    def login(self, address: str, password: str) -> WebLogin:
        """Fill in the logon form. Raises CouldNotTest when there is no such form."""
        form = self.request("GET", "_task=login")
        if form.status != 200 or _LOGIN_FORM not in form.text:
            raise CouldNotTest(
                f"tiada borang log masuk di https://{self.target.name}{self.target.webmail_path}: {form.status}",
                f"no logon form at https://{self.target.name}{self.target.webmail_path}: {form.status}",
            )
        fields = {"_token": self.token, "_task": "login", "_action": "login", "_timezone": "Asia/Kuala_Lumpur"}
        page = self.post("_task=login", {**fields, "_url": "", "_user": address, "_pass": password})
        if page.status in _REDIRECTS and "_task=" in page.location and "_task=login" not in page.location:
            self.token = ""
            shown = self.follow(page)
            change = bool(_CHANGE_PAGE.search(page.location)) or self._only_change_page(shown)
            return WebLogin(True, f"{page.status} {_short(page.location)}", change)
        if page.status >= 500:
            raise CouldNotTest(f"webmel menjawab {page.status}", f"the webmail answered {page.status}")
        if _LOGIN_FORM not in page.text and page.status not in (401, 403):
            raise CouldNotTest(
                f"bukan sesi dan bukan borang log masuk: {page.status}",
                f"neither a session nor the logon form: {page.status}",
            )
        return WebLogin(False, f"{page.status} logon form again")

    def follow(self, page: Page) -> Page:
        """Follow redirects within the webmail, at most three."""
        for _step in range(3):
            if page.status not in _REDIRECTS:
                break
            page = self.request("GET", urllib.parse.urlsplit(page.location).query)
        return page

    def shows_mail(self) -> bool:
        """Ask for the mailbox by its address: True when the list comes, False when the change page does."""
        page = self.follow(self.request("GET", "_task=mail&_mbox=INBOX"))
        return not self._only_change_page(page) and '"task":"mail"' in page.text

    def ended(self) -> tuple[bool, str]:
        """A dead session is answered with the logon page, an error message or an empty list without a count."""
        answer = self.follow(self.request("GET", "_task=mail&_action=list&_mbox=INBOX&_remote=1"))
        errors = [text for kind, text in answer.messages if kind == "error"]
        ended = bool(errors) or _LOGIN_FORM in answer.text or "session_error" in answer.text
        return ended or answer.status in (401, 403), "; ".join(errors) or str(answer.status)

    def forward_offers(self) -> set[str]:
        """Pages of the settings, also such that are reached by their address only."""
        settings = self.follow(self.request("GET", "_task=settings"))
        if settings.status != 200 or '"task":"settings"' not in settings.text:
            raise CouldNotTest(
                f"webmel tidak menunjukkan tetapan: {settings.status}",
                f"the webmail shows no settings: {settings.status}",
            )
        offers = set(_OFFER.findall(settings.text))
        for name in _PAGES:
            page = self.follow(self.request("GET", f"_task=settings&_action={name}"))
            if page.status == 200 and f'"action":"{name}"' in page.text:
                offers.add(name)
        return offers

    def send_file(self, recipient: str, subject: str, text: str, name: str, data: bytes) -> tuple[bool, str]:
        """Open a new message, attach the file, send."""
        compose, identity = self.compose()
        attached, said = self.upload(compose, name, data)
        if not attached:
            return False, f"upload: {said}"
        sent, said = self.send(compose, identity, recipient, subject, text)
        return sent, said if sent else f"send: {said}"

    def change_password(self, current: str, new: str) -> tuple[bool, str]:
        """Use the page where a user changes the password; returns (said to be saved, the message shown)."""
        self.follow(self.request("GET", "_task=settings&_action=plugin.password"))
        fields = {"_token": self.token, "_curpasswd": current, "_newpasswd": new, "_confpasswd": new}
        page = self.post("_task=settings&_action=plugin.password-save", fields)
        page = self.follow(page)
        messages = page.messages
        saved = any(kind == "confirmation" for kind, _text in messages)
        return saved, "; ".join(f"{kind}: {html.unescape(text)}" for kind, text in messages) or str(page.status)

    def compose(self) -> tuple[str, str]:
        """Open a new message; returns (compose id, identity id)."""
        page = self.follow(self.request("GET", "_task=mail&_action=compose"))
        found = _COMPOSE.search(page.text)
        identity = _IDENTITY.search(page.text)
        if found is None:
            raise CouldNotTest(
                "webmel tidak menunjukkan halaman mesej baharu", "the webmail shows no page for a new message"
            )
        return found.group(1), identity.group(1) if identity else ""

    def upload(self, compose: str, name: str, data: bytes) -> tuple[bool, str]:
        """Attach a file; returns (attached, what the page said). Raises CouldNotTest for neither yes nor no."""
        boundary = uuid.uuid4().hex
        head = (
            f'--{boundary}\r\nContent-Disposition: form-data; name="_attachments[]"; filename="{name}"\r\n'
            "Content-Type: application/octet-stream\r\n\r\n"
        ).encode()
        body = head + data + f"\r\n--{boundary}--\r\n".encode()
        query = (
            f"_task=mail&_action=upload&_id={compose}&_uploadid=upload{int(time.time() * 1000)}&_remote=1&_from=compose"
        )
        headers = {
            "Content-Type": f"multipart/form-data; boundary={boundary}",
            "X-Roundcube-Request": self.token,
        }
        page = self.request("POST", query, body, headers)
        attached = page.status == 200 and "add2attachment_list" in page.text
        return self._answer(page, attached)

    def send(self, compose: str, identity: str, recipient: str, subject: str, text: str) -> tuple[bool, str]:
        """Send the message; returns (sent, what the page said). Raises CouldNotTest for neither yes nor no."""
        fields = {
            "_token": self.token,
            "_task": "mail",
            "_action": "send",
            "_id": compose,
            "_from": identity,
            "_to": recipient,
            "_subject": subject,
            "_message": text,
            "_is_html": "0",
            "_framed": "1",
            "_priority": "0",
            "_store_target": "",
        }
        page = self.post("_task=mail&_framed=1", fields)
        return self._answer(page, "sent_successfully" in page.text)

    def post(self, query: str, fields: dict[str, str]) -> Page:
        body = urllib.parse.urlencode(fields).encode()
        return self.request("POST", query, body, {"Content-Type": "application/x-www-form-urlencoded"})

    def _keep_cookies(self, answer: http.client.HTTPResponse) -> None:
        for value in answer.headers.get_all("Set-Cookie") or []:
            jar: http.cookies.SimpleCookie = http.cookies.SimpleCookie(value)
            for name, morsel in jar.items():
                if morsel.value == "-del-":
                    self.cookies.pop(name, None)
                else:
                    self.cookies[name] = morsel.value

    @staticmethod
    def _only_change_page(page: Page) -> bool:
        return 'name="_newpasswd"' in page.text or '"action":"plugin.password' in page.text

    def _answer(self, page: Page, done: bool) -> tuple[bool, str]:
        """A refusal is the web server's 413 or an error shown to the user; a page that broke is none."""
        refused = page.status == http.client.REQUEST_ENTITY_TOO_LARGE or (
            page.status == http.client.OK and any(kind == "error" for kind, _text in page.messages)
        )
        if not done and not refused:
            raise CouldNotTest(
                f"webmel tidak melakukannya dan tidak menolaknya: {self._said(page)}",
                f"the webmail neither did it nor refused it: {self._said(page)}",
            )
        return done, self._said(page)

    @staticmethod
    def _said(page: Page) -> str:
        shown = "; ".join(f"{kind}: {html.unescape(text)}" for kind, text in page.messages)
        return f"{page.status} {shown}".strip()


def _short(location: str) -> str:
    return re.sub(r"_token=\w+", "_token=(hidden)", location)
