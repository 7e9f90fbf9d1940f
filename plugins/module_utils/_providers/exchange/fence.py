# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The token in the control entry that says whose run may write.

A domain controller makes each modify as a whole: taking away generation N and giving N+1 fails when somebody was there
first. That holds on one domain controller, so both runs must use the same one; what replicates later cannot be asked.
The entry is a group without members, because who may make users may make groups, and no user may write to it.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import notes
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.directory import Ad, DirectoryError
from ansible_collections.rasmi.mail.plugins.module_utils._providers.reference import ber
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import (
    LockedError,
    PartialAnswerError,
    StalePlanError,
)

NAME = "rasmi-control"
#: A global security group (MS-ADTS 2.2.12).
GROUP_TYPE = "-2147483646"
GENERATION, RUN = notes.NOTES, "description"
FIRST = "0"


class Fence:
    """The token of a domain; `dn` is the control entry's."""

    def __init__(self, dn: str) -> None:
        self.dn = dn

    def get(self, ad: Ad) -> int:
        """The generation now. Raises PartialAnswerError when there is no control entry."""
        entry = ad.get(self.dn, (GENERATION,))
        found = entry.number(GENERATION) if entry else None
        if found is None:
            raise PartialAnswerError(
                f"{self.dn} cannot be read: the domain was not prepared by rasmi.mail.ad_home, directory.home is "
                "another one, or our identity lacks rights there."
            )
        return found

    def take(self, ad: Ad, generation: int, mark: str) -> None:
        """Step from `generation` to the next one. Raises StalePlanError when somebody was there first."""
        import ldap3

        try:
            ad.change(
                self.dn,
                [
                    (GENERATION, ldap3.MODIFY_DELETE, [str(generation)]),
                    (GENERATION, ldap3.MODIFY_ADD, [str(generation + 1)]),
                    (RUN, ldap3.MODIFY_REPLACE, [mark]),
                ],
            )
        except DirectoryError as error:
            if error.code != ber.NO_SUCH_ATTRIBUTE:
                raise
            raise StalePlanError(
                f"Another run has written to the directory since generation {generation} was read; nothing was "
                "changed. Run again: a new plan starts from what is there now."
            ) from None

    def verify(self, ad: Ad, mark: str) -> None:
        """Raise LockedError when another run has taken the token."""
        if not ad.holds(self.dn, RUN, mark):
            raise LockedError("Another run has taken over the directory while this one was writing; this one stopped.")


def control_dn(home: str) -> str:
    return f"CN={NAME},{home}"
