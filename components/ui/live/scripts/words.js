// Growing thoughts in the page: plain text, a paragraph an element. One that is whole is dressed: what is between two
// asterisks stands out, code looks like code. All else of its Markdown waits for the end, when Python draws it.
// What is in the page is no longer ours: translators, markers and extensions put something else in its place. So what is
// known of it is kept here, and each new piece is added behind whatever stands there by then.
// What a sign of reckoning is, is none for it either (components/markup/marks.py): x**2, (a + b)**n.
const MARKED = /(?<![A-Za-z0-9)\]}])\*\*(?!\s)([^*\n]+)(?<!\s)\*\*(?![A-Za-z0-9])|`([^`\n]+)`/g;
const MOST = 4_000; // of one piece of text: a browser copies all of it when it grows
const panels = new WeakMap(); // by host: its `words`, the `block` that grows, and whether that is `inCode`

// The text, and what leads back to its end for who has scrolled up.
export function fill(host, text) {
  const words = document.createElement("div");
  const latest = document.createElement("div");
  const button = latest.appendChild(document.createElement("button"));
  latest.className = "live-latest";
  latest.hidden = true;
  button.type = "button";
  button.textContent = "Jump to latest";
  button.onclick = () => view(host)?.scrollTo({ top: 0 });
  host.replaceChildren(words, latest);
  panels.set(host, { words, block: null, inCode: false });
  write(host, text);
}

function view(host) {
  return host.closest('[class*="st-key-view-live-"]');
}

// A reversed column counts from its end, upwards, below zero.
export function noteScroll(event) {
  const latest = event.target.querySelector?.(".live-latest");
  if (latest && event.target === view(latest)) latest.hidden = event.target.scrollTop > -40;
}

export function write(host, text) {
  const panel = panels.get(host);
  for (const line of text.split(/(?<=\n)/)) {
    if (!panel.block || panel.block.whole || !host.contains(panel.block.place)) panel.block = begun(host, panel);
    const { block } = panel;
    add(block, line);
    block.text += line;
    block.end = (block.end + line).slice(-2); // all of it is not looked through for each word
    block.whole = block.end === "\n\n";
    if (block.whole) dress(panel, block);
  }
}

function begun(host, panel) {
  if (!host.contains(panel.words)) {
    panel.words = document.createElement("div");
    host.insertBefore(panel.words, host.querySelector(":scope > .live-latest"));
  }
  const place = document.createElement("div");
  place.dir = panel.inCode ? "ltr" : "auto";
  if (panel.inCode) place.translate = false;
  panel.words.append(place);
  return { place, text: "", end: "" };
}

// Nothing more comes: the last paragraph is whole, too.
export function finish(host) {
  const panel = panels.get(host);
  if (!panel?.block || panel.block.whole) return;
  panel.block.whole = true;
  dress(panel, panel.block);
}

// `held` is a place and the last piece of text that was added there: it grows while it is short and nobody touches it.
export function add(held, text) {
  const { place, piece } = held;
  const whole = piece && piece === place.lastChild && piece.length === held.length;
  if (whole && held.length < MOST) piece.appendData(text);
  else place.append((held.piece = document.createTextNode(text)));
  held.length = held.piece.length;
}

// Plain texts and [tag, text] by turns.
export function parts(text) {
  const found = [];
  let at = 0;
  for (const { 0: whole, 1: strong, 2: code, index } of text.matchAll(MARKED)) {
    found.push(text.slice(at, index), strong ? ["strong", strong] : ["code", code]);
    at = index + whole.length;
  }
  return [...found, text.slice(at)];
}

function dress(panel, { place, text }) {
  const fences = text.match(/^ *(```|~~~)/gm)?.length ?? 0;
  const { inCode } = panel;
  panel.inCode = fences % 2 ? !inCode : inCode;
  if (fences) place.translate = false;
  // Nothing is taken away from under who marks words there, nor what somebody else has made of it.
  const touched = place.childElementCount > 0 || place.textContent !== text;
  if (inCode || fences || touched || document.getSelection().containsNode(place, true)) return;
  const element = ([tag, textContent]) => Object.assign(document.createElement(tag), { textContent, translate: tag === "strong" });
  const found = parts(text);
  if (found[1]) place.replaceChildren(...found.map((part, number) => (number % 2 ? element(part) : part)));
}
