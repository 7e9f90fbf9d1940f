# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How large a file gets in a message (conflict C01): all sizes in bytes.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

#: RFC 2045: 57 bytes of a file become a line of 76 characters and CRLF.
FILE_LINE, WIRE_LINE = 57, 78
#: What a mail program's headers, a short text and the boundaries of one file take.
HEADERS = 2048


def needs(file_bytes: int, headers: int = HEADERS) -> int:
    """The message limit that a file of `file_bytes` needs."""
    return -(-file_bytes // FILE_LINE) * WIRE_LINE + headers


def fits(message_bytes: int, headers: int = HEADERS) -> int:
    """The largest file, or all files of a message together, that a limit of `message_bytes` lets through."""
    return max(message_bytes - headers, 0) // WIRE_LINE * FILE_LINE
