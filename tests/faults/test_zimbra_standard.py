# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The role zimbra_standard on servers that are not new, runs that were cut short, rights that somebody gave away."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.rasmi.mail.tests.standins.zimbra.harness import PASSWORD, Zimbra

pytestmark = pytest.mark.timeout(1200)
ROOT = Path(__file__).resolve().parents[2]
DOMAIN = "kelantan.gov.my"
RECAP = re.compile(r"changed=(\d+) +unreachable=\d+ +failed=(\d+)")


class Site:
    """A state directory, and runs of the role against one server."""

    def __init__(self, server: Zimbra, folder: Path) -> None:
        self.server, self.state, self.output = server, folder / "state", ""
        self.secrets = self.state / "secrets"
        self.secrets.mkdir(parents=True)
        (folder / "admin").write_text(PASSWORD)
        (folder / "admin").chmod(0o600)
        groups = folder / "groups.yml"
        groups.write_text(f"groups: [{{address: semua@{DOMAIN}, name: Semua warga}}]\n")
        self.values: dict[str, Any] = {
            "zimbra_standard_profile": "kelantan",
            "zimbra_standard_state_dir": str(self.state),
            "zimbra_standard_url": server.admin_url,
            "zimbra_standard_ca_file": server.ca_file,
            "zimbra_standard_server_name": "127.0.0.1",
            "zimbra_standard_admin": server.settings["admin"],
            "zimbra_standard_admin_password_file": str(folder / "admin"),
            "zimbra_standard_hosts": [],
            "zimbra_standard_groups": str(groups),
            "ansible_python_interpreter": sys.executable,
        }
        self.play = folder / "play.yml"
        self.play.write_text(
            "- hosts: localhost\n  connection: local\n  gather_facts: false\n  force_handlers: true\n"
            "  roles: [rasmi.mail.zimbra_standard]\n"
        )

    def run(self, *arguments: str, **values: Any) -> tuple[int, bool]:
        """Run the role; gives how many tasks changed something and whether it failed."""
        command = [str(Path(sys.executable).with_name("ansible-playbook")), "-i", "localhost,", str(self.play)]
        command += ["-e", json.dumps(self.values | values), *arguments]
        environment = {**os.environ, "ANSIBLE_FORCE_COLOR": "0", "ANSIBLE_CONFIG": str(ROOT / "ansible.cfg")}
        done = subprocess.run(
            command, check=False, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=600
        )
        self.output = done.stdout + done.stderr
        recap = RECAP.search(self.output)
        assert recap, self.output
        return int(recap[1]), recap[2] != "0"

    @property
    def report(self) -> str:
        return (self.state / "zimbra-standard.txt").read_text()

    def own(self, kind: str, name: str) -> dict[str, str]:
        """An object's own single values."""
        plain = {"account": {"applyCos": "0"}, "domain": {"applyConfig": "0"}, "server": {"applyConfig": "0"}}
        body = {kind: {"by": "name", "_content": name}, **plain.get(kind, {})}
        request = "GetDistributionListRequest" if kind == "dl" else f"Get{kind.capitalize()}Request"
        answer = self.server.soap(request, body)
        return {pair["n"]: pair["_content"] for pair in answer[kind][0]["a"]}


@pytest.fixture
def site(tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Site]:
    settings = {"domain": DOMAIN, "admin": f"admin@{DOMAIN}", **getattr(request, "param", {})}
    with Zimbra(**settings) as server:
        yield Site(server, tmp_path)


def create(site: Site, name: str, **values: str) -> None:
    pairs = [{"n": key, "_content": value} for key, value in values.items()]
    answer = site.server.soap(
        "CreateAccountRequest", {"name": f"{name}@{DOMAIN}", "password": "Lama#2020-x", "a": pairs}
    )
    assert "account" in answer, answer


def test_people_who_were_there_keep_their_quota_until_it_is_meant(site: Site) -> None:
    create(site, "lama", zimbraPrefMailForwardingAddress="luar@example.com")
    notes = [{"n": "zimbraNotes", "_content": "diminta oleh SUK 2019"}]
    site.server.soap("CreateDistributionListRequest", {"name": f"semua@{DOMAIN}", "a": notes})
    assert site.run()[1] is False
    mark = {"rasmi": 1, "notes": "diminta oleh SUK 2019"}
    assert json.loads(site.own("dl", f"semua@{DOMAIN}")["zimbraNotes"]) == mark
    assert "zimbraDomainDefaultCOSId" not in site.own("domain", DOMAIN)
    assert "1 account(s) have no class of service of their own" in site.report
    assert re.search(rf"C-FWD .*1 account\(s\) .*lama@{DOMAIN}", site.report)
    changed, failed = site.run(zimbra_standard_domain_default=True)
    assert (changed > 0, failed) == (True, False)
    cos = site.server.soap("GetCosRequest", {"cos": {"by": "name", "_content": "rasmi_pengguna_biasa"}})["cos"][0]["id"]
    assert site.own("domain", DOMAIN)["zimbraDomainDefaultCOSId"] == cos
    # It is the default now: nothing is left to be meant, and nothing to be said.
    assert site.run() == (0, False)
    assert "no class of service of their own" not in site.report


def test_a_run_that_died_before_it_made_the_identity(site: Site) -> None:
    """The password is written first; a later run makes the identity with it."""
    (site.secrets / "zimbra-settings.new").write_text("Ditulis-sebelum-mati-2026.a0")
    assert site.run()[1] is False
    assert (site.secrets / "zimbra-settings").read_text() == "Ditulis-sebelum-mati-2026.a0"
    site.server.login(f"rasmi-settings@{DOMAIN}", "Ditulis-sebelum-mati-2026.a0")
    assert site.run(zimbra_standard_admin_password_file="/nonexistent") == (0, False)


def test_a_lost_password_is_replaced_by_the_operators_administrator(site: Site) -> None:
    assert site.run()[1] is False
    before = (site.secrets / "zimbra-settings").read_text()
    (site.secrets / "zimbra-settings").unlink()
    assert site.run()[1] is False
    after = (site.secrets / "zimbra-settings").read_text()
    assert after != before
    site.server.login(f"rasmi-settings@{DOMAIN}", after)
    assert before not in site.output and after not in site.output


def test_new_passwords_also_when_the_run_dies_as_the_server_has_them(site: Site) -> None:
    """Without the operator's administrator, who is long gone."""
    assert site.run()[1] is False
    before = {file.name: file.read_text() for file in site.secrets.iterdir()}
    alone = {"zimbra_standard_admin_password_file": "/nonexistent"}
    assert site.run(**alone, zimbra_standard_rotate=True)[1] is False
    passwords = {file.name: file.read_text() for file in site.secrets.iterdir()}
    assert set(passwords) == set(before) == {"zimbra-settings", "zimbra-accounts"}
    assert not set(passwords.values()) & set(before.values())
    site.server.login(f"rasmi-accounts@{DOMAIN}", passwords["zimbra-accounts"])
    # As if it had died between the server and the file: the file still has the former password.
    (site.secrets / "zimbra-settings").rename(site.secrets / "zimbra-settings.new")
    (site.secrets / "zimbra-settings").write_text(before["zimbra-settings"])
    assert site.run(**alone)[1] is False
    assert {file.name for file in site.secrets.iterdir()} == {"zimbra-settings", "zimbra-accounts"}
    assert site.run(**alone) == (0, False)


def test_automation_that_could_open_mailboxes_stops_the_run(site: Site) -> None:
    assert site.run()[1] is False
    grant = {
        "target": {"type": "domain", "by": "name", "_content": DOMAIN},
        "grantee": {"type": "usr", "by": "name", "_content": f"rasmi-accounts@{DOMAIN}"},
        "right": {"_content": "adminLoginAs"},
    }
    assert "Code" not in str(site.server.soap("GrantRightRequest", grant))
    assert site.run()[1] is True
    assert "holds a right that opens mailboxes" in site.output


def test_a_run_that_failed_half_way_leaves_what_is_to_be_restarted(site: Site) -> None:
    site.server.knobs(faults=[{"request": "CreateCosRequest", "kind": "fault", "code": "service.FAILURE", "times": 1}])
    assert site.run()[1] is True
    due = json.loads((site.state / "zimbra-restarts.json").read_text())
    assert "mailbox" in due
    assert site.run()[1] is False
    assert json.loads((site.state / "zimbra-restarts.json").read_text()) == due


@pytest.mark.parametrize("site", [{"version": "8.8.15_GA_4545.FOSS"}], indirect=True)
def test_an_old_zimbra_gets_what_it_knows(site: Site) -> None:
    foretold, failed = site.run("--check")
    assert (foretold > 0, failed) == (True, False)
    assert site.run()[1] is False
    assert "zimbraMailAttachmentMaxSize" not in site.report
    assert site.own("cos", "rasmi_pengguna_biasa")["zimbraPasswordLockoutSuppressionEnabled"] == "FALSE"
    assert site.run() == (0, False)


def test_a_wrong_profile_writes_nothing(site: Site) -> None:
    assert site.run(zimbra_standard_leave_out=["C-TIADA"])[1] is True
    assert "C-TIADA is to be left out" in site.output
    assert site.own("cos", "default")["zimbraPasswordMinLength"] == "6"


@pytest.mark.parametrize(
    "site", [{"server_attrs": {"zimbraMailMode": "http", "zimbraMailSSLPort": "0"}}], indirect=True
)
def test_a_store_without_an_https_port_is_not_switched_to_nothing(site: Site) -> None:
    assert site.run()[1] is True
    assert "zimbraMailSSLPort is 0" in site.output
    assert site.own("server", "zcs1.test")["zimbraMailMode"] == "http"
    assert site.own("cos", "default")["zimbraPasswordMinLength"] == "6"
