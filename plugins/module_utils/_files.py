# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files that are written whole or not at all. PRIVATE to the collection rasmi.mail."""

from __future__ import annotations

import contextlib
import os
import tempfile

from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import RasmiError


def content_of(path: str) -> bytes | None:
    """The bytes of a file, None when there is none. Raises RasmiError when it cannot be read."""
    try:
        with open(path, "rb") as handle:
            return handle.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise RasmiError(f"{path}: cannot be read: {error.strerror}.") from error


def replace_file(path: str, content: bytes, mode: int = 0o644) -> None:
    """Write a file in one step, with the directories above it. Raises RasmiError."""
    temporary = ""
    try:
        os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
        descriptor, temporary = tempfile.mkstemp(dir=os.path.dirname(path) or ".", prefix=".new-")
        with open(descriptor, "wb") as handle:
            handle.write(content)
            os.fchmod(handle.fileno(), mode)
        os.replace(temporary, path)
        temporary = ""
    except OSError as error:
        raise RasmiError(f"{path}: cannot be written: {error.strerror}.") from error
    finally:
        if temporary:
            with contextlib.suppress(OSError):
                os.unlink(temporary)
