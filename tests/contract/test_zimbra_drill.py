# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The restoration drill on Zimbra: an empty server built from what was kept of another one, every difference seen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._evidence.inputs import load_observations
from ansible_collections.rasmi.mail.plugins.module_utils._glue import guarded
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.answers import pairs
from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard
from ansible_collections.rasmi.mail.plugins.modules import (
    restore_drill,
    zimbra_account_backup,
    zimbra_account_restore,
    zimbra_accounts_info,
)
from ansible_collections.rasmi.mail.tests.contract.conftest import WORLDS
from ansible_collections.rasmi.mail.tests.contract.people import GROUP, converge, person
from ansible_collections.rasmi.mail.tests.standins.slapd import certificate, write_pair
from ansible_collections.rasmi.mail.tests.standins.zimbra_site import identity

ROOT = Path(__file__).resolve().parents[2]
DOMAIN = "kelantan.gov.my"
FOREIGN, UNMANAGED, PROBE = f"asing@{DOMAIN}", f"luar@{DOMAIN}", f"probe-receive@{DOMAIN}"
FROZEN = '{"rasmi":1,"kind":"individual","suspended_on":"2026-02-01","frozen_on":"2026-02-01"}'


class Drill:
    """A live server with people in every state, an empty one, and the modules that playbooks/drill.yml runs."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.live, self.empty = WORLDS["zimbra"](root), WORLDS["zimbra"](root)
        write_pair(root, "keeper", certificate("keeper", encipher=True))
        (root / "probes.yml").write_text(f"- {{address: {PROBE}, purpose: receiver}}\n")
        self.results: list[Any] = []
        # a provisioned server that no plan was applied to yet: its control account has no mark
        fresh = {"id": identity(self.empty.admin, f"rasmi-control@{DOMAIN}"), "a": pairs({"zimbraNotes": ""})}
        self.empty.admin.call("ModifyAccountRequest", fresh)
        self._people()

    def close(self) -> None:
        self.live.close()
        self.empty.close()

    def _people(self) -> None:
        box = person(7, kind="department", staff_key="", owner=f"pegawai1@{DOMAIN}", grade="", post="")
        leaver = person(3, state="suspended")._replace(since="2026-03-01")
        wants = [
            person(1, aliases=(f"p.satu@{DOMAIN}",), groups=(GROUP,), opens=(f"pegawai7@{DOMAIN}",)),
            person(2, groups=(GROUP,), state="suspended")._replace(since="2026-03-01"),
            box._replace(fields=box.fields._replace(delegates=(f"pegawai1@{DOMAIN}",))),
            person(9, kind="probe", address=PROBE, staff_key=""),
            person(4),
        ]
        with self.live.open() as provider:
            converge(provider, *wants, leaver)
            gone = person(3, state="removed")._replace(since="2026-03-01", remove_on="2026-03-02", ended=True)
            converge(provider, *wants, gone, on=date(2026, 3, 3))
        self.live.modify(
            "KEL-2026-0004", {"zimbraAccountStatus": "locked", "zimbraNotes": FROZEN, "zimbraMailQuota": "1048576"}
        )
        self.live.plant_unmanaged(UNMANAGED, "Luar")
        own = {"zimbraPasswordMinLength": "20", "zimbraPasswordLockoutLockedTime": "20260301080000Z"}
        admin = self.live.admin
        values = {**own, "zimbraAccountStatus": "lockout", "zimbraPrefMailSignature": "Dengan hormat"}
        admin.call("ModifyAccountRequest", {"id": identity(admin, UNMANAGED), "a": pairs(values)})
        self.to_list(self.live, FOREIGN, "seseorang@luar.test", GROUP)
        made = {"name": f"baharu@{DOMAIN}", "a": pairs({"displayName": "Senarai lain"})}
        new = admin.call("CreateDistributionListRequest", made)["dl"][0]["id"]
        admin.call("AddDistributionListAliasRequest", {"id": new, "alias": f"lama@{DOMAIN}"})

    def to_list(self, world: Any, name: str, *members: str, verb: str = "Add") -> None:
        answer = world.admin.call("GetDistributionListRequest", {"dl": {"by": "name", "_content": name}})
        body = {"id": answer["dl"][0]["id"], "dlm": [{"_content": one} for one in members]}
        world.admin.call(f"{verb}DistributionListMemberRequest", body)

    def run(self, module: Any, check: bool = False, **options: Any) -> dict[str, Any]:
        result = guarded(module.run, options, check)
        self.results.append(result)
        return result

    def options(self, world: Any) -> dict[str, Any]:
        return {**world.server.options, "domain": DOMAIN, "server_name": None}

    def prepare(self) -> dict[str, Any]:
        return self._drill("prepare", self.live, zimbra=self.options(self.live))

    def look(self, world: Any, name: str) -> dict[str, Any]:
        dest = str(self.root / name)
        return self.run(zimbra_accounts_info, zimbra=self.options(world), scope=None, dest=dest, details=True)

    def backup(self) -> dict[str, Any]:
        server = self.live.server
        ldap = {"uri": f"ldap://127.0.0.1:{server.ldap_port}", "bind_dn": "uid=zimbra,cn=admins,cn=zimbra"}
        ldap |= {"bind_password": server.settings["ldap_password"], "plaintext_loopback": True}
        dest, certificates = str(self.root / "kept.p7m"), [str(self.root / "keeper.pem")]
        return self.run(zimbra_account_backup, ldap=ldap, accounts=[], dest=dest, certificates=certificates)

    def restore(self, world: Any, check: bool = False, **values: Any) -> dict[str, Any]:
        options = {"zimbra": self.options(world), "src": str(self.root / "kept.p7m"), "accounts": ["*"], "empty": True}
        options |= {"certificate": str(self.root / "keeper.pem"), "key": str(self.root / "keeper.key")}
        return self.run(zimbra_account_restore, check, **{**options, "basis": "BPTM.1", **values})

    def observe(self, after: str = "after") -> dict[str, dict[str, Any]]:
        """Part -> verdict; the secret is put back, so that several tests may look."""
        secret = (self.root / "secret").read_text()
        files = {
            "before": str(self.root / "before"),
            "after": str(self.root / after),
            "dest": str(self.root / "record"),
        }
        sign = {"certificate": str(self.root / "keeper.pem"), "key": str(self.root / "keeper.key")}
        seen = self._drill("observe", self.empty, **files, **sign)
        assert not seen.get("failed"), seen
        assert not (self.root / "secret").exists()
        (self.root / "secret").write_text(secret)
        verdicts = json.loads((self.root / "record").read_text())["verdicts"]
        assert len(seen["red"]) == sum(one["result"] != "pass" for one in verdicts)
        return {one["part"]: one for one in verdicts}

    def _drill(self, step: str, world: Any, **values: Any) -> dict[str, Any]:
        target = {"name": "zcs1.test", "address": "127.0.0.1", "ca_file": world.server.ca_file}
        target |= {"ports": {"https": world.server.user_port}, "vantage": "controller"}
        options = {"step": step, "profile": "kelantan", "profile_paths": [], "platform": "zimbra", "target": target}
        options |= {"probes": str(self.root / "probes.yml"), "secret_file": str(self.root / "secret")}
        rest = dict.fromkeys(("zimbra", "steward", "before", "after", "dest", "certificate", "key"))
        return self.run(restore_drill, **options, **{**rest, **values})


@pytest.fixture(scope="module")
def drill(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Drill]:
    made = Drill(tmp_path_factory.mktemp("drill"))
    for step in (made.prepare(), made.look(made.live, "before"), made.backup()):
        assert not step.get("failed"), step
    yield made
    made.close()


@pytest.fixture(scope="module")
def restored(drill: Drill) -> Drill:
    foretold, done = drill.restore(drill.empty, check=True), drill.restore(drill.empty)
    assert not done.get("failed"), done
    assert foretold == done
    assert len(done["restored"]) == 7
    return drill


def test_an_empty_server_becomes_the_same_and_the_old_password_logs_in(restored: Drill) -> None:
    """R175: addresses, aliases, groups and members, quota, class, every status, policy and marks; signed."""
    assert restored.restore(restored.empty)["changed"] is False
    restored.look(restored.empty, "after")
    seen = restored.observe()
    assert {part: one["result"] for part, one in seen.items()} == dict.fromkeys(
        ("accounts", "state", "policy", "groups", "login"), "pass"
    ), {part: one["observed"] for part, one in seen.items()}
    assert {part: seen[part]["extra"]["compared"] for part in ("accounts", "policy", "groups")} == {
        "accounts": 7, "policy": 7, "groups": 3}  # fmt: skip
    assert (restored.root / "record.p7s").stat().st_size > 500
    sources: list[Any] = []
    faults: list[Any] = []
    fingerprint = load_standard("kelantan").fingerprint
    (record,) = load_observations([str(restored.root / "record")], fingerprint, sources, faults)
    assert not faults
    assert all(one.control == "C-RESTORE" and "KEL-5.1-l" in one.clauses for one in record.verdicts)


#: What is done to the restored server behind the drill's back, and what the drill then says: part and words.
ROUNDS = {
    "first": {
        ("RemoveAccountAlias", "pegawai1", f"p.satu@{DOMAIN}"): ("accounts", f"aliases p.satu@{DOMAIN} is missing"),
        ("zimbraMailQuota", "pegawai4", "5"): ("accounts", "quota 5 instead of 1048576"),
        ("zimbraAccountStatus", "pegawai2", "active"): ("accounts", "state active instead of suspended"),
        ("DeleteAccount", "pegawai7", ""): ("accounts", "is missing"),
        ("zimbraNotes", "pegawai4", FROZEN.replace("frozen", "x")): ("state", "frozen_on 2026-02-01 is missing"),
        ("zimbraPasswordMinLength", "luar", "3"): ("policy", "zimbraPasswordMinLength 3 instead of 20"),
        ("leave", "asing", "seseorang@luar.test"): ("groups", "members seseorang@luar.test is missing"),
        ("SetPassword", "probe-receive", "Lain-sekali-2026"): ("login", "account.AUTH_FAILED"),
    },
    "second": {
        ("CreateAccount", "lagi", ""): ("accounts", "was not there"),
        ("leave", "semua", f"pegawai2@{DOMAIN}"): ("accounts", f"groups {GROUP} is missing"),
        ("revoke", "pegawai7", "loginAs"): ("accounts", f"opens pegawai7@{DOMAIN} is missing"),
        ("zimbraNotes", "pegawai3", '{"rasmi":1}'): ("accounts", "state suspended instead of removed"),
        ("zimbraForeignPrincipal", "pegawai1", ""): ("policy", "zimbraForeignPrincipal differs"),
        ("zimbraPrefMailSignature", "luar", "x"): ("policy", "zimbraPrefMailSignature differs"),
        ("class", "default", "7"): ("policy", "zimbraPasswordMaxAge 7 instead of 0"),
        ("join", "baharu", "seseorang@luar.test"): ("groups", "members seseorang@luar.test was not there"),
    },
}


def sabotage(drill: Drill, verb: str, name: str, value: str) -> None:
    world, address = drill.empty, f"{name}@{DOMAIN}"
    admin = world.admin
    if verb == "CreateAccount":
        world.plant_unmanaged(address, "Lagi")
    elif verb == "class":
        cos = admin.call("GetCosRequest", {"cos": {"by": "name", "_content": name}})["cos"][0]["id"]
        values = pairs({"zimbraPasswordMaxAge": value})
        admin.call("ModifyCosRequest", {"id": {"_content": cos}, "a": values})
    elif verb in ("leave", "join"):
        drill.to_list(world, address, value, verb={"leave": "Remove", "join": "Add"}[verb])
    elif verb == "revoke":
        grantee = {"type": "usr", "by": "name", "_content": f"pegawai1@{DOMAIN}"}
        target = {"type": "account", "by": "name", "_content": address}
        admin.call("RevokeRightRequest", {"target": target, "grantee": grantee, "right": {"_content": value}})
    elif verb.startswith("zimbra"):
        admin.call("ModifyAccountRequest", {"id": identity(admin, address), "a": pairs({verb: value})})
    else:
        more = {"RemoveAccountAlias": {"alias": value}, "SetPassword": {"newPassword": value}}.get(verb, {})
        admin.call(f"{verb}Request", {"id": identity(admin, address), **more})


@pytest.mark.parametrize("which", sorted(ROUNDS))
def test_every_difference_is_seen_and_named(restored: Drill, which: str) -> None:
    """R175: a drill that would not see what is missing proves nothing. Afterwards the server is built once more."""
    for step in ROUNDS[which]:
        sabotage(restored, *step)
    restored.look(restored.empty, "after")
    seen = restored.observe()
    for step, (part, words) in ROUNDS[which].items():
        assert seen[part]["result"] == "fail", (step, seen[part])
        assert words in seen[part]["observed"]["en"], step
        assert seen[part]["observed"]["ms"] != seen[part]["observed"]["en"] or part == "login"
    start_over(restored)


def start_over(drill: Drill) -> None:
    admin = drill.empty.admin
    sabotage(drill, "class", "default", "0")
    for row in json.loads((drill.root / "after").read_text())["accounts"]:
        admin.call("DeleteAccountRequest", {"id": row["id"]})
    if drill.look(drill.empty, "after")["count"] == 0:
        for name in (f"asing@{DOMAIN}", f"baharu@{DOMAIN}"):
            found = admin.call("GetDistributionListRequest", {"dl": {"by": "name", "_content": name}})
            admin.call("DeleteDistributionListRequest", {"id": found["dl"][0]["id"]})
    done = drill.restore(drill.empty)
    assert not done.get("failed"), done
    assert len(done["restored"]) == 7


def test_neither_the_live_server_nor_one_in_use_is_restored_on(restored: Drill) -> None:
    """R175: the drill is done on an empty server."""
    refused = restored.restore(restored.live)
    assert refused["failed"]
    assert "the server that the account information was taken from" in refused["msg"]
    restored.empty.plant_unmanaged(f"lain@{DOMAIN}", "Lain")
    for check in (True, False):
        refused = restored.restore(restored.empty, check)
        assert refused["failed"]
        assert f"not empty: lain@{DOMAIN}" in refused["msg"]
    sabotage(restored, "DeleteAccount", "lain", "")
    sabotage(restored, "join", "semua", "orang@luar.test")
    assert f"not empty: {GROUP}" in restored.restore(restored.empty)["msg"]
    sabotage(restored, "leave", "semua", "orang@luar.test")
    some = restored.restore(restored.empty, accounts=[UNMANAGED])
    assert "everything that was kept" in some["msg"]


def test_what_was_not_looked_at_is_red(restored: Drill) -> None:
    """R175: one server compared with itself, or a file without the details, shows nothing."""
    parts = ("accounts", "state", "policy", "groups")
    assert {
        part: one["result"] for part, one in restored.observe("before").items() if part != "login"
    } == dict.fromkeys(parts, "could-not-test")
    whole = json.loads((restored.root / "before").read_text())
    (restored.root / "bare").write_text(json.dumps(whole["accounts"]))
    seen = restored.observe("bare")
    assert {seen[part]["result"] for part in parts} == {"could-not-test"}
    assert "read them with details" in seen["accounts"]["observed"]["en"]


def site(drill: Drill) -> dict[str, Any]:
    """The variables of a site with these two servers, which have other identities than a provisioned one."""
    root, server = drill.root, drill.live.server
    keeper = {"certificate": str(root / "keeper.pem"), "key": str(root / "keeper.key")}
    live = {name: value for name, value in drill.options(drill.live).items() if value is not None}
    empty = {name: value for name, value in drill.options(drill.empty).items() if value is not None}
    ldap = {"uri": f"ldap://127.0.0.1:{server.ldap_port}", "bind_dn": "uid=zimbra,cn=admins,cn=zimbra"}
    ldap |= {"bind_password": server.settings["ldap_password"], "plaintext_loopback": True}
    rasmi = {
        "platform": "zimbra",
        "profile": "kelantan",
        "server_name": "zcs1.test",
        "server_address": "127.0.0.1",
        "ca_file": server.ca_file,
        "probes": str(root / "probes.yml"),
        "state_dir": str(root / "state"),
        "restored_url": empty["url"],
        "restored_ca_file": empty["ca_file"],
        "restored_ports": {"https": drill.empty.server.user_port},
    } | {f"{use}_{name}": path for use in ("backup", "sign") for name, path in keeper.items()}
    own = {"ldap": ldap, "zimbra": live, "helpdesk": live, "restored_zimbra": empty}
    names = {f"account_backup_{name}": value for name, value in own.items()}
    return names | {f"rasmi_mail_{name}": value for name, value in rasmi.items()}


def playbook(drill: Drill, name: str, variables: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    (drill.root / "site.json").write_text(json.dumps(variables))
    local = {"ansible_connection": "local", "ansible_python_interpreter": sys.executable}
    hosts = {"all": {"children": {"reference": {}, "restored": {}}, "hosts": {"localhost": local}}}
    (drill.root / "hosts.yml").write_text(json.dumps(hosts))
    command = ["ansible-playbook", "-i", str(drill.root / "hosts.yml"), f"playbooks/{name}.yml"]
    environment = {**os.environ, "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg")}
    command += ["-e", f"@{drill.root / 'site.json'}"]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_the_playbook_does_the_whole_drill(restored: Drill) -> None:
    """R175: playbooks/drill.yml with a Zimbra at both ends leaves the record, signed, and no password."""
    restored.look(restored.empty, "after")
    for row in json.loads((restored.root / "after").read_text())["accounts"]:
        restored.empty.admin.call("DeleteAccountRequest", {"id": row["id"]})
    done = playbook(restored, "drill", site(restored))
    state = restored.root / "state"
    assert done.returncode == 0, done.stdout + done.stderr
    record = json.loads((state / "verdicts-drill.json").read_text())
    assert [one["result"] for one in record["verdicts"]] == ["pass"] * 5
    assert (state / "verdicts-drill.p7s").is_file()
    assert (state / "backup" / "accounts.p7m").is_symlink()
    assert sorted(one.name for one in (state / "backup").iterdir() if "drill" in one.name) == [
        "drill-after.json",
        "drill-before.json",
    ]
    restored.results.append(done.stdout)


def test_no_hash_and_no_password_is_anywhere_but_in_the_encrypted_file(restored: Drill) -> None:
    secret = (restored.root / "secret").read_text().strip()
    texts = [json.dumps(restored.results), *(file.read_text("latin-1") for file in restored.root.rglob("*") if
             file.is_file() and file.name not in ("secret", "site.json"))]  # fmt: skip
    assert len(secret) > 12
    assert not [text[:80] for text in texts if secret in text or "{SSHA" in text or "VALUE-BLOCKED" in text]
