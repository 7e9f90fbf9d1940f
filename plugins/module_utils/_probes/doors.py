# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One password tried at several doors at the same time: each must refuse it.

Servers slow down refused logins, so the doors are tried side by side. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from ansible_collections.rasmi.mail.plugins.module_utils._probes import login
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import ProbeAccount
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Part, Trial
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import Bilingual


def saw_refusal(part: Part, attempt: login.Attempt) -> None:
    """Judge one attempt that must have been refused."""
    word = ("diterima", "accepted") if attempt.accepted else ("ditolak", "refused")
    part.saw(not attempt.accepted, f"{word[0]}: {attempt.answer}", f"{word[1]}: {attempt.answer}")


def all_refuse(
    trial: Trial,
    account: ProbeAccount,
    password: str,
    expected: Callable[[str], Bilingual],
    *,
    paths: Sequence[str] = login.PATHS,
    prefix: str = "",
) -> None:
    """One part per path, named `prefix` + path; `expected` gives its sentence."""

    def one(path: str) -> Callable[[Trial], None]:
        def observe(branch: Trial) -> None:
            with branch.part(f"{prefix}{path}", expected(path)) as part:
                saw_refusal(part, login.refused(branch.run, path, account, password, part.wire))

        return observe

    trial.together([one(path) for path in paths])
