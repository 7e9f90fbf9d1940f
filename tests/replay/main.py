# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Replay a year day by day and print the table of events, deadlines and outcomes."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "collections"), str(ROOT)]

from ansible_collections.rasmi.mail.plugins.module_utils._applications.intake import load_applications  # noqa: E402
from ansible_collections.rasmi.mail.plugins.module_utils._applications.reference_data import (  # noqa: E402
    load_reference_data,
)
from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard  # noqa: E402
from tests.replay import forms  # noqa: E402
from tests.replay.days import Replay, table  # noqa: E402
from tests.replay.servers import SERVERS  # noqa: E402
from tests.replay.year import FIRST, LAST, Year  # noqa: E402

JANM = ROOT / "inventories" / "janm"


def replay(platform: str, officers: int, until: date = LAST, seed: int = 2026) -> Replay:
    """Write the year's forms, read them as the playbook does, and go through the days on a new server."""
    year = Year(officers, seed)
    with tempfile.TemporaryDirectory(prefix="rasmi-replay-") as name:
        forms.write(year, Path(name))
        reference = load_reference_data(*(JANM / f"{one}.yml" for one in ("units", "groups", "supervisors", "probes")))
        standard = load_standard("janm")
        items = load_applications(name, standard, reference, LAST + timedelta(days=120)).items
    server = SERVERS[platform]()
    try:
        made = Replay(year, items, standard, reference, server)
        made.run(until)
    finally:
        server.close()
    return made


def main() -> int:
    """Exit 1 when an invariant was broken or a deadline was neither met nor reported."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("platform", nargs="?", choices=sorted(SERVERS), default="fake")
    parser.add_argument("--officers", type=int, default=9650)
    parser.add_argument("--days", type=int, default=(LAST - FIRST).days + 1)
    parser.add_argument("--seed", type=int, default=2026)
    arguments = parser.parse_args()
    begin = time.monotonic()
    made = replay(arguments.platform, arguments.officers, FIRST + timedelta(days=arguments.days - 1), arguments.seed)
    print(f"{arguments.officers} officers on {arguments.platform}, {arguments.days} days from {FIRST}")
    print("\n".join(table(made)))
    wrong = made.broken + [line for row in made.table.values() for line in row.wrong]
    print("\n".join(wrong[:20]))
    print(f"{time.monotonic() - begin:.0f} s")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
