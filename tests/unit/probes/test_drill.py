# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The restoration drill's judgement, and the sealed file. The whole drill: molecule scenario account_backup."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._hosts import kept
from ansible_collections.rasmi.mail.plugins.module_utils._probes import drill, login
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import ProbeAccount, Target
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Run

ENTRY = (
    b"dn: uid=a,ou=accounts,dc=x\nobjectClass: inetOrgPerson\nobjectClass: rasmiAccount\nuid: a\nentryUUID: 1-2\n"
    b"userPassword:: e1NTSEE1MTJ9\n\n"
)


def row(number: int, **values: Any) -> dict[str, Any]:
    fields = {"address": f"a{number}@kelantan.gov.my", "state": "active", "quota": 1}
    return {"id": f"id-{number}", "fields": fields, "managed": True, "must_change": False} | values


@pytest.fixture
def trial(monkeypatch: pytest.MonkeyPatch) -> Run:
    target = Target("mail.kelantan.gov.my", "127.0.0.1", ("kelantan.gov.my",))
    standard = {"id": "kelantan", "controls": {"C-RESTORE": {"clauses": ["KEL-5.1-l"]}}}
    accepted = login.Attempt("imap", True, "OK", 0.1)
    monkeypatch.setattr(login, "log_in", lambda *_args: accepted)
    return Run(target, standard, (ProbeAccount("a1@kelantan.gov.my", "receiver"),))


def seen(trial: Run, tmp_path: Path, before: list[Any], after: list[Any]) -> dict[str, str]:
    for name, rows in (("before", before), ("after", after)):
        (tmp_path / name).write_text(json.dumps(rows))
    (tmp_path / "secret").write_text("Rahsia-2026!!")
    verdicts = drill.observe(trial, tmp_path / "before", tmp_path / "after", tmp_path / "secret")
    assert all(verdict.clauses == ("KEL-5.1-l",) for verdict in verdicts)
    assert "Rahsia" not in json.dumps([verdict.to_dict() for verdict in verdicts])
    return {verdict.part: verdict.result for verdict in verdicts}


@pytest.mark.parametrize(
    ("after", "red"),
    [
        ([row(1), row(2)], {}),
        ([row(1)], {"accounts": "fail", "state": "fail"}),
        ([row(1), row(2), row(3)], {"accounts": "fail", "state": "fail"}),
        ([row(1), row(2, must_change=True)], {"state": "fail"}),
        ([row(1), row(2, frozen_on="2026-11-21")], {"state": "fail"}),
        ([row(1), row(2, removed_on="2026-11-21")], {"state": "fail"}),
        ([row(1), row(2) | {"fields": {**row(2)["fields"], "quota": 2}}], {"accounts": "fail"}),
        ([], {"accounts": "could-not-test", "state": "could-not-test"}),
    ],
)
def test_whatever_differs_after_a_restoration_is_red(
    trial: Run, tmp_path: Path, after: list[Any], red: dict[str, str]
) -> None:
    """R175: the restored server is compared account by account."""
    assert (
        seen(trial, tmp_path, [row(1), row(2)], after) == {"accounts": "pass", "state": "pass", "login": "pass"} | red
    )


def test_a_difference_is_named_in_both_languages_and_what_is_private_is_not_shown(trial: Run, tmp_path: Path) -> None:
    """R175: whoever reads the record learns what is missing, and no name or key of a person."""
    one = row(1, fields={"address": "a1@kelantan.gov.my", "quota": 300, "aliases": ["x@k.my", "y@k.my"], "name": "Ali"})
    other = row(1, fields={"address": "a1@kelantan.gov.my", "quota": 5, "aliases": ["y@k.my"], "name": "Abu"})
    seen(trial, tmp_path, [one], [other])
    verdict = drill.observe(trial, tmp_path / "before", tmp_path / "after", tmp_path / "secret")[0]
    assert verdict.observed == {
        "ms": "0 daripada 1 akaun sama; a1@kelantan.gov.my (id-1): aliases x@k.my tiada, name berbeza, "
        "quota 5 bukan 300",
        "en": "0 of 1 accounts are the same; a1@kelantan.gov.my (id-1): aliases x@k.my is missing, name differs, "
        "quota 5 instead of 300",
    }
    assert any("aliases x@k.my is missing" in line for line in verdict.evidence)
    many = [row(number) for number in range(9)]
    seen(trial, tmp_path, many, many[:2])
    assert (
        drill.observe(trial, tmp_path / "before", tmp_path / "after", tmp_path / "secret")[0]
        .observed["en"]
        .endswith("is missing (+2)")
    )


def test_a_password_that_no_longer_opens_the_mailbox_is_red(
    trial: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(login, "log_in", lambda *_args: login.Attempt("imap", False, "NO", 0.1))
    assert seen(trial, tmp_path, [row(1)], [row(1)])["login"] == "fail"


@pytest.fixture
def keeper(tmp_path: Path) -> tuple[Path, Path]:
    pem, key = tmp_path / "keeper.pem", tmp_path / "keeper.key"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=keeper"]
    subprocess.run([*command, "-keyout", str(key), "-out", str(pem)], check=True, capture_output=True)
    return pem, key


def test_only_the_key_opens_what_was_kept(keeper: tuple[Path, Path], tmp_path: Path) -> None:
    pem, key = keeper
    sealed = tmp_path / "deep" / "accounts.p7m"
    digest = kept.seal(ENTRY, [pem.read_text()], str(sealed))
    assert len(digest) == 64 and sealed.stat().st_mode & 0o777 == 0o600
    assert b"rasmiAccount" not in sealed.read_bytes()
    assert kept.unseal(str(sealed), str(pem), str(key)) == ENTRY
    assert list(sealed.parent.iterdir()) == [sealed]
    damaged = tmp_path / "damaged.p7m"
    damaged.write_bytes(sealed.read_bytes()[:-40])
    with pytest.raises(kept.KeptError, match="damaged"):
        kept.unseal(str(damaged), str(pem), str(key))


@pytest.mark.parametrize(("ldif", "why"), [(b"", "no account"), (ENTRY[:-1], "broke off"), (b"\n\n", "no account")])
def test_an_empty_or_broken_export_is_not_kept(ldif: bytes, why: str) -> None:
    with pytest.raises(kept.KeptError, match=why):
        kept.whole(ldif)


def test_a_program_that_fails_tells_nothing_of_what_it_was_given() -> None:
    with pytest.raises(kept.KeptError) as caught:
        kept.run(["sh", "-c", "cat >/dev/null; echo no >&2; exit 3"], b"secret")
    assert str(caught.value) == "sh failed: no"
