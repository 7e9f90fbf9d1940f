# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Forms of invented people, and one way to load them."""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.rasmi.mail.plugins.module_utils._applications.intake import load_applications
from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import (
    Applications,
    Group,
    Probe,
    ReferenceData,
    Supervisor,
    Unit,
)
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault, FaultsError
from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard

ROOT = Path(__file__).resolve().parents[3]
AS_OF = "2026-11-21"

REFERENCE = ReferenceData(
    units={"bptm": Unit("bptm", "BPTM"), "upen": Unit("upen", "UPEN")},
    groups={"semua@kelantan.gov.my": Group("semua@kelantan.gov.my", "Semua")},
    supervisors={"bptm": Supervisor("bptm", "Penyelia", "penyelia@kelantan.gov.my", "bptm.pem")},
    probes=(Probe("probe-lock", "probe-lock@kelantan.gov.my", "Ujian", "lock", "pengguna_biasa"),),
    digest="reference",
)

JANM_REFERENCE = ReferenceData(
    units={"bptm": Unit("bptm", "BPTM"), "jcn": Unit("jcn", "Jabatan Contoh Negara")},
    groups={"kader@anm.gov.my": Group("kader@anm.gov.my", "Kader")},
    supervisors={"uc": Supervisor("uc", "Pentadbir UC", "uc@anm.gov.my", "uc.pem")},
    digest="janm",
)

Tree = dict[str, Any]


def key_of(person: str) -> str:
    return "hmac-sha256:" + hashlib.sha256(person.encode()).hexdigest()


def person(number: int = 1, **changes: Any) -> Tree:
    """An approved OPS-002; `changes` are dotted paths with __ for the dot, None deletes the field."""
    form: Tree = {
        "application": f"KEL-2026-{number:04d}",
        "form": "OPS-002",
        "received_on": "2026-10-04",
        "complete_on": "2026-10-05",
        "services": ["email"],
        "applicant": {
            "name": "Orang Contoh bin Rekaan",
            "identity": {"key": key_of(f"person {number}"), "last4": "0021"},
            "post": "Penolong Pegawai Tadbir",
            "grade": {"scheme": "SSM", "grade": "N29"},
            "unit": "bptm",
            "office_phone": "09-000 0001",
            "mobile_phone": "019-000 0001",
            "note": "",
            "declared_on": "2026-10-04",
        },
        "training": {"completed_on": "2026-09-27"},
        "proposed_address": f"orang{number}@kelantan.gov.my",
        "supervisor": "bptm",
        "support": {"by": "Rohani binti Daud", "on": "2026-10-05", "stamp": True},
        "decision": {
            "result": "approved",
            "by": "Pentadbir Rangkaian dan E-mel",
            "on": "2026-10-06",
            "address": f"orang{number}@kelantan.gov.my",
        },
        "evidence": [{"kind": "form_scan", "ref": "BPTM 1", "sha256": "ab" * 32}],
    }
    return changed(form, changes)


def department(number: int = 50, **changes: Any) -> Tree:
    """An approved OPS-001 whose owner is KEL-2026-0001."""
    form = person(number)
    for key in ("applicant", "services", "training", "support"):
        del form[key]
    form.update(
        form="OPS-001",
        department={
            "name": "Jabatan Contoh",
            "address": "Kota Bharu",
            "phone": "09-000 0050",
            "responsible_officer": "KEL-2026-0001",
            "delegates": [],
            "unit": "bptm",
        },
        verification={"by": "Rohani binti Daud", "on": "2026-10-05", "stamp": True},
    )
    return changed(form, changes)


def notice(number: int = 70, event: str = "suspend", account: str = "KEL-2026-0001", **changes: Any) -> Tree:
    """An approved NOTICE about KEL-2026-0001."""
    form: Tree = {
        "application": f"KEL-2026-{number:04d}",
        "form": "NOTICE",
        "received_on": "2026-10-25",
        "event": event,
        "account": account,
        "effective_on": "2026-11-01",
        "reason": "long_leave",
        "decision": {"result": "approved", "by": "Pentadbir Rangkaian dan E-mel", "on": "2026-10-26"},
        "evidence": [{"kind": "notice", "ref": "BPTM 3", "sha256": "cd" * 32}],
    }
    return changed(form, changes)


def changed(form: Tree, changes: dict[str, Any]) -> Tree:
    form = copy.deepcopy(form)
    for path, value in changes.items():
        *parents, last = path.split("__")
        place = form
        for step in parents:
            place = place.setdefault(step, {})
        if value is None:
            place.pop(last, None)
        else:
            place[last] = value
    return form


def text(form: Tree) -> str:
    return yaml.safe_dump(form, sort_keys=False, allow_unicode=True)


def write(directory: Path, **forms: Tree | str) -> Path:
    directory.mkdir(parents=True, exist_ok=True)
    for name, form in forms.items():
        (directory / f"{name}.yml").write_text(form if isinstance(form, str) else text(form), encoding="utf-8")
    return directory


@pytest.fixture(scope="session")
def standard(tmp_path_factory: pytest.TempPathFactory) -> Standard:
    return load_standard("kelantan", search=[ROOT / "profiles"], cache_dir=tmp_path_factory.mktemp("standard"))


Load = Callable[..., Applications]
Faulty = Callable[..., list[Fault]]


@pytest.fixture
def load(tmp_path: Path, standard: Standard) -> Load:
    """load(a=form, b=form, ...) writes the forms into an empty directory and loads it."""

    def run(as_of: str = AS_OF, reference: ReferenceData = REFERENCE, **forms: Tree | str) -> Applications:
        return load_applications(write(tmp_path / "forms", **forms), standard, reference, as_of)

    return run


@pytest.fixture
def faults(load: Load) -> Faulty:
    """Like load, for forms with faults: returns them, [] when there are none."""

    def run(**forms: Any) -> list[Fault]:
        try:
            load(**forms)
        except FaultsError as error:
            return list(error.faults)
        return []

    return run


@pytest.fixture(scope="module")
def janm(tmp_path_factory: pytest.TempPathFactory) -> Standard:
    return load_standard("janm", search=[ROOT / "profiles"], cache_dir=tmp_path_factory.mktemp("standard"))


@pytest.fixture
def read(tmp_path: Path, janm: Standard) -> Load:
    """read(a=form, ...) loads JANM's forms."""

    def run(**forms: Tree) -> Applications:
        return load_applications(write(tmp_path / "forms", **forms), janm, JANM_REFERENCE, AS_OF)

    return run


@pytest.fixture
def told(read: Load) -> Faulty:
    """Like read, for forms with faults."""

    def run(**forms: Tree) -> list[Fault]:
        try:
            read(**forms)
        except FaultsError as error:
            return list(error.faults)
        return []

    return run
