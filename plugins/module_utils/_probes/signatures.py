# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""C-AV, the host's part: how many virus signatures the scanner has, and how old the newest are.

They were counted by the module `virus_signatures_probe`; here that becomes a verdict. PRIVATE to the collection
rasmi.mail.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import CouldNotTest
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Trial
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import Bilingual, both

KIND = "virus_signatures"
#: Days, where the standard says nothing: ClamAV's own programs begin to warn after seven.
_MAX_AGE = 7
_DAY = 86400
#: Fewer than this can only be there to try the scanner out; ClamAV's own database has millions.
_TEST_SET = 1000


def probe(trial: Trial) -> None:
    """One part for each server that was looked at; none is could-not-test (R007)."""
    seen = [item for item in trial.run.observations if item.get("kind") == KIND]
    most = _most_days(trial)
    if not seen:
        with trial.part("signatures", _expected(most, 1)):
            raise CouldNotTest(
                "tiada apa yang diperhatikan pada pelayan (modul virus_signatures_probe)",
                "nothing was observed on the server (module virus_signatures_probe)",
            )
    for item in seen:
        _judge(trial, item, most, f"signatures-{item.get('host', '?')}" if len(seen) > 1 else "signatures")


def _most_days(trial: Trial) -> float:
    """The oldest age in days that the standard allows."""
    values = trial.values
    if "signature_age" not in values:
        return _MAX_AGE
    if "signature_age_seconds" in values:
        return float(values["signature_age_seconds"]) / _DAY
    raise CouldNotTest(
        f"signature_age standard, {values['signature_age']}, bukan bilangan hari",
        f"the standard's signature_age {values['signature_age']} is no number of days",
    )


def _expected(most: float, least: int) -> Bilingual:
    return both(
        f"Pengimbas virus ada sekurang-kurangnya {least} tandatangan, yang terbaharu tidak melebihi {most:g} hari",
        f"The virus scanner has at least {least} signatures, the newest not older than {most:g} days",
    )


def _judge(trial: Trial, item: Mapping[str, Any], most: float, name: str) -> None:
    least = int(item.get("least", 1))
    with trial.part(name, _expected(most, least)) as part:
        count, newest = int(item.get("signatures", 0)), str(item.get("newest") or "")
        problem = str(item.get("problem") or "")
        part.wire.remark(f"{item.get('host', 'server')}: {item.get('scanner') or 'no scanner'}: {item.get('path')}")
        if problem or not newest:
            text = problem or "no date"
            part.saw(False, f"tandatangan: {count} ({text})", f"signatures: {count} ({text})", signatures=count)
            return
        age = (_moment(trial.run.now()) - _moment(newest)).total_seconds() / _DAY
        note = _note(count, bool(item.get("official")))
        part.saw(
            count >= least and age <= most,
            f"tandatangan: {count}, terbaharu {newest[:10]} ({max(age, 0):.0f} hari){note['ms']}",
            f"signatures: {count}, newest of {newest[:10]} ({max(age, 0):.0f} days old){note['en']}",
            signatures=count,
            newest=newest,
        )


def _note(count: int, official: bool) -> Bilingual:
    """What a number of signatures does not say."""
    if count < _TEST_SET:
        return both(
            "; set ujian sahaja: menunjukkan pengimbas berfungsi, bukan perlindungan",
            "; only a test set: it shows that the scanner works, it protects nobody",
        )
    if not official:
        return both("; tiada pangkalan rasmi ClamAV (daily)", "; without ClamAV's own database (daily)")
    return both("", "")


def _moment(text: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))
