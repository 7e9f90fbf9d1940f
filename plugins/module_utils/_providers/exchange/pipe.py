# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One runspace on an Exchange endpoint, over the client library pypsrp: open it, run one pipeline, close it.

Everything that knows the library is here. Two of its private names (RunspacePool._serializer and ._fragmenter) are
used, so that answers are read by clixml.py; requirements.txt pins the version for that.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import contextlib
import math
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange import clixml
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.faults import (
    SHELL_NOT_FOUND,
    ShellLost,
    Throttled,
    masked,
    too_many,
)
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.target import (
    CERTIFICATE,
    KERBEROS,
    EndpointTarget,
)
from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import AuthenticationError, ProviderError

if TYPE_CHECKING:
    from pypsrp.powershell import PowerShell, RunspacePool
    from pypsrp.wsman import WSMan

#: Seconds after which the server answers a Receive with "nothing yet", and what HTTP waits beyond that.
_TURN = 20
_GRACE = 15


@dataclass(frozen=True)
class Secret:
    """A value that travels as a SecureString, encrypted with the session's key, and is shown nowhere."""

    text: str

    def __repr__(self) -> str:
        return "Secret()"


@dataclass(frozen=True)
class Heard:
    """What one pipeline gave: objects, sentences of warning, error records of the library."""

    rows: list[Any]
    warnings: list[str]
    errors: list[Any]


class Pipe:
    """One WSMan connection with one runspace. Not to be shared by threads: the library's reader is not made for it."""

    def __init__(self, target: EndpointTarget, clock: Callable[[], float] = time.monotonic) -> None:
        self.target, self._clock = target, clock
        self._wsman: WSMan | None = None
        self._pool: RunspacePool | None = None

    @property
    def is_open(self) -> bool:
        return self._pool is not None

    def open(self) -> None:
        """Raises AuthenticationError, Throttled (no further runspace for this user) and ProviderError."""
        if self._pool is not None:
            return
        with self._translated():
            self._wsman = _wsman(self.target)
            pool = _pool_of(self._wsman, self.target.configuration)
            try:
                pool.open()
            except BaseException:
                self._pool = pool
                self.close()
                raise
            self._pool = pool

    def run(self, commands: Sequence[tuple[str, Mapping[str, Any]]]) -> Heard:
        """Run the commands as one pipeline. Raises ShellLost and ProviderError; a refusal is in `errors`."""
        from pypsrp.powershell import PowerShell

        if self._pool is None:
            raise ProviderError("The session is closed.")
        secrets = [value.text for _name, given in commands for value in given.values() if isinstance(value, Secret)]
        with self._translated(secrets):
            if secrets:
                self._pool.exchange_keys()
            shell = PowerShell(self._pool)
            for name, given in commands:
                shell.add_cmdlet(name)
                for parameter, value in given.items():
                    shell.add_parameter(parameter, _plain(value))
            return self._finish(shell, commands[0][0])

    def _finish(self, shell: PowerShell, name: str) -> Heard:
        from pypsrp.complex_objects import PSInvocationState

        deadline = self._clock() + self.target.timeout
        shell.begin_invoke()
        while shell.state == PSInvocationState.RUNNING:
            if self._clock() > deadline:
                with contextlib.suppress(Exception):
                    shell.stop()
                raise TimeoutError(f"{name} took more than {self.target.timeout:g} s")
            left = math.ceil(deadline - self._clock())
            shell.poll_invoke(timeout=max(1, left) if left < _TURN else None)
        with contextlib.suppress(Exception):  # the answer is here; a server that is gone is noticed by the next call
            shell.close()
        streams = shell.streams
        warned = [str(getattr(one, "message", one) or "") for one in streams.warning]
        return Heard(list(shell.output), warned, list(streams.error))

    def close(self) -> None:
        """Delete the shell on the server, where an open one counts against the user until it is idle for long."""
        pool, wsman, self._pool, self._wsman = self._pool, self._wsman, None, None
        if pool is not None:
            with contextlib.suppress(Exception):
                pool.close()
        if wsman is not None:
            with contextlib.suppress(Exception):
                wsman.close()

    @contextlib.contextmanager
    def _translated(self, secrets: Sequence[str] = ()) -> Iterator[None]:
        """Turn the library's exceptions into ours, without what must not be seen."""
        from pypsrp import exceptions as psrp
        from requests import exceptions as http
        from spnego.exceptions import SpnegoError

        place, hidden = self.target.place, [self.target.password, *secrets]

        def said(error: BaseException) -> str:
            return masked(" ".join(str(error).split())[:500], hidden)

        try:
            yield
        except psrp.AuthenticationError as error:
            raise AuthenticationError(
                f"{place}: {self.target.user or 'our ticket'} is not let in: {said(error)}"
            ) from None
        except (SpnegoError, ImportError) as error:
            raise self._no_ticket(said(error)) from None
        except psrp.WSManFaultError as error:
            if error.code == SHELL_NOT_FOUND:
                raise ShellLost(f"{place}: the session is gone: {said(error)}") from None
            raise self._refusal(said(error)) from None
        except http.SSLError as error:
            raise ProviderError(
                f"{place}: its certificate is not accepted (see exchange.ca_file): {said(error)}"
            ) from None
        except (http.RequestException, OSError) as error:
            raise ShellLost(f"{place}: no answer: {said(error)}") from None
        except (psrp.WinRMError, psrp.InvalidPSRPOperation, psrp.InvalidRunspacePoolStateError) as error:
            raise self._refusal(said(error)) from None
        except Exception as error:
            # the Kerberos libraries may not be there, so their exceptions are known by their module only
            if type(error).__module__.partition(".")[0] not in ("krb5", "gssapi"):
                raise
            raise self._no_ticket(said(error)) from None

    def _no_ticket(self, text: str) -> AuthenticationError:
        return AuthenticationError(
            f"{self.target.place}: no Kerberos ticket for it: {text}. See requirements-kerberos.txt, the machine's "
            "krb5.conf, user and password, and whether the URL names the server by its full name (or server_name does)."
        )

    def _refusal(self, text: str) -> ProviderError:
        if too_many(text):
            hint = "What a killed run left behind ends after about a quarter of an hour; or lower exchange.workers."
            return Throttled(f"{self.target.place}: {text} {hint}")
        return ProviderError(f"{self.target.place}: {text}")


def _plain(value: Any) -> Any:
    from pypsrp.serializer import TaggedValue

    if isinstance(value, Secret):
        return TaggedValue("SS", value.text)
    if isinstance(value, datetime):
        return TaggedValue("DT", value.isoformat())
    return list(value) if isinstance(value, tuple) else value


def _wsman(target: EndpointTarget) -> WSMan:
    from pypsrp.wsman import WSMan

    more: dict[str, Any] = {}
    if target.ca_file:
        more["cert_validation"] = target.ca_file
    if target.auth == CERTIFICATE:
        more |= {"certificate_pem": target.certificate_file, "certificate_key_pem": target.certificate_key}
    if target.auth == KERBEROS:
        # Exchange's SPN is HTTP/<name>; the library would ask for HOST/<name>, which an alternate service account lacks
        more["negotiate_service"] = "http"
        if target.server_name:
            more["negotiate_hostname_override"] = target.server_name
    return WSMan(
        target.host,
        port=target.port,
        ssl=target.secure,
        path=target.path,
        auth=target.auth,
        username=target.user or None,
        password=target.password or None,
        no_proxy=True,
        operation_timeout=_TURN,
        read_timeout=_TURN + _GRACE,
        **more,
    )


def _pool_of(wsman: WSMan, configuration: str) -> RunspacePool:
    from pypsrp.powershell import RunspacePool
    from pypsrp.serializer import Serializer

    class Reader(Serializer):
        """Objects that cmdlets give are read by clixml; the protocol's own messages by the library."""

        def deserialize(self, element: Any, metadata: Any = None, clear: bool = True) -> Any:
            if metadata is None and clear and isinstance(element, str):
                return clixml.read(element)
            return super().deserialize(element, metadata, clear)

    pool = RunspacePool(wsman, configuration_name=configuration)
    pool._serializer = Reader()
    pool._fragmenter.serializer = pool._serializer
    return pool
