# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A busy server may think about a whole message for longer than about a command (RFC 5321, 4.5.3.2.6)."""

from __future__ import annotations

import socket
import threading
import time

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._probes import mail
from ansible_collections.rasmi.mail.plugins.module_utils._probes.target import Target
from ansible_collections.rasmi.mail.plugins.module_utils._probes.wire import Masker, Smtp, Transcript

THINKS = 3.0


def serve(listening: socket.socket) -> None:
    """One connection: every command is answered at once, the message after a while."""
    connection, _peer = listening.accept()
    with connection, connection.makefile("rwb") as stream:

        def say(text: bytes) -> None:
            stream.write(text + b"\r\n")
            stream.flush()

        say(b"220 mail.test")
        for line in stream:
            if line == b".\r\n":
                time.sleep(THINKS)
                say(b"250 2.0.0 taken")
                return
            if line.startswith(b"DATA"):
                say(b"354 go on")
            elif line.startswith((b"MAIL", b"RCPT")):
                say(b"250 2.1.0 fine")


@pytest.mark.parametrize(("patience", "taken"), [(330.0, True), (0.1, False)])
def test_the_answer_to_a_message_is_waited_for_longer_than_any_other(
    monkeypatch: pytest.MonkeyPatch, patience: float, taken: bool
) -> None:
    monkeypatch.setattr(mail, "JUDGING_SECONDS", patience)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=serve, args=(listening,))
        thread.start()
        target = Target("127.0.0.1", "127.0.0.1", ("mail.test",), timeout=THINKS / 3)
        client = Smtp(target, listening.getsockname()[1], Transcript(Masker()))
        try:
            if taken:
                assert mail.transact(client, "a@mail.test", ["b@mail.test"], b"Subject: x\r\n\r\nx\r\n").accepted
            else:
                with pytest.raises(OSError, match="timed out"):
                    mail.transact(client, "a@mail.test", ["b@mail.test"], b"Subject: x\r\n\r\nx\r\n")
        finally:
            client.close()
            thread.join()
