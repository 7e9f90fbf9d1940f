# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""People of an organisation that nobody has managed yet: mailboxes with limits of their own, and a broadcast group."""

from __future__ import annotations

import sys
from pathlib import Path

from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.directory import Ad, DirectoryTarget
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.session import Session
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.target import EndpointTarget
from ansible_collections.rasmi.mail.tests.standins.exchange_site import options, user
from ansible_collections.rasmi.mail.tests.standins.samba import Samba

#: Name -> limits of its own.
PEOPLE = {
    "korporat": {},
    "besar": {"MaxSendSize": "50MB", "MaxReceiveSize": "50MB"},
    "ketat": {"MaxSendSize": "5MB"},
    "arkib": {},
}
DOMAIN = "anm.gov.my"


def make(state: Path) -> None:
    """Make them, once."""
    address = (state / "address").read_text().strip()
    dc = Samba("molecule", address, state)
    target = EndpointTarget.from_options(
        {
            "url": f"https://{address}/PowerShell/",
            "auth": "basic",
            "user": "ANM\\rasmi-exchange",
            "password_file": str(state / "rasmi-exchange"),
            "ca_file": str(state / "ca.pem"),
        }
    )
    ad = Ad(DirectoryTarget.from_options(options(dc)))
    with Session(target) as session:
        for name, limits in PEOPLE.items():
            dn = user(ad, f"CN=Users,{dc.base}", name, "Kata-Laluan-2026x")
            session.send("Enable-Mailbox", {"Identity": dn, "PrimarySmtpAddress": f"{name}@{DOMAIN}", "Alias": name})
            if limits:
                session.send("Set-Mailbox", {"Identity": dn, **limits})
        session.send("Enable-Mailbox", {"Identity": f"CN=arkib,CN=Users,{dc.base}", "Archive": True})
        session.send("New-DistributionGroup", {"Name": "hebahan", "PrimarySmtpAddress": f"hebahan@{DOMAIN}"})
    ad.close()


if __name__ == "__main__":
    make(Path(sys.argv[1]))
