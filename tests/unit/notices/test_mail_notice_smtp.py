# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""mail_notice and a real SMTP server: one connection, refusals, a controller that is killed, whom it believes."""

from __future__ import annotations

import email
import json
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import yaml

from ansible_collections.rasmi.mail.plugins.module_utils._evidence.ledger import verify
from ansible_collections.rasmi.mail.plugins.module_utils._notices import sending
from ansible_collections.rasmi.mail.plugins.module_utils._notices.sending import (
    SmtpOutlet,
    Submission,
)
from ansible_collections.rasmi.mail.plugins.modules import mail_notice
from tests.unit.notices.notice_site import NAME, ROOT, kept


class Server:
    """aiosmtpd with STARTTLS and a login; the certificate names NAME."""

    def __init__(self, folder: Path) -> None:
        from aiosmtpd.controller import Controller
        from aiosmtpd.smtp import AuthResult

        self.taken: list[Any] = []
        self.victim: subprocess.Popen[str] | None = None
        self.kill_at = 0
        #: What laisoonchong is told at RCPT, and how often somebody asked.
        self.answer, self.asked = "550 5.1.1 no such user", 0
        self.ca = folder / "cert.pem"
        key = folder / "key.pem"
        _certificate(self.ca, key)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.ca, key)
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        server = self

        class Handler:
            async def handle_RCPT(self, _server, _session, envelope, address, _options):
                if address.startswith("laisoonchong"):
                    server.asked += 1
                    if not server.answer.startswith("250"):
                        return server.answer
                envelope.rcpt_tos.append(address)
                return "250 OK"

            async def handle_DATA(self, _server, session, envelope):
                server.taken.append((session.peer[1], envelope.rcpt_tos, envelope.content, session.ssl is not None))
                if len(server.taken) == server.kill_at and server.victim is not None:
                    server.victim.kill()
                return "250 OK"

        def login(_server, _session, _envelope, _mechanism, data):
            return AuthResult(success=(data.login, data.password) == (b"emel", b"rahsia-ujian"), handled=False)

        self.controller = Controller(
            Handler(), hostname="127.0.0.1", port=self.port, tls_context=context, require_starttls=True,
            auth_required=True, authenticator=login,
        )  # fmt: skip
        self.controller.start()


def _certificate(path: Path, key_path: Path) -> None:
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    built = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    built = built.serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    built = built.add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
    path.write_bytes(built.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM))
    form, plain = serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    key_path.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, plain))


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    made = Server(tmp_path)
    yield made
    made.controller.stop()


def submission(server: Server, **values: Any) -> dict[str, Any]:
    return {
        "host": "127.0.0.1",
        "port": server.port,
        "server_name": NAME,
        "security": "starttls",
        "ca_file": str(server.ca),
        "user": "emel",
        "password": "rahsia-ujian",
        "timeout": 5.0,
        "per_second": 1000.0,
        **values,
    }


def test_one_connection_over_verified_tls_carries_them_all(server, params):
    result = mail_notice.run({**params, "smtp": submission(server)}, False)
    assert len(server.taken) == sum(result["counts"].values()) > 5
    assert len({one[0] for one in server.taken}) == 1, "one connection"
    assert {one[3] for one in server.taken} == {True}
    assert {one["to"] for one in result["undeliverable"]} == {"laisoonchong@kelantan.gov.my"}
    mail = email.message_from_bytes(server.taken[0][2], policy=default)
    assert (mail.get_content_charset(), mail["To"]) == ("utf-8", server.taken[0][1][0])
    assert "rahsia-ujian" not in json.dumps(result)


def test_who_was_refused_for_good_is_on_record_and_asked_again_only_when_the_operator_wants_it(server, params):
    """R051, R196: a notice that nobody can receive is neither lost from sight nor sent every day."""
    given = {**params, "smtp": submission(server)}
    first = mail_notice.run(given, False)
    refused = len(first["undeliverable"])
    assert server.asked == refused > 0 and (first["refused"], first["left"]) == ([], 0)
    assert "5.1.1" in first["undeliverable"][0]["message"]
    rehearsal, second = mail_notice.run(given, True), mail_notice.run(given, False)
    assert server.asked == refused, "not again"
    for later in (rehearsal, second):
        assert (later["changed"], later["counts"], later["undeliverable"]) == (False, {}, first["undeliverable"])
        assert "laisoonchong@kelantan.gov.my" in later["warnings_text"][0]
    last = [one for one in map(json.loads, Path(params["ledger"]).read_text().splitlines()) if one["kind"] == "round"][
        -1
    ]
    assert len(last["unsent"]) == refused, "the report stays red"
    assert verify(params["ledger"]).ok
    server.answer = "250 OK"
    third = mail_notice.run({**given, "retry_refused": True}, False)
    assert (sum(third["counts"].values()), third["undeliverable"], third.get("warnings_text")) == (refused, [], None)
    assert not mail_notice.run({**given, "retry_refused": True}, False)["changed"], "told is told"


def test_a_new_address_is_tried_although_the_old_one_was_refused(server, params, tmp_path):
    given = {**params, "smtp": submission(server)}
    people = yaml.safe_load(Path(params["supervisors"]).read_text())
    for one in people["supervisors"]:
        one["email"] = "laisoonchong@kelantan.gov.my"
    wrong = tmp_path / "supervisors.yml"
    wrong.write_text(yaml.safe_dump(people))
    first = mail_notice.run({**given, "supervisors": str(wrong)}, False)
    second = mail_notice.run(given, False)
    approved = [one for one in first["undeliverable"] if one["kind"] == "approved"]
    assert second["counts"]["approved"] == len(approved) > 0
    assert {one["to"] for one in second["undeliverable"]} == {"laisoonchong@kelantan.gov.my"}, "what is hers stays"
    assert server.asked == len(first["undeliverable"]), "and was not asked again"


@pytest.mark.parametrize(
    ("answer", "final"),
    [
        ("550 5.1.1 no such user", True),
        ("550 5.2.1 mailbox is suspended", True),
        ("550 no such user", True),
        ("552 5.2.2 mailbox full", False),
        ("550 5.7.1 log in to send in the name of this domain", False),
        ("451 4.3.0 come back later", False),
    ],
)
def test_only_an_answer_about_the_recipient_is_for_good(server, params, answer, final):
    server.answer = answer
    result = mail_notice.run({**params, "smtp": submission(server)}, False)
    assert (bool(result["undeliverable"]), bool(result["refused"])) == (final, not final)


#: The controller as a process of its own, so that it can be killed.
CONTROLLER = """
import json, sys
sys.path[:0] = ["collections"]
from ansible_collections.rasmi.mail.plugins.modules import mail_notice
mail_notice.run(json.load(sys.stdin), False)
"""


def test_a_controller_killed_when_the_server_has_taken_a_message_repeats_that_one(server, params):
    given = {**params, "smtp": submission(server)}
    total = sum(mail_notice.run(given, True)["counts"].values())
    server.kill_at = 3
    server.victim = subprocess.Popen([sys.executable, "-c", CONTROLLER], stdin=subprocess.PIPE, text=True, cwd=ROOT)
    server.victim.communicate(json.dumps(given), timeout=60)
    assert server.victim.returncode == -signal.SIGKILL
    assert (len(server.taken), len(kept(params))) == (3, 2)
    server.victim = None
    result = mail_notice.run(given, False)
    ids = [str(email.message_from_bytes(one[2])["Message-ID"]) for one in server.taken]
    refused = len(result["undeliverable"])
    assert (len(ids), len(set(ids))) == (total - refused + 1, total - refused)
    assert ids[2] in ids[3:]
    assert verify(params["ledger"]).ok


def test_messages_leave_no_faster_than_the_site_wants(server, params, monkeypatch):
    clock = {"now": 0.0, "slept": 0.0}

    def sleep(seconds: float) -> None:
        clock["now"] += seconds
        clock["slept"] += seconds

    slow = SimpleNamespace(monotonic=lambda: clock["now"] + 1000.0, sleep=sleep)
    monkeypatch.setattr(sending, "time", slow)
    with SmtpOutlet(Submission.from_options(submission(server, per_second=2.0))) as outlet:
        for number in range(5):
            mail = EmailMessage()
            mail["Message-ID"] = f"<{number}@kelantan.gov.my>"
            outlet.send(mail, "emel@kelantan.gov.my", "siapa@kelantan.gov.my")
    assert clock["slept"] == pytest.approx(2.0), "five messages, half a second between two"
    assert len(server.taken) == 5


@pytest.mark.parametrize(
    ("values", "text"),
    [
        ({"ca_file": None}, "certificate is not accepted"),
        ({"server_name": "mail.lain.gov.my"}, "certificate is not accepted for mail.lain"),
        ({"password": "salah"}, "does not let emel in"),
        ({"port": 1}, "refused"),
    ],
)
def test_a_server_that_is_not_ours_or_does_not_let_us_in_gets_nothing(server, params, values, text):
    result = mail_notice.run({**params, "smtp": submission(server, **values)}, False)
    assert result["failed"] and text in result["msg"]
    assert "salah" not in result["msg"]
    assert (server.taken, kept(params)) == ([], [])
