# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Each control of logon and passwords is broken on a real domain controller: its probe goes red and names the clause;
mended, it is green again, but for what Active Directory cannot enforce, which stays red with the reason.

The domain controller is started here; `script/lab image exchange` makes its image when it is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._probes.job import describe
from ansible_collections.rasmi.mail.plugins.module_utils._probes.registry import REGISTRY
from ansible_collections.rasmi.mail.plugins.module_utils._probes.runner import run_probes
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import ProbeAccount, Target
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Run
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import ad_policy, ad_values, notes
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.directory import Ad, DirectoryTarget
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.steward import ExchangeSteward
from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard
from ansible_collections.rasmi.mail.plugins.module_utils._standard.verdict import COULD_NOT_TEST, FAIL, Verdict
from ansible_collections.rasmi.mail.plugins.modules.ad_password_policy import ARGUMENT_SPEC
from ansible_collections.rasmi.mail.tests.standins.exchange_site import controller, options, unit, user
from ansible_collections.rasmi.mail.tests.standins.samba import Samba

DOMAIN = "kelantan.gov.my"
PURPOSES = ("lock", "young", "aged", "first", "disable", "password", "sender")
CONTROLS = ("C-AUTH-LOCK", "C-PWD-FIRST", "C-PWD-AGE", "C-DISABLE", "C-PWD-LEN")
#: What Active Directory cannot be told to refuse: red however well the policy is set.
GAPS = {"user-no-digit", "user-no-special", "administrator-no-digit", "administrator-no-special"}
GOOD = {
    "lockout_threshold": 3,
    "lockout_minutes": 0,
    "observation_minutes": 30,
    "min_length": 12,
    "max_age_days": 90,
    "min_age_days": 0,
    "history": 5,
    "complexity": True,
}


@dataclass
class Site:
    """A domain with probe accounts, set to the standard; `observe` looks at it as a user does."""

    dc: Samba
    home: str
    ad: Ad
    standard: dict[str, Any]
    steward: ExchangeSteward

    def policy(self, **asked: Any) -> None:
        empty = {name: spec.get("default") for name, spec in ARGUMENT_SPEC.items()}
        ad_policy.manage({**empty, "directory": options(self.dc), **asked}, False)

    def control(self, purpose: str, bits: int) -> None:
        """userAccountControl of a probe account."""
        self.ad.modify(f"CN=probe-{purpose},{self.home}", {"userAccountControl": [str(bits)]})

    def observe(self, controls: Sequence[str]) -> list[Verdict]:
        target = Target(
            "mail.test",
            "127.0.0.1",
            (DOMAIN,),
            platform="exchange",
            directory=self.dc.url,
            directory_ca_file=self.dc.ca_file,
            vantage="sabotage test",
            timeout=20,
        )
        accounts = tuple(ProbeAccount(f"probe-{purpose}@{DOMAIN}", purpose) for purpose in PURPOSES)
        return run_probes(Run(target, self.standard, accounts, self.steward), controls)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    yield from made(0)


def test_a_former_password_that_still_opens_is_red() -> None:
    """60 minutes are what domain controllers allow unless they are told otherwise."""
    for site in made(60):
        verdicts = site.observe(["C-PWD-FIRST"])
        assert red(verdicts) == {"changed"}
        assert "OldPasswordAllowedPeriod" in next(one.observed["en"] for one in verdicts if one.red)


def made(former: int) -> Iterator[Site]:
    """A domain set to the standard, with its probe accounts."""
    dc = controller()
    with former_passwords(dc, former), unit(dc) as home:
        ad = Ad(DirectoryTarget.from_options(options(dc, home)))
        for purpose in PURPOSES:
            name = f"probe-{purpose}"
            values = {
                "userPrincipalName": f"{name}@{DOMAIN}",
                notes.KEYS: notes.key(notes.ACCOUNT, name),
                notes.NOTES: notes.write_notes({"kind": "probe"}, name),
            }
            user(ad, home, name, "Mula-Mula-2026-x", **values)

        def age(dn: str, ticks: int) -> None:
            dc.ldbmodify(f"dn: {dn}\nchangetype: modify\nreplace: pwdLastSet\npwdLastSet: {ticks}\n")

        steward = ExchangeSteward(DirectoryTarget.from_options(options(dc, home)), age=age)
        found = Site(dc, home, ad, load_standard("kelantan").to_dict(), steward)
        found.policy(**GOOD)
        yield found
        steward.close()
        ad.close()


@contextmanager
def former_passwords(dc: Samba, minutes: int) -> Iterator[None]:
    """How long a former password still opens: Samba's name for OldPasswordAllowedPeriod. Begins a clean domain."""
    dc.run("sed", "-i", "/old password allowed/d", "/etc/samba/smb.conf")
    dc.run("sed", "-i", f"s/^\\[global\\]/&\\nold password allowed period = {minutes}/", "/etc/samba/smb.conf")
    dc.reset()
    yield
    dc.run("sed", "-i", "/old password allowed/d", "/etc/samba/smb.conf")


def _enabled_again(site: Site) -> None:
    """Another program of the agency enables whom it finds disabled."""
    real = site.steward.suspend
    site.steward.suspend = lambda address: (real(address), site.control("disable", ad_values.NORMAL))  # type: ignore[method-assign]


@dataclass(frozen=True)
class Sabotage:
    """`red` are parts that must be red while it is broken: by a `policy`, or by `breaks`, which `mends` undoes."""

    control: str
    name: str
    red: tuple[str, ...]
    policy: Mapping[str, Any] = field(default_factory=dict)
    breaks: Callable[[Site], None] = lambda _site: None
    mends: Callable[[Site], None] = lambda _site: None


_NEVER = ad_values.NORMAL | ad_values.NEVER_EXPIRES
TABLE = (
    Sabotage("C-AUTH-LOCK", "no-lockout", ("a-directory",), {"lockout_threshold": 0}),
    Sabotage("C-AUTH-LOCK", "ends-by-time", ("a-no-timeout",), {"lockout_minutes": 30}),
    Sabotage("C-AUTH-LOCK", "too-early", ("b-threshold",), {"lockout_threshold": 2}),
    Sabotage(
        "C-PWD-FIRST",
        "password-never-expires",
        ("directory",),
        breaks=lambda site: site.control("first", _NEVER),
        mends=lambda site: site.control("first", ad_values.NORMAL),
    ),
    Sabotage("C-PWD-AGE", "never", ("directory",), {"max_age_days": 0}),
    Sabotage("C-PWD-AGE", "too-short", ("younger",), {"max_age_days": 30}),
    Sabotage(
        "C-PWD-AGE",
        "one-account-excepted",
        ("directory",),
        breaks=lambda site: site.control("aged", _NEVER),
        mends=lambda site: site.control("aged", ad_values.NORMAL),
    ),
    Sabotage(
        "C-DISABLE",
        "enabled-again",
        ("directory",),
        breaks=_enabled_again,
        mends=lambda site: site.steward.__dict__.pop("suspend"),
    ),
    Sabotage("C-PWD-LEN", "short", ("user-short", "administrator-short"), {"min_length": 8}),
    Sabotage("C-PWD-LEN", "simple", ("user-no-letter", "administrator-only-letter"), {"complexity": False}),
)


def test_a_banned_password_is_red_every_time(site: Site) -> None:
    """The history of an earlier run must not look like a ban."""
    site.standard["controls"]["C-PWD-LEN"]["banned"] = ["U@gDBe5t2020"]
    try:
        for _run in range(2):
            assert red(site.observe(["C-PWD-LEN"])) == {*GAPS, "administrator-banned-1"}
    finally:
        del site.standard["controls"]["C-PWD-LEN"]["banned"]


def test_a_minimum_age_of_passwords_hides_nothing(site: Site) -> None:
    """A day is what a new domain has; the change of a temporary password is not held up by it."""
    try:
        site.policy(**{**GOOD, "min_age_days": 1})
        assert red(site.observe(["C-PWD-LEN"])) == GAPS
    finally:
        site.policy(**GOOD)


def red(verdicts: Sequence[Verdict]) -> set[str]:
    return {verdict.part for verdict in verdicts if verdict.red}


def test_every_control_of_the_directory_is_sabotaged() -> None:
    assert {row.control for row in TABLE} == set(CONTROLS)
    assert {row.control for row in REGISTRY.values() if "exchange" in row.instead} == set(CONTROLS)


def test_set_to_the_standard_only_what_the_directory_cannot_do_is_red(site: Site) -> None:
    verdicts = site.observe(CONTROLS)
    assert red(verdicts) == GAPS, [describe(verdict) for verdict in verdicts if verdict.red]
    for verdict in verdicts:
        if verdict.red:
            assert verdict.result == FAIL
            assert "three of five classes" in verdict.observed["en"]


@pytest.mark.parametrize("row", TABLE, ids=lambda row: f"{row.control}-{row.name}")
def test_broken_is_red_and_names_the_clause(site: Site, row: Sabotage) -> None:
    try:
        site.policy(**{**GOOD, **row.policy})
        row.breaks(site)
        verdicts = site.observe([row.control])
    finally:
        row.mends(site)
        site.policy(**GOOD)
    assert set(row.red) <= red(verdicts), [describe(verdict) for verdict in verdicts]
    clauses = site.standard["controls"][row.control]["clauses"]
    assert clauses
    assert all(clause in describe(one) for one in verdicts if one.red for clause in clauses)


def test_mended_it_is_green(site: Site) -> None:
    assert red(site.observe(CONTROLS)) == GAPS


def test_without_a_way_to_age_a_password_the_control_could_not_be_tested(site: Site) -> None:
    """So it is on Windows."""
    kept, site.steward._age = site.steward._age, None
    try:
        verdicts = site.observe(["C-PWD-AGE"])
    finally:
        site.steward._age = kept
    assert {verdict.result for verdict in verdicts} == {COULD_NOT_TEST}
    assert "can only be waited for" in verdicts[0].observed["en"]


def test_nothing_secret_is_in_the_evidence(site: Site) -> None:
    verdicts = site.observe(["C-PWD-FIRST"])
    text = repr(verdicts)
    assert site.dc.password() not in text
    assert not any(secret in text for secret in ("Mula-Mula", "unicodePwd"))
