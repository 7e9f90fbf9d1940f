#!/usr/bin/env bash
# Makes the lab's Zimbra machine out of a container with the packages: run once as root, safe to repeat.
# Arguments: published host name, official domain, address and port of the listener for outside.test.
# Copyright: (c) 2026, rasmi.mail contributors
# SPDX-License-Identifier: GPL-3.0-or-later
set -euo pipefail
host=$1 domain=$2 sink=$3 port=$4
address=$(hostname -I | cut -d' ' -f1)
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=/opt/zimbra

id zimbra >/dev/null 2>&1 || useradd --system --create-home --home-dir $home --shell /bin/bash zimbra
chmod 0755 $home
install -d -o zimbra -g zimbra -m 0755 $home/{bin,libexec,data,data/ldap,data/tmp/upload,log,ssl} $home/data/tmp
install -d -o zimbra -g zimbra -m 0700 $home/store
install -d -o www-data -g www-data -m 0700 $home/data/tmp/nginx
chown zimbra:zimbra $home/data/tmp && chmod 1777 $home/data/tmp
install -d -o zimbra -g zimbra -m 0700 $home/conf
install -d $home/data/postfix && ln -sfn /var/spool/postfix $home/data/postfix/spool

# An authority of the lab's own and one certificate for everything.
if [ ! -s $home/ssl/server.crt ]; then
  cd $home/ssl
  openssl req -x509 -newkey rsa:2048 -nodes -days 730 -subj "/CN=Lab Zimbra CA" -keyout ca.key -out ca.pem \
    -addext keyUsage=critical,keyCertSign,cRLSign 2>/dev/null
  openssl req -newkey rsa:2048 -nodes -subj "/CN=$host" -keyout server.key -out server.csr 2>/dev/null
  openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 365 -out server.crt \
    -extfile <(printf 'subjectAltName=DNS:%s,DNS:localhost,IP:127.0.0.1\nextendedKeyUsage=serverAuth\n' "$host") 2>/dev/null
  chown zimbra:zimbra server.key && chmod 0640 server.key && chmod 0600 ca.key
  cd - >/dev/null
fi
secret() { [ -s "$1" ] || (umask 077 && openssl rand -hex 16 | sed "s/^/${2:-}/" >"$1"); chown zimbra:zimbra "$1"; }
secret $home/conf/ldap-password
secret $home/conf/admin-password 'Lab#1-'
grep -q " $host" /etc/hosts || echo "127.0.1.1 $host" >>/etc/hosts

ldap=ldap://127.0.0.1:389 user=uid=zimbra,cn=admins,cn=zimbra
cat >/etc/zimbra-lab.json <<J
{"host": "$host", "domain": "$domain", "ldap_url": "$ldap", "ldap_user": "$user",
 "ldap_password_file": "$home/conf/ldap-password", "user_url": "https://127.0.0.1:8443", "ca_file": "$home/ssl/ca.pem"}
J
(
  umask 077
  cat >/etc/zimbra-standin.json <<J
{"root": "$home/data/ldap", "server": "$host", "domain": "$domain", "admin": "admin@$domain",
 "admin_password": "$(cat $home/conf/admin-password)", "ldap_password": "$(cat $home/conf/ldap-password)",
 "listen": "0.0.0.0", "admin_port": 7071, "user_port": 8443, "ldap_port": 389, "ldap_listen": "0.0.0.0", "ldap_tls": true,
 "certificate": "$home/ssl/server.crt", "key": "$home/ssl/server.key", "durable": true, "store": "$home/store"}
J
)
chown zimbra:zimbra /etc/zimbra-standin.json
chmod 0644 /etc/zimbra-lab.json

# Postfix: the maps that Zimbra's own files ask the directory with; main.cf is the business of configd.
map() {
  local file=/etc/postfix/ldap-$1.cf
  {
    printf 'server_host = %s\nversion = 3\nbind = yes\nbind_dn = %s\nbind_pw = %s\nsearch_base =\nscope = sub\n' \
      "$ldap" "$user" "$(cat $home/conf/ldap-password)"
    printf 'query_filter = %s\nresult_attribute = %s\n' "$2" "$3"
  } >"$file"
  chown root:postfix "$file" && chmod 0640 "$file"
}
map vmd '(&(objectClass=zimbraDomain)(zimbraDomainName=%s))' zimbraDomainName
map vmm '(&(zimbraMailDeliveryAddress=%s)(zimbraMailStatus=enabled))' zimbraMailDeliveryAddress
map vam '(&(|(zimbraMailDeliveryAddress=%s)(zimbraMailAlias=%s)(&(objectClass=zimbraDistributionList)(mail=%s)))(zimbraMailStatus=enabled))' \
  zimbraMailDeliveryAddress,zimbraMailForwardingAddress
printf 'outside.test smtp:[%s]:%s\n' "$sink" "$port" >/etc/postfix/transport
install -m 0644 /usr/share/postfix/master.cf.dist /etc/postfix/master.cf
cat >>/etc/postfix/master.cf <<'M'
submission inet n - y - - smtpd
  -o syslog_name=postfix/submission
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
  -o smtpd_recipient_restrictions=permit_sasl_authenticated,reject
smtps inet n - y - - smtpd
  -o syslog_name=postfix/smtps
  -o smtpd_tls_wrappermode=yes
  -o smtpd_sasl_auth_enable=yes
  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject
  -o smtpd_recipient_restrictions=permit_sasl_authenticated,reject
smtp-amavis unix - - n - 10 smtp
  -o smtp_send_xforward_command=no
  -o disable_dns_lookups=yes
127.0.0.1:10025 inet n - n - - smtpd
  -o content_filter=
  -o smtpd_tls_security_level=none
  -o smtpd_sasl_auth_enable=no
  -o smtpd_recipient_restrictions=permit_mynetworks,reject
  -o mynetworks=127.0.0.0/8
  -o receive_override_options=no_header_body_checks,no_unknown_recipient_checks,no_address_mappings,no_milters
M
newaliases 2>/dev/null || true

# TimeoutStopSec: in a container with cgroup v1 systemd sometimes does not hear that a service has ended.
unit() { printf '[Unit]\nDescription=%s\nAfter=network.target %s\n[Service]\nEnvironment=PYTHONPATH=%s PYTHONUNBUFFERED=1\nExecStart=%s\nRestart=on-failure\nRestartSec=1\nTimeoutStopSec=2\n%s\n[Install]\nWantedBy=multi-user.target\n' \
  "$2" "$3" "$(dirname "$here")" "$4" "$5" >"/etc/systemd/system/$1.service"; }
unit zimbra-standin "Stand-in of Zimbra's SOAP service and directory" "" \
  "/usr/bin/python3 -m zimbra.serve --detached --config /etc/zimbra-standin.json" \
  $'User=zimbra\nAmbientCapabilities=CAP_NET_BIND_SERVICE'
unit zimbra-lab "LMTP, filter and user questions of the lab" zimbra-standin.service \
  "/usr/bin/python3 -m zimbra_lab.run" "User=zimbra"
unit zimbra-configd "The directory's settings for Postfix, nginx and Dovecot" zimbra-standin.service \
  "/usr/bin/python3 -m zimbra_lab.configd" ""
# The scanner knows one file by MD5 sum and size, the harmless EICAR test file: without a network there are no
# signatures to fetch, and the report says that this is a test set.
install -d -o zimbra -g zimbra $home/data/clamav $home/data/clamav/db
echo '44d88612fea8a8f36de82e1278abb02f:68:Eicar-Test-Signature' >$home/data/clamav/db/lab-test.hdb
cat >/etc/zimbra-clamd.conf <<C
TCPSocket 3310
TCPAddr 127.0.0.1
DatabaseDirectory $home/data/clamav/db
TemporaryDirectory $home/data/tmp
StreamMaxLength 64M
MaxThreads 8
C
unit zimbra-clamd "The virus scanner" "" \
  "/usr/sbin/clamd --foreground --config-file=/etc/zimbra-clamd.conf" "User=zimbra"

# The world's DNS: the domain's records, with the keys that zmdkimkeyutil makes.
touch $home/data/dkim.zone && chown zimbra:zimbra $home/data/dkim.zone
cat >/etc/nsd/lab.conf <<N
server:
  ip-address: 0.0.0.0
  zonesdir: "/etc/nsd"
  pidfile: ""
  database: ""
zone:
  name: $domain
  zonefile: lab.zone
N
cat >/etc/nsd/lab.zone <<Z
\$ORIGIN $domain.
\$TTL 60
@ SOA ns hostmaster 1 3600 600 86400 60
@ NS ns
@ MX 10 $host.
@ TXT "v=spf1 mx -all"
_dmarc TXT "v=DMARC1; p=reject; rua=mailto:postmaster@$domain"
ns A $address
${host%".$domain"} A $address
\$INCLUDE $home/data/dkim.zone
Z
unit lab-dns "The world's DNS" "" "/usr/sbin/nsd -d -c /etc/nsd/lab.conf" ""
printf '[Service]\nType=oneshot\nExecStart=/bin/systemctl restart lab-dns.service\n' >/etc/systemd/system/lab-dns-restart.service
printf '[Path]\nPathChanged=%s\n[Install]\nWantedBy=paths.target\n' $home/data/dkim.zone >/etc/systemd/system/lab-dns-restart.path

mkdir -p /etc/systemd/system/dovecot.service.d
printf '[Service]\nTimeoutStopSec=15\n' >/etc/systemd/system/dovecot.service.d/lab.conf
systemctl daemon-reload

# What an operator finds on a mailbox server: commands that restart daemons. Here they make everything reread.
# shellcheck disable=SC2016 # the variables are those of the scripts that are written
for name in zmmailboxdctl zmmtactl zmproxyctl zmantispamctl zmamavisdctl zmantivirusctl zmmemcachedctl zmconfigdctl; do
  printf '#!/bin/sh\n# The lab: its servers follow the directory within seconds by themselves.\ncase "$1" in start|stop|restart|reload|status) exit 0 ;; *) echo "$0 start|stop|restart|reload|status"; exit 1 ;; esac\n' \
    >$home/bin/$name
  chmod 0755 $home/bin/$name
done
printf '#!/bin/sh\nexec /usr/bin/python3 %s/zmdkimkeyutil.py "$@"\n' "$here" >$home/libexec/zmdkimkeyutil
chmod 0755 $home/libexec/zmdkimkeyutil

systemctl enable -q --now zimbra-standin
answers() { (exec 3<>/dev/tcp/127.0.0.1/7071) 2>/dev/null && (exec 3<>/dev/tcp/127.0.0.1/389) 2>/dev/null; }
for _ in $(seq 360); do
  if answers; then break; fi
  sleep 0.5
done
answers || { journalctl --no-pager -n 20 -u zimbra-standin >&2; exit 1; }
cd "$(dirname "$here")"
PYTHONPATH=. python3 -m zimbra_lab.configd --once
systemctl enable -q --now zimbra-clamd zimbra-lab nginx dovecot postfix lab-dns lab-dns-restart.path
systemctl enable -q --now zimbra-configd
