# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What runs, as whom, and how the doors look before anybody has logged in."""

from __future__ import annotations

import http.client
import imaplib
import poplib
import smtplib
import ssl
import warnings

import pytest

MAIL = ["slapd", "dovecot", "postfix", "rasmi-milter", "rspamd"]
UNITS = [*MAIL, "php8.2-fpm", "nginx", "rasmi-sessions.timer", "fail2ban"]


@pytest.mark.parametrize("unit", UNITS)
def test_service_runs_and_starts_at_boot(host, unit):
    assert host.service(unit).is_running
    assert host.service(unit).is_enabled


def test_no_unit_failed(host):
    assert host.run("systemctl --failed --plain --no-legend").stdout == ""


@pytest.mark.parametrize(
    ("process", "owner"), [("slapd", "openldap"), ("rspamd: rspamd", "_rspamd"), ("rasmi-milter", "rasmi-milter")]
)
def test_services_are_unprivileged(host, process, owner):
    owners = host.run(f"ps -eo user:20,args | awk '/{process}/ && !/awk/ {{print $1}}' | sort -u").stdout.split()
    assert owners == [owner]


def test_the_directory_speaks_only_tls_to_the_network(host):
    assert not host.socket("tcp://389").is_listening
    assert host.socket("tcp://0.0.0.0:636").is_listening


@pytest.mark.parametrize("port", [443, 465, 636, 993, 995])
@pytest.mark.parametrize("version", [ssl.TLSVersion.TLSv1, ssl.TLSVersion.TLSv1_1])
def test_old_tls_is_refused(server, port, version):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        context.minimum_version = context.maximum_version = version
    with server.socket(port) as plain, pytest.raises((ssl.SSLError, ConnectionError)):
        context.wrap_socket(plain, server_hostname="mail.kelantan.gov.my")


@pytest.mark.parametrize("port", [443, 465, 636, 993, 995])
def test_certificate_is_the_published_name_s(server, port):
    with server.socket(port) as plain, server.tls.wrap_socket(plain, server_hostname="mail.kelantan.gov.my") as secure:
        assert secure.version() in ("TLSv1.2", "TLSv1.3")


def test_http_only_sends_to_https(server):
    plain = http.client.HTTPConnection(server.ip, 80, timeout=10)
    plain.request("GET", "/?_task=mail", headers={"Host": "mail.kelantan.gov.my"})
    answer = plain.getresponse()
    assert (answer.status, answer.getheader("Location")) == (301, "https://mail.kelantan.gov.my/?_task=mail")


def test_no_login_before_tls(server):
    assert "LOGINDISABLED" in imaplib.IMAP4(server.ip, 143, 10).capabilities
    with pytest.raises(imaplib.IMAP4.error, match="PRIVACYREQUIRED"):
        imaplib.IMAP4(server.ip, 143, 10).login("nobody", "wrong")
    with pytest.raises(poplib.error_proto, match="disallowed"):
        poplib.POP3(server.ip, 110, 10).user("nobody")
    for port in (25, 587):
        with smtplib.SMTP(server.ip, port, timeout=10) as client:
            client.ehlo()
            assert "auth" not in client.esmtp_features


def test_no_login_at_the_door_for_strangers_not_even_with_tls(server):
    with smtplib.SMTP(server.ip, 25, timeout=10) as client:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        client.starttls(context=context)
        client.ehlo()
        assert "auth" not in client.esmtp_features


def test_strangers_learn_nothing_and_pass_nothing_on(server):
    with smtplib.SMTP(server.ip, 25, timeout=10) as client:
        client.ehlo()
        assert client.verify("postmaster")[0] == 502
        assert client.docmd("EXPN", "postmaster")[0] in (500, 502)
        client.mail("stranger@outside.test")
        assert client.rcpt("stranger@elsewhere.test")[0] == 554
        assert client.rcpt("nobody.at.all@kelantan.gov.my") == (
            550,
            b"5.1.1 <nobody.at.all@kelantan.gov.my>: Recipient address rejected: User unknown in virtual mailbox table",
        )


@pytest.mark.parametrize(
    ("directory", "owner"),
    [
        ("mail", "vmail"),
        ("web", "www-data"),
        ("upload", "www-data"),
        ("webmail", "www-data"),
        ("filter", "_rspamd"),
        ("attachments", "rasmi-milter"),
    ],
)
def test_each_service_has_its_own_temporary_space(host, directory, owner):
    place = host.file(f"/srv/mailtmp/{directory}")
    assert (place.user, place.mode) == (owner, 0o700)


def test_passwords_of_services_lie_nowhere_on_the_server(host, server):
    for secret in server.secrets.iterdir():
        assert secret.stat().st_mode & 0o777 == 0o600
        found = host.run(f"grep -rlF -- '{secret.read_text()}' /etc /usr/local /tmp /var/log /run/systemd 2>/dev/null")
        assert found.stdout == ""
