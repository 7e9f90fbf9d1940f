# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How long accounts.yml takes against a real slapd, as a ratio to yardsticks measured in the same run.

    script/bench accounts [--accounts N] [--json FILE] [--repeat R] [--keep]

Both sides speak TLS to the same slapd on loopback with durable writes. Yardsticks: `ansible-playbook` with one empty
local module, `ldapsearch` of the same entries and attributes, `ldapadd` of the same entries into an empty server, and
PyYAML's C loader on the same forms.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(REPOSITORY / "collections"), str(REPOSITORY / "tests" / "bench")]

import _generate as generate  # noqa: E402

from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference.table import (  # noqa: E402
    READ_ATTRIBUTES,
)
from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard  # noqa: E402
from ansible_collections.rasmi.mail.tests.standins.slapd import (  # noqa: E402
    BASE,
    PASSWORD,
    PROVISIONER,
    Slapd,
    certificate,
    write_pair,
)

SUPERVISORS = ("suk", "bptm", "upen", "pkn", "pdt-kb")
EMPTY = [{"hosts": "localhost", "connection": "local", "gather_facts": False, "tasks": [{"ansible.builtin.ping": {}}]}]
#: The forms parsed and nothing else: what a cold run would take at least if it read YAML with PyYAML, on one core.
LOADER = """
import pathlib, sys, yaml
for path in pathlib.Path(sys.argv[1]).rglob("*.yml"):
    yaml.load(path.read_bytes(), Loader=yaml.CSafeLoader)
"""
#: What is asked for: name of the ratio -> most. `create` is the whole playbook, forms read and parsed, against the
#: `ldapadd` that follows it, the median of the turns; `write` the same without what a cold run with nothing to do
#: takes. `parse`, what forms not parsed yet cost a run against PyYAML's loader on them, is only shown.
GOALS = {"warm": 2.0, "cold": 4.0, "create": 1.0, "write": 1.0, "change": 1.2}


@dataclass
class Sample:
    """Seconds of wall clock of each repetition, and the peak of the largest process in MiB."""

    seconds: list[float] = field(default_factory=list)
    peak: float = 0.0

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)


def measured(command: list[str], sample: Sample, *, stdout: Path | None = None, ca_file: object = "") -> str:
    """Run a command, add its wall clock and peak memory to `sample`, and give what it printed."""
    log = stdout or Path(tempfile.mkstemp(prefix="rasmi-bench-")[1])
    env = {**os.environ, "ANSIBLE_NOCOLOR": "1", "LDAPCONF": os.devnull, "LDAPTLS_CACERT": str(ca_file)}
    with log.open("wb") as out:
        begin = time.monotonic()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT, cwd=REPOSITORY, env=env
        )
        _pid, status, usage = os.wait4(process.pid, 0)
        sample.seconds.append(time.monotonic() - begin)
    process.returncode = os.waitstatus_to_exitcode(status)
    sample.peak = max(sample.peak, usage.ru_maxrss / 1024)
    text = "" if stdout and not process.returncode else log.read_text(encoding="utf-8", errors="replace")
    if not stdout:
        log.unlink()
    if process.returncode:
        raise SystemExit(f"{command[0]} failed:\n{text[-3000:]}")
    return text


class Bench:
    """One site of `count` approved applications and one empty server."""

    def __init__(self, root: Path, count: int, repeat: int, server: Slapd) -> None:
        self.root, self.count, self.repeat, self.server = root, count, repeat, server
        self.samples: dict[str, Sample] = {}
        self.state = root / "state"

    def prepare(self) -> None:
        """Forms, supervisors with certificates, inventory."""
        say(f"{self.count} forms, server in {self.server.root}")
        generate.generate(self.root / "applications", self.count)
        rows = []
        for name in SUPERVISORS:
            write_pair(self.root, name, certificate(name, encipher=True))
            row = {"id": name, "name": f"Penyelia {name}", "email": f"penyelia.{name}@kelantan.gov.my"}
            rows.append({**row, "certificate": f"{name}.pem", "units": []})
        (self.root / "supervisors.yml").write_text(json.dumps({"supervisors": rows}))
        variables = {
            "ansible_connection": "local",
            "ansible_python_interpreter": sys.executable,
            "rasmi_mail_profile": "kelantan",
            "rasmi_mail_platform": "reference",
            "rasmi_mail_applications": str(self.root / "applications"),
            "rasmi_mail_units": str(REPOSITORY / "inventories" / "lab" / "units.yml"),
            "rasmi_mail_supervisors": str(self.root / "supervisors.yml"),
            "rasmi_mail_state_dir": str(self.state),
            "rasmi_mail_as_of": "2026-11-20",
            "rasmi_mail_server_name": "localhost",
            "accounts_reference": self.server.options,
        }
        (self.root / "hosts.json").write_text(json.dumps({"all": {"hosts": {"localhost": variables}}}))
        (self.root / "empty.json").write_text(json.dumps(EMPTY))
        # As before a site's first account: provisioning has asked for the standard. (The forms, which come from a
        # checkout, are no longer on their way to the disk either: `run` waits for that.)
        load_standard("kelantan")

    def playbook(self, name: str, book: Path) -> str:
        sample = self.samples.setdefault(name, Sample())
        command = [
            str(Path(sys.executable).parent / "ansible-playbook"),
            "-i",
            str(self.root / "hosts.json"),
            str(book),
        ]
        return measured(command, sample)

    def accounts(self, name: str, *, changed: bool) -> None:
        text = self.playbook(name, REPOSITORY / "playbooks" / "accounts.yml")
        if ("changed=1" in text) is not changed:
            raise SystemExit(f"{name}: expected changed={int(changed)}:\n{text[-3000:]}")

    def search(self) -> list[str]:
        head = ["ldapsearch", "-x", "-LLL", "-o", "ldif-wrap=no", "-H", str(self.server.options["uri"])]
        query = "(|(objectClass=rasmiAccount)(&(objectClass=inetOrgPerson)(mail=*)))"
        return [*head, "-D", PROVISIONER, "-w", PASSWORD, "-b", BASE, query, *READ_ATTRIBUTES]

    def yardsticks(self) -> None:
        """The floor under every run: Ansible itself, and reading the same data with OpenLDAP's own tool."""
        self.playbook("ansible", self.root / "empty.json")
        sample = self.samples.setdefault("ldapsearch", Sample())
        measured(self.search(), sample, stdout=self.root / "found.ldif", ca_file=self.server.options["ca_file"])
        found = sum(line.startswith("dn: ") for line in (self.root / "found.ldif").open())
        if found != self.count:
            raise SystemExit(f"the server has {found} accounts, not {self.count}")

    def loader(self) -> None:
        """The same forms, parsed by PyYAML's C loader."""
        command = [sys.executable, "-c", LOADER, str(self.root / "applications")]
        measured(command, self.samples.setdefault("yaml", Sample()))

    def ldapadd(self) -> None:
        """The same entries, with a temporary password each, into a server of the same kind."""
        text = self.server.ldap(
            "ldapsearch", "-LLL", "-o", "ldif-wrap=no", "-b", f"ou=accounts,{BASE}", "(mail=*)", "*"
        )
        ldif = self.root / "same.ldif"
        with ldif.open("w") as file:
            for number, block in enumerate(text.strip().split("\n\n")):
                rows = [row for row in block.split("\n") if not row.startswith("userPassword")]
                file.write("\n".join([*rows, f"userPassword: Kx7#qweRtyu{number}", "pwdReset: TRUE", "", ""]))
        del text
        with Slapd(durable=True) as other:
            os.sync()
            command = ["ldapadd", "-x", "-H", str(other.options["uri"]), "-D", PROVISIONER, "-w", PASSWORD]
            sample = self.samples.setdefault("ldapadd", Sample())
            measured([*command, "-f", str(ldif)], sample, stdout=self.root / "log", ca_file=other.options["ca_file"])

    def change_one_percent(self, turn: int) -> int:
        """Give every hundredth person a new telephone number in the form."""
        step, changed = 100, 0
        for number in range(1, self.count + 1, step):
            path = self.root / "applications" / f"{number // 1000:04d}" / f"kel-2026-{number:06d}.yml"
            text = path.read_text(encoding="utf-8")
            at = text.index("office_phone: ") + len("office_phone: ")
            path.write_text(f"{text[:at]}09-{turn + 1}11{text[at + 6 :]}", encoding="utf-8")
            changed += 1
        return changed

    def run(self) -> None:
        self.prepare()
        # yardstick and measurement take turns, so that a machine that is busy for a while disturbs both
        for turn in range(self.repeat):
            say(f"turn {turn + 1} of {self.repeat}: first creation, then ldapadd of the same entries")
            if turn:
                shutil.rmtree(self.state)
                self.server.empty()
            os.sync()
            self.accounts("create", changed=True)
            self.ldapadd()
        self.loader()
        turns = max(self.repeat, 3)  # they are short, and the machine is never as quiet as they need it
        for turn in range(turns):
            say(f"turn {turn + 1} of {turns}: yardsticks; nothing to do, cold and warm; one percent changed")
            self.yardsticks()
            shutil.rmtree(self.state / "cache", ignore_errors=True)
            self.accounts("cold", changed=False)
            self.accounts("warm", changed=False)
            self.accounts("warm", changed=False)
            changed = self.change_one_percent(turn)
            self.accounts("change", changed=True)
            found = self.server.ldap("ldapsearch", "-LLL", "-b", BASE, f"(telephoneNumber=09-{turn + 1}11*)", "1.1")
            if found.count("dn: ") != changed:
                raise SystemExit(f"{found.count('dn: ')} of {changed} changes reached the server")

    def report(self) -> dict[str, object]:
        """Medians, peaks and ratios."""
        middle = {name: round(sample.median, 3) for name, sample in self.samples.items()}
        floor = middle["ansible"] + middle["ldapsearch"]
        # Turn by turn, because a disk that others use is slower for both for a while.
        creations = zip(self.samples["create"].seconds, self.samples["ldapadd"].seconds, strict=True)
        turns = sorted(create / add for create, add in creations)
        ratios = {
            "warm": middle["warm"] / floor,
            "cold": middle["cold"] / floor,
            "create": statistics.median(turns),
            "write": (middle["create"] - middle["cold"]) / middle["ldapadd"],
            "change": middle["change"] / middle["warm"],
            "parse": (middle["cold"] - middle["warm"]) / middle["yaml"],
        }
        runs = ("create", "cold", "warm", "change")
        peak = max(self.samples[name].peak for name in runs)
        return {
            "accounts": self.count,
            "seconds": middle,
            "peak_mib": {name: round(self.samples[name].peak, 1) for name in runs},
            "peak": round(peak, 1),
            "ratios": {name: round(value, 2) for name, value in ratios.items()},
            "creations": [round(turn, 2) for turn in turns],
            "goals": {**GOALS, "peak": 150 if self.count <= 10000 else 400},
        }


def say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)


def show(result: dict[str, object], print_line: Callable[[str], None] = print) -> None:
    """A table, and the ratios on the last line."""
    for name, seconds in result["seconds"].items():  # type: ignore[attr-defined]
        peak = result["peak_mib"].get(name)  # type: ignore[attr-defined]
        print_line(f"  {name:<12} {seconds:>8.2f} s" + (f" {peak:>7.0f} MiB" if peak else ""))
    print_line(f"  create : ldapadd, turn by turn: {', '.join(map(str, result['creations']))}")
    goals = result["goals"]
    ratios = [
        f"{name} {value}" + (f" (<= {goals[name]})" if name in goals else "")
        for name, value in result["ratios"].items()  # type: ignore[attr-defined]
    ]
    print_line("; ".join([*ratios, f"peak {result['peak']} MiB (<= {goals['peak']})"]))  # type: ignore[index]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--accounts", type=int, default=10000)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--keep", action="store_true", help="leave the forms and the state directory")
    options = parser.parse_args()
    root = Path(tempfile.mkdtemp(prefix="rasmi-bench-"))
    try:
        with Slapd(durable=True) as server:
            bench = Bench(root, options.accounts, options.repeat, server)
            bench.run()
            result = bench.report()
    finally:
        if not options.keep:
            shutil.rmtree(root, ignore_errors=True)
    if options.json:
        options.json.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    show(result)


if __name__ == "__main__":
    main()
