# Copyright: (c) 2026, rasmi.mail contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How the auditor's page looks, on a screen and on A4 paper.

Status is never told by colour alone: every mark carries its word. PRIVATE to the collection rasmi.mail.
"""

from __future__ import annotations

CSS = """
:root {
  --ink: #1b2530; --muted: #55616d; --line: #d9dde1; --soft: #eef0f2; --paper: #f4f3ef; --card: #ffffff;
  --brand: #123f46; --kept: #1d6b45; --kept-soft: #e5f2ea; --red: #a3262e; --red-soft: #fbe9e9;
  --attested: #23568a; --attested-soft: #e6eff8; --waived: #7a5200; --waived-soft: #fbf0d9;
  --unbound: #5a6470; --unbound-soft: #eceef0;
}
* { box-sizing: border-box; }
html { font-size: 16px; }
body { margin: 0; background: var(--paper); color: var(--ink); line-height: 1.5;
  font-family: "Segoe UI", "Noto Sans", "Liberation Sans", Roboto, Helvetica, Arial, sans-serif; }
main, .masthead > div { max-width: 62rem; margin: 0 auto; padding: 0 1.5rem; }
a { color: var(--attested); }
a.id { font-size: .8rem; white-space: nowrap; }
a:focus-visible, summary:focus-visible, input:focus-visible { outline: 3px solid #d98e04; outline-offset: 2px; }
h1, h2, h3, h4 { line-height: 1.25; margin: 0; text-wrap: balance; }
h2 { font-size: 1.35rem; margin: 2.75rem 0 .9rem; padding-bottom: .4rem; border-bottom: 2px solid var(--brand); }
h3 { font-size: 1.05rem; margin: 1.8rem 0 .6rem; }
code, pre, .id { font-family: "Cascadia Mono", Consolas, "Noto Sans Mono", "DejaVu Sans Mono", monospace; }
.en { color: var(--muted); }
.ms + .en::before { content: " \\00b7  "; }
.block > .ms, .block > .en { display: block; }
.block > .ms + .en::before { content: none; }
html:has(#lang-ms:checked) .en, html:has(#lang-en:checked) .ms { display: none; }
html:has(#lang-en:checked) .en { color: inherit; font-weight: inherit; }
html:has(#lang-en:checked) .masthead h1 .en { font: inherit; }
html:has(#lang-en:checked) .ms + .en::before { content: none; }

.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: 1rem; background: #fff; padding: .5rem 1rem; }
.masthead { background: var(--brand); color: #fff; padding: 1.6rem 0 1.5rem; }
.masthead .en, .masthead dt { color: #c3d6d8; }
.masthead h1 { font-size: 1.75rem; font-weight: 600; }
.masthead h1 .en { display: block; font-size: 1.05rem; font-weight: 400; margin-top: .15rem; }
.masthead h1 .ms + .en::before { content: none; }
.masthead .agency { margin: 0 0 .3rem; font-weight: 600; letter-spacing: .02em; }
.top { display: flex; justify-content: space-between; gap: 1.5rem; align-items: flex-start; flex-wrap: wrap; }
.top > div { flex: 1 1 24rem; }
.lang { border: 1px solid #6f9296; border-radius: .4rem; margin: 0; padding: .15rem .65rem .25rem;
  font-size: .85rem; }
.lang legend { padding: 0 .3rem; color: #c3d6d8; font-size: .75rem; }
.lang label { margin-right: .7rem; white-space: nowrap; cursor: pointer; }
.lang label:last-child { margin-right: 0; }
.facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: .5rem 1.6rem;
  margin: 1.2rem 0 0; font-size: .88rem; }
.facts dt { font-size: .76rem; }
.facts dd { margin: 0; overflow-wrap: anywhere; }

.decision { margin: 1.6rem 0 1.2rem; padding: 1.1rem 1.3rem; background: var(--card); border: 1px solid var(--line);
  border-left: .55rem solid var(--kept); border-radius: .4rem; }
.decision.is-red { border-left-color: var(--red); }
.decision .word { font-weight: 700; font-size: 1.3rem; color: var(--kept); margin: 0 0 .25rem; }
.decision.is-red .word { color: var(--red); }
.decision p { margin: 0; font-size: 1.02rem; }
.decision .block > .en { margin-top: .3rem; font-size: .95rem; }

.tiles { display: grid; grid-template-columns: repeat(5, 1fr); gap: .8rem; margin: 0 0 .9rem; padding: 0;
  list-style: none; }
.tiles li { background: var(--card); border: 1px solid var(--line); border-top: .3rem solid var(--c);
  border-radius: .4rem;
  padding: .7rem .9rem .75rem; }
.tiles b { display: block; font-size: 1.9rem; line-height: 1.1; color: var(--c); font-variant-numeric: tabular-nums; }
.tiles .block { font-size: .86rem; display: block; line-height: 1.3; font-weight: 600; }
.tiles .block .en { font-weight: 400; }
.tiles .more .en { display: none; }
html:has(#lang-en:checked) .tiles .more .en { display: inline; }
.tiles .more { font-size: .78rem; color: var(--muted); display: block; margin-top: .35rem; line-height: 1.3; }
.bar { display: flex; height: .8rem; border-radius: .4rem; overflow: hidden; gap: 2px; margin-bottom: 1.2rem; }
.bar i { background: var(--c); flex-grow: var(--n); }
.kept, .pass { --c: var(--kept); --s: var(--kept-soft); }
.broken, .untested, .unobserved, .unattested, .red, .fail, .could-not-test { --c: var(--red); --s: var(--red-soft); }
.attested { --c: var(--attested); --s: var(--attested-soft); }
.waived { --c: var(--waived); --s: var(--waived-soft); }
.unbound { --c: var(--unbound); --s: var(--unbound-soft); }

.glance { display: flex; flex-wrap: wrap; gap: .3rem; margin: 0; padding: 0; list-style: none; }
.glance a { display: block; min-width: 3.4rem; padding: .16rem .45rem; border-radius: .25rem; text-align: center;
  background: var(--s); color: var(--c); border: 1px solid var(--c); text-decoration: none; font-size: .78rem; }
.glance .broken a, .glance .untested a, .glance .unobserved a, .glance .unattested a { background: var(--c);
  color: #fff;
  font-weight: 700; }
.glance .unbound a { border-style: dashed; }
.badge { display: inline-block; padding: .1rem .55rem; border-radius: .35rem; background: var(--s); color: var(--c);
  border: 1px solid var(--c); font-size: .8rem; font-weight: 600; }
.badge .en { color: inherit; font-weight: 400; }

table { width: 100%; border-collapse: collapse; font-size: .88rem; background: var(--card); }
caption { text-align: left; color: var(--muted); font-size: .82rem; padding-bottom: .3rem; }
th, td { text-align: left; vertical-align: top; padding: .5rem .65rem; border-bottom: 1px solid var(--line);
  overflow-wrap: anywhere; }
th { font-size: .78rem; background: var(--soft); }
td.num, th.num { text-align: right; font-variant-numeric: tabular-nums; }
.attention td:first-child { width: 24%; } .attention td:last-child { width: 28%; }
.attention b .en { font-weight: 400; }
.plain { border: 1px solid var(--line); }

.clause { background: var(--card); border: 1px solid var(--line); border-left: .4rem solid var(--c);
  border-radius: .35rem;
  margin: 0 0 .9rem; padding: .95rem 1.15rem 1rem; scroll-margin-top: 1rem; }
.clause header { display: flex; gap: .8rem; align-items: baseline; flex-wrap: wrap; }
.clause header h3 { font-size: 1.12rem; margin: 0; }
.clause header .id { color: var(--muted); font-size: .76rem; }
.clause header .badge { margin-left: auto; }
blockquote { margin: .5rem 0 .15rem; font-size: 1.02rem; font-weight: 600; }
.gloss { margin: 0; color: var(--muted); font-size: .93rem; }
.meta { font-size: .8rem; color: var(--muted); margin: .3rem 0 0; }
.why { margin: .55rem 0 0; font-size: .92rem; }
.clause:is(.broken, .untested, .unobserved, .unattested) > .why > .ms { color: var(--red); font-weight: 600; }
.clause.unbound { padding: .6rem 1.15rem .65rem; } .clause.unbound .why { margin-top: .15rem; }
.control { margin-top: .85rem; padding-top: .75rem; border-top: 1px dashed var(--line); }
.control h4 { margin: 0; font-size: .95rem; font-weight: 600; display: flex; gap: .6rem; flex-wrap: wrap;
  align-items: baseline; }
.control h4 .id { font-size: .76rem; color: var(--muted); font-weight: 400; }
.control h4 .en { font-weight: 400; }
.observe { margin: .2rem 0 .3rem; font-size: .88rem; }
.observe .en { font-size: .95em; }
.values { margin: .3rem 0 .5rem; padding: 0; list-style: none; font-size: .86rem; display: flex; flex-wrap: wrap;
  gap: .1rem 1.4rem; }
.part { font-weight: 600; display: block; }
.result { color: var(--c); font-weight: 700; display: block; line-height: 1.3; }
.result .en { font-weight: 400; }
.observations col.c1 { width: 22%; } .observations col.c2, .observations col.c3 { width: 30%; }
.observations td > .block > .en { font-size: .94em; margin-top: .15rem; }
.observations .where { font-size: .8rem; color: var(--muted); }
.observations tr.has-evidence td { border-bottom: 0; }
.observations tr.is-red td, .observations tr.is-red + tr > .evidence { background: var(--red-soft); }
.observations tr:not(.is-red) + tr > .evidence { background: none; }
.evidence { padding-top: 0; }
details > summary { cursor: pointer; color: var(--attested); font-size: .8rem; }
pre { margin: .35rem 0 .2rem; padding: .6rem .8rem; background: #f7f8f9; border: 1px solid var(--line);
  border-radius: .3rem;
  font-size: .74rem; line-height: 1.45; white-space: pre-wrap; overflow-wrap: anywhere; }
.legend { display: grid; grid-template-columns: max-content 1fr; gap: .45rem 1rem; margin: 0; font-size: .9rem;
  align-items: start; }
.legend dd { margin: 0; }
.note { background: var(--card); border: 1px solid var(--line); border-left: .4rem solid var(--attested);
  border-radius: .35rem;
  padding: .7rem 1rem; margin: 0 0 .6rem; }
.note .meta { margin-top: .25rem; }
.good { color: var(--kept); font-weight: 600; } .bad { color: var(--red); font-weight: 600; }
footer { margin: 3rem 0 2rem; font-size: .82rem; color: var(--muted); }
.hash { font-size: .74rem; overflow-wrap: anywhere; }

@media screen and (max-width: 46rem) {
  .tiles { grid-template-columns: repeat(2, 1fr); }
  .plain { display: block; overflow-x: auto; }
  a.id { white-space: normal; }
  .legend { grid-template-columns: 1fr; gap: .2rem; }
  .legend dd { margin-bottom: .6rem; }
  .observations thead { display: none; }
  .observations, .observations tbody, .observations tr, .observations td { display: block; }
  .observations td { border-bottom: 0; padding: .2rem .3rem; }
  .observations tbody tr:not(.has-evidence) { border-bottom: 1px solid var(--line); padding-bottom: .4rem; }
}
@page { size: A4; margin: 15mm 14mm 17mm;
  @bottom-right { content: counter(page) " / " counter(pages); font: 8pt sans-serif; color: #55616d; }
  @bottom-left { content: "rasmi.mail"; font: 8pt sans-serif; color: #55616d; } }
@media print {
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  html { font-size: 11.5px; }
  body { background: #fff; }
  main, .masthead > div { max-width: none; padding: 0; }
  .masthead { background: #fff; color: var(--ink); border-bottom: 3px solid var(--brand); padding: 0 0 .8rem; }
  .masthead .en, .masthead dt { color: var(--muted); }
  .lang, .skip { display: none; }
  a { color: inherit; text-decoration: none; }
  h2, h3, h4, blockquote, .clause header, .control h4 { break-after: avoid; }
  .tiles, .decision, .note, .observations tr:not(:has(.evidence)), .plain tr, .clause header { break-inside: avoid; }
  pre { columns: 2; column-gap: 1.5rem; padding: .4rem .6rem; line-height: 1.3; }
  .observations tr.has-evidence { break-after: avoid; }
  .clause:not(:has(.control)) { break-inside: avoid; }
  details::details-content { content-visibility: visible; display: block; block-size: auto; }
  details > summary { list-style: none; color: var(--muted); }
  thead { display: table-header-group; }
}
"""

#: Browsers without ::details-content print only open details; this opens them all for the printer.
SCRIPT = (
    "addEventListener('beforeprint',function(){document.querySelectorAll('details:not([open])')"
    ".forEach(function(d){d.open=true;d.dataset.shut=''})});"
    "addEventListener('afterprint',function(){document.querySelectorAll('details[data-shut]')"
    ".forEach(function(d){d.open=false;delete d.dataset.shut})});"
)
