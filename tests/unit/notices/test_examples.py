# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The examples of mail_notice and account_undo, as printed: their options are valid, and they do what they say."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
import yaml
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from jinja2.nativetypes import NativeEnvironment

from ansible_collections.rasmi.mail.plugins.module_utils import _noticing, _undoing
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.ledger import Ledger
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Account, Change, Fields, Outcome
from ansible_collections.rasmi.mail.plugins.module_utils._notices.sending import FileOutlet
from ansible_collections.rasmi.mail.plugins.module_utils._providers.fake import FakeProvider, FakeServer
from ansible_collections.rasmi.mail.plugins.modules import account_undo, mail_notice, reference_accounts

LAB = Path(__file__).parents[3] / "inventories" / "lab"
RUN = "20261121T021405Z-4f1c2a"
WHO = "faizal.rahim@kelantan.gov.my"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> FakeServer:
    """A server on which the run of the examples gave somebody another name."""
    world = FakeServer()
    before = Account("fake-1", Fields("KEL-2026-0102", WHO, "Nama Lama"), True, handle="h")
    world.accounts["fake-1"] = before._replace(fields=before.fields._replace(name="Nama Baharu"))
    for module in (_noticing, _undoing):
        monkeypatch.setattr(module, "open_provider", lambda *_given: FakeProvider(world))
    monkeypatch.setattr(_noticing, "open_smtp", lambda _target: FileOutlet(tmp_path / "sent"))
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "notices").write_text("rahsia\n")
    change = Change("update", WHO, "fake-1", {"name": "Nama Lama"}, {"name": "Nama Baharu"}, basis="NOT-1", target="h")
    with Ledger(tmp_path / "ledger.jsonl") as book:
        facts = {
            "platform": "reference",
            "profile": "kelantan",
            "standard": "x",
            "as_of": "2026-11-20",
            "plan": "a" * 64,
        }
        book.start(RUN, facts)
        list(book.intents([change]))
        book.outcome(Outcome(change.key, "update", WHO, "done"))
        book.end(RUN, {"done": 1}, 1, 1)
    return world


def examples(module: ModuleType, state: Path) -> list[tuple[str, dict[str, Any]]]:
    """Every task of the module itself: its name, and its options after templating, checked as Ansible does."""
    variables = {
        "rasmi_mail_state_dir": str(state),
        "rasmi_mail_applications": str(LAB / "applications"),
        "rasmi_mail_units": str(LAB / "units.yml"),
        "rasmi_mail_supervisors": str(LAB / "supervisors.yml"),
        "rasmi_mail_reference": {"uri": "ldap://127.0.0.1", "base_dn": "dc=x", "bind_dn": "cn=x"},
    }
    found = []
    for task in yaml.safe_load(module.EXAMPLES):
        name = next(key for key in task if key.startswith("rasmi.mail."))
        if name != f"rasmi.mail.{module.__name__.rpartition('.')[2]}":
            continue
        given = templated(task[name], variables)
        checked = ArgumentSpecValidator(module.ARGUMENT_SPEC, **module.RULES).validate(given)
        assert not checked.error_messages, (task["name"], checked.error_messages)
        found.append((task["name"], checked.validated_parameters))
    return found


def templated(value: Any, variables: dict[str, Any]) -> Any:
    if isinstance(value, dict):
        return {key: templated(one, variables) for key, one in value.items()}
    if isinstance(value, list):
        return [templated(one, variables) for one in value]
    return (
        NativeEnvironment().from_string(value).render(variables) if isinstance(value, str) and "{{" in value else value
    )


def test_the_examples_of_mail_notice(server, tmp_path):
    results = {
        name: mail_notice.run({**params, "as_of": "2026-11-21"}, False)
        for name, params in examples(mail_notice, tmp_path)
    }
    first, second, outage = results.values()
    assert first["changed"] and len(list((tmp_path / "sent").iterdir())) == sum(first["counts"].values())
    assert second["channel"] == "file"
    assert Path(outage["file"]).read_text().count("2026-11-21 14:00") == 2


def test_the_examples_of_account_undo(server, tmp_path):
    for _name, params in examples(account_undo, tmp_path):
        result = account_undo.run(params, False)
        assert (result["pending"], result["counts"]["update"], result["undone_run"]) == (True, 1, RUN)
    last = yaml.safe_load(account_undo.EXAMPLES)[-1]["rasmi.mail.reference_accounts"]
    assert set(last) <= set(reference_accounts.ARGUMENT_SPEC)
