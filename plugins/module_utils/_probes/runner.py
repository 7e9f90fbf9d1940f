# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Run the probes of a list of controls and collect their verdicts.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import errno
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._probes.platforms import platform_of
from ansible_collections.rasmi.mail.plugins.module_utils._probes.registry import REGISTRY, Row
from ansible_collections.rasmi.mail.plugins.module_utils._probes.sink import Sink
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import CouldNotTest
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Run, Trial
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import both
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import RasmiError
from ansible_collections.rasmi.mail.plugins.module_utils._standard.verdict import Verdict


def probe_controls(standard: Mapping[str, Any], platform: str = "") -> list[str]:
    """The control ids of a standard that are observed by a probe, in the standard's order."""
    del platform
    return [control for control, values in standard["controls"].items() if values.get("how") == "probe"]


def choose(standard: Mapping[str, Any], asked: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return (controls to probe, controls of the standard that no probe observes yet).

    `asked` empty = all that the standard observes by probe. An unknown id in `asked` raises RasmiError.
    """
    unknown = [control for control in asked if control not in standard["controls"]]
    if unknown:
        known = ", ".join(standard["controls"])
        raise RasmiError(f"not controls of the standard {standard.get('id')}: {', '.join(unknown)}; it has {known}")
    wanted = list(asked) or probe_controls(standard)
    return [c for c in wanted if c in REGISTRY], [c for c in wanted if c not in REGISTRY]


def run_probes(run: Run, controls: Sequence[str], report: Callable[[str], None] | None = None) -> list[Verdict]:
    """Observe the controls; verdicts come in the order of `controls`. Never raises for what a probe met.

    Raises RasmiError when the sink's port is taken.
    """
    rows = [REGISTRY[control] for control in controls if control in REGISTRY]
    lanes: dict[str, list[Row]] = {}
    for row in rows:
        lanes.setdefault(row.lane, []).append(row)
    found: dict[str, list[Verdict]] = {}
    with ExitStack() as stack:
        if run.sink is None and run.target.sink_host:
            _listen(run, stack)
        with ThreadPoolExecutor(max_workers=max(1, len(lanes))) as pool:
            for results in pool.map(lambda lane: _lane(run, lane, report), lanes.values()):
                found.update(results)
    return [verdict for control in controls for verdict in found.get(control, _missing(run, control))]


def _listen(run: Run, stack: ExitStack) -> None:
    """Open the sink; when that fails, the parts that need it say why they could not be tested.

    Raises RasmiError when somebody else listens there: that one would get this run's mail.
    """
    host, port = run.target.sink_host, run.target.sink_port
    try:
        run.sink = stack.enter_context(Sink(host, port))
    except OSError as error:
        if error.errno == errno.EADDRINUSE:
            raise RasmiError(
                f"{host}:{port} is already in use on this machine: another probe run? Wait until it has ended, "
                f"or use another port for mail to {run.target.outside_domain}: target.sink_port (prove_sink_port), and "
                "the same in the server's route to that domain"
            ) from error
        place, domain, why = f"{host}:{port}", run.target.outside_domain, error.strerror
        run.sink_problem = both(
            f"tidak dapat menerima mel kepada {domain} di {place}: {why}",
            f"cannot listen on {place} for mail to {domain}: {why}",
        )


def _lane(run: Run, rows: Sequence[Row], report: Callable[[str], None] | None) -> dict[str, list[Verdict]]:
    results: dict[str, list[Verdict]] = {}
    for row in rows:
        started = time.monotonic()
        results[row.control] = observe(run, row)
        if report is not None:
            red = sum(verdict.red for verdict in results[row.control])
            report(f"{row.control}: {len(results[row.control])} parts, {red} red, {time.monotonic() - started:.1f} s")
    return results


def observe(run: Run, row: Row) -> list[Verdict]:
    """Run one probe; whatever it raises outside a part makes the control red."""
    trial = Trial(run, row.control)
    try:
        blind = platform_of(run.target).blind.get(row.control)
        if blind:
            raise CouldNotTest(**blind)
        row.observer(run.target.platform)(trial)
    except Exception as error:  # a probe that breaks proves nothing: red, with the reason
        trial.give_up(error)
    if not trial.verdicts:
        trial.give_up(CouldNotTest("ujian tidak memerhati apa-apa", "the probe observed nothing"))
    return trial.verdicts


def _missing(run: Run, control: str) -> list[Verdict]:
    trial = Trial(run, control)
    trial.give_up(CouldNotTest("belum ada ujian yang memerhati kawalan ini", "no probe observes this control yet"))
    return trial.verdicts
