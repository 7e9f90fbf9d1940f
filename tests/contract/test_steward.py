# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The reference platform's steward against a real slapd."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference.steward import (
    ReferenceSteward,
    StewardConnection,
)
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import (
    AuthenticationError,
    NotAProbeError,
    PolicyRefusedError,
    ProviderError,
)
from tests.standins.slapd import BASE, PASSWORD, Slapd

PROBE, PERSON = "probe-lock@kelantan.gov.my", "nuraisyah.zaki@kelantan.gov.my"
GOOD = "Baik-sekali-2026"
ENTRY = """\
dn: rasmiAccountId={id},ou=accounts,{base}
objectClass: inetOrgPerson
objectClass: rasmiAccount
rasmiAccountId: {id}
cn: {id}
sn: {id}
uid: {id}
mail: {mail}
rasmiKind: {kind}
rasmiState: active
rasmiQuotaBytes: 314572800
userPassword: Mula-mula-2026

"""
ACTS = {
    "set_password": lambda steward: steward.set_password(PERSON, GOOD),
    "release": lambda steward: steward.release(PERSON),
    "age_password": lambda steward: steward.age_password(PERSON, 91),
    "quota": lambda steward: steward.quota(PERSON),
    "set_quota": lambda steward: steward.set_quota(PERSON, 1),
    "suspend": lambda steward: steward.suspend(PERSON),
    "resume": lambda steward: steward.resume(PERSON),
}


@pytest.fixture(scope="module")
def server() -> Iterator[Slapd]:
    with Slapd() as running:
        text = ENTRY.format(id="probe-lock", mail=PROBE, kind="probe", base=BASE)
        text += ENTRY.format(id="KEL-1", mail=PERSON, kind="individual", base=BASE)
        running.ldap("ldapadd", ldif=text)
        yield running


def options(server: Slapd, **other: object) -> StewardConnection:
    values = {
        "uri": f"ldaps://127.0.0.1:{server.tls_port}",
        "base_dn": BASE,
        "bind_dn": f"cn=admin,{BASE}",
        "password": PASSWORD,
        "ca_file": str(server.root / "ca.pem"),
        "server_name": "localhost",
    }
    return StewardConnection(**{**values, **other})  # type: ignore[arg-type]


@pytest.fixture
def steward(server: Slapd) -> Iterator[ReferenceSteward]:
    running = ReferenceSteward(options(server))
    yield running
    running.close()
    running.close()


def entry(server: Slapd, mail: str) -> dict[str, list[str]]:
    (found,) = server.entries(f"(mail={mail})").values()
    return found


@pytest.mark.parametrize("act", ACTS)
def test_no_act_touches_an_account_that_is_no_probe(server: Slapd, steward: ReferenceSteward, act: str) -> None:
    before = entry(server, PERSON)
    with pytest.raises(NotAProbeError):
        ACTS[act](steward)
    assert entry(server, PERSON) == before


def test_temporary_and_permanent_passwords(server: Slapd, steward: ReferenceSteward) -> None:
    dn = f"rasmiAccountId=probe-lock,ou=accounts,{BASE}"
    steward.set_password(PROBE, GOOD, temporary=True)
    assert entry(server, PROBE)["pwdReset"] == ["TRUE"]
    steward.set_password(PROBE, GOOD + "2")
    assert "pwdReset" not in entry(server, PROBE)
    assert server.may_bind(dn, GOOD + "2")
    assert not server.may_bind(dn, GOOD)


@pytest.mark.parametrize("weak", ["Pendek-1", "hurufkecilsahaja", "huruf12345678", "1234567890!@"])
def test_a_weak_password_is_refused_for_an_administrator_too(steward: ReferenceSteward, weak: str) -> None:
    with pytest.raises(PolicyRefusedError) as caught:
        steward.set_password(PROBE, weak)
    assert weak not in str(caught.value)


def test_an_aged_password_no_longer_opens(server: Slapd, steward: ReferenceSteward) -> None:
    dn = f"rasmiAccountId=probe-lock,ou=accounts,{BASE}"
    steward.set_password(PROBE, GOOD + "3")
    steward.age_password(PROBE, 60)
    assert server.may_bind(dn, GOOD + "3")
    steward.age_password(PROBE, 91)
    assert not server.may_bind(dn, GOOD + "3")


def test_release_lifts_a_lock_and_forgets_failures(server: Slapd, steward: ReferenceSteward) -> None:
    dn = f"rasmiAccountId=probe-lock,ou=accounts,{BASE}"
    steward.set_password(PROBE, GOOD + "4")
    for number in range(3):
        assert not server.may_bind(dn, f"Salah-{number}-salah")
    assert not server.may_bind(dn, GOOD + "4")
    steward.release(PROBE)
    assert server.may_bind(dn, GOOD + "4")
    for number in range(2):
        server.may_bind(dn, f"Salah-{number}-salah")
    steward.release(PROBE)
    assert "pwdFailureTime" not in entry(server, PROBE)


def test_quota_and_suspension(server: Slapd, steward: ReferenceSteward) -> None:
    steward.set_quota(PROBE, 1048576)
    assert steward.quota(PROBE) == 1048576
    steward.suspend(PROBE)
    assert entry(server, PROBE)["rasmiState"] == ["suspended"]
    steward.resume(PROBE)
    assert entry(server, PROBE)["rasmiState"] == ["active"]


def test_unknown_address_wrong_password_and_no_tls(server: Slapd, steward: ReferenceSteward) -> None:
    with pytest.raises(ProviderError, match="0 entries"):
        steward.quota("tiada@kelantan.gov.my")
    with pytest.raises(AuthenticationError) as caught:
        ReferenceSteward(options(server, password="Salah-salah-2026")).quota(PROBE)
    assert "Salah-salah" not in str(caught.value)
    with pytest.raises(ProviderError, match="without TLS"):
        ReferenceSteward(options(server, uri=f"ldap://127.0.0.1:{server.port}")).quota(PROBE)
    with pytest.raises(ProviderError, match="cannot connect"):
        ReferenceSteward(options(server, ca_file="/etc/ssl/certs/ca-certificates.crt")).quota(PROBE)
    assert PASSWORD not in repr(options(server))
