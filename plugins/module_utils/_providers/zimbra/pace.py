# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How fast to ask, and how long to wait before asking again.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import datetime
import email.utils
import threading
from collections import deque
from collections.abc import Callable

#: Seconds: the first wait, the longest that doubling reaches, and the longest that a server may ask for.
FIRST = 1.0
LONGEST = 30.0
PATIENCE = 300.0


class Pace:
    """Lets at most `rate` requests pass in any second; 0 lets all pass.

    The server's throttle counts the requests of the last second, refused ones included, so a burst of `rate` costs
    nothing and only the next one waits. It counts by address: connections of one run share a Pace, from any thread.
    """

    def __init__(self, rate: float, sleep: Callable[[float], object], clock: Callable[[], float]) -> None:
        self._sleep, self._clock = sleep, clock
        self._window = 1.0 if rate >= 1 else 1.0 / rate if rate > 0 else 0.0
        self._sent: deque[float] = deque(maxlen=max(1, int(rate)))
        self._lock = threading.Lock()

    def wait(self) -> None:
        """Return when the next request may leave."""
        if not self._window:
            return
        with self._lock:
            if len(self._sent) == self._sent.maxlen:
                early = self._sent[0] + self._window - self._clock()
                if early > 0:
                    self._sleep(early)
            self._sent.append(self._clock())


def backoff(attempt: int, chance: float) -> float:
    """Seconds to wait after the `attempt`-th failure (from 1): doubling, up to half as much again by `chance`."""
    return min(FIRST * 2.0 ** (attempt - 1), LONGEST) * (1.0 + chance / 2)


def retry_after(header: str) -> float | None:
    """What a Retry-After header asks for, in seconds and at most PATIENCE; None when it says nothing usable."""
    text = header.strip()
    if text.isascii() and text.isdigit():
        return min(float(text), PATIENCE)
    try:
        moment = email.utils.parsedate_to_datetime(text)
    except (TypeError, ValueError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=datetime.UTC)
    wait = (moment - datetime.datetime.now(datetime.UTC)).total_seconds()
    return min(max(wait, 0.0), PATIENCE)
