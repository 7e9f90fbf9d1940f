# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every SOAP request that leaves the collection for Zimbra in any test is recorded and checked for its shape.

Two parts of the collection send such requests: the client, and the probes as a user of the webmail. A test named
test_every_request_that_left_has_its_shape, which each stage has once, runs last and says what was found.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from ansible_collections.rasmi.mail.plugins.module_utils._probes.zimbra_web import ACCOUNT, ZimbraWeb
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.soap import Soap
from tests.standins.soapshapes import Recorder

LAST = "test_every_request_that_left_has_its_shape"

# Generated worlds are the same in every run, so that only a change of the code makes a run red; script/test explore
# draws others and many more. A busy machine is no reason to fail.
_BUSY: dict[str, Any] = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow]}
settings.register_profile("same", derandomize=True, **_BUSY)
settings.register_profile("explore", max_examples=2000, **_BUSY)
settings.load_profile("same")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.name == LAST)


@pytest.fixture(scope="session", autouse=True)
def recorder() -> Iterator[Recorder]:
    made = Recorder()
    plain = ZimbraWeb.call

    def watched(web: ZimbraWeb, request: str, body: dict[str, Any], space: str = ACCOUNT) -> dict[str, Any]:
        made(request, {"_jsns": space, **body})
        return plain(web, request, body, space)

    patch = pytest.MonkeyPatch()
    patch.setattr(ZimbraWeb, "call", watched)
    Soap.observers.append(made)
    yield made
    Soap.observers.remove(made)
    patch.undo()
