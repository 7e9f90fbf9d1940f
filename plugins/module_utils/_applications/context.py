# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What one value means under the standard: addresses, grades, eligibility, tiers.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._applications import checks, forms
from ansible_collections.rasmi.mail.plugins.module_utils._applications.alike import Kinds
from ansible_collections.rasmi.mail.plugins.module_utils._standard.grades import parse_grade
from ansible_collections.rasmi.mail.plugins.module_utils._standard.standard import Standard

_Key = tuple[Any, ...]


class Context:
    """The standard and the day under which forms are judged, with the answers that many forms share kept.

    `as_of` is an ISO date. Ten thousand officers share some fifty grades, so each is decided once. `kinds` are the ways
    of writing a form that were met so far, `dates` the latest date of forms whose dates are in order.
    """

    def __init__(self, standard: Standard, as_of: str) -> None:
        self.standard = standard
        self.as_of = as_of
        domains = standard.domains
        self.official = frozenset(str(domain).lower() for domain in domains.get("official", ()))
        self.suffixes = tuple(f".{str(suffix).lower()}" for suffix in domains.get("allowed_suffixes", ()))
        naming = standard.naming
        self.max_local = int(naming.get("max") or checks.MAX_LOCAL_PART)
        self.reserved = frozenset(str(word).lower() for word in naming.get("reserved") or ())
        self.blocked = tuple(str(word).lower() for word in naming.get("blocked") or ())
        self.forms = forms.taken(standard.approvals)
        self.kinds = Kinds()
        self.dates: dict[_Key, str] = {}
        self._grades: dict[_Key, str] = {}
        self._eligible: dict[_Key, tuple[bool, str, tuple[str, ...]]] = {}
        self._tiers: dict[_Key, str] = {}

    def grade_problem(self, scheme: str, grade: str) -> str:
        """What is wrong with a grade, "" when it exists."""
        key = (scheme, grade)
        found = self._grades.get(key)
        if found is None:
            try:
                parse_grade({"scheme": scheme, "grade": grade})
                found = ""
            except ValueError:
                found = f"is not a grade of {scheme}"
            self._grades[key] = found
        return found

    def eligible(self, post_class: str, scheme: str, grade: str, note: str) -> tuple[bool, str, tuple[str, ...]]:
        """Whether an account may be had (R035, R036): the answer, why, and the clause.

        What the standard cannot decide counts as "not without a reason".
        """
        key = (post_class, scheme, grade, bool(note.strip()))
        found = self._eligible.get(key)
        if found is None:
            facts = {"post_class": post_class, "grade": {"scheme": scheme, "grade": grade}, "note": note}
            decision = self.standard.eligible(facts)
            clauses = tuple(filter(None, (decision.clause, "R036")))
            found = self._eligible[key] = (bool(decision.eligible), decision.reason.get("en", ""), clauses)
        return found

    def tier(self, kind: str, post_class: str, scheme: str, grade: str, named: str = "") -> str:
        """The id of the tier, "" when a person must decide."""
        key = (kind, post_class, scheme, grade, named)
        found = self._tiers.get(key)
        if found is None:
            facts: dict[str, Any] = {"kind": kind, "post_class": post_class}
            if grade:
                facts["grade"] = {"scheme": scheme, "grade": grade}
            if named:
                facts["tier"] = named
            decision = self.standard.tier_for(facts)
            found = self._tiers[key] = decision.tier.id if decision.tier else ""
        return found

    def address_problem(self, address: str) -> tuple[str, str, tuple[str, ...]]:
        """What stops an address from being given out: problem, remedy and clauses; ("", "", ()) when nothing does."""
        why = checks.address(address)
        if why:
            return why, "Write the whole address, for example nama.bapa@kelantan.gov.my.", ("R058",)
        local, domain = address.lower().split("@")
        if domain not in self.official:
            return self._foreign(domain)
        if len(local) > self.max_local:
            return (
                f"has {len(local)} characters before the @, at most {self.max_local} are allowed",
                "Choose a shorter address; it is never cut.",
                ("R055",) if self.max_local != checks.MAX_LOCAL_PART else ("RFC 5321 4.5.3.1.1",),
            )
        if any(word in local.replace(".", "") for word in self.blocked):
            return (
                "holds a word that no address of this agency may hold",
                "Choose another name before the @.",
                ("R055",),
            )
        if local in self.reserved:
            return "is reserved for the mail service", "Choose another name before the @.", ("RFC 2142",)
        return "", "", ()

    def foreign_problem(self, address: str) -> str:
        """What is wrong with an address that must be another government agency's, "" when nothing is."""
        domain = address.lower().rpartition("@")[2]
        if domain in self.official:
            return "is an address of this agency, not of the agency at the place of duty"
        return "" if not self.suffixes or f".{domain}".endswith(self.suffixes) else "is not in a government domain"

    def reason_on_reject(self, form: str) -> bool:
        """Whether the profile wants a reason with each rejection of this form (R048)."""
        steps = self.standard.approvals.get(forms.APPROVALS[form], {}).get("steps", ())
        return any(step.get("reason_on_reject") == "required" for step in steps)

    def approvers(self, approval: str) -> tuple[str, ...]:
        """The roles that may decide by an approval of the profile, () when it names none."""
        steps = self.standard.approvals.get(approval, {}).get("steps", ())
        return tuple(sorted({role for step in steps if step.get("decision") for role in step["role"]}))

    def one_person(self, form: str) -> bool:
        """Whether the profile lets one person alone support and decide this form: it has one step, or says so (C12)."""
        approval = self.standard.approvals.get(forms.APPROVALS.get(form, ""), {})
        return bool(approval.get("one_person")) or len(approval.get("steps", ())) == 1

    def _foreign(self, domain: str) -> tuple[str, str, tuple[str, ...]]:
        listed = ", ".join(sorted(self.official))
        if f".{domain}".endswith(self.suffixes):
            why = f"is not in an official domain of this agency ({listed})"
        else:
            why = "is not in a government domain"
        return why, f"Use an address in {listed}.", ("R013", "R059")
