# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What mail_report takes from the applications: judged anew, whom they made due to be told, and where they stand.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._applications import model
from ansible_collections.rasmi.mail.plugins.module_utils._applications.intake import load_applications
from ansible_collections.rasmi.mail.plugins.module_utils._applications.reference_data import load_reference_data
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.deeds import Told
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.ledger import records
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.notified import Owed, Telling, owed_since
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.records import SHOWN, Opening
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.service import Papers, ReadPapers
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.history import History, history_of
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Change, Roster
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.roster import roster
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.rules import Deadlines
from ansible_collections.rasmi.mail.plugins.module_utils._notices import model as kinds
from ansible_collections.rasmi.mail.plugins.module_utils._notices.due import HISTORY_DAYS, notices
from ansible_collections.rasmi.mail.plugins.module_utils._notices.world import Deed, World
from ansible_collections.rasmi.mail.plugins.module_utils._noticing import deeds_of
from ansible_collections.rasmi.mail.plugins.module_utils._placing import placed, places_section, staffed
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard

_TABLES = ("units", "groups", "supervisors", "probes")


def papers_of(params: Mapping[str, Any]) -> ReadPapers | None:
    """The reader of the applications that mail_report's options name; None when they name none."""
    if not params["applications"]:
        return None

    def read(standard: Standard, as_of: date, telling: Telling, left: Sequence[Change] | None) -> Papers:
        reference = load_reference_data(**{name: params[name] for name in _TABLES})
        cache = params["applications_cache"]
        # Without its tables the forms are checked less than for a plan, and what is remembered of the two differs.
        if cache and not all(params[name] for name in _TABLES):
            cache = os.path.join(cache, "report")
        forms = load_applications(params["applications"], standard, reference, as_of, cache).items
        opened = [form for form in forms if _opens(form)]
        wanted = roster(forms, standard, reference.probes, reference.groups or {}, as_of)
        owed = [] if telling.problem else list(_owed(params, standard, reference, forms, wanted, as_of, telling))
        known = params["ledger"] and not telling.problem and os.path.exists(params["ledger"])
        history = history_of(records(params["ledger"])) if known else History()
        found = places_section(placed(forms, history, standard, as_of, reference, left), SHOWN)
        covered = staffed(params["staff"], forms, wanted, left, as_of)
        return Papers([_opening(form, standard) for form in opened], owed, found, covered)

    return read


def _opens(form: model.Application) -> bool:
    return form.mailbox and form.status == model.APPROVED and form.form != model.NOTICE


def _opening(application: model.Application, standard: Standard) -> Opening:
    facts = {
        "post_class": application.post_class,
        "grade": {"scheme": application.grade_scheme, "grade": application.grade},
        "note": application.note,
    }
    personal = application.kind == "individual"
    answer = standard.eligible(facts) if personal else None
    return Opening(
        id=application.id,
        decided_on=application.decided_on,
        decided_by=application.decided_by,
        supported_on=application.supported_on,
        trained_on=application.trained_on,
        personal=personal,
        eligible=answer.eligible if answer else True,
        why=dict(answer.reason) if answer else {"ms": "", "en": ""},
    )


def _owed(
    params: Mapping[str, Any],
    standard: Standard,
    reference: model.ReferenceData,
    forms: Sequence[model.Application],
    wanted: Roster,
    as_of: date,
    telling: Telling,
) -> Iterator[Owed]:
    """Every notice that forms and runs made due since notices are looked for, whether it has left or not."""
    calendars = {unit.id: unit.calendar for unit in (reference.units or {}).values() if unit.calendar}
    deeds = deeds_of(params["ledger"], Told()) if params["ledger"] else []
    world = World(
        as_of=as_of,
        standard=standard,
        forms=forms,
        wanted=wanted.accounts,
        deeds=deeds,
        supervisors={name: one.email for name, one in (reference.supervisors or {}).items()},
        office=params["office"] or "",
        helpdesk=params["helpdesk"] or "",
        due=Deadlines(standard, calendars).due,
        since=owed_since(telling, as_of, HISTORY_DAYS),
    )
    found, silent = notices(world)
    gone = _gone(deeds)
    for one in found:
        if one.kind != kinds.TERMINATING or one.on < gone.get(one.account, "9999"):
            yield Owed(one.key, one.kind, one.account, one.role, one.on, one.basis)
    for mute in silent:
        yield Owed(mute.key, mute.kind, mute.account, mute.role, mute.on, mute.basis, reachable=False)


def _gone(deeds: Sequence[Deed]) -> dict[str, str]:
    """Address -> day of its removal by the first run after its end was decided: told is then the removal alone."""
    return {deed.change.account: deed.on for deed in deeds if deed.change.verb == "remove"}
