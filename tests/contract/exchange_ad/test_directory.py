# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The channel to Active Directory: verified TLS, pages, whole answers, marks that no user can change."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import notes
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.directory import (
    Ad,
    DirectoryError,
    DirectoryTarget,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference import ber
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import (
    AuthenticationError,
    PartialAnswerError,
    ProviderError,
)
from ansible_collections.rasmi.mail.tests.standins.exchange_site import options, user

GOOD = "Kata-Laluan-2026x"


def target(dc: Any, **more: Any) -> DirectoryTarget:
    return DirectoryTarget.from_options(options(dc, **more))


def test_every_search_asks_for_pages_and_gives_all_of_them(ad: Ad, home: str, dc: Any, monkeypatch: Any) -> None:
    """Windows gives at most 1,000 entries to who does not ask; Samba gives all, so the request itself is looked at."""
    for number in range(7):
        user(ad, home, f"halaman{number}")
    sent: list[tuple[int, bytes]] = []
    real = ber.page

    def seen(size: int, cookie: bytes) -> bytes:
        sent.append((size, cookie))
        return real(size, cookie)

    monkeypatch.setattr(ber, "page", seen)
    small = Ad(replace(target(dc, home=home), page=3))
    try:
        found = [entry.text("cn") for entry in small.search(ber.equal("objectClass", "user"), ("cn",))]
    finally:
        small.close()
    assert sorted(found) == [f"halaman{number}" for number in range(7)]
    assert [size for size, _cookie in sent] == [3, 3, 3]
    assert sent[0][1] == b"" and all(cookie for _size, cookie in sent[1:])


def test_a_server_that_ignores_the_pages_is_an_error(ad: Ad, monkeypatch: Any) -> None:
    monkeypatch.setattr(ber, "cookie", lambda _controls: None)
    with pytest.raises(PartialAnswerError, match="pages"):
        list(ad.search(ber.present("objectClass"), ("cn",)))


def test_more_than_windows_gives_cannot_be_asked_for(dc: Any) -> None:
    with pytest.raises(ProviderError, match="1000"):
        replace(target(dc), page=5000)


def test_only_verified_tls_is_spoken(dc: Any) -> None:
    with pytest.raises(ProviderError, match="certificate"):
        Ad(replace(target(dc), ca_file="/etc/ssl/certs/ca-certificates.crt"))
    with pytest.raises(ProviderError, match="start_tls"):
        target(dc, url=f"ldap://{dc.address}")
    started = Ad(target(dc, url=f"ldap://{dc.address}", start_tls=True))
    try:
        assert started.domain == dc.base
        assert started.controller == dc.host
        assert not started.is_windows
    finally:
        started.close()


def test_a_wrong_password_is_told_without_it(dc: Any) -> None:
    wrong = {**options(dc), "password_file": None, "password": "Salah-salah-2026"}
    with pytest.raises(AuthenticationError) as caught:
        Ad(DirectoryTarget.from_options(wrong))
    assert "Salah-salah" not in str(caught.value)
    assert "Salah-salah" not in repr(DirectoryTarget.from_options(wrong))
    with pytest.raises(ProviderError, match="password_file"):
        DirectoryTarget.from_options({"url": dc.url, "user": dc.admin})


def test_kerberos_opens_the_same_directory(dc: Any, tmp_path: Path, monkeypatch: Any) -> None:
    (tmp_path / "krb5.conf").write_text(
        f"[libdefaults]\ndefault_realm = {dc.realm}\nrdns = false\ndns_canonicalize_hostname = false\n"
        f"[realms]\n{dc.realm} = {{\nkdc = {dc.address}\n}}\n"
        f"[domain_realm]\n{dc.host} = {dc.realm}\n"
    )
    monkeypatch.setenv("KRB5_CONFIG", str(tmp_path / "krb5.conf"))
    monkeypatch.setenv("KRB5CCNAME", f"FILE:{tmp_path}/cache")
    asked = target(dc, auth="kerberos", user=None, password_file=None, server_name=dc.host)
    with pytest.raises(AuthenticationError, match="kerberos"):
        Ad(asked)
    # Samba by itself takes Kerberos over TLS only with signing inside it, which no Windows asks for; it is told so
    # when it starts, and its clean domain has no name for the service yet.
    strong = "s/^\\[global\\]/&\\nldap server require strong auth = allow_sasl_over_tls/"
    dc.run("sed", "-i", strong, "/etc/samba/smb.conf")
    dc.reset()
    dc.run("samba-tool", "spn", "add", f"ldap/{dc.host}", "EX01$")
    _ticket(dc)
    found = Ad(asked)
    try:
        assert found.get(dc.base, ("dc",)) is not None
        assert len(list(found.search(ber.equal("objectClass", "user"), ("cn",)))) > 2
    finally:
        found.close()


def _ticket(dc: Any) -> None:
    """What kinit does, without the program: a ticket of the automation's account in the cache of the environment."""
    import krb5

    context = krb5.init_context()
    principal = krb5.parse_name_flags(context, f"rasmi-exchange@{dc.realm}".encode())
    asked = krb5.get_init_creds_opt_alloc(context)
    ticket = krb5.get_init_creds_password(context, principal, asked, password=dc.password("rasmi-exchange").encode())
    cache = krb5.cc_default(context)
    krb5.cc_initialize(context, cache, principal)
    krb5.cc_store_cred(context, cache, ticket)


def test_no_user_can_change_our_marks(ad: Ad, home: str, dc: Any) -> None:
    """`info` and `url` could be; that is why the marks are not there."""
    dn = user(ad, home, "pengguna", GOOD)
    own = Ad(target(dc, user="pengguna@anm.gov.my", password_file=None, password=GOOD))
    try:
        for attribute in (notes.KEYS, notes.NOTES):
            with pytest.raises(DirectoryError):
                own.modify(dn, {attribute: ["urn:rasmi:account:LAIN-1"]})
        own.modify(dn, {"info": ["mine"], "url": ["https://example.test"]})
    finally:
        own.close()


def test_an_entry_that_is_not_there_is_none_and_a_refusal_has_its_code(ad: Ad, home: str) -> None:
    assert ad.get(f"CN=tiada,{home}", ("cn",)) is None
    user(ad, home, "sekali")
    with pytest.raises(DirectoryError) as caught:
        user(ad, home, "sekali")
    assert caught.value.code == ber.ALREADY_EXISTS
    with pytest.raises(DirectoryError) as caught:
        user(ad, home, "lemah", "pendek")
    assert caught.value.data == "52d"
