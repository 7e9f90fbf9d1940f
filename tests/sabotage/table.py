# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""For each control: how it is broken on the live server, and how it is mended.

The commands run as root in a shell on the server. `keep FILE` sets a copy aside, `back FILE` puts it back.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Sabotage:
    """`red` are the beginnings of the parts that must be red while it is broken.

    In them and in the commands @TIER@ is the address and @TIER_ID@ the tier of the ordinary tier's probe, and
    @RECEIVER@ the address of the probe that receives.
    """

    control: str
    name: str
    breaks: str
    mends: str
    red: tuple[str, ...]

    @property
    def id(self) -> str:
        return f"{self.control}-{self.name}"


_POSTFIX = "back $main; back $master; postfix_reload"
_DOVECOT = "back /etc/dovecot/dovecot.conf; dovecot_reload"
# What a running login process has read of its search it keeps until it is restarted.
_LOGIN = "back $login; systemctl restart dovecot; sleep 1"


def _policy(attribute: str, value: str, right: str) -> tuple[str, str]:
    """A wrong value of the password policy; the right one is kept on the server, `right` is what it falls back to."""
    copy = f"$kept/{attribute}"
    breaks = f'[ -e {copy} ] || attribute "$policy" {attribute} >{copy}; set_policy {attribute} {value}'
    mends = f'value=$(cat {copy} 2>/dev/null || true); set_policy {attribute} "${{value:-{right}}}"; rm -f {copy}'
    return breaks, mends


def _quota(value: int) -> tuple[str, str]:
    """A wrong quota at the probe of the ordinary tier; @TIER@ is its address."""
    copy = "$kept/quota"
    breaks = f'dn=$(account @TIER@); attribute "$dn" rasmiQuotaBytes >{copy}; set_quota "$dn" {value}'
    mends = f'dn=$(account @TIER@); if [ -e {copy} ]; then set_quota "$dn" "$(cat {copy})"; rm {copy}; fi'
    return breaks, mends


TABLE: tuple[Sabotage, ...] = (
    Sabotage(
        "C-WEB-HTTPS",
        "no-hsts",
        'keep "$site"; sed -i /Strict-Transport-Security/d "$site"; nginx_reload',
        'back "$site"; nginx_reload',
        ("logon-page",),
    ),
    Sabotage(
        "C-WEB-HTTPS",
        "no-redirect",
        'keep "$site"; sed -i "s#return 301 https.*#return 200 \'<form>\';#" "$site"; nginx_reload',
        'back "$site"; nginx_reload',
        ("http", "http-post"),
    ),
    Sabotage(
        "C-WEB-HTTPS",
        "old-tls",
        "for file in /etc/nginx/nginx.conf $site; do keep $file; sed -i '/ssl_protocols\\|ssl_ciphers/d' $file; done; "
        "sed -i 's#listen 443 ssl.*default_server;#&\\n  ssl_protocols TLSv1 TLSv1.1 TLSv1.2;\\n"
        "  ssl_ciphers DEFAULT:@SECLEVEL=0;#' $site; nginx_reload",
        "back /etc/nginx/nginx.conf; back $site; nginx_reload",
        ("tls-1.0", "tls-1.1"),
    ),
    Sabotage(
        "C-CLI-TLS",
        "clear-text-login",
        "keep /etc/dovecot/dovecot.conf; sed -i 's/^disable_plaintext_auth.*/disable_plaintext_auth = no/; "
        "s/^ssl = required/ssl = yes/' /etc/dovecot/dovecot.conf; dovecot_reload",
        _DOVECOT,
        ("imap", "pop"),
    ),
    Sabotage(
        "C-CLI-TLS",
        "clear-text-submission",
        "keep $main; keep $master; postconf -e smtpd_tls_auth_only=no; "
        "postconf -P submission/inet/smtpd_tls_security_level=may; postfix_reload",
        _POSTFIX,
        ("submission",),
    ),
    Sabotage(
        "C-POP",
        "pop3-off",
        "keep /etc/dovecot/dovecot.conf; sed -i 's/^protocols = .*/protocols = imap lmtp/' /etc/dovecot/dovecot.conf; "
        "dovecot_reload",
        _DOVECOT,
        ("wizard-login", "wizard-send"),
    ),
    Sabotage("C-AUTH-LOCK", "never-locks", *_policy("pwdMaxFailure", "0", "3"), ("a-", "c-one-counter")),
    Sabotage("C-AUTH-LOCK", "locks-too-early", *_policy("pwdMaxFailure", "2", "3"), ("b-threshold",)),
    Sabotage(
        "C-PWD-LEN",
        "no-digit-rule",
        'attribute "$overlay" olcConstraintAttribute >$kept/constraints; '
        "grep -vxF 'userPassword regex [0-9]' $kept/constraints | set_constraints",
        "if [ -e $kept/constraints ]; then set_constraints <$kept/constraints; rm $kept/constraints; fi",
        ("user-no-digit", "administrator-no-digit"),
    ),
    Sabotage("C-PWD-AGE", "never-expires", *_policy("pwdMaxAge", "0", "7776000"), ("web", "imap", "pop", "smtp")),
    Sabotage("C-PWD-AGE", "expires-too-early", *_policy("pwdMaxAge", "2592000", "7776000"), ("younger",)),
    Sabotage(
        "C-PWD-FIRST",
        "temporary-opens-mail",
        "keep $login; sed -i 's/(|(!(pwdReset=TRUE)).*$/)/' $login; systemctl restart dovecot; sleep 1",
        _LOGIN,
        ("imap", "pop", "smtp"),
    ),
    Sabotage(
        "C-MSG-SIZE",
        "cap-doubled",
        "keep $main; keep $master; postconf -e message_size_limit=20480000; "
        "sed -i '/message_size_limit=/d' $master; postfix_reload",
        _POSTFIX,
        ("ehlo-", "mx-over", "submission-inside-over", "submission-outside-over"),
    ),
    Sabotage(
        "C-MSG-SIZE",
        "cap-halved",
        "keep $main; keep $master; postconf -e message_size_limit=5120000; "
        "sed -i '/message_size_limit=/d' $master; postfix_reload",
        _POSTFIX,
        ("ehlo-", "mx-under", "submission-inside-under", "submission-outside-under", "webmail-under"),
    ),
    Sabotage(
        "C-ATT-SIZE",
        "caps-off",
        "keep $main; keep $master; postconf -e message_size_limit=40960000 'smtpd_milters='; "
        "sed -i '/message_size_limit=/d' $master; postfix_reload",
        _POSTFIX,
        ("mx-over", "submission-inside-over"),
    ),
    Sabotage(
        "C-ATT-SIZE",
        "webmail-caps-off",
        "for file in $pool $webmail $site $main $master; do keep $file; done; "
        "sed -i -E 's/(upload_max_filesize|post_max_size)\\] = .*/\\1] = 40M/' $pool; "
        "sed -i -E \"s/(max_message_size'\\] =) .*/\\1 '40M';/\" $webmail; "
        "sed -i 's/client_max_body_size .*/client_max_body_size 40m;/' $site; "
        "postconf -e message_size_limit=40960000 'smtpd_milters='; sed -i '/message_size_limit=/d' $master; "
        "php_restart; nginx_reload; postfix_reload",
        "back $pool; back $webmail; back $site; php_restart; nginx_reload; " + _POSTFIX,
        ("webmail-over", "webmail-far-over"),
    ),
    Sabotage(
        "C-ATT-SIZE",
        "webmail-takes-little",
        "keep $pool; sed -i -E 's/(upload_max_filesize)\\] = .*/\\1] = 2M/' $pool; php_restart",
        "back $pool; php_restart",
        ("webmail-under",),
    ),
    Sabotage("C-QUOTA-TIER", "other-figure", *_quota(209715200), ("@TIER_ID@",)),
    Sabotage("C-QUOTA-FLOOR", "below-floor", *_quota(52428800), ("@TIER_ID@",)),
    Sabotage(
        "C-QUOTA-FULL",
        "not-asked-at-rcpt",
        "keep $main; sed -i '/check_policy_service unix:private\\/quota-status/d' $main; postfix_reload",
        _POSTFIX,
        ("mx", "submission"),
    ),
    Sabotage(
        "C-QUOTA-WARN",
        "never-warns",
        "keep /etc/dovecot/dovecot.conf; sed -i '/quota_warning =/d' /etc/dovecot/dovecot.conf; dovecot_reload",
        _DOVECOT,
        ("warned",),
    ),
    Sabotage(
        "C-QUOTA-WARN",
        "warns-too-early",
        "keep /etc/dovecot/dovecot.conf; sed -i 's/quota_warning = storage=90/quota_warning = storage=50/' "
        "/etc/dovecot/dovecot.conf; dovecot_reload",
        _DOVECOT,
        ("below",),
    ),
    Sabotage(
        "C-QUOTA-WARN",
        "warning-is-lost",
        "keep /usr/local/sbin/rasmi-quota-warning; echo '#!/bin/true' >/usr/local/sbin/rasmi-quota-warning",
        "back /usr/local/sbin/rasmi-quota-warning",
        ("warned",),
    ),
    Sabotage(
        "C-FWD",
        "copies-go-outside",
        'keep $main; postconf -e "virtual_alias_maps = inline:{{@RECEIVER@ = @RECEIVER@, penerima@outside.test}}, '
        '$(postconf -h virtual_alias_maps)"; postfix_reload',
        _POSTFIX,
        ("stays-inside",),
    ),
    Sabotage(
        "C-EXPORT",
        "imap-off",
        "keep /etc/dovecot/dovecot.conf; sed -i 's/^protocols = .*/protocols = pop3 lmtp/' /etc/dovecot/dovecot.conf; "
        "dovecot_reload",
        _DOVECOT,
        ("delivered",),
    ),
    Sabotage(
        "C-TMP-SPACE",
        "space-taken",
        "fallocate -l $(( $(stat -f -c '%a * %S' /srv/mailtmp) - 524288000 )) /srv/mailtmp/taken",
        "rm -f /srv/mailtmp/taken",
        ("host-",),
    ),
    Sabotage(
        "C-DOM",
        "foreign-domain",
        "keep $main; postconf -e relay_domains=example.com; postfix_reload",
        _POSTFIX,
        ("foreign-1",),
    ),
    Sabotage(
        "C-RELAY",
        "open-relay",
        "keep $main; postconf -e mynetworks=0.0.0.0/0 "
        "smtpd_relay_restrictions=permit_mynetworks,reject_unauth_destination; postfix_reload",
        _POSTFIX,
        ("mx",),
    ),
    Sabotage(
        "C-RELAY",
        "anybody-in-our-name",
        "keep $main; postconf -e smtpd_sender_restrictions=reject_non_fqdn_sender; postfix_reload",
        _POSTFIX,
        ("own-sender",),
    ),
    Sabotage(
        "C-RELAY",
        "vrfy-tells",
        "keep $main; postconf -e disable_vrfy_command=no; postfix_reload",
        _POSTFIX,
        ("vrfy",),
    ),
    Sabotage(
        "C-DISABLE",
        "sessions-live-on",
        "systemctl stop rasmi-sessions.timer",
        "systemctl start rasmi-sessions.timer",
        ("open-connection",),
    ),
    Sabotage(
        "C-DISABLE",
        "still-logs-in",
        "keep $login; sed -i 's/(rasmiState=active)//' $login; systemctl restart dovecot; sleep 1; "
        "attribute $database olcAccess | grep '^{2}' >$kept/access; "
        "set_access \"$(sed 's/ filter=(rasmiState=active)//' $kept/access)\"",
        _LOGIN + '; if [ -e $kept/access ]; then set_access "$(cat $kept/access)"; ' + "rm $kept/access; fi",
        ("imap", "pop", "smtp"),
    ),
    Sabotage(
        "C-NAME",
        "catch-all",
        'keep $main; postconf -e "virtual_alias_maps = $(postconf -h virtual_alias_maps), static:@TIER@"; '
        "postfix_reload",
        _POSTFIX,
        ("near-miss",),
    ),
    Sabotage(
        "C-DNS",
        "anybody-may-send",
        "keep $dns; sed -i 's/ -all/ +all/; s/p=quarantine/p=none/' $dns; dns_restart",
        "back $dns; dns_restart",
        ("spf-", "dmarc-"),
    ),
    Sabotage("C-DNS", "no-mx", "keep $dns; sed -i '/ MX /d' $dns; dns_restart", "back $dns; dns_restart", ("mx-",)),
    Sabotage(
        "C-DNS",
        "other-key",
        "keep $dns; sed -i 's/p=MII/p=MIX/' $dns; dns_restart",
        "back $dns; dns_restart",
        ("dkim-",),
    ),
    Sabotage(
        "C-DNS",
        "not-signed",
        "keep $spam; sed -i 's/sign_authenticated = true/sign_authenticated = false/' $spam; filter_restart",
        "back $spam; filter_restart",
        ("dkim-",),
    ),
    Sabotage(
        "C-AV",
        "filter-not-asked",
        "keep $main; postconf -e smtpd_milters=; postfix_reload",
        _POSTFIX,
        ("mx-gtube", "mx-eicar", "submission-gtube", "submission-eicar"),
    ),
    Sabotage(
        "C-AV",
        "scanner-not-asked",
        "keep /etc/rspamd/rasmi.lua; sed -i '/^local tcp/,$d' /etc/rspamd/rasmi.lua; filter_restart",
        "back /etc/rspamd/rasmi.lua; filter_restart",
        ("mx-eicar", "submission-eicar"),
    ),
    Sabotage(
        "C-AV",
        "signature-gone",
        "keep $signatures; echo 00000000000000000000000000000000:68:Other >$signatures; scanner_restart",
        "back $signatures; scanner_restart",
        ("mx-eicar", "submission-eicar"),
    ),
    Sabotage(
        "C-AV",
        "signatures-old",
        "keep $signatures; touch -d '8 days ago' $signatures",
        "back $signatures",
        ("signatures",),
    ),
    Sabotage(
        "C-FWD",
        "filters-in-webmail",
        "keep $webmail; echo \"\\$config['plugins'][] = 'managesieve';\" >>$webmail",
        "back $webmail",
        ("webmail",),
    ),
    Sabotage(
        "C-FWD",
        "managesieve-open",
        "systemd-run -q --unit=rasmi-sieve python3 -c "
        '\'import socketserver as s; h = type("H", (s.StreamRequestHandler,), '
        '{"handle": lambda self: self.wfile.write(b"\\"IMPLEMENTATION\\" \\"test\\"\\r\\n")}); '
        's.TCPServer(("", 4190), h).serve_forever()\'; sleep 1',
        "systemctl stop rasmi-sieve 2>/dev/null || true",
        ("managesieve",),
    ),
    Sabotage(
        "C-EXPORT",
        "guide-b-closed",
        "keep /etc/dovecot/dovecot.conf; "
        "sed -i 's/^protocols = .*/protocols = imap lmtp/' /etc/dovecot/dovecot.conf; dovecot_reload",
        _DOVECOT,
        ("pop3s",),
    ),
)
