# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""C-MON-HEALTH and C-MON-EXT on the live lab: what breaks is red in the round that sees it, mended it is green."""

from __future__ import annotations

import smtplib
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils import _watching
from ansible_collections.rasmi.mail.plugins.modules import mail_watch
from tests.sabotage.conftest import NAME, Lab
from tests.standins.mailpeer import Peer
from tests.unit.watch.services import OUTSIDER, SECRET, outside, values_of

pytestmark = pytest.mark.live
WATCH = "probe-watch@kelantan.gov.my"


class _Helpdesk:
    """The lab's steward, which the round must not close for the tests that follow."""

    def __init__(self, lab: Lab) -> None:
        self.set_password, self.release = lab.steward.set_password, lab.steward.release

    def close(self) -> None:
        """Stays open."""


@pytest.fixture
def params(lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[str, Any]]:
    """Options of a round over the lab, with another mail system that hands its mail to the lab's port 25."""
    monkeypatch.setattr(_watching, "open_steward", lambda *_options: _Helpdesk(lab))

    def carry(data: bytes) -> None:
        with smtplib.SMTP(lab.address, 25, local_hostname="luar.test") as client:
            client.sendmail(OUTSIDER, [WATCH], data)

    with Peer([OUTSIDER]) as there:
        there.service.domain = "luar.test"
        there.service.boxes[OUTSIDER].password = SECRET
        there.forward = carry  # type: ignore[method-assign]
        target = {key: spec.get("default") for key, spec in values_of(mail_watch, "target").items()}
        target |= {"name": NAME, "address": lab.address, "ca_file": str(lab.state / "ca" / "ca.pem"), "timeout": 45.0}
        values = {key: spec.get("default") for key, spec in mail_watch.ARGUMENT_SPEC.items()}
        given = {"profile": "kelantan", "target": target, "probes": str(lab.probes), "wait": 60.0}
        mails = [outside(there, tmp_path) | {"imap": None}]
        # The lab's own file: a password made here would shut its rounds out.
        files = {"record": str(tmp_path / "watch"), "secret_file": str(lab.state / "secrets" / "watch")}
        yield values | given | files | {"outside": mails, "outside_every": "1 second"}


@pytest.mark.timeout(600)
@pytest.mark.parametrize(
    ("breaks", "mends", "red"),
    [
        (
            "systemctl stop dovecot",
            "systemctl start dovecot; sleep 1",
            {"C-MON-HEALTH access/imap", "C-MON-HEALTH access/pop", "C-MON-HEALTH access/web"},
        ),
        ("systemctl stop nginx", "systemctl start nginx; sleep 1", {"C-MON-HEALTH access/page"}),
        (
            "postconf -e 'smtpd_client_restrictions = static:HOLD'; postfix_reload",
            "postconf -X smtpd_client_restrictions; postfix_reload; postsuper -d ALL hold 2>/dev/null",
            {"C-MON-EXT in/luar"},
        ),
    ],
    ids=["mailboxes", "webmail", "queue-held"],
)
def test_broken_is_red_and_mended_is_green(
    lab: Lab, params: dict[str, Any], breaks: str, mends: str, red: set[str]
) -> None:
    """R015, R165, R166, R167: C-MON-HEALTH and C-MON-EXT, seen on a real Postfix, Dovecot and nginx."""
    assert mail_watch.run(params, False)["red"] == []
    try:
        lab.shell(breaks)
        broken = mail_watch.run({**params, "wait": 8.0}, False)
    finally:
        lab.shell(mends)
    assert red <= set(broken["turned_red"])
    # Postfix begins a service that failed while its helper was away only after a minute.
    deadline = time.monotonic() + 150
    while (after := mail_watch.run(params, False)["red"]) and time.monotonic() < deadline:
        time.sleep(10)
    assert after == []
