// Thoughts as they grow. Python draws an empty element where they belong and says which runs the page shows; this reads
// them from a wire of their own, and adds what is new to what is there, so that nothing is sent or drawn twice.
// It tells Python (`beat`) when there is something for it to draw: a panel, more of the answer, the end.
import { showRest } from "./rest.js";
import { fill, noteScroll, write } from "./words.js";

const TRIES = [300, 1000, 3000]; // ms before the wire is opened again, as often as it takes
const LOST = { never: 3, once: 8 }; // tries after which Python shows the text itself: where it never opened, or did once
const NOTHING = { count: 0, known: 0, text: "", answer: "", bytes: 0, read: 0 };
const runs = new Map(); // by turn
const over = new Set(); // those that have ended
let opened = "never", socket = null, address = "", tries = 0, later = 0, tell = null, said = null, busy = false, shows = 0;
let shown = new Set(), heard = 0; // what Python shows, and when anything was last heard

function place(name, turn) {
  return document.querySelector(`.live-${name}[data-turn="${CSS.escape(turn)}"]`);
}

function add(run, text) {
  run.text += text;
  if (run.host?.isConnected) write(run.host.firstElementChild, text); // else it is filled whole when it comes
}

// Told to who does not see it, and only what changes while they are here.
function say(region, words, going) {
  const before = said;
  said = going ? words || "Waiting" : words;
  if (before !== null && before !== said && words && (going || busy)) region.textContent = words;
  busy = going;
}

// An element that came late, or anew, gets what is known.
function settle() {
  let missing = false;
  for (const run of runs.values()) {
    if (run.open && !run.host?.isConnected) {
      run.host = place("words", run.turn);
      if (run.host) {
        fill(run.host, run.text);
      } else missing = true;
    }
    const clock = place("clock", run.turn);
    if (clock) tick(run, clock);
  }
  return missing;
}

function tick(run, clock) {
  const { words, since } = clock.dataset;
  if (run.drawn !== words + since) {
    run.drawn = words + since;
    run.began = performance.now() - since * 1000;
  }
  const seconds = Math.floor((performance.now() - run.began) / 1000).toLocaleString("en-US");
  const tokens = Math.max(1, Math.round(run.bytes / 4)).toLocaleString("en-US");
  const shown = words.replace("{s}", seconds).replace("{n}", tokens);
  if (clock.textContent !== shown) clock.textContent = shown;
}

function hear(run, said, place, answers) {
  heard = performance.now();
  if (answers) {
    run.known = place;
    run.answer += said;
    showRest(run);
  } else if (typeof said === "string") {
    const first = !run.read && !run.bytes;
    run.count = place;
    run.read += new TextEncoder().encode(said).length;
    run.bytes = Math.max(run.bytes, run.read);
    add(run, run.text ? said : said.trimStart());
    if (first) beat();
  } else if (typeof said === "number") {
    if (!run.bytes) beat();
    run.bytes = said;
  } else if (said === null) {
    Object.assign(run, { filing: place, ...NOTHING });
    if (run.host) fill(run.host, "");
    beat();
  } else {
    if (said === false) {
      runs.delete(run.turn);
      over.add(run.turn);
    }
    beat();
  }
}

let beats = 0, owed = false, beatAt = 0;
function beat() {
  beatAt = performance.now();
  owed = !tell; // told when the element is there
  tell?.("beat", ++beats + performance.timeOrigin);
}

// `listed`, as JSON, are the runs that the page shows; `early`: the element that shows them has not come yet.
export function watch(listed, early = false) {
  const watched = JSON.parse(listed);
  if (early && watched.some((run) => !shown.has(run.turn))) tell = null; // it belongs to another turn
  shown = new Set(watched.map((run) => run.turn));
  for (const turn of runs.keys()) if (!shown.has(turn)) runs.delete(turn);
  for (const { chat, turn, open, size } of watched) {
    if (over.has(turn)) continue;
    const known = runs.get(turn) ?? { chat, turn, filing: 0, ...NOTHING, bytes: size };
    known.open = open;
    runs.set(turn, known);
  }
  listen();
}

function listen() {
  clearTimeout(later);
  const wanted = document.hidden ? "" : [...runs.values()].map((run) => `${run.chat}:${run.turn}:${Number(run.open)}`).join(" ");
  if (wanted === address && socket) return;
  address = wanted;
  socket?.close();
  socket = null;
  if (!wanted) return;
  const asked = [...runs.values()].map((run) => `run=${run.chat}:${run.turn}:${run.filing}:${run.count}:${Number(run.open)}:${run.known}`);
  const order = [...runs.keys()];
  const url = new URL(`/live/thoughts?${asked.join("&")}`, location.origin);
  url.protocol = url.protocol.replace("http", "ws");
  const mine = (socket = new WebSocket(url));
  mine.onmessage = (event) => {
    if (mine !== socket) return;
    [tries, opened] = [0, "once"];
    const [number, ...news] = JSON.parse(event.data);
    const run = runs.get(order[number]);
    if (run) hear(run, ...news);
  };
  mine.onclose = () => {
    if (mine !== socket) return;
    socket = null;
    address = "";
    if (!runs.size) return;
    later = setTimeout(listen, TRIES[Math.min(tries++, TRIES.length - 1)]);
    if (tries > LOST[opened]) tell?.("lost", ++beats);
  };
}

document.addEventListener("visibilitychange", listen);
document.addEventListener("scroll", noteScroll, { capture: true, passive: true });
setInterval(settle, 250);
// A sign that was lost is given again: while words have no place, an end is not drawn, or nothing is heard for long.
setInterval(() => {
  const unseen = [...runs.values()].some((run) => run.open && run.text && !run.host?.isConnected);
  const unsaid = [...shown].some((turn) => over.has(turn));
  const since = performance.now() - beatAt;
  const lost = since > 2500 && (unseen || unsaid || (since > 9000 && performance.now() - heard > 9000));
  if (lost && shown.size && !document.hidden) beat();
}, 1000);

export default function ({ data, parentElement, setTriggerValue }) {
  tell = setTriggerValue;
  let region = parentElement.querySelector('[role="status"]');
  if (!region) {
    region = parentElement.appendChild(document.createElement("div"));
    region.setAttribute("role", "status");
    region.style.cssText = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)";
  }
  say(region, data.says, data.runs !== "[]");
  watch(data.runs);
  if (owed) beat();
  let patience = 60;
  const wait = () => settle() && --patience > 0 && requestAnimationFrame(wait);
  wait();
  const mine = ++shows;
  return () => {
    if (mine !== shows) return; // another element has taken over
    tell = null;
    runs.clear();
    listen();
  };
}
