# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""BatchRequest: several requests in one, each answered or refused on its own."""

from __future__ import annotations

from typing import Any

from .call import Call
from .directory import LdapFault
from .faults import Fault, failure
from .wire import Body, text


def run_batch(call: Call, body: Body) -> Body:
    """`onerror` continue (all are tried) or stop (the first fault ends it).

    In JSON the requests of one name are a list, so the order is kept only inside one name; answers and faults carry
    the requestId of their request.
    """
    stop = text(body, "onerror", "continue") == "stop"
    answer: Body = {}
    faults: list[Any] = []
    call.authenticate()
    for name, requests in body.items():
        if name in ("onerror", "_jsns") or not isinstance(requests, (list, dict)):
            continue
        for request in requests if isinstance(requests, list) else [requests]:
            identity = {"requestId": text(request, "requestId")} if text(request, "requestId") is not None else {}
            namespace = request.get("_jsns") or body.get("_jsns", "")
            try:
                done = call.run(namespace, name, request)
            except (Fault, LdapFault) as error:
                fault = error if isinstance(error, Fault) else failure(str(error))
                faults.append({**fault.body(), **identity, "_jsns": "urn:zimbraSoap"})
                if stop:
                    return _result(answer, faults)
                continue
            namespace = done.pop("_jsns")
            answer.setdefault(name.removesuffix("Request") + "Response", []).append(
                {**done, **identity, "_jsns": namespace}
            )
    return _result(answer, faults)


def _result(answer: Body, faults: list[Any]) -> Body:
    if faults:
        answer["Fault"] = faults
    answer["_jsns"] = "urn:zimbra"
    return answer
