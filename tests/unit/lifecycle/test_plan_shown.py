# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A plan shows itself when there is something to do or to decide, and only then."""

from __future__ import annotations

import pytest

from ansible_collections.rasmi.mail.plugins.action.account_plan import ActionModule

PLAN = {"diff": {"prepared": "title\ncreate a@b\n"}, "table_file": "/s/plan.txt", "page_file": "/s/plan.html"}


@pytest.mark.parametrize("why", [{"pending": True, "asks": 0}, {"pending": False, "asks": 2}])
def test_what_is_to_be_done_or_decided_is_shown_with_the_files_that_have_all_of_it(why):
    assert list(ActionModule.lines({**PLAN, **why})) == ["title", "create a@b", "", "/s/plan.txt", "/s/plan.html"]


@pytest.mark.parametrize("result", [{**PLAN, "pending": False, "asks": 0}, {"failed": True, "msg": "x"}])
def test_nothing_to_do_and_faults_show_no_plan(result):
    assert not list(ActionModule.lines(result))
