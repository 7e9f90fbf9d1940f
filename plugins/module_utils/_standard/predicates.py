# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules over the facts of an application, answered True, False or None (= a person must decide).

A rule is {any: [...]}, {all: [...]}, {kind_in: [...]}, {post_class_in: [...]},
{grade_at_least: {SSM: 27, SSPA: 4}}, or "default".
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._standard import grades

Reason = dict[str, str]
Answer = tuple["bool | None", Reason]


def holds(rule: Any, facts: Mapping[str, Any]) -> Answer:
    """Return whether `rule` holds for `facts`, and why, in Malay and English. ValueError for an unknown rule."""
    if rule == "default":
        return True, {"ms": "peraturan lalai kumpulan pengguna", "en": "the default rule of the tiers"}
    if not isinstance(rule, Mapping) or len(rule) != 1:
        raise ValueError(f"not a rule: {rule!r}")
    ((name, argument),) = rule.items()
    if name in ("any", "all"):
        return _combine(name, [holds(part, facts) for part in argument])
    if name == "post_class_in":
        return _post_class(argument, facts)
    if name == "kind_in":
        return _kind(argument, facts)
    if name == "grade_at_least":
        return _grade(argument, facts)
    raise ValueError(f"unknown rule {name!r}; use any, all, kind_in, post_class_in, grade_at_least or default")


def _combine(name: str, answers: list[Answer]) -> Answer:
    # Kleene logic: one True settles "any" and one False settles "all", whatever else is unknown.
    settling = name == "any"
    for wanted in (settling, None):
        for answer, why in answers:
            if answer is wanted:
                return answer, why
    return answers[-1] if answers else (not settling, {"ms": "tiada syarat", "en": "no condition"})


def _post_class(allowed: list[str], facts: Mapping[str, Any]) -> Answer:
    found = facts.get("post_class")
    if not found:
        return None, {"ms": "kelas jawatan tidak dinyatakan", "en": "the class of the post is not given"}
    shown = ", ".join(allowed)
    if found in allowed:
        return True, {"ms": f"kelas jawatan {found}", "en": f"class of post {found}"}
    return False, {
        "ms": f"kelas jawatan {found} bukan {shown}",
        "en": f"class of post {found} is not {shown}",
    }


def _kind(allowed: list[str], facts: Mapping[str, Any]) -> Answer:
    found = facts.get("kind")
    if not found:
        return None, {"ms": "jenis akaun tidak dinyatakan", "en": "the kind of account is not given"}
    return found in allowed, {"ms": f"jenis akaun {found}", "en": f"kind of account {found}"}


def _grade(thresholds: Mapping[str, int], facts: Mapping[str, Any]) -> Answer:
    shown = ", ".join(f"{scheme} {number}" for scheme, number in sorted(thresholds.items()))
    raw = facts.get("grade")
    if not raw:
        return None, {"ms": f"gred tidak dinyatakan (ambang {shown})", "en": f"no grade given (threshold {shown})"}
    try:
        grade = grades.parse_grade(raw)
    except ValueError:
        return None, {"ms": "gred tidak difahami", "en": "the grade is not understood"}
    answer = grades.at_least(grade, thresholds)
    if answer is None:
        return None, {
            "ms": f"gred {grade} tidak dapat dibandingkan dengan {shown}",
            "en": f"grade {grade} cannot be compared with {shown}",
        }
    if answer:
        return True, {"ms": f"gred {grade} mencapai {shown}", "en": f"grade {grade} reaches {shown}"}
    return False, {"ms": f"gred {grade} di bawah {shown}", "en": f"grade {grade} is below {shown}"}


def named_tier() -> Reason:
    return {"ms": "kumpulan dinamakan dalam borang", "en": "the form names the tier"}


def unknown_tier(named: str, known: list[str]) -> Reason:
    shown = ", ".join(known)
    return {
        "ms": f"kumpulan {named} tiada dalam profil (ada: {shown})",
        "en": f"the profile has no tier {named} (it has: {shown})",
    }


def no_rule() -> Reason:
    return {"ms": "profil tiada peraturan", "en": "the profile has no rule"}


def reason_given() -> Reason:
    return {"ms": "sebab atau keperluan dinyatakan", "en": "the reason or need is given"}


def reason_missing(fields: list[str]) -> Reason:
    shown = ", ".join(fields)
    return {
        "ms": f"di bawah gred automatik dan tiada sebab ({shown})",
        "en": f"below the automatic grade and no reason given ({shown})",
    }
