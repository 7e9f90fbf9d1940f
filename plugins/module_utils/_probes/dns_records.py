# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""C-DNS: the records that a domain publishes about its mail, and a signature on mail that was received outside.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from ansible_collections.rasmi.mail.plugins.module_utils._probes import login, mail
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import CouldNotTest, Target
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Part, Trial
from ansible_collections.rasmi.mail.plugins.module_utils._probes.wire import Transcript
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import Bilingual, both

if TYPE_CHECKING:
    from dns.resolver import Resolver

#: What is asked for where the standard names no records.
_DEFAULT = ("dkim", "dmarc", "spf")
#: Terms of an SPF record that cost a lookup, and how many a receiver makes before it gives up (RFC 7208 4.6.4).
_LOOKUPS = re.compile(r"^[+?~-]?(?:include:|a(?:[:/]|$)|mx(?:[:/]|$)|ptr|exists:)|^redirect=")
_MOST_LOOKUPS = 10
#: Seconds for one question with all its attempts.
_LIFETIME = 10.0
#: Bits of an RSA key that a receiver may still refuse to trust below (RFC 8301 3.2).
_LEAST_BITS = 1024


class Names:
    """Questions to one resolver; `target.resolver` is an address, optionally with `#port`, "" = the system's."""

    def __init__(self, target: Target, wire: Transcript) -> None:
        import dns.resolver

        self.wire = wire
        self._resolver: Resolver
        if target.resolver:
            address, _hash, port = target.resolver.partition("#")
            self._resolver = dns.resolver.Resolver(configure=False)
            self._resolver.nameservers = [address]
            self._resolver.port = int(port or 53)
        else:
            self._resolver = dns.resolver.Resolver()
        self._resolver.lifetime = _LIFETIME

    def ask(self, name: str, kind: str) -> list[Any]:
        """The records of a name, [] when there are none. Raises CouldNotTest when no server says so."""
        import dns.exception
        import dns.resolver

        self.wire.ours(f"{name} {kind}?")
        try:
            answer = list(self._resolver.resolve(name, kind, search=False))
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            answer = []
        except dns.exception.DNSException as error:
            raise CouldNotTest(f"{name} {kind}: {error}") from error
        for record in answer or ("nothing",):
            self.wire.theirs(str(record))
        return answer

    def texts(self, name: str) -> list[str]:
        """Every TXT record of a name, its pieces joined."""
        return [b"".join(record.strings).decode("utf-8", "replace") for record in self.ask(name, "TXT")]


def probe(trial: Trial) -> None:
    """MX of every domain, then each record that the standard names (R008)."""
    wanted = tuple(trial.values.get("records") or _DEFAULT)
    for domain in trial.target.domains:
        _part(trial, "mx", domain, _MX, _judge_mx)
        for record in wanted:
            if record == "dkim":
                _dkim(trial, domain)
            elif record in _TEXTS:
                expected, judge = _TEXTS[record]
                _part(trial, record, domain, expected, judge)
            else:
                with trial.part(f"{record}-{domain}", both(record.upper(), record.upper())):
                    raise CouldNotTest(f"belum ada ujian yang memerhati {record}", f"no probe observes {record} yet")


_Judge = Callable[[Names, str], str]


def _part(trial: Trial, name: str, domain: str, expected: Bilingual, judge: _Judge) -> None:
    with trial.part(f"{name}-{domain}", both(f"{domain}: {expected['ms']}", f"{domain}: {expected['en']}")) as part:
        names = Names(trial.target, part.wire)
        try:
            seen = judge(names, domain)
        except _Wrong as wrong:
            part.saw(False, str(wrong), str(wrong))
        else:
            part.saw(True, seen, seen)


class _Wrong(Exception):
    """A record that is not as it should be; the text says how."""


_MX = both("MX menamakan hos yang mempunyai alamat", "MX names hosts that have an address")


def _judge_mx(names: Names, domain: str) -> str:
    hosts = sorted(record.exchange.to_text(omit_final_dot=True) for record in names.ask(domain, "MX"))
    if not hosts or hosts == [""]:
        raise _Wrong("no MX")
    for host in hosts:
        if names.ask(host, "CNAME"):
            raise _Wrong(f"MX {host} is another name for a host (RFC 2181 10.3)")
        if not names.ask(host, "A") and not names.ask(host, "AAAA"):
            raise _Wrong(f"MX {host} has no address")
    return f"MX {', '.join(hosts)}"


def _only(names: Names, name: str, mark: str) -> str:
    """The one record that begins with `mark`; receivers ignore two as they ignore none."""
    found = [text for text in names.texts(name) if text.lower().startswith(mark.lower())]
    if len(found) != 1:
        raise _Wrong(f"{name}: {len(found)} records that begin with {mark}" + "".join(f"; {text}" for text in found))
    return found[0]


def _judge_spf(names: Names, domain: str) -> str:
    record = _only(names, domain, "v=spf1")
    terms = record.lower().split()
    ending = next((term for term in terms if term.endswith("all") and len(term) <= 4), "")
    if ending not in ("-all", "~all") and not any(term.startswith("redirect=") for term in terms):
        raise _Wrong(f"does not end in -all or ~all: {record}")
    count = _lookups(names, record, {domain})
    if count > _MOST_LOOKUPS:
        raise _Wrong(f"{count} lookups, receivers make {_MOST_LOOKUPS}: {record}")
    return record


def _lookups(names: Names, record: str, seen: set[str]) -> int:
    total = 0
    for term in record.lower().split():
        if not _LOOKUPS.match(term):
            continue
        total += 1
        _word, _colon, other = term.partition("include:") if "include:" in term else term.partition("redirect=")
        if other and other not in seen and total <= _MOST_LOOKUPS:
            total += _lookups(names, _only(names, other, "v=spf1"), seen | {other})
    return total


def _tags(record: str) -> dict[str, str]:
    pairs = (item.partition("=") for item in record.split(";") if "=" in item)
    return {name.strip().lower(): value.strip() for name, _equals, value in pairs}


def _judge_dmarc(names: Names, domain: str) -> str:
    record = _only(names, f"_dmarc.{domain}", "v=DMARC1")
    tags = _tags(record)
    if tags.get("p", "").lower() not in ("quarantine", "reject") or tags.get("pct", "100") != "100":
        raise _Wrong(f"forged mail is neither refused nor set aside: {record}")
    return record


def _judge_tls_rpt(names: Names, domain: str) -> str:
    record = _only(names, f"_smtp._tls.{domain}", "v=TLSRPTv1")
    if not _tags(record).get("rua"):
        raise _Wrong(f"names nobody to report to: {record}")
    return record


_TEXTS: dict[str, tuple[Bilingual, _Judge]] = {
    "spf": (both("satu rekod SPF, berakhir -all atau ~all", "one SPF record, ending in -all or ~all"), _judge_spf),
    "dmarc": (
        both("satu rekod DMARC, p=quarantine atau reject", "one DMARC record, p=quarantine or reject"),
        _judge_dmarc,
    ),
    "tls-rpt": (both("satu rekod TLS-RPT dengan penerima", "one TLS-RPT record with a receiver"), _judge_tls_rpt),
}


def _dkim(trial: Trial, domain: str) -> None:
    """A user's message goes outside; there its signature is verified with the key in DNS."""
    expected = both(
        f"{domain}: emel yang diterima di luar ditandatangani atas nama domain, dan tandatangannya sah",
        f"{domain}: mail that is received outside is signed in the domain's name, and the signature holds",
    )
    with trial.part(f"dkim-{domain}", expected) as part:
        sender = next((item for item in trial.run.accounts if item.address.endswith(f"@{domain}")), None)
        if trial.run.account("sender").address.endswith(f"@{domain}"):
            sender = trial.run.account("sender")
        if sender is None:
            raise CouldNotTest(
                f"tiada akaun ujian dengan alamat dalam {domain}", f"no probe account has an address in {domain}"
            )
        data = _received_outside(trial, part, sender.address, trial.run.password(sender))
        good, seen = _verify(Names(trial.target, part.wire), data, domain)
        part.saw(good, seen, seen)


def _received_outside(trial: Trial, part: Part, sender: str, password: str) -> bytes:
    run, token = trial.run, mail.new_token()
    if run.sink is None:
        raise CouldNotTest(**run.sink_problem)
    recipient = f"penerima@{trial.target.outside_domain}"
    client = login.open_submission(run.target, sender, password, part.wire)
    try:
        reply = mail.transact(client, sender, [recipient], mail.message(sender, recipient, token))
    finally:
        client.close()
    if not reply.accepted:
        raise CouldNotTest(
            f"mel kepada {recipient} tidak diterima: {reply}", f"mail to {recipient} is not taken: {reply}"
        )
    received = run.sink.wait_for(token, trial.target.settle)
    if received is None:
        raise CouldNotTest("mesej itu tidak tiba di luar", "the message does not arrive outside")
    return received.data


def _verify(names: Names, message: bytes, domain: str) -> tuple[bool, str]:
    """(a signature of the domain holds, what was seen)."""
    import dkim

    def key(name: bytes, timeout: float = _LIFETIME) -> bytes | None:
        del timeout
        found = names.texts(name.decode("ascii").rstrip("."))
        return found[0].encode() if found else None

    verifier = dkim.DKIM(message, minkey=_LEAST_BITS)
    marks = [value for name, value in verifier.headers if name.lower() == b"dkim-signature"]
    if not marks:
        return False, "no signature"
    seen = []
    for number, mark in enumerate(marks):
        tags = _tags(re.sub(r"\s+", "", mark.decode("ascii", "replace")))
        title = f"d={tags.get('d', '')} s={tags.get('s', '')} a={tags.get('a', '')}"
        names.wire.remark(f"DKIM-Signature: {title}")
        try:
            good = bool(verifier.verify(number, dnsfunc=key))
        except dkim.DKIMException as error:
            good, title = False, f"{title}: {error}"
        if good and tags.get("d", "").lower() == domain:
            return True, f"{title}: good"
        seen.append(title if not good else f"{title}: good, but of another domain")
    return False, "; ".join(seen)
