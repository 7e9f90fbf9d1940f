# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From forms to accounts in one go, killed; so many that helpers write plan, table and page (invariants 5 to 8)."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._evidence.ledger import verify
from ansible_collections.rasmi.mail.plugins.module_utils._plan_beside import BIG
from ansible_collections.rasmi.mail.tests.bench import _generate
from ansible_collections.rasmi.mail.tests.faults.conftest import Proxy, Site
from ansible_collections.rasmi.mail.tests.standins.slapd import Slapd, certificate, write_pair

REPOSITORY = Path(__file__).parents[2]
COUNT = BIG + 100
SUPERVISORS = ("suk", "bptm", "upen", "pkn", "pdt-kb")


@pytest.fixture(scope="module")
def forms(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("forms")
    _generate.generate(folder / "applications", COUNT)
    rows = []
    for name in SUPERVISORS:
        write_pair(folder, name, certificate(name, encipher=True))
        row = {"id": name, "name": f"Penyelia {name}", "email": f"penyelia.{name}@kelantan.gov.my"}
        rows.append({**row, "certificate": f"{name}.pem", "units": []})
    (folder / "supervisors.yml").write_text(json.dumps({"supervisors": rows}))
    return folder


@pytest.fixture
def proxied(site: Site) -> Iterator[Any]:
    made: list[Proxy] = []

    def make(at: int, **options: Any) -> Proxy:
        made.append(Proxy(site.server.port, at, **options))
        return made[-1]

    yield make
    for proxy in made:
        proxy.close()


def options(site: Site, forms: Path, proxy: Proxy | None = None) -> dict[str, Any]:
    given = site.options(proxy)
    return {
        **{name: given[name] for name in ("reference", "ledger", "profile", "limits")},
        "applications": str(forms / "applications"),
        "units": str(REPOSITORY / "inventories" / "lab" / "units.yml"),
        "supervisors": str(forms / "supervisors.yml"),
        "as_of": "2026-11-20",
        "dest": str(site.root / "plan.json"),
        "page": str(site.root / "plan.html"),
        "cache": str(site.root / "cache"),
    }


def check_converged(site: Site, given: dict[str, Any]) -> None:
    """A run with nothing to do; everybody once, with a password that is in somebody's hands; a whole ledger."""
    again = site.run(given)
    assert not again.get("failed"), again
    assert (again["applied"], again["counts"]["none"]) == (False, COUNT)
    entries = site.server.entries("(objectClass=rasmiAccount)", "rasmiAccountId", "rasmiHandover")
    assert len({entry["rasmiAccountId"][0] for entry in entries.values()}) == len(entries) == COUNT
    files = {path.stem for path in (site.root / "handover").glob("*.p7m")}
    assert {entry["rasmiHandover"][0] for entry in entries.values()} <= files
    result = verify(site.ledger)
    assert (result.problems, result.open_intents) == ((), 0)


@pytest.mark.parametrize("deliver", [False, True], ids=["request-lost", "answer-lost"])
@pytest.mark.parametrize("at", [12, 700, COUNT + 5])
def test_killed_anywhere_the_next_run_converges(
    site: Site, forms: Path, proxied: Any, server: Slapd, at: int, deliver: bool
) -> None:
    """Among the first writes, in the middle, at the end."""
    proxy = proxied(at, deliver=deliver)
    process = site.start(options(site, forms, proxy))
    assert proxy.stopped.wait(180)
    time.sleep(0.05)
    process.kill()
    process.communicate()
    proxy.close()
    # At once: no helper of the killed run may hold the ledger.
    result = site.run(options(site, forms))
    assert not result.get("failed"), result
    assert result["checksum"] in (site.root / "plan.txt").read_text()
    check_converged(site, options(site, forms))


def test_a_full_disk_stops_before_the_server_hears_of_it(site: Site, forms: Path) -> None:
    """The plan file does not fit: nothing is written on the server, and the message says which file."""
    result = site.run(options(site, forms), "200000")
    assert result["failed"] and "plan.json" in result["msg"], result["msg"]
    assert site.server.entries("(objectClass=rasmiAccount)") == {}
    assert not site.run(options(site, forms)).get("failed")
    check_converged(site, options(site, forms))
