# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A real domain controller, and an organisational unit of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.directory import Ad, DirectoryTarget
from ansible_collections.rasmi.mail.tests.standins.exchange_site import controller, options, unit
from ansible_collections.rasmi.mail.tests.standins.samba import Samba


@pytest.fixture(scope="session")
def dc() -> Samba:
    return controller()


@pytest.fixture
def home(dc: Samba) -> Iterator[str]:
    with unit(dc) as made:
        yield made


@pytest.fixture
def ad(dc: Samba, home: str) -> Iterator[Ad]:
    connection = Ad(DirectoryTarget.from_options(options(dc, home)))
    yield connection
    connection.close()
