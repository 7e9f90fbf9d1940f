# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""exchange_transport_rule: conditions, exceptions, actions, on and off."""

from __future__ import annotations


def test_broadcast_rule_marks_the_subject_once(run, person):
    """R157"""
    sender = person("korporat")
    run("distribution_group", name="Semua", alias="semua", primary_address="semua@anm.gov.my")
    rule = {
        "name": "Tanda hebahan",
        "sent_to_member_of": {"set": ["semua@anm.gov.my"]},
        "from_addresses": {"set": [sender]},
        "prepend_subject": "[HEBAHAN JANM] ",
        "except_subject_contains": {"set": ["[HEBAHAN JANM]"]},
        "mode": "Enforce",
        "enabled": True,
    }
    made = run.twice("transport_rule", **rule)
    assert made["guid"] and [name for name, _given in run.calls] == ["New-TransportRule"]
    assert run.calls[0][1]["PrependSubject"] == "[HEBAHAN JANM] ", "the blank at the end is part of it"
    changed = run.twice("transport_rule", name="Tanda hebahan", from_addresses={"set": []})
    assert changed["changes"][0]["after"] == [] and run.calls[0][1]["From"] in (None, [])


def test_a_rule_is_switched_and_removed(run):
    made = run.twice(
        "transport_rule",
        name="Lampiran besar",
        attachment_size_over="10 MB",
        reject_reason="Sila guna perkhidmatan fail besar.",
        reject_code="5.7.1",
        enabled=False,
    )
    assert made["changed"]
    on = run.twice("transport_rule", name="Lampiran besar", enabled=True)
    assert on["changes"] == [{"setting": "State", "before": ["Disabled"], "after": ["Enabled"]}]
    assert [name for name, _given in run.calls] == ["Enable-TransportRule"]
    run.twice("transport_rule", name="Lampiran besar", enabled=False)
    assert run("transport_rule_info", name="Lampiran besar")["objects"][0]["State"] == "Disabled"
    run.twice("transport_rule", name="Lampiran besar", state="absent")


def test_what_the_server_would_refuse_is_refused_before(run):
    answer = run("transport_rule", name="x", subject_contains={"set": [" kosong"]}, reject_reason="x" * 300)
    assert answer["failed"] and len(answer["faults"]) == 2 and run.writes == []
