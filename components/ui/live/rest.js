// The answer's newest words. Python draws the answer as Markdown now and then, with marks at its end that nobody sees and
// that say how much of it is drawn; what came since is added behind them, as it is.
const DIGITS = "\u2060\u2061\u2062\u2064";
const MARK = new RegExp(`\u2063([${DIGITS}]{12})$`);
const LOOKED_AT = 40; // pieces of text, from the end backwards

// Where the drawn part ends, and how long it is.
function drawnEnd(reply) {
  const drawn = [...reply.querySelectorAll('[data-testid="stMarkdownContainer"]')].slice(-2);
  for (const part of drawn.reverse()) {
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT);
    let node = walker.lastChild();
    for (let looked = 0; node && looked < LOOKED_AT; looked++, node = walker.previousNode()) {
      const found = node.parentNode.className !== "live-rest" && MARK.exec(node.data);
      if (found) return [node, [...found[1]].reduce((sum, digit) => sum * 4 + DIGITS.indexOf(digit), 0)];
    }
  }
  return null;
}

export function showRest(run) {
  if (!run.reply?.isConnected) {
    const turn = CSS.escape(run.turn);
    run.reply = document.querySelector(`.st-key-reply-${turn}, [class*="st-key-said-"][class*="-${turn}"]`);
    run.watch?.disconnect();
    run.watch = null;
    if (!run.reply) return;
  }
  // Before what Python has drawn is seen, what it has drawn is taken away here.
  run.watch ??= new MutationObserver(() => showRest(run));
  const found = drawnEnd(run.reply);
  if (found) {
    const [node, length] = found;
    run.rest ??= Object.assign(document.createElement("span"), { className: "live-rest" });
    if (node.nextSibling !== run.rest) node.after(run.rest);
    run.rest.textContent = run.answer.slice(length);
  } else run.rest?.remove();
  run.watch.takeRecords();
  run.watch.observe(run.reply, { childList: true, characterData: true, subtree: true });
}
