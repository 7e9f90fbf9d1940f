# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How long planning alone takes, without files, server or Ansible, as a ratio to `json.loads` of the same data.

    script/bench plan [--accounts N] [--json FILE] [--repeat R]

N accounts on the server and 1.2 N applications: an opening for each account, and a notice for every fifth (suspensions,
resumptions, moves, other grades, groups, ends). One account in a hundred is missing on the server, one in a hundred
differs, one in two hundred is nobody's.
"""

from __future__ import annotations

import argparse
import gc
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(REPOSITORY / "collections")]

from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Application, Group  # noqa: E402
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import (  # noqa: E402
    Account,
    Directory,
    Fields,
    Limits,
)
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.plan import plan  # noqa: E402
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.roster import roster  # noqa: E402
from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard  # noqa: E402

#: What is asked for: times `json.loads` at most, MiB at most.
GOAL, PEAK = 10.0, 1024.0
TODAY = date(2026, 11, 20)
GROUP = "semua.suk@kelantan.gov.my"
UNITS = ("suk", "bptm", "bpsm", "upen", "pkn")
GRADES = ("N19", "N29", "N41", "F41", "WA44")
#: Every fifth account has one of these notices.
NOTICES: tuple[dict[str, Any], ...] = (
    {"event": "suspend", "reason": "incident"},
    {"event": "change", "unit": "bpsm"},
    {"event": "change", "grade_scheme": "SSM", "grade": "N41"},
    {"event": "change", "office_phone": "09-700 0000"},
    {"event": "join", "groups": ["projek@kelantan.gov.my"]},
    {"event": "leave", "groups": [GROUP]},
    {"event": "terminate", "reason": "retired", "letter_on": "2026-11-01"},
)


def opening(number: int, chance: random.Random) -> dict[str, Any]:
    """An approved OPS-002 of an invented officer."""
    return {
        "id": f"KEL-2026-{number:06d}",
        "form": "OPS-002",
        "status": "approved",
        "source": f"{number // 1000:04d}/kel-2026-{number:06d}.yml",
        "received_on": "2026-01-04",
        "complete_on": "2026-01-05",
        "decided_on": "2026-01-06",
        "result": "approved",
        "kind": "individual",
        "address": f"pegawai{number}@kelantan.gov.my",
        "name": f"Pegawai {number}",
        "post": "Penolong Pegawai Tadbir",
        "post_class": "ordinary",
        "grade_scheme": "SSM",
        "grade": chance.choice(GRADES),
        "unit": chance.choice(UNITS),
        "office_phone": "09-000 0000",
        "staff_key": f"hmac-sha256:{number:064x}",
        "supervisor": "suk",
        "tier": "pengguna_biasa",
        "trained_on": "2026-01-04",
        "supported_on": "2026-01-05",
        "mailbox": True,
    }


def notice(number: int, account: str) -> dict[str, Any]:
    """A decided notice about an account."""
    return {
        "id": f"KEL-2026-N{number:06d}",
        "form": "NOTICE",
        "status": "approved",
        "source": f"notices/{number}.yml",
        "received_on": "2026-11-02",
        "decided_on": "2026-11-03",
        "effective_on": "2026-11-03",
        "result": "approved",
        "account": account,
        **NOTICES[number % len(NOTICES)],
    }


def write_data(place: Path, accounts: int) -> None:
    """applications.jsonl and accounts.jsonl, and both as one document for the yardstick."""
    chance = random.Random(accounts)
    forms = [opening(number, chance) for number in range(accounts)]
    forms += [notice(number, forms[number * 5]["id"]) for number in range(accounts // 5)]
    settled = {"grade_scheme", "grade"}
    have = []
    for number, form in enumerate(forms[:accounts]):
        if number % 100 == 7:
            continue
        fields = {name: form[name] for name in Fields._fields if name in form and name not in settled}
        fields |= {"account_id": form["id"], "grade": f"{form['grade_scheme']} {form['grade']}", "quota": 314572800}
        fields["groups"] = [GROUP] if form["unit"] == "suk" else []
        if number % 100 == 11:
            fields["post"] = "Pembantu Tadbir"
        if number % 200 == 13:
            fields["account_id"] = ""
        have.append({"id": f"{number:08d}", "fields": fields, "managed": number % 200 != 13, "basis": form["id"]})
    for name, rows in (("applications", forms), ("accounts", have)):
        with (place / f"{name}.jsonl").open("w", encoding="utf-8") as file:
            file.writelines(json.dumps(row) + "\n" for row in rows)
    (place / "all.json").write_text(json.dumps({"applications": forms, "accounts": have}), encoding="utf-8")


def _tuples(values: dict[str, Any]) -> dict[str, Any]:
    return {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}


def load(place: Path) -> tuple[list[Application], list[Account]]:
    """The data as planning gets it: plain tuples."""
    with (place / "applications.jsonl").open(encoding="utf-8") as file:
        forms = [Application(**_tuples(json.loads(line))) for line in file]
    accounts = []
    with (place / "accounts.jsonl").open(encoding="utf-8") as file:
        for line in file:
            row = json.loads(line)
            accounts.append(Account(**{**row, "fields": Fields(**_tuples(row["fields"]))}))
    return forms, accounts


def planned(place: Path) -> dict[str, Any]:
    """Plan once; seconds, lines of the plan, peak memory of this process in MiB."""
    standard = load_standard("kelantan")
    forms, accounts = load(place)
    groups = {GROUP: Group(GROUP, "Semua SUK", "suk"), "projek@kelantan.gov.my": Group("projek@kelantan.gov.my", "P")}
    limits = Limits(max_destructive=10**6, max_destructive_share=1.0, min_directory_share=0.0)
    gc.disable()  # as account_plan does
    begin = time.perf_counter()
    wanted = roster(forms, standard, (), groups, TODAY)
    directory = Directory("fake", accounts, dict.fromkeys(groups, True), 1, complete=True)
    made = plan(wanted, directory, standard, TODAY, limits)
    seconds = time.perf_counter() - begin
    counts = {verb: count for verb, count in made.counts.items() if count}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": seconds, "counts": counts, "peak": peak}


def loaded(place: Path) -> dict[str, Any]:
    """The yardstick: seconds of `json.loads`."""
    text = (place / "all.json").read_text(encoding="utf-8")
    gc.disable()  # as in the other one: the collector would take most of the time
    begin = time.perf_counter()
    json.loads(text)
    return {"seconds": time.perf_counter() - begin}


def child(kind: str, place: Path) -> dict[str, Any]:
    """One measurement in a process of its own."""
    command = [sys.executable, __file__, "--child", kind, str(place)]
    return dict(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))


def main() -> None:
    """Measure both in turns and print the ratio on the last line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--accounts", type=int, default=10000)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--child", nargs=2, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.child:
        kind, place = arguments.child[0], Path(arguments.child[1])
        print(json.dumps(planned(place) if kind == "plan" else loaded(place)))
        return
    with tempfile.TemporaryDirectory(prefix="rasmi-bench-") as name:
        write_data(Path(name), arguments.accounts)
        turns = [(child("loads", Path(name)), child("plan", Path(name))) for _turn in range(arguments.repeat)]
    plans = [plan for _yardstick, plan in turns]
    result = {
        "accounts": arguments.accounts,
        "applications": arguments.accounts + arguments.accounts // 5,
        "loads_seconds": statistics.median(yardstick["seconds"] for yardstick, _plan in turns),
        "plan_seconds": statistics.median(plan["seconds"] for plan in plans),
        "peak_mib": max(plan["peak"] for plan in plans),
        "ratio": statistics.median(plan["seconds"] / yardstick["seconds"] for yardstick, plan in turns),
        "goals": {"ratio": GOAL, "peak_mib": PEAK},
        "counts": plans[0]["counts"],
    }
    if arguments.json:
        arguments.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(f"{result['accounts']} accounts, {result['applications']} applications: {result['counts']}")
    print(
        f"json.loads {result['loads_seconds']:.3f} s, plan {result['plan_seconds']:.3f} s, {result['peak_mib']:.0f} MiB"
    )
    print(f"plan {result['ratio']:.2f} (at most {GOAL:g}), peak {result['peak_mib']:.0f} MiB (at most {PEAK:g})")


if __name__ == "__main__":
    main()
