# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a written standard means for an Exchange organisation: one list of wishes per group of tasks.

A merged profile, what the site decides, and what was read of the organisation go in; what comes out is what the
exchange_* modules are told, each wish with the control and the clauses it rests on. Numbers come from the profile; the
few that no clause gives are the site's (`Site`). What is stricter than the standard already stays. Pure.
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_archive import archived, archiving
from ansible_collections.rasmi.mail.plugins.module_utils._exchange.host_question import Question, Seen, Site
from ansible_collections.rasmi.mail.plugins.module_utils._providers.exchange.values import names, seconds, size_bytes

#: One call of a module: `name` (and `server`, `type`...) say of what, `wish` what it should be.
Wish = dict[str, Any]

#: What a non-delivery report may carry back, as a new organisation has it; a lower cap lowers it.
DSN_BYTES = 10 * 1024**2
DAY = 86_400
#: Refusals of our own rules: Exchange takes 5.7.1 and 5.7.900 to 5.7.999.
REFUSED_ATTACHMENT = "5.7.910"
#: Text of a refusal, at most.
REASON_LENGTH = 256
#: Kinds of virtual directories -> path below the published name. PowerShell is not for people, Autodiscover has no URL.
PATHS = {
    "owa": "owa",
    "ecp": "ecp",
    "ews": "EWS/Exchange.asmx",
    "activesync": "Microsoft-Server-ActiveSync",
    "mapi": "mapi",
    "oab": "OAB",
}
FORMS = ("owa", "ecp")
#: Of mailboxes that were opened by somebody else (FolderBind is "read").
AUDIT_ADMIN = ["Update", "Copy", "Move", "MoveToDeletedItems", "SoftDelete", "HardDelete", "FolderBind", "SendAs",
               "SendOnBehalf", "MessageBind", "Create"]  # fmt: skip


def wishes(standard: Mapping[str, Any], site: Site, seen: Seen) -> dict[str, Any]:
    """Group -> wishes, and `uncovered`, one sentence per gap that is known before anything is written.

    `seen` holds, as the _info modules give them: `servers`, `receive_connectors`, `send_connectors`, `databases`,
    `directories` (kind -> objects), `outlook_anywhere`, `remote_domains`, `owa_policies`, `admin_audit_log`,
    `mailboxes` (those with a size of their own), `unaudited`, `archives` (mailboxes that have one), and `recipients`,
    the broadcast groups and senders that are there. Raises ValueError for a control that no profile has.
    """
    question = Question(standard, site, seen)
    unknown = sorted(set(site.leave_out) - set(standard["controls"]))
    if unknown:
        raise ValueError(f"{', '.join(unknown)} is to be left out, but the profile has no such control")
    found = {name: list(make(question)) for name, make in GROUPS.items()}
    for control in site.leave_out:
        question.say(control, "left out by exchange_standard_leave_out")
    return {**found, "uncovered": question.uncovered}


_Wishes = Iterator[Wish]


def _limits(q: Question) -> _Wishes:
    """The organisation's caps: what holds for mail from and to the outside."""
    if q.sent_bytes and q.received_bytes:
        report = min(DSN_BYTES, q.sent_bytes, q.received_bytes)
        yield {
            "control": "C-MSG-SIZE",
            "wish": {
                "max_send_size": str(q.sent_bytes),
                "max_receive_size": str(q.received_bytes),
                "external_dsn_max_size": str(report),
                "internal_dsn_max_size": str(report),
            },
        }


def _connectors(q: Question) -> _Wishes:
    """A receive connector takes both directions, from clients and from outside: it gets the larger cap."""
    largest = max(q.sent_bytes, q.received_bytes)
    for one in q.seen["receive_connectors"]:
        wish: dict[str, Any] = {"max_message_size": str(largest)} if largest else {}
        if q.get("C-CLI-TLS", "required"):
            have = names(one.get("AuthMechanism"))
            if "basicauth" in have and not {"basicauthrequiretls", "tls"} <= have:
                kept = [part.strip() for part in str(one["AuthMechanism"]).split(",")]
                more = [flag for flag in ("Tls", "BasicAuthRequireTLS") if flag.casefold() not in have]
                wish["auth_mechanism"] = kept + more
        if wish:
            yield {"control": "C-MSG-SIZE", "direction": "receive", "name": str(one["Identity"]), "wish": wish}
    for one in q.seen["send_connectors"]:
        if q.sent_bytes:
            yield {
                "control": "C-MSG-SIZE",
                "direction": "send",
                "name": str(one["Name"]),
                "wish": {"max_message_size": str(q.sent_bytes)},
            }


def _mailboxes(q: Question) -> _Wishes:
    """A mailbox with a larger cap of its own goes round the organisation's among colleagues; a smaller one may stay."""
    caps = {"MaxSendSize": ("max_send_size", q.sent_bytes), "MaxReceiveSize": ("max_receive_size", q.received_bytes)}
    for one in q.seen["mailboxes"]:
        over = {
            option: "unlimited"
            for name, (option, cap) in caps.items()
            if cap and (size_bytes(one.get(name)) or 0) > cap
        }
        if over:
            yield {"control": "C-MSG-SIZE", "name": str(one["Guid"]), "shown": str(one["Name"]), "wish": over}


def _databases(q: Question) -> _Wishes:
    """Quotas of accounts without one of their own, by the ordinary tier; and how long a mailbox can be brought back."""
    ordinary = next((tier for tier in q.standard["tiers"] if tier.get("when") == "default"), None)
    quota = int(ordinary["quota_bytes"]) if ordinary and "C-QUOTA-TIER" in q.controls else 0
    percent = int(q.get("C-QUOTA-WARN", "percent") or q.site.warn_percent)
    days = max(int(q.get("C-TERM", "restore_window_days") or 0), q.site.mailbox_retention_days)
    for one in q.seen["databases"]:
        wish: dict[str, Any] = {}
        have = size_bytes(one.get("ProhibitSendReceiveQuota"))
        if quota and (have is None or have > quota) and not q.site.lower_quotas:
            q.say(
                "C-QUOTA-TIER",
                f"database {one['Name']} gives {one.get('ProhibitSendReceiveQuota') or 'no limit'} to mailboxes "
                "without a quota of their own; lowering it refuses mail to those above it "
                "(exchange_standard_lower_quotas)",
            )
        elif quota:
            wish |= {
                "issue_warning_quota": str(quota * percent // 100),
                "prohibit_send_quota": str(quota),
                "prohibit_send_receive_quota": str(quota),
            }
        if (seconds(one.get("MailboxRetention")) or 0) < days * DAY:
            wish["mailbox_retention"] = f"{days} days"
        if wish:
            yield {"control": "C-QUOTA-TIER", "name": str(one["Guid"]), "shown": str(one["Name"]), "wish": wish}


def _directories(q: Question) -> _Wishes:
    """Addresses with https, and the form to log in with. Who asks over http is the Windows host's business."""
    if "C-WEB-HTTPS" not in q.controls:
        return
    for kind, path in PATHS.items():
        for one in q.seen["directories"].get(kind, ()):
            wish: dict[str, Any] = {"forms_authentication": True} if kind in FORMS else {}
            for option, name in (("internal_url", "InternalUrl"), ("external_url", "ExternalUrl")):
                url = str(one.get(name) or "")
                if url.startswith("http://"):
                    wish[option] = "https://" + url.removeprefix("http://")
                elif not url and option == "external_url" and q.site.host:
                    wish[option] = f"https://{q.site.host}/{path}"
            if wish:
                yield {"control": "C-WEB-HTTPS", "type": kind, "server": _server(one), "site": _site(one), "wish": wish}


def _outlook(q: Question) -> _Wishes:
    """Outlook Anywhere asks for TLS where it is published; it cannot be asked to where it has no name."""
    if "C-CLI-TLS" not in q.controls and "C-WEB-HTTPS" not in q.controls:
        return
    control = "C-CLI-TLS" if "C-CLI-TLS" in q.controls else "C-WEB-HTTPS"
    for one in q.seen["outlook_anywhere"]:
        wish = {
            f"{side}ClientsRequireSsl": True
            for side in ("Internal", "External")
            if str(one.get(f"{side}Hostname") or "") not in ("", "None")
        }
        yield {"control": control, "type": "outlook_anywhere", "name": str(one["Identity"]),
               "wish": {**wish, "SSLOffloading": False}}  # fmt: skip


def _doors(q: Question) -> _Wishes:
    """POP and IMAP take a password only inside TLS, whether they run or not."""
    if q.get("C-CLI-TLS", "required"):
        for server in q.seen["servers"]:
            for kind in ("pop", "imap"):
                yield {"control": "C-CLI-TLS", "type": kind, "name": server, "wish": {"LoginType": "SecureLogin"}}


def _clients(q: Question) -> _Wishes:
    """A password that must be changed at first logon can be changed in the web client."""
    if q.get("C-PWD-FIRST", "required"):
        for one in q.seen["owa_policies"]:
            yield {"control": "C-PWD-FIRST", "name": str(one["Name"]), "wish": {"change_password": True}}


def _filters(q: Question) -> _Wishes:
    if q.site.malware_filter and "C-AV" not in q.site.leave_out:
        for server in q.seen["servers"]:
            yield {"control": "C-AV", "type": "malware_filtering_server", "name": server,
                   "wish": {"BypassFiltering": False}}  # fmt: skip


def _forwarding(q: Question) -> _Wishes:
    """Undecided means: not offered (profile, decision external_forwarding)."""
    if "C-FWD" in q.controls and q.get("C-FWD", "forbidden", True):
        for one in q.seen["remote_domains"]:
            yield {"control": "C-FWD", "type": "remote_domain", "name": str(one["Name"]),
                   "wish": {"AutoForwardEnabled": False}}  # fmt: skip


def _audit(q: Question) -> _Wishes:
    if not q.site.audit:
        return
    have = q.seen["admin_audit_log"]
    wish: dict[str, Any] = {"AdminAuditLogEnabled": True}
    if (seconds(have.get("AdminAuditLogAgeLimit")) or 0) < q.site.audit_days * DAY:
        wish["AdminAuditLogAgeLimit"] = f"{q.site.audit_days} days"
    yield {"control": "C-INSP", "type": "admin_audit_log", "wish": wish}


def _audited(q: Question) -> _Wishes:
    """Mailboxes whose opening by somebody else leaves no trace."""
    if q.site.audit:
        for one in q.seen["unaudited"]:
            wish = {"audit": True, "audit_admin": {"set": AUDIT_ADMIN}, "audit_age": f"{q.site.audit_days} days"}
            yield {"control": "C-INSP", "name": str(one["Guid"]), "shown": str(one["Name"]), "wish": wish}


def _groups(q: Question) -> _Wishes:
    """Only named senders reach a broadcast group."""
    groups, senders = _broadcasters(q)
    if "C-BCAST" in q.controls and senders:
        for name in groups:
            yield {
                "control": "C-BCAST",
                "name": name,
                "wish": {"accept_from": {"set": senders}, "require_sender_authentication": True},
            }


def _broadcasters(q: Question) -> tuple[list[str], list[str]]:
    """Groups and senders that are there: on a first run accounts and groups come after the settings."""
    there = {str(name).casefold() for name in q.seen["recipients"]}
    groups, senders = (
        [name for name in names if name.casefold() in there]
        for names in (q.site.broadcast_groups, q.site.broadcast_senders)
    )
    return groups, senders


def _rules(q: Question) -> _Wishes:
    yield from _broadcast(q)
    yield from _attachments(q)


def _broadcast(q: Question) -> _Wishes:
    tag = str(q.get("C-BCAST", "tag") or "")
    if not tag:
        return
    if not q.site.broadcast_groups or not q.site.broadcast_senders:
        q.say(
            "C-BCAST",
            "nobody is named who may broadcast, or to which group: no tag is set "
            "(exchange_standard_broadcast_groups, exchange_standard_broadcast_senders)",
        )
        return
    groups, senders = _broadcasters(q)
    missing = sorted({*q.site.broadcast_groups, *q.site.broadcast_senders} - {*groups, *senders})
    if missing:
        q.say(
            "C-BCAST", f"not there yet, so not in the rule: {', '.join(missing)}. Run this once more after accounts.yml"
        )
    if not groups or not senders:
        return
    yield {
        "control": "C-BCAST",
        "name": f"{q.site.rule_prefix} hebahan",
        "wish": {
            "sent_to_member_of": {"set": groups},
            "from_addresses": {"set": senders},
            "prepend_subject": f"{tag} ",
            # A reply, or the rule's second look at the same message, does not get the tag again.
            "except_subject_contains": {"set": [tag]},
            "mode": "Enforce",
        },
    }


def _attachments(q: Question) -> _Wishes:
    """Files above the cap are refused with the name of the service that takes them."""
    sent, received = (int(q.get("C-ATT-SIZE", f"{side}_bytes") or 0) for side in ("out", "in"))
    cap = sent or received
    if not cap:
        return
    scope = (
        {"from_scope": "InOrganization"} if not received else {"from_scope": "NotInOrganization"} if not sent else {}
    )
    reason = reason_text(cap, q.site.big_file_service)
    yield {
        "control": "C-ATT-SIZE",
        "name": f"{q.site.rule_prefix} lampiran",
        "wish": {
            "attachment_size_over": str(cap),
            **scope,
            "reject_reason": reason,
            "reject_code": REFUSED_ATTACHMENT,
            "mode": "Enforce",
        },
    }


def reason_text(cap: int, service: str) -> str:
    """What the sender of a file that is too large is told, in Malay and English, cut to what Exchange takes."""
    size = f"{cap // 1024**2} MB" if cap % 1024**2 == 0 else f"{cap} bytes"
    malay = f"Lampiran melebihi {size}." + (f" Gunakan {service}." if service else "")
    english = f"Attachments are over {size}." + (f" Use {service}." if service else "")
    return f"{malay} / {english}"[:REASON_LENGTH]


#: In the order in which they are carried out.
GROUPS: Mapping[str, Callable[[Question], _Wishes]] = {
    "limits": _limits,
    "connectors": _connectors,
    "mailboxes": _mailboxes,
    "databases": _databases,
    "directories": _directories,
    "outlook": _outlook,
    "doors": _doors,
    "clients": _clients,
    "filters": _filters,
    "forwarding": _forwarding,
    "audit": _audit,
    "audited": _audited,
    "archiving": archiving,
    "archived": archived,
    "groups": _groups,
    "rules": _rules,
}


def _server(directory: Mapping[str, Any]) -> str:
    server = str(directory.get("Server") or "")
    return server or str(directory["Identity"]).partition("\\")[0]


def _site(directory: Mapping[str, Any]) -> str:
    """ "EX01\\owa (Default Web Site)" -> "Default Web Site"."""
    name = str(directory.get("Name") or directory["Identity"])
    return name.rpartition("(")[2].rstrip(")") if "(" in name else "Default Web Site"
