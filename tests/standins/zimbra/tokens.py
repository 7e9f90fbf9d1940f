# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Authentication tokens: signed, so that they survive a restart, and worth nothing once the account says so."""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import asdict, dataclass, replace


@dataclass(frozen=True)
class Token:
    """Who it is for, until when (milliseconds since 1970), and what it was given out as.

    `validity` is the account's zimbraAuthTokenValidityValue at that moment: a new password raises it. `by` is the
    administrator behind a delegated token.
    """

    account: str
    expires: int
    admin: bool
    validity: str = ""
    by: str = ""
    csrf: bool = False
    issued: int = 0


class Mint:
    """Makes tokens and reads them back."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def _sign(self, data: str) -> str:
        return hmac.new(self._key, data.encode(), hashlib.sha256).hexdigest()

    def write(self, token: Token) -> str:
        data = json.dumps(asdict(token), separators=(",", ":")).encode().hex()
        return f"0_{self._sign(data)}_{data}"

    def read(self, text: str) -> Token | None:
        """None when it is not one of ours."""
        parts = text.split("_")
        if len(parts) != 3 or not hmac.compare_digest(self._sign(parts[2]), parts[1]):
            return None
        return Token(**json.loads(bytes.fromhex(parts[2])))

    def csrf(self, token: Token) -> str:
        """The value that must come in X-Zimbra-Csrf-Token beside a cookie with this token."""
        return self._sign("csrf" + self.write(replace(token, csrf=True)))[:40]
