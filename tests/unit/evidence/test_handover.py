# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Temporary passwords keep the rule; only the supervisor's key opens the file that carries them."""

from __future__ import annotations

import re
import subprocess
from html import escape, unescape
from itertools import islice

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._evidence import handover
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Change
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import FaultsError
from ansible_collections.rasmi.mail.tests.standins.slapd import certificate, write_pair


def create(number, supervisor="bptm", **values):
    after = {"account_id": f"A{number}", "name": f"Pegawai <{number}>", "supervisor": supervisor, **values}
    return Change("create", f"p{number}@x", after=after, basis=f"A{number}")


@pytest.fixture
def keys(tmp_path):
    for name in ("bptm", "suk"):
        write_pair(tmp_path, name, certificate(name, encipher=True))
    return {name: str(tmp_path / f"{name}.pem") for name in ("bptm", "suk")}


def opened(path, key, folder):
    command = ["openssl", "cms", "-decrypt", "-inform", "DER", "-in", str(path), "-inkey", str(folder / f"{key}.key")]
    return subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)


@pytest.mark.parametrize("minimum", [8, 12, 20])
def test_passwords_are_long_mixed_unambiguous_and_never_the_same(minimum):
    made = list(islice(handover.temporary_passwords(minimum), 2000))
    assert len(set(made)) == 2000
    for one in made:
        assert len(one) == max(minimum, 14)
        assert any(char.isalpha() for char in one)
        assert any(char.isdigit() for char in one)
        assert any(not char.isalnum() for char in one)
        assert not set(one) & set("0Oo1lIi")
        # else a part of the owner's name may stand there, which Active Directory refuses
        assert not re.search("[A-Za-z]{3}", one)
    assert {char for one in made for char in one} == set(handover.LETTERS + handover.DIGITS + handover.SPECIALS)


def test_each_supervisor_opens_the_own_file_and_no_other(tmp_path, keys):
    changes = [create(1), create(2, "suk"), create(3), create(4, kind="department"), Change("update", "u@x", "id")]
    made = handover.make(changes, handover.check_supervisors(changes, keys, "s.yml"), tmp_path / "out", "R", 12)
    assert [(file["id"], file["supervisor"], file["accounts"]) for file in made.written] == [
        ("R-01", "bptm", 2),
        ("R-02", "suk", 1),
    ]
    assert set(made.passwords) == {changes[0].account, changes[1].account, changes[2].account}
    assert made.files[changes[2].account] == "R-01"
    path = tmp_path / "out" / "R-01.p7m"
    assert path.stat().st_mode & 0o777 == 0o600
    page = opened(path, "bptm", tmp_path).stdout
    for change in (changes[0], changes[2]):
        assert made.passwords[change.account] in unescape(page)
        assert change.account in page
    assert "Pegawai &lt;1&gt;" in page
    assert changes[1].account not in page
    assert "fail yang lebih" in page
    assert "the later file counts" in page
    refused = opened(path, "suk", tmp_path)
    assert changes[0].account not in refused.stdout
    for file in (tmp_path / "out").iterdir():
        assert "Pegawai" not in file.name
        assert b"Pegawai &lt;1&gt;" not in file.read_bytes()


def test_every_missing_unreadable_expired_or_unfit_certificate_is_one_message(tmp_path, keys):
    write_pair(tmp_path, "old", certificate("old", encipher=True, days=-1))
    write_pair(tmp_path, "curve", certificate("curve"))
    (tmp_path / "text.pem").write_text("-----BEGIN nothing")
    paths = {name: str(tmp_path / f"{name}.pem") for name in ("bptm", "old", "curve", "text", "gone")}
    changes = [create(n, name) for n, name in enumerate(("bptm", "old", "curve", "text", "gone", "unknown", ""))]
    with pytest.raises(FaultsError) as caught:
        handover.check_supervisors(changes, paths, "supervisors.yml")
    found = {fault.field.split(".")[0]: fault.problem for fault in caught.value.faults}
    assert sorted(found) == ["(none)", "curve", "gone", "old", "text", "unknown"]
    assert "not valid today" in found["old"]
    assert "RSA" in found["curve"]


def test_each_password_stands_beside_its_own_account_whatever_a_name_holds(tmp_path, keys):
    changes = [create(1, name="Sign\0 & more"), create(2, name=""), create(3, name="<b>")]
    made = handover.make(changes, handover.check_supervisors(changes, keys, "s.yml"), tmp_path / "out", "R", 12)
    page = opened(tmp_path / "out" / "R-01.p7m", "bptm", tmp_path).stdout
    for change, name in zip(changes, ("Sign\0 &amp; more", "", "&lt;b&gt;"), strict=True):
        password = escape(made.passwords[change.account])
        assert f'<tr><td>{name}</td><td>{change.account}</td><td class="password">{password}</td>' in page


def test_departments_and_changes_need_no_certificate():
    assert handover.check_supervisors([create(1, kind="department"), Change("update", "a@x", "id")], {}, "s.yml") == {}


def test_an_existing_file_is_never_written_over(tmp_path, keys):
    changes = [create(1)]
    certificates = handover.check_supervisors(changes, keys, "s.yml")
    handover.make(changes, certificates, tmp_path / "out", "R", 12)
    with pytest.raises(handover.RasmiError, match="nothing was changed"):
        handover.make(changes, certificates, tmp_path / "out", "R", 12)


def test_passwords_do_not_show_in_what_is_printed():
    from ansible_collections.rasmi.mail.plugins.module_utils._providers.base import Secrets

    assert "geheim" not in repr(Secrets({"k": "geheim"}, "R"))
