# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Why the installer stopped, in words that say what to do; its output may hold passwords and is masked.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

#: install.sh and zmsetup.pl print "Question [default] " and read the keyboard.
_QUESTION = re.compile(r"^(?P<question>\S[^\[\]]*?)\s*\[(?P<default>[^\[\]]*)\]\s*$")
_AGAIN = "A Yes/No answer is required"
_ERROR = re.compile(r"\bERROR\b|\bFAILED\b|Aborting|UPGRADE FAILED|failed\.$")
_TAIL = 15
_SHOWN = 2000


def trouble(output: str, secrets: Iterable[str] = (), timed_out: bool = False) -> str:
    """Sum up what the installer printed: the question it waited with, or its errors, and the last lines."""
    for secret in sorted({secret for secret in secrets if secret}, key=len, reverse=True):
        output = output.replace(secret, "********")
    lines = [line.rstrip() for line in output.splitlines() if line.strip()]
    asked = _asked(lines)
    said = [line.strip() for line in lines if _ERROR.search(line)]
    if asked:
        head = (
            f'The installer asked "{asked}", and nobody answers an unattended run. It needs a key of its configuration '
            "file that the role does not know: find its name in install.sh or zmsetup.pl and put it into "
            "zimbra_server_settings."
        )
    elif timed_out:
        head = "The installer did not end in time (zimbra_server_timeout_seconds)."
    elif said:
        head = f"The installer stopped: {said[-1]}"
    else:
        head = "The installer ended without saying why."
    return "\n".join([head, "Its last lines:", *(f"  {line}" for line in lines[-_TAIL:])])[:_SHOWN]


def _asked(lines: list[str]) -> str:
    """The question that the output ends with; "" when it ends otherwise.

    Without a keyboard each question gets its default, so "Do you wish to continue?" and "Exit?" alternate for ever.
    """
    asked = ""
    for line in reversed(lines):
        if line.strip() == _AGAIN:
            continue
        match = _QUESTION.match(line.removesuffix(_AGAIN).strip())
        if match is None:
            return asked
        asked = match["question"]
        if not asked.startswith("Exit"):
            return asked
    return asked
