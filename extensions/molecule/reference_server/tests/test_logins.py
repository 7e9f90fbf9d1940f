# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lock, password rules, age, temporary passwords, suspension: on every path."""

from __future__ import annotations

import imaplib
import time

import ldap3
import pytest

DOORS = ["imap", "pop", "submission"]
LOCK = "pwdAccountLockedTime"


@pytest.mark.parametrize(
    "name", ["nama.penuh@kelantan.gov.my", "Nama.Penuh@KELANTAN.gov.my", "nama.penuh", "alias@kelantan.gov.my"]
)
def test_one_account_many_login_names(server, accounts, name):
    accounts.add("nama.penuh", rasmiAlias="alias@kelantan.gov.my")
    assert server.logs_in(name)


def test_every_door_opens_for_the_right_password(server, accounts):
    user = accounts.add("betul")
    assert server.open_doors(user) == DOORS
    server.imap(user, server.password, port=143)
    server.submission(user, server.password, port=465)


def test_three_failures_over_three_protocols_lock_the_account_and_nobody_else(server, accounts):
    user, other = accounts.add("dikunci"), accounts.add("lain")
    for attempt, door in enumerate(DOORS):
        assert not server.logs_in(user, f"Salah-Sekali#{attempt}", door)
    assert server.open_doors(user) == []
    assert server.logs_in(other)
    server.mail_from_outside(user)
    steward = server.bind("steward")
    steward.modify(accounts.dn("dikunci"), {LOCK: [(ldap3.MODIFY_DELETE, [])]})
    assert server.logs_in(user)


def test_two_failures_do_not_lock(server, accounts):
    user = accounts.add("dua.kali")
    for attempt in range(2):
        assert not server.logs_in(user, f"Salah-Sekali#{attempt}")
    assert server.logs_in(user)


@pytest.mark.parametrize(
    "password",
    ["Pendek#123456", "Tanpa-Angka-Sama", "TanpaKhusus2026", "2026-1234567890", "Contoh#Tercetak2020"],
    ids=["short", "no digit", "no special", "no letter", "printed example"],
)
def test_weak_passwords_are_refused_to_administrators_and_users(server, accounts, password):
    with pytest.raises(ValueError, match=r"^19 "):
        accounts.add("lemah", password)
    accounts.add("lemah")
    user = server.bind(accounts.dn("lemah"), server.password)
    user.modify(accounts.dn("lemah"), {"userPassword": [(ldap3.MODIFY_REPLACE, [password])]})
    assert user.result["result"] == 19


def test_a_hash_cannot_pass_for_a_password(accounts):
    with pytest.raises(ValueError, match=r"^19 "):
        accounts.add("hash", "{SSHA}Zm9vYmFyLTEyMzQ1Njc4OTA=")


def test_the_password_operation_that_would_pass_by_the_rules_is_closed(server, accounts):
    accounts.add("exop")
    user = server.bind(accounts.dn("exop"), server.password)
    user.extend.standard.modify_password(accounts.dn("exop"), server.password, "alllowercaseletters")
    assert user.result["result"] == 53


def test_an_aged_password_is_blocked_everywhere_and_a_younger_one_is_not(host, server, accounts):
    old, young = accounts.add("lama", kind="probe"), accounts.add("baru", kind="probe")
    for local, days in (("lama", 91), ("baru", 60)):
        stamp = time.strftime("%Y%m%d%H%M%SZ", time.gmtime(time.time() - days * 86400))
        change = f"dn: {accounts.dn(local)}\\nchangetype: modify\\nreplace: pwdChangedTime\\npwdChangedTime: {stamp}\\n"
        assert host.run(f"printf '{change}' | ldapmodify -Q -H ldapi:/// -Y EXTERNAL -e relax").rc == 0
    assert server.open_doors(old) == []
    assert server.logs_in(young)


def test_a_temporary_password_can_do_nothing_but_be_changed(server, accounts):
    user = accounts.add("sementara", pwdReset="TRUE")
    assert server.open_doors(user) == []
    self = server.bind(accounts.dn("sementara"), server.password)
    self.search(accounts.dn("sementara"), "(objectClass=*)", ldap3.BASE)
    assert self.result["result"] == 50
    self.modify(accounts.dn("sementara"), {"userPassword": [(ldap3.MODIFY_REPLACE, ["Kata-Baharu#2026"])]})
    assert self.result["result"] == 0
    assert server.logs_in(user, "Kata-Baharu#2026")
    assert not server.logs_in(user, server.password)


def test_suspension_closes_every_door_and_ends_open_sessions(server, accounts):
    user, other = accounts.add("digantung"), accounts.add("terus")
    session, kept = server.imap(user, server.password), server.imap(other, server.password)
    accounts.set("digantung", "rasmiState", "suspended")
    assert server.open_doors(user) == []
    assert not server.bind(accounts.dn("digantung"), server.password).bound
    deadline = time.monotonic() + 60
    with pytest.raises((imaplib.IMAP4.abort, OSError)):
        while time.monotonic() < deadline:
            session.noop()
            time.sleep(0.3)
    assert kept.noop()[0] == "OK"
    server.mail_from_outside(user)
    accounts.set("digantung", "rasmiState", "active")
    assert server.logs_in(user)


def test_a_department_mailbox_opens_with_the_person_s_own_password_only(server, accounts):
    office = accounts.add("pejabat", password=None, kind="department")
    clerk, stranger = accounts.add("kerani", rasmiOpens=office), accounts.add("orang.luar")
    assert server.logs_in(f"{office}*{clerk}")
    assert server.logs_in(f"{office}*{clerk}", door="submission")
    assert not server.logs_in(f"{office}*{stranger}")
    assert not server.logs_in(office)
    assert not server.logs_in(f"{stranger}*{clerk}")


def test_the_directory_refuses_what_breaks_the_address_rules(accounts):
    accounts.add("alamat", rasmiAlias="kedua@kelantan.gov.my")
    for attributes in (
        {"mail": "orang@gmail.com"},
        {"mail": ["satu@kelantan.gov.my", "dua@kelantan.gov.my"]},
        {"mail": "alamat@kelantan.gov.my"},
        {"rasmiAlias": "kedua@kelantan.gov.my"},
        {"uid": "alamat"},
    ):
        with pytest.raises(ValueError, match=r"^19 "):
            accounts.add("salinan", **attributes)


def test_the_provisioner_sees_no_password_and_cannot_write_policy(server, accounts):
    accounts.add("rahsia")
    accounts.connection.search(accounts.dn("rahsia"), "(objectClass=*)", attributes=["userPassword"])
    assert not accounts.connection.response[0]["attributes"].get("userPassword")
    policy = f"cn=default,ou=policies,{server.base}"
    accounts.connection.modify(policy, {"pwdMaxFailure": [(ldap3.MODIFY_REPLACE, ["99"])]})
    assert accounts.connection.result["result"] == 50


def test_the_steward_works_on_probes_only(server, accounts):
    accounts.add("orang"), accounts.add("prob", kind="probe")
    steward = server.bind("steward")
    change = {"title": [(ldap3.MODIFY_REPLACE, ["x"])]}
    assert not steward.modify(accounts.dn("orang"), change)
    assert steward.modify(accounts.dn("prob"), change)
