# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbooks templates and import, and the examples of their modules, as a person runs them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import openpyxl
import yaml

from ansible_collections.rasmi.mail.plugins.modules import application_import, application_template
from tests.unit.applications.conftest import AS_OF, ROOT, person
from tests.unit.applications.sheet_builders import cells_of

LAB = ROOT / "inventories/lab"
#: Place of birth 00 was never given out, so this is nobody's number.
NUMBER = "900101-00-0021"
KEY = "a key of this test, and of nothing else"


def _play(directory: Path, *steps: Any, **variables: Any) -> subprocess.CompletedProcess[str]:
    """Run playbooks (paths) and lists of tasks, one after the other."""
    plays = [
        {"import_playbook": step}
        if isinstance(step, str)
        else {"hosts": "localhost", "connection": "local", "gather_facts": False, "tasks": step}
        for step in steps
    ]
    book = directory / "play.yml"
    book.write_text(yaml.safe_dump(plays), encoding="utf-8")
    given = {
        "rasmi_mail_profile": "kelantan",
        "rasmi_mail_state_dir": str(directory / "state"),
        "rasmi_mail_applications": str(directory / "forms"),
        "rasmi_mail_as_of": AS_OF,
        "rasmi_mail_staff": str(directory / "staff.yml"),
        **{f"rasmi_mail_{name}": str(LAB / f"{name}.yml") for name in ("units", "groups", "supervisors")},
        **variables,
    }
    (directory / "given.json").write_text(json.dumps(given), encoding="utf-8")
    tool = str(Path(sys.executable).with_name("ansible-playbook"))
    environment = {**os.environ, "ANSIBLE_NOCOLOR": "1"}
    environment.pop("ANSIBLE_CONFIG", None)
    command = [tool, "-i", "localhost,", "-e", f"@{directory}/given.json", "-v", str(book)]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_from_the_templates_to_the_forms(tmp_path: Path) -> None:
    """R201: the number goes no further than the door."""
    templates = str(ROOT / "playbooks/templates.yml")
    first = _play(tmp_path, templates, yaml.safe_load(application_template.EXAMPLES))
    assert first.returncode == 0, first.stdout + first.stderr
    # the examples write what the playbook has written already
    assert "changed=1 " in first.stdout
    sheet = tmp_path / "state/templates/OPS-002-masuk.xlsx"
    book = openpyxl.load_workbook(sheet)
    places = {str(cell.value).rstrip("* "): cell.column for cell in book["OPS-002"][1]}
    for label, value in {**cells_of(person(1)), "No. Kad Pengenalan": NUMBER}.items():
        if label in places:
            book["OPS-002"].cell(row=4, column=places[label]).value = value
    book.save(sheet)

    examples = yaml.safe_load(application_import.EXAMPLES)
    examples[0]["rasmi.mail.application_import"] |= {
        "src": [str(sheet)],
        "dest": str(tmp_path / "forms"),
        "as_of": AS_OF,
    }
    people = tmp_path / "senarai.csv"
    people.write_text(f"No. K/P;Nama\n{NUMBER};Ali\n", encoding="utf-8")
    examples[2]["rasmi.mail.application_import"]["src"] = [str(people)]
    second = _play(
        tmp_path,
        str(ROOT / "playbooks/import.yml"),
        examples,
        rasmi_mail_import=str(sheet),
        rasmi_mail_identity_key=KEY,
        vault_identity_key=KEY,
    )
    assert second.returncode == 0, second.stdout + second.stderr
    assert "changed=2 " in second.stdout, "the form and the staff list; the form a second time is there"
    assert f"{sheet}: holds identity-card numbers in clear. Now destroy it" in " ".join(
        (second.stdout + second.stderr).split()
    )
    form = (tmp_path / "forms/kel-2026-0001.yml").read_text(encoding="utf-8")
    for text in (form, second.stdout, second.stderr):
        assert NUMBER not in text
        assert NUMBER.replace("-", "") not in text
        assert KEY not in text
