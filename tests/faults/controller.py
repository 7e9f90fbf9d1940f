# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The controller as a process of its own, so that it can be killed: runs account_converge (with `applications`) or
<platform>_accounts with options from stdin.

Prints the module's result as JSON. An optional argument limits the size of every file it writes, in bytes, which is
how a full disk looks from inside.
"""

from __future__ import annotations

import json
import resource
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "collections"))

from ansible_collections.rasmi.mail.plugins.module_utils._glue import guarded
from ansible_collections.rasmi.mail.plugins.modules import (
    account_converge,
    exchange_accounts,
    reference_accounts,
    zimbra_accounts,
)

if __name__ == "__main__":
    if len(sys.argv) > 1:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[1]), resource.RLIM_INFINITY))
    given = json.load(sys.stdin)
    known = {"zimbra": zimbra_accounts, "exchange": exchange_accounts, "reference": reference_accounts}
    module = next(module for name, module in known.items() if name in given)
    if "applications" in given:
        module = account_converge
    spec = module.ARGUMENT_SPEC
    options = {name: given.get(name, rule.get("default")) for name, rule in spec.items()}
    print(json.dumps(guarded(module.run, options, False)))
