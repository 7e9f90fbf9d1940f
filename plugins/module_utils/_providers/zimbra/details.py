# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a restoration drill compares besides the managed fields (R175): own values, the policy in force, lists.

Read over SOAP, while the backup reads LDAP: what one of them leaves out by mistake the other one shows. The attributes
are those of the attribute table; secrets are not among them.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from ansible_collections.rasmi.mail.plugins.module_utils._providers.base import Details
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.attribute_rows import table as attributes
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.backup import ITS_OWN
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.members import MEMBERS
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.requests import is_secret
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Entry, Soap
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.table import ACE, ALIAS, COS, QUOTA

#: Hashes of former passwords: compared, and written nowhere.
HISTORY = "zimbraPasswordHistory"
#: Compared among the states, where it is a moment and not a text.
_CHANGED = "zimbraPasswordModifiedTime"
#: Policy that an account has from its class of service; what it has of its own comes first.
_POLICY = (
    *(QUOTA, "zimbraMailAttachmentMaxSize", "zimbraMailIdleSessionTimeout", "zimbraAuthTokenLifetime"),
    *("zimbraFeatureMailForwardingEnabled", "zimbraFeatureMailForwardingInFiltersEnabled"),
)

Values = dict[str, list[str]]


def details(soap: Soap, accounts: str, page: int) -> Details:
    """Own values and policy of every account that the filter `accounts` finds, and every list. Raises ProviderError."""
    coses = {entry.id: entry.name for entry in soap.search("coses", "", ("cn",), may_be_empty=True)}
    domains = tuple(sorted(entry.id for entry in soap.search("domains", "", ("zimbraDomainName",))))
    lists = soap.search("distributionlists", "", _of("distributionList"), may_be_empty=True)
    groups = [entry for entry in lists if entry.attrs.get("zimbraIsAdminGroup") != ["TRUE"]]
    entries = list(soap.search("accounts", accounts, (*_of("account"), COS, ACE), page=page))
    names = {entry.id: entry.name.lower() for entry in (*entries, *groups)}
    own = {entry.id: _own(entry, coses, names) for entry in entries}
    for entry in soap.search("accounts", accounts, policy(), apply_cos=True, page=page):
        own.setdefault(entry.id, {}).update(_sorted(entry.attrs))
    return Details(own, {entry.name.lower(): _group(entry, names) for entry in groups}, domains)


def policy() -> tuple[str, ...]:
    """The attributes of the policy that is in force for an account."""
    rules = (name for name, row in attributes().items() if name.startswith("zimbraPassword") and "cos" in row.on)
    return (*_POLICY, *rules)


def _of(kind: str) -> tuple[str, ...]:
    """What objects of a kind may have of their own, without secrets and what belongs to this very server."""
    own = (MEMBERS, ALIAS, ACE) if kind == "distributionList" else ()
    names = (name for name, row in attributes().items() if kind in row.on and name not in ITS_OWN)
    return (*own, *(name for name in names if not is_secret(name) and name not in (*own, _CHANGED)))


def _own(entry: Entry, coses: Mapping[str, str], names: Mapping[str, str]) -> Values:
    found = _sorted(entry.attrs)
    if HISTORY in found:
        found[HISTORY] = [hashlib.sha256("\n".join(found[HISTORY]).encode()).hexdigest()]
    # another server gives other ids to its classes of service and lists
    found[COS] = [coses.get(value, value) for value in found.get(COS, ())]
    return _rights(found, names)


def _group(entry: Entry, names: Mapping[str, str]) -> Values:
    found = _sorted(
        {
            name: [value.lower() for value in values] if name == MEMBERS else values
            for name, values in entry.attrs.items()
        }
    )
    found["aliases"] = [value.lower() for value in found.pop(ALIAS, ()) if value.lower() != entry.name.lower()]
    found["members"] = found.pop(MEMBERS, [])
    return _rights(found, names)


def _rights(found: Values, names: Mapping[str, str]) -> Values:
    """zimbraACE with the addresses of the holders instead of their ids."""
    if ACE in found:
        parts = [value.rsplit(" ", 2) for value in found[ACE]]
        found[ACE] = sorted(" ".join([names.get(one[0], one[0]), *one[1:]]) for one in parts)
    return found


def _sorted(values: Mapping[str, Sequence[str]]) -> Values:
    return {name: sorted(several) for name, several in sorted(values.items()) if several}
