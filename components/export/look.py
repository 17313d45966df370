"""The room's look for a page that has nobody to ask for it: both themes, narrow and wide, screen and paper."""

STYLE = """\
:root { color-scheme: light dark;
  --paper: #fcfbf8; --ink: #17151c; --quiet: #5d5965; --line: #dcd8d0; --field: #f1efe9; --link: #1d5c9f;
  --violet: #5f42a6; --thought-tint: #f4f0fa; --thought-rule: #8b6fc9; --thought-ink: #372f4b;
  --orange: #8a4f00; --orange-tint: #fcf2e2; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #17161b; --ink: #ece9f1; --quiet: #aea9b8; --line: #3a3742; --field: #27252d; --link: #8fbcf0;
  --violet: #c5b1f4; --thought-tint: #211d2d; --thought-rule: #9a82d6; --thought-ink: #ddd6ec;
  --orange: #ebb96c; --orange-tint: #2e2415; } }
*, ::before, ::after { box-sizing: border-box; }
html { font-size: 106.25%; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere;
  font: 1rem/1.6 "Source Sans 3", "Source Sans Pro", "Source Sans", system-ui, -apple-system, "Segoe UI", Roboto,
  "Noto Sans", sans-serif; }
/* What cannot be broken, a letter under forty marks, does not make the page wider. */
main { max-width: 46rem; margin: 0 auto; padding: 2.5rem 1.25rem 5rem; overflow-x: clip; }
header { padding-bottom: 1.5rem; border-bottom: 1px solid var(--line); }
.room { margin: 0 0 .75rem; padding-inline-start: .6rem; border-inline-start: 3px solid var(--thought-rule);
  color: var(--violet); font-size: .9rem; font-weight: 600; line-height: 1.3; letter-spacing: .02em; }
h1 { margin: 0; font-size: 1.75rem; font-weight: 600; line-height: 1.25; text-wrap: balance; }
.about { margin: .5rem 0 0; color: var(--quiet); font-size: .9rem; }
article { padding: 2rem 0 1.75rem; border-bottom: 1px solid var(--line); }
article:last-child { border-bottom: 0; }
h2 { margin: 0 0 .4rem; color: var(--quiet); font-size: .85rem; font-weight: 600; line-height: 1.4; }
.question { margin: 0 0 1.25rem; padding: .75rem 1rem; background: var(--field); border-radius: .5rem; }
.question, .source, .formula { white-space: pre-wrap; }
/* Each paragraph has the direction of its own words; what holds it, that of the first of them. */
p, li, h3, h4, h5, h6, th, td { unicode-bidi: plaintext; text-align: start; }
.thoughts { margin: 0 0 1.25rem; padding: .5rem 1rem; border-left: 3px solid var(--thought-rule);
  background: var(--thought-tint); color: var(--thought-ink); border-radius: 0 .5rem .5rem 0; font-size: .95rem; }
summary { cursor: pointer; color: var(--violet); font-weight: 600; }
summary::marker { color: var(--thought-rule); }
.clock { margin-inline-start: .5rem; color: var(--quiet); font-size: .9em; font-weight: 400;
  font-variant-numeric: tabular-nums; }
.standing { margin: .35rem 0 .9rem; color: var(--quiet); font-size: .85rem; }
.thoughts > :last-child, .answer > :last-child, blockquote > :last-child { margin-bottom: 0; }
h3, h4, h5, h6 { margin: 1.5em 0 .5em; font-weight: 600; line-height: 1.3; }
h3 { font-size: 1.3rem; } h4 { font-size: 1.12rem; } h5, h6 { font-size: 1rem; }
.thoughts :is(h3, h4, h5, h6) { font-size: 1rem; }
.answer > :first-child { margin-top: 0; }
p, ul, ol, blockquote, pre, .wide, div.formula { margin: 0 0 .9rem; }
ul, ol { padding-inline-start: 1.6rem; }
li > :is(ul, ol, p, pre) { margin-bottom: .35rem; }
li { margin: .15rem 0; }
li::marker { color: var(--quiet); }
blockquote { padding-inline-start: 1rem; border-inline-start: 3px solid var(--line); color: var(--quiet); }
a { color: var(--link); text-underline-offset: .15em; }
code, pre, .formula, .address { font-family: ui-monospace, "Source Code Pro", SFMono-Regular, Menlo, Consolas,
  monospace; font-size: .9em; }
code { padding: .1em .3em; background: var(--field); border-radius: .25rem; }
.thoughts code, .thoughts pre { background: color-mix(in srgb, var(--thought-rule) 14%, transparent); }
pre { padding: .8rem 1rem; overflow-x: auto; background: var(--field); border-radius: .5rem; line-height: 1.5;
  overflow-wrap: normal; }
pre code, .thoughts pre code { padding: 0; background: none; font-size: 1em; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; overflow-wrap: normal; font-size: .95em; font-variant-numeric: tabular-nums; }
th, td { padding: .4rem .9rem .4rem 0; border-bottom: 1px solid var(--line); vertical-align: top; min-width: 4rem; }
th { font-weight: 600; }
hr { margin: 1.75rem 0; border: 0; border-top: 1px solid var(--line); }
.picture { padding: .1em .4em; border: 1px dashed var(--line); border-radius: .25rem; }
.address { color: var(--quiet); }
.withheld { color: var(--quiet); font-size: .95rem; }
.ending { padding: .6rem 1rem; background: var(--orange-tint); color: var(--orange); border-radius: .5rem;
  font-size: .95rem; }
.figures { margin: 1rem 0 0; color: var(--quiet); font-size: .82rem; font-variant-numeric: tabular-nums; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: .25rem; }
@media (max-width: 30rem) { main { padding: 1.5rem 1rem 3rem; } h1 { font-size: 1.45rem; }
  article { padding-top: 1.5rem; }
  .clock { display: inline-block; margin: 0; } }
@media print { :root { color-scheme: light;
    --paper: #fff; --ink: #000; --quiet: #4a4652; --line: #c9c4bb; --field: #f4f2ee; --link: #000;
    --violet: #5f42a6; --thought-tint: #fff; --thought-ink: #372f4b; --orange: #8a4f00; --orange-tint: #fff; }
  html { font-size: 10.5pt; } main { max-width: none; padding: 0; }
  h1, h2, h3, h4, h5, h6, summary { break-after: avoid; } tr, .question { break-inside: avoid; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  /* Paper cannot be unfolded. */
  details::details-content { content-visibility: visible; block-size: auto; }
  .answer a[href^="http"]::after { content: " (" attr(href) ")"; color: var(--quiet); font-size: .85em; } }
"""
