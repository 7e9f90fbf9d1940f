# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The notice that something of the watch turned red, or good again: once per change (R165).

It always becomes a file, and leaves by a second mail system when the site names one: the first may be what is down.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._notices.message import Letterhead, Texts, message
from ansible_collections.rasmi.mail.plugins.module_utils._notices.model import OFFICE, Notice
from ansible_collections.rasmi.mail.plugins.module_utils._notices.sending import FileOutlet, Outlet, RefusedError
from ansible_collections.rasmi.mail.plugins.module_utils._notices.texts import SEPARATOR
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import ProviderError

ALARM = "alarm"
_SOURCE = f"\n{SEPARATOR}\n".join(
    (
        "{{ 'MERAH / RED' if red else 'PULIH / MENDED' }}: {{ target }}, {{ at }}",
        """
Pemantauan {{ target }} pada {{ at }} (waktu Malaysia):
{% for one in red %}
  - MERAH: {{ one.ms }}
{%- endfor %}
{% for one in mended %}
  - PULIH: {{ one.ms }}
{%- endfor %}
{% if gap %}
  - JURANG: tiada pusingan selama {{ gap }} minit
{%- endif %}

Masih merah: {{ still }}. Notis ini dihantar sekali bagi setiap perubahan.
""",
        """
The watch of {{ target }} at {{ at }} (Malaysian time):
{% for one in red %}
  - RED: {{ one.en }}
{%- endfor %}
{% for one in mended %}
  - MENDED: {{ one.en }}
{%- endfor %}
{% if gap %}
  - GAP: no round for {{ gap }} minutes
{%- endif %}

Still red: {{ still }}. This notice is sent once per change.
""",
    )
)


def raise_alarm(
    facts: Mapping[str, Any], to: Sequence[str], head: Letterhead, outbox: str, outlet: Outlet | None, now: datetime
) -> list[str]:
    """Write the notice into `outbox` ("" = nowhere) and send it to everybody; returns what went wrong, one line each.

    `facts` are target, at, red, mended (lists of {ms, en}), gap (minutes, 0 = none), still (number). An alarm that
    cannot leave never stops the watch.
    """
    texts, trouble = Texts({ALARM: _SOURCE}), []
    ways: list[Outlet] = [one for one in (FileOutlet(outbox) if outbox else None, outlet) if one]
    for way in ways:
        with way:
            for address in to:
                key = f"{ALARM} {facts['target']} {now.isoformat()} {address}"
                notice = Notice(key, ALARM, OFFICE, address, "", "R165", now.date().isoformat(), facts)
                try:
                    way.send(message(notice, texts, head, now), head.sender, address)
                except (RefusedError, ProviderError) as error:
                    trouble.append(f"{way.channel}: {address}: {error}")
    return trouble
