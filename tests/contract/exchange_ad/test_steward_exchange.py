# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The steward on a real domain controller and the stand-in endpoint: every act on a probe, none on anybody else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import notes
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.directory import Ad, DirectoryTarget
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.session import Session
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.steward import ExchangeSteward
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.target import EndpointTarget
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import (
    NotAProbeError,
    PolicyRefusedError,
    ProviderError,
)
from ansible_collections.rasmi.mail.tests.standins.exchange_site import bind, endpoint, options, user

PROBE, PERSON = "probe-kunci@anm.gov.my", "nuraisyah.zaki@anm.gov.my"
FIRST, GOOD = "Mula-Mula-2026-x", "Baik-Sekali-2026-y"
ACTS = {
    "set_password": lambda steward: steward.set_password(PERSON, GOOD),
    "release": lambda steward: steward.release(PERSON),
    "age_password": lambda steward: steward.age_password(PERSON, 91),
    "quota": lambda steward: steward.quota(PERSON),
    "set_quota": lambda steward: steward.set_quota(PERSON, 1),
    "suspend": lambda steward: steward.suspend(PERSON),
    "resume": lambda steward: steward.resume(PERSON),
}


@pytest.fixture
def steward(ad: Ad, home: str, dc: Any) -> Iterator[ExchangeSteward]:
    for name, kind in (("probe-kunci", "probe"), ("nuraisyah.zaki", "individual")):
        marks = {notes.KEYS: notes.key(notes.ACCOUNT, name), notes.NOTES: notes.write_notes({"kind": kind}, name)}
        user(ad, home, name, FIRST, **marks)
    with endpoint(dc) as running:
        given = {
            "url": running.url,
            "auth": "basic",
            "user": running.user,
            "password": running.password,
            "ca_file": running.ca_file,
            "version": "2019",
        }
        target = EndpointTarget.from_options(given)
        with Session(target) as session:
            identity = f"CN=probe-kunci,{home}"
            session.send("Enable-Mailbox", {"Identity": identity, "PrimarySmtpAddress": PROBE, "Alias": "probe-kunci"})
        made = ExchangeSteward(DirectoryTarget.from_options(options(dc, home)), target)
        yield made
        made.close()
        made.close()


@pytest.mark.parametrize("act", ACTS)
def test_no_act_touches_an_account_that_is_no_probe(ad: Ad, home: str, steward: ExchangeSteward, act: str) -> None:
    before = ad.get(f"CN=nuraisyah.zaki,{home}", ("*",))
    with pytest.raises(NotAProbeError):
        ACTS[act](steward)
    assert ad.get(f"CN=nuraisyah.zaki,{home}", ("*",)) == before


def test_every_act_is_seen_by_the_user(dc: Any, steward: ExchangeSteward) -> None:
    steward.set_password(PROBE, GOOD)
    assert bind(dc, PROBE, GOOD) == ""
    steward.set_password(PROBE, GOOD + "2", temporary=True)
    assert bind(dc, PROBE, GOOD + "2") == "773"
    with pytest.raises(PolicyRefusedError) as caught:
        steward.set_password(PROBE, "pendek")
    assert "pendek" not in str(caught.value)
    steward.set_password(PROBE, GOOD + "3")
    steward.suspend(PROBE)
    assert bind(dc, PROBE, GOOD + "3") == "533"
    steward.resume(PROBE)
    assert bind(dc, PROBE, GOOD + "3") == ""
    steward.set_quota(PROBE, 1048576)
    assert steward.quota(PROBE) == 1048576
    with pytest.raises(ProviderError, match="can only be waited for"):
        steward.age_password(PROBE, 91)
    with pytest.raises(ProviderError, match=r"accounts\.yml"):
        steward.quota("tiada@anm.gov.my")


def test_without_an_endpoint_no_mailbox_is_touched(dc: Any, home: str, steward: ExchangeSteward) -> None:
    alone = ExchangeSteward(DirectoryTarget.from_options(options(dc, home)))
    with pytest.raises(ProviderError, match="no Exchange endpoint"):
        alone.set_quota(PROBE, 4096)
    alone.close()
