#!/usr/bin/env bash
# Makes the domain of the lab, once, while the image is built: provisioned, the schema extended with Exchange's
# attributes, the organisation's containers and the accounts in it. A container of the image starts with a clean domain.
# Copyright: (c) 2026, rasmi.mail contributors
# SPDX-License-Identifier: GPL-3.0-or-later
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
realm=ad.anm.test
export TDB_NO_FSYNC=1

# The controller starts all of Samba by itself; Debian's services for a file server would be in its way.
systemctl mask -q smbd.service nmbd.service winbind.service samba-ad-dc.service

mkdir -p /etc/rasmi-lab
for name in administrator rasmi-exchange rasmi-policy svc-ex01; do
  (umask 077 && openssl rand -hex 12 | sed 's/^/Lab#1-/' >/etc/rasmi-lab/$name)
done

rm -f /etc/samba/smb.conf
samba-tool domain provision --realm=$realm --domain=ANM --host-name=ex01 --server-role=dc --dns-backend=SAMBA_INTERNAL \
  --adminpass="$(cat /etc/rasmi-lab/administrator)" --host-ip=127.0.0.1 \
  --option="netbios name=EX01" --option="posix:eadb=/var/lib/samba/private/eadb.tdb" \
  --option="dsdb:schema update allowed=yes" --option="tls certfile=/etc/rasmi-lab/server.pem" \
  --option="tls keyfile=/etc/rasmi-lab/server.key" --option="tls cafile=/etc/rasmi-lab/ca.pem" \
  --option="dns update command=/bin/true" --option="server services=-dnsupdate" >/tmp/provision.log 2>&1 ||
  { tail -n 20 /tmp/provision.log >&2; exit 1; }
# Nothing is asked outside: the lab's name server knows the lab's domain and no other.
sed -i '/dns forwarder/d' /etc/samba/smb.conf
python3 "$here/schema.py"

# The account for mailboxes has no more rights than it needs, that for the domain's password policy is an administrator;
# the endpoint has one of its own for its Kerberos key.
samba-tool user create rasmi-exchange "$(cat /etc/rasmi-lab/rasmi-exchange)" --description="Ansible" >/dev/null
samba-tool group addmembers "Account Operators" rasmi-exchange >/dev/null
samba-tool user create rasmi-policy "$(cat /etc/rasmi-lab/rasmi-policy)" --description="Ansible" >/dev/null
samba-tool group addmembers "Domain Admins" rasmi-policy >/dev/null
samba-tool user create svc-ex01 "$(cat /etc/rasmi-lab/svc-ex01)" --description="Endpoint" >/dev/null
samba-tool spn add HTTP/ex01.$realm svc-ex01
for name in rasmi-exchange rasmi-policy svc-ex01 Administrator; do samba-tool user setexpiry $name --noexpiry >/dev/null; done
rm -f /etc/rasmi-lab/http.keytab
samba-tool domain exportkeytab /etc/rasmi-lab/http.keytab --principal=HTTP/ex01.$realm >/dev/null
cat >/etc/krb5.conf <<K
[libdefaults]
  default_realm = ${realm^^}
  dns_lookup_realm = false
  dns_lookup_kdc = false
  rdns = false
  dns_canonicalize_hostname = false
[realms]
  ${realm^^} = {
    kdc = 127.0.0.1
  }
[domain_realm]
  .$realm = ${realm^^}
K
# The clean domain, for a reset without a new container.
tar -C /var/lib/samba -cf /var/lib/samba.clean.tar .
