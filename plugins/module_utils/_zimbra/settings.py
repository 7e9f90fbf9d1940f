# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a written standard means on a Zimbra: one row per attribute, no number of any agency.

Pure: a merged profile and the server's version go in, attribute values with the clauses they rest on come out.
PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.attribute_rows import table
from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra.attributes import known_in
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.sizes import fits, needs

#: A value as the zimbra_* modules take it: booleans as TRUE/FALSE, sizes as plain digits; a list is all values of an
#: attribute, {"add": [...]} are values that must be among them.
Value: TypeAlias = "str | list[str] | dict[str, list[str]]"

GLOBAL = "global"  # global config only
SERVER = "server"  # global config, and every server that has a value of its own (server < global)
HOST = "host"  # servers only
DOMAIN = "domain"
COS = "cos"

ON, OFF = "TRUE", "FALSE"
#: Browsers come back by https for a year, whatever they are told by http.
HSTS = "Strict-Transport-Security: max-age=31536000"


class UnusableStandardError(ValueError):
    """The profile asks for something that no Zimbra setting can keep; the text is for the operator."""


@dataclass(frozen=True)
class Wish:
    """What the standard and the site ask for, as the rows read it.

    `controls` are those of the merged profile; `version` is (major, minor, micro). `history` counts former passwords,
    `warn_percent` is of the quota, `warn_every` and `last_use_every` are durations as Zimbra writes them (1d).
    """

    controls: Mapping[str, Mapping[str, Any]]
    version: tuple[int, ...]
    history: int
    warn_percent: int
    warn_every: str
    last_use_every: str

    def get(self, control: str, name: str, default: Any = None) -> Any:
        return self.controls[control].get(name, default)

    @property
    def message_bytes(self) -> int:
        """The one limit that Zimbra has for both directions: the smaller of the two (0 = none)."""
        both = [self.get("C-MSG-SIZE", name) for name in ("in_bytes", "out_bytes")]
        return min((int(size) for size in both if size), default=0)

    @property
    def attachment_bytes(self) -> int:
        if "C-ATT-SIZE" not in self.controls:
            return 0
        both = [self.get("C-ATT-SIZE", name) for name in ("in_bytes", "out_bytes")]
        return min((int(size) for size in both if size), default=0)

    def needs_letters(self, *names: str) -> str | None:
        """1 when the standard asks for one of these classes of characters."""
        return "1" if set(names) & set(self.get("C-PWD-LEN", "classes", ())) else None


@dataclass(frozen=True)
class Row:
    """`control` is kept by giving `attribute` a value; None as the value means that the profile does not ask for it."""

    control: str
    place: str
    attribute: str
    value: Callable[[Wish], Value | None] | Value

    def wanted(self, wish: Wish) -> Value | None:
        return self.value(wish) if callable(self.value) else self.value


def _tls(wish: Wish) -> Value:
    """TLS 1.3 only where every build of that line has an OpenSSL that knows it: nginx would refuse to start."""
    return ["TLSv1.2", "TLSv1.3"] if wish.version >= (10,) else ["TLSv1.2"]


def _duration_of_lock(wish: Wish) -> Value | None:
    return "0" if wish.get("C-AUTH-LOCK", "release") == "administrator" else None


def _attachment(wish: Wish) -> Value | None:
    # Later than 10.1.3 a value above the message limit is refused.
    sizes = [size for size in (wish.attachment_bytes, _message(wish)) if size]
    return str(min(sizes)) if wish.attachment_bytes else None


def _message(wish: Wish) -> int:
    return wish.message_bytes if "C-MSG-SIZE" in wish.controls else 0


def _size(wish: Wish) -> Value | None:
    return str(wish.message_bytes) if wish.message_bytes else None


def _forwarding(wish: Wish) -> Value | None:
    """Undecided means: not offered (profile, decision external_forwarding)."""
    return OFF if wish.get("C-FWD", "forbidden", True) else None


FILTERS = ("antivirus", "antispam")
_NO_OLD_TLS = "!SSLv2, !SSLv3, !TLSv1, !TLSv1.1"

#: Order: the controls of the profile's catalogue.
ROWS: tuple[Row, ...] = (
    Row("C-WEB-HTTPS", SERVER, "zimbraReverseProxyMailMode", lambda w: str(w.get("C-WEB-HTTPS", "mode"))),
    # Behind the proxy or not, a store speaks nothing but https; so the proxy must speak it to the stores.
    Row("C-WEB-HTTPS", SERVER, "zimbraMailMode", "https"),
    Row("C-WEB-HTTPS", SERVER, "zimbraReverseProxySSLToUpstreamEnabled", ON),
    Row("C-WEB-HTTPS", SERVER, "zimbraReverseProxySSLProtocols", _tls),
    Row("C-WEB-HTTPS", SERVER, "zimbraMailboxdSSLProtocols", ["TLSv1.2"]),
    Row("C-WEB-HTTPS", GLOBAL, "zimbraReverseProxyResponseHeaders", {"add": [HSTS]}),
    Row("C-WEB-HTTPS", DOMAIN, "zimbraPublicServiceHostname", lambda w: w.get("C-WEB-HTTPS", "host")),
    Row("C-WEB-HTTPS", DOMAIN, "zimbraPublicServiceProtocol", "https"),
    Row("C-WEB-HTTPS", DOMAIN, "zimbraPublicServicePort", "443"),
    Row("C-CLI-TLS", SERVER, "zimbraImapCleartextLoginEnabled", OFF),
    Row("C-CLI-TLS", SERVER, "zimbraPop3CleartextLoginEnabled", OFF),
    Row("C-CLI-TLS", SERVER, "zimbraReverseProxyImapStartTlsMode", "only"),
    Row("C-CLI-TLS", SERVER, "zimbraReverseProxyPop3StartTlsMode", "only"),
    Row("C-CLI-TLS", SERVER, "zimbraMtaTlsAuthOnly", ON),
    Row("C-CLI-TLS", SERVER, "zimbraMtaTlsSecurityLevel", "may"),
    Row("C-CLI-TLS", SERVER, "zimbraMtaSmtpdTlsProtocols", _NO_OLD_TLS),
    Row("C-CLI-TLS", SERVER, "zimbraMtaSmtpdTlsMandatoryProtocols", _NO_OLD_TLS),
    Row("C-POP", SERVER, "zimbraPop3SSLServerEnabled", ON),
    Row("C-POP", SERVER, "zimbraImapSSLServerEnabled", ON),
    Row("C-POP", SERVER, "zimbraReverseProxyMailEnabled", ON),
    Row("C-POP", COS, "zimbraPop3Enabled", ON),
    Row("C-POP", COS, "zimbraImapEnabled", ON),
    Row("C-AUTH-LOCK", COS, "zimbraPasswordLockoutEnabled", ON),
    Row("C-AUTH-LOCK", COS, "zimbraPasswordLockoutMaxFailures", lambda w: str(w.get("C-AUTH-LOCK", "failures"))),
    Row("C-AUTH-LOCK", COS, "zimbraPasswordLockoutDuration", _duration_of_lock),
    # "window: none": a failure counts for ever, until a login works or an administrator releases.
    Row("C-AUTH-LOCK", COS, "zimbraPasswordLockoutFailureLifetime",
        lambda w: "0" if w.get("C-AUTH-LOCK", "window", "none") == "none" else None),
    # On, it lets the same wrong password be tried again without counting.
    Row("C-AUTH-LOCK", COS, "zimbraPasswordLockoutSuppressionEnabled", OFF),
    Row("C-PWD-LEN", COS, "zimbraPasswordMinLength", lambda w: str(w.get("C-PWD-LEN", "min"))),
    Row("C-PWD-LEN", COS, "zimbraPasswordMinAlphaChars", lambda w: w.needs_letters("letter", "alphanumeric")),
    Row("C-PWD-LEN", COS, "zimbraPasswordMinNumericChars", lambda w: w.needs_letters("digit", "alphanumeric")),
    Row("C-PWD-LEN", COS, "zimbraPasswordMinPunctuationChars", lambda w: w.needs_letters("special")),
    Row("C-PWD-LEN", COS, "zimbraPasswordMinUpperCaseChars", lambda w: w.needs_letters("upper")),
    Row("C-PWD-LEN", COS, "zimbraPasswordMinLowerCaseChars", lambda w: w.needs_letters("lower")),
    Row("C-PWD-LEN", COS, "zimbraPasswordBlockCommonEnabled",
        lambda w: ON if w.get("C-PWD-LEN", "banned") else None),
    Row("C-PWD-AGE", COS, "zimbraPasswordMaxAge", lambda w: str(w.get("C-PWD-AGE", "max_days"))),
    Row("C-PWD-AGE", COS, "zimbraPasswordEnforceHistory", lambda w: str(w.history)),
    # A temporary password is changed minutes after it was set, by its owner.
    Row("C-PWD-FIRST", COS, "zimbraPasswordMinAge", "0"),
    Row("C-PWD-FIRST", COS, "zimbraPasswordLocked", OFF),
    Row("C-PWD-FIRST", COS, "zimbraFeatureChangePasswordEnabled", ON),
    Row("C-MSG-SIZE", GLOBAL, "zimbraMtaMaxMessageSize", _size),
    # Not a limit of delivery: what the web client shows of a message; below the cap it would cut messages off.
    Row("C-MSG-SIZE", SERVER, "zimbraMailContentMaxSize", _size),
    Row("C-ATT-SIZE", SERVER, "zimbraFileUploadMaxSize",
        lambda w: str(w.attachment_bytes) if w.attachment_bytes else None),
    Row("C-ATT-SIZE", COS, "zimbraMailAttachmentMaxSize", _attachment),
    # An account's quota counts only as far as its domain's own limit lets it.
    Row("C-QUOTA-TIER", DOMAIN, "zimbraMailDomainQuota", "0"),
    Row("C-QUOTA-FULL", SERVER, "zimbraLmtpPermanentFailureWhenOverQuota", ON),
    Row("C-QUOTA-FULL", COS, "zimbraMailAllowReceiveButNotSendWhenOverQuota", OFF),
    Row("C-QUOTA-WARN", COS, "zimbraQuotaWarnPercent", lambda w: str(w.get("C-QUOTA-WARN", "percent", w.warn_percent))),
    Row("C-QUOTA-WARN", COS, "zimbraQuotaWarnInterval", lambda w: w.warn_every),
    Row("C-IDLE", GLOBAL, "zimbraLastLogonTimestampFrequency", lambda w: w.last_use_every),
    # An account without an approved application must not appear by itself.
    Row("C-APPR", HOST, "zimbraAutoProvScheduledDomains", []),
    Row("C-APPR", DOMAIN, "zimbraAutoProvMode", []),
    Row("C-FWD", COS, "zimbraFeatureMailForwardingEnabled", _forwarding),
    Row("C-FWD", COS, "zimbraFeatureMailForwardingInFiltersEnabled", _forwarding),
    Row("C-EXPORT", COS, "zimbraFeatureExportFolderEnabled", ON),
)  # fmt: skip


def version_of(text: str) -> tuple[int, int, int]:
    """(10, 1, 3) of "10.1.3_GA_4689.FOSS". Raises ValueError when that is no version."""
    found = re.match(r"(\d+)\.(\d+)\.(\d+)", text)
    if not found:
        raise ValueError(f"not a version of Zimbra: {text!r}")
    return int(found[1]), int(found[2]), int(found[3])


def settings(
    standard: Mapping[str, Any],
    version: str,
    *,
    history: int,
    warn_percent: int,
    warn_every: str,
    last_use_every: str,
    cos_prefix: str,
    leave_out: Sequence[str] = (),
) -> dict[str, Any]:
    """The attribute values that keep `standard` (a merged profile as the lookup gives it) on a Zimbra of `version`.

    `leave_out` are controls that the site does not let us set yet: they come back among `uncovered`.
    Raises `UnusableStandardError` naming every fault.
    """
    wish = Wish(standard["controls"], version_of(version), history, warn_percent, warn_every, last_use_every)
    tiers = _tiers(standard, cos_prefix)
    faults = [*_unknown(wish, leave_out), *_below_floor(wish, tiers)]
    if faults:
        raise UnusableStandardError("; ".join(faults))
    result: dict[str, Any] = {GLOBAL: {}, SERVER: {}, HOST: {}, DOMAIN: {}, COS: {}, "because": {}}
    uncovered: list[dict[str, Any]] = list(_gaps(wish, leave_out))
    for row in ROWS:
        if row.control not in wish.controls or row.control in leave_out:
            continue
        value = row.wanted(wish)
        if value is None:
            continue
        if not known_in(row.attribute, wish.version):
            if not _kept_otherwise(row, wish):
                since = " or ".join(table()[row.attribute].since)
                uncovered.append(_gap(wish, row.control, f"{row.attribute} needs Zimbra {since}"))
            continue
        result[row.place][row.attribute] = value
        result["because"][row.attribute] = _because(wish, row.control)
    result["tiers"] = tiers
    # A server that has an MTA runs both filters; which servers those are, the role sees.
    filtered = "C-AV" in wish.controls and "C-AV" not in leave_out and wish.get("C-AV", "enabled", True)
    result["services"] = {"add": list(FILTERS) if filtered else []}
    result["uncovered"] = uncovered
    result["clauses"] = {name: list(control.get("clauses", ())) for name, control in wish.controls.items()}
    result["sizes"] = _sizes(wish)
    return result


def as_text(found: Mapping[str, Any]) -> str:
    """The values of `settings()` as a text table: place, attribute, value, control, clauses."""
    lines = []
    for place in (GLOBAL, SERVER, HOST, DOMAIN, COS):
        for attribute, value in found[place].items():
            because = found["because"][attribute]
            lines.append((place, attribute, _shown(value), because["control"], " ".join(because["clauses"])))
    for tier in found["tiers"]:
        quota = str(tier["quota_bytes"]) if tier["quota_bytes"] else "0 (no limit)"
        lines.append((f"cos {tier['cos']}", "zimbraMailQuota", quota, "C-QUOTA-TIER", str(tier["clause"])))
    widths = [max(len(line[column]) for line in lines) for column in range(4)]
    aligned = ([cell.ljust(width) for cell, width in zip(line, widths, strict=False)] + [line[4]] for line in lines)
    return "".join("  ".join(cells).rstrip() + "\n" for cells in aligned)


def _shown(value: Value) -> str:
    if isinstance(value, dict):
        return "+ " + ", ".join(value["add"])
    return (", ".join(value) if isinstance(value, list) else value) or "(none)"


def _tiers(standard: Mapping[str, Any], prefix: str) -> list[dict[str, Any]]:
    return [
        {
            "id": tier["id"],
            "cos": f"{prefix}{tier['id']}",
            "title": tier["title"],
            "quota_bytes": int(tier["quota_bytes"]),
            "clause": tier.get("clause", ""),
            "default": tier.get("when") == "default",
        }
        for tier in standard["tiers"]
    ]


def _unknown(wish: Wish, leave_out: Sequence[str]) -> Iterator[str]:
    for control in leave_out:
        if control not in wish.controls:
            yield f"{control} is to be left out, but the profile has no such control"


def _below_floor(wish: Wish, tiers: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    floor = int(wish.controls.get("C-QUOTA-FLOOR", {}).get("min_bytes", 0))
    for tier in tiers:
        if 0 < tier["quota_bytes"] < floor:
            clauses = ", ".join(wish.get("C-QUOTA-FLOOR", "clauses"))
            yield f"tier {tier['id']} has {tier['quota_bytes']} bytes, the floor is {floor} ({clauses})"


def _gaps(wish: Wish, leave_out: Sequence[str]) -> Iterator[dict[str, Any]]:
    """What a Zimbra cannot keep, whatever its version, and what the site has left out."""
    controls = wish.controls
    for control in leave_out:
        yield _gap(wish, control, "left out by zimbra_standard_leave_out")
    if "C-AUTH-LOCK" in controls and wish.get("C-AUTH-LOCK", "release") == "timed":
        yield _gap(wish, "C-AUTH-LOCK", "the profile names no time after which a lock ends: the server's own stays")
    if "C-PWD-LEN" in controls and wish.get("C-PWD-LEN", "banned"):
        yield _gap(wish, "C-PWD-LEN", "Zimbra has no list of forbidden passwords that can be set through its interface")
    if "C-MSG-SIZE" in controls:
        sizes = {int(wish.get("C-MSG-SIZE", name) or 0) for name in ("in_bytes", "out_bytes")}
        if len(sizes) > 1:
            yield _gap(wish, "C-MSG-SIZE", f"Zimbra has one limit for both directions: {wish.message_bytes} is set")
    attachment = wish.attachment_bytes
    if attachment and not _implied(wish):
        yield _gap(wish, "C-ATT-SIZE", "only the web client counts attachments; by SMTP the message limit alone holds")


def _implied(wish: Wish) -> bool:
    """Whether no attachment above its cap fits into a message that is taken."""
    return 0 < _message(wish) < needs(wish.attachment_bytes + 1, headers=0)


def _kept_otherwise(row: Row, wish: Wish) -> bool:
    return row.attribute == "zimbraMailAttachmentMaxSize" and _implied(wish)


def _sizes(wish: Wish) -> dict[str, Any]:
    """The arithmetic of C01: what a message limit means for files, and what an attachment cap would need."""
    message, attachment = _message(wish), wish.attachment_bytes
    found: dict[str, Any] = {"message_bytes": message, "attachment_bytes": attachment, "text": []}
    if message:
        found["largest_file_bytes"] = fits(message)
        found["text"].append(
            f"A message of {message} bytes carries files of {fits(message)} bytes in all: base64 writes 57 bytes as 78."
        )
    if attachment:
        found["needed_message_bytes"] = needs(attachment)
        found["text"].append(f"A file of {attachment} bytes would need a message limit of {needs(attachment)} bytes.")
    if message and attachment:
        found["text"].append(
            "The message limit is reached first: it also keeps the attachment cap, on every path."
            if _implied(wish)
            else "The message limit lets larger files through: only the web client counts them, as they are uploaded."
        )
    return found


def _because(wish: Wish, control: str) -> dict[str, Any]:
    return {"control": control, "clauses": list(wish.get(control, "clauses", ()))}


def _gap(wish: Wish, control: str, reason: str) -> dict[str, Any]:
    return {**_because(wish, control), "reason": reason}
