# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The answers: complete for each host, the same for bash and for zmsetup.pl, and no secret where it does not belong."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import FaultsError
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.install_answers import SECRETS, answers
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.install_layout import layout

PASSWORDS = {name: f"Secret0{number}.{name.replace('_', '')}" for number, name in enumerate(SECRETS)}
GROUPS = {"ldap": ["l1", "l2"], "store": ["s1", "s2"], "mta": ["m1"], "proxy": ["p1"]}


def told(host: str = "mail", groups: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    return {
        "host": host,
        "layout": layout(groups or {}, host),
        "hostname": f"{host}.kelantan.gov.my",
        "master_hostname": "l1.kelantan.gov.my",
        "mta_hostname": "m1.kelantan.gov.my",
        "domain": "kelantan.gov.my",
        "admin": "admin@kelantan.gov.my",
        "package_server": "repo.zimbra.com",
        "mail_mode": "https",
        "proxy_mode": "redirect",
        "time_zone": "Asia/Kuala_Lumpur",
        "ip_mode": "ipv4",
        **more,
    }


def read(text: str) -> dict[str, str]:
    """As zmsetup.pl reads them."""
    return {line.split("=", 1)[0]: line.split("=", 1)[1].replace('"', "") for line in text.splitlines()}


def test_one_server_is_told_everything_that_is_asked_otherwise() -> None:
    values = read(answers(told(), PASSWORDS))
    expected = {
        "REMOVE": "no",
        "UPGRADE": "no",
        "USE_ZIMBRA_PACKAGE_SERVER": "yes",
        "PACKAGE_SERVER": "repo.zimbra.com",
    }
    assert expected.items() <= values.items()
    assert values["INSTALL_PACKAGES"].split()[0] == "zimbra-core"
    assert values["DOCREATEDOMAIN"] == values["DOCREATEADMIN"] == "yes"
    assert {values[key] for key, _needs in SECRETS.values()} == set(PASSWORDS.values())
    assert values["PROXYMODE"] == "redirect" and values["HTTPSPORT"] == "8443" and values["HTTPSPROXYPORT"] == "443"


def test_bash_reads_the_same_as_zmsetup(tmp_path: Path) -> None:
    text = answers(told(settings={"SPELLURL": "http://x:7780/a b;c&d'e#f!g*"}), PASSWORDS)
    (tmp_path / "answers").write_text(text)
    script = f"set -a; . {tmp_path}/answers; env -0"
    printed = subprocess.run(
        ["bash", "-c", script], env={"PATH": "/usr/bin:/bin"}, capture_output=True, check=True
    ).stdout
    seen = dict(pair.split("=", 1) for pair in printed.decode().split("\0") if pair)
    assert read(text).items() <= seen.items()


@pytest.mark.parametrize(
    ("host", "needs"),
    [
        ("l1", set(SECRETS) - {"admin"}),
        ("s1", {"admin", "ldap_admin"}),
        ("m1", {"ldap_admin", "ldap_postfix", "ldap_amavis"}),
        ("p1", {"ldap_admin", "ldap_nginx"}),
    ],
)
def test_a_host_learns_only_the_passwords_that_its_parts_need(host: str, needs: set[str]) -> None:
    text = answers(told(host, GROUPS), PASSWORDS)
    assert {name for name, value in PASSWORDS.items() if value in text} == needs


def test_only_the_master_makes_the_domain_and_only_one_store_the_administrator() -> None:
    values = {host: read(answers(told(host, GROUPS), PASSWORDS)) for host in ("l1", "l2", "s1", "s2", "p1")}
    assert [values[host]["DOCREATEDOMAIN"] for host in ("l1", "l2")] == ["yes", "no"]
    assert [values[host]["LDAPREPLICATIONTYPE"] for host in ("l1", "l2")] == ["master", "replica"]
    assert [values[host]["DOCREATEADMIN"] for host in ("s1", "s2")] == ["yes", "no"]
    assert "LDAPDEFAULTSLOADED" not in values["l1"] and values["p1"]["LDAPDEFAULTSLOADED"] == "1"
    assert values["p1"]["LDAPHOST"] == "l1.kelantan.gov.my"


def test_a_setting_wins_and_null_leaves_out() -> None:
    values = read(answers(told(settings={"RUNAV": "no", "SPELLURL": None, "LICENSEKEY": 123}), PASSWORDS))
    assert values["RUNAV"] == "no" and values["LICENSEKEY"] == "123" and "SPELLURL" not in values


def test_without_a_package_server_none_is_named() -> None:
    values = read(answers(told(package_server=""), PASSWORDS))
    assert values["USE_ZIMBRA_PACKAGE_SERVER"] == "no" and "PACKAGE_SERVER" not in values


def test_every_missing_key_is_named_at_once() -> None:
    lacking = {"REMOVE": None, "USE_ZIMBRA_PACKAGE_SERVER": "", "MODE": None}
    with pytest.raises(FaultsError) as caught:
        answers(told(settings=lacking), {name: value for name, value in PASSWORDS.items() if name != "ldap_root"})
    for key in [*lacking, "LDAPROOTPASS"]:
        assert f"{key}: the installer would ask for it" in str(caught.value)


@pytest.mark.parametrize("value", ['a"b', "a$b", "a`b", "a\\b", "a\nREMOVE=yes"])
def test_a_value_that_the_installer_would_read_otherwise_is_refused(value: str) -> None:
    with pytest.raises(FaultsError, match="another value"):
        answers(told(settings={"SPELLURL": value}), PASSWORDS)


@pytest.mark.parametrize("password", ["short", "with space 1", "semi;colon99", "quote'quote", "x" * 65])
def test_a_password_that_the_installer_would_break_is_refused_and_not_shown(password: str) -> None:
    with pytest.raises(FaultsError) as caught:
        answers(told(), {**PASSWORDS, "ldap_root": password})
    assert "LDAPROOTPASS" in str(caught.value) and password not in str(caught.value)
