# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plan's page as Jinja2 templates, and what its look adds to that of the auditor's page.

`given` is a PageInputs. Autoescape is on. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

PLAN_CSS = """
.masthead .hash { color: #fff; }
.decision .word { color: var(--brand); }
.decision { border-left-color: var(--brand); }
.steps { list-style: none; display: grid; grid-template-columns: repeat(5, 1fr); gap: .8rem; margin: 0 0 1.2rem;
  padding: 0; }
.steps a { display: block; height: 100%; background: var(--card); border: 1px solid var(--line);
  border-top: .3rem solid var(--c); border-radius: .4rem; padding: .7rem .9rem; text-decoration: none;
  color: inherit; }
.steps b { display: block; font-size: 1.9rem; line-height: 1.1; color: var(--c);
  font-variant-numeric: tabular-nums; }
.steps .block { font-size: .88rem; line-height: 1.3; font-weight: 600; }
.steps .block .en { font-weight: 400; }
.steps .zero { --c: var(--unbound); }
.now { --c: var(--kept); } .later { --c: var(--waived); } .question { --c: var(--attested); }
.overdue { --c: var(--red); } .ahead { --c: var(--brand); }
.intro { margin: 0 0 1rem; color: var(--muted); font-size: .92rem; }
.blockof { background: var(--card); border: 1px solid var(--line); border-left: .4rem solid var(--c);
  border-radius: .35rem; margin: 0 0 1.2rem; padding: .9rem 1.15rem 1rem; }
.blockof > header { display: flex; gap: .7rem; align-items: baseline; flex-wrap: wrap; }
.blockof h3 { margin: 0; font-size: 1.12rem; }
.blockof h3 .en { font-weight: 400; }
.number { display: inline-block; min-width: 2.1rem; text-align: center; border-radius: 1rem; background: var(--s);
  color: var(--c); border: 1px solid var(--c); font-weight: 700; padding: .05rem .5rem;
  font-variant-numeric: tabular-nums; }
.undo { margin: .45rem 0 0; font-size: .86rem; color: var(--muted); }
.undo strong { color: var(--ink); }
.undo.no { background: var(--red-soft); border: 1px solid var(--red); border-radius: .3rem; padding: .3rem .6rem;
  color: var(--ink); }
.undo.no strong { color: var(--red); }
.whylist { margin: .45rem 0 .7rem; padding: 0; list-style: none; font-size: .88rem; }
.whylist li { margin: .12rem 0; padding-left: .9rem; text-indent: -.9rem; }
.whylist li::before { content: "\\00a7\\00a0"; color: var(--muted); }
.whylist .no { font-weight: 600; white-space: nowrap; }
.who b { display: block; overflow-wrap: anywhere; } .who span { font-size: .8rem; color: var(--muted); display: block; }
.lines { border: 1px solid var(--line); table-layout: fixed; }
.lines col.who { width: 29%; } .lines col.due { width: 14%; } .lines col.why { width: 27%; }
.wide { table-layout: fixed; } .wide col.a { width: 27%; } .wide col.c { width: 27%; } .wide col.d { width: 13%; }
.change { margin: 0; padding: 0; list-style: none; }
.change .label { color: var(--muted); font-size: .8rem; }
.change del { text-decoration: none; color: var(--muted); }
.change .arrow { color: var(--muted); }
.lines .basis { font-size: .84rem; } .lines .basis .id { color: var(--muted); font-size: .76rem; display: block; }
.late { color: var(--red); font-weight: 700; display: block; font-size: .84rem; }
.days { white-space: nowrap; }
.horizon td, .horizon th { text-align: right; font-variant-numeric: tabular-nums; }
.horizon td:first-child, .horizon th:first-child { text-align: left; }
.horizon td > span { display: block; } .horizon thead th { white-space: nowrap; }
.due { table-layout: fixed; } .due col.on { width: 13%; } .due col.whom { width: 42%; }
.due .who b { font-size: .84rem; font-weight: 400; }
.wide .who b { font-size: .84rem; }
.horizon .sum td { font-weight: 700; background: var(--soft); }
.gauge { display: block; height: .45rem; background: var(--soft); border-radius: .3rem; overflow: hidden;
  margin-top: .25rem; }
.gauge i { display: block; height: 100%; background: var(--attested); width: calc(var(--n) * 1%); max-width: 100%; }
.gauge.over i { background: var(--red); }
.none { color: var(--muted); margin: 0 0 1rem; }
.sign { display: grid; grid-template-columns: repeat(3, 1fr); gap: 1.2rem; margin: 1.2rem 0 0; }
.sign div { border-top: 1px solid var(--ink); padding-top: .3rem; font-size: .84rem; margin-top: 2.6rem; }
@media screen and (max-width: 46rem) {
  .steps { grid-template-columns: repeat(2, 1fr); } .sign { grid-template-columns: 1fr; }
  .lines thead { display: none; } .lines, .lines tbody, .lines tr, .lines td { display: block; width: auto; }
  .lines td { border-bottom: 0; padding: .25rem .6rem; }
  .lines tr { border-bottom: 1px solid var(--line); padding: .3rem 0; }
}
@media print {
  .steps a, .blockof > header, .lines tr, .sign { break-inside: avoid; }
  .blockof > header, .undo, .whylist { break-after: avoid; }
  .sign-off pre { columns: 1; } .masthead .hash { color: var(--ink); }
}
"""

PLAN = """
<!doctype html>
<html lang="ms">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy"
 content="default-src 'none'; style-src 'unsafe-inline'; script-src '{{ script_hash }}'">
<meta name="generator" content="rasmi.mail">
<title>Rancangan akaun {{ plan.as_of }} / Account plan {{ plan.as_of }}</title>
<style>{{ css }}</style>
</head>
<body>
<a class="skip" href="#isi">Ke kandungan / To the content</a>
<header class="masthead"><div>
<div class="top">
<div>
{% if given.agency %}<p class="agency">{{ given.agency }}</p>{% endif %}
<h1>{{ l("Rancangan akaun emel", "Plan for the mail accounts") }}</h1>
</div>
<fieldset class="lang"><legend>Bahasa / Language</legend>
<label><input type="radio" name="lang" id="lang-both" checked> Dwibahasa / Both</label>
<label><input type="radio" name="lang" id="lang-ms"> Melayu</label>
<label><input type="radio" name="lang" id="lang-en"> English</label>
</fieldset>
</div>
<dl class="facts">
<div><dt>{{ l("Setakat", "As of") }}</dt><dd>{{ plan.as_of }}</dd></div>
<div><dt>{{ l("Standard", "Standard") }}</dt><dd>{{ t(given.standard.title) }} ({{ given.standard.version }})</dd></div>
<div><dt>{{ l("Pelayan", "Server") }}</dt><dd>{{ plan.platform }}</dd></div>
<div><dt>{{ l("Cap semak rancangan", "Checksum of the plan") }}</dt>
<dd><code class="hash">{{ given.checksum }}</code></dd></div>
</dl>
</div></header>
<main id="isi">
<div class="decision">
<p class="word">{{ l("Apa yang akan berlaku", "What would happen") }}</p>
<p>{{ b(summary.sentence) }}</p>
</div>
<ul class="steps">
{{- tile("sekarang", "now", summary.now, "Sekarang", "Now") -}}
{{- tile("menunggu", "later", summary.waiting, "Menunggu pihak lain", "Waiting for others") -}}
{{- tile("keputusan", "question", summary.asks, "Perlu keputusan", "To be decided") -}}
{{- tile("sekarang", "overdue", summary.late, "Sudah lewat", "Already late") -}}
{{- tile("akan-datang", "ahead", summary.soon, "Dalam 30 hari", "Within 30 days") }}
</ul>
{% include "now" %}
{% include "waiting" %}
{% include "asks" %}
{% include "coming" %}
{% include "end" %}
</main>
<script>{{ script }}</script>
</body>
</html>
"""

#: Macros of this page alone; they come before the page itself, so that it may use them everywhere.
PLAN_MACROS = """
{%- from "macros" import t, l, b with context -%}
{%- macro tile(anchor, kind, number, ms, en) %}
<li class="{{ kind if number else "zero" }}"><a href="#{{ anchor }}"><b>{{ "{:,}".format(number) }}</b>
{{ b({"ms": ms, "en": en}) }}</a></li>
{% endmacro -%}
{%- macro why(clauses) -%}
<ul class="whylist">{% for one in clauses %}<li>
{%- if one.phrase %}<span class="no">{{ one.doc_no }}</span> <span class="ms" lang="ms">&ldquo;{{ one.phrase }}&rdquo;
</span><span class="en" lang="en">{{ one.en }}</span>
{%- else %}<span class="no">{{ one.id }}</span> {{ one.en }}{% endif %}</li>{% endfor %}</ul>
{%- endmacro -%}
{%- macro who(row) -%}
{% if row.name %}<b>{{ row.name | visible }}</b><span>{{ row.account | visible }}</span>{% else -%}
<b>{{ row.account | visible }}</b>{% endif %}{% if row.unit %}<span>{{ row.unit | visible }}</span>{% endif %}
{%- endmacro -%}
{%- macro basis(row) -%}
{% for one in row.bases %}{% if one.words.ms %}{{ b(one.words) }}{% endif %}
<span class="id">{{ one.id | visible }}</span>{% endfor %}
{%- endmacro -%}
{%- macro more(number) -%}
{% if number %}<p class="meta">{{
 l("dan " ~ number ~ " lagi, dalam jadual", "and " ~ number ~ " more, in the table") }}</p>{% endif %}
{%- endmacro -%}
"""

NOW = """
<h2 id="sekarang">{{ l("Sekarang", "Now") }}</h2>
{% if not blocks %}<p class="none">{{ l("Tiada apa yang perlu dibuat.", "There is nothing to do.") }}</p>{% endif %}
{% for block in blocks %}
<section class="blockof {{ block.tone }}">
<header><span class="number">{{ "{:,}".format(block.lines | length + block.left_out) }}</span>
<h3>{{ t(block.title) }}</h3></header>
<p class="undo {{ block.undo.possible }}"><strong>{{ t(undo_labels[block.undo.possible]) }}</strong>:
{{ t(block.undo.how) }}</p>
{{ why(block.clauses) }}
<table class="lines"><colgroup><col class="who"><col><col class="why"><col class="due"></colgroup>
<thead><tr><th>{{ l("Siapa", "Who") }}</th><th>{{ l("Daripada → kepada", "From → to") }}</th>
<th>{{ l("Asas", "Basis") }}</th><th>{{ l("Tarikh akhir", "Due") }}</th></tr></thead>
<tbody>{% for row in block.lines %}
<tr><td class="who">{{ who(row) }}</td>
<td>{% if block.verb != "create" %}{{ b(row.reason) }}{% endif %}<ul class="change">{% for one in row.details %}
<li><span class="label">{{ t(one.label) }}:</span> {% if one.old %}<del>{{ t(one.old) }}</del>
<span class="arrow">→</span> {% endif %}{{ t(one.new) }}
{%- if one.by %} <span class="label">({{ one.by | visible }})</span>{% endif %}</li>{% endfor %}</ul></td>
<td class="basis">{{ basis(row) }}</td>
<td>{% if row.due %}<span class="days">{{ row.due }}</span>{% else %}–{% endif %}
{% if row.estimated %}<span class="label">{{ l("anggaran: ada cuti yang belum diwartakan",
 "estimate: a holiday near it is not gazetted yet") }}</span>{% endif %}
{% if row.late %}<span class="late">{{ l("lewat " ~ row.late ~ " hari", row.late ~ " days late") }}</span>{% endif %}
</td></tr>{% endfor %}
</tbody></table>
{{ more(block.left_out) }}
</section>
{% endfor %}
"""

WAITING = """
<h2 id="menunggu">{{ l("Menunggu", "Waiting") }}</h2>
{% if not waiting.total and not given.waits %}
<p class="none">{{ l("Tiada apa yang menunggu pihak lain.", "Nothing waits for somebody else.") }}</p>{% else %}
<p class="intro block">{{ l("Perkara ini bergerak apabila pihak yang dinamakan telah bertindak.",
 "These go on when the party named has acted.") }}</p>
<table class="plain wide"><colgroup><col class="a"><col><col class="c"><col class="d"></colgroup>
<thead><tr><th>{{ l("Untuk siapa", "For whom") }}</th><th>{{ l("Menunggu apa", "Waiting for") }}</th>
<th>{{ l("Daripada siapa", "From whom") }}</th><th>{{ l("Sejak", "Since") }}</th></tr></thead><tbody>
{% for row in waiting.rows %}<tr><td class="who">{{ who(row) }}</td>
<td>{{ b(row.reason) }}{{ why(row.clauses) }}</td><td><b>{{ t(row.whom) }}</b></td>
<td class="basis"><span class="id">{{ row.bases[0].id }}</span></td></tr>{% endfor %}
{% for one in given.waits[:rows] %}<tr><td class="who"><b>{{ one.subject | visible }}</b>
<span>{{ one.basis }}</span></td>
<td>{{ b(one.what) }}</td><td><b>{{ t(one.whom) }}</b></td>
<td>{{ one.since or "–" }}{% if one.days %}<br><span class="meta">{{ l(one.days ~ " hari", one.days ~ " days") }}</span>
{% endif %}</td></tr>{% endfor %}
</tbody></table>
{{ more(waiting.left_out + [given.waits | length - rows, 0] | max) }}{% endif %}
"""

ASKS = """
<h2 id="keputusan">{{ l("Perlu keputusan orang", "A person must decide") }}</h2>
{% if not asks.total %}<p class="none">{{ l("Tiada soalan.", "There are no questions.") }}</p>{% else %}
<p class="intro block">{{ l("Bagi akaun ini tiada apa ditulis sehingga soalan dijawab dengan borang atau keputusan.",
 "Nothing is written about these until the question is answered by a form or a decision.") }}</p>
<table class="plain wide"><colgroup><col class="a"><col><col class="c"></colgroup>
<thead><tr><th>{{ l("Akaun", "Account") }}</th><th>{{ l("Soalan", "Question") }}</th>
<th>{{ l("Mengapa ditanya", "Why it is asked") }}</th></tr></thead><tbody>
{% for row in asks.rows %}<tr><td class="who">{{ who(row) }}</td><td>{{ b(row.reason) }}</td>
<td class="basis">{{ basis(row) }}{{ why(row.clauses) }}</td></tr>{% endfor %}
</tbody></table>
{{ more(asks.left_out) }}{% endif %}
{% if left.rows %}
<h3>{{ l("Dilihat dan dibiarkan", "Seen and left as it is") }}</h3>
<table class="plain wide"><colgroup><col class="a"><col></colgroup><tbody>
{% for row in left.rows %}<tr><td class="who">{{ who(row) }}</td><td>{{ b(row.reason) }}</td></tr>{% endfor %}
</tbody></table>
{{ more(left.left_out) }}{% endif %}
"""

COMING = """
<h2 id="akan-datang">{{ l("Akan datang", "Coming") }}</h2>
{% if states %}
<h3>{{ l("Akaun mengikut keadaan, sebelum rancangan ini", "Accounts by state, before this plan") }}</h3>
<table class="plain horizon"><tbody>
{% for name, number in states %}<tr><td>{{ t(name) }}</td><td>{{ "{:,}".format(number) }}</td></tr>{% endfor %}
</tbody></table>
{% endif %}
{% if given.horizons %}
<h3>{{ l("Akaun dan storan yang dijanjikan", "Accounts and the storage promised") }}</h3>
<table class="plain horizon"><thead><tr><th>{{ l("Kumpulan kuota", "Tier") }}</th>
{% for one in given.horizons %}<th>{% if one.days %}{{ l(one.days ~ " hari", one.days ~ " days") }}{% else -%}
{{ l("Hari ini", "Today") }}{% endif %}<br>{{ one.day }}</th>{% endfor %}</tr></thead><tbody>
{% for tier in given.horizons[0].tiers %}{% set row = loop.index0 %}<tr><td>{{ t(tier.title) }}</td>
{% for one in given.horizons %}{% set cell = one.tiers[row] %}<td>{{ "{:,}".format(cell.accounts) }}
<span class="meta block">{% if cell.unlimited %}{{ l("tanpa had", "no limit") }}{% else %}{{ cell.promised | size }}
{% endif %}</span></td>{% endfor %}</tr>{% endfor %}
<tr class="sum"><td>{{ l("Jumlah", "Total") }}</td>{% for one in given.horizons %}<td>{{ "{:,}".format(one.accounts) }}
<span class="block">{{ one.promised | size }}</span></td>{% endfor %}</tr>
{% if given.disk %}<tr><td>{{ l("Daripada cakera", "Of the disk") }} ({{ given.disk | size }})</td>
{% for one in given.horizons %}{% set share = 100 * one.promised / given.disk %}
<td>{{ "%.0f" | format(share) }} %<span class="gauge {{ "over" if share > 100 }}">
<i style="--n: {{ "%.1f" | format(share) }}">
</i></span></td>{% endfor %}</tr>{% endif %}
{% for one in events %}<tr><td>{{ t(one.name) }}</td>
{% for number in one.numbers %}<td>{{ "{:,}".format(number) if number else "–" }}</td>{% endfor %}</tr>{% endfor %}
</tbody></table>
<p class="meta">
{{ l("Permohonan yang belum diluluskan dan akaun ujian tidak dikira. Akaun tanpa had tiada dalam jumlah bait.",
 "Applications without a decision and test accounts are not counted. Accounts without a limit add no bytes.") }}
{% if not given.disk %}{{ l("Saiz cakera tidak diberi.", "The size of the disk is not given.") }}{% endif %}</p>
{% endif %}
{% if given.coming %}
<h3>{{ l("Yang akan tiba tarikhnya", "What will fall due") }}</h3>
<table class="plain due"><colgroup><col class="on"><col><col class="whom"></colgroup>
<thead><tr><th>{{ l("Pada", "On") }}</th><th>{{ l("Apa", "What") }}</th>
<th>{{ l("Akaun", "Account") }}</th></tr></thead><tbody>
{% for one in coming.rows %}<tr><td class="days">{{ one.day }}</td><td>{{ b(one.what) }}</td>
<td class="who">{% for name in one.accounts %}<b>{{ name | visible }}</b>{% endfor %}
{% if one.more %}<span>{{ l("dan " ~ one.more ~ " lagi", "and " ~ one.more ~ " more") }}</span>{% endif %}</td>
</tr>{% endfor %}
</tbody></table>
{{ more(coming.left_out) }}
{% else %}<p class="none">{{ l("Tiada tarikh akhir lain yang diketahui dalam tempoh ini.",
 "No other due dates are known in this time.") }}</p>{% endif %}
"""

END = """
<section class="sign-off">
<h2>{{ l("Semakan", "Review") }}</h2>
<p class="block">{{ l("Laksanakan rancangan ini sahaja, dengan cap semaknya:",
 "Apply just this plan, by its checksum:") }}</p>
<pre>ansible-playbook … playbooks/accounts.yml -e accounts_expect_plan={{ given.checksum }}</pre>
<div class="sign"><div>{{ l("Disemak oleh", "Reviewed by") }}</div><div>{{ l("Tandatangan", "Signature") }}</div>
<div>{{ l("Tarikh", "Date") }}</div></div>
</section>
{% if cited %}
<h2>{{ l("Klausa yang dirujuk", "Clauses referred to") }}</h2>
<table class="plain"><thead><tr><th>{{ l("Klausa", "Clause") }}</th>
<th>{{ l("Kata-kata dokumen", "The document's words") }}</th></tr></thead><tbody>
{% for one in cited %}<tr><td class="days"><b>{{ one.doc_no }}</b><br><span class="id hash">{{ one.id }}</span></td>
<td><span class="block"><span class="ms" lang="ms">&ldquo;{{ one.phrase }}&rdquo;</span>
<span class="en" lang="en">{{ one.en }}</span></span></td></tr>{% endfor %}
</tbody></table>
{% endif %}
<footer><p>{{ l("Rancangan yang sama bagi borang, standard, pelayan dan hari yang sama, bait demi bait.",
 "The same forms, standard, server and day give the same page, byte for byte.") }}
{{ l("Standard", "Standard") }}: <code class="hash">{{ plan.standard_fingerprint }}</code></p></footer>
"""

#: One template: parts that include each other would each compile the macros again.
PLAN_TEMPLATE = PLAN_MACROS + PLAN
for _name, _part in (("now", NOW), ("waiting", WAITING), ("asks", ASKS), ("coming", COMING), ("end", END)):
    PLAN_TEMPLATE = PLAN_TEMPLATE.replace(f'{{% include "{_name}" %}}', _part)
