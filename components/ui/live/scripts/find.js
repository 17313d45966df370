// Words that were looked for, marked where they stand and brought into view. Their panel may still be on its way.
const MARK = "thinkroom-found";

function range(place, words) {
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  const wanted = words.toLowerCase();
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = node.data.toLowerCase().indexOf(wanted);
    if (at < 0) continue;
    const found = document.createRange();
    found.setStart(node, at);
    found.setEnd(node, Math.min(at + wanted.length, node.length));
    return found;
  }
  return null;
}

export function unmark() {
  if (window.Highlight) CSS.highlights.delete(MARK);
}

export function find(selector, words, patience = 180) {
  const place = document.querySelector(selector);
  // Markdown may part a phrase: then its first word is enough.
  const found = place && (range(place, words) ?? (patience < 60 ? range(place, words.split(/\s+/)[0]) : null));
  if (!found) {
    if (patience > 0) requestAnimationFrame(() => find(selector, words, patience - 1));
    return;
  }
  if (window.Highlight) CSS.highlights.set(MARK, new Highlight(found));
  found.startContainer.parentElement.scrollIntoView({ block: "center" });
}
