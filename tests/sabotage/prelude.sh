# shellcheck shell=bash
# What the commands of table.py share; runs as root on the server. Copyright: (c) 2026, rasmi.mail contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck disable=SC2034 # the variables are used by the commands that follow
set -eu
# Copies are kept out of the way: some services read every file of a directory.
kept=/run/rasmi-kept
mkdir -p $kept
aside() { printf '%s/%s' $kept "${1//\//+}"; }
keep() { [ -e "$(aside "$1")" ] || cp -a "$1" "$(aside "$1")"; }
# Written into the old file, so that owner, mode and every open handle stay.
# shellcheck disable=SC2094 # two different files
back() { if [ -e "$(aside "$1")" ]; then cp -a "$(aside "$1")" "$1"; rm "$(aside "$1")"; fi; }
modify() { ldapmodify -Q -Y EXTERNAL -H ldapi:/// >/dev/null; }
base=$(ldapsearch -LLL -Q -Y EXTERNAL -H ldapi:/// -s base -b '' namingContexts | sed -n 's/^namingContexts: //p')
policy="cn=default,ou=policies,$base"
attribute() { ldapsearch -LLL -o ldif-wrap=no -Q -Y EXTERNAL -H ldapi:/// -s base -b "$1" "$2" | sed -n "s/^$2: //p"; }
set_policy() { printf 'dn: %s\nchangetype: modify\nreplace: %s\n%s: %s\n' "$policy" "$1" "$1" "$2" | modify; }
set_quota() { printf 'dn: %s\nchangetype: modify\nreplace: rasmiQuotaBytes\nrasmiQuotaBytes: %s\n' "$1" "$2" | modify; }
set_access() { printf 'dn: %s\nchangetype: modify\ndelete: olcAccess\nolcAccess: {2}\n-\nadd: olcAccess\nolcAccess: %s\n' \
  "$database" "$1" | modify; }
# The rules of the constraint overlay, one per line on standard input, replace those that are there.
set_constraints() {
  { printf 'dn: %s\nchangetype: modify\nreplace: olcConstraintAttribute\n' "$overlay"; sed 's/^/olcConstraintAttribute: /'; } | modify
}
dovecot_reload() { doveadm reload; sleep 1; }
postfix_reload() { postfix reload 2>/dev/null; sleep 1; }
pool=$(echo /etc/php/*/fpm/pool.d/www.conf)
php_restart() { systemctl restart "php$(echo "$pool" | cut -d/ -f4)-fpm"; }
nginx_reload() { nginx -q -s reload; sleep 1; }
# A filter counts as started before it answers.
filter_restart() {
  systemctl restart rspamd
  for _ in $(seq 240); do (exec 3<>/dev/tcp/127.0.0.1/11332) 2>/dev/null && return; sleep 0.5; done
  return 1
}
scanner_restart() {
  systemctl restart clamav-daemon
  for _ in $(seq 240); do [ -S /run/clamav/clamd.ctl ] && return; sleep 0.5; done
  return 1
}
dns=/etc/rspamd/dns/kelantan.gov.my.zone
dns_restart() { systemctl restart lab-dns; sleep 1; }
clamd=/etc/clamav/clamd.conf
spam=/etc/rspamd/rspamd.conf
signatures=/srv/signatures/lab-test.hdb
webmail=/etc/roundcube/config.inc.php
site=/etc/nginx/sites-enabled/default
login=/etc/dovecot/rasmi-login.conf.ext
database='olcDatabase={1}mdb,cn=config'
main=/etc/postfix/main.cf
master=/etc/postfix/master.cf
overlay=$(ldapsearch -LLL -Q -Y EXTERNAL -H ldapi:/// -b cn=config '(objectClass=olcConstraintConfig)' dn | sed -n 's/^dn: //p')
# The distinguished name of the account with an address.
account() { ldapsearch -LLL -o ldif-wrap=no -Q -Y EXTERNAL -H ldapi:/// -b "$base" "(mail=$1)" dn | sed -n 's/^dn: //p'; }
