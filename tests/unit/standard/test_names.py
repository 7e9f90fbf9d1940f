# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Address candidates: every vector of profile.md section 5, positive and negative."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.rasmi.mail.plugins.module_utils._standard.look import alike
from ansible_collections.rasmi.mail.plugins.module_utils._standard.names import Held, address_candidates

# name, order, titles removed, first candidates in order, dropped for length
VECTORS = [
    ("Abdul Latif bin Ahmad", None, "", "abdlatif.ahmad latif.ahmad abdlatif latif.a", ""),
    ("Lai Soon Chong", "family-first", "", "soonchong laisoonchong soonchong.lai", ""),
    (
        "Dato' Ir. Haji Mohd Faizal bin Abdul Rahim",
        None,
        "dato'|ir|haji",
        "faizal.abdrahim faizal.rahim",
        "mohdfaizal.abdrahim",
    ),
    (
        "Nik Nur Aisyah binti Nik Mohd Zaki",
        None,
        "",
        "nuraisyah.zaki nur.zaki aisyah.zaki",
        "niknuraisyah.zaki",
    ),
    ("Wan Azlan bin Wan Ismail", None, "", "wanazlan.ismail azlan.ismail", ""),
    ("Tengku Zulkifli bin Tengku Abdullah", None, "", "tengkuzulkifli zulkifli zulkifli.a", "zulkifli.abdullah"),
    (
        "Syarifah Noraini binti Syed Hassan",
        None,
        "",
        "noraini.hassan syarifahnoraini",
        "syarifahnoraini.hassan",
    ),
    (
        "Muhammad Hafizuddin Khairulanwar bin Abdullah",
        None,
        "",
        "hafizuddin.a hafizuddin",
        "mohdhafizuddinkhairulanwar.abdullah",
    ),
    ("Ahmad bin Abdullah @ Awang", None, "", "ahmad.abdullah", ""),
    ("Siti Khadijah @ Zainab binti Che Omar", None, "", "siti.omar khadijah.omar", "sitikhadijah.omar"),
    ("Kumaravel a/l Subramaniam", None, "", "kumaravel kumaravel.s", "kumaravel.subramaniam"),
    ("Thanaletchumi A/P Ramasamy", None, "", "thanaletchumi thanaletchumi.r", "thanaletchumi.ramasamy"),
    ("Jaswinder Singh a/l Baldev Singh", None, "", "jaswinder jaswinder.b", "jaswinder.baldev"),
    ("Dr. Alice Tan Mei Ling", "western-first", "dr", "alice.tan", "alice.tanmeiling"),
    ("Tan Ah Kow @ Tan Ah Kau", "family-first", "", "ahkow tanahkow ahkow.tan", ""),
    ("Rosalind ak Nyipa", None, "", "rosalind.nyipa", ""),
    ("Dayang Masturah binti Abang Rauf", None, "", "masturah.rauf dayangmasturah", "dayangmasturah.rauf"),
    ("Prof. Madya Ts. Dr. Nurul Huda Zainuddin", None, "prof madya|ts|dr", "nurul.zainuddin", "nurulhuda.zainuddin"),
    ("Eh Chuan a/l Din Dam", None, "", "ehchuan.din chuan.din", ""),
    ("Ng Wei", "family-first", "", "ngwei wei.ng", ""),
    ("Abd. Rahman bin Md. Yusof", None, "", "abdrahman.yusof rahman.yusof", ""),
    ("MOHD ZAKI BIN HJ. AWANG", None, "hj", "mohdzaki.awang zaki.awang", ""),
]


def test_no_vector_is_missing() -> None:
    assert len({vector[0] for vector in VECTORS}) == 22


@pytest.mark.parametrize(("name", "order", "titles", "first", "too_long"), VECTORS, ids=[v[0] for v in VECTORS])
def test_vectors(name: str, order: str | None, titles: str, first: str, too_long: str) -> None:
    """R056 the first name identifies; R057 the form's own two examples, and twenty more."""
    found = address_candidates(name, order)
    expected = tuple(first.split())
    assert found.candidates[: len(expected)] == expected
    assert found.titles == tuple(titles.split("|") if titles else ())
    if too_long:
        assert too_long in found.too_long
    else:
        assert found.too_long == ()


def test_too_short_parts_are_reported_not_used() -> None:
    """R055: what does not fit is dropped, never cut."""
    assert "wei" in address_candidates("Ng Wei", "family-first").too_short
    assert not [text for text in address_candidates("Eh Chuan a/l Din Dam").candidates if text.split(".")[0] == "eh"]


@pytest.mark.parametrize(
    ("name", "naive"),
    [
        ("Nik Nur Aisyah binti Nik Mohd Zaki", "nik.nik"),
        ("Tengku Zulkifli bin Tengku Abdullah", "tengku.tengku"),
        ("Abd. Rahman bin Md. Yusof", "abd.yusof"),
        ("Prof. Madya Ts. Dr. Nurul Huda Zainuddin", "madya.zainuddin"),
        ("Jaswinder Singh a/l Baldev Singh", "singh.baldev"),
    ],
)
def test_what_the_naive_method_gave_never_appears(name: str, naive: str) -> None:
    found = address_candidates(name, maximum=64)
    assert naive not in found.candidates + found.too_long + found.too_short


@pytest.mark.parametrize(
    ("name", "alias"),
    [
        ("Ahmad bin Abdullah @ Awang", "awang"),
        ("Siti Khadijah @ Zainab binti Che Omar", "zainab"),
        ("Tan Ah Kow @ Tan Ah Kau", "tan ah kau"),
        ("A Li @ Zainab", "zainab"),
    ],
)
def test_an_alias_is_a_question(name: str, alias: str) -> None:
    found = address_candidates(name)
    assert found.alias == alias
    assert "alias" in found.ask


def test_the_order_of_a_name_without_connector_is_a_question() -> None:
    assert "name_order" in address_candidates("Lai Soon Chong").ask
    assert "name_order" not in address_candidates("Lai Soon Chong", "family-first").ask
    assert "name_order" not in address_candidates("Abdul Latif bin Ahmad").ask


def test_a_name_that_leaves_no_letters_is_a_question() -> None:
    found = address_candidates("\u674e\u5c0f\u9f99", "family-first")
    assert found.candidates == ()
    assert "spelling" in found.ask


@pytest.mark.parametrize("apostrophe", ["'", "\u2019", "`", ""])
def test_every_apostrophe_of_dato_is_a_title(apostrophe: str) -> None:
    assert address_candidates(f"Dato{apostrophe} Ali bin Abu").candidates[0] == "ali.abu"


def test_taken_reserved_blocked_and_look_alikes_are_dropped() -> None:
    found = address_candidates(
        "Abdul Latif bin Ahmad", taken=["ABDLATIF.ahmad"], reserved={"latif.ahmad"}, blocked={"latifa"}
    )
    assert found.candidates == ("abdlatif", "latif")
    assert set(found.unavailable) == {"abdlatif.ahmad", "latif.ahmad", "latif.a"}
    assert "kumar" not in address_candidates("Kumar", "single", taken=["kum.ar"]).candidates


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("kamal", "karnal", True),
        ("wan", "vvan", True),
        ("a1i", "ali", True),
        ("n0or", "noor", True),
        ("ali.abu", "aliabu", False),
        ("ali", "alli", False),
    ],
)
def test_what_the_eye_mistakes(one: str, other: str, same: bool) -> None:
    assert (alike(one) == alike(other)) is same


def test_what_is_held_may_be_made_ready_for_many_names() -> None:
    held = Held.of(["ABDLATIF.ahmad", "latif.ahmad"])
    ready = address_candidates("Abdul Latif bin Ahmad", taken=held, reserved=["latif"])
    assert ready == address_candidates(
        "Abdul Latif bin Ahmad", taken=["abdlatif.ahmad", "latif.ahmad"], reserved=["latif"]
    )


def test_a_number_is_the_last_resort() -> None:
    names = address_candidates("Kumar", "single").candidates
    assert names == ("kumar",)
    assert address_candidates("Kumar", "single", taken=["kumar"]).candidates == ("kumar2",)
    assert address_candidates("Kumar", "single", taken=["kumar", "kumar2"]).candidates == ("kumar3",)


def test_an_unknown_order_is_refused() -> None:
    with pytest.raises(ValueError, match="family-first"):
        address_candidates("Ali", "backwards")


@given(st.text(max_size=80), st.sampled_from([None, "patronymic", "family-first", "western-first", "single"]))
def test_any_text_gives_only_usable_local_parts(name: str, order: str | None) -> None:
    found = address_candidates(name, order)
    for text in found.candidates:
        assert re.fullmatch(r"[a-z0-9]+(\.[a-z0-9]+)*", text)
        assert 4 <= len(text) <= 15
    assert len(set(found.candidates)) == len(found.candidates)
