# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Observations as the probes write them, about an invented run against the example server of the Kelantan guide."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard

SOURCE = "10.88.0.1"
TARGET = "mail.kelantan.gov.my (10.88.0.5)"


def pair(ms: str, en: str) -> dict[str, str]:
    return {"ms": ms, "en": en}


REFUSED = pair("log masuk ditolak", "the login is refused")
WORKS = pair("log masuk berjaya", "the login works")

#: control -> (part, result, expected, observed, evidence)
PARTS: dict[str, list[tuple[str, str, dict[str, str], dict[str, str], list[str]]]] = {
    "C-WEB-HTTPS": [
        (
            "http",
            "pass",
            pair(
                "port 80 tertutup, atau dialih ke https sebelum sebarang borang",
                "port 80 closed, or redirected to https before any form",
            ),
            pair("dialih (301) ke https://mail.kelantan.gov.my/", "redirected (301) to https://mail.kelantan.gov.my/"),
            [
                "> GET / HTTP/1.1",
                "> Host: mail.kelantan.gov.my",
                "< HTTP/1.1 301 Moved Permanently",
                "< Location: https://mail.kelantan.gov.my/",
            ],
        ),
        (
            "certificate",
            "pass",
            pair("sijil sah bagi mail.kelantan.gov.my", "a valid certificate for mail.kelantan.gov.my"),
            pair(
                "rantaian disahkan, nama sepadan, luput dalam 364 hari",
                "chain verified, name matches, expires in 364 days",
            ),
            ["subject=CN=mail.kelantan.gov.my", "issuer=CN=rasmi lab CA", "notAfter=2027-01-10T00:00:00Z"],
        ),
        (
            "tls-1.1",
            "pass",
            pair("TLS 1.0 dan 1.1 ditolak", "TLS 1.0 and 1.1 refused"),
            pair("jabat tangan ditolak: protocol version", "the handshake is refused: protocol version"),
            ["tlsv1.1: alert protocol version", "tlsv1.0: alert protocol version"],
        ),
    ],
    "C-CLI-TLS": [
        (
            path,
            "pass",
            pair("tiada log masuk sebelum TLS", "no login before TLS"),
            pair("LOGINDISABLED; LOGIN ditolak tanpa TLS", "LOGINDISABLED; LOGIN refused without TLS"),
            [
                "S: * OK [CAPABILITY IMAP4rev1 STARTTLS LOGINDISABLED] Dovecot ready.",
                "C: a LOGIN probe-a *****",
                "S: a NO [PRIVACYREQUIRED] Plaintext authentication disallowed on non-secure connections.",
            ],
        )
        for path in ("imap 143", "pop3 110", "submission 587")
    ],
    "C-POP": [
        (
            "pop3s",
            "pass",
            pair("log masuk, senarai, ambil", "log in, list, fetch"),
            pair("1 mesej disenarai dan diambil", "1 message listed and fetched"),
            [
                "S: +OK Dovecot ready.",
                "C: USER probe-a",
                "S: +OK",
                "C: PASS *****",
                "S: +OK Logged in.",
                "S: +OK 1 messages",
            ],
        ),
        (
            "submission",
            "pass",
            pair("hantar berjaya", "sending works"),
            pair("diterima: 250 2.0.0 Ok", "accepted: 250 2.0.0 Ok"),
            ["S: 250 2.0.0 Ok: queued as 4d2Kx1"],
        ),
    ],
    "C-AUTH-LOCK": [
        (
            "a: imap",
            "pass",
            REFUSED,
            pair(
                "kata laluan betul ditolak selepas tiga kegagalan", "the right password is refused after three failures"
            ),
            [
                "3 x NO [AUTHENTICATIONFAILED]",
                "C: a LOGIN probe-a *****  (right password)",
                "S: a NO [AUTHENTICATIONFAILED] Authentication failed.",
            ],
        ),
        ("a: pop3", "pass", REFUSED, pair("ditolak", "refused"), ["S: -ERR [AUTH] Authentication failed."]),
        ("a: submission", "pass", REFUSED, pair("ditolak", "refused"), ["S: 535 5.7.8 Error: authentication failed"]),
        (
            "a: web",
            "pass",
            REFUSED,
            pair("Roundcube menolak log masuk", "Roundcube refuses the login"),
            ["Login failed."],
        ),
        (
            "b: release",
            "pass",
            WORKS,
            pair("selepas dilepaskan, 2 salah + 1 betul berjaya", "after the release, 2 wrong + 1 right works"),
            [],
        ),
        (
            "c: one counter",
            "fail",
            REFUSED,
            pair(
                "satu kegagalan pada setiap tiga protokol tidak mengunci: IMAP masih menerima kata laluan betul",
                "one failure on each of three protocols does not lock: IMAP still accepts the right password",
            ),
            ["imap: NO", "pop3: -ERR", "submission: 535", "imap (right): OK Logged in"],
        ),
        (
            "d: other account",
            "pass",
            WORKS,
            pair(
                "akaun ujian kedua dari sumber sama masih boleh masuk",
                "another test account from the same source still logs in",
            ),
            [],
        ),
        (
            "e: delivery",
            "pass",
            pair("emel masih diterima", "mail is still delivered"),
            pair("tiba dalam 1.2 s", "arrived in 1.2 s"),
            [],
        ),
    ],
    "C-PWD-LEN": [
        (part, "pass", pair("ditolak", "refused"), pair(ms, en), ["LDAP 19 constraintViolation"])
        for part, ms, en in (
            ("11 aksara", "ditolak: terlalu pendek", "refused: too short"),
            ("huruf sahaja", "ditolak: tiada angka dan aksara khusus", "refused: no digit, no special character"),
            ("tanpa aksara khusus", "ditolak: tiada aksara khusus", "refused: no special character"),
        )
    ],
    "C-PWD-AGE": [
        (f"91 hari: {path}", "pass", REFUSED, pair("ditolak", "refused"), [])
        for path in ("imap", "pop3", "submission", "web")
    ]
    + [("60 hari: imap", "pass", WORKS, pair("berjaya", "works"), [])],
    "C-PWD-FIRST": [
        ("imap", "pass", REFUSED, pair("kata laluan sementara ditolak", "the temporary password is refused"), []),
        (
            "web",
            "pass",
            pair("hanya boleh menukar kata laluan", "can only change the password"),
            pair("dialih ke halaman tukar kata laluan", "sent to the change page"),
            [],
        ),
    ],
    "C-MSG-SIZE": [
        (
            path,
            "pass",
            pair("10,174,464 bait diterima, 10,305,536 ditolak", "10,174,464 bytes accepted, 10,305,536 refused"),
            pair(
                "bawah had dihantar; atas had ditolak 552 5.3.4", "under the cap delivered; over it refused 552 5.3.4"
            ),
            ["C: MAIL FROM:<a@outside.test> SIZE=10305536", "S: 552 5.3.4 Message size exceeds fixed limit"],
        )
        for path in ("stranger -> MX", "user -> inside", "user -> outside", "webmail")
    ],
    "C-ATT-SIZE": [
        (
            "webmail",
            "pass",
            pair("fail di atas had ditolak", "a file over the cap is refused"),
            pair("ditolak", "refused"),
            [],
        )
    ],
    "C-QUOTA-TIER": [
        (
            "pengguna_biasa",
            "pass",
            pair("314,572,800 bait", "314,572,800 bytes"),
            pair("314,572,800 bait", "314,572,800 bytes"),
            ['S: * QUOTA "User quota" (STORAGE 0 307200)'],
        ),
        ("pengurusan_tertinggi", "pass", pair("tiada had", "no limit"), pair("tiada had", "no limit"), []),
    ],
    "C-QUOTA-FLOOR": [
        ("probe-a", "pass", pair("sekurang-kurangnya 100 MB", "at least 100 MB"), pair("300 MB", "300 MB"), [])
    ],
    "C-QUOTA-FULL": [
        (
            "smtp",
            "pass",
            pair("ditolak 5.2.2 dalam dialog", "refused 5.2.2 in the dialogue"),
            pair("552 5.2.2 pada RCPT", "552 5.2.2 at RCPT"),
            ["S: 552 5.2.2 <probe-q@kelantan.gov.my>: Mailbox is full"],
        )
    ],
    "C-TMP-SPACE": [
        (
            "/var/spool/postfix",
            "pass",
            pair("1 GiB boleh diperuntuk", "1 GiB can be allocated"),
            pair("1 GiB diperuntuk sebagai postfix lalu dilepaskan", "1 GiB allocated as postfix, then released"),
            [],
        )
    ],
    "C-DOM": [
        (
            "foreign",
            "pass",
            pair("ditolak", "refused"),
            pair("554 5.7.1 Relay access denied", "554 5.7.1 Relay access denied"),
            [],
        )
    ],
    "C-RELAY": [
        (port, "pass", pair("ditolak", "refused"), pair("ditolak", "refused"), ["S: 554 5.7.1 Relay access denied"])
        for port in ("25", "465", "587")
    ],
    "C-DISABLE": [
        (
            "open connection",
            "could-not-test",
            pair("sambungan terbuka tamat", "the open connection ends"),
            pair("tidak dapat membuka sambungan: timeout", "could not open the connection: timeout"),
            [],
        )
    ],
    "C-NAME": [
        (
            "near miss",
            "pass",
            pair("550 5.1.1", "550 5.1.1"),
            pair("550 5.1.1 User unknown", "550 5.1.1 User unknown"),
            [],
        )
    ],
}


@lru_cache(maxsize=1)
def kelantan() -> Standard:
    return load_standard("kelantan")


def verdict(control: str, part: str = "x", result: str = "pass", **changes: Any) -> dict[str, Any]:
    base = {
        "control": control,
        "part": part,
        "result": result,
        "expected": pair("dijangka", "expected"),
        "observed": pair("dilihat", "seen"),
        "clauses": [],
        "evidence": [],
        "at": "2026-03-02T01:15:00+00:00",
        "source": SOURCE,
        "seconds": 0.25,
        "platform": "reference",
        "extra": {},
    }
    return {**base, **changes}


def run(verdicts: list[dict[str, Any]], **changes: Any) -> dict[str, Any]:
    base = {
        "format": 1,
        "target": TARGET,
        "started": "2026-03-02T01:14:07+00:00",
        "finished": "2026-03-02T01:19:31+00:00",
        "source": f"{SOURCE} (controller)",
        "verdicts": verdicts,
    }
    return {**base, **changes}


def sample_run(green: bool = False) -> dict[str, Any]:
    """A whole run; with `green` every observation passes."""
    verdicts = []
    for control, parts in PARTS.items():
        for second, (part, result, expected, observed, evidence) in enumerate(parts):
            verdicts.append(
                verdict(
                    control,
                    part,
                    "pass" if green else result,
                    expected=expected,
                    observed=observed,
                    evidence=evidence,
                    clauses=kelantan().clauses_for(control),
                    at=f"2026-03-02T01:15:{second:02d}+00:00",
                )
            )
    return run(verdicts)


def write(folder: Path, name: str, data: Any) -> str:
    path = folder / name
    path.write_text(data if isinstance(data, str) else json.dumps(data, ensure_ascii=False), encoding="utf-8")
    return str(path)
