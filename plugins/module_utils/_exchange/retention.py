# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A retention policy and the tags that it links to, in one task.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._exchange import run, wishes, work
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns_organisation import (
    RETENTION_POLICY,
    RETENTION_TAG,
)
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.refused import RefusedError
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.work import Work
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.session import Session
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.target import EndpointTarget


def manage(params: Mapping[str, Any], check_mode: bool) -> dict[str, Any]:
    """Make the tags first, then the policy. Raises RasmiError of every kind.

    A tag is never removed; a policy is, when the task says so.
    """
    if params["state"] == "absent":
        return run.manage(RETENTION_POLICY, params, check_mode)
    definitions = params.get("tag_definitions") or []
    asked = [wishes.gather(RETENTION_TAG, one, "exchange_retention_policy") for one in definitions]
    policy_asked = wishes.gather(RETENTION_POLICY, params, "exchange_retention_policy")
    with Session(EndpointTarget.from_options(params["exchange"])) as session:
        works = []
        for definition, wished in zip(definitions, asked, strict=True):
            works.append(_tag(session, definition, wished))
        policy = Work(session, RETENTION_POLICY, params, str(params["name"]))
        work.find(policy)
        run.present(policy, policy_asked, {"Name": policy.name})
        results = [work.finish(one, check_mode) for one in [*works, policy]]
    last = results[-1]
    changes = [{**row, "object": one["name"]} for one in results for row in one["changes"]]
    sides = {side: "".join(one["diff"][side] for one in results) for side in ("before", "after")}
    return {
        **last,
        "changed": any(one["changed"] for one in results),
        "changes": changes,
        "diff": {**last["diff"], **sides},
    }


def _tag(session: Session, definition: Mapping[str, Any], wished: list[wishes.Wish]) -> Work:
    one = Work(session, RETENTION_TAG, definition, str(definition["name"]))
    work.find(one)
    kind, present = str(definition["type"]), str(one.have("Type") or "")
    if one.found is not None and present.casefold() != kind.casefold():
        raise RefusedError(f"the retention tag {one.name} is of the type {present}, which cannot be changed to {kind}.")
    run.present(one, wished, {"Name": one.name, "Type": kind})
    return one
