# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Account information comes back with the old password, though SOAP never gives a hash away (trap 17)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._glue import guarded
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra import sealed
from ansible_collections.rasmi.mail.plugins.modules import zimbra_account_backup, zimbra_account_restore
from ansible_collections.rasmi.mail.tests.contract.conftest import WORLDS
from ansible_collections.rasmi.mail.tests.contract.people import (
    GROUP,
    PASSWORD,
    converge,
    found,
    person,
    planned,
)
from ansible_collections.rasmi.mail.tests.standins.slapd import certificate, write_pair

ONE, TWO = "KEL-2026-0001", "KEL-2026-0002"


class Kept:
    """A server with two people, and what is kept of them."""

    def __init__(self, root: Path, world: Any) -> None:
        self.root, self.world = root, world
        write_pair(root, "keeper", certificate("keeper", encipher=True))
        self.wants = [person(1, aliases=("p.satu@kelantan.gov.my",), groups=(GROUP,)), person(2)]
        with world.open() as provider:
            converge(provider, *self.wants)
            self.before = found(provider, 1)

    def backup(self, check: bool = False, **values: Any) -> dict[str, Any]:
        ldap = {
            "uri": f"ldap://127.0.0.1:{self.world.server.ldap_port}",
            "bind_dn": "uid=zimbra,cn=admins,cn=zimbra",
            "bind_password": self.world.server.settings["ldap_password"],
            "plaintext_loopback": True,
        }
        options = {"ldap": {**ldap, **values.pop("ldap", {})}, "accounts": [], "dest": str(self.root / "kept.p7m")}
        options |= {"certificates": [str(self.root / "keeper.pem")], **values}
        return guarded(zimbra_account_backup.run, options, check)

    def restore(self, check: bool = False, **values: Any) -> dict[str, Any]:
        options = {
            "zimbra": self.world.server.options,
            "src": str(self.root / "kept.p7m"),
            "certificate": str(self.root / "keeper.pem"),
            "key": str(self.root / "keeper.key"),
            "accounts": ["*"],
            "empty": False,
            "basis": "BPTM.1",
            **values,
        }
        return guarded(zimbra_account_restore.run, options, check)

    def delete(self, account_id: str) -> None:
        self.world.admin.call("DeleteAccountRequest", {"id": self.world.entry(account_id).id})


@pytest.fixture
def kept(tmp_path: Path) -> Iterator[Kept]:
    world = WORLDS["zimbra"](tmp_path)
    yield Kept(tmp_path, world)
    world.close()


def test_an_account_deleted_by_hand_comes_back_whole(kept):
    assert kept.backup()["count"] == 2
    kept.delete(ONE)
    foretold = kept.restore(check=True)
    assert (foretold["restored"], foretold["present"]) == (["pegawai1@kelantan.gov.my"], 1)
    done = kept.restore()
    assert not done.get("failed"), done
    assert {name: done[name] for name in ("changed", "restored", "present")} == {
        name: foretold[name] for name in ("changed", "restored", "present")
    }
    with kept.world.open() as provider:
        account = found(provider, 1)
        assert planned(provider, *kept.wants).effective == ()
    assert (account.id, account.fields) == (kept.before.id, kept.before.fields)
    assert account.password_changed_at == kept.before.password_changed_at
    assert kept.world.accepts(ONE, PASSWORD)
    assert not kept.world.accepts(ONE, f"x{PASSWORD}")
    again = kept.restore()
    assert (again["changed"], again["present"]) == (False, 2)


def test_what_is_there_is_never_touched(kept):
    kept.backup()
    kept.world.edit(ONE, "Diubah")
    assert kept.restore()["changed"] is False
    assert kept.world.entry(ONE).attrs["displayName"] == ["Diubah"]


def test_an_address_that_somebody_else_has_now_is_left_to_them(kept):
    kept.backup()
    kept.delete(ONE)
    kept.world.plant_unmanaged("pegawai1@kelantan.gov.my", "Lain")
    assert kept.restore()["changed"] is False


def test_the_file_is_closed_to_others(kept):
    result = kept.backup()
    path = Path(result["dest"])
    assert path.stat().st_mode & 0o077 == 0
    data = path.read_bytes()
    assert b"SSHA512" not in data
    assert b"pegawai1" not in data
    (row,) = [
        row for row in sealed.read(path, *pair(kept.root, "keeper"))["accounts"] if row["name"].startswith("pegawai1@")
    ]
    assert row["attributes"]["userPassword"][0].startswith("{SSHA512}")
    write_pair(kept.root, "other", certificate("other", encipher=True))
    other = kept.restore(certificate=str(kept.root / "other.pem"), key=str(kept.root / "other.key"))
    assert other["failed"]
    assert "was not written for" in other["msg"]


def pair(root: Path, name: str) -> tuple[str, str]:
    return str(root / f"{name}.pem"), str(root / f"{name}.key")


def test_check_mode_reads_and_keeps_nothing(kept):
    result = kept.backup(check=True)
    assert (result["count"], result["changed"]) == (2, True)
    assert not Path(result["dest"]).exists()


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"accounts": ["tiada@kelantan.gov.my"]}, "tiada@kelantan.gov.my was not found"),
        ({"ldap": {"bind_password": "salah"}}, "was not let in"),
        ({"ldap": {"plaintext_loopback": False}}, "StartTLS"),
        ({"ldap": {"uri": "ldap://127.0.0.1:1"}}, "ldap://127.0.0.1:1"),
        ({"certificates": ["tiada.pem"]}, "tiada.pem"),
    ],
    ids=["unknown", "password", "no-tls", "no-server", "certificate"],
)
def test_what_cannot_be_kept_is_an_error(kept, values, words):
    result = kept.backup(**values)
    assert result["failed"]
    assert words in result["msg"]
    assert not (kept.root / "kept.p7m").exists()


def test_nothing_comes_back_without_its_class_of_service(kept):
    kept.backup()
    kept.delete(ONE)
    kept.delete(TWO)
    cos = {"cos": {"by": "name", "_content": "rasmi_pengguna_biasa"}, "attrs": "zimbraId"}
    identity = kept.world.admin.call("GetCosRequest", cos)["cos"][0]["id"]
    kept.world.admin.call("DeleteCosRequest", {"id": {"_content": identity}})
    result = kept.restore()
    assert result["failed"]
    assert "rasmi_pengguna_biasa is missing" in result["msg"]
