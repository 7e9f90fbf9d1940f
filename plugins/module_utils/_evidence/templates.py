# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The auditor's page as Jinja2 templates; autoescape is on for all of them.

`t(x)` writes a {ms, en} pair in a line, `b(x)` as two lines. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

MACROS = """
{%- macro t(x) -%}
{%- if x.ms == x.en %}{{ x.ms }}{% else -%}
<span class="ms" lang="ms">{{ x.ms }}</span><span class="en" lang="en">{{ x.en }}</span>
{%- endif %}{%- endmacro -%}
{%- macro l(ms, en) %}{{ t({"ms": ms, "en": en}) }}{% endmacro -%}
{%- macro b(x) %}<span class="block">{{ t(x) }}</span>{% endmacro -%}
{%- macro badge(status) %}<span class="badge {{ status }}">{{ t(labels[status]) }}</span>{% endmacro -%}
{%- macro refs(ids) -%}
{%- for id in ids %}<a class="id" href="#{{ id }}">{{ id }}</a>{{ ", " if not loop.last }}{% endfor -%}
{%- endmacro -%}
"""

PAGE = """
{%- from "macros" import t, l, b, badge, refs with context -%}
<!doctype html>
<html lang="ms">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'; script-src '{{ script_hash }}'">
<meta name="generator" content="rasmi.mail">
<title>{{ report.title.ms }} / {{ report.title.en }}</title>
<style>{{ css }}</style>
</head>
<body>
<a class="skip" href="#isi">Ke kandungan / To the content</a>
<header class="masthead"><div>
<div class="top">
<div>
{% if report.agency %}<p class="agency">{{ report.agency }}</p>{% endif %}
<h1>{{ t(report.title) }}</h1>
</div>
<fieldset class="lang"><legend>Bahasa / Language</legend>
<label><input type="radio" name="lang" id="lang-both" checked> Dwibahasa / Both</label>
<label><input type="radio" name="lang" id="lang-ms"> Melayu</label>
<label><input type="radio" name="lang" id="lang-en"> English</label>
</fieldset>
</div>
<dl class="facts">
<div><dt>{{ l("Standard", "Standard") }}</dt><dd>{{ report.standard.id }} {{ report.standard.version }}
 ({{ report.standard.chain | join(" → ") }})</dd></div>
<div><dt>{{ l("Dinilai pada", "As of") }}</dt><dd>{{ report.as_of }}</dd></div>
{% for run in report.observed %}
<div><dt>{{ l("Diperhatikan", "Observed") }}</dt><dd>{{ run.target | visible }}<br>{{ run.started | when }} –
<br>{{ run.finished | when }}
{%- if run.source %}<br>{{ l("dari", "from") }} {{ run.source | visible }}{% endif %}</dd></div>
{% endfor %}
<div><dt>{{ l("Masa", "Times") }}</dt><dd>{{ l("waktu Malaysia (UTC+8)", "Malaysian time (UTC+8)") }}</dd></div>
</dl>
</div></header>
<main id="isi">
{% include "summary" %}
{% include "clauses" %}
{% include "standard" %}
{% include "accounts" %}
{% include "papers" %}
</main>
<script>{{ script }}</script>
</body>
</html>
"""

SUMMARY = """
{%- from "macros" import t, l, b, badge, refs with context -%}
{%- set c = report.summary.clauses -%}
<section aria-labelledby="keputusan">
<div class="decision {{ "is-red" if report.summary.red else "is-kept" }}" id="keputusan">
<p class="word">{% if report.summary.red %}{{ l("Belum dipatuhi sepenuhnya", "Not fully kept") }}
{%- else %}{{ l("Dipatuhi", "Kept") }}{% endif %}</p>
<p>{{ b(report.sentence) }}</p>
</div>
<ul class="tiles">
<li class="kept"><b>{{ c.kept }}</b>{{ b(labels.kept) }}</li>
<li class="red"><b>{{ report.summary.red }}</b>{{ b({"ms": "Merah", "en": "Red"}) }}
{% for name in red_names if c[name] %}<span class="more">{{ c[name] }}
{{ t(labels[name] | lowered) }}</span>{% endfor %}</li>
<li class="attested"><b>{{ c.attested }}</b>{{ b(labels.attested) }}</li>
<li class="waived"><b>{{ c.waived }}</b>{{ b(labels.waived) }}</li>
<li class="unbound"><b>{{ c.unbound }}</b>{{ b(labels.unbound) }}</li>
</ul>
<div class="bar" role="img" aria-label="{{ c.kept }} dipatuhi, {{ report.summary.red }} merah,
 {{ c.attested }} diperakui,
 {{ c.waived }} dikecualikan, {{ c.unbound }} tidak diikat">
{%- for name, number in bar if number %}<i class="{{ name }}" style="--n: {{ number }}"></i>{% endfor -%}
</div>
</section>
<h2>{{ l("Semua klausa sepintas lalu", "Every clause at a glance") }}</h2>
{% for group in groups %}
<h3>{{ group.title }}</h3>
<ul class="glance">
{% for clause in group.clauses %}<li class="{{ clause.status }}"><a href="#{{ clause.id }}"
 title="{{ labels[clause.status].ms }} / {{ labels[clause.status].en }}">{{ clause.doc_no }}<span class="skip">
 {{ labels[clause.status].ms }}</span></a></li>{% endfor %}
</ul>
{% endfor %}
{% if attention %}
<h2>{{ l("Perlu tindakan", "What needs action") }}</h2>
<table class="plain attention">
<thead><tr><th>{{ l("Keadaan", "State") }}</th><th>{{ l("Perkara dan sebab", "Matter and reason") }}</th>
<th>{{ l("Klausa", "Clauses") }}</th></tr></thead>
<tbody>
{% for cause in attention %}
<tr><td>{{ badge(cause.status) }}</td>
<td>{% if cause.id %}<b>{{ t(report.controls[cause.id].title) }}</b> <span class="id hash">{{ cause.id }}</span>
<br>{% endif %}
{{ b(cause.reason) }}</td>
<td>{{ refs(cause.clauses) }}</td></tr>
{% endfor %}
</tbody></table>
{% endif %}
<h2>{{ l("Cara membaca laporan ini", "How to read this report") }}</h2>
<dl class="legend">
{% for name, meaning in meanings.items() %}<dt>{{ badge(name) }}</dt><dd>{{ b(meaning) }}</dd>{% endfor %}
</dl>
"""

CLAUSES = """
{%- from "macros" import t, l, b, badge, refs with context -%}
{%- for group in groups %}
<h2>{{ group.title }}{% if group.subtitle %} <span class="en">{{ group.subtitle }}</span>{% endif %}</h2>
{% for clause in group.clauses %}
<article class="clause {{ clause.status }}" id="{{ clause.id }}">
<header><h3>{{ clause.doc_no }}</h3><span class="id">{{ clause.id }}</span>{{ badge(clause.status) }}</header>
<blockquote lang="ms">&ldquo;{{ clause.phrase }}&rdquo;</blockquote>
<p class="gloss" lang="en">{{ clause.en }}</p>
<p class="meta">{{ t(forces[clause.force]) }}{% if clause.requirements %} ·
{{ clause.requirements | join(", ") }}{% endif %}
{%- if clause.truncated %} · {{ l("dokumen terpotong di sini", "the document is cut off here") }}{% endif %}
{%- if clause.conflicts_with %} · {{ l("berbeza dengan", "differs from") }}
{{ refs(clause.conflicts_with) }}{% endif %}</p>
{% if clause.status != "kept" or not clause.controls %}<p class="why block">{{ t(clause.reason) }}</p>{% endif %}
{% if clause.attestation %}<p class="meta">{{ l("Dokumen", "Document") }}: {{ clause.attestation.document }}
{%- if clause.attestation.note %} · {{ clause.attestation.note }}{% endif %}</p>{% endif %}
{% for use in clause.controls %}{% set control = report.controls[use.id] %}
<section class="control {{ use.status }}">
<h4>{{ t(control.title) }} <span class="id">{{ use.id }} · {{ t(hows[control.how]) }}</span></h4>
{% if shown_at[use.id] == clause.id %}<p class="observe">{{ b(control.observe) }}</p>{% endif %}
{% if control["values"] %}<ul class="values">
{% for one in control["values"] %}
<li><span class="en">{{ t(one.name) }}:</span> <b>{{ t(one.value) }}</b></li>{% endfor %}
</ul>{% endif %}
{% if control.verdicts and shown_at[use.id] == clause.id %}{% include "observations" %}
{% elif control.verdicts %}
<p class="meta">{{ t(use.reason) }} {{ l("Butiran pada", "Details at") }} {{ refs([shown_at[use.id]]) }}.</p>
{% elif use.reason != clause.reason %}<p class="meta">{{ t(use.reason) }}</p>{% endif %}
</section>
{% endfor %}
</article>
{% endfor %}
{%- endfor %}
"""

OBSERVATIONS = """
{%- from "macros" import t, l, b with context -%}
<table class="observations">
<colgroup><col class="c1"><col class="c2"><col class="c3"><col></colgroup>
<thead><tr><th>{{ l("Ujian", "Test") }}</th><th>{{ l("Dijangka", "Expected") }}</th>
<th>{{ l("Diperhatikan", "Observed") }}</th><th>{{ l("Bila, dari mana", "When, from where") }}</th></tr></thead>
<tbody>
{% for one in control.verdicts %}
<tr class="{{ "has-evidence" if one.evidence }} {{ "is-red" if one.result in ("fail", "could-not-test") }}">
<td class="{{ one.result }}"><span class="part">{{ one.part | visible }}</span>
<span class="result">{{ t(results[one.result]) }}</span></td>
<td>{{ b(one.expected | pair) }}</td>
<td>{{ b(one.observed | pair) }}</td>
<td class="where">{{ one.at | when }}<br>{{ one.source | visible }}</td></tr>
{% if one.evidence %}<tr><td class="evidence" colspan="4"><details><summary>{{ l("Bukti", "Evidence") }}
 ({{ one.evidence | length }})</summary><pre>{% for line in one.evidence[:evidence_lines] %}
{{ line | visible | truncate(400) }}
{% endfor %}{% if one.evidence | length > evidence_lines %}… +
{{ one.evidence | length - evidence_lines }} (report.json){% endif %}</pre>
</details></td></tr>{% endif %}
{% endfor %}
</tbody></table>
"""

STANDARD = """
{%- from "macros" import t, l, b, badge, refs with context -%}
{% if report.notes %}
<h2>{{ l("Percanggahan dan nota tentang standard", "Conflicts and notes on the standard") }}</h2>
{% for note in report.notes %}<div class="note">{{ b(note) }}
{% if note.clauses %}<p class="meta">{{ refs(note.clauses) }}</p>{% endif %}</div>{% endfor %}
{% endif %}
{% if report.decisions %}
<h2>{{ l("Keputusan pemilik standard", "Decisions of the standard's owner") }}</h2>
<table class="plain">
<thead><tr><th>{{ l("Soalan yang tidak dijawab oleh dokumen", "Question that the documents leave open") }}</th>
<th>{{ l("Keputusan", "Decision") }}</th></tr></thead>
<tbody>
{% for one in report.decisions | sort(attribute="status", reverse=true) %}
<tr><td>{{ b(one.question) }}</td><td>
{%- if one.status == "decided" %}<b>{{ one.value | decision }}</b>{% if one.decided_by %}
<br>{{ b(one.decided_by) }}{% endif %}
{%- else %}<span class="bad">{{ l("Belum diputuskan", "Not decided yet") }}</span>{{ b(one.consequence) }}{% endif %}
</td></tr>
{% endfor %}
</tbody></table>
{% endif %}
"""

ACCOUNTS = """
{%- from "macros" import t, l, b, badge, refs with context -%}
{%- set a = report.accounts -%}
{% if a.plan or a.ledger or a.requests %}
<h2>{{ l("Akaun", "Accounts") }}</h2>
{% if a.requests %}
<h3>{{ l("Permohonan mengikut keadaan", "Applications by state") }}</h3>
<table class="plain"><thead><tr><th>{{ l("Keadaan", "State") }}</th>
<th class="num">{{ l("Bilangan", "Number") }}</th><th class="num">{{ l("Lewat", "Late") }}</th></tr></thead>
<tbody>{% for state, number in a.requests.states.items() %}<tr><td>{{ t(states[state]) }}</td>
<td class="num">{{ "{:,}".format(number) }}</td>
<td class="num">{{ a.requests.late_states.get(state, 0) or "–" }}</td></tr>{% endfor %}</tbody></table>
{% if a.requests.late %}
<table class="plain"><thead><tr><th>{{ l("Permohonan", "Application") }}</th><th>{{ l("Keadaan", "State") }}</th>
<th>{{ l("Menunggu", "Waits for") }}</th><th>{{ l("Sebelum atau pada", "Due by") }}</th></tr></thead>
<tbody>{% for one in a.requests.late %}<tr><td>{{ one.application }}</td>
<td>{{ t(states[one.state]) }}{% if one.since %} ({{ one.since }}){% endif %}</td>
<td>{{ b(one.waits_for) }}{% if one.whom %}<span class="meta">{{ t(one.whom) }}</span>{% endif %}</td>
<td>{{ one.due }} <span class="bad">
{{ l(one.days_late ~ " hari lewat", one.days_late ~ " day(s) late") }}</span></td></tr>{% endfor %}</tbody></table>
{% if a.requests.late_left_out %}<p class="meta">+{{ a.requests.late_left_out }}
{{ l("lagi", "more") }}</p>{% endif %}
{% endif %}
{% endif %}
{% if a.coverage %}
<h3>{{ l("Senarai kakitangan", "Staff list") }} {{ a.coverage.as_of }}</h3>
<p>{{ l("Pegawai yang ada emel rasmi", "Officers with an official mailbox") }}: {{ a.coverage.covered }} /
{{ a.coverage.officers }}{% if a.coverage.without %} · <span class="bad">
{{ l("tiada, pada baris senarai", "without one, in the rows") }} {{ a.coverage.without[:evidence_lines] | join(", ") }}
</span>{% endif %}</p>
{% if a.coverage.strangers %}<p>{{ l("Pemilik tiada dalam senarai", "Owner not on the list") }}:
{{ a.coverage.strangers[:evidence_lines] | join(", ") | visible }}</p>{% endif %}
{% endif %}
{% if a.plan %}
<h3>{{ l("Rancangan", "Plan") }} {{ a.plan.as_of }}</h3>
<table class="plain"><thead><tr><th>{{ l("Tindakan", "Action") }}</th>
<th class="num">{{ l("Bilangan", "Number") }}</th></tr></thead>
<tbody>{% for verb, number in a.plan.counts.items() if number %}<tr>
<td>{{ t(verbs.get(verb, {"ms": verb, "en": verb})) }}</td>
<td class="num">{{ "{:,}".format(number) }}</td></tr>{% endfor %}</tbody></table>
<p class="meta">{{ l("Cap semak rancangan", "Checksum of the plan") }}:
<code class="hash">{{ a.plan.checksum }}</code></p>
{% if a.plan.questions %}
<h3>{{ l("Soalan terbuka: hanya orang boleh memutuskan", "Open questions: only a person can decide") }}</h3>
<table class="plain"><thead><tr><th>{{ l("Akaun", "Account") }}</th><th>{{ l("Soalan", "Question") }}</th>
<th>{{ l("Asas", "Basis") }}</th></tr></thead>
<tbody>{% for one in a.plan.questions %}<tr><td>{{ one.account | visible }}</td><td>{{ b(one.reason | pair) }}</td>
<td>{{ one.basis }}{% if one.clauses %}<br>{{ refs(one.clauses) }}{% endif %}</td></tr>{% endfor %}</tbody></table>
{% if a.plan.questions_left_out %}<p class="meta">+{{ a.plan.questions_left_out }}</p>{% endif %}
{% endif %}
{% endif %}
{% if a.ledger %}
<h3>{{ l("Lejar pelaksanaan", "Ledger of runs") }}</h3>
<p>{% if a.ledger.intact %}<span class="good">{{ l("Rantaian lejar utuh", "The ledger's chain is intact") }}</span>
{%- else %}<span class="bad">{{ l("Rantaian lejar terputus", "The ledger's chain is broken") }}:
{{ a.ledger.problem | visible }}</span>
{%- endif %} · {{ a.ledger.entries }} {{ l("entri", "entries") }}
 · {{ l("cap entri terakhir", "last entry") }} <code class="hash">{{ a.ledger.head }}</code></p>
{% if a.ledger.runs %}
<table class="plain"><thead><tr><th>{{ l("Bila", "When") }}</th><th>{{ l("Rancangan", "Plan") }}</th>
<th class="num">{{ l("Selesai", "Done") }}</th><th class="num">{{ l("Gagal", "Failed") }}</th>
<th class="num">{{ l("Dilangkau", "Skipped") }}</th><th>{{ l("Keadaan", "State") }}</th></tr></thead>
<tbody>{% for run in a.ledger.runs %}<tr><td>{{ run.at | when }}</td><td><code class="hash">{{ run.plan[:16] }}</code>
</td>
<td class="num">{{ run.done }}</td><td class="num">{{ run.failed }}</td><td class="num">{{ run.skipped }}</td>
<td>{% if run.finished %}{{ l("tamat", "finished") }}{% else %}<span class="bad">{{ l("terhenti", "cut off") }}</span>
{% endif %}</td></tr>
{% endfor %}</tbody></table>
{% endif %}{% endif %}
{% if a.deadlines %}
<h3>{{ l("Tempoh mewujudkan akaun", "Creation deadlines") }}</h3>
<p>{{ a.deadlines.kept }} {{ l("dalam tempoh", "in time") }}, {{ a.deadlines.late }} {{ l("lewat", "late") }}</p>
{% if a.deadlines.rows %}
<table class="plain"><thead><tr><th>{{ l("Akaun", "Account") }}</th><th>{{ l("Permohonan", "Application") }}</th>
<th>{{ l("Sebelum atau pada", "Due by") }}</th><th>{{ l("Diwujudkan", "Created") }}</th>
<th>{{ l("Hasil", "Result") }}</th></tr></thead>
<tbody>{% for row in a.deadlines.rows %}<tr><td>{{ row.account | visible }}</td><td>{{ row.basis }}</td>
<td>{{ row.due }}</td>
<td>{{ row.created }}</td>
<td>{% if row.days_late %}<span class="bad">
{{ l(row.days_late ~ " hari lewat", row.days_late ~ " day(s) late") }}</span>
{%- else %}<span class="good">{{ l("dalam tempoh", "in time") }}</span>{% endif %}</td></tr>{% endfor %}</tbody></table>
{% if a.deadlines.left_out %}<p class="meta">+{{ a.deadlines.left_out }}
{{ l("dalam tempoh, dalam report.json", "in time, in report.json") }}</p>{% endif %}
{% endif %}
{% if a.deadlines.waiting %}
<p>{{ l("Diluluskan dan belum diwujudkan", "Approved and not created yet") }}:</p>
<table class="plain"><thead><tr><th>{{ l("Akaun", "Account") }}</th><th>{{ l("Permohonan", "Application") }}</th>
<th>{{ l("Sebelum atau pada", "Due by") }}</th><th>{{ l("Baki hari", "Days left") }}</th></tr></thead>
<tbody>{% for row in a.deadlines.waiting %}<tr><td>{{ row.account | visible }}</td><td>{{ row.basis }}</td>
<td>{{ row.due }}{% if row.estimated %} ({{ l("anggaran", "estimate") }}){% endif %}</td>
<td>{% if row.days_left < 0 %}<span class="bad">
{{ l(-row.days_left ~ " hari lewat", -row.days_left ~ " day(s) late") }}</span>
{%- else %}{{ row.days_left }}{% endif %}</td></tr>{% endfor %}</tbody></table>
{% if a.deadlines.waiting_left_out %}<p class="meta">+{{ a.deadlines.waiting_left_out }}
{{ l("lagi", "more") }}</p>{% endif %}
{% endif %}
{% if a.deadlines.calendar %}<p class="meta">{{ l("Kalendar hari bekerja", "Calendar of working days") }}:
{{ a.deadlines.calendar }}</p>{% endif %}{% endif %}
{% endif %}
"""

PAPERS = """
{%- from "macros" import t, l, b, badge, refs with context -%}
{% if report.attestations %}
<h2>{{ l("Perakuan yang diserahkan", "Attestations handed in") }}</h2>
<table class="plain"><thead><tr><th>{{ l("Untuk", "For") }}</th><th>{{ l("Oleh", "By") }}</th>
<th>{{ l("Tarikh", "Date") }}</th>
<th>{{ l("Sah hingga", "Valid until") }}</th><th>{{ l("Dokumen", "Document") }}</th></tr></thead>
<tbody>{% for one in report.attestations %}<tr><td>{{ refs(one.clauses) }} {{ one.controls | join(", ") }}</td>
<td>{{ one.by }}</td>
<td>{{ one.date }}</td><td>{{ one.valid_until or "–" }}</td><td>{{ one.document }}{% if one.note %}
<br>{{ one.note }}{% endif %}</td></tr>
{% endfor %}</tbody></table>
{% endif %}
{% if report.waivers %}
<h2>{{ l("Pengecualian", "Waivers") }}</h2>
<table class="plain"><thead><tr><th>{{ l("Untuk", "For") }}</th><th>{{ l("Sebab", "Reason") }}</th>
<th>{{ l("Oleh", "By") }}</th>
<th>{{ l("Hingga", "Until") }}</th></tr></thead>
<tbody>{% for one in report.waivers %}<tr><td>{{ refs(one.clauses) }} {{ one.controls | join(", ") }}</td>
<td>{{ one.reason }}</td>
<td>{{ one.by }}</td><td>{{ one.until }}{% if one.expired %}
<br><span class="bad">{{ l("tamat", "expired") }}</span>{% endif %}</td></tr>
{% endfor %}</tbody></table>
{% endif %}
{% if report.strangers %}
<h2>{{ l("Pemerhatian di luar standard", "Observations outside the standard") }}</h2>
<table class="plain"><tbody>{% for one in report.strangers %}<tr><td>{{ one.control | visible }}
<br>{{ one.part | visible }}</td>
<td class="{{ one.result }}"><span class="result">{{ t(results[one.result]) }}</span></td>
<td>{{ b(one.observed | pair) }}</td></tr>
{% endfor %}</tbody></table>
{% endif %}
<footer>
<p>
{{ l("Laporan ini dibina semata-mata daripada fail berikut; fail yang sama memberi laporan yang sama,
 bait demi bait.",
"This report is built from the following files alone; the same files give the same report, byte for byte.") }}</p>
<table class="plain"><tbody>{% for one in report.inputs %}<tr><td>{{ t(inputs[one.kind]) }}</td><td>{{ one.name }}</td>
<td><code class="hash">sha256 {{ one.sha256 }}</code></td></tr>{% endfor %}
<tr><td>{{ l("Standard", "Standard") }}</td><td>{{ report.standard.id }} {{ report.standard.version }}</td>
<td><code class="hash">{{ report.standard.fingerprint }}</code></td></tr></tbody></table>
</footer>
"""

TEMPLATES = {
    "macros": MACROS,
    "page": PAGE,
    "summary": SUMMARY,
    "clauses": CLAUSES,
    "observations": OBSERVATIONS,
    "standard": STANDARD,
    "accounts": ACCOUNTS,
    "papers": PAPERS,
}
