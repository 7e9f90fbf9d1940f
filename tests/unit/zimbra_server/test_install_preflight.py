# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each fault of a machine is named with its remedy; a good machine has none."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.install_preflight import preflight, tarball

GIB = 1024**3
NAME = "mail.kelantan.gov.my"
SEEN: dict[str, Any] = {
    "system": "Ubuntu 22.04.4 LTS", "platform": "UBUNTU22_64", "architecture": "x86_64", "links": [],
    "memory_bytes": 16 * GIB, "disk_free_bytes": 50 * GIB, "temp_free_bytes": 2 * GIB, "tmp_free_bytes": GIB,
    "fqdn": NAME, "loopback_name": "localhost", "hosts_addresses": ["10.0.0.5"], "ports": [22], "mtas": [],
    "installers": [], "dns_a": ["10.0.0.5"], "dns_mx": [NAME], "dns_problem": "",
}  # fmt: skip
WANT: dict[str, Any] = {
    "next": "install", "parts": ["ldap", "store", "mta", "proxy"], "hostname": NAME, "domain": "kelantan.gov.my",
    "dns": True, "tarball": "/srv/zcs-10.1.3_GA_4689.UBUNTU22_64.20250101000000.tgz", "checksum": "AB12",
    "checksum_seen": "ab12", "memory_min_bytes": 8 * GIB, "disk_min_bytes": 20 * GIB, "temp_min_bytes": GIB,
    "site_lives": False, "secrets_missing": [],
}  # fmt: skip


def test_a_good_machine_has_no_fault() -> None:
    assert preflight(SEEN, WANT) == []
    assert preflight(SEEN, {**WANT, "checksum": "sha256:AB12"}) == []


@pytest.mark.parametrize(
    ("seen", "want", "says"),
    [
        ({"platform": "UBUNTU20_64"}, {}, "built for UBUNTU22_64, this machine is UBUNTU20_64"),
        ({"architecture": "aarch64"}, {}, "x86_64"),
        ({"links": ["/opt/zimbra"]}, {}, "/opt/zimbra is a symbolic link"),
        ({"memory_bytes": 4 * GIB}, {}, "4.0 GiB memory, 8.0 GiB are needed"),
        ({"disk_free_bytes": GIB}, {}, "free space for /opt/zimbra"),
        ({"temp_free_bytes": GIB - 1}, {}, "temporary files"),
        ({"tmp_free_bytes": 0}, {}, "/tmp"),
        ({"fqdn": "mail"}, {}, "hostnamectl set-hostname"),
        ({"loopback_name": NAME}, {}, "127.0.0.1 localhost.localdomain localhost"),
        ({"hosts_addresses": []}, {}, "own address"),
        ({"hosts_addresses": ["127.0.1.1"]}, {}, "own address"),
        ({"hosts_addresses": ["10.0.0.5", "127.0.1.1"]}, {}, "own address"),
        ({"dns_a": []}, {}, "no A record"),
        ({"dns_a": ["10.9.9.9"]}, {}, "make them agree"),
        ({"dns_mx": []}, {}, "no MX record for kelantan.gov.my"),
        ({"dns_problem": "timed out"}, {}, "DNS could not be asked (timed out)"),
        ({"mtas": ["exim4"]}, {}, "Another mail server runs here (exim4)"),
        ({"ports": [22, 25, 389]}, {}, "(25, 389)"),
        ({"installers": [77]}, {}, "process 77"),
        ({}, {"tarball": ""}, "zimbra_server_tarball"),
        ({}, {"checksum": ""}, "zimbra_server_checksum is empty"),
        ({}, {"checksum": "ffff"}, "not what was meant"),
        ({}, {"checksum_seen": ""}, "There is no file"),
        ({}, {"tarball": "/srv/zimbra.tgz"}, "tells neither version nor platform"),
        ({}, {"tarball": "/srv/zcs-7.2.0_GA_1.UBUNTU22_64.2012.tgz"}, "7.2.0 is not known"),
        ({}, {"site_lives": True, "secrets_missing": ["zimbra-admin"]}, "zimbra-admin"),
        ({}, {"next": "stop"}, "does not upgrade"),
    ],
)
def test_each_fault_is_named_alone(seen: dict[str, Any], want: dict[str, Any], says: str) -> None:
    faults = preflight({**SEEN, **seen}, {**WANT, **want})
    assert len(faults) == 1
    assert says in faults[0]


def test_all_faults_come_at_once() -> None:
    bad = {"memory_bytes": 0, "fqdn": "", "dns_mx": [], "mtas": ["postfix"], "ports": [25]}
    assert len(preflight({**SEEN, **bad}, WANT)) == 5


def test_where_zimbra_is_installed_its_own_ports_and_mail_server_are_no_fault() -> None:
    busy = {**SEEN, "ports": [25, 389, 443], "memory_bytes": 0}
    assert preflight(busy, {**WANT, "next": ""}) == []


def test_a_run_that_goes_on_needs_no_tarball_and_minds_no_port() -> None:
    assert preflight({**SEEN, "ports": [389]}, {**WANT, "next": "configure", "tarball": "", "checksum_seen": ""}) == []


def test_dns_is_not_judged_when_the_operator_says_so() -> None:
    assert preflight({**SEEN, "dns_problem": "timed out"}, {**WANT, "dns": False}) == []


def test_only_ports_and_records_of_the_own_parts_count() -> None:
    ldap = {**WANT, "parts": ["ldap"]}
    assert preflight({**SEEN, "ports": [25, 443], "dns_mx": []}, ldap) == []
    assert len(preflight({**SEEN, "ports": [636]}, ldap)) == 1


@pytest.mark.parametrize(
    ("name", "version", "platform"),
    [
        ("zcs-10.1.3_GA_4689.UBUNTU22_64.20250101000000.tgz", "10.1.3", "UBUNTU22_64"),
        ("zcs-8.8.15_GA_3869.RHEL7_64.20190918004220.tgz", "8.8.15", "RHEL7_64"),
        ("zcs-NETWORK-10.1.0_GA_4655.RHEL9_64.20240819064312.tgz", "10.1.0", "RHEL9_64"),
        ("zcs-9.0.0_OSE_UBUNTU20_latest-zextras.tgz", "", ""),
    ],
)
def test_what_a_tarballs_name_tells(name: str, version: str, platform: str) -> None:
    assert tarball(f"/srv/{name}") == {"version": version, "platform": platform}
