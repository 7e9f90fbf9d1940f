# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From options to notices that have left: what mail_notice does, with the world at its two ends.

A notice leaves first and is written into the ledger afterwards: a run killed between the two repeats one message, with
the same Message-ID, and loses none. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._applications.inputs import Inputs, load_inputs
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.deeds import Told, done_runs
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.ledger import Ledger, records, verify
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.plan_file import read_plan
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.told import rounds
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.coming import coming
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Change, Directory
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.roster import roster
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.rules import Deadlines
from ansible_collections.rasmi.mail.plugins.module_utils._notices.due import HISTORY_DAYS, notices
from ansible_collections.rasmi.mail.plugins.module_utils._notices.message import Letterhead, Texts, load_texts, message
from ansible_collections.rasmi.mail.plugins.module_utils._notices.model import OUTAGE, Notice, Silent
from ansible_collections.rasmi.mail.plugins.module_utils._notices.sending import (
    FileOutlet,
    Outlet,
    RefusedError,
    SmtpOutlet,
    Submission,
    write_whole,
)
from ansible_collections.rasmi.mail.plugins.module_utils._notices.world import Deed, World
from ansible_collections.rasmi.mail.plugins.module_utils._providers.factory import open_provider
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError, RasmiError

#: Replaced by tests; a connection is opened with the first message.
open_smtp: Callable[[Submission], Outlet] = SmtpOutlet
#: A line names so many addresses and counts the rest.
_NAMED = 5


@dataclass
class Sent:
    """What one run sent (numbers, and keys of the ledger), what was refused (`final`: for good), what stopped it."""

    counts: Counter[str] = field(default_factory=Counter)
    refused: list[dict[str, str]] = field(default_factory=list)
    final: list[dict[str, str]] = field(default_factory=list)
    stopped: str = ""
    keys: set[str] = field(default_factory=set)


def send_notices(params: Mapping[str, Any], check_mode: bool) -> dict[str, Any]:
    """Work out who is to be told, tell them, and remember it; in check mode only say what would leave.

    `params` are the options of mail_notice. Raises RasmiError and its kinds before the first message leaves.
    """
    texts = load_texts(params["templates"])
    if params["outage"]:
        return _outage(params, texts, check_mode)
    head = _head(params)
    outlet = _outlet(params)
    given = load_inputs(params)
    told = Told()
    wanted, silent = notices(_world(params, given, told))
    due, held = _without_refused(wanted, told, again=bool(params["retry_refused"]))
    # Every text is made once before anything leaves: a template that fails must not fail half-way.
    rendered = [texts.render(notice.kind, notice.facts) for notice in due]
    sent = Sent()
    if due and not check_mode:
        with outlet, Ledger(params["ledger"]) as ledger:
            sent = _send(due, texts, head, outlet, ledger, given.as_of)
    if not check_mode:
        _remember(params, given.as_of, wanted, silent, sent)
    result = _result(params, due, silent, rendered, sent, outlet.channel, check_mode)
    return result | _undeliverable(params, [*held, *sent.final])


def _without_refused(
    due: Sequence[Notice], told: Told, *, again: bool
) -> tuple[Sequence[Notice], list[dict[str, str]]]:
    """What is to be sent, and what a server refused for good at this very address; `again` sends that too."""
    if again:
        return due, []
    held = [_refusal(one, told.refused[one.key, one.to]) for one in due if (one.key, one.to) in told.refused]
    return [one for one in due if (one.key, one.to) not in told.refused], held


def _refusal(notice: Notice, answer: str) -> dict[str, str]:
    return {"kind": notice.kind, "to": notice.to, "message": answer}


def _undeliverable(params: Mapping[str, Any], refused: Sequence[Mapping[str, str]]) -> dict[str, Any]:
    """The notices that stay unsent until somebody mends an address, and the line that says so."""
    result: dict[str, Any] = {"undeliverable": list(refused[: int(params["show"])])}
    if refused:
        addresses = sorted({one["to"] for one in refused})
        more = f" and {len(addresses) - _NAMED} more" if len(addresses) > _NAMED else ""
        result["warnings_text"] = [
            f"{len(refused)} notice(s) were refused for good and are not sent again: {', '.join(addresses[:_NAMED])}"
            f"{more}. Mend the address in the form or in the list of supervisors, or ask with retry_refused."
        ]
    return result


def _send(due: Sequence[Notice], texts: Texts, head: Letterhead, outlet: Outlet, ledger: Ledger, as_of: date) -> Sent:
    sent = Sent()
    for notice in due:
        mail = message(notice, texts, head, datetime.now(UTC))
        try:
            outlet.send(mail, head.sender, notice.to)
        except RefusedError as error:
            row = _refusal(notice, str(error))
            (sent.final if error.final else sent.refused).append(row)
            if error.final:
                ledger.refusal({"key": notice.key, "address": notice.to, "answer": str(error)})
            continue
        except ProviderError as error:
            sent.stopped = str(error)
            break
        ledger.notice(
            {
                "key": notice.key,
                "notice": notice.kind,
                "account": notice.account,
                "to": notice.role,
                "address": notice.to,
                "on": as_of.isoformat(),
                "basis": notice.basis,
                "channel": outlet.channel,
                "message_id": mail["Message-ID"],
            }
        )
        sent.counts[notice.kind] += 1
        sent.keys.add(notice.key)
    return sent


def _remember(
    params: Mapping[str, Any], as_of: date, due: Sequence[Notice], silent: Sequence[Silent], sent: Sent
) -> None:
    """Write that notices were looked for on this day, once for each day and outcome: the report judges by it.

    A day without any notice would otherwise leave no trace, and could not be told from one on which nobody looked.
    """
    waiting: list[Notice | Silent] = [*(one for one in due if one.key not in sent.keys), *silent]
    unsent = [
        {
            "key": one.key,
            "kind": one.kind,
            "account": one.account,
            "to": one.role,
            "on": one.on,
            "basis": one.basis,
            "reachable": isinstance(one, Notice),
        }
        for one in waiting
    ]
    facts = {"on": as_of.isoformat(), "read": bool(params.get(params["platform"])), "unsent": unsent}
    last = rounds(params["ledger"])[-1:]
    if not last or {name: last[0][name] for name in facts} != facts:
        with Ledger(params["ledger"]) as ledger:
            ledger.round(facts)


def _world(params: Mapping[str, Any], given: Inputs, told: Told) -> World:
    """Forms, roster, ledger, plan and server as the pure room wants them; `told` is filled from the ledger."""
    reference = given.reference
    wanted = roster(given.applications.items, given.standard, reference.probes, reference.groups or {}, given.as_of)
    calendars = {unit.id: unit.calendar for unit in (reference.units or {}).values() if unit.calendar}
    directory = _directory(params)
    first = given.as_of - timedelta(days=HISTORY_DAYS)
    deeds = deeds_of(params["ledger"], told)
    return World(
        as_of=given.as_of,
        standard=given.standard,
        forms=given.applications.items,
        wanted=wanted.accounts,
        accounts=directory.accounts,
        deeds=deeds,
        asked=_asked(params["plan"]),
        ahead=coming(wanted, directory, given.standard, first, HISTORY_DAYS, unit_calendars=calendars),
        supervisors={name: one.email for name, one in (reference.supervisors or {}).items()},
        office=params["office"] or "",
        helpdesk=params["helpdesk"] or "",
        webmail=params["webmail"] or "",
        sent=told.keys,
        due=Deadlines(given.standard, calendars).due,
    )


def deeds_of(path: str, told: Told) -> list[Deed]:
    """What the ledger's runs did; into `told` what became of the notices. RasmiError when it was tampered with."""
    if not Path(path).exists():
        return []
    state = verify(path)
    if not state.ok:
        raise RasmiError(f"{path}: {'; '.join(state.problems[:5])}. Nothing was sent.")
    return [
        Deed(run.numbers[change.key], str(run.facts["as_of"]), change)
        for run in done_runs(records(path), told)
        for change in run.done
    ]


def _asked(path: str | None) -> list[Change]:
    """The questions of the last plan; none when there is no plan yet."""
    if not path or not Path(path).exists():
        return []
    made, _checksum = read_plan(Path(path))
    return [change for change in made.changes if change.verb == "ask"]


def _directory(params: Mapping[str, Any]) -> Directory:
    """The server's accounts; none when no connection was given: then nobody is reminded or warned."""
    platform = params["platform"]
    options = params.get(platform)
    if not options:
        return Directory(platform, [], complete=True)
    with open_provider(platform, options) as provider:
        directory = provider.read()
        directory.accounts = list(directory.accounts)
    if not directory.complete:
        raise ProviderError(f"The {platform} server did not give its whole directory; nothing was sent.")
    return directory


def _head(params: Mapping[str, Any]) -> Letterhead:
    sender = str(params["sender"] or "")
    if sender.count("@") != 1 or not all(sender.split("@")) or not sender.isascii():
        raise RasmiError(f"sender: {sender!r} is not an address; write name@domain.")
    return Letterhead(sender, params["sender_name"] or "", params["office"] or "", params["agency"] or "")


def _outlet(params: Mapping[str, Any]) -> Outlet:
    """The site's server, or the folder when none is named or the folder is asked for."""
    if params["smtp"] and params["channel"] != "file":
        return open_smtp(Submission.from_options(params["smtp"]))
    if params["outbox"]:
        return FileOutlet(params["outbox"])
    raise RasmiError("Name a server (smtp) or a folder (outbox) for the notices.")


def _outage(params: Mapping[str, Any], texts: Texts, check_mode: bool) -> dict[str, Any]:
    """The text for letter, fax and telephone. It never goes by mail: the mail is what is down (R169)."""
    if not params["outbox"]:
        raise RasmiError("outage: name the folder (outbox); an outage is not told by mail (R169).")
    given = {name: params["outage"].get(name) or "" for name in ("since", "until", "text_ms", "text_en")}
    subject, body = texts.render(OUTAGE, given)
    safe = "".join(char if char.isalnum() else "-" for char in given["since"])
    path = Path(params["outbox"]) / f"outage-{safe}.txt"
    text = f"{params['agency'] or ''}\n{subject}\n\n{body}".lstrip("\n")
    try:
        before = path.read_text(encoding="utf-8") if path.exists() else ""
        if before != text and not check_mode:
            write_whole(path, text.encode())
    except OSError as error:
        raise RasmiError(f"{path}: {error.strerror}") from error
    return {
        "changed": before != text,
        "counts": {OUTAGE: 1} if before != text else {},
        "file": str(path),
        "diff": {"before": before, "after": text},
    }


def _result(
    params: Mapping[str, Any],
    due: Sequence[Notice],
    silent: Sequence[Silent],
    rendered: Sequence[tuple[str, str]],
    sent: Sent,
    channel: str,
    check_mode: bool,
) -> dict[str, Any]:
    shown = int(params["show"])
    counts = Counter(notice.kind for notice in due) if check_mode else sent.counts
    left = 0 if check_mode else len(due) - sum(sent.counts.values()) - len(sent.final)
    result: dict[str, Any] = {
        "changed": bool(counts or sent.final),
        "counts": dict(sorted(counts.items())),
        "channel": channel,
        "notices": [
            {"kind": one.kind, "to": one.to, "role": one.role, "account": one.account, "subject": subject}
            for one, (subject, _body) in zip(due[:shown], rendered, strict=False)
        ],
        "refused": sent.refused[:shown],
        "left": left,
        "silent": [{"kind": one.kind, "role": one.role, "account": one.account} for one in silent[:shown]],
        "diff": {"before": "", "after": _texts(due[:shown], rendered, len(due))},
    }
    if sent.stopped:
        result["failed"] = True
        result["msg"] = (
            f"{sent.stopped}. {sum(sent.counts.values())} of {len(due)} notices left; the next run sends the rest. "
            "When the mail system itself is down, use channel: file (R169)."
        )
    return result


def _texts(due: Sequence[Notice], rendered: Sequence[tuple[str, str]], total: int) -> str:
    parts = [
        f"To: {one.to}\nSubject: {subject}\n\n{body}\n" for one, (subject, body) in zip(due, rendered, strict=False)
    ]
    if total > len(due):
        parts.append(f"... and {total - len(due)} more notices\n")
    return "".join(parts)
