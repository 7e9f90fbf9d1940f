# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The file with which Zimbra's installer asks nothing: every key of it, checked before the installer sees it.

The file is read twice: bash sources it (install.sh), then zmsetup.pl splits each line at the first "=" and drops the
double quotes. So a value must mean the same to both, and there are no comments.
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._standard.errors import Fault, FaultsError

#: Secret of the site -> the keys it answers, and the parts whose hosts need it. A host learns no other.
SECRETS: dict[str, tuple[str, tuple[str, ...]]] = {
    "admin": ("CREATEADMINPASS", ("store",)),
    "ldap_root": ("LDAPROOTPASS", ("ldap",)),
    "ldap_admin": ("LDAPADMINPASS", ("ldap", "store", "mta", "proxy")),
    "ldap_replica": ("LDAPREPPASS", ("ldap",)),
    "ldap_postfix": ("LDAPPOSTPASS", ("ldap", "mta")),
    "ldap_amavis": ("LDAPAMAVISPASS", ("ldap", "mta")),
    "ldap_nginx": ("ldap_nginx_password", ("ldap", "proxy")),
    "ldap_searcher": ("ldap_bes_searcher_password", ("ldap",)),
}
#: Users meet proxies, never a store: stores and proxies are told the same.
_PROXY_PORTS = {
    "HTTPPROXYPORT": 80,
    "HTTPSPROXYPORT": 443,
    "IMAPPROXYPORT": 143,
    "IMAPSSLPROXYPORT": 993,
    "POPPROXYPORT": 110,
    "POPSSLPROXYPORT": 995,
}
_KEY = re.compile(r"^[A-Za-z_][A-Za-z0-9_]*$")
#: What bash or Perl would change on the way, and a line end.
_CHANGED = re.compile(r"[\"$`\\\r\n\0]")
#: zmsetup.pl hands passwords to its own tools through a shell, without quotes.
_PLAIN = re.compile(r"^[A-Za-z0-9._-]{8,64}$")
#: Without these install.sh asks (or zmsetup.pl does), and an unattended run would wait for ever.
_ALWAYS = (
    "HOSTNAME", "LDAPHOST", "LDAPPORT", "LDAPADMINPASS", "INSTALL_PACKAGES", "USE_ZIMBRA_PACKAGE_SERVER", "REMOVE",
    "UPGRADE", "STARTSERVERS",
)  # fmt: skip
_REQUIRED = {
    "ldap": ("LDAPROOTPASS", "LDAPREPPASS", "LDAPPOSTPASS", "LDAPAMAVISPASS", "LDAPREPLICATIONTYPE"),
    "store": ("CREATEADMIN", "DOCREATEADMIN", "MODE", "SMTPHOST"),
    "mta": ("LDAPPOSTPASS", "LDAPAMAVISPASS", "RUNAV", "RUNSA"),
    "proxy": ("PROXYMODE", "HTTPPROXY", "MAILPROXY", "ldap_nginx_password"),
}


def secrets_of(parts: Sequence[str]) -> list[str]:
    """Names of the secrets that a host with these parts needs."""
    return [name for name, (_key, needs) in SECRETS.items() if set(needs) & set(parts)]


def answers(site: Mapping[str, Any], secrets: Mapping[str, str]) -> str:
    """Write the answers of one host, a line each, in the order of the keys.

    `site`: `host` and `layout` (a result of layout()), `hostname`, `master_hostname`, `mta_hostname`, `domain`,
    `admin`, `package_server` ("" = packages only from the tarball), `mail_mode`, `proxy_mode`, `time_zone`, `ip_mode`,
    `more_packages` and `settings`, which wins over everything; a key that is null there is left out.
    Raises FaultsError with every key that is missing or cannot be written. No secret's value is ever in it.
    """
    here = site["layout"]["hosts"][site["host"]]
    values = _values(site, here)
    for name in secrets_of(here["parts"]):
        if name in secrets:
            values[SECRETS[name][0]] = secrets[name]
    for key, value in (site.get("settings") or {}).items():
        values.pop(key, None)
        if value is not None:
            values[key] = value
    faults = _faults(values, here["parts"], site["host"])
    if faults:
        raise FaultsError("the installer's answers", faults)
    return "".join(f'{key}="{_text(values[key])}"\n' for key in sorted(values))


def _values(site: Mapping[str, Any], here: Mapping[str, Any]) -> dict[str, Any]:
    parts = here["parts"]
    server = site.get("package_server") or ""
    values: dict[str, Any] = {
        "HOSTNAME": site["hostname"],
        "LDAPHOST": site["master_hostname"],
        "LDAPPORT": 389,
        "INSTALL_PACKAGES": " ".join([*here["packages"], *(site.get("more_packages") or [])]),
        "USE_ZIMBRA_PACKAGE_SERVER": "yes" if server else "no",
        "REMOVE": "no",
        "UPGRADE": "no",
        "STARTSERVERS": "yes",
        "CREATEDOMAIN": site["domain"],
        "zimbraIPMode": site["ip_mode"],
        "zimbraPrefTimeZoneId": site["time_zone"],
        "zimbra_require_interprocess_security": 1,
        "ssl_default_digest": "sha256",
        "VERSIONUPDATECHECKS": "FALSE",
        "SMTPHOST": site["mta_hostname"],
    }
    if server:
        values["PACKAGE_SERVER"] = server
    for part, more in (("ldap", _ldap), ("store", _store), ("mta", _mta), ("proxy", _proxy)):
        if part in parts:
            values.update(more(site, here))
    if here["stage"] != "master":
        values["LDAPDEFAULTSLOADED"] = 1
    return values


def _ldap(site: Mapping[str, Any], here: Mapping[str, Any]) -> dict[str, Any]:
    master = here["stage"] == "master"
    return {
        "DOCREATEDOMAIN": "yes" if master else "no",
        "LDAPREPLICATIONTYPE": "master" if master else "replica",
        "LDAPSERVERID": here["number"],
    }


def _store(site: Mapping[str, Any], here: Mapping[str, Any]) -> dict[str, Any]:
    domain = site["domain"]
    return {
        "DOCREATEADMIN": "yes" if site["host"] == site["layout"]["store"] else "no",
        "CREATEADMIN": site["admin"],
        "MODE": site["mail_mode"],
        "HTTPPORT": 8080,
        "HTTPSPORT": 8443,
        "IMAPPORT": 7143,
        "IMAPSSLPORT": 7993,
        "POPPORT": 7110,
        "POPSSLPORT": 7995,
        **_PROXY_PORTS,
        "zimbraMailProxy": "TRUE",
        "zimbraWebProxy": "TRUE",
        "zimbraReverseProxyLookupTarget": "TRUE",
        "INSTALL_WEBAPPS": "service zimlet zimbra zimbraAdmin",
        "SERVICEWEBAPP": "yes",
        "UIWEBAPPS": "yes",
        "USESPELL": "yes",
        "SPELLURL": f"http://{site['hostname']}:7780/aspell.php",
        "TRAINSASPAM": f"spam.rasmi@{domain}",
        "TRAINSAHAM": f"ham.rasmi@{domain}",
        "VIRUSQUARANTINE": f"virus-quarantine.rasmi@{domain}",
        "ENABLEGALSYNCACCOUNTS": "no",
    }


def _mta(site: Mapping[str, Any], here: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "RUNAV": "yes",
        "RUNSA": "yes",
        "RUNDKIM": "yes",
        "RUNCBPOLICYD": "no",
        "RUNARCHIVING": "no",
        "AVUSER": site["admin"],
        "AVDOMAIN": site["domain"],
        "SMTPSOURCE": site["admin"],
        "SMTPDEST": site["admin"],
        "SMTPNOTIFY": "no",
    }


def _proxy(site: Mapping[str, Any], here: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "PROXYMODE": site["proxy_mode"],
        "HTTPPROXY": "TRUE",
        "MAILPROXY": "TRUE",
        **_PROXY_PORTS,
        "STRICTSERVERNAMEENABLED": "TRUE",
    }


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value)


def _faults(values: Mapping[str, Any], parts: Sequence[str], host: str) -> list[Fault]:
    where = f"answers of {host}"
    secret = {key for key, _needs in SECRETS.values()}
    needed = [*_ALWAYS, *(key for part in parts for key in _REQUIRED[part])]
    if "store" in parts and values.get("DOCREATEADMIN") == "yes":
        needed.append("CREATEADMINPASS")
    if _text(values.get("USE_ZIMBRA_PACKAGE_SERVER", "")) == "yes":
        needed.append("PACKAGE_SERVER")
    faults = [
        Fault(where, 0, key, "", "the installer would ask for it", "Set it in zimbra_server_settings")
        for key in dict.fromkeys(needed)
        if not _text(values.get(key, ""))
    ]
    for key, value in values.items():
        text = _text(value)
        if not _KEY.match(key):
            faults.append(Fault(where, 0, key, "", "is no name of a variable", "Letters, digits and _ only"))
        elif key in secret and text and not _PLAIN.match(text):
            remedy = "8 to 64 letters, digits, dots, hyphens and underscores: the installer passes it through a shell"
            faults.append(Fault(where, 0, key, "", "the installer would break the password", remedy))
        elif _CHANGED.search(text):
            remedy = "No double quote, dollar sign, backtick, backslash or line end: bash and Perl both read it"
            faults.append(Fault(where, 0, key, "", "the installer would read another value", remedy))
    return faults
