# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rounds over services that really speak: good, broken, mended; what is kept, and who is told."""

from __future__ import annotations

import email
import json
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._glue import guarded
from ansible_collections.rasmi.mail.plugins.modules import mail_watch
from tests.unit.watch.services import OUTSIDER, SECRET, options, outside, two_systems

LIGHT = ["imap", "mx"]


def one_round(params: dict[str, Any]) -> dict[str, Any]:
    return guarded(mail_watch.run, params, False)


def lines(params: dict[str, Any]) -> list[dict[str, Any]]:
    return [json.loads(line) for path in sorted(Path(params["record"]).glob("*.jsonl")) for line in path.open()]


def test_a_round_tries_every_door_and_mail_both_ways(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """R015, R165, R166, R167: access, certificates and mail from and to another system, all seen, all recorded."""
    with two_systems() as (inside, there):
        params = options(tmp_path, inside, monkeypatch, outside=[outside(there, tmp_path)])
        result = one_round(params)
        assert not there.service.boxes[OUTSIDER].messages, "what was sent out is taken away again"
    doors = {"page", "web", "imap", "pop", "smtp", "mx", "certificate"}
    (made,) = lines(params)
    seen = {part: said for _control, part, said, *_rest in made["items"]}
    assert set(seen) == {f"access/{door}" for door in doors} | {"in/luar", "out/luar"}
    assert set(seen.values()) == {"pass"}, result["red"]
    assert next(item[5] for item in made["items"] if item[1] == "in/luar").startswith("arrived after ")


def test_what_breaks_is_red_at_once_and_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """R165: red in the round that sees it, an alarm on the change and not on the next round, one more when mended."""
    box = tmp_path / "outbox"
    alarm = {"to": ["jaga@luar.test"], "sender": "pantau@luar.test", "smtp": None, "outbox": str(box)}
    with two_systems() as (inside, there):
        mails = [outside(there, tmp_path)]
        given = {"outside": mails, "alarm": alarm, "fail_on": "red", "doors": LIGHT, "wait": 0.2}
        params = options(tmp_path, inside, monkeypatch, **given)
        assert "failed" not in one_round(params)
        inside.service.flaws.loses_mail = True
        quiet = one_round(params)  # the test from outside is not due again within the hour
        inside.service.banned = True
        first, second = one_round(params), one_round(params)
        inside.service.banned = False
        third = one_round(params)
    assert quiet["turned_red"] == []
    assert (first["failed"], first["turned_red"]) == (True, ["C-MON-HEALTH access/imap"])
    assert (second["failed"], second["turned_red"]) == (True, [])
    assert ("failed" in third, third["mended"]) == (False, ["C-MON-HEALTH access/imap"])
    texts = [email.message_from_bytes(path.read_bytes()) for path in box.glob("*.eml")]
    assert sorted(str(one["Subject"]).partition(":")[0] for one in texts) == ["MERAH / RED", "PULIH / MENDED"]


def test_mail_from_outside_that_is_lost_is_red_until_it_comes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """R167: lost mail is seen as lost, and every round tries again until it arrives."""
    with two_systems() as (inside, there):
        params = options(tmp_path, inside, monkeypatch, outside=[outside(there, tmp_path)], doors=["mx"], wait=0.2)
        inside.service.flaws.loses_mail = True
        lost = one_round(params)
        inside.service.flaws.loses_mail = False
        assert one_round(params)["mended"] == ["C-MON-EXT in/luar"]
    assert lost["red"] == ["C-MON-EXT in/luar: fail: did not arrive within 0 seconds"]


@pytest.mark.parametrize("broken", ["password", "refused", "none"])
def test_an_outside_system_that_does_not_work_proves_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, broken: str
) -> None:
    """R167: when their side fails, or the site supplies none, ours could not be tested: red, and no secret in words."""
    with two_systems() as (inside, there):
        given = outside(there, tmp_path)
        if broken == "password":
            given["smtp"]["password_file"] = str(tmp_path / "nowhere")
        elif broken == "refused":
            there.service.boxes[OUTSIDER].password = "another"
        given["imap"] = None
        mails = [] if broken == "none" else [given]
        result = one_round(options(tmp_path, inside, monkeypatch, outside=mails, doors=["mx"]))
    (red,) = result["red"]
    assert "could-not-test" in red
    assert SECRET not in json.dumps(result)


def test_a_certificate_that_runs_out_soon_and_a_wrong_one_are_red(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R165: days left are counted, and a chain that is not ours is refused."""
    with two_systems() as (inside, there):
        soon = one_round(options(tmp_path, inside, monkeypatch, doors=["certificate"], certificate_days=99999))
        params = options(tmp_path, inside, monkeypatch, doors=["certificate", "imap"])
        params["target"]["ca_file"] = there.ca_file
        wrong = one_round(params)
    assert "; at least 99999)" in soon["red"][0]
    assert "certificate not accepted" in wrong["red"][0]
    assert "no connection" in wrong["red"][1]


def test_the_password_is_made_once_and_is_nowhere_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with two_systems() as (inside, _there):
        params = options(tmp_path, inside, monkeypatch, doors=LIGHT)
        results = [one_round(params)]
        secret = (tmp_path / "secret").read_text().strip()
        results.append(one_round(params))
        assert (tmp_path / "secret").read_text().strip() == secret
    kept = "".join(path.read_text() for path in (tmp_path / "watch").iterdir()) + json.dumps(results)
    assert secret
    assert secret not in kept


def test_check_mode_connects_to_nothing_and_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with two_systems() as (inside, there):
        params = options(tmp_path, inside, monkeypatch, outside=[outside(there, tmp_path)])
        params["target"]["ports"] = dict.fromkeys(inside.ports, 1)
        result = guarded(mail_watch.run, params, True)
    assert result["would_look_at"][-2:] == ["in/luar", "out/luar"]
    assert not (tmp_path / "watch").exists()
    assert not (tmp_path / "secret").exists()


def test_findings_from_the_servers_are_items_and_silence_is_red(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """R165: what was found on a server is taken in; a server that said nothing could not be tested."""
    good = {"check": "services", "server": "a", "item": "postfix", "state": "pass", "detail": "running"}
    bad = good | {"item": "dovecot", "state": "fail", "detail": "not running"}
    health = [
        {"of": "one", "findings": [good], "problem": ""},
        {"of": "two", "findings": [good, bad], "problem": ""},
        {"of": "three", "findings": [], "problem": "unreachable"},
    ]
    with two_systems() as (inside, there):
        mails = [outside(there, tmp_path) | {"imap": None}]
        result = one_round(options(tmp_path, inside, monkeypatch, doors=["mx"], health=health, outside=mails))
    assert result["red"] == [
        "C-MON-HEALTH health/two services: fail: 1 of 2: a dovecot: not running",
        "C-MON-HEALTH health/three: could-not-test: Could not be tested: unreachable",
    ]
