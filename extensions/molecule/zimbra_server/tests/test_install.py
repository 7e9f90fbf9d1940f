# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an installation leaves behind, and what happens when it does not come to its end."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

STATE = Path(__file__).resolve().parents[2] / "inventory" / ".state" / "zimbra_server"
HISTORY = "/opt/zimbra/.install_history"
SECRETS = (
    "admin",
    "ldap-root",
    "ldap-admin",
    "ldap-replica",
    "ldap-postfix",
    "ldap-amavis",
    "ldap-nginx",
    "ldap-searcher",
)


def password(site: str, name: str) -> str:
    return (STATE / site / "secrets" / f"zimbra-{name}").read_text().strip()


def test_it_was_installed_once_and_the_second_run_did_nothing(alone: Any) -> None:
    """Both runs, converge and idempotence, are over."""
    assert alone.starts() == ["install.sh", "zmsetup.pl"]
    assert alone.sh(f"tail -n 1 {HISTORY}").endswith("CONFIGURED END")
    assert alone.sh(f"grep -c 'INSTALLED zimbra-' {HISTORY}") == "9"
    assert len(alone.calls("zmcontrol")) == 1
    assert len([call for call in alone.calls("zmcertmgr") if call["arguments"][0] == "deploycrt"]) == 1
    assert len([call for call in alone.calls("zmdkimkeyutil") if call["arguments"][0] == "-a"]) == 1


def test_the_configuration_was_kept_before_the_first_change(alone: Any) -> None:
    kept = alone.sh("ls /opt/zimbra/data/rasmi-backup/").split()
    assert len(kept) == 1
    names = alone.sh(f"stat -c '%n %a %U' /opt/zimbra/data/rasmi-backup/{kept[0]}/*").splitlines()
    assert [name.rsplit("/", 1)[1] for name in names] == ["ldap.bak 600 zimbra", "localconfig 600 zimbra"]
    order = [
        line
        for line in alone.sh("cat /opt/zimbra/log/standin-calls").splitlines()
        if "-s" in line or "deploycrt" in line
    ]
    assert "zmlocalconfig" in order[0]


@pytest.mark.parametrize("short", ["mail", "ldap", "store1", "mta1", "proxy1"])
def test_no_file_with_passwords_is_left(machine: Callable[[str], Any], short: str) -> None:
    here = machine(short)
    assert here.sh("ls -d /root/zimbra-install /opt/zimbra/config.* 2>/dev/null || true") == ""
    site = "alone" if short == "mail" else "state"
    places = "/root /opt/zimbra /tmp /var/log /etc"
    for name in SECRETS:
        assert here.sh(f"grep -rlF -e {password(site, name)} {places} || true") == ""


def test_passwords_are_the_sites_own_and_only_for_their_owner() -> None:
    assert len({password(site, name) for site in ("alone", "state") for name in SECRETS}) == 2 * len(SECRETS)
    modes = {path.stat().st_mode & 0o777 for path in (STATE / "state/secrets").iterdir()}
    assert modes == {0o600}


def test_each_of_several_servers_gets_its_part_in_order(machine: Callable[[str], Any]) -> None:
    steps = {short: machine(short).steps() for short in ("ldap", "store1", "mta1", "proxy1")}
    begins = [steps[short]["BEGIN"] for short in steps]
    assert begins == sorted(begins)
    assert begins[1] > steps["ldap"]["configSaveCA"]
    assert [name for name in steps if "configSetupLdap" in steps[name]] == ["ldap"]
    assert [name for name in steps if "configInitSql" in steps[name]] == ["store1"]
    assert "zimbra-proxy_" in machine("proxy1").sh(f"cat {HISTORY}")
    assert "zimbra-store_" not in machine("proxy1").sh(f"cat {HISTORY}")


def test_a_certificate_is_replaced_only_by_another_one(alone: Any, play: Callable[..., Any]) -> None:
    before = len(alone.calls("zmcertmgr"))
    assert play().changed == 0
    assert len(alone.calls("zmcertmgr")) == before
    look = play("--check", zimbra_scenario_pair="second")
    assert look.code == 0 and look.changed > 0 and len(alone.calls("zmcertmgr")) == before
    wrong = play(zimbra_scenario_pair="wrong")
    assert wrong.code != 0 and "Unmatching certificate" in wrong.text
    there = "/opt/zimbra/ssl/zimbra/commercial/commercial.crt"
    assert "CN = first" in alone.sh(f"openssl x509 -noout -subject -in {there}")
    assert play(zimbra_scenario_pair="second").code == 0
    assert "CN = second" in alone.sh(f"openssl x509 -noout -subject -in {there}")
    assert [call["user"] for call in alone.calls("zmcertmgr")] == ["zimbra"] * len(alone.calls("zmcertmgr"))
    assert play(zimbra_scenario_pair="second").changed == 0


def test_a_mode_is_set_only_where_it_differs(alone: Any, play: Callable[..., Any]) -> None:
    assert alone.calls("zmproxyconfig") == []
    assert play(zimbra_server_proxy_mode="redirect", zimbra_scenario_pair="second").code == 0
    assert [call["arguments"][3] for call in alone.calls("zmproxyconfig")] == ["redirect"]
    assert [call["arguments"] for call in alone.calls("zmproxyctl")] == [["restart"]]
    assert alone.calls("zmtlsctl") == []


def test_a_machine_that_will_not_do_is_told_everything_and_left_alone(alone: Any, play: Callable[..., Any]) -> None:
    alone.wipe()
    alone.sh("systemd-run --quiet --unit=standin-smtp python3 -m http.server 25")
    try:
        said = play(
            zimbra_server_checksum="00ff", zimbra_server_memory_min_bytes=10**15, zimbra_server_hostname="a.test"
        )
    finally:
        alone.sh("systemctl stop standin-smtp")
    assert said.code != 0
    for words in (
        "not what was meant",
        "GiB memory",
        "(25)",
        "hostnamectl set-hostname a.test",
        "no A record for a.test",
    ):
        assert words in said.text
    assert alone.starts() == [] and alone.sh("ls -d /opt/zimbra 2>/dev/null || true") == ""


def test_an_answer_that_is_missing_is_named_before_the_installer_runs(alone: Any, play: Callable[..., Any]) -> None:
    alone.wipe()
    said = play(zimbra_server_settings={"USE_ZIMBRA_PACKAGE_SERVER": None})
    assert said.code != 0 and "USE_ZIMBRA_PACKAGE_SERVER: the installer would ask for it" in said.text
    assert alone.starts() == []


def test_a_question_that_the_role_does_not_know_ends_the_run_and_is_named(alone: Any, play: Callable[..., Any]) -> None:
    alone.wipe()
    alone.knob("ask", "INSTALL_NEW_THING:Install the new thing")
    said = play()
    assert said.code != 0 and 'The installer asked "Install the new thing"' in said.text
    assert alone.sh("ls -d /root/zimbra-install/answers 2>/dev/null || true") == ""
    assert play(zimbra_server_settings={"INSTALL_NEW_THING": "no"}).code == 0
    assert alone.sh(f"tail -n 1 {HISTORY}").endswith("CONFIGURED END")


def test_a_run_that_broke_off_goes_on_where_it_was(alone: Any, play: Callable[..., Any]) -> None:
    alone.wipe()
    alone.knob("fail", "packages")
    assert "Unable to install required packages" in play().text
    alone.knob("fail", "configInitSql")
    said = play()
    assert said.code != 0 and "configInitSql failed" in said.text
    assert password("alone", "ldap-admin") not in said.text
    assert alone.sh("ls -d /root/zimbra-install/answers /opt/zimbra/config.* 2>/dev/null || true") == ""
    done = alone.steps()
    alone.turn("fail")
    look = play("--check")
    assert "The configuration would go on after the step configCreateDomain" in look.text
    assert play().code == 0
    assert alone.starts() == ["install.sh", "install.sh", "zmsetup.pl", "zmsetup.pl"]
    after = alone.steps()
    assert {name: after[name] for name in done if name != "BEGIN"} == {n: t for n, t in done.items() if n != "BEGIN"}
    assert play().changed == 0
