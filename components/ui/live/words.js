// Growing thoughts in the page: plain text, a paragraph an element. One that is whole is dressed: what is between two
// asterisks stands out, code looks like code. All else of its Markdown waits for the end, when Python draws it.
// What a sign of reckoning is, is none for it either (components/marks.py): x**2, (a + b)**n.
const MARKED = /(?<![A-Za-z0-9)\]}])\*\*(?!\s)([^*\n]+)(?<!\s)\*\*(?![A-Za-z0-9])|`([^`\n]+)`/g;

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
  write(words, text);
}

function view(host) {
  return host.closest('[class*="st-key-view-live-"]');
}

// A reversed column counts from its end, upwards, below zero.
export function noteScroll(event) {
  const latest = event.target.querySelector?.(".live-latest");
  if (latest && event.target === view(latest)) latest.hidden = event.target.scrollTop > -40;
}

export function write(words, text) {
  let block = words.lastElementChild;
  for (const line of text.split(/(?<=\n)/)) {
    if (!block || block.whole) {
      block = words.appendChild(document.createElement("div"));
      block.append("");
    }
    block.firstChild.appendData(line);
    block.whole = block.firstChild.data.endsWith("\n\n");
    if (block.whole) dress(words, block);
  }
}

function dress(words, block) {
  const text = block.firstChild.data;
  const fences = text.match(/^ *(```|~~~)/gm)?.length ?? 0;
  const inCode = words.inCode;
  words.inCode = fences % 2 ? !inCode : inCode;
  // Nothing is taken away from under who marks words there.
  if (inCode || fences || document.getSelection().containsNode(block, true)) return;
  const parts = [];
  let at = 0;
  for (const found of text.matchAll(MARKED)) {
    const part = document.createElement(found[1] ? "strong" : "code");
    part.textContent = found[1] ?? found[2];
    parts.push(text.slice(at, found.index), part);
    at = found.index + found[0].length;
  }
  if (parts.length) block.replaceChildren(...parts, text.slice(at));
}
