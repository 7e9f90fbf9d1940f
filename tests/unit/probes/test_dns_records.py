# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""C-DNS against a real name server on loopback, with a mail service that signs what it sends outside, or does not."""

from __future__ import annotations

import base64
from collections.abc import Callable

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._probes import dns_records
from ansible_collections.rasmi.mail.plugins.module_utils._probes.sink import Sink
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import Ports, ProbeAccount, Target
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Run, Trial
from ansible_collections.rasmi.mail.plugins.module_utils._standard.verdict import COULD_NOT_TEST, FAIL, PASS
from tests.standins.mailpeer import Peer
from tests.standins.mailservice import NAME, Flaws
from tests.standins.nameserver import NameServer

DOMAIN = "kelantan.gov.my"
MX = "@ MX 10 mail\nmail A 127.0.0.1\n"
SPF = '@ TXT "v=spf1 mx -all"\n'
DMARC = '_dmarc TXT "v=DMARC1; p=quarantine; rua=mailto:postmaster@kelantan.gov.my"\n'


@pytest.fixture(scope="module")
def key() -> tuple[bytes, str]:
    """(private key as PEM, its record)."""
    from cryptography.hazmat.primitives import serialization as form
    from cryptography.hazmat.primitives.asymmetric import rsa

    private = rsa.generate_private_key(65537, 2048)
    pem = private.private_bytes(form.Encoding.PEM, form.PrivateFormat.TraditionalOpenSSL, form.NoEncryption())
    public = private.public_key().public_bytes(form.Encoding.DER, form.PublicFormat.SubjectPublicKeyInfo)
    return pem, base64.b64encode(public).decode()


def record(public: str) -> str:
    return f'rasmi._domainkey TXT "v=DKIM1; k=rsa; " "p={public[:200]}" "{public[200:]}"\n'


def seen(
    zone: str, *records: str, sign: Callable[[bytes], bytes] | None = None, dead: bool = False, sink: bool = True
) -> dict[str, tuple[str, str]]:
    """{part: (result, what was seen)} of the records asked for."""
    sender = ProbeAccount(f"probe-sender@{DOMAIN}", "sender")
    standard = {"controls": {"C-DNS": {"clauses": ["MAM-NOV07-4.f"], "records": list(records)}}}
    with Peer([sender.address], Flaws()) as peer, Sink("127.0.0.1", 0) as outside, NameServer(zone, dead=dead) as names:
        peer.outside = (outside.host, outside.port)
        peer.sign = sign
        target = Target(
            NAME,
            "127.0.0.1",
            (DOMAIN,),
            ca_file=peer.ca_file,
            ports=Ports(**peer.ports),
            resolver=names.address,
            timeout=5.0,
            settle=1.0,
        )
        trial = Trial(Run(target, standard, (sender,), peer.service, sink=outside if sink else None), "C-DNS")
        dns_records.probe(trial)
    return {item.part.removesuffix(f"-{DOMAIN}"): (item.result, item.observed["en"]) for item in trial.verdicts}


def result(zone: str, name: str) -> str:
    return seen(zone, name if name != "mx" else "spf")[name][0]


def test_a_domain_that_publishes_everything_is_green() -> None:
    found = seen(MX + SPF + DMARC + '_smtp._tls TXT "v=TLSRPTv1; rua=mailto:a@b.my"\n', "dmarc", "spf", "tls-rpt")
    assert {part: result for part, (result, _text) in found.items()} == dict.fromkeys(
        ("mx", "dmarc", "spf", "tls-rpt"), PASS
    )
    assert found["spf"][1] == "v=spf1 mx -all"


@pytest.mark.parametrize(
    ("name", "zone"),
    [
        ("mx", SPF),
        ("mx", "@ MX 10 mail\n" + SPF),
        ("mx", "@ MX 10 other\nother CNAME mail\nmail A 127.0.0.1\n" + SPF),
        ("mx", "@ MX 0 .\n" + SPF),
        ("spf", MX),
        ("spf", MX + SPF + '@ TXT "v=spf1 a -all"\n'),
        ("spf", MX + '@ TXT "v=spf1 mx +all"\n'),
        ("spf", MX + '@ TXT "v=spf1 mx"\n'),
        ("spf", MX + '@ TXT "v=spf1 ' + " ".join(f"a:h{n}.{DOMAIN}" for n in range(11)) + ' -all"\n'),
        ("spf", MX + f'@ TXT "v=spf1 include:none.{DOMAIN} -all"\n'),
        ("dmarc", MX),
        ("dmarc", MX + '_dmarc TXT "v=DMARC1; p=none"\n'),
        ("dmarc", MX + '_dmarc TXT "v=DMARC1; p=reject; pct=5"\n'),
        ("tls-rpt", MX + '_smtp._tls TXT "v=TLSRPTv1;"\n'),
    ],
)
def test_every_fault_of_a_record_is_red(name: str, zone: str) -> None:
    assert result(zone, name) == FAIL


def test_an_include_is_followed_and_counted() -> None:
    inner = f'i TXT "v=spf1 {" ".join(f"a:h{n}.{DOMAIN}" for n in range(9))} -all"\n'
    assert result(MX + inner + f'@ TXT "v=spf1 include:i.{DOMAIN} -all"\n', "spf") == PASS
    assert result(MX + inner + f'@ TXT "v=spf1 mx include:i.{DOMAIN} -all"\n', "spf") == FAIL


def test_a_signature_is_verified_with_the_published_key(key: tuple[bytes, str]) -> None:
    import dkim

    pem, public = key

    def sign(data: bytes, domain: bytes = DOMAIN.encode()) -> bytes:
        return dkim.sign(data, b"rasmi", domain, pem, include_headers=[b"from", b"to", b"subject"]) + data

    good = seen(MX + record(public), "dkim", sign=sign)["dkim"]
    assert good == (PASS, "d=kelantan.gov.my s=rasmi a=rsa-sha256: good")
    other = public.replace(public[60:64], "AAAA", 1)
    for zone, way in (
        (record(public), None),
        (record(public), lambda data: sign(data).replace(b"Periodic", b"Altered!")),
        (record(other), sign),
        ("", sign),
        ("rasmi._domainkey.other TXT x\n" + record(public), lambda data: sign(data, b"other.kelantan.gov.my")),
    ):
        assert seen(MX + zone, "dkim", sign=way)["dkim"][0] == FAIL
    assert seen(MX + record(public), "dkim", sign=sign, sink=False)["dkim"][0] == COULD_NOT_TEST


def test_silence_of_the_resolver_is_no_absence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dns_records, "_LIFETIME", 0.5)
    found = seen(MX + SPF, "spf", dead=True)
    assert {result for result, _text in found.values()} == {COULD_NOT_TEST}


def test_what_no_probe_observes_is_red() -> None:
    assert seen(MX, "dane", "mta-sts")["dane"][0] == COULD_NOT_TEST
