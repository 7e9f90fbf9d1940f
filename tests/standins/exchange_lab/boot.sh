#!/usr/bin/env bash
# Starts the domain controller and the endpoint in a container with systemd: run once as root, safe to repeat.
# Copyright: (c) 2026, rasmi.mail contributors
# SPDX-License-Identifier: GPL-3.0-or-later
set -euo pipefail
home=/opt/rasmi

cat >/etc/systemd/system/lab-dc.service <<U
[Unit]
Description=The lab's domain controller
[Service]
ExecStart=/bin/bash $home/exchange_lab/dc.sh
Restart=always
# In a container with cgroup v1 systemd sometimes does not hear that a service has ended.
TimeoutStopSec=3
[Install]
WantedBy=multi-user.target
U
cat >/etc/systemd/system/lab-endpoint.service <<U
[Unit]
Description=The lab's stand-in of Exchange's remote PowerShell endpoint
After=lab-dc.service
StartLimitIntervalSec=0
[Service]
WorkingDirectory=$home
Environment=PYTHONPATH=$home:$home/site PYTHONUNBUFFERED=1
ExecStart=/usr/bin/python3 -m exchange.serve --config /etc/rasmi-lab/endpoint.json
Restart=always
RestartSec=1
TimeoutStopSec=2
[Install]
WantedBy=multi-user.target
U
cat >/etc/rasmi-lab/endpoint.json <<J
{"listen": "0.0.0.0", "ports": {"https": 443, "http": 80},
 "certificate": "/etc/rasmi-lab/server.pem", "key": "/etc/rasmi-lab/server.key", "keytab": "/etc/rasmi-lab/http.keytab",
 "rights": "/etc/rasmi-lab/rights.json",
 "passwords": {"ANM\\\\rasmi-exchange": "/etc/rasmi-lab/rasmi-exchange",
               "rasmi-exchange@ad.anm.test": "/etc/rasmi-lab/rasmi-exchange"},
 "directory": {"url": "ldaps://ex01.ad.anm.test", "base": "DC=ad,DC=anm,DC=test", "user": "Administrator@ad.anm.test",
               "password_file": "/etc/rasmi-lab/administrator", "ca_file": "/etc/rasmi-lab/ca.pem"}}
J
systemctl daemon-reload
systemctl enable -q --now lab-dc.service
await() {
  for _ in $(seq 1800); do
    if (: <"/dev/tcp/127.0.0.1/$1") 2>/dev/null; then return; fi
    sleep 0.1
  done
  echo "nothing answers on port $1" >&2
  systemctl status --no-pager lab-dc.service lab-endpoint.service >&2 || true
  exit 1
}
await 636
await 88
systemctl enable -q lab-endpoint.service
systemctl restart lab-endpoint.service
await 443
