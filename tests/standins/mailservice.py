# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a small mail service decides: accounts, locks, quotas, and the flaws that it is given."""

from __future__ import annotations

import threading
from collections import Counter
from dataclasses import dataclass, field

NAME = "mail.kelantan.gov.my"
#: In nobody's words: a probe must not know them.
WARNING = b"From: <postmaster@kelantan.gov.my>\r\nSubject: =?utf-8?q?Hampir_penuh?=\r\n\r\nx\r\n"


@dataclass
class Box:
    password: str = ""
    temporary: bool = False
    active: bool = True
    age_days: float = 0
    quota: int = 314572800
    locked: bool = False
    failures: Counter[str] = field(default_factory=Counter)
    messages: list[bytes] = field(default_factory=list)

    def used(self) -> int:
        return sum(map(len, self.messages))


@dataclass
class Flaws:
    """What is wrong with the service; the defaults keep the standard."""

    lock_at: int = 3
    counter_per_path: bool = False
    bans_address: bool = False
    temporary_error: bool = False
    loses_mail: bool = False
    temporary_opens: bool = False
    max_age_days: float = 90
    suspended_opens: bool = False
    clear_text: bool = False
    relay: bool = False
    own_senders: bool = False
    size: int = 10240000
    web_size: int = 10240000
    web_breaks: bool = False
    catch_all: bool = False
    redirect: bool = True
    hsts: bool = True
    filters: bool = True
    alters: bool = False
    forwards: bool = False
    offers_filters: bool = False
    loses_on_export: bool = False
    warns_at: float = 90
    hesitates: int = 0  # so many logins over SMTP are answered with a temporary error


class Service:
    """The decisions; also the steward that probes ask to bring things about."""

    def __init__(self, addresses: list[str], flaws: Flaws) -> None:
        self.boxes = {address: Box() for address in addresses}
        self.flaws = flaws
        self.domain = "kelantan.gov.my"
        self.banned = False
        self.lock = threading.RLock()

    def login(self, path: str, address: str, password: str) -> bool:
        with self.lock:
            box = self.boxes.get(address)
            if box is None or self.banned:
                return False
            if box.password != password:
                self._failed(path, box)
                return False
            usable = box.active or self.flaws.suspended_opens
            usable = usable and not box.locked and box.age_days <= self.flaws.max_age_days
            usable = usable and (not box.temporary or path == "web" or self.flaws.temporary_opens)
            if usable:
                box.failures.clear()
            return usable

    def _failed(self, path: str, box: Box) -> None:
        box.failures[path if self.flaws.counter_per_path else ""] += 1
        if max(box.failures.values()) >= self.flaws.lock_at > 0:
            if self.flaws.bans_address:
                self.banned = True
            else:
                box.locked = True

    def keep(self, box: Box, data: bytes) -> None:
        """Store a message; who passes the mark with it is warned, once."""
        before = box.used()
        box.messages.append(data)
        mark = box.quota * self.flaws.warns_at / 100
        if before < mark <= box.used():
            box.messages.append(WARNING)

    # --- the steward
    def set_password(self, address: str, password: str, *, temporary: bool = False) -> None:
        box = self.boxes[address]
        box.password, box.temporary, box.age_days = password, temporary, 0

    def release(self, address: str) -> None:
        self.boxes[address].locked = False
        self.boxes[address].failures.clear()

    def age_password(self, address: str, days: float) -> None:
        self.boxes[address].age_days = days

    def quota(self, address: str) -> int:
        return self.boxes[address].quota

    def set_quota(self, address: str, size: int) -> None:
        self.boxes[address].quota = size

    def suspend(self, address: str) -> None:
        self.boxes[address].active = False

    def resume(self, address: str) -> None:
        self.boxes[address].active = True

    def close(self) -> None:
        pass
