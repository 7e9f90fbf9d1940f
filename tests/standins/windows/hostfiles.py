# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Files of a Windows host in the shape that is documented, written for these tests: the same keys and numbers.

`python hostfiles.py DIRECTORY` writes them as an installation has them, for a scenario.
"""

from __future__ import annotations

import sys
from pathlib import Path

_HEAD = '<?xml version="1.0" encoding="utf-8"?>\r\n<!-- tulisan tangan: "35000000" > & \u20ac kekal -->\r\n'


def web_config(kind: str, bom: bool = False) -> bytes:
    text = _HEAD + "<configuration>\r\n" + _BODY[kind] + "</configuration>\r\n"
    return (b"\xef\xbb\xbf" if bom else b"") + text.encode("utf-8")


def _owa(bindings: str) -> str:
    return (
        '  <location inheritInChildApplications="false">\r\n'
        "    <system.webServer>\r\n      <security>\r\n        <requestFiltering>\r\n"
        '          <requestLimits maxAllowedContentLength="35000000" />\r\n'
        "        </requestFiltering>\r\n      </security>\r\n    </system.webServer>\r\n"
        "    <system.web>\r\n"
        '      <httpRuntime maxUrlLength="500" maxRequestLength="35000" requestValidationMode="2.0" />\r\n'
        f"    </system.web>\r\n  </location>\r\n{bindings}"
    )


_OWA_BINDINGS = (
    "  <system.serviceModel>\r\n    <bindings>\r\n"
    '      <wsHttpBinding><binding name="Shell">\r\n'
    '        <readerQuotas maxStringContentLength="102400" /></binding></wsHttpBinding>\r\n'
    "      <webHttpBinding>\r\n"
    + "".join(
        f'        <binding name="{name}" maxReceivedMessageSize="35000000">\r\n'
        '          <readerQuotas maxStringContentLength="35000000" />\r\n        </binding>\r\n'
        for name in ("httpsBinding", "httpBinding")
    )
    + "      </webHttpBinding>\r\n    </bindings>\r\n  </system.serviceModel>\r\n"
)


def _eas(settings: str) -> str:
    return (
        f"{settings}  <system.web>\r\n    <!-- paling banyak 10 megabait -->\r\n"
        '    <httpRuntime maxRequestLength="10240" fcnMode="Disabled" />\r\n  </system.web>\r\n'
    )


_EWS_LIMIT = (
    "  <system.webServer><security><requestFiltering>"
    '<requestLimits maxAllowedContentLength="67108864"/></requestFiltering></security></system.webServer>\r\n'
)
_EWS_BINDINGS = (
    '  <system.web>\r\n    <httpRuntime maxRequestLength="2097151" />\r\n  </system.web>\r\n'
    "  <system.serviceModel><bindings><customBinding>\r\n"
    + "".join(
        f'    <binding name="EWS{number}">\r\n'
        '      <httpsTransport maxReceivedMessageSize="67108864" maxBufferSize="163840" /></binding>\r\n'
        for number in range(14)
    )
    + "".join(
        f'    <binding name="UMLegacy{scheme}Binding">\r\n'
        f'      <{scheme.lower()}Transport maxReceivedMessageSize="1048576" /></binding>\r\n'
        for scheme in ("Http", "Https")
    )
    + "  </customBinding></bindings></system.serviceModel>\r\n"
)
_DOCUMENTS = (
    '  <appSettings>\r\n    <add key="MaxDocumentDataSize" value="10240000">\r\n    </add>\r\n  </appSettings>\r\n'
)
_BODY = {
    "owa_front": _owa(""),
    "owa_back": _owa(_OWA_BINDINGS),
    "eas_front": _eas(""),
    "eas_back": _eas(_DOCUMENTS),
    "ews_front": _EWS_LIMIT,
    "ews_back": _EWS_LIMIT + _EWS_BINDINGS,
}

EDGE_TRANSPORT = (
    b'\xef\xbb\xbf<?xml version="1.0"?>\r\n<configuration>\r\n  <appSettings>\r\n'
    b'    <add key="QueueDatabasePath" value="C:\\Exchange\\TransportRoles\\data\\Queue" />\r\n'
    b'    <add key="QueueDatabaseLoggingPath" value="C:\\Exchange\\TransportRoles\\data\\Queue" />\r\n'
    b'    <add key="TemporaryStoragePath" value="C:\\Exchange\\TransportRoles\\data\\Temp" />\r\n'
    b'    <add key="ResourceThrottling" value="true" />\r\n'
    b"  </appSettings>\r\n</configuration>"
)

APPLICATIONS = (
    "/",
    "/API",
    "/Autodiscover",
    "/ecp",
    "/EWS",
    "/mapi",
    "/Microsoft-Server-ActiveSync",
    "/OAB",
    "/owa",
    "/owa/Calendar",
    "/PowerShell",
    "/Rpc",
)
_EXPLICIT = ("API", "Microsoft-Server-ActiveSync", "OAB", "mapi")


def application_host(root_flags: str = "Ssl, Ssl128", more: str = "") -> bytes:
    """As an installation leaves it: some directories say their flags, others inherit them from the site."""
    apps = "".join(f'        <application path="{path}" />\r\n' for path in APPLICATIONS)
    sites = (
        f'      <site name="Default Web Site" id="1">\r\n{apps}      </site>\r\n'
        '      <site name="Exchange Back End" id="2"><application path="/" /><application path="/owa" /></site>\r\n'
    )
    locations = "".join(
        f'  <location path="{path}">\r\n    <system.webServer>\r\n      <security>\r\n{inside}'
        "      </security>\r\n    </system.webServer>\r\n  </location>\r\n"
        for path, inside in (
            ("Default Web Site", f'        <access sslFlags="{root_flags}" />\r\n'),
            *((f"Default Web Site/{name}", '        <access sslFlags="Ssl, Ssl128" />\r\n') for name in _EXPLICIT),
            ("Default Web Site/PowerShell", '        <access sslFlags="SslNegotiateCert" />\r\n'),
            ("Default Web Site/owa", "        <authentication />\r\n"),
            ("Default Web Site/ecp", "        <access />\r\n"),
            ("Exchange Back End", '        <access sslFlags="Ssl" />\r\n'),
        )
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\r\n<!-- jangan ubah tanpa salinan -->\r\n<configuration>\r\n'
        "  <system.applicationHost>\r\n    <sites>\r\n"
        f"{sites}    </sites>\r\n  </system.applicationHost>\r\n"
        '  <system.webServer><security><access sslFlags="None" /></security></system.webServer>\r\n'
        f"{locations}{more}</configuration>\r\n"
    ).encode()


INSTALLATION = "C/Exchange"
PLACES = {
    "owa_front": "FrontEnd/HttpProxy/owa/web.config",
    "owa_back": "ClientAccess/Owa/web.config",
    "eas_front": "FrontEnd/HttpProxy/sync/web.config",
    "eas_back": "ClientAccess/Sync/web.config",
    "ews_front": "FrontEnd/HttpProxy/ews/web.config",
    "ews_back": "ClientAccess/exchweb/ews/web.config",
}


def write(root: Path) -> None:
    """All files below `root`, which plays the host's disks."""
    files = {f"{INSTALLATION}/{place}": web_config(kind, bom=True) for kind, place in PLACES.items()}
    files[f"{INSTALLATION}/Bin/EdgeTransport.exe.config"] = EDGE_TRANSPORT
    files["C/Windows/System32/inetsrv/config/applicationHost.config"] = application_host("None")
    for name, data in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(data)


if __name__ == "__main__":
    write(Path(sys.argv[1]))
