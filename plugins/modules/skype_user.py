#!/usr/bin/python
# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: skype_user
short_description: The entitlement of an account to Skype for Business Server
version_added: 0.1.0
description:
  - Gives an account the entitlement, switches it on or off, and grants policies. Switching off keeps address and
    policies.
  - O(state=absent) erases them, and needs O(basis).
  - Works on Skype for Business Server 2015 and 2019.
author:
  - rasmi.mail contributors (@rasmi-mail)
requirements:
  - python >= 3.11
  - pypsrp >= 0.9
extends_documentation_fragment:
  - rasmi.mail.exchange
options:
  exchange:
    required: true
  name:
    description: SIP address, user principal name, DOMAIN\name or DN.
    type: str
    required: true
  state:
    description: Whether the account may use it.
    type: str
    choices: [enabled, disabled, absent]
    default: enabled
  pool_url:
    description:
      - Address of the pool's endpoint, for example V(https://pool.anm.gov.my/OcsPowershell); O(exchange.url)
        otherwise.
    type: str
  distinguished_name:
    description: DN of the account in Active Directory. Needed for a new user.
    type: str
  registrar_pool:
    description: Pool that serves a new user, by its full name.
    type: str
  basis:
    description: Application or decision that it rests on.
    type: str
  sip_address:
    description: Address, as V(sip:name@domain) (C(SipAddress)).
    type: str
  enterprise_voice:
    description: Whether telephony is on (C(EnterpriseVoiceEnabled)).
    type: bool
  audio_video_disabled:
    description: Whether audio and video are off (C(AudioVideoDisabled)).
    type: bool
  line_uri:
    description: Telephone line (C(LineURI)).
    type: str
  client_policy:
    description: Name of the client policy; empty for the default (C(Grant-CsClientPolicy)).
    type: str
  conferencing_policy:
    description: Name of the conferencing policy; empty for the default (C(Grant-CsConferencingPolicy)).
    type: str
  external_access_policy:
    description: Name of the external access policy; empty for the default (C(Grant-CsExternalAccessPolicy)).
    type: str
  archiving_policy:
    description: Name of the archiving policy; empty for the default (C(Grant-CsArchivingPolicy)).
    type: str
  mobility_policy:
    description: Name of the mobility policy; empty for the default (C(Grant-CsMobilityPolicy)).
    type: str
  pin_policy:
    description: Name of the PIN policy; empty for the default (C(Grant-CsPinPolicy)).
    type: str
  voice_policy:
    description: Name of the voice policy; empty for the default (C(Grant-CsVoicePolicy)).
    type: str
  parameters:
    description:
      - Further parameters of the cmdlet by their own names, with the values that they shall have.
      - A list parameter takes a list, or a dictionary with C(set), C(add) and C(remove). An empty text or list
        empties it. One without a value (null) is not managed.
      - Every name, value and version is checked against a table of the cmdlets before anything is sent.
    type: dict
attributes:
  check_mode:
    support: full
    description: Everything but the writing. The result is that of the run.
  diff_mode:
    support: full
    description: The settings that differ, before and after.
notes:
  - Runs in the controller's own process when the connection is local.
seealso:
  - module: rasmi.mail.skype_user_info
"""

EXAMPLES = r"""
- name: Skype, as approved
  rasmi.mail.skype_user:
    exchange: "{{ rasmi_mail_exchange }}"
    pool_url: "{{ rasmi_mail_skype_url }}"
    name: sip:rosmawati.daud@anm.gov.my
    distinguished_name: CN=Rosmawati Daud,OU=Pengguna,DC=anm,DC=gov,DC=my
    registrar_pool: pool.anm.gov.my
    sip_address: sip:rosmawati.daud@anm.gov.my
    external_access_policy: Tiada luar
    basis: ANM-2026-0102
"""

RETURN = r"""
guid:
  description: DN of the user; empty while it is not there.
  returned: success
  type: str
name:
  description: Name that the task gave.
  returned: success
  type: str
changes:
  description: What was, or in check mode would be, changed.
  returned: success
  type: list
  elements: dict
  contains:
    setting:
      description: Parameter of the cmdlet, or what else was changed.
      type: str
    before:
      description: Values before; empty when there was none.
      type: list
      elements: str
    after:
      description: Values after; empty when there is none.
      type: list
      elements: str
basis:
  description: What it rests on, as the task gave it.
  returned: success
  type: str
"""

from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.nouns import object_spec
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.skype import POLICIES, USER, manage
from ansible_collections.rasmi.mail.plugins.module_utils._glue import run_module
from ansible_collections.rasmi.mail.plugins.module_utils._options import EXCHANGE_SPEC

ARGUMENT_SPEC: dict[str, Any] = {
    "exchange": {"type": "dict", "required": True, "options": EXCHANGE_SPEC},
    "name": {"type": "str", "required": True},
    "state": {"type": "str", "choices": ["enabled", "disabled", "absent"], "default": "enabled"},
    "pool_url": {"type": "str"},
    "distinguished_name": {"type": "str"},
    "registrar_pool": {"type": "str"},
    "basis": {"type": "str"},
    **object_spec(USER),
    **{option: {"type": "str", **({"no_log": False} if "pin" in option else {})} for option in POLICIES},
}


def run(params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Bring the object to what is asked; check mode stops before the first write."""
    return manage(params, check_mode)


def main() -> None:
    """Entry point of the module."""
    run_module(ARGUMENT_SPEC, run)


if __name__ == "__main__":
    main()
