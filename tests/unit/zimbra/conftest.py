# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the tests of the SOAP client share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.standins.soapscript import Script
from tests.unit.zimbra.soap_bench import Bench


@pytest.fixture
def server() -> Iterator[Script]:
    with Script() as script:
        yield script


@pytest.fixture
def bench(server: Script) -> Iterator[Bench]:
    made = Bench(server)
    yield made
    made.soap.close()
