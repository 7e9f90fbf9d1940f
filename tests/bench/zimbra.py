# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How long accounts.yml takes against a Zimbra server, as a ratio to yardsticks measured in the same run.

    script/bench zimbra [--accounts N] [--json FILE] [--repeat R] [--keep]
    script/bench zimbra --url URL --user ADMIN --password-file FILE [--ca-file FILE] ...

Without --url it is the stand-in on this machine, its throttle switched on. A real server must not have the domain
kelantan.gov.my: the benchmark makes it with --user, a global administrator, and deletes what it made. Yardsticks:
`ansible-playbook` with one empty local module, one paged search of the same attributes by a bare client, and the same
number of CreateAccount requests by a bare client in the fastest of several ways (batches, connections).
"""

from __future__ import annotations

import argparse
import contextlib
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(REPOSITORY / "collections"), str(REPOSITORY / "tests" / "bench"), str(REPOSITORY)]

import _generate as generate  # noqa: E402
from accounts import EMPTY, SUPERVISORS, Sample, measured, say  # noqa: E402

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra import provider, table  # noqa: E402
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.faults import NotFound  # noqa: E402
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Soap  # noqa: E402
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.target import ZimbraTarget  # noqa: E402
from ansible_collections.rasmi.mail.tests.standins.slapd import certificate, write_pair  # noqa: E402
from ansible_collections.rasmi.mail.tests.standins.zimbra_site import provision  # noqa: E402

DOMAIN = "kelantan.gov.my"
PREFIX = "rasmi_bench_"
#: Ways to send the same requests; the fastest one is the yardstick.
WAYS = [{"threads": t, "batch": b} for t, b in ((1, 50), (4, 50), (8, 1))]
#: Name of the ratio -> (what is asked for, "most" or "least"). `create` is the bare client's seconds by the playbook's.
GOALS = {"noop": (1.5, "most"), "create": (0.9, "least"), "change": (2.0, "most")}


class Bench:
    """One site of `count` approved applications and one server that `admin` may do everything on."""

    def __init__(self, root: Path, count: int, repeat: int, admin: Mapping[str, Any]) -> None:
        self.root, self.count, self.repeat, self.admin = root, count, repeat, admin
        self.samples: dict[str, Sample] = {}
        self.options = provision(admin, DOMAIN, PREFIX)
        self.soap = Soap(ZimbraTarget.from_options(admin))
        self.way: Mapping[str, int] = {}
        self.bare_create = 0.0

    def prepare(self) -> None:
        """Forms, supervisors with certificates, inventory."""
        say(f"{self.count} forms, server {self.soap.target.place}, version {self.soap.version.text}")
        generate.generate(self.root / "applications", self.count)
        rows = []
        for name in SUPERVISORS:
            write_pair(self.root, name, certificate(name, encipher=True))
            row = {"id": name, "name": f"Penyelia {name}", "email": f"penyelia.{name}@{DOMAIN}"}
            rows.append({**row, "certificate": f"{name}.pem", "units": []})
        (self.root / "supervisors.yml").write_text(json.dumps({"supervisors": rows}))
        variables = {
            "ansible_connection": "local",
            "ansible_python_interpreter": sys.executable,
            "rasmi_mail_profile": "kelantan",
            "rasmi_mail_platform": "zimbra",
            "rasmi_mail_applications": str(self.root / "applications"),
            "rasmi_mail_units": str(REPOSITORY / "inventories" / "lab" / "units.yml"),
            "rasmi_mail_supervisors": str(self.root / "supervisors.yml"),
            "rasmi_mail_state_dir": str(self.root / "state"),
            "rasmi_mail_as_of": "2026-11-20",
            "rasmi_mail_server_name": "localhost",
            "accounts_zimbra": self.options,
        }
        (self.root / "hosts.json").write_text(json.dumps({"all": {"hosts": {"localhost": variables}}}))
        (self.root / "empty.json").write_text(json.dumps(EMPTY))

    def playbook(self, name: str, book: Path) -> str:
        command = [
            str(Path(sys.executable).parent / "ansible-playbook"),
            "-i",
            str(self.root / "hosts.json"),
            str(book),
        ]
        return measured(command, self.samples.setdefault(name, Sample()))

    def accounts(self, name: str, *, changed: bool) -> None:
        text = self.playbook(name, REPOSITORY / "playbooks" / "accounts.yml")
        if ("changed=1" in text) is not changed:
            raise SystemExit(f"{name}: expected changed={int(changed)}:\n{text[-3000:]}")

    def bare(self, name: str, job: Mapping[str, Any]) -> Any:
        """Run the bare client as a process of its own, with the identity that ours has; what it printed."""
        server = {
            "url": self.options["url"],
            "user": self.options["user"],
            "password": self.options["password"],
            "ca_file": self.options.get("ca_file"),
            "server_name": self.options.get("server_name"),
            "rate": self.soap.target.requests_per_second or 1000,
        }
        file = self.root / "job.json"
        file.write_text(json.dumps({**job, "server": server}))
        command = [sys.executable, str(REPOSITORY / "tests" / "bench" / "_zimbra_bare.py"), str(file)]
        text = measured(command, self.samples.setdefault(name, Sample()))
        return json.loads(text) if text.strip() else None

    def bare_creation(self) -> None:
        """The fastest way on a tenth of the accounts, then all of them that way; gone again afterwards."""
        tiers = {entry.name: entry.id for entry in self.soap.search("coses", "", ("cn",))}
        made = [self._like_ours(number, tiers[f"{PREFIX}pengguna_biasa"]) for number in range(self.count)]
        part = max(len(made) // 10, 1)
        seconds = []
        # without batches nobody gets through a throttle of 25 requests a second any faster
        ways = [way for way in WAYS if way["batch"] > 1 or not self.soap.target.requests_per_second]
        for way in ways:
            seconds.append(self.bare("probe", {"do": "create", "accounts": made[:part], "way": way}))
            say(f"bare client, {way['threads']} x {way['batch']}: {part / seconds[-1]:.0f} accounts/s")
            self.delete("(uid=bare*)")
        self.way = ways[seconds.index(min(seconds))]
        self.bare_create = self.bare("bare", {"do": "create", "accounts": made, "way": self.way})
        say(f"bare client, all: {len(made) / self.bare_create:.0f} accounts/s")
        self.delete("(uid=bare*)")

    def _like_ours(self, number: int, cos: str) -> dict[str, Any]:
        """An account as big as one of ours."""
        after = {
            "account_id": f"BARE-2026-{number:06d}",
            "name": f"Ahmad bin Abdullah {number}",
            "unit": "bptm",
            "post": "Penolong Pegawai Tadbir",
            "grade": "SSM N29",
            "office_phone": "09-000 0000",
            "staff_key": f"hmac-sha256:{number:064x}",
            "supervisor": "bptm",
        }
        values = table.values_of(after, table.Tiers({}), {}, "bare", basis=str(after["account_id"]), handover="bare-01")
        values |= {"zimbraCOSId": [cos], "zimbraPasswordMustChange": ["TRUE"]}
        pairs = [{"n": name, "_content": value} for name, several in values.items() for value in several]
        return {"name": f"bare{number}@{DOMAIN}", "password": f"Kx7#qweRtyu{number}", "a": pairs}

    def delete(self, query: str) -> None:
        found = [entry.id for entry in self.soap.search("accounts", query, ("uid",), domain=DOMAIN, may_be_empty=True)]
        if found:
            self.bare("delete", {"do": "delete", "ids": found})

    def yardsticks(self) -> None:
        """The floor under every run: Ansible itself, and one paged search of what a run must know."""
        self.playbook("ansible", self.root / "empty.json")
        body = {
            "types": "accounts",
            "query": provider.ACCOUNTS,
            "attrs": ",".join(table.READ_ATTRIBUTES),
            "applyCos": "0",
            "sortBy": "name",
            "maxResults": "0",
            "domain": DOMAIN,
        }
        count = self.bare("search", {"do": "search", "body": body, "page": provider.PAGE})
        if count != self.count + 1:
            raise SystemExit(f"the server has {count} accounts with the control account, not {self.count + 1}")

    def change_one_percent(self, turn: int) -> int:
        """Give every hundredth person a new telephone number in the form."""
        changed = 0
        for number in range(1, self.count + 1, 100):
            path = self.root / "applications" / f"{number // 1000:04d}" / f"kel-2026-{number:06d}.yml"
            text = path.read_text(encoding="utf-8")
            at = text.index("office_phone: ") + len("office_phone: ")
            path.write_text(f"{text[:at]}09-{turn + 1}11{text[at + 6 :]}", encoding="utf-8")
            changed += 1
        return changed

    def run(self) -> None:
        self.prepare()
        say("the bare client makes the same accounts")
        self.bare_creation()
        say("first creation")
        self.accounts("create", changed=True)
        for turn in range(self.repeat):
            say(f"turn {turn + 1} of {self.repeat}: yardsticks; nothing to do; one percent changed")
            self.yardsticks()
            self.accounts("noop", changed=False)
            changed = self.change_one_percent(turn)
            self.accounts("change", changed=True)
            found = self.soap.count("accounts", f"(telephoneNumber=09-{turn + 1}11*)", DOMAIN)
            if found != changed:
                raise SystemExit(f"{found} of {changed} changes reached the server")

    def report(self) -> dict[str, Any]:
        """Medians, peaks and ratios."""
        middle = {name: round(sample.median, 3) for name, sample in self.samples.items()}
        floor = middle["ansible"] + middle["search"]
        ratios = {
            "noop": middle["noop"] / floor,
            "create": self.bare_create / middle["create"],
            "write": self.bare_create / max(middle["create"] - middle["noop"], 0.001),
            "change": middle["change"] / middle["noop"],
        }
        return {
            "accounts": self.count,
            "server": self.soap.version.text,
            "bare": {"seconds": round(self.bare_create, 3), **self.way},
            "seconds": middle,
            "peak_mib": {name: round(self.samples[name].peak, 1) for name in ("create", "noop", "change")},
            "ratios": {name: round(value, 2) for name, value in ratios.items()},
            "goals": {name: f"{word} {value}" for name, (value, word) in GOALS.items()},
        }

    def clean_up(self) -> None:
        """Take away what was made, on a server that stays."""
        say("deleting what was made")
        self.delete("(uid=*)")
        for entry in self.soap.search("coses", f"(cn={PREFIX}*)", ("cn",), may_be_empty=True):
            self.soap.call("DeleteCosRequest", {"id": {"_content": entry.id}})
        answer = self.soap.call("GetDomainRequest", {"domain": {"by": "name", "_content": DOMAIN}})
        self.soap.call("DeleteDomainRequest", {"id": answer["domain"][0]["id"]})


def refuse_a_domain_in_use(admin: Mapping[str, Any]) -> None:
    """What is deleted afterwards must be ours alone."""
    with Soap(ZimbraTarget.from_options(admin)) as soap:
        try:
            soap.call("GetDomainRequest", {"domain": {"by": "name", "_content": DOMAIN}})
        except NotFound:
            return
    raise SystemExit(
        f"{admin['url']} has the domain {DOMAIN}; this benchmark makes and deletes it. Use another server."
    )


@contextlib.contextmanager
def standin() -> Iterator[dict[str, Any]]:
    """The stand-in on this machine, durable, with its throttle on."""
    from ansible_collections.rasmi.mail.tests.standins.zimbra.harness import Zimbra

    with Zimbra(durable=True, throttle=True) as server:
        yield server.paced


def arguments() -> argparse.Namespace:
    """What was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accounts", type=int, default=5000)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--keep", action="store_true", help="leave the forms, the state directory and the accounts")
    parser.add_argument("--url", help="admin service of a real server")
    parser.add_argument("--user", help="global administrator there")
    parser.add_argument("--password-file", type=Path)
    parser.add_argument("--ca-file", type=Path)
    parser.add_argument("--server-name", help="name in the certificate, when the address is not it")
    parser.add_argument("--requests-per-second", type=float, default=25.0, help="0 when this machine is a safe one")
    return parser.parse_args()


def main() -> None:
    """Measure and print."""
    given = arguments()
    root = Path(tempfile.mkdtemp(prefix="rasmi-bench-"))
    with contextlib.ExitStack() as stack:
        if given.url:
            password = given.password_file.read_text(encoding="utf-8").strip("\r\n")
            admin = {"url": given.url, "user": given.user, "password": password, "server_name": given.server_name or ""}
            admin |= {"ca_file": str(given.ca_file or ""), "requests_per_second": given.requests_per_second}
            refuse_a_domain_in_use(admin)
        else:
            admin = stack.enter_context(standin())
        if not given.keep:
            stack.callback(shutil.rmtree, root, ignore_errors=True)
        bench = Bench(root, given.accounts, given.repeat, admin)
        if given.url and not given.keep:
            stack.callback(bench.clean_up)
        bench.run()
        result = bench.report()
    if given.json:
        given.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    show(result)


def show(result: Mapping[str, Any]) -> None:
    """A table, and the ratios on the last line."""
    bare = result["bare"]
    print(f"  bare client  {bare['seconds']:>8.2f} s for {result['accounts']}, {bare['threads']} x {bare['batch']}")
    for name, seconds in result["seconds"].items():
        peak = result["peak_mib"].get(name)
        print(f"  {name:<12} {seconds:>8.2f} s" + (f" {peak:>7.0f} MiB" if peak else ""))
    goals = result["goals"]
    print(
        "; ".join(
            f"{name} {value}" + (f" ({goals[name]})" if name in goals else "")
            for name, value in result["ratios"].items()
        )
    )


if __name__ == "__main__":
    main()
