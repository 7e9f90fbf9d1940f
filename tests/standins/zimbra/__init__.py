# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A stand-in of Zimbra's admin and user SOAP service, over a real slapd.

It answers as a Zimbra 10.1.3 does where this collection looks: the 91 recorded answers replay against it. It uses the
standard library and ldap3 only, and nothing of the collection, so that a mistake of the client is not repeated here
and so that it runs in a container as `python3 -m zimbra.serve --config FILE`. Tests use `harness.Zimbra`.
"""

from __future__ import annotations
