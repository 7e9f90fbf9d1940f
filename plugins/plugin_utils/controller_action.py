# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Action side of modules that work on the controller's files.

A module costs about 0.25 s and 50 MB before its first line runs (measured: empty playbook 0.39 s, one ping 0.67 s).
These modules read forms, the standard and a directory service, so on a local connection they run inside the worker
that Ansible has already started. On any other connection the same module is shipped as usual.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

from ansible.errors import AnsibleActionFail
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
from ansible.plugins.action import ActionBase

from ansible_collections.rasmi.mail.plugins.module_utils._glue import Run, guarded


class ControllerAction(ActionBase):
    """Subclasses name the module's `run`, `argument_spec` and further rules (`mutually_exclusive`, ...).

    With `speaks`, the result is shown without -v, as `debug` shows its message; a task that repeats it takes 40 ms.
    `lines` gives what else is printed, as text, before the result.
    """

    module_run: ClassVar[Run]
    module_spec: ClassVar[dict[str, Any]]
    module_rules: ClassVar[dict[str, Any]] = {}
    speaks: ClassVar[bool] = False

    @staticmethod
    def lines(result: Mapping[str, Any]) -> Iterable[str]:
        """Lines to print for this result; none."""
        return ()

    _requires_connection = False
    _supports_check_mode = True

    def run(self, tmp: str | None = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        result: dict[str, Any] = super().run(tmp, task_vars)
        if self.speaks:
            result["_ansible_verbose_always"] = True
        if self._connection.transport != "local" or self._play_context.become:
            result.update(self._execute_module(task_vars=task_vars))
            self._print(result)
            return result
        outcome = guarded(self.run_here, self._checked(), bool(self._task.check_mode))
        for warning in outcome.pop("warnings_text", []):
            self._display.warning(warning)
        result.update(outcome)
        self._print(result)
        return result

    def _checked(self) -> dict[str, Any]:
        """The options, checked as a module checks them. Raises AnsibleActionFail that names every fault, not one."""
        spec, rules = type(self).module_spec, type(self).module_rules
        try:
            return dict(self.validate_argument_spec(argument_spec=spec, **rules)[1])
        except AnsibleActionFail as error:
            faults = ArgumentSpecValidator(spec, **rules).validate(dict(self._task.args)).error_messages
            raise AnsibleActionFail("\n".join([str(error), *faults[1:]])) from None

    def run_here(self, params: dict[str, Any], check_mode: bool) -> dict[str, Any]:
        """The module in this process. A subclass may say more meanwhile than a module can."""
        return type(self).module_run(params, check_mode)

    def show(self, lines: Iterable[str]) -> None:
        """Print lines at once."""
        text = "\n".join(lines)
        if text and not self._task.no_log:
            self._display.display(f"\n{text}")

    def _print(self, result: Mapping[str, Any]) -> None:
        self.show(self.lines(result))
