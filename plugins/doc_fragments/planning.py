# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """What every module that plans accounts takes, besides its inputs and the server."""

    DOCUMENTATION = r"""
options:
  groups:
    description: File of the groups that are managed. Membership of any other group is left alone.
  platform:
    description: Kind of the mail server. Each needs the option of its own name.
    type: str
    choices: [reference, zimbra, exchange]
    default: reference
  new_server:
    description:
      - The server is not provisioned yet; plan against the empty directory that provisioning would leave.
      - Only in check mode, so that a first rehearsal of a whole site shows its accounts too. An answer of a real server
        is never replaced by emptiness.
    type: bool
    default: false
  dest:
    description: Where to write the plan (JSON, readable by its owner only).
    type: path
    required: true
  table:
    description: Where to write the table. The default is O(dest) with the suffix C(.txt).
    type: path
  page:
    description:
      - Where to write the plan as one HTML page for the person who decides, in Malay and English, readable on paper.
      - Not written for more accounts than O(page_limit).
      - It says for every line who, from what to what, why (the clause in the document's words, the application), until
        when and how it can be undone; what waits for whom; and what the next 180 days bring.
    type: path
  page_limit:
    description:
      - Largest number of accounts for which O(page) is written. It looks at every account a second time, which takes
        some 1.5 s of processor time for 100,000, in every run.
    type: int
    default: 30000
  disk:
    description: Size of the mail store, such as V(2 TB), to hold the promised storage against on O(page).
    type: str
  agency:
    description: Name of the agency on O(page).
    type: str
  ledger:
    description: Ledger of the runs; from it comes the number of accounts that the server must still have.
    type: path
  addresses:
    description:
      - Where to write which addresses this platform holds, for O(other_addresses) of the agency's other platforms
        (JSON, readable by its owner only; removed accounts and what the forms decide included). Check mode writes it
        too.
    type: path
  other_addresses:
    description:
      - For an agency with more than one directory, the O(addresses) files of the other platforms, by platform. Who
        would get an address that is held there becomes a question.
      - When such a file is missing, or more than 7 days older than O(as_of), every new address becomes a question.
    type: dict
  used:
    description:
      - Bytes that mailboxes hold, by address, as M(rasmi.mail.reference_usage_info) has just read them there; the
        directory of O(platform=reference) does not know it. The other platforms are asked themselves.
      - It is looked at only when a quota would shrink. Who is not in it counts as unknown, and is asked about.
    type: dict
    default: {}
  measures:
    description:
      - Whether the task is followed by one that plans again with O(used) when RV(unmeasured) is not empty. The plan is
        then provisional, and is not printed.
    type: bool
    default: false
  language:
    description: Language of the table.
    type: str
    choices: [ms, en]
    default: en
  show:
    description: Number of lines of the plan that are returned; the files have all.
    type: int
    default: 20
"""
