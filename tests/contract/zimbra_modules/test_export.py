# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

import base64
import io
import tarfile
import time

import pytest

from .conftest import DOMAIN

MESSAGE = b"From: a@x.my\r\nTo: b@x.my\r\nSubject: Ujian\r\n\r\nbadan\r\n"


@pytest.fixture
def mailbox(server, account):
    """An account with one old and one new message."""
    made = 0

    def make(name: str, *ages: int) -> str:
        nonlocal made
        account(name)
        for age in ages:
            data = base64.b64encode(MESSAGE + str(made := made + 1).encode()).decode()
            server.control("message", name=name, data=data, date=time.time() - age * 86400)
        return name

    return make


def test_a_mailbox_becomes_a_file_once(run, mailbox, tmp_path):
    name, dest = mailbox(f"dua@{DOMAIN}", 400, 1), tmp_path / "dua.tgz"
    ask = {"account": name, "dest": str(dest), "basis": "BPTM 30"}
    foretold = run("mailbox_export", **ask, check=True)
    assert foretold["changed"] and not dest.exists()
    done = run("mailbox_export", **ask)
    assert done["changed"] and done["entries"] == 2 and done["basis"] == "BPTM 30"
    assert dest.stat().st_mode & 0o777 == 0o600 and dest.stat().st_size == done["size"]
    assert [path.name for path in tmp_path.iterdir()] == ["dua.tgz"], "a part of the file was left"
    again = run("mailbox_export", **ask)
    assert not again["changed"] and again["checksum"] == done["checksum"]
    assert run.sent == [], "a file that is there needs no server"


def test_a_query_takes_a_part(run, mailbox, tmp_path):
    name, dest = mailbox(f"tanya@{DOMAIN}", 400, 500, 1), tmp_path / "lama.tgz"
    done = run("mailbox_export", account=name, dest=str(dest), query="before:-1year", basis="ujian")
    assert done["entries"] == 2


def test_an_empty_mailbox_is_no_error(run, mailbox, tmp_path):
    name, dest = mailbox(f"kosong@{DOMAIN}"), tmp_path / "kosong.tgz"
    for check in (True, False):
        done = run("mailbox_export", account=name, dest=str(dest), basis="ujian", check=check)
        assert not done.get("failed") and not done["changed"] and not dest.exists()
    assert done["empty"] is True and list(tmp_path.iterdir()) == []


def test_force_replaces_only_when_the_contents_differ(run, server, mailbox, tmp_path):
    name, dest = mailbox(f"paksa@{DOMAIN}", 1), tmp_path / "paksa.tgz"
    ask = {"account": name, "dest": str(dest), "basis": "ujian"}
    run("mailbox_export", **ask)
    before = dest.stat().st_ino
    assert not run("mailbox_export", **ask, force=True)["changed"] and dest.stat().st_ino == before
    server.control("message", name=name, data=base64.b64encode(MESSAGE).decode(), date=time.time())
    assert run("mailbox_export", **ask, force=True)["changed"] and dest.stat().st_ino != before


@pytest.mark.parametrize("missing", [1, 5, 20])
def test_a_file_that_is_cut_off_is_no_export(run, mailbox, tmp_path, missing):
    name, dest = mailbox(f"putus{missing}@{DOMAIN}", 1), tmp_path / "putus.tgz"
    ask = {"account": name, "dest": str(dest), "basis": "ujian"}
    run("mailbox_export", **ask)
    dest.write_bytes(dest.read_bytes()[:-missing])
    answer = run("mailbox_export", **ask)
    assert answer["failed"] and "not a whole archive" in answer["msg"]
    assert run("mailbox_export", **ask, force=True)["changed"]


def test_an_archive_without_anything_is_an_error(run, mailbox, tmp_path, monkeypatch):
    from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Soap
    from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.transport import Reply

    name, dest = mailbox(f"hampa@{DOMAIN}", 1), tmp_path / "hampa.tgz"
    nothing = io.BytesIO()
    tarfile.open(fileobj=nothing, mode="w:gz").close()
    for body in (nothing.getvalue(), nothing.getvalue()[:10], b"<html>maaf</html>"):
        monkeypatch.setattr(Soap, "download", lambda _s, _p, write, b=body: (write(b), Reply(200, {}, b""))[1])
        answer = run("mailbox_export", account=name, dest=str(dest), basis="ujian")
        assert answer["failed"] and list(tmp_path.iterdir()) == []


def test_who_may_not_open_the_mailbox_is_told_so(run, mailbox, account, tmp_path):
    name, dest = mailbox(f"tertutup@{DOMAIN}", 1), tmp_path / "x.tgz"
    account(f"tanpa.hak@{DOMAIN}", zimbraIsDelegatedAdminAccount="TRUE")
    run(
        "right",
        target={"type": "domain", "name": DOMAIN},
        grantee={"name": f"tanpa.hak@{DOMAIN}"},
        rights_set=["accounts"],
    )
    run.options |= {"user": f"tanpa.hak@{DOMAIN}", "password": "Ujian-2026-Rahsia"}
    answer = run("mailbox_export", account=name, dest=str(dest), basis="ujian")
    assert answer["failed"] and "adminLoginAs" in answer["msg"] and list(tmp_path.iterdir()) == []


def test_an_account_that_there_is_not_and_a_wrong_place_are_refused(run, tmp_path):
    answer = run("mailbox_export", account=f"tiada@{DOMAIN}", dest=str(tmp_path / "x"), basis="ujian")
    assert answer["failed"] and "there is no account" in answer["msg"]
    answer = run("mailbox_export", account=f"tiada@{DOMAIN}", dest=str(tmp_path / "tiada" / "x"), basis="ujian")
    assert answer["failed"] and "directory that is there" in answer["msg"] and run.sent == []
