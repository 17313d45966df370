// Signs that Python sets between letters, so that Streamlit reads no emoji, link or arrow there (ui/signs.py), and at the
// end of a growing answer, to say how much of it is drawn (ui/rest.py). Once Streamlit has read them they are taken out of
// the page: nobody marks, finds or copies what no model wrote. Such a sign of the model's own comes as two.
const OURS = /([\u2060\u2063])\1?/g;
const DIGITS = "\u2060\u2061\u2062\u2064";
const END = new RegExp(`(?<!\u2063)(?:\u2063{2})*(\u2063([${DIGITS}]{12}))$`);
const DRAWN = '[data-testid="stMarkdownContainer"], [data-testid="stCaptionContainer"]';
const HOST = "a + .stMarkdownColoredText"; // what the room says of a link
export const drawn = new WeakMap(); // by the text at its end: how long the drawn part of an answer is

function read(text) {
  const place = text.parentElement;
  // A label cannot be marked; and what the page itself adds has no signs.
  if (!place?.closest(DRAWN) || place.closest("button, .live-rest")) return;
  const end = END.exec(text.data);
  if (end) {
    text.deleteData(text.length - end[1].length, end[1].length);
    drawn.set(text, [...end[2]].reduce((sum, digit) => sum * 4 + DIGITS.indexOf(digit), 0));
  } else drawn.delete(text);
  for (const found of [...text.data.matchAll(OURS)].reverse()) text.deleteData(found.index, 1);
}

// Code is nobody's language, and a list has its marks on the side where its words begin.
const CODE = "pre, code, .katex", BLOCKS = "ul, ol, blockquote, table";

function all(place, wanted) {
  return [...(place.matches(wanted) ? [place] : []), ...place.querySelectorAll(wanted)];
}

function look(node) {
  if (node.nodeType === Node.TEXT_NODE) return read(node);
  if (node.nodeType !== Node.ELEMENT_NODE) return;
  for (const code of all(node, CODE)) {
    code.translate = false;
    code.querySelector("annotation")?.setAttribute("aria-hidden", "true"); // it is there to be copied
  }
  for (const place of node.closest(DRAWN) ? [node] : node.querySelectorAll(DRAWN)) {
    const texts = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
    while (texts.nextNode()) read(texts.currentNode);
    for (const block of all(place, BLOCKS)) block.dir = "auto";
    for (const { previousSibling: space } of all(place, HOST)) if (space?.data === " ") space.data = "";
  }
}

const watch = new MutationObserver((records) => {
  for (const { type, target, addedNodes } of records) {
    if (type === "characterData") read(target);
    else addedNodes.forEach(look);
  }
  watch.takeRecords(); // what was done here
});
look(document.body);
watch.observe(document.body, { childList: true, characterData: true, subtree: true });
