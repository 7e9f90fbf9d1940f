# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The steward of a Zimbra server: admin SOAP acts on probe accounts, and on no other.

Every act begins by reading the account and refusing any whose notes do not say `"kind": "probe"`; the server itself
cannot tell such accounts apart. The identity is that of the accounts playbook: it sets passwords and states, assigns
classes of service, and opens no mailbox. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import datetime
import threading
from collections.abc import Mapping
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.answers import attributes_of, one, pairs
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.faults import Denied, NotFound
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.notes import NOTES, read_notes
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Soap
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.target import ZimbraTarget
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import NotAProbeError, ProviderError

STATUS, QUOTA, COS = "zimbraAccountStatus", "zimbraMailQuota", "zimbraCOSId"
#: While it is younger than zimbraQuotaWarnInterval no other warning is sent; the COS of probes has a short interval.
LAST_WARNING = "zimbraQuotaLastWarnTime"
_OPEN = ("active", "lockout")


class ZimbraSteward:
    """Implements `_probes.steward.Steward`; one connection, one act at a time. Use `close` when done."""

    def __init__(self, target: ZimbraTarget) -> None:
        self._target = target
        self._lock = threading.Lock()
        self._soap = Soap(target)
        #: address -> (quota, values to go back to), for accounts whose quota was changed here
        self._before: dict[str, tuple[int, dict[str, str]]] = {}

    def set_password(self, address: str, password: str, *, temporary: bool = False) -> None:
        """SetPassword takes anything from an administrator and lifts must-change (facts of the real server, traps 3
        and 4): the policy is asked for first, the mark set afterwards."""
        with self._lock:
            found = self._find(address)
            self._soap.call("CheckPasswordStrengthRequest", {"id": found["id"], "password": password})
            self._soap.call("SetPasswordRequest", {"id": found["id"], "newPassword": password})
            if temporary:
                self._modify(found["id"], {"zimbraPasswordMustChange": "TRUE"})

    def release(self, address: str) -> None:
        """Writing the status active clears the lock and the failures; a suspended account stays suspended."""
        with self._lock:
            found = self._find(address)
            if found[STATUS] in _OPEN:
                self._modify(found["id"], {STATUS: "active"})

    def age_password(self, address: str, days: float) -> None:
        moment = datetime.datetime.now(datetime.UTC) - datetime.timedelta(days=days)
        with self._lock:
            self._modify(self._find(address)["id"], {"zimbraPasswordModifiedTime": moment.strftime("%Y%m%d%H%M%SZ")})

    def quota(self, address: str) -> int:
        with self._lock:
            return int(self._find(address)[QUOTA] or 0)

    def set_quota(self, address: str, size: int) -> None:
        """The account's own quota; an identity that may not set it assigns the COS of probes instead."""
        with self._lock:
            found = self._find(address)
            before = self._before.get(address)
            if before is not None and before[0] == size:
                self._modify(found["id"], before[1])
                del self._before[address]
                return
            own = self._own(found["id"], (QUOTA, COS))
            changed = QUOTA
            try:
                self._modify(found["id"], {QUOTA: str(size), LAST_WARNING: ""})
            except Denied:
                changed = COS
                self._modify(found["id"], {COS: self._cos_of_size(size)})
            if before is None:
                self._before[address] = (int(found[QUOTA] or 0), {changed: own[changed]})

    def suspend(self, address: str) -> None:
        with self._lock:
            self._modify(self._find(address)["id"], {STATUS: self._target.freeze})

    def resume(self, address: str) -> None:
        with self._lock:
            self._modify(self._find(address)["id"], {STATUS: "active"})

    def close(self) -> None:
        with self._lock:
            self._soap.close()

    def _find(self, address: str) -> dict[str, str]:
        """Id and effective values of a probe account."""
        wanted = (STATUS, QUOTA, COS, NOTES)
        body = {"account": {"by": "name", "_content": address.lower()}, "applyCos": "1", "attrs": ",".join(wanted)}
        try:
            answer = self._soap.call("GetAccountRequest", body)
        except NotFound as error:
            raise ProviderError(f"{address}: no such account; run playbooks/accounts.yml first") from error
        account = one(answer.get("account"), "account", self._target.place)
        attributes = attributes_of(account)
        if read_notes(attributes.get(NOTES, ())).get("kind") != "probe" or account.get("name") != address.lower():
            raise NotAProbeError(f"{address} is not a probe account; nothing was done to it")
        return {"id": str(account["id"]), **{name: next(iter(attributes.get(name, ())), "") for name in wanted}}

    def _own(self, account_id: str, names: tuple[str, ...]) -> dict[str, str]:
        """What the account has itself, without its COS; "" = nothing."""
        body = {"account": {"by": "id", "_content": account_id}, "applyCos": "0", "attrs": ",".join(names)}
        answer = self._soap.call("GetAccountRequest", body)
        attributes = attributes_of(one(answer.get("account"), "account", self._target.place))
        return {name: next(iter(attributes.get(name, ())), "") for name in names}

    def _cos_of_size(self, size: int) -> str:
        """The id of the COS that role zimbra_standard makes for probes."""
        name = f"{self._target.cos_prefix}probe"
        answer: Mapping[str, Any] = self._soap.call("GetCosRequest", {"cos": {"by": "name", "_content": name}})
        cos = one(answer.get("cos"), "cos", self._target.place)
        quota = next(iter(attributes_of(cos).get(QUOTA, ())), "")
        if quota != str(size):
            raise ProviderError(f"COS {name} has a quota of {quota or 'nothing'} bytes; the probes need one of {size}")
        return str(cos["id"])

    def _modify(self, account_id: str, values: Mapping[str, str]) -> None:
        self._soap.call("ModifyAccountRequest", {"id": account_id, "a": pairs(values)})
