# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""For each control: how it is broken on the live Zimbra lab.

Most are broken as an administrator breaks them, by a setting over admin SOAP; the test puts back what was there. What
no setting breaks is broken by a command in the container.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

#: Where a setting is written.
CONFIG, SERVER, COSES, ORDINARY, RECEIVER = "config", "server", "coses", "ordinary", "receiver"
#: The class of service that a probe has while its mailbox is filled.
FILLED = "filled"

SIGNATURES = "/opt/zimbra/data/clamav/db"

Values = Mapping[str, str | tuple[str, ...]]


@dataclass(frozen=True)
class Sabotage:
    """`red` are the beginnings of the parts that must be red while it is broken.

    `settings`: place -> attribute -> wrong value ("" = none). `breaks` and `mends` are run as root in the container
    after the settings were written, and before they are put back. @TIER_ID@ is the ordinary tier, @TIER@ its probe.
    """

    control: str
    name: str
    red: tuple[str, ...]
    settings: Mapping[str, Values] = field(default_factory=dict)
    breaks: str = ""
    mends: str = ""


# configd would undo at once what is written into a file by hand.
_MAIN = "systemctl stop zimbra-configd; "
_BACK = "systemctl start zimbra-configd"
_USERS = "/opt/rasmi/zimbra_lab/accounts.py"


def _postfix(setting: str) -> tuple[str, str]:
    return f"{_MAIN} postconf -e {setting}; postfix reload 2>/dev/null", _BACK


def _users(code: str) -> tuple[str, str]:
    """The servers around the mailbox take a refusal of the user service with this code for a yes."""
    breaks = f'cp {_USERS} /run/accounts.py; sed -i \'s/"{code}": [A-Z]*/"{code}": OK/\' {_USERS}; {_RESTART}'
    return breaks, f"[ ! -e /run/accounts.py ] || mv /run/accounts.py {_USERS}; {_RESTART}"


_ZONE, _DKIM = "/etc/nsd/lab.zone", "/opt/zimbra/conf/dkim.json"
_DNS = "systemctl restart lab-dns; sleep 1"
_RESTART = (
    "systemctl restart zimbra-lab; "
    "for _ in $(seq 600); do (exec 3<>/dev/tcp/127.0.0.1/7079) 2>/dev/null && break; sleep 0.2; done"
)

TABLE: tuple[Sabotage, ...] = (
    Sabotage("C-WEB-HTTPS", "both-modes", ("http", "http-post"), {SERVER: {"zimbraReverseProxyMailMode": "both"}}),
    Sabotage("C-WEB-HTTPS", "no-hsts", ("logon-page",), {CONFIG: {"zimbraReverseProxyResponseHeaders": ""}}),
    Sabotage(
        "C-WEB-HTTPS",
        "old-tls",
        ("tls-1.0", "tls-1.1"),
        {
            SERVER: {
                "zimbraReverseProxySSLProtocols": ("TLSv1", "TLSv1.1", "TLSv1.2"),
                "zimbraReverseProxySSLCiphers": "DEFAULT:@SECLEVEL=0",
            }
        },
    ),
    Sabotage(
        "C-CLI-TLS",
        "clear-text-login",
        ("imap", "pop"),
        {SERVER: {"zimbraReverseProxyImapStartTlsMode": "on", "zimbraReverseProxyPop3StartTlsMode": "on"}},
    ),
    Sabotage("C-CLI-TLS", "clear-text-submission", ("submission",), {SERVER: {"zimbraMtaTlsAuthOnly": "FALSE"}}),
    Sabotage("C-POP", "pop3-off", ("wizard-login", "wizard-send"), {SERVER: {"zimbraPop3ServerEnabled": "FALSE"}}),
    Sabotage("C-AUTH-LOCK", "never-locks", ("a-", "c-one-counter"), {COSES: {"zimbraPasswordLockoutEnabled": "FALSE"}}),
    Sabotage("C-AUTH-LOCK", "locks-too-early", ("b-threshold",), {COSES: {"zimbraPasswordLockoutMaxFailures": "2"}}),
    Sabotage(
        "C-PWD-LEN",
        "no-digit-rule",
        ("user-no-digit", "administrator-no-digit"),
        {COSES: {"zimbraPasswordMinNumericChars": "0"}},
    ),
    Sabotage("C-PWD-AGE", "never-expires", ("web", "imap", "pop", "smtp"), {COSES: {"zimbraPasswordMaxAge": "0"}}),
    Sabotage("C-PWD-AGE", "expires-too-early", ("younger",), {COSES: {"zimbraPasswordMaxAge": "30"}}),
    Sabotage(
        "C-PWD-FIRST",
        "temporary-opens-mail",
        ("imap", "pop", "smtp"),
        breaks=_users("account.CHANGE_PASSWORD")[0],
        mends=_users("account.CHANGE_PASSWORD")[1],
    ),
    Sabotage(
        "C-MSG-SIZE",
        "cap-doubled",
        ("ehlo-", "mx-over", "submission-inside-over", "submission-outside-over"),
        {CONFIG: {"zimbraMtaMaxMessageSize": "20480000"}},
    ),
    Sabotage(
        "C-MSG-SIZE",
        "cap-halved",
        ("ehlo-", "mx-under", "submission-inside-under", "submission-outside-under", "webmail-under"),
        {CONFIG: {"zimbraMtaMaxMessageSize": "5120000"}},
    ),
    Sabotage(
        "C-ATT-SIZE",
        "caps-off",
        ("mx-over", "submission-inside-over", "webmail-over"),
        {CONFIG: {"zimbraMtaMaxMessageSize": "40960000"}},
    ),
    Sabotage("C-ATT-SIZE", "takes-little", ("webmail-under",), {CONFIG: {"zimbraMtaMaxMessageSize": "2048000"}}),
    Sabotage("C-QUOTA-TIER", "other-figure", ("@TIER_ID@",), {ORDINARY: {"zimbraMailQuota": "209715200"}}),
    Sabotage("C-QUOTA-FLOOR", "below-floor", ("@TIER_ID@",), {ORDINARY: {"zimbraMailQuota": "52428800"}}),
    Sabotage(
        "C-QUOTA-FULL",
        "deferred-for-days",
        ("mx", "submission"),
        {SERVER: {"zimbraLmtpPermanentFailureWhenOverQuota": "FALSE"}},
        mends="postsuper -d ALL deferred 2>/dev/null",
    ),
    Sabotage("C-QUOTA-WARN", "never-warns", ("warned",), {FILLED: {"zimbraQuotaWarnPercent": "0"}}),
    Sabotage("C-QUOTA-WARN", "warns-too-early", ("below",), {FILLED: {"zimbraQuotaWarnPercent": "50"}}),
    Sabotage("C-QUOTA-WARN", "warns-when-full", ("warned",), {FILLED: {"zimbraQuotaWarnPercent": "99"}}),
    Sabotage("C-FWD", "users-may-forward", ("webmail",), {COSES: {"zimbraFeatureMailForwardingEnabled": "TRUE"}}),
    Sabotage(
        "C-FWD",
        "copies-go-outside",
        ("stays-inside",),
        {RECEIVER: {"zimbraMailForwardingAddress": "penerima@outside.test"}},
    ),
    Sabotage("C-EXPORT", "guide-b-closed", ("pop3s",), {SERVER: {"zimbraPop3ServerEnabled": "FALSE"}}),
    Sabotage("C-EXPORT", "imap-off", ("delivered",), {SERVER: {"zimbraImapServerEnabled": "FALSE"}}),
    Sabotage(
        "C-TMP-SPACE",
        "space-taken",
        ("host-",),
        breaks="d=/opt/zimbra/data/tmp; fallocate -l $(( $(stat -f -c '%a * %S' $d) - 524288000 )) $d/taken",
        mends="rm -f /opt/zimbra/data/tmp/taken",
    ),
    Sabotage(
        "C-DNS",
        "anybody-may-send",
        ("spf-", "dmarc-"),
        breaks=f"cp {_ZONE} /run/lab.zone; sed -i 's/ -all/ +all/; s/p=reject/p=none/' {_ZONE}; {_DNS}",
        mends=f"[ ! -e /run/lab.zone ] || mv /run/lab.zone {_ZONE}; {_DNS}",
    ),
    Sabotage(
        "C-DNS",
        "no-mx",
        ("mx-",),
        breaks=f"cp {_ZONE} /run/lab.zone; sed -i '/ MX /d' {_ZONE}; {_DNS}",
        mends=f"[ ! -e /run/lab.zone ] || mv /run/lab.zone {_ZONE}; {_DNS}",
    ),
    Sabotage(
        "C-DNS",
        "not-signed",
        ("dkim-",),
        breaks=f"mv {_DKIM} {_DKIM}.aside",
        mends=f"[ ! -e {_DKIM}.aside ] || mv {_DKIM}.aside {_DKIM}",
    ),
    Sabotage("C-DOM", "foreign-domain", ("foreign-1",), {}, *_postfix("relay_domains=example.com")),
    Sabotage("C-RELAY", "open-relay", ("mx",), {SERVER: {"zimbraMtaMyNetworks": ("0.0.0.0/0",)}}),
    Sabotage("C-RELAY", "vrfy-tells", ("vrfy",), {}, *_postfix("disable_vrfy_command=no")),
    Sabotage("C-DISABLE", "sessions-live-on", ("open-connection",), {}, _MAIN, _BACK),
    Sabotage(
        "C-DISABLE",
        "still-logs-in",
        ("imap", "pop", "smtp"),
        breaks=_users("account.AUTH_FAILED")[0],
        mends=_users("account.AUTH_FAILED")[1],
    ),
    Sabotage(
        "C-NAME",
        "catch-all",
        ("near-miss",),
        {},
        *_postfix('"virtual_alias_maps = $(postconf -h virtual_alias_maps), static:@TIER@"'),
    ),
    Sabotage(
        "C-AV",
        "no-scanner",
        ("mx-gtube", "mx-eicar", "submission-gtube", "submission-eicar"),
        {SERVER: {"-zimbraServiceEnabled": ("antivirus", "antispam")}},
    ),
    Sabotage(
        "C-AV", "no-antivirus", ("mx-eicar", "submission-eicar"), {SERVER: {"-zimbraServiceEnabled": "antivirus"}}
    ),
    Sabotage(
        "C-AV",
        "signatures-old",
        ("signatures",),
        breaks=f"touch -d '8 days ago' {SIGNATURES}/lab-test.hdb",
        mends=f"touch {SIGNATURES}/lab-test.hdb",
    ),
)
