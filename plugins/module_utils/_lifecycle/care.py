# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What guards an account besides its state, and what waits for a later day.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from typing import NamedTuple


class Care(NamedTuple):
    """What guards an account besides its state: rare facts, in one place. Dates are ISO, "" = none.

    `holds` are the ids of the forms by which records must be kept (C24); `exported_on` is the day on which the mailbox
    was exported. `objected_on` is the day of the last objection to a freeze or a deletion, `objection` its form (R096).
    `away` are the periods of long leave, (first day, last day), in which not logging in does not count. `told` says
    that a movement was told, decided or not: who has told is not idle (R097). `told_on` is the day on which a movement
    that counts was told: the account is closed on that working day (R116). `unblock_on` is the day on which the block
    of an old password was released, `unblock_by` the form: a new temporary password is due from then on (R078).
    """

    holds: tuple[str, ...] = ()
    exported_on: str = ""
    objected_on: str = ""
    objection: str = ""
    away: tuple[tuple[str, str], ...] = ()
    told: bool = False
    told_on: str = ""
    unblock_on: str = ""
    unblock_by: str = ""


NO_CARE = Care()


class Later(NamedTuple):
    """What forms have decided for a day after that of the roster: ISO date, account id, event and form."""

    on: str
    account_id: str
    event: str
    basis: str
