# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where an account stands against a change decides whether a plan still fits."""

from __future__ import annotations

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Account, Change, Fields
from ansible_collections.rasmi.mail.plugins.module_utils._providers.standing import AFTER, BEFORE, MOVED, standing


def account(managed=True, **values):
    overlays = {name: values.pop(name) for name in ("locked_at", "suspended_on") if name in values}
    return Account("id", Fields("A1", "p@x", "P", **values), managed, **overlays)


CREATE = Change("create", "p@x", after={"account_id": "A1", "address": "p@x", "name": "P", "groups": ("g@x",)})
UPDATE = Change("update", "p@x", "id", {"post": "a"}, {"post": "b"})
SUSPEND = Change("suspend", "p@x", "id", {"state": "active"}, {"state": "suspended", "suspended_on": "2026-01-02"})
RELEASE = Change("release", "p@x", "id", {"locked_at": "2026-01-01T00:00:00Z"}, {"locked_at": ""})
JOIN = Change("join", "p@x", "id", {}, {"groups": ("g@x",)})
LEAVE = Change("leave", "p@x", "id", {"groups": ("g@x",)}, {})
ADOPT = Change("adopt", "p@x", "id", {"post": ""}, {"post": "b", "account_id": "A1"})


@pytest.mark.parametrize(
    ("change", "have", "expected"),
    [
        (CREATE, None, BEFORE),
        (CREATE, account(), AFTER),
        (CREATE, account(managed=False), MOVED),
        (CREATE, account(post="a")._replace(fields=Fields("A1", "other@x", "P")), MOVED),
        (UPDATE, None, MOVED),
        (UPDATE, account(post="a"), BEFORE),
        (UPDATE, account(post="b"), AFTER),
        (UPDATE, account(post="c"), MOVED),
        (UPDATE, account(managed=False, post="a"), MOVED),
        (SUSPEND, account(), BEFORE),
        (SUSPEND, account(state="suspended", suspended_on="2026-01-02"), AFTER),
        (SUSPEND, account(state="suspended"), MOVED),
        (RELEASE, account(locked_at="2026-01-01T00:00:00Z"), BEFORE),
        (RELEASE, account(), AFTER),
        (RELEASE, account(locked_at="2026-02-01T00:00:00Z"), MOVED),
        (JOIN, account(), BEFORE),
        (JOIN, account(groups=("g@x", "h@x")), AFTER),
        (LEAVE, account(groups=("g@x",)), BEFORE),
        (LEAVE, account(), AFTER),
        (ADOPT, account(managed=False), BEFORE),
        (ADOPT, account(post="b"), AFTER),
    ],
)
def test_standing(change, have, expected):
    assert standing(change, have) == expected
