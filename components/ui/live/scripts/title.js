// The title of the tab while a turn of this page thinks, and once one has ended while nobody looked. It has no word of a
// thought, unless the room's setting says so.
const LONG_MS = 30_000;
const known = thinking();
let usual = "", shown = null; // Streamlit's own, and what stands there now

// By their turns: when each thought `began` (ms), and what it is `doing` now, in words. `unseen`: has a turn ended since
// somebody looked? `words`: may they be told?
export function thinking() {
  return { began: new Map(), doing: new Map(), unseen: false, words: false };
}

// What was heard of a run (runs.js). Has a long thought just ended?
export function note({ began, doing }, run, kind, now) {
  if (["headline", "anew"].includes(kind)) doing.set(run.turn, run.headline);
  const since = began.get(run.turn);
  if (["size", "thoughts"].includes(kind)) {
    if (since === undefined && run.bytes && !run.answer) began.set(run.turn, now);
    return false;
  }
  if (!["answer", "ended"].includes(kind)) return false;
  began.delete(run.turn);
  doing.delete(run.turn);
  return now - since >= LONG_MS;
}

export function titleOf(usual, { began, doing, unseen, words }, now) {
  if (began.size) {
    const [turn, since] = [...began].reduce((first, next) => (next[1] < first[1] ? next : first));
    return `${(words && doing.get(turn)) || "Thinking"} · ${Math.max(0, Math.floor((now - since) / 1000))} s`;
  }
  return unseen ? `✓ ${usual}` : usual;
}

export function showTitle() {
  if (document.title !== shown) usual = document.title;
  const wanted = titleOf(usual, known, performance.now());
  if (document.title !== wanted) document.title = wanted;
  shown = document.title;
}

// The same of this page: has a long thought just ended while nobody looked?
export function noteHere(run, kind) {
  const long = note(known, run, kind, performance.now());
  if (kind === "ended" && document.hidden) known.unseen = true;
  showTitle();
  return long && document.hidden;
}

// By its clock, which knows better than who came later.
export function noteBegan({ turn, began }) {
  if (known.began.has(turn)) known.began.set(turn, began);
}

export function keepOnly(turns) {
  for (const map of [known.began, known.doing])
    for (const turn of map.keys()) if (!turns.has(turn)) map.delete(turn);
  showTitle();
}

export function allowWords(words) {
  known.words = words;
}

export function look() {
  known.unseen &&= document.hidden;
  showTitle();
}
