# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What people and administrators run into: settings that were read back prove nothing by themselves."""

from __future__ import annotations

import pytest

DOMAIN = "kelantan.gov.my"
PASSWORD = "Betul#2026-panjang"


def change(server, name, old, new):
    """The code with which a user's new password is refused, and the attribute that asked for it."""
    account = {"by": "name", "_content": f"{name}@{DOMAIN}"}
    answer = server.ask(
        "user", "ChangePassword", account=account, oldPassword={"_content": old}, password={"_content": new}
    )
    return answer.get("Code", ""), answer.get("Reason", "")


def test_three_wrong_passwords_lock_until_an_administrator_releases(server, admin, person):
    identity = person("terkunci", PASSWORD)
    name = f"terkunci@{DOMAIN}"
    assert server.login(name, PASSWORD) == ""
    for wrong in ("Salah#1-panjang", "Salah#2-panjang"):
        assert server.login(name, wrong) == "account.AUTH_FAILED"
    assert server.login(name, PASSWORD) == ""  # two are not enough, and a login forgets them
    for wrong in ("Salah#1-panjang", "Salah#1-panjang", "Salah#1-panjang"):
        server.login(name, wrong)
    assert server.login(name, PASSWORD) == "account.AUTH_FAILED"
    assert server.values(admin, "account", name)["zimbraAccountStatus"] == ["lockout"]
    active = [{"n": "zimbraAccountStatus", "_content": "active"}]
    server.ask("admin", "ModifyAccount", admin, id=identity, a=active)
    assert server.login(name, PASSWORD) == ""


@pytest.mark.parametrize("new", ["Pendek#2026", "tiadaangka#panjang", "123456789#2026", "TiadaTanda2026"])
def test_a_user_cannot_choose_a_weak_password(server, person, new):
    person("lemah", PASSWORD)
    code, _reason = change(server, "lemah", PASSWORD, new)
    assert code == "account.INVALID_PASSWORD"


def test_a_former_password_cannot_be_used_again(server, person):
    person("ulang", PASSWORD)
    assert change(server, "ulang", PASSWORD, "Lain#2026-panjang") == ("", "")
    assert change(server, "ulang", "Lain#2026-panjang", PASSWORD)[0] == "account.PASSWORD_RECENTLY_USED"


def test_a_password_of_91_days_only_lets_itself_be_changed(server, admin, person):
    identity = person("lama", PASSWORD)
    old = [{"n": "zimbraPasswordModifiedTime", "_content": "20240101000000Z"}]
    server.ask("admin", "ModifyAccount", admin, id=identity, a=old)
    assert server.login(f"lama@{DOMAIN}", PASSWORD) == "account.CHANGE_PASSWORD"
    assert change(server, "lama", PASSWORD, "Baharu#2026-panjang") == ("", "")
    assert server.login(f"lama@{DOMAIN}", "Baharu#2026-panjang") == ""


@pytest.fixture
def automation(server, admin):
    """The identity for accounts, and an account that it made."""
    token = server.token(f"rasmi-accounts@{DOMAIN}", "zimbra-accounts")
    cos = server.ask("admin", "GetCos", token, cos={"by": "name", "_content": "rasmi_pengguna_biasa"})["cos"][0]
    given = [{"n": "zimbraCOSId", "_content": cos["id"]}]
    answer = server.ask("admin", "CreateAccount", token, name=f"baharu@{DOMAIN}", password=PASSWORD, a=given)
    assert "account" in answer, answer
    identity = answer["account"][0]["id"]
    yield token, identity, cos["id"]
    server.ask("admin", "DeleteAccount", admin, id=identity)


def test_the_identity_for_accounts_opens_no_mailbox(server, automation):
    account = {"by": "name", "_content": f"baharu@{DOMAIN}"}
    answer = server.ask("admin", "DelegateAuth", automation[0], account=account)
    assert answer["Code"] == "service.PERM_DENIED"


def test_the_identity_for_accounts_sets_nothing_else(server, automation):
    token, identity, cos = automation
    promote = [{"n": "zimbraIsAdminAccount", "_content": "TRUE"}]
    quota = [{"n": "zimbraMailQuota", "_content": "0"}]
    size = [{"n": "zimbraMtaMaxMessageSize", "_content": "99999999"}]
    for answer in (
        server.ask("admin", "ModifyAccount", token, id=identity, a=promote),
        server.ask("admin", "ModifyAccount", token, id=identity, a=quota),
        server.ask("admin", "ModifyCos", token, id=[{"_content": cos}], a=quota),
        server.ask("admin", "ModifyConfig", token, a=size),
    ):
        assert answer["Code"] == "service.PERM_DENIED"


def test_the_control_account_is_nobodys(server):
    assert server.login(f"rasmi-control@{DOMAIN}", server.secret("zimbra-accounts")) == "account.AUTH_FAILED"


def test_the_passwords_are_private_and_nowhere_else(server):
    secrets = list((server.state / "secrets").iterdir())
    assert {file.name for file in secrets} == {"zimbra-admin", "zimbra-settings", "zimbra-accounts"}
    for secret in secrets:
        assert secret.stat().st_mode & 0o777 == 0o600
        word = secret.read_text().strip()
        assert not [
            file.name for file in server.state.glob("*.*") if file.is_file() and word in file.read_text("latin-1")
        ]
