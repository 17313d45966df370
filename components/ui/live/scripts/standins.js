// Translators and markers put elements of theirs where a text was, and React, which draws this page, knows nothing of it:
// what it writes then nobody sees, and what it takes away is not where it was, which ends the page. Here a text comes back
// as soon as it is written to, what others made of it goes, and what stands for one goes when it goes.
const standIns = new WeakMap(); // by the text that was taken out
const originals = new WeakMap(); // by what stands for it
const { insertBefore, removeChild } = Node.prototype;
const isReacts = (node) => Object.keys(node).some((key) => key.startsWith("__react"));
const standing = (text) => standIns.get(text)?.filter((one) => one.isConnected) ?? [];

// The text that React holds for what is seen, and the last element that stands for it.
export function originalOf(text) {
  for (let place = text, up = 0; place && up < 4; place = place.parentNode, up++) {
    const original = originals.get(place);
    if (original) return [original, standing(original).at(-1) ?? text];
  }
  return [text, text];
}

const written = new MutationObserver((records) => {
  for (const { target } of records) {
    const [first, ...more] = target.isConnected ? [] : standing(target);
    first?.replaceWith(target);
    more.forEach((one) => one.remove());
  }
});

function note(records) {
  const beside = new Map(); // what has come beside a node just now
  for (const { type, target, addedNodes, removedNodes, previousSibling, nextSibling } of records) {
    if (type === "characterData") continue;
    const others = [...addedNodes].filter((node) => !isReacts(node));
    for (const text of removedNodes) {
      if (text.nodeType !== Node.TEXT_NODE || text.isConnected) continue;
      const stand = (others.length ? others : (beside.get(text) ?? [])).filter(({ nodeType }) => nodeType === Node.ELEMENT_NODE);
      if (!stand.length) continue;
      standIns.set(text, stand);
      for (const one of stand) originals.set(one, text);
      written.observe(text, { characterData: true });
    }
    for (const one of others.length ? [previousSibling, nextSibling] : [])
      if (one) beside.set(one, [...(beside.get(one) ?? []), ...others]);
  }
  return beside;
}

// One who marks words parts a text: when React writes all of it into the first part, the others would stand there twice.
function join(text) {
  if (!isReacts(text)) return;
  const others = (next) => next && !isReacts(next) && next.className !== "live-rest";
  while (others(text.nextSibling)) text.nextSibling.remove();
}

const watch = new MutationObserver((records) => {
  const beside = note(records);
  for (const { type, target } of records) if (type === "characterData" && !beside.has(target)) join(target);
  watch.takeRecords();
});
watch.observe(document.body, { childList: true, characterData: true, subtree: true });

Node.prototype.removeChild = function (child) {
  if (!child || child.parentNode === this) return removeChild.call(this, child);
  for (const one of standing(child)) one.remove();
  if (this.contains(child)) child.remove();
  return child;
};

Node.prototype.insertBefore = function (node, before) {
  if (!before || before.parentNode === this) return insertBefore.call(this, node, before);
  let place = standing(before)[0] ?? before;
  while (place && place.parentNode !== this) place = place.parentNode;
  return insertBefore.call(this, node, place);
};
