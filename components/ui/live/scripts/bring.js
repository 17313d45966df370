// A turn is brought to the top of the window, once. Whoever has scrolled, pressed or clicked since goes their own way, also
// where what was brought is drawn late, or anew: a menu that was opened meanwhile would be gone from the window.
const ACTS = ["wheel", "touchmove", "pointerdown", "keydown"];
const FIELDS = "input, textarea, [contenteditable]"; // to type in one is not to go anywhere
const brought = { turn: null, at: 0 };
// What was pressed before this script had come, which a slow machine takes long to load, is counted by the browser.
let acted = globalThis.performance?.eventCounts?.get("pointerdown") ? performance.now() : 0, page = "";
let opened = false; // has this document shown anything yet?

// May `turn` be brought, which was asked for at `since` (ms)?
export function mayBring(turn, since) {
  return acted <= (brought.turn === turn ? brought.at : since);
}

export function noteAct({ type, target, timeStamp }) {
  if (type !== "keydown" || !target?.closest?.(FIELDS)) acted = Math.max(acted, timeStamp);
}

export function noteBrought(turn, at) {
  Object.assign(brought, { turn, at });
}

// On another page nothing stands at the top of the window, and what comes back there is brought as if for the first time.
export function enterPage(path) {
  if (page !== path) noteBrought(null, 0);
  page = path;
}

export function bring(turn, place) {
  noteBrought(turn, performance.now());
  place.scrollIntoView({ block: "start" });
}

export function showNothing() {
  noteBrought(null, 0);
  opened = true;
}

// What is not drawn yet is waited for. Of a chat that the document opens with, all that was done in it counts.
export function show(turn, patience = 120, since = opened ? performance.now() : 0) {
  opened = true;
  if (!mayBring(turn, since)) return;
  const place = document.querySelector(".st-key-turn-" + CSS.escape(turn));
  if (place) bring(turn, place);
  else if (patience > 0) requestAnimationFrame(() => show(turn, patience - 1, since));
}

export function listen(signal) {
  for (const type of ACTS) addEventListener(type, noteAct, { capture: true, passive: true, signal });
}
