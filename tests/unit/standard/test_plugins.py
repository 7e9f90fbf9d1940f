# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The lookup and the filters as a playbook sees them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._standard import yamldoc
from ansible_collections.rasmi.mail.plugins.module_utils._standard.identity import identity_key
from tests.unit.standard.builders import clause, write

ROOT = Path(__file__).resolve().parents[3]

#: An invented identity-card number, in parts: a whole one may stand nowhere in the repository.
PARTS = ("900101", "03", "5021")
EXPRESSIONS = {
    "length": "lookup('rasmi.mail.standard', 'kelantan', path='controls.C-PWD-LEN.min')",
    "quota": "lookup('rasmi.mail.standard', 'kelantan', path='tiers.pengguna_biasa.quota_bytes')",
    "phrase": "lookup('rasmi.mail.standard', 'kelantan', path='clauses.KEL-5.1-o.phrase')",
    "whole": "lookup('rasmi.mail.standard', 'kelantan').controls['C-AUTH-LOCK'].failures",
    "second": "lookup('rasmi.mail.standard', 'kelantan', path='tiers.1.id')",
    "inventory": "lookup('rasmi.mail.standard', 'mine', path='controls.C-PWD-LEN.min')",
    "beside": "lookup('rasmi.mail.standard', 'beside', path='id')",
    "searched": "lookup('rasmi.mail.standard', 'elsewhere', path='id', search=[far])",
    "size": "'300 MB' | rasmi.mail.size_bytes",
    "size_unit": "'10 MB' | rasmi.mail.size_bytes(unit='decimal_kib')",
    "days": "'2026-05-21' | rasmi.mail.working_days_after(3, 'MY-03')",
    "days_profile": "'2026-05-21' | rasmi.mail.working_days_after(3, profile.calendar)",
    "names": "'Nik Nur Aisyah binti Nik Mohd Zaki' | rasmi.mail.address_candidates",
    "identity": "number | rasmi.mail.identity_key('0123456789abcdef')",
}
FAILURES = {
    "bad_path": "lookup('rasmi.mail.standard', 'kelantan', path='controls.C-NONE')",
    "bad_name": "lookup('rasmi.mail.standard', 'atlantis')",
    "bad_size": "'much' | rasmi.mail.size_bytes",
    "bad_day": "'yesterday' | rasmi.mail.working_days_after(3, 'MY-03')",
    "bad_order": "'Ali' | rasmi.mail.address_candidates(order='backwards')",
    "bad_number": "'900101035' | rasmi.mail.identity_key('0123456789abcdef')",
}


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """Run one playbook with every expression; return what each gave, failures as text."""
    folder = tmp_path_factory.mktemp("site")
    for name in ("playbooks", "profiles", "inventory/profiles", "far"):
        (folder / name).mkdir(parents=True)
    (folder / "ansible.cfg").write_text("[defaults]\n")
    bound = [clause("AGE-1", {"C-PWD-LEN": {"min": 14}})]
    write(folder / "inventory/profiles", "mine", bound, extends="mampu-2007")
    write(folder / "profiles", "beside", bound)
    write(folder / "far", "elsewhere", bound)
    (folder / "inventory/hosts.yml").write_text(
        f"all: {{hosts: {{localhost: {{ansible_connection: local, ansible_python_interpreter: {sys.executable}}}}}}}\n"
    )
    tasks: list[dict[str, Any]] = [
        {"ansible.builtin.set_fact": {name: f"{{{{ {text} }}}}"}, "name": name} for name, text in EXPRESSIONS.items()
    ]
    for name, text in FAILURES.items():
        task = {"ansible.builtin.debug": {"msg": f"{{{{ {text} }}}}"}, "register": name, "ignore_errors": True}
        tasks.append({"name": name, **task})
    wanted = [*EXPRESSIONS, *FAILURES]
    content = "{{ {" + ", ".join(f"'{name}': {name}" for name in wanted) + "} | to_json }}"
    tasks.append(
        {"name": "Save", "ansible.builtin.copy": {"dest": str(folder / "out.json"), "content": content, "mode": "0600"}}
    )
    variables = {
        "far": str(folder / "far"),
        "number": "-".join(PARTS),
        "profile": "{{ lookup('rasmi.mail.standard', 'kelantan') }}",
    }
    play = [{"hosts": "all", "gather_facts": False, "vars": variables, "tasks": tasks}]
    (folder / "playbooks/play.yml").write_text(json.dumps(play))
    environment = {
        **os.environ,
        "ANSIBLE_COLLECTIONS_PATH": str(ROOT / "collections"),
        "ANSIBLE_CONFIG": str(folder / "ansible.cfg"),
        "XDG_CACHE_HOME": str(folder / "cache"),
    }
    command = [str(Path(sys.executable).parent / "ansible-playbook"), "-i", str(folder / "inventory/hosts.yml")]
    done = subprocess.run(
        [*command, str(folder / "playbooks/play.yml")],
        env=environment,
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    found: dict[str, Any] = json.loads((folder / "out.json").read_text())
    return found


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("length", 12),
        ("quota", 314_572_800),
        ("phrase", "selepas tiga (3) kali percubaan"),
        ("whole", 3),
        ("second", "pengguna_biasa"),
        ("inventory", 14),
        ("beside", "beside"),
        ("searched", "elsewhere"),
        ("size", 314_572_800),
        ("size_unit", 10_240_000),
        ("days", "2026-06-02"),
        ("days_profile", "2026-06-02"),
    ],
)
def test_values(results: dict[str, Any], name: str, expected: Any) -> None:
    assert results[name] == expected


def test_names(results: dict[str, Any]) -> None:
    assert results["names"]["candidates"][:3] == ["nuraisyah.zaki", "nur.zaki", "aisyah.zaki"]
    assert results["names"]["too_long"] == ["niknuraisyah.zaki"]


def test_the_identity_key_is_the_one_of_the_room_and_never_the_number(results: dict[str, Any]) -> None:
    assert results["identity"] == identity_key("".join(PARTS), "0123456789abcdef")
    assert "".join(PARTS) not in results["identity"]


@pytest.mark.parametrize(
    ("name", "part"),
    [
        ("bad_path", "C-PWD-LEN"),
        ("bad_name", "no profile of this name"),
        ("bad_size", "300 MB"),
        ("bad_day", "yesterday"),
        ("bad_order", "family-first"),
        ("bad_number", "12 digits"),
    ],
)
def test_mistakes_are_told_with_the_remedy(results: dict[str, Any], name: str, part: str) -> None:
    assert results[name]["failed"]
    assert part in results[name]["msg"]


@pytest.mark.parametrize("number", ["", "12", "".join(PARTS) + "1", "9001010350x1", "\u0669" * 12])
def test_an_identity_number_is_twelve_digits_and_never_echoed(number: str) -> None:
    with pytest.raises(ValueError, match="not shown") as caught:
        identity_key(number, "0123456789abcdef")
    assert not number or number not in str(caught.value).replace("12 digits", "")


def test_a_short_key_is_refused_and_not_echoed() -> None:
    with pytest.raises(ValueError, match="at least 16") as caught:
        identity_key("".join(PARTS), "hunter2")
    assert "hunter2" not in str(caught.value)


def test_the_way_a_number_is_written_does_not_matter_and_the_key_does() -> None:
    one = identity_key("-".join(PARTS), "0123456789abcdef")
    assert one == identity_key(f" {' '.join(PARTS)} ", "0123456789abcdef")
    assert one != identity_key("-".join(PARTS), "0123456789abcdeg")
    assert one.startswith("hmac-sha256:") and len(one) == 76


def test_a_missing_c_parser_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    import yaml

    assert yamldoc.slow_parser() == "" or not hasattr(yaml, "CSafeLoader")
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert "libyaml" in yamldoc.slow_parser()
    assert yamldoc.parse(b"a: {b: [1, true, null, 2026-01-04, 1.5]}\n", "x.yml").data == {
        "a": {"b": [1, True, None, "2026-01-04", "1.5"]}
    }
