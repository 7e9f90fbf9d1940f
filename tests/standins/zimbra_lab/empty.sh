#!/usr/bin/env bash
# A second Zimbra on the lab's machine, as an installation leaves it: for the restoration drill. Everything that an earlier
# one held is gone. Run as root after boot.sh. Arguments: published host name, official domain.
# Copyright: (c) 2026, rasmi.mail contributors
# SPDX-License-Identifier: GPL-3.0-or-later
set -euo pipefail
host=$1 domain=$2
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=/opt/zimbra data=/opt/zimbra/data/empty conf=/opt/zimbra/conf

systemctl stop zimbra-empty 2>/dev/null || true
rm -rf $data
install -d -o zimbra -g zimbra -m 0700 $data
(
  umask 077
  openssl rand -hex 16 | sed 's/^/Lab#1-/' >$conf/empty-password
  cat >/etc/zimbra-empty.json <<J
{"root": "$data/ldap", "server": "$host", "domain": "$domain", "admin": "admin@$domain",
 "admin_password": "$(cat $conf/empty-password)", "ldap_password": "$(openssl rand -hex 16)",
 "listen": "0.0.0.0", "admin_port": 7171, "user_port": 7443, "ldap_port": 1389,
 "certificate": "$home/ssl/server.crt", "key": "$home/ssl/server.key", "store": "$data/store"}
J
)
chown zimbra:zimbra /etc/zimbra-empty.json
cat >/etc/systemd/system/zimbra-empty.service <<U
[Unit]
Description=A second stand-in of Zimbra, empty
[Service]
User=zimbra
Environment=PYTHONPATH=$(dirname "$here") PYTHONUNBUFFERED=1
ExecStart=/usr/bin/python3 -m zimbra.serve --detached --config /etc/zimbra-empty.json
TimeoutStopSec=2
U
systemctl daemon-reload
systemctl start zimbra-empty
for _ in $(seq 120); do
  (exec 3<>/dev/tcp/127.0.0.1/7171) 2>/dev/null && exit 0
  sleep 0.5
done
echo "the second stand-in did not start" >&2
exit 1
