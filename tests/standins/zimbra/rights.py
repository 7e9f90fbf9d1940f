# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who may do what: a global admin everything, a delegated one what was granted on the target or above it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from .call import Call
from .directory import Entry
from .faults import perm_denied
from .service import Service

Values = dict[str, list[str]]


def may(call: Call, right: str, target: Entry) -> bool:
    return call.is_global_admin


def need(call: Call, right: str, target: Entry) -> None:
    if not may(call, right, target):
        raise perm_denied(f"need right: {right} for {target.kind} {target.name}")


def absent(call: Call, right: str, key: str) -> None:
    """Something that is not there: without the right nobody learns that."""


def seen(call: Call, entry: Entry, right: str) -> None:
    """May anything of the entry be seen?"""


def reader(call: Call, entry: Entry) -> Callable[[str], bool] | None:
    return None


def may_list(call: Call, entry: Entry, right: str) -> bool:
    return True


def need_get(call: Call, entry: Entry, name: str) -> None:
    """May one attribute be read?"""


def need_set(call: Call, entry: Entry, attrs: Values) -> None:
    """May these attributes be written?"""


def need_set_on_create(call: Call, kind: str, above: Entry, attrs: Values) -> None:
    """May a new object have these attributes?"""


def need_quota(call: Call, entry: Entry, attrs: Values) -> None:
    """zimbraDomainAdminMaxMailQuota of the administrator."""


def forget_grantee(service: Service, grantee: str) -> None:
    """Drop what was granted to somebody who is gone."""


def owners(service: Service, entry: Entry) -> list[dict[str, Any]]:
    return []
