# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What differs from platform to platform when the same control is observed.

What a platform cannot show is said here, once, with the reason: such a part could not be tested; it is never green.
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from ansible_collections.rasmi.mail.plugins.module_utils._probes.roundcube import Roundcube
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import CouldNotTest, Target
from ansible_collections.rasmi.mail.plugins.module_utils._probes.webmail import Webmail
from ansible_collections.rasmi.mail.plugins.module_utils._probes.wire import Transcript
from ansible_collections.rasmi.mail.plugins.module_utils._probes.zimbra_web import ZimbraWeb
from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import Bilingual, both


@dataclass(frozen=True)
class Platform:
    """`webmail` opens a session. `refuses_in_dialogue`: a full mailbox is refused before the sender has gone; otherwise
    the refusal reaches the sender as a notice. `checks_passwords_of_administrators`: the server refuses a weak one from
    an administrator too; otherwise it only judges when asked, and this collection asks. `exports_archive`: guide A of
    C-EXPORT. `guards_own_domains`: nobody sends in our name without a login; where this collection cannot bring that
    about (docs/zimbra.md, section 8), it is not asked. `login` is the way by which a restoration drill logs in, and
    `details` says that accounts there have more than the managed fields, which the drill compares too. `blind` are
    controls or
    "control/part" that this platform gives nothing to observe of, with the reason."""

    webmail: Callable[[Target, Transcript], Webmail]
    refuses_in_dialogue: bool = True
    checks_passwords_of_administrators: bool = True
    exports_archive: bool = False
    guards_own_domains: bool = False
    login: str = "imap"
    details: bool = False
    blind: Mapping[str, Bilingual] = field(default_factory=dict)


_NO_CLIENT = both(
    "koleksi ini tidak memandu klien web Zimbra dalam pelayar; perkhidmatan SOAP di belakangnya yang ditanya",
    "this collection does not drive Zimbra's web client in a browser; the SOAP service behind it is asked instead",
)

_NO_OWA = both(
    "koleksi ini tidak memandu Outlook on the web; docs/exchange.md menyatakan apa yang mesti dilihat sendiri",
    "this collection does not drive Outlook on the web; docs/exchange.md says what must be looked at by hand",
)

_WARNS_LATER = both(
    "kuota mengambil masa sehingga dua jam untuk sampai ke storan Exchange, yang kemudian memberi amaran pada masanya "
    "sendiri: tiada ujian yang menunggunya. Tetapkan IssueWarningQuota sebuah peti mel ujian di bawah isinya dan lihat "
    "peti itu keesokan harinya (docs/exchange.md)",
    "a quota takes up to two hours to reach Exchange's store, which then warns in its own time: no probe waits for it. "
    "Set a test mailbox's IssueWarningQuota below what it holds and look into it the next day (docs/exchange.md)",
)


def _no_webmail(_target: Target, _wire: Transcript) -> Webmail:
    raise CouldNotTest(**_NO_OWA)


PLATFORMS: Mapping[str, Platform] = {
    "reference": Platform(Roundcube, guards_own_domains=True),
    "zimbra": Platform(
        ZimbraWeb,
        # Behind Postfix stand the filter's queue and LMTP: only LMTP knows that a mailbox is full.
        refuses_in_dialogue=False,
        # SetPassword stores what breaks the policy; CheckPasswordStrength is what refuses.
        checks_passwords_of_administrators=False,
        exports_archive=True,
        login="web",
        details=True,
        blind={"C-AUTH-LOCK/browser": _NO_CLIENT, "C-PWD-FIRST/browser": _NO_CLIENT},
    ),
    "exchange": Platform(_no_webmail, refuses_in_dialogue=False, blind={"C-QUOTA-WARN": _WARNS_LATER}),
}


def platform_of(target: Target) -> Platform:
    """The traits of the target's platform."""
    return PLATFORMS[target.platform]


def open_webmail(target: Target, wire: Transcript) -> Webmail:
    """A session with the webmail of the target's platform, not logged in."""
    return platform_of(target).webmail(target, wire)
