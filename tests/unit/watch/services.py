# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Two mail systems that really speak: the agency's, which is watched, and one outside it; and options of a round."""

from __future__ import annotations

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.rasmi.mail.plugins.module_utils import _watching
from ansible_collections.rasmi.mail.plugins.modules import mail_watch
from tests.standins.mailpeer import Peer
from tests.standins.mailservice import NAME

WATCH, OUTSIDER = "probe-watch@kelantan.gov.my", "ujian@luar.test"
SECRET = "Luar-rahsia-2026"


def _carry(to: Peer, sender: str, recipient: str) -> Any:
    def carry(data: bytes) -> None:
        with smtplib.SMTP("127.0.0.1", to.ports["smtp"]) as client:
            client.sendmail(sender, [recipient], data)

    return carry


@contextmanager
def two_systems() -> Iterator[tuple[Peer, Peer]]:
    """The agency's service and the outside one, joined by SMTP in both directions."""
    with Peer([WATCH]) as inside, Peer([OUTSIDER]) as there:
        there.service.domain = "luar.test"
        there.service.boxes[OUTSIDER].password = SECRET
        there.forward = _carry(inside, OUTSIDER, WATCH)  # type: ignore[method-assign]
        inside.forward = _carry(there, WATCH, OUTSIDER)  # type: ignore[method-assign]
        yield inside, there


def outside(there: Peer, folder: Path) -> dict[str, Any]:
    """The option `outside` for that system, its password in a file."""
    secret = folder / "luar"
    secret.write_text(SECRET + "\n")
    door = {"host": "127.0.0.1", "server_name": NAME, "ca_file": there.ca_file, "user": OUTSIDER, "timeout": 60.0}
    door |= {"password": None, "password_file": str(secret)}
    smtp = door | {"port": there.ports["submission"], "security": "starttls"}
    return {"id": "luar", "address": OUTSIDER, "smtp": smtp, "imap": door | {"port": there.ports["imaps"]}}


def options(folder: Path, inside: Peer, monkeypatch: pytest.MonkeyPatch, **other: Any) -> dict[str, Any]:
    """Options of mail_watch with the peer's own steward."""
    monkeypatch.setattr(_watching, "open_steward", lambda _params, _standard: _Steward(inside))
    probes = folder / "probes.yml"
    probes.write_text(yaml.safe_dump([{"address": WATCH, "purpose": "watch"}]))
    values = {key: spec.get("default") for key, spec in mail_watch.ARGUMENT_SPEC.items()}
    target = {key: spec.get("default") for key, spec in values_of(mail_watch, "target").items()}
    target |= {"address": "127.0.0.1", "ca_file": inside.ca_file, "ports": inside.ports, "timeout": 60.0}
    given = {"profile": "kelantan", "target": target, "probes": str(probes), "secret_file": str(folder / "secret")}
    return values | given | {"record": str(folder / "watch"), "wait": 3.0} | other


def values_of(module: Any, name: str) -> dict[str, Any]:
    """The suboptions of an option."""
    found: dict[str, Any] = module.ARGUMENT_SPEC[name]["options"]
    return found


class _Steward:
    """The peer's own decisions, as the platform's steward gives them."""

    def __init__(self, peer: Peer) -> None:
        self._service = peer.service

    def set_password(self, address: str, password: str, *, temporary: bool = False) -> None:
        self._service.set_password(address, password, temporary=temporary)

    def release(self, address: str) -> None:
        self._service.release(address)

    def close(self) -> None:
        """Nothing is open."""
