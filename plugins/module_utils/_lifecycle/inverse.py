# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How each line of a plan can be taken back, said before it is applied, and the line that takes it back.

Pure. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (
    ACTIVE,
    REMOVED,
    SUSPENDED,
    Account,
    Change,
)

YES = "yes"
PARTLY = "partly"
NO = "no"


class Undoing(NamedTuple):
    """Whether a line can be taken back (YES, PARTLY, NO) and how, or why not: a sentence in Malay and English."""

    possible: str
    how: Mapping[str, str]


@dataclass(frozen=True)
class Moment:
    """What an inverse line needs besides the change: the day, the decision it rests on, the sentence that says why."""

    as_of: date
    basis: str
    reason: Mapping[str, str]


Inverse = Callable[[Change, Account, Moment], "list[Change]"]


def undoing(change: Change) -> Undoing:
    """How this line can be taken back. A verb without a row cannot: nothing is guessed."""
    row = _ROWS.get(change.verb, _UNKNOWN)
    possible, ms, en = row.possible, row.ms, row.en
    if possible == YES and not change.reversible:
        return Undoing(NO, {"ms": _UNKNOWN.ms, "en": _UNKNOWN.en})
    return Undoing(possible, {"ms": ms, "en": en})


def inverse(change: Change, account: Account, moment: Moment) -> list[Change]:
    """The lines that take back a change which `account` still stands behind; [] when there are none."""
    row = _ROWS.get(change.verb, _UNKNOWN)
    if undoing(change).possible == NO or row.make is None:
        return []
    return row.make(change, account, moment)


def _back(change: Change, account: Account, moment: Moment) -> list[Change]:
    """Every field gets the value that the plan saw before."""
    values = {name: value for name, value in change.before.items() if name in change.after}
    now = {name: change.after[name] for name in values}
    if not values:
        return []
    gone = set(now.get("entitlements", ())) - set(values.get("entitlements", ()))
    return [_line("update", change, account, moment, now, values, destructive=bool(gone))]


def _rename(change: Change, account: Account, moment: Moment) -> list[Change]:
    """The old address becomes the first one again; the newer one stays, so that it is not given to somebody else."""
    old, new = change.before["address"], change.after["address"]
    aliases = tuple(sorted({*account.fields.aliases, new} - {old}))
    before = {"address": new, "aliases": account.fields.aliases}
    return [_line("rename", change, account, moment, before, {"address": old, "aliases": aliases})]


def _resume(change: Change, account: Account, moment: Moment) -> list[Change]:
    if change.before.get("state", ACTIVE) != ACTIVE:
        return []
    before = {"state": SUSPENDED, "suspended_on": account.suspended_on}
    return [_line("resume", change, account, moment, before, {"state": ACTIVE, "suspended_on": ""})]


def _unfreeze(change: Change, account: Account, moment: Moment) -> list[Change]:
    names = ("state", "suspended_on", "frozen_on")
    before = {name: change.after[name] for name in names if name in change.after}
    after = {name: ACTIVE if name == "state" else "" for name in before}
    return [_line("unfreeze", change, account, moment, before, after)]


def _suspend(change: Change, account: Account, moment: Moment) -> list[Change]:
    """The day of the suspension is that of the undo: every period before a removal starts anew."""
    if account.fields.state in (SUSPENDED, REMOVED):
        return []
    after = {"state": SUSPENDED, "suspended_on": moment.as_of.isoformat()}
    return [_line("suspend", change, account, moment, {"state": account.fields.state}, after, destructive=True)]


def _leave(change: Change, account: Account, moment: Moment) -> list[Change]:
    return [_line("leave", change, account, moment, {"groups": change.after["groups"]}, {})]


def _join(change: Change, account: Account, moment: Moment) -> list[Change]:
    return [_line("join", change, account, moment, {}, {"groups": change.before["groups"]})]


def _adopted(change: Change, account: Account, moment: Moment) -> list[Change]:
    """The account stays in our care; what describes it is as before. Whose it is (id, kind, person) stays recorded."""
    kept = {"account_id", "kind", "staff_key", "suspended_on"}
    before = {name: value for name, value in change.before.items() if name not in kept}
    return _back(replace(change, before=before), account, moment)


def _line(
    verb: str,
    change: Change,
    account: Account,
    moment: Moment,
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    *,
    destructive: bool = False,
) -> Change:
    return Change(
        verb=verb,
        account=account.fields.address,
        id=account.id,
        before=before,
        after=after,
        clauses=change.clauses,
        basis=moment.basis,
        destructive=destructive,
        reason=moment.reason,
        target=account.handle,
    )


class _Row(NamedTuple):
    possible: str
    ms: str
    en: str
    make: Inverse | None = None


_UNKNOWN = _Row(NO, "tiada cara yang dikenali untuk membatalkannya", "no way of taking it back is known")
_ROWS: dict[str, _Row] = {
    "create": _Row(
        PARTLY,
        "akaun digantung, bukan dihapus; ia hanya boleh dihapus melalui penamatan biasa",
        "the account is suspended, not deleted; only an ordinary termination removes it",
        _suspend,
    ),
    "adopt": _Row(
        PARTLY,
        "nilai lama dikembalikan, tetapi akaun kekal di bawah urusan kami",
        "the earlier values come back, but the account stays under our management",
        _adopted,
    ),
    "update": _Row(YES, "nilai lama dikembalikan", "the earlier values come back", _back),
    "rename": _Row(
        YES,
        "alamat lama kembali; alamat baharu kekal sebagai alamat kedua",
        "the old address comes back; the newer one stays as a second address",
        _rename,
    ),
    "suspend": _Row(
        YES, "akaun diaktifkan semula dengan keputusan bertulis", "resumed by a recorded decision", _resume
    ),
    "freeze": _Row(
        YES, "pembekuan ditamatkan, seperti selepas bantahan", "the freeze is ended, as after an objection", _unfreeze
    ),
    "unfreeze": _Row(YES, "akaun digantung semula", "suspended again", _suspend),
    "restore": _Row(
        PARTLY,
        "akaun digantung semula; ia kekal di bawah permohonan baharu",
        "suspended again; it stays with the new application",
        _suspend,
    ),
    "purge": _Row(NO, "apa yang dimusnahkan tidak kembali", "what was destroyed does not come back"),
    "ignore": _Row(YES, "tiada apa ditulis", "nothing is written"),
    "resume": _Row(YES, "akaun digantung semula", "suspended again", _suspend),
    "join": _Row(YES, "keluar semula daripada kumpulan", "leaves the groups again", _leave),
    "leave": _Row(YES, "masuk semula ke dalam kumpulan", "joins the groups again", _join),
    "release": _Row(
        NO,
        "kunci hanya dipasang oleh pelayan selepas cubaan gagal",
        "only the server sets a lock, after failed logins",
    ),
    "remove": _Row(
        NO,
        "peti dan keahlian akaun yang dihapus tidak dikembalikan oleh pembatalan",
        "the mailbox and memberships of a removed account do not come back by undoing",
    ),
    "ask": _Row(YES, "tiada apa ditulis", "nothing is written"),
    "none": _Row(YES, "tiada apa ditulis", "nothing is written"),
}
