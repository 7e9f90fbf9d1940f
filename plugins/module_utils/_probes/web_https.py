# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""C-WEB-HTTPS: the webmail's logon is reachable over HTTPS only.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import datetime
import http.client
import re
import socket
import ssl
import urllib.parse
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._probes import browser
from ansible_collections.rasmi.mail.plugins.module_utils._probes.platforms import open_webmail
from ansible_collections.rasmi.mail.plugins.module_utils._probes.roundcube import Page
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import CouldNotTest
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Part, Trial
from ansible_collections.rasmi.mail.plugins.module_utils._probes.wire import Http, connect, tls_context
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import both

_HSTS = re.compile(r"max-age\s*=\s*\"?(\d+)", re.IGNORECASE)
_OLD = ((ssl.TLSVersion.TLSv1, "TLS 1.0"), (ssl.TLSVersion.TLSv1_1, "TLS 1.1"))
#: What OpenSSL calls it when the *server* said no to the version; anything else proves nothing.
_SERVER_REFUSED = ("TLSV1_ALERT_PROTOCOL_VERSION", "SSLV3_ALERT_HANDSHAKE_FAILURE", "UNSUPPORTED_PROTOCOL")


def probe(trial: Trial) -> None:
    """Look at http, at the certificate, at TLS versions and at the logon page (R001, R002)."""
    host = trial.values.get("host")
    if host:
        expected = both(f"Webmel diterbitkan sebagai https://{host}", f"The webmail is published as https://{host}")
        with trial.part("address", expected) as part:
            name = trial.target.name
            part.saw(name == host, f"Diuji sebagai https://{name}", f"Tested as https://{name}")
    _plain_get(trial)
    _plain_post(trial)
    _certificate(trial)
    _old_versions(trial)
    _logon_page(trial)
    if browser.wanted(trial):
        browser.https(trial)


def _plain(trial: Trial, part: Part, method: str, body: bytes | None) -> Page | None:
    """One request over unencrypted HTTP; None when the port is closed."""
    client = Http(trial.target, part.wire, tls=False)
    try:
        part.wire.ours(f"{method} http://{trial.target.name}/")
        headers = {"Content-Type": "application/x-www-form-urlencoded"} if body else {}
        client.request(method, trial.target.webmail_path, body, headers)
        answer = client.getresponse()
        text = answer.read(200_000).decode("utf-8", "replace")
        page = Page(answer.status, answer.getheader("Location", "") or "", text, {})
        part.wire.theirs(f"{page.status} Location: {page.location or '-'}")
        return page
    except ConnectionRefusedError:
        part.wire.remark("connection refused: the port is closed")
        return None
    finally:
        client.close()


def _redirects(trial: Trial, page: Page) -> bool:
    where = urllib.parse.urlsplit(page.location)
    return page.status in (301, 308) and where.scheme == "https" and where.hostname == trial.target.name


def _plain_get(trial: Trial) -> None:
    expected = both(
        "http:// ditutup, atau dialih (301/308) ke https:// hos yang sama sebelum sebarang borang",
        "http:// is closed, or redirects (301/308) to https:// of the same host before any form",
    )
    with trial.part("http", expected) as part:
        page = _plain(trial, part, "GET", None)
        if page is None:
            _https_alive(trial, part)
            part.saw(True, "Port http ditutup", "The http port is closed")
            return
        form = "<form" in page.text.lower()
        good = _redirects(trial, page) and not form
        with_form = (" dan memaparkan borang", " and shows a form") if form else ("", "")
        seen = f"{page.status} {page.location}".strip()
        part.saw(good, f"http menjawab {seen}{with_form[0]}", f"http answers {seen}{with_form[1]}")


def _plain_post(trial: Trial) -> None:
    expected = both(
        "Kata laluan yang dihantar melalui http tidak pernah dijawab 200",
        "A password posted over http is never answered with 200",
    )
    with trial.part("http-post", expected) as part:
        wrong = trial.run.fresh_password()
        body = urllib.parse.urlencode({"_task": "login", "_action": "login", "_user": "probe", "_pass": wrong})
        page = _plain(trial, part, "POST", body.encode())
        if page is None:
            _https_alive(trial, part)
            part.saw(True, "Port http ditutup", "The http port is closed")
            return
        good = _redirects(trial, page) or page.status in (403, 405, 410, 421)
        part.saw(good, f"POST dijawab {page.status}", f"POST is answered {page.status} {page.location}".strip())


def _https_alive(trial: Trial, part: Part) -> None:
    """A closed http port proves something only when the service is there at all."""
    connect(trial.target, trial.target.ports.https, part.wire, tls=True).close()


def _certificate(trial: Trial) -> None:
    name = trial.target.name
    expected = both(
        f"Sijil sah: rantaian dipercayai, nama {name}, belum luput",
        f"The certificate is good: trusted chain, name {name}, not expired",
    )
    with trial.part("certificate", expected) as part:
        try:
            with connect(trial.target, trial.target.ports.https, part.wire, tls=True) as sock:
                facts = _facts(sock)
        except ssl.SSLCertVerificationError as error:
            why = error.verify_message or str(error)
            part.wire.remark(why)
            part.saw(False, f"Sijil ditolak: {why}", f"The certificate is refused: {why}")
            return
        days, until = facts["days_left"], facts["not_after"]
        part.saw(
            days > 0,
            f"{facts['version']}; sijil {name} disahkan; luput {until} ({days} hari lagi)",
            f"{facts['version']}; certificate of {name} verified; expires {until} ({days} days left)",
            **facts,
        )


def _facts(sock: socket.socket) -> dict[str, Any]:
    if not isinstance(sock, ssl.SSLSocket):
        raise CouldNotTest("sambungan itu tidak disulitkan", "the connection is not encrypted")
    certificate = sock.getpeercert() or {}
    ends = ssl.cert_time_to_seconds(str(certificate["notAfter"]))
    until = datetime.datetime.fromtimestamp(ends, datetime.UTC)
    left = until - datetime.datetime.now(datetime.UTC)
    return {"version": sock.version() or "", "not_after": until.strftime("%Y-%m-%d"), "days_left": left.days}


def _old_versions(trial: Trial) -> None:
    for version, name in _OLD:
        expected = both(f"{name} ditolak oleh pelayan", f"{name} is refused by the server")
        with trial.part(name.lower().replace(" ", "-"), expected) as part:
            context = tls_context(trial.target)
            context.set_ciphers("DEFAULT:@SECLEVEL=0")
            # The floor first: it may not pass the ceiling, not even for a moment.
            context.minimum_version = version
            context.maximum_version = version
            sock = connect(trial.target, trial.target.ports.https, part.wire)
            try:
                with context.wrap_socket(sock, server_hostname=trial.target.name) as secured:
                    seen = secured.version() or name
                part.saw(False, f"Pelayan menerima {seen}", f"The server accepts {seen}")
            except ssl.SSLError as error:
                reason = error.reason or ""
                part.wire.theirs(str(error))
                if reason not in _SERVER_REFUSED:
                    raise CouldNotTest(
                        f"pustaka TLS mesin ini tidak dapat menawarkan {name}: {error}",
                        f"this machine's TLS library cannot offer {name}: {error}",
                    ) from error
                part.saw(True, f"Ditolak: {reason}", f"Refused: {reason}")
            except ConnectionResetError:
                part.wire.theirs("connection reset")
                part.saw(True, "Sambungan diputuskan oleh pelayan", "The server cut the connection")


def _logon_page(trial: Trial) -> None:
    expected = both(
        "Borang log masuk melalui https, dengan HSTS dan kuki bertanda Secure",
        "The logon form comes over https, with HSTS and cookies marked Secure",
    )
    with trial.part("logon-page", expected) as part, open_webmail(trial.target, part.wire) as web:
        page = web.logon_page()
        if web.LOGON_FORM not in page.text:
            raise CouldNotTest(
                f"tiada borang log masuk di https://{trial.target.name}{trial.target.webmail_path}: {page.status}",
                f"no logon form at https://{trial.target.name}{trial.target.webmail_path}: {page.status}",
            )
        found = _HSTS.search(page.headers.get("strict-transport-security", ""))
        hsts = bool(found and int(found.group(1)) > 0)
        plain_action = re.search(r"<form[^>]+action=\"http://", page.text) is not None
        insecure = _insecure_cookies(trial, part)
        faults = [
            *([("tiada HSTS", "no HSTS")] if not hsts else []),
            *([("borang dihantar ke http", "the form posts to http")] if plain_action else []),
            *([(f"kuki tanpa Secure: {insecure}", f"cookies without Secure: {insecure}")] if insecure else []),
        ]
        age = found.group(1) if found else "0"
        good_ms, good_en = f"Borang melalui https, HSTS max-age {age}", f"Form over https, HSTS max-age {age}"
        ms = "; ".join(item[0] for item in faults) or good_ms
        en = "; ".join(item[1] for item in faults) or good_en
        part.saw(not faults, ms, en)


def _insecure_cookies(trial: Trial, part: Part) -> str:
    client = Http(trial.target, part.wire)
    try:
        client.request("GET", trial.target.webmail_path)
        answer = client.getresponse()
        answer.read()
        cookies = answer.headers.get_all("Set-Cookie") or []
    except http.client.HTTPException as error:
        raise CouldNotTest(
            f"jawapan webmel bukan HTTP: {error}", f"the webmail's answer is not HTTP: {error}"
        ) from error
    finally:
        client.close()
    names = [item.partition("=")[0] for item in cookies if not re.search(r";\s*secure\b", item, re.IGNORECASE)]
    return ", ".join(names)
