// Thoughts as they grow. Python draws an empty element where they belong and says which runs the page shows; this reads
// them from a wire of their own, and adds what is new to what is there, so that nothing is sent or drawn twice.
// It tells Python (`beat`) when there is something for it to draw: a panel, more of the answer, the end.
import { bringEnding } from "./ending.js";
import { leaveFirst, lookAtFirst, showFirst } from "./first.js";
import { showRest } from "./rest.js";
import { notify } from "./notify.js";
import { again, begun, clock, hear, query, spoken, wanted } from "./runs.js";
import { keepOnly, look, noteBegan, noteHere, showTitle } from "./title.js";
import { wire } from "./wire.js";
import { fill, noteScroll, write } from "./words.js";

const runs = new Map(); // by turn
const over = new Set(); // those that have ended
const overAside = new Set(); // and those of which that was heard while nobody looked
const elements = new Map(); // the elements that Python drew, the newest last: how to tell it, and the turns they are for
let early = []; // turns whose element has not come yet
const THINKS = "graphic_eq"; // the icon of a clock
const voice = {};
let ahead = null; // the socket that will tell of what is asked next
let opened = "never", socket = null, address = "", tries = 0, later = 0, heard = 0;

function shown() {
  return new Set([...elements.values()].flatMap((element) => element.turns).concat(early));
}

// `edition`: a turn that thinks again after an answer has another place for each of its rounds.
function place(name, turn, edition) {
  const round = edition === undefined ? "" : `[data-edition="${edition}"]`;
  return document.querySelector(`.live-${name}[data-turn="${CSS.escape(turn)}"]${round}`);
}

// An element that came late, or anew, gets what is known.
function settle() {
  let missing = false;
  for (const run of runs.values()) {
    if (run.open && !run.host?.isConnected) {
      run.host = place("words", run.turn, run.edition);
      if (run.host) {
        fill(run.host, run.text);
      } else missing = true;
    }
    const line = place("clock", run.turn);
    if (line) tick(run, line);
    head(run);
  }
  showTitle();
  return missing;
}

function tick(run, line) {
  const { words, since } = line.dataset;
  if (run.drawn !== words + since) {
    run.drawn = words + since;
    run.began = performance.now() - since * 1000;
    if (line.dataset.icon === THINKS) noteBegan(run);
  }
  const shown = clock(words, (performance.now() - run.began) / 1000, run.bytes);
  if (run.clock === line && run.shown === shown) return; // it may stand there in another language by now
  [run.clock, run.shown] = [line, shown];
  const [text, ...others] = line.childNodes;
  if (text?.nodeType === Node.TEXT_NODE && !others.length) text.data = shown;
  else line.textContent = shown;
}

// What Python drew there may be older, or newer: what was told here last is set once, and may stand there in another
// language by now.
function head(run) {
  const line = run.headline && place("headline", run.turn);
  if (!line || (run.line === line && run.headed === run.headline)) return;
  [run.line, run.headed] = [line, run.headline];
  line.textContent = line.title = run.headline;
  // Clicks and pointers go through it, so that the header shows the whole of it, too.
  run.header = line.closest('[class*="st-key-thoughts-"]')?.querySelector("summary");
  if (run.header) run.header.title = run.headline;
}

function take(run, message) {
  heard = performance.now();
  const silent = !run.text;
  const [kind, text] = hear(run, message);
  if (noteHere(run, kind)) notify();
  if (kind === "answer") showRest(run);
  if (kind === "thoughts" && run.host?.isConnected) write(run.host, text); // else it is filled whole when it comes
  if (kind === "headline") head(run);
  if (["answer", "ended"].includes(kind)) run.header?.removeAttribute("title");
  const homeless = kind === "thoughts" && !run.host?.isConnected && settle();
  if (homeless || kind === "answer") showFirst(run);
  if (kind === "anew") run.host = null; // what was drawn stays until Python draws it anew
  if (kind === "ended") {
    runs.delete(run.turn);
    over.add(run.turn);
    showFirst(run, true); // all of it may be drawn by now
  }
  const first = kind === "size" || (kind === "thoughts" && silent && run.text);
  if (first ? unseen(run) : ["anew", "draw", "ended"].includes(kind)) beat(run.turn, !first);
}

// While nobody looks nothing is drawn: only whether it still thinks, and whether it has ended. `run` is a copy.
function overhear(run, message) {
  const [kind] = hear(run, message);
  if (noteHere(run, kind)) notify();
  if (kind === "ended") overAside.add(run.turn);
}

// What Python drew may be older than what it said of it: whether there is a panel is asked of the page.
function unseen(run) {
  return !document.querySelector(`.st-key-thoughts-${CSS.escape(run.turn)}`);
}

let beats = 0, beatAt = 0;
const owed = new Map(); // turns of which is told when their element is there: is it all the same, or only for a panel?
function beat(turn, always = true) {
  beatAt = performance.now();
  const element = [...elements.values()].findLast((element) => element.turns.includes(turn));
  if (element) element.tell("beat", ++beats + performance.timeOrigin);
  else owed.set(turn, always || owed.get(turn) || false);
}

// `listed`, as JSON, are runs that an element shows; without one, it is still to come.
export function watch(listed, element = null) {
  const watched = JSON.parse(listed);
  const turns = watched.map((run) => run.turn);
  if (element) {
    element.turns = turns;
    early = early.filter((turn) => !turns.includes(turn));
  } else {
    early = turns.filter((turn) => ![...elements.values()].some((element) => element.turns.includes(turn)));
  }
  for (const { chat, turn, open, size } of watched) {
    if (over.has(turn)) continue;
    const known = runs.get(turn) ?? begun({ chat, turn, size });
    known.open = open;
    runs.set(turn, known);
  }
  drop();
}

function drop() {
  const here = shown();
  for (const turn of runs.keys()) if (!here.has(turn)) runs.delete(turn);
  keepOnly(runs);
  listen();
}

function listen() {
  clearTimeout(later);
  const all = [...runs.values()];
  const aside = () => all.filter(({ turn }) => !overAside.has(turn)).map((run) => ({ ...run, open: false, aside: true }));
  const asked = document.hidden ? aside() : all;
  if (addressOf(asked) === address && socket) return;
  address = addressOf(asked);
  socket?.close();
  socket = null;
  if (!address) return;
  socket = attend(wire(query(asked)), asked);
}

function addressOf(asked) {
  return asked.length ? `${wanted(asked)} ${document.hidden}` : "";
}

function attend(mine, asked) {
  mine.onmessage = (event) => {
    if (mine !== socket && mine !== ahead) return;
    [tries, opened] = [0, "once"];
    const [number, ...news] = JSON.parse(event.data);
    if (asked[number]?.aside) return overhear(asked[number], news);
    const run = runs.get(asked[number]?.turn);
    if (run) take(run, news);
    else if (mine === ahead) adopt(mine, asked, news);
  };
  mine.onclose = () => {
    if (mine === ahead) ahead = null;
    if (mine !== socket) return;
    socket = null;
    address = "";
    if (!runs.size) return;
    const { wait, lost } = again(++tries, opened);
    later = setTimeout(listen, wait);
    if (lost && !document.hidden) [...elements.values()].findLast(({ turns }) => turns.length)?.tell("lost", ++beats);
  };
  return mine;
}

// While somebody writes: so that the first word of the answer finds its way open. `page` is a name that Python gave.
export function prepare(page) {
  if (page && !ahead && !document.hidden) ahead = attend(wire(`next=${page}`), []);
}

// What was waited for has begun, and this socket tells of it from now on.
function adopt(mine, asked, news) {
  const [kind, [chat, turn, question] = []] = hear({}, news);
  if (kind !== "begun") return;
  ahead = null;
  if (over.has(turn) || runs.has(turn)) return mine.close(); // Python was quicker
  const run = { ...begun({ chat, turn, size: 0 }), open: true, question };
  asked.push(run);
  runs.set(turn, run);
  early.push(turn);
  if (runs.size > 1) {
    mine.close();
    return listen();
  }
  clearTimeout(later);
  socket?.close();
  [socket, address] = [mine, addressOf([run])];
  showFirst(run);
}

// Another chat is shown: what was asked in the one before, and is not drawn, will not be.
export function leave(chat) {
  early = early.filter((turn) => runs.get(turn)?.chat === chat);
  leaveFirst(chat);
  drop();
}

document.addEventListener("visibilitychange", () => {
  if (!document.hidden) overAside.clear();
  tries = 0;
  look();
  listen();
});
document.addEventListener("scroll", noteScroll, { capture: true, passive: true });
setInterval(settle, 250);
lookAtFirst(settle, (run) => over.has(run.turn));
// A sign that was lost is given again: while words have no place, an end is not drawn, or nothing is heard for long.
setInterval(() => {
  const since = performance.now() - beatAt;
  if (since < 2500 || document.hidden) return;
  const silent = since > 9000 && performance.now() - heard > 9000;
  const homeless = (run) => run?.text && (run.open ? !run.host?.isConnected : unseen(run));
  const lost = [...shown()].find((turn) => silent || over.has(turn) || homeless(runs.get(turn)));
  if (lost) beat(lost);
}, 1000);

export default function ({ data, parentElement, setTriggerValue }) {
  const me = { tell: setTriggerValue, turns: [] };
  elements.delete(parentElement);
  elements.set(parentElement, me);
  let region = parentElement.querySelector('[role="status"]');
  if (!region) {
    region = parentElement.appendChild(document.createElement("div"));
    region.setAttribute("role", "status");
    region.style.cssText = "position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)";
  }
  watch(data.runs, me);
  if (data.ended) bringEnding(data.ended);
  const speaks = me.turns.length || !shown().size; // else another one does
  const words = speaks && spoken(voice, data.says, me.turns.length > 0);
  if (words) region.textContent = words;
  const told = me.turns.filter((turn) => owed.has(turn));
  const due = told.filter((turn) => owed.get(turn) || unseen({ turn }));
  told.forEach((turn) => owed.delete(turn));
  if (due.length) beat(due[0]);
  let patience = 60;
  const wait = () => settle() && --patience > 0 && requestAnimationFrame(wait);
  wait();
  return () => {
    if (elements.get(parentElement) !== me) return; // it was drawn anew
    elements.delete(parentElement);
    setTimeout(drop, 100); // another may be about to take over what this one showed
  };
}
