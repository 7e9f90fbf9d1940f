# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Sizes, attachments, quotas, senders, groups: in the SMTP dialogue, as the sender sees them."""

from __future__ import annotations

import smtplib
import time
from email.message import EmailMessage

import pytest

# The numbers of converge.yml.
MESSAGE_IN, MESSAGE_OUT = 3_000_000, 4_000_000
ATTACHMENT_IN, ATTACHMENT_OUT = 1_000_000, 2_000_000


def text(size: int) -> bytes:
    """Return a message of about `size` bytes without attachment."""
    return b"Subject: s\r\n\r\n" + (b"x" * 98 + b"\r\n") * (size // 100)


def attached(size: int) -> bytes:
    """Return a message with one attachment of `size` bytes."""
    message = EmailMessage()
    message["Subject"] = "lampiran"
    message.set_content("dengan lampiran")
    message.add_attachment(bytes(size), maintype="application", subtype="octet-stream", filename="fail.bin")
    return message.as_bytes().replace(b"\n", b"\r\n")


def answer(send, *arguments) -> tuple[int, bytes]:
    """Return the code and text with which a message was refused, (250, b"") when it was taken."""
    try:
        send(*arguments)
    except smtplib.SMTPRecipientsRefused as error:
        return next(iter(error.recipients.values()))
    except smtplib.SMTPResponseException as error:
        return error.smtp_code, error.smtp_error
    return 250, b""


def submit(server, user: str, to: str, message: bytes) -> tuple[int, bytes]:
    """Send as a logged-in user."""
    return answer(server.submission(user, server.password).sendmail, user, [to], message)


def subjects(server, user: str, expected: int) -> list[bytes]:
    """Return the subject lines in the inbox once there are `expected`, or what is there after a minute."""
    deadline = time.monotonic() + 60
    while True:
        client = server.imap(user, server.password)
        client.select()
        numbers = client.search(None, "ALL")[1][0].split()
        found = [client.fetch(number, "BODY[HEADER.FIELDS (SUBJECT)]")[1][0][1] for number in numbers]
        client.logout()
        if len(found) >= expected or time.monotonic() > deadline:
            return found
        time.sleep(0.2)


@pytest.fixture
def box(accounts) -> str:
    """An address without quota."""
    return accounts.add("peti")


def test_message_cap_of_each_door(server, accounts, box):
    for limit, send in (
        (MESSAGE_IN, lambda message: answer(server.mail_from_outside, box, message)),
        (MESSAGE_OUT, lambda message: submit(server, box, box, message)),
    ):
        assert send(text(limit - 65536)) == (250, b"")
        code, reason = send(text(limit + 65536))
        assert code == 552 and reason.startswith(b"5.3.4")


def test_announced_size_is_the_cap(server):
    with smtplib.SMTP(server.ip, 25, timeout=10) as client:
        client.ehlo()
        assert client.esmtp_features["size"] == str(MESSAGE_IN)


def test_attachment_cap_of_each_door(server, box):
    for limit, send in (
        (ATTACHMENT_IN, lambda message: answer(server.mail_from_outside, box, message)),
        (ATTACHMENT_OUT, lambda message: submit(server, box, box, message)),
    ):
        assert send(attached(limit)) == (250, b"")
        code, reason = send(attached(limit + 1024))
        assert code == 552 and reason.startswith(b"5.3.4 Attachment")


def test_a_stored_message_keeps_the_cap(server, box):
    client = server.imap(box, server.password)
    assert client.append("INBOX", None, None, text(MESSAGE_OUT - 65536))[0] == "OK"
    assert client.append("INBOX", None, None, text(MESSAGE_OUT + 65536))[0] == "NO"


def test_a_full_mailbox_refuses_at_once_by_every_address(server, accounts, box):
    full = accounts.add("penuh", rasmiQuotaBytes="1048576", rasmiAlias="sesak@kelantan.gov.my")
    client = server.imap(full, server.password)
    assert client.getquotaroot("INBOX")[1][1][0].endswith(b"(STORAGE 0 1024)")
    client.append("INBOX", None, None, text(900_000))
    for to in (full, "sesak@kelantan.gov.my"):
        code, reason = answer(server.mail_from_outside, to, text(300_000))
        assert code == 552 and reason.startswith(b"5.2.2")
    assert submit(server, box, full, text(300_000))[0] == 552
    client.select()
    client.store("1:*", "+FLAGS", "\\Deleted")
    client.expunge()
    assert answer(server.mail_from_outside, full, text(300_000)) == (250, b"")


def warnings(server, user: str, expected: int) -> list[bytes]:
    """Return the warnings in the inbox, waiting a little for as many as are expected; without any, as long."""
    deadline = time.monotonic() + (3 if expected == 0 else 10)
    found: list[bytes] = []
    while time.monotonic() < deadline and (expected == 0 or len(found) < expected):
        time.sleep(0.2)
        client = server.imap(user, server.password)
        client.select(readonly=True)
        numbers = client.search(None, "FROM", "postmaster@kelantan.gov.my")[1][0].split()
        found = [client.fetch(number, "BODY.PEEK[]")[1][0][1] for number in numbers]
        client.logout()
    return found


@pytest.mark.parametrize("way", ["delivered", "stored"])
def test_the_owner_of_a_mailbox_that_is_nearly_full_is_warned_once(server, accounts, way):
    """C-QUOTA-WARN: at the percentage of converge.yml, in both languages, whichever way the mail came."""

    def put(size: int) -> None:
        if way == "delivered":
            assert answer(server.mail_from_outside, owner, text(size)) == (250, b"")
        else:
            assert server.imap(owner, server.password).append("INBOX", None, None, text(size))[0] == "OK"

    owner = accounts.add("hampir.penuh", rasmiQuotaBytes="1048576")
    put(700_000)
    assert warnings(server, owner, 0) == []
    put(100_000)
    (warning,) = warnings(server, owner, 1)
    assert b"To: hampir.penuh@kelantan.gov.my\r\n" in warning
    assert b"sekurang-kurangnya 70%" in warning and b"at least 70% of its space" in warning
    put(20_000)
    assert len(warnings(server, owner, 2)) == 1


def test_a_warning_gets_into_a_mailbox_that_is_full(server, accounts):
    owner = accounts.add("sudah.penuh", rasmiQuotaBytes="1048576")
    client = server.imap(owner, server.password)
    assert client.append("INBOX", None, None, text(1_048_500))[0] == "OK"
    assert len(warnings(server, owner, 1)) == 1
    assert answer(server.mail_from_outside, owner, text(20_000))[0] == 552


def test_a_mailbox_without_limit_gets_no_warning(server, box):
    assert answer(server.mail_from_outside, box, text(2_000_000)) == (250, b"")
    assert len(subjects(server, box, 1)) == 1
    assert warnings(server, box, 0) == []


def test_names_are_no_commands_for_what_warns(host):
    """It runs as the owner of the mailboxes, and nothing reads its arguments but the delivery agent."""
    program = "/usr/local/sbin/rasmi-quota-warning"
    file = host.file(program)
    assert (file.user, file.mode) == ("root", 0o755)
    assert host.file("/run/dovecot/quota-warning").user == "vmail"
    for user in ("$(touch /tmp/owned)@kelantan.gov.my", "x; touch /tmp/owned", "a\nBcc: b@outside.test", "-k"):
        command = ["runuser", "-u", "vmail", "--", program, "postmaster@kelantan.gov.my", "70", user]
        assert host.run(" ".join(["%s"] * len(command)), *command).rc != 0
    assert host.run(f"runuser -u vmail -- {program} 70").rc == 75
    assert not host.file("/tmp/owned").exists


def test_no_limit_means_none(server, box):
    assert server.imap(box, server.password).getquotaroot("INBOX")[1][1] == [None]


def test_senders_are_who_they_say(server, accounts, box):
    other = accounts.add("lain.orang", rasmiAlias="samaran@kelantan.gov.my")
    client = server.submission(other, server.password)
    client.sendmail("samaran@kelantan.gov.my", [box], b"Subject: alias\r\n\r\nx\r\n")
    assert answer(client.sendmail, box, [box], b"Subject: palsu\r\n\r\nx\r\n")[0] == 553
    assert answer(client.sendmail, other, [box], written_by(box))[0] == 554
    assert answer(client.sendmail, other, [box], written_by(f"{other}>, <{box}"))[0] == 554
    assert [line.strip() for line in subjects(server, box, 1)] == [b"Subject: alias"]


def written_by(address: str) -> bytes:
    """Return a message with this address in From."""
    return b"From: Pengarah <" + address.encode() + b">\r\nSubject: palsu\r\n\r\nx\r\n"


def test_nobody_writes_in_our_name_without_a_login_except_trusted_hosts(host, server, box):
    """R008: neither as sender nor in From, with an own address or one that nobody has; a domain below is not ours."""
    stranger = "stranger@outside.test"
    for sender in (box, "tiada.siapa@KELANTAN.gov.my"):
        code, reason = answer(server.mail_from_outside, box, written_by(stranger), sender)
        assert code == 550 and reason.startswith(b"5.7.1 ")
        code, reason = answer(server.mail_from_outside, box, written_by(sender))
        assert code == 554 and reason.startswith(b"5.7.1 ")
    below = "jps@jajahan.kelantan.gov.my"
    assert answer(server.mail_from_outside, box, written_by(below), below) == (250, b"")
    send = f"smtplib.SMTP('127.0.0.1').sendmail('{box}', ['{box}'], 'From: {box}\\n\\nx')"
    host.run_expect([0], f'python3 -c "import smtplib; {send}"')
    relayed = send.replace(f"['{box}']", "['a@outside.test']")
    assert "Relay access denied" in host.run(f'python3 -c "import smtplib; {relayed}"').stderr
    # Both must have come before the next test empties the mailbox.
    assert len(subjects(server, box, 2)) == 2


def test_group_reaches_its_members_and_only_them(server, accounts, box):
    member, other = accounts.add("ahli"), accounts.add("bukan.ahli")
    group = f"cn=semua,ou=groups,{server.base}"
    accounts.connection.delete(group)
    members = [accounts.dn("peti"), accounts.dn("ahli")]
    assert accounts.connection.add(group, "rasmiGroup", {"mail": "semua@kelantan.gov.my", "member": members})
    accounts.made.append(group)
    server.mail_from_outside("semua@kelantan.gov.my", b"Subject: kepada semua\r\n\r\nx\r\n")
    assert len(subjects(server, member, 1)) == len(subjects(server, box, 1)) == 1
    assert subjects(server, other, 0) == []


def test_a_removed_account_is_unknown_and_its_address_stays_taken(server, accounts):
    gone = accounts.add("bekas")
    removed, name = f"ou=removed,{server.base}", "rasmiAccountId=TEST-bekas"
    accounts.connection.delete(f"{name},{removed}")
    accounts.set("bekas", "rasmiState", "removed")
    assert accounts.connection.modify_dn(accounts.dn("bekas"), name, new_superior=removed)
    accounts.made.append(f"{name},{removed}")
    code, reason = answer(server.mail_from_outside, gone)
    assert code == 550 and reason.startswith(b"5.1.1")
    with pytest.raises(ValueError, match=r"^19 "):
        accounts.add("pengganti", mail=gone)


def test_unwanted_mail_is_refused_in_the_dialogue(server, box):
    pattern = b"XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X"
    assert answer(server.mail_from_outside, box, b"Subject: g\r\n\r\n" + pattern + b"\r\n")[0] == 554


def test_what_users_send_is_signed_and_the_key_is_written_down_for_the_zone(host, server, box):
    submit(server, box, box, b"From: <" + box.encode() + b">\r\nSubject: tanda\r\n\r\nx\r\n")
    answer(server.mail_from_outside, box, written_by("stranger@outside.test"))
    assert len(subjects(server, box, 2)) == 2
    client = server.imap(box, server.password)
    client.select()
    signed = client.search(None, "HEADER", "DKIM-Signature", "d=kelantan.gov.my")[1][0].split()
    assert [client.fetch(n, "BODY[HEADER.FIELDS (SUBJECT)]")[1][0][1].strip() for n in signed] == [b"Subject: tanda"]
    zone = host.file("/etc/rspamd/dns/kelantan.gov.my.zone").content_string
    assert "v=spf1 mx -all" in zone and 'rasmi._domainkey TXT "v=DKIM1; k=rsa; p=MII' in zone
    assert host.file("/var/lib/rspamd/dkim/rasmi.key").mode == 0o600


def virus(name: str = "fail.com") -> bytes:
    """Return a message with the harmless EICAR test file attached."""
    message = EmailMessage()
    message["Subject"] = "virus ujian"
    message.set_content("dengan lampiran")
    # In two pieces: as a whole they would make scanners take this file away.
    file = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
    message.add_attachment(file, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes().replace(b"\n", b"\r\n")


def test_a_virus_is_refused_at_both_doors(server, box):
    for code, reason in (
        answer(server.mail_from_outside, box, virus()),
        submit(server, box, box, virus("surat.pdf")),
    ):
        assert code == 554 and b"Virus found: Eicar" in reason


def test_the_scanner_has_no_rights_and_no_open_door(host):
    assert {process.user for process in host.process.filter(comm="clamd")} == {"clamav"}
    assert host.file("/run/clamav/clamd.ctl").mode == 0o660
    assert not host.service("clamav-daemon.socket").is_running
    assert not host.service("clamav-freshclam").is_running


@pytest.mark.parametrize("filter_", ["rasmi-milter", "clamav-daemon"])
def test_without_its_filter_mail_waits_at_the_sender(host, server, box, filter_):
    host.run_expect([0], f"systemctl stop {filter_}")
    try:
        assert answer(server.mail_from_outside, box)[0] == 451
    finally:
        host.run_expect([0], f"systemctl start {filter_}")
        host.run_expect([0], "for n in $(seq 60); do [ -S /run/clamav/clamd.ctl ] && exit; sleep 0.5; done; exit 1")
