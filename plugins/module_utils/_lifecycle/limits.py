# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Brakes on a plan (design invariants 4 and 5).

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterable

from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Change, Directory, Limits
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import PartialAnswerError, UnsafePlanError


def check_complete(directory: Directory) -> None:
    """Refuse an answer that the server did not call whole. Raises PartialAnswerError."""
    if not directory.complete:
        raise PartialAnswerError(
            f"The {directory.platform} server did not say that its list of accounts is whole "
            f"({len(directory.groups)} groups came with it). Missing accounts would look like absent ones, "
            "so nothing was planned. Run again; if it stays so, look at the server's size limits and its log."
        )


def check_shrinking(managed: int, known: int | None, limits: Limits) -> None:
    """Refuse a directory that is smaller than the last run left it. Raises PartialAnswerError, UnsafePlanError.

    Both count managed accounts, tombstones included: nothing we do makes that number smaller. `known` is what the last
    run left, None when nobody knows.
    """
    if not known:
        return
    if not managed:
        raise PartialAnswerError(
            f"The server shows no managed account, but the last run left {known}. An empty answer never means that "
            "everybody has gone. Restore the directory, or start with a new ledger if this is a new server."
        )
    if managed < known * limits.min_directory_share:
        raise UnsafePlanError(
            f"The server shows {managed} managed accounts, but the last run left {known}: "
            f"{managed / known:.1%} is under the limit of {limits.min_directory_share:.1%}. "
            "Look for a partial restore or a cut answer first; "
            "if the loss is meant, lower limits.min_directory_share for this run."
        )


def check_destructive(changes: Iterable[Change], managed: int, limits: Limits) -> None:
    """Refuse a plan that takes too much away at once. Raises UnsafePlanError.

    `managed` is the number of managed accounts that the server has.
    """
    count = sum(1 for change in changes if change.destructive)
    if count > limits.max_destructive:
        raise UnsafePlanError(
            f"The plan would suspend or remove {count} accounts; the limit is {limits.max_destructive}. "
            f"If that is meant, set limits.max_destructive to {count} for this run."
        )
    if managed >= limits.share_from and count > managed * limits.max_destructive_share:
        raise UnsafePlanError(
            f"The plan would suspend or remove {count} of {managed} managed accounts ({count / managed:.1%}); "
            f"the limit is {limits.max_destructive_share:.1%}. "
            f"If that is meant, set limits.max_destructive_share to {_share(count, managed)} for this run."
        )


def _share(count: int, managed: int) -> float:
    """The smallest share with four decimals that lets `count` of `managed` pass."""
    return -(-count * 10000 // managed) / 10000
