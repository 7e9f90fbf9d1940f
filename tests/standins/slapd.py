# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A real slapd that lives in a temporary directory for one test or one benchmark.

It has the layout, schema, overlays and rights of the reference server (LDAP only), on loopback, with a certificate
of its own authority. Nothing outside its directory is read or written, so it may run beside a system slapd.
"""

from __future__ import annotations

import contextlib
import datetime
import ipaddress
import os
import shutil
import subprocess
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID

from ansible_collections.rasmi.mail.tests.standins.zimbra.local import answers, free_port, scratch

REPOSITORY = Path(__file__).resolve().parents[2]
SLAPD = Path("/usr/sbin/slapd")
SCHEMA = REPOSITORY / "roles" / "reference_server" / "files" / "rasmi.ldif"
BASE = "dc=kelantan,dc=gov,dc=my"
PROVISIONER = f"cn=provisioner,ou=services,{BASE}"
READER = f"cn=reader,ou=services,{BASE}"
PASSWORD = "Provisioner-secret-1"

CONFIG = """\
dn: cn=config
objectClass: olcGlobal
cn: config
olcThreads: 4
olcTLSCertificateFile: {root}/server.pem
olcTLSCertificateKeyFile: {root}/server.key
olcSockbufMaxIncomingAuth: 4194303

dn: cn=module,cn=config
objectClass: olcModuleList
cn: module
olcModulePath: /usr/lib/ldap
olcModuleLoad: back_mdb
olcModuleLoad: ppolicy
olcModuleLoad: constraint
olcModuleLoad: unique
olcModuleLoad: memberof
olcModuleLoad: refint
olcModuleLoad: pw-sha2

dn: cn=schema,cn=config
objectClass: olcSchemaConfig
cn: schema

include: file:///etc/ldap/schema/core.ldif

include: file:///etc/ldap/schema/cosine.ldif

include: file:///etc/ldap/schema/inetorgperson.ldif

include: file://{schema}

dn: olcDatabase={{-1}}frontend,cn=config
objectClass: olcDatabaseConfig
objectClass: olcFrontendConfig
olcDatabase: {{-1}}frontend
olcPasswordHash: {{SSHA512}}
olcSizeLimit: {sizelimit}

dn: olcDatabase={{0}}config,cn=config
objectClass: olcDatabaseConfig
olcDatabase: {{0}}config
olcRootDN: cn=config
olcRootPW: {password}

dn: olcDatabase={{1}}mdb,cn=config
objectClass: olcDatabaseConfig
objectClass: olcMdbConfig
olcDatabase: {{1}}mdb
olcSuffix: {base}
olcRootDN: cn=admin,{base}
olcRootPW: {password}
olcDbDirectory: {root}/db
olcDbMaxSize: 4294967296
olcDbNoSync: {nosync}
olcLastBind: TRUE
olcDbIndex: objectClass eq
olcDbIndex: uid,mail,rasmiAlias,rasmiAccountId,rasmiState,rasmiKind eq
olcDbIndex: member,memberOf,entryUUID,entryCSN eq
olcLimits: dn.exact="{provisioner}" size={limit} time=unlimited
olcAccess: to attrs=userPassword filter=(rasmiState=active)
  by dn.exact="{provisioner}" =w by self =xw by anonymous auth by * none
olcAccess: to dn.subtree="ou=services,{base}" attrs=userPassword by anonymous auth by * none
olcAccess: to attrs=userPassword by dn.exact="{provisioner}" =w by * none
olcAccess: to * by dn.exact="{provisioner}" write by dn.exact="{reader}" read by self read by * none

dn: olcOverlay=memberof,olcDatabase={{1}}mdb,cn=config
objectClass: olcOverlayConfig
objectClass: olcMemberOfConfig
olcOverlay: memberof
olcMemberOfGroupOC: rasmiGroup
olcMemberOfMemberAD: member
olcMemberOfMemberOfAD: memberOf
olcMemberOfRefInt: TRUE

dn: olcOverlay=unique,olcDatabase={{1}}mdb,cn=config
objectClass: olcOverlayConfig
objectClass: olcUniqueConfig
olcOverlay: unique
olcUniqueURI: ldap:///?rasmiAccountId?sub
olcUniqueURI: ldap:///?uid?sub
olcUniqueURI: ldap:///?mail,rasmiAlias?sub

dn: olcOverlay=ppolicy,olcDatabase={{1}}mdb,cn=config
objectClass: olcOverlayConfig
objectClass: olcPPolicyConfig
olcOverlay: ppolicy
olcPPolicyDefault: cn=default,ou=policies,{base}
olcPPolicyHashCleartext: TRUE

dn: olcOverlay=constraint,olcDatabase={{1}}mdb,cn=config
objectClass: olcOverlayConfig
objectClass: olcConstraintConfig
olcOverlay: constraint
olcConstraintAttribute: userPassword regex ^.{{12,}}$
olcConstraintAttribute: userPassword regex [A-Za-z]
olcConstraintAttribute: userPassword regex [0-9]
olcConstraintAttribute: userPassword regex [^A-Za-z0-9]
"""

DATA = """\
dn: {base}
objectClass: dcObject
objectClass: organization
o: Kerajaan Negeri Kelantan
dc: kelantan

dn: cn=rasmi,{base}
objectClass: rasmiControl
cn: rasmi
rasmiGeneration: 1

dn: ou=accounts,{base}
objectClass: organizationalUnit
ou: accounts

dn: ou=groups,{base}
objectClass: organizationalUnit
ou: groups

dn: ou=removed,{base}
objectClass: organizationalUnit
ou: removed

dn: ou=services,{base}
objectClass: organizationalUnit
ou: services

dn: ou=policies,{base}
objectClass: organizationalUnit
ou: policies

dn: cn=default,ou=policies,{base}
objectClass: device
objectClass: pwdPolicy
cn: default
pwdAttribute: userPassword
pwdMinLength: 12
pwdCheckQuality: 2
pwdMaxFailure: 3
pwdLockout: TRUE
pwdLockoutDuration: 0
pwdMustChange: TRUE
pwdMaxAge: 7776000

dn: cn=none,ou=policies,{base}
objectClass: device
objectClass: pwdPolicy
cn: none
pwdAttribute: userPassword

dn: {provisioner}
objectClass: device
objectClass: simpleSecurityObject
cn: provisioner
userPassword: {password}
pwdPolicySubentry: cn=none,ou=policies,{base}

dn: {reader}
objectClass: device
objectClass: simpleSecurityObject
cn: reader
userPassword: {password}
pwdPolicySubentry: cn=none,ou=policies,{base}
"""


def certificate(
    subject: str, *, ca: tuple[x509.Certificate, object] | None = None, days: int = 30, encipher: bool = False
) -> tuple[x509.Certificate, object]:
    """A certificate and its key: an authority when `ca` is None, else one signed by it, for `subject` and 127.0.0.1.

    `encipher` makes an RSA key, which is what credential files are encrypted to. Negative `days` = expired.
    """
    key = rsa.generate_private_key(65537, 2048) if encipher else ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, subject)])
    now = datetime.datetime.now(datetime.UTC)
    start, end = now - datetime.timedelta(days=100), now + datetime.timedelta(days=days)
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(ca[0].subject if ca else name)
    builder = builder.public_key(key.public_key()).serial_number(x509.random_serial_number())
    builder = builder.not_valid_before(start).not_valid_after(end)
    builder = builder.add_extension(x509.BasicConstraints(ca=ca is None, path_length=None), critical=True)
    if ca:
        names = [x509.DNSName(subject), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
        builder = builder.add_extension(x509.SubjectAlternativeName(names), critical=False)
    return builder.sign(ca[1] if ca else key, hashes.SHA256()), key  # type: ignore[arg-type]


def write_pair(folder: Path, stem: str, pair: tuple[x509.Certificate, object]) -> None:
    """Write `stem`.pem and, readable by the owner only, `stem`.key."""
    (folder / f"{stem}.pem").write_bytes(pair[0].public_bytes(serialization.Encoding.PEM))
    text = pair[1].private_bytes(  # type: ignore[attr-defined]
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / f"{stem}.key").touch(mode=0o600)
    (folder / f"{stem}.key").write_bytes(text)


class Slapd:
    """One server: `with Slapd() as server:`; `server.options` is what `reference_accounts` takes to reach it.

    `durable` syncs each write to the disk as a production server does; tests go without. `limit` is the size limit
    of the provisioner ("unlimited" or a number), `sizelimit` that of everybody else.
    """

    def __init__(self, *, durable: bool = False, limit: str = "unlimited", sizelimit: int = 500) -> None:
        self.root = scratch("rasmi-slapd-", durable=durable)
        self._draw_ports()
        self.ldapi = f"ldapi://{str(self.root / 'ldapi').replace('/', '%2F')}"
        self._durable, self._limit, self._sizelimit = durable, limit, sizelimit
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def options(self) -> dict[str, object]:
        return {
            "uri": f"ldaps://127.0.0.1:{self.tls_port}",
            "ca_file": str(self.root / "ca.pem"),
            "bind_dn": PROVISIONER,
            "bind_password": PASSWORD,
            "base_dn": BASE,
        }

    @property
    def pid(self) -> int:
        if self._process is None:
            raise RuntimeError("slapd is not running")
        return self._process.pid

    def __enter__(self) -> Slapd:
        try:
            self._build()
            self._start_somewhere()
        except BaseException:
            self.close()
            raise
        return self

    def _draw_ports(self) -> None:
        self.port = self.tls_port = free_port()
        while self.tls_port == self.port:
            self.tls_port = free_port()

    def _start_somewhere(self) -> None:
        """A port that was free when it was drawn may since be somebody else's."""
        for _try in range(4):
            with contextlib.suppress(RuntimeError):
                return self.start()
            self._draw_ports()
        return self.start()

    def __exit__(self, *_exc: object) -> None:
        self.close()

    def _build(self) -> None:
        for name in ("config", "db"):
            (self.root / name).mkdir()
        authority = certificate("rasmi.mail test authority")
        write_pair(self.root, "ca", authority)
        write_pair(self.root, "server", certificate("localhost", ca=authority))
        values = {
            "root": self.root,
            "schema": SCHEMA,
            "base": BASE,
            "provisioner": PROVISIONER,
            "reader": READER,
            "password": PASSWORD,
            "limit": self._limit,
            "sizelimit": self._sizelimit,
            "nosync": "FALSE" if self._durable else "TRUE",
        }
        self._slapadd("0", CONFIG.format(**values))
        self._slapadd("1", DATA.format(**values))

    def empty(self) -> None:
        """Start again with the directory that provisioning leaves; configuration, keys and ports stay."""
        self.stop()
        shutil.rmtree(self.root / "db")
        (self.root / "db").mkdir()
        self._slapadd("1", DATA.format(base=BASE, provisioner=PROVISIONER, reader=READER, password=PASSWORD))
        self.start()

    def _slapadd(self, database: str, ldif: str) -> None:
        command = ["/usr/sbin/slapadd", "-F", str(self.root / "config"), "-n", database]
        done = subprocess.run(command, input=ldif.encode(), capture_output=True, check=False)
        if done.returncode:
            raise RuntimeError(f"slapadd -n {database}: {done.stderr.decode()[-2000:]}")

    def start(self) -> None:
        urls = f"ldap://127.0.0.1:{self.port} ldaps://127.0.0.1:{self.tls_port} {self.ldapi}"
        self._process = subprocess.Popen(
            [str(SLAPD), "-F", str(self.root / "config"), "-h", urls, "-d", "0"],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        if not answers(self._process, self.root / "ldapi"):
            raise RuntimeError("slapd did not start")

    def stop(self) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.wait(120)
            self._process = None

    def close(self) -> None:
        self.stop()
        shutil.rmtree(self.root, ignore_errors=True)

    def ldap(self, *command: str, ldif: str = "", check: bool = True) -> str:
        """Run one of the OpenLDAP client tools as the database's root DN and give what it printed."""
        tool, *rest = command
        full = [tool, "-x", "-H", f"ldap://127.0.0.1:{self.port}", "-D", f"cn=admin,{BASE}", "-w", PASSWORD, *rest]
        env = {**os.environ, "LDAPNOINIT": "1"}
        done = subprocess.run(full, input=ldif, capture_output=True, text=True, check=False, env=env)
        if check and done.returncode:
            raise RuntimeError(f"{tool}: {done.stderr[-1000:]}")
        return done.stdout

    def entries(self, query: str = "(objectClass=rasmiAccount)", *attributes: str) -> dict[str, dict[str, list[str]]]:
        """What OpenLDAP's own client sees: DN -> attribute -> values (an observer that shares no code with ours)."""
        text = self.ldap("ldapsearch", "-LLL", "-o", "ldif-wrap=no", "-b", BASE, query, *(attributes or ("*", "+")))
        found: dict[str, dict[str, list[str]]] = {}
        for block in text.split("\n\n"):
            rows = [line.partition(": ") for line in block.splitlines() if ": " in line]
            if rows:
                entry = found.setdefault(rows[0][2], {})
                for name, _colon, value in rows[1:]:
                    entry.setdefault(name.rstrip(":"), []).append(value)
        return found

    def limit_provisioner(self, entries: int) -> None:
        """From now on the provisioner gets at most `entries` entries of a search."""
        text = (
            "dn: olcDatabase={1}mdb,cn=config\nchangetype: modify\nreplace: olcLimits\n"
            f'olcLimits: dn.exact="{PROVISIONER}" size={entries}\n'
        )
        command = ["ldapmodify", "-x", "-H", f"ldap://127.0.0.1:{self.port}", "-D", "cn=config", "-w", PASSWORD]
        subprocess.run(command, input=text.encode(), check=True, capture_output=True)

    def may_bind(self, dn: str, password: str) -> bool:
        """True when `dn` logs in with `password` (checked by ldapwhoami or, when it must change, by the control)."""
        command = ["ldapwhoami", "-x", "-e", "ppolicy", "-H", f"ldap://127.0.0.1:{self.port}", "-D", dn, "-w", password]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return "Invalid credentials" not in done.stderr + done.stdout
