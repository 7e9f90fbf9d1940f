# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The few lines every module shares: run the pure function, map our errors to one message.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import FaultsError, RasmiError

Run = Callable[[dict[str, Any], bool], dict[str, Any]]


def guarded(run: Run, params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
    """Call `run` and turn every expected error into a result with `failed` and one readable `msg`."""
    try:
        return {"changed": False, **run(params, check_mode)}
    except FaultsError as error:
        return {
            "failed": True,
            "changed": False,
            "msg": str(error),
            "faults": [fault.to_dict() for fault in error.faults],
        }
    except RasmiError as error:
        return {"failed": True, "changed": False, "msg": str(error), "error": type(error).__name__}
    except ImportError as error:
        return {
            "failed": True,
            "changed": False,
            "msg": f"The Python library {error.name!r} is missing on this machine; see requirements.txt of rasmi.mail.",
        }


def run_module(argument_spec: dict[str, Any], run: Run, **module_options: Any) -> None:
    """The `main` of a module of this collection."""
    from ansible.module_utils.basic import AnsibleModule

    module = AnsibleModule(argument_spec=argument_spec, supports_check_mode=True, **module_options)
    result = guarded(run, dict(module.params), module.check_mode)
    for warning in result.pop("warnings_text", []):
        module.warn(warning)
    if result.pop("failed", False):
        module.fail_json(**result)
    module.exit_json(**result)
