# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The stand-in's modules take no option that the genuine ones do not have, and the roles call no other module."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[3]
GENUINE = ROOT / "collections" / "ansible_collections"
DESK = ROOT / "tests/standins/windows/ansible_collections/ansible/windows/plugins/module_utils/desk.py"
_spec = importlib.util.spec_from_file_location("desk", DESK)
assert _spec is not None and _spec.loader is not None
desk = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(desk)
CALL = re.compile(r"\b(ansible\.windows|microsoft\.(?:ad|iis))\.(\w+):\s*$", re.MULTILINE)


def options(collection: str, name: str) -> dict[str, object]:
    place = GENUINE / collection.replace(".", "/") / "plugins/modules"
    sidecar = place / f"{name}.yml"
    if sidecar.is_file():
        return dict(yaml.safe_load(sidecar.read_text(encoding="utf-8"))["DOCUMENTATION"]["options"])
    source = (place / f"{name}.py").read_text(encoding="utf-8")
    block = re.search(r"^DOCUMENTATION = r?(?:'''|\"{3})(.*?)(?:'''|\"{3})", source, re.MULTILINE | re.DOTALL)
    assert block
    return dict(yaml.safe_load(block[1])["options"])


def calls() -> set[tuple[str, str]]:
    texts = [path.read_text(encoding="utf-8") for path in (ROOT / "roles").glob("exchange_*/*/*.yml")]
    return {match for text in texts for match in CALL.findall(text)}


@pytest.mark.parametrize("name", desk.OPTIONS)
def test_the_genuine_module_has_each_option(name: str) -> None:
    collection = "microsoft.ad" if name == "object_info" else "ansible.windows"
    known = options(collection, name)
    aliases = {alias for option in known.values() for alias in (option.get("aliases") or ())}
    # cmd and argv of win_command are described together with _raw_params.
    assert set(desk.OPTIONS[name]) <= set(known) | aliases | {"argv"}


def test_every_module_that_the_roles_call_has_its_stand_in() -> None:
    assert {name for _collection, name in calls()} <= set(desk.OPTIONS)
    assert calls()
