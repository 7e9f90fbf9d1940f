# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Virus signatures are counted and dated on the server; old, few, unread or unseen ones are red."""

from __future__ import annotations

import os
import socket
import threading
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._probes import signatures
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import Target
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Run, Trial
from ansible_collections.rasmi.mail.plugins.module_utils._standard.verdict import COULD_NOT_TEST, FAIL, PASS, Verdict
from ansible_collections.rasmi.mail.plugins.modules import virus_signatures_probe

NOW = "2026-11-21T12:00:00Z"
SEEN = {"kind": "virus_signatures", "host": "mail", "path": "/db", "scanner": "ClamAV 1.4.3", "least": 100000}
GOOD = {**SEEN, "signatures": 8_000_000, "newest": "2026-11-20T09:00:00Z", "official": True, "problem": ""}


def judged(*observations: dict[str, Any], **values: object) -> list[Verdict]:
    standard = {"controls": {"C-AV": {"clauses": ["KEL-4.6-a"], **values}}}
    run = Run(Target("mail", "127.0.0.1", ("x.gov.my",)), standard, (), observations=observations, now=lambda: NOW)
    trial = Trial(run, "C-AV")
    signatures.probe(trial)
    return trial.verdicts


def result(**changes: object) -> str:
    return judged({**GOOD, **changes})[0].result


def test_many_and_fresh_is_green_and_says_so() -> None:
    (verdict,) = judged(GOOD)
    assert verdict.result == PASS
    assert verdict.observed["en"] == "signatures: 8000000, newest of 2026-11-20 (1 days old)"


@pytest.mark.parametrize(
    "changes",
    [
        {"newest": "2026-11-14T11:59:59Z"},
        {"signatures": 99_999},
        {"problem": "the scanner does not answer"},
        {"newest": ""},
    ],
    ids=["old", "few", "silent", "undated"],
)
def test_everything_else_is_red(changes: dict[str, object]) -> None:
    assert result(newest="2026-11-14T12:00:00Z") == PASS
    assert result(**changes) == FAIL


def test_a_profile_may_ask_for_younger_ones() -> None:
    assert judged(GOOD, signature_age="P1D", signature_age_seconds=86400)[0].result == FAIL
    assert judged(GOOD, signature_age="P2D", signature_age_seconds=172800)[0].result == PASS


def test_a_test_set_is_never_passed_off_as_protection() -> None:
    few = judged({**GOOD, "signatures": 1, "least": 1, "official": False})[0]
    assert few.result == PASS
    assert "only a test set" in few.observed["en"]
    assert "set ujian" in few.observed["ms"]
    own = judged({**GOOD, "official": False})[0]
    assert "without ClamAV's own database" in own.observed["en"]


def test_nothing_seen_could_not_be_tested_and_each_server_is_judged() -> None:
    assert judged({"kind": "temp_space"})[0].result == COULD_NOT_TEST
    found = judged(GOOD, {**GOOD, "host": "mail2", "signatures": 0})
    assert [(item.part, item.result) for item in found] == [("signatures-mail", PASS), ("signatures-mail2", FAIL)]


def database(folder: Path, name: str, count: int, moment: int) -> None:
    header = f"ClamAV-VDB:21 Nov 2026 09-26 +0000:27829:{count}:90:md5:signature:builder:{moment}"
    (folder / name).write_bytes(header.encode().ljust(512) + b"\x1f\x8b rest")


def test_signatures_are_counted_in_both_kinds_of_file(tmp_path: Path) -> None:
    database(tmp_path, "main.cvd", 6_000_000, 1_600_000_000)
    database(tmp_path, "daily.cld", 2_000_000, 1_795_000_000)
    own = tmp_path / "own.hdb"
    own.write_text("# a comment\n\n44d88612fea8a8f36de82e1278abb02f:68:Test\n")
    os.utime(own, (1_799_000_000, 1_799_000_000))
    (tmp_path / "freshclam.dat").write_text("x")
    seen = virus_signatures_probe.look(str(tmp_path))
    # What the site adds makes ClamAV's old "daily" no younger.
    assert seen == {"signatures": 8_000_001, "newest": "2026-11-18T11:06:40Z", "official": True, "problem": ""}
    (tmp_path / "daily.cld").unlink()
    assert virus_signatures_probe.look(str(tmp_path))["official"] is False


def test_what_cannot_be_read_is_a_problem(tmp_path: Path) -> None:
    assert "no signatures" in virus_signatures_probe.look(str(tmp_path))["problem"]
    (tmp_path / "daily.cvd").write_text("half a download")
    assert "no header" in virus_signatures_probe.look(str(tmp_path))["problem"]
    assert virus_signatures_probe.look(str(tmp_path / "none"))["problem"]


def test_the_scanner_is_asked_itself(tmp_path: Path) -> None:
    path = str(tmp_path / "clamd")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        server.listen()

        def answer() -> None:
            client, _address = server.accept()
            with client:
                assert client.recv(100) == b"zVERSION\0"
                client.sendall(b"ClamAV 1.4.3\0")

        thread = threading.Thread(target=answer)
        thread.start()
        assert virus_signatures_probe.ask(path, "VERSION") == "ClamAV 1.4.3"
        thread.join()
    with pytest.raises(OSError):
        virus_signatures_probe.ask(str(tmp_path / "none"), "VERSION")
