# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How long Exchange's directory takes to read and its mailboxes to change, as ratios to yardsticks of the same run.

    script/bench exchange [--accounts N] [--changes M] [--json FILE] [--repeat R] [--latency S] [--workers W]

A Samba domain controller in a container of its own, and the stand-in endpoint in a process of its own, which sleeps
`--latency` seconds per cmdlet as Exchange would work that long. The accounts are put into the directory as the provider
and Exchange leave them. Yardsticks: `ansible-playbook` with one empty local module, one paged ldapsearch of the same
attributes, and calls x latency / workers.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import multiprocessing
import shutil
import sys
import tempfile
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(REPOSITORY / "collections"), str(REPOSITORY / "tests" / "bench"), str(REPOSITORY)]

import _generate as generate  # noqa: E402
from accounts import EMPTY, SUPERVISORS, Sample, measured, say  # noqa: E402

from ansible_collections.rasmi.mail.plugins.module_utils._evidence.plan_file import read_plan  # noqa: E402
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Change  # noqa: E402
from ansible_collections.rasmi.mail.plugins.module_utils._planning import plan_accounts  # noqa: E402
from ansible_collections.rasmi.mail.plugins.module_utils._providers.base import Secrets  # noqa: E402
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import table  # noqa: E402
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.directory import (  # noqa: E402
    Ad,
    DirectoryTarget,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.factory import open_provider  # noqa: E402
from ansible_collections.rasmi.mail.plugins.modules.account_plan import ARGUMENT_SPEC  # noqa: E402
from ansible_collections.rasmi.mail.tests.standins.exchange_site import controller, new_home, options  # noqa: E402
from ansible_collections.rasmi.mail.tests.standins.slapd import certificate, write_pair  # noqa: E402

#: Name of the ratio -> the most that is asked for.
GOALS = {"read": 1.5, "width": 1.15, "lost": 0.0}
FILTER = "(&(objectCategory=person)(objectClass=user)(|(labeledURI=urn:rasmi:account:*)(msExchMailboxGuid=*)))"


def _endpoint(pipe: Any, directory: dict[str, str], latency: float) -> None:
    """The stand-in as a process: tells its address, then the number of calls whenever it is asked."""
    from ansible_collections.rasmi.mail.tests.standins.exchange.directory import LdapDirectory
    from ansible_collections.rasmi.mail.tests.standins.exchange.serve import serve
    from ansible_collections.rasmi.mail.tests.standins.exchange.world import World

    with serve(World(LdapDirectory(**directory), latency={"*": latency})) as running:
        pipe.send((running.url, running.user, running.password, running.ca_file))
        while pipe.recv():
            pipe.send(len(running.calls))


class Bench:
    """One domain of `count` accounts; `changes` of them are changed."""

    def __init__(self, root: Path, given: argparse.Namespace, home: str) -> None:
        self.root, self.given, self.home = root, given, home
        self.dc = controller()
        self.samples: dict[str, Sample] = {}
        dc = self.dc
        here, there = multiprocessing.Pipe()
        directory = {"url": dc.url, "base": dc.base, "user": dc.admin, "password": dc.password(), "ca_file": dc.ca_file}
        self.pipe = here
        self.process = multiprocessing.Process(target=_endpoint, args=(there, directory, given.latency), daemon=True)
        self.process.start()
        url, user, password, ca_file = here.recv()
        self.options = {
            "url": url,
            "auth": "basic",
            "user": user,
            "password": password,
            "ca_file": ca_file,
            "version": "2019",
            "workers": given.workers,
            "timeout": 120,
            "directory": options(dc, home),
        }

    @property
    def calls(self) -> int:
        self.pipe.send(True)
        return int(self.pipe.recv())

    def prepare(self) -> None:
        """Forms, supervisors with certificates, inventory; the directory as a first run leaves it."""
        count = self.given.accounts
        say(f"{count} forms")
        generate.generate(self.root / "applications", count)
        rows = []
        for name in SUPERVISORS:
            write_pair(self.root, name, certificate(name, encipher=True))
            row = {"id": name, "name": f"Penyelia {name}", "email": f"penyelia.{name}@kelantan.gov.my"}
            rows.append({**row, "certificate": f"{name}.pem", "units": []})
        (self.root / "supervisors.yml").write_text(json.dumps({"supervisors": rows}))
        self.variables = {
            "ansible_connection": "local",
            "ansible_python_interpreter": sys.executable,
            "rasmi_mail_profile": "kelantan",
            "rasmi_mail_platform": "exchange",
            "rasmi_mail_applications": str(self.root / "applications"),
            "rasmi_mail_units": str(REPOSITORY / "inventories" / "lab" / "units.yml"),
            "rasmi_mail_supervisors": str(self.root / "supervisors.yml"),
            "rasmi_mail_state_dir": str(self.root / "state"),
            "rasmi_mail_as_of": "2026-11-20",
            "rasmi_mail_server_name": "localhost",
            "rasmi_mail_exchange": self.options,
        }
        (self.root / "hosts.json").write_text(json.dumps({"all": {"hosts": {"localhost": self.variables}}}))
        (self.root / "empty.json").write_text(json.dumps(EMPTY))
        task = {"rasmi.mail.exchange_accounts_info": {"exchange": self.options, "dest": str(self.root / "out.json")}}
        play = {"hosts": "localhost", "connection": "local", "gather_facts": False, "tasks": [task]}
        (self.root / "info.json").write_text(json.dumps([play]))
        self._fill(self._planned())

    def _planned(self) -> list[Change]:
        given = {
            "applications": self.variables["rasmi_mail_applications"],
            "profile": "kelantan",
            "units": self.variables["rasmi_mail_units"],
            "supervisors": self.variables["rasmi_mail_supervisors"],
            "as_of": "2026-11-20",
            "platform": "exchange",
            "exchange": self.options,
            "dest": str(self.root / "plan.json"),
        }
        plan_accounts({name: given.get(name, spec.get("default")) for name, spec in ARGUMENT_SPEC.items()})
        made, _checksum = read_plan(self.root / "plan.json")
        return [change for change in made.changes if change.verb == "create"]

    def _fill(self, changes: list[Change]) -> None:
        """Users with the attributes that Exchange writes: over LDAP here, because only the result matters."""
        say(f"{len(changes)} users into the directory")
        ad = Ad(DirectoryTarget.from_options(self.options["directory"]))
        for change in changes:
            after = change.after
            values: dict[str, Any] = table.plain_values(after, None, change.account, basis=change.basis)
            kib = str(after["quota"] // table.KIB)
            values |= {
                "sAMAccountName": [str(after["account_id"]).replace("/", "-")[:20]],
                "userPrincipalName": [after["address"]],
                "userAccountControl": ["544"],
                "mail": [after["address"]],
                "mailNickname": [after["address"].partition("@")[0]],
                "msExchPoliciesExcluded": ["{26491cfc-9e50-4857-861b-0cb8df22b5d7}"],
                "proxyAddresses": table.proxies(None, after["address"], after.get("aliases", ())),
                "msExchMailboxGuid": [uuid.uuid4().bytes_le],
                "msExchRecipientTypeDetails": ["1"],
                "mDBUseDefaults": ["FALSE"],
                **({"mDBOverHardQuotaLimit": [kib], "mDBOverQuotaLimit": [kib]} if after["quota"] else {}),
            }
            ad.add(f"CN={after['account_id']},{self.home}", ["top", "person", "organizationalPerson", "user"], values)
        ad.close()

    def playbook(self, name: str, book: Path) -> str:
        command = [
            str(Path(sys.executable).parent / "ansible-playbook"),
            "-i",
            str(self.root / "hosts.json"),
            str(book),
        ]
        return measured(command, self.samples.setdefault(name, Sample()))

    def ldapsearch(self) -> None:
        command = ["ldapsearch", "-x", "-LLL", "-o", "ldif-wrap=no", "-H", self.dc.url, "-D", self.dc.admin]
        command += ["-y", self._password_file(), "-E", "pr=1000/noprompt", "-b", self.home, FILTER]
        out = self.root / "search.ldif"
        sample = self.samples.setdefault("ldapsearch", Sample())
        measured([*command, *table.READ_ATTRIBUTES], sample, stdout=out, ca_file=self.dc.ca_file)
        found = out.read_text(errors="replace").count("\ndn: ") + out.read_text(errors="replace").startswith("dn: ")
        if found < self.given.accounts:
            raise SystemExit(f"ldapsearch gave {found} of {self.given.accounts} accounts")

    def _password_file(self) -> str:
        path = self.root / "password"
        path.write_text(self.dc.password())
        return str(path)

    def read(self) -> None:
        self.playbook("ansible", self.root / "empty.json")
        self.ldapsearch()
        self.playbook("read", self.root / "info.json")
        before = self.calls
        text = self.playbook("noop", REPOSITORY / "playbooks" / "accounts.yml")
        if "changed=0" not in text or self.calls != before:
            raise SystemExit(f"a run with nothing to do changed something, or sent cmdlets:\n{text[-2000:]}")

    def change(self, workers: int) -> tuple[float, int, int]:
        """Give mailboxes another quota, one cmdlet each: (seconds, cmdlets, changes that were not done)."""
        with open_provider("exchange", {**self.options, "workers": workers}) as provider:
            directory = provider.read()
            rows = list(directory.accounts)[: self.given.changes]
            changes = [_quota(account) for account in rows]
            before, begin = self.calls, time.monotonic()
            outcomes = provider.apply(
                changes, generation=directory.generation, secrets=Secrets(), report=lambda _one: None
            )
            seconds = time.monotonic() - begin
            made = self.calls - before
            there = {one.id: one.fields.quota for one in provider.read().accounts}
        arrived = sum(there[change.id] == change.after["quota"] for change in changes)
        failed = [one for one in outcomes if one.result != "done"]
        if failed:
            say(f"{len(failed)} changes failed: {failed[0].message}")
        return seconds, made, max(len(changes) - arrived, len(changes) - made)

    def run(self) -> dict[str, Any]:
        self.prepare()
        for turn in range(self.given.repeat):
            say(f"reading, turn {turn + 1} of {self.given.repeat}")
            self.read()
        say(f"{self.given.changes} mailboxes over {self.given.workers} sessions")
        seconds, calls, lost = self.change(self.given.workers)
        for narrow in (4,):
            say(f"{self.given.changes // 10} mailboxes over {narrow} sessions")
            kept, self.given.changes = self.given.changes, max(self.given.changes // 10, 1)
            lost += self.change(narrow)[2]
            self.given.changes = kept
        return self.report(seconds, calls, lost)

    def report(self, seconds: float, calls: int, lost: int) -> dict[str, Any]:
        middle = {name: round(sample.median, 3) for name, sample in self.samples.items()}
        ideal = calls * self.given.latency / self.given.workers
        ratios = {
            "read": (middle["read"] - middle["ansible"]) / middle["ldapsearch"],
            "noop": (middle["noop"] - middle["ansible"]) / middle["ldapsearch"],
            "width": seconds / ideal,
            "lost": float(lost),
        }
        return {
            "accounts": self.given.accounts,
            "changes": self.given.changes,
            "workers": self.given.workers,
            "latency": self.given.latency,
            "seconds": {**middle, "change": round(seconds, 3), "ideal": round(ideal, 3)},
            "ratios": {name: round(value, 2) for name, value in ratios.items()},
            "goals": GOALS,
        }

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self.pipe.send(False)
        self.process.join(5)
        self.process.kill()


def _quota(account: Any) -> Change:
    new = account.fields.quota + 1048576
    return Change(
        "update",
        account.fields.address,
        account.id,
        {"quota": account.fields.quota},
        {"quota": new},
        basis="BENCH",
        target=account.handle,
    )


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accounts", type=int, default=2000)
    parser.add_argument("--changes", type=int, default=1000)
    parser.add_argument("--latency", type=float, default=0.5, help="seconds that a cmdlet takes")
    parser.add_argument("--workers", type=int, default=17, help="sessions at once, below the server's 18")
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--json", type=Path)
    given = parser.parse_args()
    given.changes = min(given.changes, given.accounts)
    return given


@contextlib.contextmanager
def running(given: argparse.Namespace) -> Iterator[Bench]:
    """The site; the domain goes with its container."""
    root = Path(tempfile.mkdtemp(prefix="rasmi-bench-"))
    bench = Bench(root, given, new_home(controller()))
    try:
        yield bench
    finally:
        bench.close()
        shutil.rmtree(root, ignore_errors=True)


def main() -> None:
    """Measure and print; the ratios stand on the last line."""
    given = arguments()
    with running(given) as bench:
        result = bench.run()
    if given.json:
        given.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    for name, seconds in result["seconds"].items():
        print(f"  {name:<12} {seconds:>8.2f} s")
    goals = result["goals"]
    print("; ".join(f"{k} {v}" + (f" (<= {goals[k]})" if k in goals else "") for k, v in result["ratios"].items()))


if __name__ == "__main__":
    main()
