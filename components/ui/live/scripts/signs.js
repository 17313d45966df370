// Signs that Python sets into what it draws: once Streamlit has read them they are taken out of the page, and nobody marks,
// finds or copies what no model wrote.
import { parseSigns } from "./parse_signs.js";

const DRAWN = '[data-testid="stMarkdownContainer"], [data-testid="stCaptionContainer"]';
const HOST = "a + .stMarkdownColoredText"; // what the room says of a link
export const drawn = new WeakMap(); // by the text at its end: how long the drawn part of an answer is

function read(text) {
  const place = text.parentElement;
  // A label cannot be marked; and what the page itself adds has no signs.
  if (!place?.closest(DRAWN) || place.closest("button, .live-rest")) return;
  const signs = parseSigns(text.data);
  if (signs.end) {
    text.deleteData(text.length - signs.end, signs.end);
    drawn.set(text, signs.drawn);
  } else drawn.delete(text);
  for (const at of signs.places) text.deleteData(at, 1);
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
