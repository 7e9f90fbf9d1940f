# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The requests of all unit tests, together."""

from __future__ import annotations

from tests.standins.soapshapes import Recorder


def test_every_request_that_left_has_its_shape(recorder: Recorder) -> None:
    assert recorder.seen, "nothing was recorded: run it together with the other tests of the Zimbra client"
    assert sorted(recorder.faults) == []
