# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The mapping of a written standard to Zimbra attributes: every number comes from the profile, nothing is unsaid."""

from __future__ import annotations

import copy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.rasmi.mail.plugins.module_utils._providers.zimbra import attributes
from ansible_collections.rasmi.mail.plugins.module_utils._standard.profile import load_standard
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra import settings as subject
from ansible_collections.rasmi.mail.plugins.module_utils._zimbra.sizes import fits, needs

PROFILES = Path(__file__).resolve().parents[3] / "profiles"
VERSIONS = ("8.8.15", "9.0.0", "10.0.7", "10.1.3_GA_4689.FOSS")


@pytest.fixture(scope="module")
def loaded() -> dict[str, Any]:
    return load_standard("kelantan", [str(PROFILES)]).to_dict()


@pytest.fixture
def standard(loaded: dict[str, Any]) -> dict[str, Any]:
    return copy.deepcopy(loaded)


def settings(standard: dict[str, Any], version: str = "10.1.3", **options: Any) -> dict[str, Any]:
    given = {"history": 5, "warn_percent": 90, "warn_every": "1d", "last_use_every": "1d", "cos_prefix": "rasmi_"}
    return subject.settings(standard, version, **(given | options))


def test_the_kelantan_guideline_on_a_zimbra_of_today(standard: dict[str, Any]) -> None:
    found = settings(standard)
    assert found["cos"]["zimbraPasswordLockoutMaxFailures"] == "3"
    assert found["cos"]["zimbraPasswordLockoutDuration"] == found["cos"]["zimbraPasswordLockoutFailureLifetime"] == "0"
    assert found["cos"]["zimbraPasswordMinLength"] == "12"
    assert found["cos"]["zimbraPasswordMaxAge"] == "90"
    assert found["global"]["zimbraMtaMaxMessageSize"] == "10240000"
    assert found["server"]["zimbraReverseProxyMailMode"] == "https"
    assert found["domain"]["zimbraAutoProvMode"] == []
    assert {tier["cos"]: tier["quota_bytes"] for tier in found["tiers"]} == {
        "rasmi_pengurusan_tertinggi": 0,
        "rasmi_pengguna_biasa": 314572800,
    }
    assert [tier["id"] for tier in found["tiers"] if tier["default"]] == ["pengguna_biasa"]
    assert found["services"] == {"add": ["antivirus", "antispam"]}
    assert found["uncovered"] == []


def test_every_number_is_the_profiles(standard: dict[str, Any]) -> None:
    controls = standard["controls"]
    controls["C-AUTH-LOCK"]["failures"] = 5
    controls["C-PWD-LEN"].update(min=17, classes=["upper", "lower"])
    controls["C-PWD-AGE"]["max_days"] = 41
    controls["C-MSG-SIZE"].update(in_bytes=7_000_001, out_bytes=7_000_001)
    controls["C-ATT-SIZE"].update(in_bytes=1_000_001, out_bytes=1_000_001)
    controls["C-WEB-HTTPS"].update(mode="redirect", host="mel.example.gov.my")
    controls["C-QUOTA-WARN"]["percent"] = 73
    standard["tiers"][1]["quota_bytes"] = 555_555_555
    found = settings(standard, history=8)
    cos = found["cos"]
    assert (cos["zimbraPasswordLockoutMaxFailures"], cos["zimbraPasswordMinLength"]) == ("5", "17")
    assert (cos["zimbraPasswordMinUpperCaseChars"], cos["zimbraPasswordMinLowerCaseChars"]) == ("1", "1")
    assert not {"zimbraPasswordMinNumericChars", "zimbraPasswordMinPunctuationChars"} & set(cos)
    assert (cos["zimbraPasswordMaxAge"], cos["zimbraPasswordEnforceHistory"]) == ("41", "8")
    assert (cos["zimbraQuotaWarnPercent"], cos["zimbraMailAttachmentMaxSize"]) == ("73", "1000001")
    assert found["global"]["zimbraMtaMaxMessageSize"] == found["server"]["zimbraMailContentMaxSize"] == "7000001"
    assert found["server"]["zimbraFileUploadMaxSize"] == "1000001"
    assert found["server"]["zimbraReverseProxyMailMode"] == "redirect"
    assert found["domain"]["zimbraPublicServiceHostname"] == "mel.example.gov.my"
    assert found["tiers"][1]["quota_bytes"] == 555_555_555


def test_what_a_profile_does_not_ask_for_is_not_touched(standard: dict[str, Any]) -> None:
    standard["controls"] = {name: value for name, value in standard["controls"].items() if name == "C-AUTH-LOCK"}
    standard["tiers"] = []
    found = settings(standard)
    assert {found["because"][name]["control"] for name in found["cos"]} == {"C-AUTH-LOCK"}
    assert found["global"] == found["server"] == found["domain"] == found["host"] == {}
    assert found["services"] == {"add": []}


@pytest.mark.parametrize("version", VERSIONS)
def test_every_value_says_which_clause_it_rests_on(standard: dict[str, Any], version: str) -> None:
    found = settings(standard, version)
    for place in ("global", "server", "host", "domain", "cos"):
        for attribute in found[place]:
            assert found["because"][attribute]["clauses"], attribute
            assert attribute in subject.as_text(found)


@pytest.mark.parametrize("version", VERSIONS)
def test_every_value_is_one_that_the_attribute_takes_in_that_version(standard: dict[str, Any], version: str) -> None:
    standard["controls"]["C-PWD-LEN"].update(banned=["x"], classes=["letter", "upper", "lower", "digit", "special"])
    found = settings(standard, version)
    for place, kind in (("global", "globalConfig"), ("server", "globalConfig"), ("server", "server"),
                        ("host", "server"), ("domain", "domain"), ("cos", "cos")):  # fmt: skip
        values = {name: value["add"] if isinstance(value, dict) else value for name, value in found[place].items()}
        attributes.check(values, kind, subject.version_of(version), version)


def test_a_tier_below_the_federal_floor_is_refused_by_clause(standard: dict[str, Any]) -> None:
    standard["tiers"][1]["quota_bytes"] = 50_000_000
    with pytest.raises(subject.UnusableStandardError, match=r"pengguna_biasa has 50000000 .* 104857600 .*MAM-NOV07"):
        settings(standard)


def test_leaving_out_a_control_is_never_silent(standard: dict[str, Any]) -> None:
    found = settings(standard, leave_out=["C-PWD-AGE"])
    assert "zimbraPasswordMaxAge" not in found["cos"]
    assert [gap["clauses"] for gap in found["uncovered"]] == [["KEL-5.1-p", "KEL-5.6-b"]]
    with pytest.raises(subject.UnusableStandardError, match="C-NO-SUCH is to be left out"):
        settings(standard, leave_out=["C-NO-SUCH"])


def test_an_older_zimbra_leaves_a_clause_uncovered_and_says_which(standard: dict[str, Any]) -> None:
    """An attachment cap below what the message limit implies needs 10.0 (the federal treasury's 14 MB and 10 MB)."""
    standard["controls"]["C-MSG-SIZE"].update(in_bytes=16_000_000, out_bytes=16_000_000)
    old, new = settings(standard, "9.0.0"), settings(standard, "10.0.0")
    assert "zimbraMailAttachmentMaxSize" not in old["cos"]
    assert new["cos"]["zimbraMailAttachmentMaxSize"] == "10240000"
    reasons = [gap["reason"] for gap in old["uncovered"] if gap["clauses"] == ["KEL-4.4-d", "KEL-5.1-g"]]
    assert "zimbraMailAttachmentMaxSize needs Zimbra 10.0.0" in reasons
    assert any("by SMTP" in gap["reason"] for gap in new["uncovered"])


def test_an_attachment_cap_that_the_message_limit_keeps_needs_no_attribute(standard: dict[str, Any]) -> None:
    found = settings(standard, "8.8.15")
    assert "zimbraMailAttachmentMaxSize" not in found["cos"]
    assert found["uncovered"] == []
    assert found["sizes"]["largest_file_bytes"] < found["sizes"]["attachment_bytes"]


def test_an_attachment_cap_is_never_above_the_message_limit(standard: dict[str, Any]) -> None:
    """Servers later than 10.1.3 refuse that."""
    standard["controls"]["C-ATT-SIZE"].update(in_bytes=20_000_000, out_bytes=20_000_000)
    assert settings(standard)["cos"]["zimbraMailAttachmentMaxSize"] == "10240000"


def test_what_no_zimbra_can_keep_is_said(standard: dict[str, Any]) -> None:
    standard["controls"]["C-PWD-LEN"]["banned"] = ["Contoh#Tercetak2020"]
    standard["controls"]["C-MSG-SIZE"]["in_bytes"] = 12_000_000
    standard["controls"]["C-AUTH-LOCK"]["release"] = "timed"
    found = settings(standard)
    assert [gap["control"] for gap in found["uncovered"]] == ["C-AUTH-LOCK", "C-PWD-LEN", "C-MSG-SIZE"]
    assert found["global"]["zimbraMtaMaxMessageSize"] == "10240000"
    assert found["cos"]["zimbraPasswordBlockCommonEnabled"] == "TRUE"
    assert "zimbraPasswordLockoutDuration" not in found["cos"]
    assert "Contoh" not in str(found)


def test_forwarding_is_off_until_its_owner_allows_it(standard: dict[str, Any]) -> None:
    assert settings(standard)["cos"]["zimbraFeatureMailForwardingEnabled"] == "FALSE"
    standard["controls"]["C-FWD"]["forbidden"] = False
    assert "zimbraFeatureMailForwardingEnabled" not in settings(standard)["cos"]


@pytest.mark.parametrize(("version", "protocols"), [("9.0.0", ["TLSv1.2"]), ("10.0.7", ["TLSv1.2", "TLSv1.3"])])
def test_a_proxy_is_not_told_a_protocol_that_it_may_not_know(
    standard: dict[str, Any], version: str, protocols: list[str]
) -> None:
    assert settings(standard, version)["server"]["zimbraReverseProxySSLProtocols"] == protocols


def test_a_version_that_is_none_is_refused(standard: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="not a version"):
        settings(standard, "unknown")


@pytest.mark.parametrize("size", [1_000_000, 7_000_000])
def test_the_arithmetic_is_that_of_a_real_message(size: int) -> None:
    message = EmailMessage()
    message["From"] = message["To"] = "seseorang@kelantan.gov.my"
    message["Subject"] = "lampiran"
    message.set_content("Seperti di lampiran.")
    message.add_attachment(bytes(size), maintype="application", subtype="octet-stream", filename="fail.bin")
    wire = len(message.as_bytes().replace(b"\n", b"\r\n"))
    assert needs(size, headers=0) < wire <= needs(size)
    assert size - 57 <= fits(needs(size)) <= size + 57
