// Words that were looked for, marked where they stand and brought into view. Their panel may still be on its way.
const MARK = "thinkroom-found";

const small = (text) => [...text].map((sign) => sign.toLowerCase());

// From where to where the words stand in a text, however they are written: a letter may be longer when it is small.
export function whereabouts(text, words) {
  const signs = small(text);
  const at = signs.join("").indexOf(small(words).join(""));
  if (at < 0) return null;
  const places = []; // by each place in the small text, the one in the text
  let place = 0;
  for (const [number, sign] of [...text].entries()) {
    for (let each = 0; each < signs[number].length; each++) places.push(place);
    place += sign.length;
  }
  return [places[at], places[at + small(words).join("").length] ?? place];
}

function range(place, words) {
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const at = whereabouts(node.data, words);
    if (!at) continue;
    const found = document.createRange();
    found.setStart(node, at[0]);
    found.setEnd(node, at[1]);
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
