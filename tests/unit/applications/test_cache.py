# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The cache only saves time: with it and without it the answer is the same, whatever happened to files or cache."""

from __future__ import annotations

import os
import random
import stat
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._applications import few, intake, store
from ansible_collections.rasmi.mail.plugins.module_utils._applications.intake import load_applications
from ansible_collections.rasmi.mail.plugins.module_utils._applications.model import Applications, ReferenceData, Unit
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import FaultsError
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard
from tests.unit.applications.conftest import AS_OF, REFERENCE, department, notice, person, text, write

Run = Callable[..., Applications]


@pytest.fixture
def forms(tmp_path: Path) -> Path:
    """Six forms that were last touched long ago; references are written as addresses."""
    directory = write(
        tmp_path / "forms",
        **{f"p{number}": person(number) for number in range(1, 4)},
        d=department(50, department__responsible_officer="orang2@kelantan.gov.my"),
        n=notice(70, account="orang1@kelantan.gov.my"),
        w=person(9, decision={"result": "pending"}, proposed_address="x@gmail.com"),
    )
    _let_time_pass()
    return directory


@pytest.fixture
def run(forms: Path, tmp_path: Path, standard: Standard) -> Run:
    def load(as_of: str = AS_OF, reference: ReferenceData = REFERENCE, cached: bool = True) -> Applications:
        cache = tmp_path / "cache" if cached else None
        return load_applications(forms, standard, reference, as_of, cache_dir=cache)

    return load


@pytest.fixture(autouse=True, params=["many files", "few files"])
def quick(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """Files settle after a moment instead of two seconds; six are many enough to write only what changed."""
    monkeypatch.setattr(store, "RACY_NS", 20_000_000)
    if request.param == "many files":
        monkeypatch.setattr(few, "LEAST", 1)
        monkeypatch.setattr(few, "_SHARE", 0.5)


def _let_time_pass() -> None:
    time.sleep(0.03)


def _cache_file(tmp_path: Path) -> Path:
    (found,) = (tmp_path / "cache").iterdir()
    return found


def _same(one: Applications, other: Applications) -> bool:
    return (one.items, one.counts, one.digest, one.warnings) == (
        other.items,
        other.counts,
        other.digest,
        other.warnings,
    )


def test_nothing_changed_nothing_read(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    first = run()
    monkeypatch.setattr("builtins.open", _only_cache(open))
    second = run()
    assert (first.cache, second.cache) == ("cold", "warm")
    assert _same(first, second)
    assert second.items[-1].account == "KEL-2026-0001"


def _only_cache(real: Callable[..., object]) -> Callable[..., object]:
    def guarded(file: object, *args: object, **kwargs: object) -> object:
        assert not str(file).endswith(".yml"), f"{file} was read"
        return real(file, *args, **kwargs)

    return guarded


def test_only_the_changed_file_is_read_again(run: Run, forms: Path) -> None:
    run()
    write(forms, p2=person(2, applicant__post="Baru"))
    _let_time_pass()
    again = run()
    assert again.cache == "partial"
    assert [item.post for item in again.items][:3] == ["Penolong Pegawai Tadbir", "Baru", "Penolong Pegawai Tadbir"]
    assert _same(again, run(cached=False))
    assert run().cache == "warm"


def test_what_changed_is_written_beside_the_cache(run: Run, forms: Path, tmp_path: Path) -> None:
    run()
    whole = _cache_file(tmp_path)
    before = whole.read_bytes()
    for number in (1, 2, 3, 1):
        write(forms, **{f"p{number}": person(number, applicant__post=f"Baru {number}")})
        _let_time_pass()
        assert run().cache in ("partial", "warm")
        assert _same(run(), run(cached=False))
    several = few.LEAST == 1
    assert (whole.read_bytes() == before) == several
    newer = Path(f"{whole}.changes")
    assert newer.exists() == several
    if several:
        assert stat.S_IMODE(os.stat(newer).st_mode) == 0o600 and newer.stat().st_size < len(before)
        raw = newer.read_bytes()
        for place in range(0, len(raw), 37):
            newer.write_bytes(raw[:place] + bytes([raw[place] ^ 0x41]) + raw[place + 1 :])
            assert _same(run(), run(cached=False)), place
        write(forms, w=person(9), p2=person(2), p3=person(3), d=department(50, department__fax="09-000 0000"))
        _let_time_pass()
        assert _same(run(), run(cached=False))
        assert not newer.exists(), "too much is newer: the cache was written anew"


def test_changes_of_an_older_cache_are_not_taken(run: Run, forms: Path, tmp_path: Path) -> None:
    run()
    whole = _cache_file(tmp_path)
    write(forms, p2=person(2, applicant__post="Baru"))
    _let_time_pass()
    run()
    newer = Path(f"{whole}.changes")
    raw = newer.read_bytes() if newer.exists() else b""
    whole.unlink()
    write(forms, p2=person(2, applicant__post="Lagi"))
    _let_time_pass()
    run()
    newer.write_bytes(raw)
    assert [item.post for item in run().items][1] == "Lagi"


def test_files_that_come_and_go(run: Run, forms: Path) -> None:
    run()
    (forms / "p3.yml").unlink()
    write(forms / "more", p4=person(4))
    again = run()
    assert [item.id[-1] for item in again.items if item.kind == "individual"] == ["1", "2", "4", "9"]
    assert _same(again, run(cached=False))


def test_a_reference_follows_the_account_that_has_the_address_now(run: Run, forms: Path) -> None:
    assert run().items[-1].account == "KEL-2026-0001"
    write(forms, p1=person(5, decision__address="orang1@kelantan.gov.my"))
    _let_time_pass()
    assert run().items[-1].account == "KEL-2026-0005"


def test_same_size_and_times_but_other_content_is_noticed(run: Run, forms: Path) -> None:
    run()
    file = forms / "p2.yml"
    before = os.stat(file)
    raw = file.read_bytes()
    with open(file, "r+b") as handle:
        handle.write(raw.replace(b"Orang Contoh", b"Orang Tiruan"))
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
    assert os.stat(file).st_size == before.st_size
    assert run().items[1].name.startswith("Orang Tiruan")


@pytest.mark.parametrize(("margin", "noticed"), [(3600 * 10**9, True), (-(10**18), False)])
def test_a_change_that_the_stat_cannot_show_is_noticed_while_it_could_have_happened(
    run: Run, forms: Path, monkeypatch: pytest.MonkeyPatch, margin: int, noticed: bool
) -> None:
    """Racily clean. The second case shows that only the margin saves us: without it the stat is believed."""
    monkeypatch.setattr(store, "RACY_NS", margin)
    run()
    found = intake.find(str(forms), [])
    write(forms, p2=person(2, applicant__post="Baru"))
    monkeypatch.setattr(intake, "find", lambda _root, _faults: found)
    assert (run().items[1].post == "Baru") == noticed


def test_touched_but_equal_files_are_not_parsed(run: Run, forms: Path) -> None:
    run()
    for file in forms.iterdir():
        os.utime(file)
    _let_time_pass()
    assert run().cache == "warm"


def test_an_earlier_day_makes_dates_future_again(run: Run) -> None:
    run()
    with pytest.raises(FaultsError, match="lies after 2026-10-05"):
        run(as_of="2026-10-05")
    assert _same(run(), run(cached=False))


def test_a_later_day_needs_nothing_read(run: Run) -> None:
    run()
    assert run(as_of="2026-12-24").cache == "warm"


def test_other_tables_are_checked_again(run: Run) -> None:
    run()
    units = {"upen": Unit("upen", "UPEN")}
    with pytest.raises(FaultsError, match="not a known unit"):
        run(reference=ReferenceData(units=units, digest="other"))


def test_a_faulty_file_is_read_again_until_it_is_mended(run: Run, forms: Path) -> None:
    run()
    write(forms, p2=person(2, training=None))
    for _again in range(3):
        _let_time_pass()
        with pytest.raises(FaultsError, match=r"p2.yml:1: training"):
            run()
    write(forms, p2=person(2))
    _let_time_pass()
    assert run().cache == "partial"
    assert run().cache == "warm"


def test_a_fault_between_forms_does_not_hide_in_the_cache(run: Run, forms: Path) -> None:
    run()
    write(forms, x=person(8, decision__address="orang1@kelantan.gov.my"))
    for _again in range(3):
        _let_time_pass()
        with pytest.raises(FaultsError, match="the address is taken"):
            run()


@pytest.mark.parametrize("damage", ["empty", "cut", "flip", "other", "first"])
def test_a_damaged_cache_is_as_good_as_none(run: Run, tmp_path: Path, damage: str) -> None:
    first = run()
    file = _cache_file(tmp_path)
    raw = file.read_bytes()
    middle = len(raw) // 2
    file.write_bytes(
        {
            "empty": b"",
            "cut": raw[:middle],
            "flip": raw[:middle] + bytes([raw[middle] ^ 1]) + raw[middle + 1 :],
            "other": b"#!/bin/sh\n",
            "first": raw[:40] + b"\xff\xff\xff\xff" + raw[44:],
        }[damage]
    )
    again = run()
    assert again.cache == "cold"
    assert _same(first, again)
    assert run().cache == "warm"


def test_no_flipped_byte_changes_the_answer(run: Run, tmp_path: Path) -> None:
    first = run()
    file = _cache_file(tmp_path)
    raw = file.read_bytes()
    chance = random.Random(2)
    for place in [0, len(raw) - 1, *chance.sample(range(len(raw)), 60)]:
        file.write_bytes(raw[:place] + bytes([raw[place] ^ 0x41]) + raw[place + 1 :])
        assert _same(first, run()), place


def test_the_cache_is_private_and_nobody_elses_is_read(run: Run, tmp_path: Path) -> None:
    run()
    file = _cache_file(tmp_path)
    assert stat.S_IMODE(os.stat(file).st_mode) == 0o600
    assert stat.S_IMODE(os.stat(file.parent).st_mode) == 0o700
    os.chmod(file, 0o666)
    assert run().cache == "cold"
    os.chmod(file.parent, 0o777)
    assert run().cache == "cold"
    os.chmod(file.parent, 0o700)
    assert run().cache == "warm"
    target = tmp_path / "elsewhere"
    file.rename(target)
    file.symlink_to(target)
    assert run().cache == "cold"
    assert not file.is_symlink()


def test_a_cache_directory_that_cannot_be_written_costs_only_time(run: Run, tmp_path: Path) -> None:
    (tmp_path / "cache").write_text("not a directory")
    assert run().cache == "cold"
    assert run().cache == "cold"


def test_another_version_of_the_code_reads_everything(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run()
    monkeypatch.setattr(store, "code_version", lambda: "another")
    assert run().cache == "cold"
    monkeypatch.setattr(store, "code_version", lambda: "")
    assert run().cache == "cold"


def test_another_standard_reads_everything(run: Run, forms: Path, tmp_path: Path, standard: Standard) -> None:
    run()
    data = standard.to_dict()
    data["fingerprint"] = "0" * 64
    other = Standard(data)
    assert load_applications(forms, other, REFERENCE, AS_OF, cache_dir=tmp_path / "cache").cache == "cold"


def test_many_random_edits_never_make_a_difference(run: Run, forms: Path) -> None:
    chance = random.Random(1)
    for step in range(40):
        number = chance.randint(1, 6)
        file = forms / f"p{number}.yml"
        action = chance.choice(["edit", "remove", "touch", "break", "none"])
        if action == "remove" and file.exists():
            file.unlink()
        elif action == "touch" and file.exists():
            os.utime(file)
        elif action == "break":
            file.write_text(text(person(number, support=None)))
        elif action == "edit":
            post = chance.choice(["Satu", "Dua", "Tiga"])
            address = chance.choice([f"orang{number}", f"lain{number}", "sama"])
            file.write_text(text(person(number, applicant__post=post, decision__address=f"{address}@kelantan.gov.my")))
        assert _answer(run) == _answer(run, cached=False), step


def _answer(run: Run, **options: bool) -> object:
    try:
        result = run(**options)
    except FaultsError as error:
        return str(error)
    return (result.items, result.counts, result.digest, result.warnings)
