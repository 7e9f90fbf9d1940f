#!/usr/bin/env bash
# Runs the domain controller in the foreground. "dc.sh test" makes it one for tests: with a clean domain, which "dc.sh
# reset" puts back later, by ending the controller of this machine at once.
# Copyright: (c) 2026, rasmi.mail contributors
# SPDX-License-Identifier: GPL-3.0-or-later
set -euo pipefail
cd /etc/rasmi-lab
address=$(hostname -I | cut -d' ' -f1)
grep -q " ex01.ad.anm.test" /etc/hosts || echo "$address ex01.ad.anm.test ex01" >>/etc/hosts
if [ "${1:-}" = reset ]; then
  old=$(cat /run/dc.pid)
  kill -KILL -- "-$old"
  while [ "$(cat /run/dc.pid)" = "$old" ]; do sleep 0.05; done
  exit
fi

# An authority of the lab's own, and one certificate for the directory and the endpoint. The address is in it, because a
# controller without a name server for the lab's domain connects to that.
if [ ! -s server.pem ] || ! openssl x509 -in server.pem -noout -text | grep -q "IP Address:$address\b"; then
  key="-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes"
  # shellcheck disable=SC2086
  openssl req -x509 $key -days 730 -subj "/CN=Lab Exchange CA" -keyout ca.key -out ca.pem \
    -addext keyUsage=critical,keyCertSign,cRLSign 2>/dev/null
  # shellcheck disable=SC2086
  openssl req $key -subj "/CN=ex01.ad.anm.test" -keyout server.key -out server.csr 2>/dev/null
  names="DNS:ex01.ad.anm.test,DNS:mel.anm.gov.my,DNS:localhost,IP:127.0.0.1,IP:$address"
  openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key -CAcreateserial -days 365 -out server.pem \
    -extfile <(printf 'subjectAltName=%s\nextendedKeyUsage=serverAuth\n' "$names") 2>/dev/null
  chmod 0600 ca.key server.key
fi
export TDB_NO_FSYNC=1
[ "${1:-}" = test ] || exec samba --foreground --no-process-group
while :; do
  rm -rf /var/lib/samba/* /run/samba/* /var/cache/samba/*
  tar -C /var/lib/samba -xf /var/lib/samba.clean.tar
  setsid samba --foreground --no-process-group &
  echo $! >/run/dc.pid
  wait || true
done
