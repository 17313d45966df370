// The first words of a turn, until Python has drawn where they belong: its question, if that is not there yet either, and
// a panel or a text that looks like the one to come. It stands at the end of what Streamlit has drawn, as nothing of it.
import { bring } from "./bring.js";

const LONGEST_MS = 15_000; // then Python has drawn something else
const find = (before, turn, place = document) => place.querySelector(`[class*="${before}${CSS.escape(turn)}"]`);
const shown = new Set(); // runs that have some

// `panel` is the one that Python drew, `words` what stands in it.
export function wantsPanel(run, { panel, words, over }) {
  return Boolean(run.open && run.text && !words && !(panel && (over || !run.first)));
}

function made(name, parent) {
  const element = document.createElement("div");
  element.className = name;
  parent.append(element);
  return element;
}

// A text that grows: what it has already is not written again.
function write(element, text) {
  const node = element.firstChild ?? element.appendChild(new Text(""));
  if (text.length >= node.length) node.appendData(text.slice(node.length));
  else node.data = text;
}

export function showFirst(run, over = false) {
  const reply = document.querySelector(`.st-key-reply-${CSS.escape(run.turn)}`);
  const drawn = reply ?? find("st-key-turn-", run.turn);
  const home = reply ?? (!drawn && run.question !== undefined && document.querySelector(".st-key-room"));
  const panel = wantsPanel(run, { panel: find("st-key-thoughts-", run.turn), words: find("st-key-words-", run.turn)?.textContent, over });
  const answer = run.answer && !reply?.querySelector(':scope > .stElementContainer [data-testid="stMarkdownContainer"]');
  const asks = !drawn && run.question; // it stands alone until words come
  if (!home || !(panel || answer || asks) || run.first?.until < performance.now()) return drop(run);
  run.first ??= { until: performance.now() + LONGEST_MS };
  const { first } = run;
  if (first.place?.parentNode !== home) {
    leave(first);
    first.place = made("first-turn", home);
    first.panel = first.answer = null;
    // All else there is hidden. A selector with :has would say it alone, and cost a third of all that a growing text takes.
    first.home = reply || !home.querySelector('[class*="st-key-turn-"]') ? home : null;
    first.home?.setAttribute("data-first", "");
    if (!drawn) {
      if (run.question) made("first-question", first.place).textContent = run.question;
      bring(run.turn, first.place);
    }
  }
  if (panel) write((first.panel ??= made("first-words", made("first-panel", first.place))), run.text);
  else first.panel = first.panel?.parentNode.remove() ?? null;
  if (answer) write((first.answer ??= made("first-answer", first.place)), run.answer);
  else first.answer = first.answer?.remove() ?? null;
  shown.add(run);
}

function leave(first) {
  first.place?.remove();
  first.home?.removeAttribute("data-first");
  first.place = first.home = null;
}

function drop(run) {
  if (run.first) leave(run.first);
  shown.delete(run);
}

// Those that are left are looked at before the page is painted with what Python has drawn. `over`: has it ended? That can
// come after all has been drawn, and their time can run out: then nothing in the page tells of it.
export function lookAtFirst(settle, over) {
  const look = () => {
    if (!shown.size) return;
    settle();
    for (const run of shown) showFirst(run, over(run));
    watch.takeRecords();
  };
  const watch = new MutationObserver(look);
  watch.observe(document.body, { childList: true, subtree: true });
  setInterval(look, 250);
}

// Another chat is shown.
export function leaveFirst(chat) {
  for (const run of shown) if (run.chat !== chat) drop(run);
}
