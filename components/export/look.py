"""The room's look for a page that has nobody to ask for it: both themes, narrow and wide, screen and paper."""

STYLE = """\
:root { color-scheme: light dark;
  --paper: #fcfbf8; --ink: #17151c; --quiet: #5d5965; --line: #dcd8d0; --field: #f1efe9; --link: #1d5c9f;
  --violet: #5f42a6; --thought-tint: #f4f0fa; --thought-rule: #8b6fc9; --thought-ink: #372f4b;
  --orange: #8a4f00; --orange-tint: #fcf2e2; --code: #f1efe9; }
@media (prefers-color-scheme: dark) { :root {
  --paper: #17161b; --ink: #ece9f1; --quiet: #aea9b8; --line: #3a3742; --field: #27252d; --link: #8fbcf0;
  --violet: #c5b1f4; --thought-tint: #211d2d; --thought-rule: #9a82d6; --thought-ink: #ddd6ec;
  --orange: #ebb96c; --orange-tint: #2e2415; --code: #111015; } }
*, ::before, ::after { box-sizing: border-box; }
html { font-size: 106.25%; -webkit-text-size-adjust: 100%; text-size-adjust: 100%; }
/* The page brings its Source Sans, Serif and Code along. In here they would make a small chat a hundred times as large:
   whoever has them sees them, and everybody else what their system has that comes closest. */
body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere;
  font: 1rem/1.6 "Source Sans 3", "Source Sans Pro", "Source Sans", "Noto Sans", "Segoe UI", system-ui, -apple-system,
  Roboto, sans-serif; }
/* What cannot be broken, a letter under forty marks, does not make the page wider. */
main { max-width: 46rem; margin: 0 auto; padding: 2.5rem 1.25rem 5rem; overflow-x: clip; }
header { padding-bottom: 1.5rem; border-bottom: 1px solid var(--line); }
.room { margin: 0 0 .75rem; padding-inline-start: .6rem; border-inline-start: 3px solid var(--thought-rule);
  color: var(--violet); font-size: .9rem; font-weight: 600; line-height: 1.3; letter-spacing: .02em; }
h1 { margin: 0; font-size: 1.75rem; font-weight: 600; line-height: 1.25; text-wrap: balance; }
.about { margin: .5rem 0 0; color: var(--quiet); font-size: .9rem; }
article { padding: 1.5rem 0; }
/* Whoever listens jumps from question to question; whoever looks sees the bubble. */
h2 { position: absolute; width: 1px; height: 1px; margin: 0; overflow: hidden; clip-path: inset(50%);
  white-space: nowrap; }
.question { width: fit-content; max-width: 100%; margin: 0 0 1.5rem auto; padding: .6rem 1rem; background: var(--field);
  border-radius: 1rem 1rem .25rem 1rem; }
.question, .source, .formula > code { white-space: pre-wrap; }
/* Each paragraph has the direction of its own words; what holds it, that of the first of them. */
p, li, h3, h4, h5, h6, th, td { unicode-bidi: plaintext; text-align: start; }
.thoughts { margin: 0 0 1.5rem; padding: .35rem 1rem .35rem .9rem; border-left: 3px solid var(--thought-rule);
  background: var(--thought-tint); border-radius: 0 .5rem .5rem 0; }
summary { display: flex; align-items: center; gap: .6rem; padding: .25rem 0; cursor: pointer; color: var(--violet);
  font-weight: 600; list-style: none; }
summary::-webkit-details-marker { display: none; }
/* The arrow of the page, drawn by two edges: it points to where the words will be. */
.name { white-space: nowrap; }
.name::after { content: ""; display: inline-block; width: .45em; height: .45em; margin-inline-start: .7em;
  border: solid; border-width: 0 2px 2px 0; transform: translateY(-.05em) rotate(-45deg); }
[open] > summary .name::after { transform: translateY(-.2em) rotate(45deg); }
.clock { margin-inline-start: auto; color: var(--quiet); font-size: .875rem; font-weight: 400; text-align: end;
  font-variant-numeric: tabular-nums; }
/* The second voice: thoughts in the serif. */
.words { padding-top: .35rem; color: var(--thought-ink);
  font-family: "Source Serif 4", "Source Serif Pro", "Source Serif", Georgia, "Noto Serif", serif; }
.words:last-child { padding-bottom: .35rem; }
.standing { margin: .75rem 0 .35rem; color: var(--quiet); font-size: .875rem; }
.words > :last-child, .answer > :last-child, blockquote > :last-child { margin-bottom: 0; }
h3, h4, h5, h6 { margin: 0 0 .5em; padding-top: .6em; font-size: 1rem; font-weight: 600; line-height: 1.2; }
.size-1 { font-size: 1.75rem; } .size-2 { font-size: 1.35rem; } .size-3 { font-size: 1.15rem; }
p, ul, ol, blockquote, pre, .wide, div.formula { margin: 0 0 1rem; }
ul, ol { padding-inline-start: 1.45rem; }
li > :is(ul, ol, p, pre) { margin-bottom: .35rem; }
li { margin: .2rem 0; padding-inline-start: .3rem; }
blockquote { margin: 1rem 0; padding-inline-start: .75rem; border-inline-start: 3px solid var(--line);
  color: var(--quiet); }
.words blockquote { color: inherit; }
a { color: var(--link); text-underline-offset: .15em; }
.host { color: var(--quiet); }
code, pre, .address { font-family: "Source Code Pro", ui-monospace, SFMono-Regular, Menlo, Consolas,
  "DejaVu Sans Mono", monospace; font-size: .9em; }
code { padding: .15em .3em; background: var(--code); border-radius: .25rem; font-size: .8em; }
pre { padding: 1rem; overflow-x: auto; background: var(--code); border-radius: .5rem; line-height: 1.6;
  color: var(--ink); overflow-wrap: normal; }
pre code { padding: 0; background: none; font-size: 1em; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; overflow-wrap: normal; font-variant-numeric: tabular-nums; }
th, td { padding: .375rem .75rem; border: 1px solid color-mix(in srgb, var(--line) 45%, transparent);
  vertical-align: top; min-width: 4rem; }
th { font-weight: 700; }
/* Formulas. What cannot be broken is scrolled by itself. */
math { font-family: "Latin Modern Math", "STIX Two Math", "Cambria Math", "Noto Sans Math",
  "DejaVu Math TeX Gyre", math, serif;
  font-size: 1.15em; }
div.formula { overflow: auto hidden; text-align: center; }
span.formula[tabindex] { display: inline-block; max-width: 100%; overflow: auto hidden; vertical-align: middle; }
/* Copied is what was written, which takes no room, and not the signs one by one. */
math { user-select: none; -webkit-user-select: none; }
.written { font-size: 0; line-height: 0; }
div > .written { display: block; white-space: pre; }
math .boxed { padding: .25em .3em; border: 1px solid; }
math .label { padding: 0 .4em; }
math .over { padding-top: .12em; border-top: 1px solid; }
math .under { padding-bottom: .12em; border-bottom: 1px solid; }
mtd.left { text-align: left; } mtd.right { text-align: right; }
mtd.beside { border-right: 1px solid; } mtd.below { border-bottom: 1px solid; }
.aligned > mtr > mtd { padding-left: 0; padding-right: 0; }
.aligned > mtr > mtd:nth-child(2n + 3) { padding-left: 2em; }
.bold { font-weight: 700; } .italic { font-style: italic; } .monospace { font-family: monospace; }
sub, sup { font-size: .75em; line-height: 0; }
hr { margin: 2rem 0; border: 0; border-top: 1px solid var(--line); }
.picture { padding: .1em .4em; border: 1px dashed var(--line); border-radius: .25rem; }
.address { color: var(--quiet); }
.withheld { color: var(--quiet); font-size: .95rem; }
.note { white-space: pre-wrap; overflow-wrap: anywhere; }
.ending { padding: .6rem 1rem; background: var(--orange-tint); color: var(--orange); border-radius: .5rem;
  font-size: .95rem; }
.figures { margin: 1rem 0 0; color: var(--quiet); font-size: .82rem; font-variant-numeric: tabular-nums; }
:focus-visible { outline: 2px solid var(--link); outline-offset: 2px; border-radius: .25rem; }
@media (max-width: 30rem) { main { padding: 1.5rem 1rem 3rem; } h1 { font-size: 1.45rem; }
  article { padding: 1.25rem 0; } }
@media print { :root { color-scheme: light;
    --paper: #fff; --ink: #000; --quiet: #4a4652; --line: #c9c4bb; --field: #f4f2ee; --link: #000;
    --violet: #5f42a6; --thought-tint: #fff; --thought-ink: #372f4b; --orange: #8a4f00; --orange-tint: #fff;
    --code: #f4f2ee; }
  html { font-size: 10.5pt; } main { max-width: none; padding: 0; }
  h1, h2, h3, h4, h5, h6, summary { break-after: avoid; } tr, .question { break-inside: avoid; }
  pre { white-space: pre-wrap; overflow-wrap: anywhere; }
  /* Paper cannot be unfolded. */
  details::details-content { content-visibility: visible; block-size: auto; }
  .answer .host { display: none; }
  .answer a[href^="http"]::after { content: " (" attr(href) ")"; color: var(--quiet); font-size: .85em; } }
"""
