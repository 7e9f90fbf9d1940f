# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One person's whole life on every platform: the same forms give the same steps on the same days."""

from __future__ import annotations

from datetime import date

from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Application
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.history import History, Sent
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Limits, Plan
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.plan import plan
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.roster import roster
from ansible_collections.rasmi.mail.plugins.module_utils._providers.base import Provider, Secrets
from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard

ADDRESS = "pegawai1@kelantan.gov.my"
LOOSE = Limits(max_destructive=100, max_destructive_share=1.0, min_directory_share=0.0)
PASSWORD = "Sementara-2026-xyz"


def law() -> Standard:
    data = load_standard("kelantan").to_dict()
    data["controls"]["C-TERM"] |= {
        "minimum_notice": "P14D",
        "records_hold": False,
        "restore_window": "P20D",
        "reuse_address": True,
        "reuse_after": "P60D",
    }
    data["controls"]["C-IDLE"] |= {"signals": ["login"], "counted_from": "freeze"}
    data["decisions"]["frozen_receives"] |= {"status": "decided", "value": True}
    return Standard(data)


def opening(number: int, on: str, person: int) -> Application:
    return Application(
        id=f"KEL-2026-{number:04d}",
        form="OPS-002",
        status="approved",
        source="",
        received_on=on,
        complete_on=on,
        decided_on=on,
        kind="individual",
        address=ADDRESS,
        name=f"Pegawai {person}",
        post="Penolong Pegawai Tadbir",
        post_class="ordinary",
        grade_scheme="SSM",
        grade="N29",
        unit="bptm",
        staff_key=f"hmac-sha256:{person:064x}",
        supervisor="bptm",
        tier="pengguna_biasa",
        mailbox=True,
    )


def event(number: int, kind: str, form: str, on: str, account: int = 1, **values: str) -> Application:
    given = {"received_on": on, "effective_on": on, **values}
    name = f"KEL-2026-{account:04d}"
    return Application(f"KEL-2026-{number:04d}", form, "approved", "", decided_on=on, event=kind, account=name, **given)


FORMS = (
    opening(1, "2026-01-05", 1),
    event(301, "object", "OBJECTION", "2026-05-10"),
    event(302, "move", "MOVEMENT", "2026-06-15", reason="service_ended"),
    event(303, "terminate", "HR-CERT", "2026-06-20", reason="service_ended"),
    opening(2, "2026-07-09", 1),
    event(304, "terminate", "NOTICE", "2026-08-02", account=2, reason="own_request"),
    opening(3, "2026-10-18", 9),
)
#: day -> what the plan must do, and on which form or clause it rests
LIFE = (
    ("2026-01-07", [("create", "KEL-2026-0001")]),
    ("2026-01-08", []),
    ("2026-05-03", [("freeze", "KEL-4.5-a")]),
    ("2026-05-04", []),
    ("2026-05-10", [("unfreeze", "KEL-2026-0301")]),
    ("2026-06-15", [("suspend", "KEL-2026-0302")]),
    ("2026-07-03", []),
    ("2026-07-04", [("remove", "KEL-2026-0303")]),
    ("2026-07-12", [("restore", "KEL-2026-0002")]),
    ("2026-07-13", []),
    ("2026-08-02", [("suspend", "KEL-2026-0304")]),
    ("2026-08-16", [("remove", "KEL-2026-0304")]),
    ("2026-10-19", [("purge", "KEL-2026-0003")]),
    ("2026-10-19", [("create", "KEL-2026-0003")]),
)


def planned(provider: Provider, day: date, standard: Standard) -> Plan:
    """The plan of a day, on which this person was last seen on 10 January and everybody was told in time."""
    directory = provider.read()
    seen = "2026-01-10T09:00:00+08:00" if day < date(2026, 7, 1) else ""
    directory.accounts = [one._replace(last_login_at=seen, must_change=False) for one in directory.accounts]
    directory.complete, directory.last_use_precision = True, 14
    told = [Sent("idle", ADDRESS, role, "2026-04-20") for role in ("owner", "supervisor")]
    wants = roster(FORMS, standard, (), {}, day)
    verbs = provider.capabilities.verbs
    return plan(wants, directory, standard, day, LOOSE, verbs=verbs, history=History(sent=told))


def test_R020_R023_R095_R096_R103_R116_one_life_is_the_same_on_every_platform(world) -> None:
    """R030, R058, R101: no step without its form or clause."""
    standard = law()
    with world.open() as provider:
        for iso, expected in LIFE:
            made = planned(provider, date.fromisoformat(iso), standard)
            if expected and expected[0][0] not in provider.capabilities.verbs:
                assert made.effective == () and made.counts["ask"], iso
                return  # an address that cannot be freed here is never given out again
            assert [(change.verb, change.basis) for change in made.effective] == expected, iso
            passwords = {one.account: PASSWORD for one in made.effective if one.verb in ("create", "restore")}
            results = provider.apply(
                made.effective,
                generation=made.generation,
                secrets=Secrets(passwords, f"handover-{iso}"),
                report=lambda _one: None,
            )
            assert [one.message for one in results if one.result != "done"] == [], iso
            assert planned(provider, date.fromisoformat(iso), standard).effective == () or expected[0][0] == "purge"
        (account,) = provider.read().accounts
    assert (account.fields.account_id, account.fields.address) == ("KEL-2026-0003", ADDRESS)
