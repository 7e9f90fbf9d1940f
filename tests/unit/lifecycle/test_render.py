# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The table a person reads, and the plan file that is applied."""

from __future__ import annotations

import json
import re
import stat
from dataclasses import replace

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._evidence import plan_file
from ansible_collections.rasmi.mail.plugins.module_utils._evidence.plan_file import read_plan, write_plan, write_table
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.model import Fields
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.render import render, summary
from ansible_collections.rasmi.mail.plugins.module_utils._lifecycle.words import label
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import RasmiError
from tests.unit.lifecycle.builders import GROUP, account, form, notice, planned, standard, stranger, wanted


@pytest.fixture
def made():
    rules = standard(decided=True)
    wants = wanted(
        form(1),
        form(2, post="Ketua", groups=(GROUP,)),
        form(3),
        notice("terminate", 3, on="2026-03-01"),
        rules=rules,
    )
    gone = account(3, state="suspended", overlay={"suspended_on": "2026-03-01"})
    return planned(wants, account(2), gone, stranger("x@kelantan.gov.my"), rules=rules)


def test_the_table_has_counts_on_top_and_one_line_per_change(made):
    lines = list(render(made, "abc", "en"))
    assert re.fullmatch(
        r"Account plan of kelantan on fake, as of 2026-06-15; working days: holidays [\d.]+ \(MY-03\)", lines[0]
    )
    assert lines[1] == "Checksum: abc"
    assert lines[2] == "remove 1, update 1, create 1, join 1, ASK 1, none 0"
    assert lines[4].split() == ["VERB", "ACCOUNT", "BASIS", "DUE", "CLAUSES", "CHANGE"]
    assert len(lines) == 5 + len(made.changes)
    create = next(line for line in lines if line.startswith("create"))
    for part in ("pegawai1@kelantan.gov.my", "KEL-2026-0001", "2026-01-08 (158 days late)", "KEL-4.3-c", "300 MiB"):
        assert part in create
    remove = next(line for line in lines if line.startswith("remove  "))
    assert "CANNOT be undone: the mailbox and memberships" in remove
    assert "post: Penolong Pegawai Tadbir -> Ketua" in next(line for line in lines if line.startswith("update"))


def test_the_table_in_malay(made):
    lines = list(render(made, "abc", "ms"))
    assert lines[0].startswith("Pelan akaun kelantan pada fake, setakat 2026-06-15; hari bekerja: holidays ")
    assert lines[2] == "hapus 1, kemas kini 1, cipta 1, sertai kumpulan 1, TANYA 1, tiada 0"
    assert "jawatan: Penolong Pegawai Tadbir -> Ketua" in "\n".join(lines)
    assert "lewat 158 hari" in "\n".join(lines)


def test_columns_line_up(made):
    lines = list(render(made, "abc", "en"))[4:]
    start = lines[0].index("ACCOUNT")
    assert all(line[start - 1] == " " and line[start] != " " for line in lines)


def test_a_bounded_table_says_how_much_is_left_out(made):
    lines = list(render(made, "abc", "en", 2))
    assert lines[-1] == f"... and {len(made.changes) - 2} more lines"
    assert len(lines) == 5 + 2 + 1


def test_nothing_to_do_is_said_plainly():
    lines = list(render(planned(wanted(form(1)), account(1)), "abc", "en"))
    assert lines[2:] == ["none 1", "Nothing to change."]
    assert summary({"none": 3}, "ms") == "tiada 3"


def test_a_server_cannot_draw_lines_of_its_own():
    nasty = account(1, name="X\nremove  everybody@kelantan.gov.my\x1b[2J")
    lines = list(render(planned(wanted(form(1)), nasty), "abc"))
    assert len(lines) == 6
    assert "\x1b" not in lines[5]


def test_every_field_has_a_name_in_both_languages():
    for field in (*Fields._fields, "suspended_on", "locked_at"):
        assert label(field, "ms")
        assert label(field, "en")


def test_the_plan_file_gives_back_the_plan_and_is_private(made, tmp_path):
    path = tmp_path / "new" / "plan.json"
    assert write_plan(path, made) == made.checksum
    assert read_plan(path) == (made, made.checksum)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [one.name for one in path.parent.iterdir()] == ["plan.json"]
    assert set(json.loads(path.read_bytes())) == {"checksum", "plan"}


@pytest.mark.parametrize("size", [300, 301, 700, 4000])
def test_a_plan_file_is_read_in_pieces_wherever_they_end(made, tmp_path, monkeypatch, size):
    hard = '],"counts":{},{"account":"x'
    odd = replace(made.changes[0], account=hard, reason={"en": hard, "ms": hard}, topic="t", estimated=True)
    full = replace(made, changes=(odd, *made.changes * 9, odd), calendar="c")
    path = tmp_path / "plan.json"
    write_plan(path, full)
    monkeypatch.setattr(plan_file, "_PIECE", size)
    assert read_plan(path) == (full, full.checksum)
    assert any(change.before.get("groups") or change.after.get("groups") for change in full.changes)
    path.write_text(path.read_text().replace("pegawai1@", "pegawai9@", 1))
    with pytest.raises(RasmiError, match="changed after it was written"):
        read_plan(path)


def test_an_edited_plan_file_is_refused(made, tmp_path):
    path = tmp_path / "plan.json"
    write_plan(path, made)
    path.write_text(path.read_text().replace("pegawai1@", "pegawai9@"))
    with pytest.raises(RasmiError, match="changed after it was written"):
        read_plan(path)


def test_the_moment_of_a_plan_file_is_no_part_of_its_checksum(made, tmp_path):
    later = replace(made, generation=made.generation + 1)
    assert write_plan(tmp_path / "a.json", made) == write_plan(tmp_path / "b.json", later)
    assert read_plan(tmp_path / "b.json")[0].generation == made.generation + 1


def test_an_empty_plan_has_a_file_too(made, tmp_path):
    empty = replace(made, changes=(), counts={"none": 1})
    assert write_plan(tmp_path / "plan.json", empty) == empty.checksum
    assert read_plan(tmp_path / "plan.json") == (empty, empty.checksum)


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"checksum": "x", "plan": {"changes": [{"verb": 1}]}}'])
def test_what_is_no_plan_file_is_refused_with_a_remedy(content, tmp_path):
    path = tmp_path / "plan.json"
    path.write_text(content)
    with pytest.raises(RasmiError, match="Run account_plan again"):
        read_plan(path)
    with pytest.raises(RasmiError, match="Run account_plan first"):
        read_plan(tmp_path / "none.json")


def test_a_broken_write_leaves_the_old_file_and_no_litter(made, tmp_path):
    path = tmp_path / "plan.txt"
    write_table(path, ["old"])

    def breaks():
        yield "new"
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        write_table(path, breaks())
    assert path.read_text() == "old\n"
    assert [one.name for one in tmp_path.iterdir()] == ["plan.txt"]


def test_the_checksum_is_of_what_is_done_and_not_of_the_moment(made):
    other = made.__class__.from_dict({**made.to_dict(), "generation": 99})
    assert other.checksum == made.checksum
    less = made.__class__.from_dict({**made.to_dict(), "changes": made.to_dict()["changes"][1:]})
    assert less.checksum != made.checksum
