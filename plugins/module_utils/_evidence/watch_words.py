# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the items of a watch round are called, in Malay and English, and the template of the daily checklist.

PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

from ansible_collections.rasmi.mail.plugins.module_utils._standard.bilingual import Bilingual, both

_LABELS: dict[str, Bilingual] = {
    "access/page": both("Capaian: halaman webmel", "Access: webmail's page"),
    "access/web": both("Capaian: log masuk webmel", "Access: webmail login"),
    "access/imap": both("Capaian: IMAP", "Access: IMAP"),
    "access/pop": both("Capaian: POP3", "Access: POP3"),
    "access/smtp": both("Capaian: penghantaran (submission)", "Access: submission"),
    "access/mx": both("Capaian: penerimaan mel dari luar", "Access: mail from outside is taken"),
    "access/certificate": both("Sijil TLS", "TLS certificates"),
    "forms": both("Tarikh akhir borang yang menunggu keputusan", "Deadlines of forms that wait for a decision"),
    "due": both("Tarikh akhir dalam rancangan", "Deadlines of the plan"),
    "ledger": both("Lejar utuh", "Ledger intact"),
}
_ARCHIVES = both("Perkhidmatan arkib", "Archive service")
_FAMILIES: dict[str, Bilingual] = {
    "in": both("Ujian penghantaran dari luar", "Delivery test from outside"),
    "out": both("Ujian penghantaran ke luar", "Delivery test to the outside"),
    "health": both("Kesihatan pelayan", "Server health"),
}

MARKS: dict[str, Bilingual] = {
    "pass": both("Baik", "Good"),
    "mended": both("Pernah gagal, kini baik", "Failed, now good"),
    "dropped": both("Tidak lagi dilihat", "No longer looked at"),
    "fail": both("Gagal", "Failed"),
    "could-not-test": both("Tidak dapat diuji", "Could not be tested"),
    "not-done": both("Tidak diuji pada hari ini", "Not tested on this day"),
}


def label(part: str) -> Bilingual:
    """The name of an item for people."""
    family, _slash, rest = part.partition("/")
    known = _LABELS.get(part) or (_ARCHIVES if part.startswith("health/") and part.endswith(" archives") else None)
    if known:
        return known
    of = _FAMILIES.get(family)
    if not of:
        return both(part, part)
    return both(f"{of['ms']}: {rest}", f"{of['en']}: {rest}") if rest else of


CHECKLIST_CSS = """
.is-kept .word { color: var(--kept); } .is-red .word { color: var(--red); }
.is-kept { border-left: .4rem solid var(--kept); } .is-red { border-left: .4rem solid var(--red); }
.word { font-size: 1.15rem; font-weight: 600; margin: 0; }
.list { table-layout: fixed; } .list col.verdict { width: 15%; }
.list col.n { width: 10%; } .list col.at { width: 11%; } .list td { overflow-wrap: anywhere; }
.list td .name { font-weight: 600; } .list tr.is-bad td.verdict { color: var(--red); font-weight: 700; }
.list tr.is-good td.verdict { color: var(--kept); font-weight: 700; }
.list tr.is-mended td.verdict { color: var(--waived); font-weight: 700; }
.list td.verdict .en { color: inherit; font-weight: 400; }
.list tr { break-inside: avoid; }
.failures { margin: .2rem 0 0; padding: 0; list-style: none; font-size: .84rem; }
.sign { display: grid; grid-template-columns: repeat(3, 1fr); gap: 1.5rem; margin: 3.5rem 0 1.5rem; }
.sign div { border-top: 1px solid var(--ink); padding-top: .3rem; font-size: .84rem; }
"""

CHECKLIST = """
{%- from "macros" import t, l, b with context -%}
<!doctype html>
<html lang="ms">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="generator" content="rasmi.mail">
<title>Senarai semak harian sistem e-mel {{ day.day }} / Daily checklist</title>
<style>{{ css }}</style>
</head>
<body>
<header class="masthead"><div>
<div class="top">
<div>
{% if day.agency %}<p class="agency">{{ day.agency | visible }}</p>{% endif %}
<h1>{{ l("Senarai semak harian sistem e-mel", "Daily checklist of the mail system") }}</h1>
</div>
<fieldset class="lang"><legend>Bahasa / Language</legend>
<label><input type="radio" name="lang" id="lang-both" checked> Dwibahasa / Both</label>
<label><input type="radio" name="lang" id="lang-ms"> Melayu</label>
<label><input type="radio" name="lang" id="lang-en"> English</label>
</fieldset>
</div>
<dl class="facts">
<div><dt>{{ l("Hari", "Day") }}</dt><dd>{{ day.day }}</dd></div>
<div><dt>{{ l("Pelayan", "Server") }}</dt><dd>{{ day.target | visible }}</dd></div>
<div><dt>{{ l("Dilihat dari", "Seen from") }}</dt><dd>{{ day.sources | join(", ") | visible }}</dd></div>
<div><dt>{{ l("Masa", "Times") }}</dt><dd>{{ l("waktu Malaysia (UTC+8)", "Malaysian time (UTC+8)") }}</dd></div>
</dl>
</div></header>
<main>
<div class="decision {{ "is-kept" if day.result == "pass" else "is-red" }}">
<p class="word">{{ t(day.sentence) }}</p>
</div>
<section><h2>{{ l("Pemantauan", "The watch") }}</h2>
<p>{{ t(day.coverage) }}</p>
{% if day.gaps %}<ul class="failures">{% for gap in day.gaps %}
<li><strong>{{ l("Jurang", "Gap") }}</strong> {{ gap.begin | when }} – {{ gap.end | when }} ({{ gap.minutes }} min)</li>
{% endfor %}</ul>{% endif %}
</section>
<section><h2>{{ l("Perkara", "Items") }}</h2>
<table class="list">
<colgroup><col><col class="verdict"><col class="n"><col class="at"><col class="at"><col class="at"></colgroup>
<thead><tr><th>{{ l("Perkara", "Item") }}</th><th>{{ l("Keputusan", "Result") }}</th>
<th>{{ l("Baik / pusingan", "Good / rounds") }}</th><th>{{ l("Pertama", "First") }}</th>
<th>{{ l("Terakhir", "Last") }}</th><th>{{ l("Paling lama", "Slowest") }}</th></tr></thead>
<tbody>
{% for item in day["items"] %}
<tr class="{{ {"pass": "is-good", "mended": "is-mended", "dropped": "is-mended"}.get(item.result, "is-bad") }}">
<td><div class="name">{{ b(item.label) }}</div>
{% if not item.failures and (item.said.ms or item.said.en) %}<div>{{ t(item.said | pair) }}</div>{% endif %}
{% if item.failures %}<ul class="failures">{% for one in item.failures %}
<li>{{ one.begin | clock }} – {{ one.end | clock }} ({{ one.rounds }}): {{ b(one.said | pair) }}</li>
{% endfor %}</ul>{% endif %}</td>
<td class="verdict">{{ b(marks[item.result]) }}</td>
<td>{{ item.passed }} / {{ item.rounds }}</td>
<td>{{ item.first | clock }}</td><td>{{ item.last | clock }}</td>
<td>{% if item.slowest %}{{ item.slowest }} s{% endif %}</td>
</tr>
{% endfor %}
</tbody></table></section>
<div class="sign"><div>{{ l("Disemak oleh", "Checked by") }}</div><div>{{ l("Jawatan", "Post") }}</div>
<div>{{ l("Tarikh", "Date") }}</div></div>
</main>
</body>
</html>
"""
