# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One Zimbra stand-in for all tests of a module."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.contract.zimbra_standin.desk import Desk
from tests.standins.zimbra.harness import Zimbra


@pytest.fixture(scope="module")
def server() -> Iterator[Zimbra]:
    with Zimbra() as found:
        yield found


@pytest.fixture
def desk(server: Zimbra) -> Iterator[Desk]:
    yield Desk(server)
    server.knobs(shift=0.0, throttle=False, faults=[], expired_before=0)
