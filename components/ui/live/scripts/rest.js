// The answer's newest words. Python draws the answer as Markdown now and then, and says at its end how much of it is drawn
// (signs.js reads that); what came since is added behind it, as it is.
import { drawn } from "./signs.js";
import { originalOf } from "./standins.js";
import { add } from "./words.js";

const LOOKED_AT = 40; // pieces of text, from the end backwards

// What stands at the end of the drawn part, and how long that is.
function drawnEnd(reply) {
  const parts = [...reply.querySelectorAll('[data-testid="stMarkdownContainer"]')].slice(-2);
  for (const part of parts.reverse()) {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    let node = walker.lastChild();
    for (let looked = 0; node && looked < LOOKED_AT; looked++, node = walker.previousNode()) {
      if (node.parentNode.closest(".live-rest")) continue;
      const [text, place] = originalOf(node);
      if (drawn.has(text)) return [place, drawn.get(text)];
    }
  }
  return null;
}

export function showRest(run) {
  if (!run.reply?.isConnected) {
    const turn = CSS.escape(run.turn);
    run.reply = document.querySelector(`.st-key-reply-${turn}, [class*="st-key-said-"][class*="-${turn}"]`);
    run.watch?.disconnect();
    run.watch = run.rests = null;
    if (!run.reply) return;
  }
  // Before what Python has drawn is seen, what it has drawn is taken away here.
  run.watch ??= new MutationObserver(() => showRest(run));
  const found = drawnEnd(run.reply);
  run.rest ??= { place: Object.assign(document.createElement("span"), { className: "live-rest", translate: false }) };
  const { rest } = run;
  // What a script of somebody else's made of it, or out of it, would be there twice.
  run.rests ??= run.reply.getElementsByClassName("live-rest");
  for (const other of [...run.rests]) if (other !== rest.place) other.remove();
  if (found) {
    const [end, length] = found;
    if (end.nextSibling !== rest.place) end.after(rest.place);
    if (rest.from !== length || rest.to > run.answer.length) {
      rest.place.replaceChildren();
      rest.from = rest.to = length;
    }
    if (rest.to < run.answer.length) add(rest, run.answer.slice(rest.to));
    rest.to = Math.max(length, run.answer.length);
  } else rest.place.remove();
  run.watch.takeRecords();
  run.watch.observe(run.reply, { childList: true, characterData: true, subtree: true });
}
