# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The parts of one account that need care: status, lock, password, aliases, deletion.

Traps of the real server that decide what is done here: closing an account takes it out of every list (1), writing the
status sets the mail status back to enabled (2), a password set by an administrator bypasses the policy (3) and clears
"must change" (4).

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Soap
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra import lists, objects, passwords, work
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.objects import RefusedError
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.wishes import Difference, Wish
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.work import Work

STATUS, MAIL_STATUS, MUST_CHANGE = "zimbraAccountStatus", "zimbraMailStatus", "zimbraPasswordMustChange"
#: Attributes with an option of their own -> that option.
RESERVED: Mapping[str, str] = {
    STATUS: "status (and release)",
    "zimbraMailAlias": "aliases",
    "userPassword": "password or password_file",
    "zimbraPasswordLockoutLockedTime": "release",
    "mail": "name",
    "uid": "name",
}
READ = (STATUS, MAIL_STATUS, "zimbraMailAlias", "zimbraIsSystemAccount", "zimbraIsSystemResource")
_LOCKOUT, _ACTIVE, _CLOSED = "lockout", "active", "closed"
#: Statuses in which mail is refused; the server then turns the mail status off by itself.
_NO_MAIL = frozenset({_CLOSED, "pending"})
_SUSPENDED = frozenset({"locked", _CLOSED})


def present(one: Work, asked: Sequence[Wish]) -> None:
    """Plan what makes the account as asked."""
    new = one.found is None
    secret = passwords.given(one.params)
    status = _status(one)
    work.compare(one, [*asked, *status], _along(one, status))
    if new:
        _create(one, secret)
    elif secret and one.params.get("update_password") == "always":
        _set_password(one, secret)
    lists.aliases(one, "AddAccountAliasRequest", "RemoveAccountAliasRequest")
    work.rename(one)
    if one.first(STATUS) == _LOCKOUT and not status:
        one.more["locked_out"] = True


def _status(one: Work) -> list[Wish]:
    """The wish for the status: never one that opens an account which nobody asked to open."""
    have, want = one.first(STATUS), one.params.get("status")
    if have == _LOCKOUT and want in (None, _ACTIVE):
        want = _ACTIVE if one.params.get("release") else None
    if want is None or want == have:
        return []
    if want == _CLOSED and one.found is not None:
        one.more["memberships"] = memberships(one.soap, one.id)
    return [Wish(STATUS, (want,))]


def _along(one: Work, status: Sequence[Wish]) -> dict[str, list[str]]:
    """Trap 2: a mail status that somebody turned off survives a change of the status only when it is sent again."""
    writes = [str(value) for wish in status for value in wish.values or ()]
    if not writes or one.first(MAIL_STATUS) != "disabled" or {one.first(STATUS), *writes} & _NO_MAIL:
        return {}
    return {MAIL_STATUS: ["disabled"]}


def memberships(soap: Soap, account_id: str) -> list[str]:
    """Addresses of the lists that the account is a direct member of; closing it takes it out of them (trap 1)."""
    answer = soap.call("GetAccountMembershipRequest", {"account": {"by": "id", "_content": account_id}})
    return sorted(str(found["name"]) for found in answer.get("dl") or () if not found.get("via"))


def _create(one: Work, secret: str) -> None:
    more: dict[str, str] = {}
    attrs: dict[str, Sequence[str]] = {}
    if secret:
        passwords.check(secret, passwords.policy_of_new(one), one.name)
        more["password"] = secret
        if one.params.get("must_change"):
            attrs[MUST_CHANGE] = ["TRUE"]
    one.more["password_set"] = bool(secret)
    work.create(one, attrs, **more)


def _set_password(one: Work, secret: str) -> None:
    """Trap 3: our own check first. Trap 4: first the password, which clears "must change", then that mark."""
    passwords.check(secret, passwords.policy_of(one), one.name)
    one.more["password_set"] = True
    one.differences.append(Difference("password", ("unknown",), ("new",), ()))
    one.steps.append(lambda: _password_step(one, secret))
    if one.params.get("must_change"):
        one.steps.append(lambda: objects.modify(one.soap, one.kind, one.id, {MUST_CHANGE: ["TRUE"]}))


def _password_step(one: Work, secret: str) -> None:
    answer: dict[str, Any] = one.soap.call("SetPasswordRequest", {"id": one.id, "newPassword": secret})
    said = " ".join(str(part.get("_content", "")) for part in answer.get("message") or ())
    if said:
        one.more["warnings_text"] = [f"{one.name}: the server set the password and says: {said}"]


def may_go(one: Work) -> None:
    """An account goes only after it was suspended, and never one that the server itself needs."""
    status = one.first(STATUS)
    if "TRUE" in (one.first("zimbraIsSystemAccount"), one.first("zimbraIsSystemResource")):
        raise RefusedError(f"{one.name} is an account that the server itself needs; it is never deleted.")
    if status not in _SUSPENDED:
        raise RefusedError(
            f"{one.name} is {status or 'without a status'}; only an account that was suspended (status locked or "
            "closed) is deleted. Deleting drops the mailbox for good: suspend, export what must be kept, then delete."
        )
    one.more["basis"] = one.params.get("basis")
