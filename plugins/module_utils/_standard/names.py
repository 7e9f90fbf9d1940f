# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From a person's name to address candidates, by the method of profile.md section 5.

Malay names are given name(s), a connector (bin, binti, a/l, anak ...) and the father's name; there is no family
name. Titles are not part of a name and are removed; hereditary words (Nik, Wan, Tengku) are, but identify nobody
alone. What the string cannot decide is asked. A person always picks; nothing is cut to fit.
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from ansible_collections.rasmi.mail.plugins.module_utils._standard.look import alike
from ansible_collections.rasmi.mail.plugins.module_utils._standard.name_tables import (
    ABDUL,
    CONNECTORS,
    HEREDITARY,
    MUHAMMAD,
    SIKH,
    TITLE_PAIRS,
    TITLES,
)

PATRONYMIC = "patronymic"
FAMILY_FIRST = "family-first"
WESTERN_FIRST = "western-first"
SINGLE = "single"
ORDERS = (PATRONYMIC, FAMILY_FIRST, WESTERN_FIRST, SINGLE)

#: Questions that only a person can answer.
ASK_ORDER = "name_order"
ASK_ALIAS = "alias"
ASK_SPELLING = "spelling"

_APOSTROPHES = str.maketrans(dict.fromkeys("\u2019\u2018\u02bc\u00b4`", "'"))
_SEPARATORS = re.compile(r"[\s,]+")
_LOCAL_PART = re.compile(r"^[a-z0-9]+(\.[a-z0-9]+)*$")
_SHORTEST_WORD = 3


@dataclass(frozen=True)
class Unit:
    """A part of a name that stays together: `full` as used joined, `bare` the part people are called by."""

    full: str
    bare: str
    hereditary: bool = False
    common: bool = False


@dataclass(frozen=True)
class Candidates:
    """Address local parts for a person, best first; a person picks.

    `too_long` and `too_short` were dropped for their length, `unavailable` because they are taken, reserved, blocked
    or look like a taken one. `titles` are the words removed, `alias` the other name after an "@" ("" = none).
    `ask` lists what a person must say first: name_order, alias, spelling.
    """

    candidates: tuple[str, ...]
    too_long: tuple[str, ...]
    too_short: tuple[str, ...]
    unavailable: tuple[str, ...]
    titles: tuple[str, ...]
    alias: str
    ask: tuple[str, ...]


class Held(NamedTuple):
    """Local parts that nobody else may have, and what the eye keeps of them; made once for many names."""

    texts: frozenset[str]
    skeletons: frozenset[str]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Held:
        """From local parts in any case."""
        held = frozenset(text.casefold() for text in texts)
        return cls(held, frozenset(map(_skeleton, held)))


def address_candidates(
    name: str,
    order: str | None = None,
    *,
    minimum: int = 4,
    maximum: int = 15,
    taken: Iterable[str] | Held = (),
    reserved: Collection[str] = (),
    blocked: Collection[str] = (),
) -> Candidates:
    """Return the ordered address candidates of a name.

    `order` is one of ORDERS, needed for names without connector. `minimum` and `maximum` are characters, the dot
    counts. `taken` are local parts in use or held (any case; `Held` for many names), `reserved` function names,
    `blocked` words that no address may contain. ValueError for an unknown order.
    """
    if order is not None and order not in ORDERS:
        raise ValueError(f"unknown name order {order!r}; use one of {', '.join(ORDERS)}")
    words, titles = _strip_titles(_words(name))
    words, alias = _split_alias(words)
    given, father, connected = _split(words)
    ask = [ASK_ALIAS] if alias else []
    if not connected and order is None and len(given) > 1:
        ask.append(ASK_ORDER)
    raw = list(dict.fromkeys(_generate(given, father, order or PATRONYMIC, connected)))
    if not raw:
        ask.append(ASK_SPELLING)
    fitting = [text for text in raw if minimum <= len(text) <= maximum]
    given_out, kept = taken if isinstance(taken, Held) else Held.of(taken), Held.of(reserved)
    held, skeletons = given_out.texts | kept.texts, given_out.skeletons | kept.skeletons
    free = [text for text in fitting if _free(text, held, skeletons, blocked)]
    if fitting and not free:
        free = _numbered(fitting, maximum, held, skeletons, blocked)
    return Candidates(
        tuple(free),
        tuple(text for text in raw if len(text) > maximum),
        tuple(text for text in raw if len(text) < minimum),
        tuple(text for text in fitting if text not in free),
        tuple(titles),
        " ".join(alias),
        tuple(ask),
    )


def _words(name: str) -> list[str]:
    text = unicodedata.normalize("NFKC", name).translate(_APOSTROPHES).casefold()
    text = text.replace("@", " @ ")
    return [word for word in _SEPARATORS.split(text) if word]


def _key(word: str) -> str:
    """Return a word as the tables spell it: no dots, no apostrophes."""
    return word.replace(".", "").replace("'", "")


def _strip_titles(words: list[str]) -> tuple[list[str], list[str]]:
    """Remove titles in front of the name, and in front of the father's name."""
    kept: list[str] = []
    titles: list[str] = []
    at_front = True
    index = 0
    # "Dr.Ir." and "Hj.Awang" are written without a space as well.
    words = [part for word in words for part in _unglue(word)]
    while index < len(words):
        word = words[index]
        pair = " ".join(_key(item) for item in words[index : index + 2])
        if at_front and pair in TITLE_PAIRS:
            titles.append(" ".join(item.replace(".", "") for item in words[index : index + 2]))
            index += 2
            continue
        # A title is only one when a name follows it: "Tun" alone would be somebody's whole name.
        if at_front and _key(word) in TITLES and index + 1 < len(words) and _key(words[index + 1]) not in CONNECTORS:
            titles.append(word.replace(".", ""))
            index += 1
            continue
        kept.append(word)
        at_front = _key(word) in CONNECTORS or word == "@"
        index += 1
    return kept, titles


def _unglue(word: str) -> list[str]:
    parts = [part for part in word.split(".") if part]
    if len(parts) > 1 and all(part in TITLES for part in parts[:-1]):
        return parts
    return [word]


def _split_alias(words: list[str]) -> tuple[list[str], list[str]]:
    """Take out the other registered name: from "@" to the next connector or the end."""
    if "@" not in words:
        return words, []
    start = words.index("@")
    end = start + 1
    while end < len(words) and _key(words[end]) not in CONNECTORS:
        end += 1
    return words[:start] + words[end:], [word for word in words[start + 1 : end] if word != "@"]


def _split(words: list[str]) -> tuple[list[str], list[str], bool]:
    """Return given name, father's name and whether a connector joined them."""
    places = [index for index, word in enumerate(words) if _key(word) in CONNECTORS and index > 0]
    if not places:
        return words, [], False
    after = words[places[0] + 1 :]
    end = next((index for index, word in enumerate(after) if _key(word) in CONNECTORS), len(after))
    return words[: places[0]], after[:end], True


def _letters(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word)
    return re.sub(r"[^a-z0-9]", "", plain.encode("ascii", "ignore").decode())


def _units(words: list[str]) -> list[Unit]:
    """Group words: Abd binds to the next one; Muhammad types and hereditary words are marked; initials go."""
    units: list[Unit] = []
    letters = [text for text in (_letters(word) for word in words) if len(text) > 1]
    index = 0
    while index < len(letters):
        word = letters[index]
        if word in ABDUL and index + 1 < len(letters):
            units.append(Unit(f"abd{letters[index + 1]}", letters[index + 1]))
            index += 2
            continue
        if word in MUHAMMAD:
            units.append(Unit("mohd", "mohd", common=True))
        elif word not in SIKH or len(letters) == 1:
            units.append(Unit(word, word, hereditary=word in HEREDITARY))
        index += 1
    return units


def _main(units: list[Unit]) -> list[Unit]:
    """Return the units that identify: neither hereditary nor Muhammad types, unless nothing else is there."""
    for kept in (
        [unit for unit in units if not unit.hereditary and not unit.common],
        [unit for unit in units if not unit.hereditary],
    ):
        if kept:
            return kept
    return units


def _join(units: list[Unit]) -> str:
    return "".join(unit.full for unit in units)


def _generate(given: list[str], father: list[str], order: str, connected: bool) -> Iterator[str]:
    if connected:
        yield from _patronymic(_units(given), _units(father))
        return
    if order == FAMILY_FIRST:
        yield from _family_first([text for text in (_letters(word) for word in given) if text])
        return
    if order == WESTERN_FIRST:
        yield from _western([text for text in (_letters(word) for word in given) if text])
        return
    units = _units(given)
    if order == SINGLE or len(units) < 2:
        yield from _patronymic(units, [])
        return
    yield from _patronymic(units[:-1], units[-1:])


def _patronymic(given: list[Unit], father: list[Unit]) -> Iterator[str]:
    if not given:
        return
    main = _main(given)
    joined = [_join(given), _join([unit for unit in given if not unit.hereditary] or given), _join(main)]
    singles = [unit.bare for unit in main if len(unit.bare) >= _SHORTEST_WORD]
    if father:
        # The father's first identifying name: his own hereditary words and titles say nothing about the person.
        of_father = _main(father)[0]
        for form in dict.fromkeys([*joined, *singles]):
            for name in dict.fromkeys([of_father.full, of_father.bare]):
                yield f"{form}.{name}"
    yield from joined
    if father and singles:
        yield f"{singles[0]}.{_main(father)[0].full[0]}"
    yield from singles


def _family_first(words: list[str]) -> Iterator[str]:
    if len(words) < 2:
        yield from words
        return
    family, given = words[0], "".join(words[1:])
    yield given
    yield f"{family}{given}"
    yield f"{given}.{family}"
    yield f"{given}.{family[0]}"


def _western(words: list[str]) -> Iterator[str]:
    if len(words) < 2:
        yield from words
        return
    first, rest = words[0], words[1:]
    yield f"{first}.{''.join(rest)}"
    yield f"{first}.{rest[0]}"
    yield first
    yield f"{first}.{rest[0][0]}"


def _free(text: str, held: Collection[str], skeletons: Collection[str], blocked: Collection[str]) -> bool:
    if not _LOCAL_PART.match(text) or text in held or _skeleton(text) in skeletons:
        return False
    flat = text.replace(".", "")
    return not any(word in flat for word in blocked)


def _skeleton(text: str) -> str:
    """Return what the eye keeps of a local part: addresses with equal skeletons are mistaken for each other."""
    return alike(text.casefold().replace(".", "").replace("-", "").replace("_", ""))


def _numbered(
    fitting: list[str], maximum: int, held: Collection[str], skeletons: Collection[str], blocked: Collection[str]
) -> list[str]:
    """Number suffixes, the last resort: the first free number from 2 on the first candidates that have room."""
    found: list[str] = []
    for text in fitting:
        for number in range(2, 100):
            numbered = f"{text}{number}"
            if len(numbered) > maximum:
                break
            if _free(numbered, held, skeletons, blocked):
                found.append(numbered)
                break
    return found
