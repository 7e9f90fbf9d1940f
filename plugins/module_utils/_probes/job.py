# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From module options to verdicts on disk: the work behind the module `mail_probe`.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import json
import os
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._probes.registry import REGISTRY
from ansible_collections.rasmi.mail.plugins.module_utils._probes.runner import choose, run_probes
from ansible_collections.rasmi.mail.plugins.module_utils._probes.steward import Steward
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import ProbeAccount, Target, read_accounts
from ansible_collections.rasmi.mail.plugins.module_utils._probes.trial import Run, utc_now
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault, FaultsError, RasmiError
from ansible_collections.rasmi.mail.plugins.module_utils._standard.verdict import Verdict

FORMAT = 1


def load_probes(file: str, domains: Sequence[str]) -> tuple[ProbeAccount, ...]:
    """Read the probe accounts of an inventory: a YAML list, or a mapping with the key `probes`."""
    import yaml

    try:
        data = yaml.safe_load(Path(file).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        fault = Fault(file, 0, "file", "", f"cannot be read: {error}", "Give a YAML list of probe accounts")
        raise FaultsError("probe accounts", [fault]) from error
    items = data.get("probes") if isinstance(data, Mapping) else data
    if not isinstance(items, list) or not items:
        fault = Fault(file, 0, "probes", "", "no probe accounts", "List accounts with address, purpose and tier")
        raise FaultsError("probe accounts", [fault])
    return read_accounts(file, items, domains)


def prepare(standard: Mapping[str, Any], options: Mapping[str, Any], steward: Steward | None) -> Run:
    """Build the run from checked module options."""
    settings = dict(options["target"])
    settings["domains"] = settings.get("domains") or standard["domains"]["official"]
    if not settings.get("name"):
        settings["name"] = standard["controls"].get("C-WEB-HTTPS", {}).get("host")
    if not settings["name"]:
        raise RasmiError("target.name: the standard names no host (C-WEB-HTTPS); say which published name to look at")
    settings["platform"] = options["platform"]
    target = Target.from_options(settings)
    return Run(
        target=target,
        standard=standard,
        accounts=load_probes(options["probes"], target.domains),
        steward=steward,
        observations=options.get("observations") or (),
        screenshots=options.get("screenshots") or "",
    )


def work(
    standard: Mapping[str, Any],
    options: Mapping[str, Any],
    steward: Steward | None,
    *,
    check_mode: bool = False,
    report: Callable[[str], None] | None = None,
) -> dict[str, Any]:
    """Probe, write `dest`, and return what the module returns. In check mode nothing is touched or written."""
    controls, unobserved = choose(standard, options.get("controls") or ())
    run = prepare(standard, options, steward)
    result: dict[str, Any] = {
        "controls": controls,
        "not_observed": unobserved,
        "target": run.target.name,
        "source": run.target.vantage,
        "dest": options.get("dest") or "",
    }
    if check_mode:
        plan = [f"{control} ({', '.join(REGISTRY[control].purposes) or 'no account'})" for control in controls]
        return {**result, "would_probe": plan, "counts": {}, "red": [], "seconds": 0.0}
    started, clock = run.now(), time.monotonic()
    verdicts = run_probes(run, controls, report)
    seconds = time.monotonic() - clock
    if options.get("dest"):
        document = _document(standard, run, controls, verdicts, started, seconds)
        write_private(Path(options["dest"]), json.dumps(document, ensure_ascii=False, indent=1) + "\n")
    counts = Counter(verdict.result for verdict in verdicts)
    red = [describe(verdict) for verdict in verdicts if verdict.red]
    return {**result, "counts": dict(counts), "red": red, "seconds": round(seconds, 1)}


def describe(verdict: Verdict) -> str:
    """One line for the operator: control, part, clauses, what was seen instead of what was expected."""
    clauses = ", ".join(verdict.clauses)
    seen, wanted = verdict.observed.get("en", ""), verdict.expected.get("en", "")
    return f"{verdict.control} [{clauses}] {verdict.part}: {verdict.result}: {seen} (expected: {wanted})"


def _document(
    standard: Mapping[str, Any],
    run: Run,
    controls: Sequence[str],
    verdicts: Sequence[Verdict],
    started: str,
    seconds: float,
) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "profile": standard.get("id", ""),
        "standard_fingerprint": standard.get("fingerprint", ""),
        "platform": run.target.platform,
        "target": run.target.name,
        "source": run.target.vantage,
        "started": started,
        "finished": utc_now(),
        "seconds": round(seconds, 1),
        "controls": list(controls),
        "verdicts": [verdict.to_dict() for verdict in verdicts],
    }


def write_private(path: Path, text: str) -> None:
    """Replace a file in one step; readable by its owner only, as it says how a mail server is protected."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.replace(name, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
