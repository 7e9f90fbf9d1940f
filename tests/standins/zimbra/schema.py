# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The LDAP schema and the first entries of the stand-in's directory, made of the attribute table.

The object identifiers are of a UUID arc (2.25) and mean nothing outside of here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from .table import CLASSES, DKIM, Row, Table

OID = "2.25.240077153.1"
STANDARD = ("core", "cosine", "inetorgperson")
#: attributes that slapd has without any schema file
BUILT_IN = frozenset({"objectclass", "userpassword", "cn", "description", "seealso", "uid", "name", "labeleduri"})

#: type -> syntax, equality; {} is the maximal length where the row has one
SYNTAXES = {
    "boolean": ("1.3.6.1.4.1.1466.115.121.1.7", "booleanMatch"),
    "binary": ("1.3.6.1.4.1.1466.115.121.1.40", "octetStringMatch"),
    "certificate": ("1.3.6.1.4.1.1466.115.121.1.8", "certificateExactMatch"),
    "email": ("1.3.6.1.4.1.1466.115.121.1.26", "caseIgnoreIA5Match"),
    "emailp": ("1.3.6.1.4.1.1466.115.121.1.15", "caseIgnoreMatch"),
    "cs_emailp": ("1.3.6.1.4.1.1466.115.121.1.15", "caseIgnoreMatch"),
    "gentime": ("1.3.6.1.4.1.1466.115.121.1.24", "generalizedTimeMatch"),
    "duration": ("1.3.6.1.4.1.1466.115.121.1.26", "caseIgnoreIA5Match"),
    "integer": ("1.3.6.1.4.1.1466.115.121.1.27", "integerMatch"),
    "long": ("1.3.6.1.4.1.1466.115.121.1.27", "integerMatch"),
    "port": ("1.3.6.1.4.1.1466.115.121.1.27", "integerMatch"),
    "astring": ("1.3.6.1.4.1.1466.115.121.1.26", "caseIgnoreIA5Match"),
    "ostring": ("1.3.6.1.4.1.1466.115.121.1.40", "octetStringMatch"),
    "cstring": ("1.3.6.1.4.1.1466.115.121.1.15", "caseExactMatch"),
    "phone": ("1.3.6.1.4.1.1466.115.121.1.50", "telephoneNumberMatch"),
}
#: equality -> what else can be asked of such values
RULES = {
    "caseIgnoreMatch": " SUBSTR caseIgnoreSubstringsMatch",
    "caseExactMatch": " SUBSTR caseExactSubstringsMatch",
    "caseIgnoreIA5Match": " SUBSTR caseIgnoreIA5SubstringsMatch",
    "telephoneNumberMatch": " SUBSTR telephoneNumberSubstringsMatch",
    "generalizedTimeMatch": " ORDERING generalizedTimeOrderingMatch",
    "integerMatch": " ORDERING integerOrderingMatch",
}
TEXT = ("1.3.6.1.4.1.1466.115.121.1.15", "caseIgnoreMatch")

#: Classes that an entry is, as opposed to those that are added to another.
STRUCTURAL = frozenset({"alias", "distributionList", "cos", "server", "aclTarget", "group"})

CONFIG = """\
dn: cn=config
objectClass: olcGlobal
cn: config
olcThreads: 4
olcLogLevel: 0
{tls}
dn: cn=module,cn=config
objectClass: olcModuleList
cn: module
olcModulePath: /usr/lib/ldap
olcModuleLoad: back_mdb
olcModuleLoad: unique
olcModuleLoad: pw-sha2

dn: cn=schema,cn=config
objectClass: olcSchemaConfig
cn: schema

{includes}
{schema}
dn: olcDatabase={{-1}}frontend,cn=config
objectClass: olcDatabaseConfig
objectClass: olcFrontendConfig
olcDatabase: {{-1}}frontend
olcPasswordHash: {{SSHA512}}
olcSizeLimit: unlimited

dn: olcDatabase={{0}}config,cn=config
objectClass: olcDatabaseConfig
olcDatabase: {{0}}config
olcRootDN: cn=config
olcRootPW: {password}

dn: olcDatabase={{1}}mdb,cn=config
objectClass: olcDatabaseConfig
objectClass: olcMdbConfig
olcDatabase: {{1}}mdb
olcSuffix:
olcRootDN: {root_dn}
olcRootPW: {password}
olcDbDirectory: {root}/db
olcDbMaxSize: 4294967296
olcDbNoSync: {nosync}
olcDbIndex: objectClass eq
olcDbIndex: uid,mail,zimbraId,zimbraMailAlias,zimbraMailDeliveryAddress eq
olcDbIndex: zimbraForeignPrincipal,zimbraMailForwardingAddress,zimbraDomainName,zimbraCOSId eq
olcLimits: dn.exact="{reader_dn}" size=unlimited time=unlimited
olcAccess: to attrs=userPassword by dn.exact="{reader_dn}" read by anonymous auth by * none
olcAccess: to * by dn.exact="{reader_dn}" read by dn.subtree="cn=admins,cn=zimbra" read by * none

dn: olcOverlay=unique,olcDatabase={{1}}mdb,cn=config
objectClass: olcOverlayConfig
objectClass: olcUniqueConfig
olcOverlay: unique
olcUniqueURI: ldap:///?mail?sub
olcUniqueURI: ldap:///?zimbraId?sub
olcUniqueURI: ldap:///?zimbraDomainName?sub

"""

ROOT_DN = "uid=zimbra,cn=admins,cn=zimbra"
READER_DN = "uid=zmreader,cn=admins,cn=zimbra"


def standard_names(folder: Path = Path("/etc/ldap/schema")) -> frozenset[str]:
    """Lower-case attribute names that OpenLDAP's own schema files define."""
    text = "".join((folder / f"{name}.ldif").read_text() for name in STANDARD).replace("\n ", "")
    found: set[str] = set()
    for definition in re.findall(r"olcAttributeTypes: .*", text):
        names = re.search(r"NAME (?:'([^']+)'|\( ([^)]+)\))", definition)
        if names:
            found.update(re.findall(r"[\w-]+", names[1] or names[2]))
    return frozenset(name.lower() for name in found) | BUILT_IN


def _attribute(number: int, row: Row) -> str:
    syntax, equality = SYNTAXES.get(row.type, TEXT)
    if row.type in ("string", "astring", "cstring", "enum", "regex") and isinstance(row.maximum, int):
        syntax += f"{{{row.maximum}}}"
    single = "" if row.multi else " SINGLE-VALUE"
    extra = RULES.get(equality, "")
    return f"( {OID}.1.{number} NAME '{row.name}' EQUALITY {equality}{extra} SYNTAX {syntax}{single} )"


def _class(number: int, kind: str, must: Iterable[str], may: Iterable[str]) -> str:
    form = "STRUCTURAL" if kind in STRUCTURAL else "AUXILIARY"
    text = f"( {OID}.2.{number} NAME '{CLASSES[kind]}' SUP top {form}"
    must, may = sorted(must), sorted(may)
    if must:
        text += f" MUST ( {' $ '.join(must)} )"
    if may:
        text += f" MAY ( {' $ '.join(may)} )"
    return text + " )"


def schema(table: Table) -> str:
    """The schema entry: one attribute per row that OpenLDAP does not already have, one class per kind of object."""
    known = standard_names()
    lines = ["dn: cn=zimbra,cn=schema,cn=config", "objectClass: olcSchemaConfig", "cn: zimbra"]
    numbered = [row for row in table.rows.values() if row.name.lower() not in known]
    lines += [f"olcAttributeTypes: {_attribute(number, row)}" for number, row in enumerate(numbered, 1)]
    text, equality = TEXT
    start = len(numbered) + 1
    for number, name in enumerate(DKIM, start):
        lines.append(f"olcAttributeTypes: ( {OID}.1.{number} NAME '{name}' EQUALITY {equality} SYNTAX {text} )")
    for number, kind in enumerate(CLASSES, 1):
        must = {name for name, row in table.rows.items() if kind in row.required and name != "objectClass"}
        may = set(table.on[kind]) - must - {"objectClass"}
        if kind == "globalConfig":
            may |= {"cn"}
        if kind == "domain":
            may |= table.on["mailRecipient"]
        lines.append(f"olcObjectClasses: {_class(number, kind, must, may)}")
    amavis = sorted(name for name in table.rows if name.startswith("amavis"))
    for number, name, members in ((90, "amavisAccount", amavis), (91, "DKIM", list(DKIM))):
        may_text = f" MAY ( {' $ '.join(members)} )" if members else ""
        lines.append(f"olcObjectClasses: ( {OID}.2.{number} NAME '{name}' SUP top AUXILIARY{may_text} )")
    return "\n".join(lines) + "\n\n"


def config(table: Table, root: Path, password: str, *, durable: bool, certificate: str = "", key: str = "") -> str:
    """The LDIF of cn=config. `certificate` and `key` are files; with them LDAP speaks TLS too."""
    tls = f"olcTLSCertificateFile: {certificate}\nolcTLSCertificateKeyFile: {key}\n" if certificate else ""
    return CONFIG.format(
        tls=tls,
        includes="".join(f"include: file:///etc/ldap/schema/{name}.ldif\n\n" for name in STANDARD),
        schema=schema(table),
        root=root,
        root_dn=ROOT_DN,
        reader_dn=READER_DN,
        password=password,
        nosync="FALSE" if durable else "TRUE",
    )


def ldif(dn: str, attrs: Mapping[str, Sequence[str]]) -> str:
    """One entry as LDIF. Values go in base64 unless they are plain."""
    import base64

    lines = [f"dn: {dn}"]
    for name, values in attrs.items():
        for value in values:
            if re.fullmatch(r"[!-9;=-~][ -~]*(?<! )", value):
                lines.append(f"{name}: {value}")
            else:
                lines.append(f"{name}:: {base64.b64encode(value.encode()).decode()}")
    return "\n".join(lines) + "\n\n"
