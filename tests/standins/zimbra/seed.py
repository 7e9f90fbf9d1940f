# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The first entries of a new server: config, default COS, one server, one domain, one global administrator."""

from __future__ import annotations

from typing import Any

from . import passwords
from .accounts import new_account
from .directory import Directory, person_dn
from .domains import make_domain
from .schema import READER_DN, ROOT_DN, ldif
from .service import Service
from .slapd import Slapd

DEFAULT_COS_ID = "e00428a1-0c00-11d9-836a-000d93afea2a"
SERVICES = ["service", "mailbox", "mta", "ldap", "proxy", "zimbra", "zimbraAdmin", "zimlet"]
#: what installing sets on the server or in the config besides the defaults of the schema
CONFIG = {"zimbraReverseProxyMailMode": "https"}


def lists(values: dict[str, Any]) -> dict[str, list[str]]:
    return {name: [value] if isinstance(value, str) else list(value) for name, value in values.items()}


def plant(slapd: Slapd) -> None:
    """What must be there before anybody can bind."""
    top = {"objectClass": ["organizationalRole"], "description": ["Zimbra systems application data"], "cn": ["zimbra"]}
    text = ldif("cn=zimbra", top)
    text += ldif("cn=admins,cn=zimbra", {"objectClass": ["organizationalRole"], "cn": ["admins"]})
    for dn in (ROOT_DN, READER_DN):
        uid = dn.partition(",")[0].partition("=")[2]
        person = {"objectClass": ["inetOrgPerson"], "uid": [uid], "cn": [uid], "sn": [uid]}
        text += ldif(dn, {**person, "userPassword": [passwords.hashed(slapd.password)]})
    slapd.add("1", text)


def seed(service: Service) -> None:
    """Everything else; nothing is done when there is a config already."""
    directory = service.directory
    if directory.kinds.get("globalConfig"):
        return
    _seed_tree(service, directory)
    settings = service.settings
    make_domain(service, settings.domain, {})
    directory.modify(service.config, {"zimbraDefaultDomainName": [settings.domain]})
    admin_domain = settings.admin.rpartition("@")[2]
    if directory.find("domain", admin_domain) is None:
        make_domain(service, admin_domain, {})
    values = new_account(service, settings.admin, {"zimbraIsAdminAccount": ["TRUE"]})
    values |= {"zimbraId": [service.new_id()], "userPassword": [passwords.hashed(settings.admin_password)]}
    directory.create(person_dn(settings.admin), values)
    service.forget_inherited()


def _seed_tree(service: Service, directory: Directory) -> None:
    settings, rows, stamp = service.settings, service.table.rows, service.stamp()
    for name in ("cos", "servers", "mime", "xmppcomponents"):
        directory.create(f"cn={name},cn=zimbra", {"objectClass": ["organizationalRole"], "cn": [name]})
    config = {name: list(row.globals) for name, row in rows.items() if row.globals and "globalConfig" in row.classes}
    config |= lists(CONFIG) | lists(settings.config)
    head = {
        "objectClass": ["organizationalRole", "zimbraGlobalConfig"],
        "cn": ["config"],
        "zimbraCreateTimestamp": [stamp],
    }
    directory.create("cn=config,cn=zimbra", {**config, **head})
    target = {"objectClass": ["zimbraAclTarget"], "cn": ["globalgrant"]}
    directory.create("cn=globalgrant,cn=zimbra", target)
    cos = {name: list(row.defaults) for name, row in rows.items() if row.defaults and "cos" in row.classes}
    cos |= lists(settings.cos)
    head = {
        "objectClass": ["zimbraCOS"],
        "cn": ["default"],
        "zimbraId": [DEFAULT_COS_ID],
        "zimbraCreateTimestamp": [stamp],
    }
    directory.create("cn=default,cn=cos,cn=zimbra", {**cos, **head, "description": ["The default COS"]})
    hostname = settings.server if settings.service_hostname is None else settings.service_hostname
    server = {
        "zimbraServiceEnabled": SERVICES,
        "zimbraServiceInstalled": [*SERVICES[1:5], "antivirus", "antispam"],
        "zimbraServerVersion": [settings.version.split("_")[0]],
        "zimbraMailMode": ["https"],
        "zimbraMailPort": ["8080"],
        "zimbraMailSSLPort": ["8443"],
        "zimbraMailProxyPort": ["80"],
        "zimbraMailSSLProxyPort": ["443"],
        "zimbraLmtpBindPort": [str(settings.lmtp_port)],
        "zimbraServiceHostname": [hostname] if hostname else [],
        **lists(settings.server_attrs),
        "objectClass": ["zimbraServer"],
        "cn": [settings.server],
        "zimbraId": [service.new_id()],
        "zimbraCreateTimestamp": [stamp],
    }
    directory.create(f"cn={settings.server},cn=servers,cn=zimbra", server)
