// A race: a bar for each lane, all on one clock, and below them the words of the one in focus. What grows comes by the
// room's own wire; Python draws what a lane took in the end, and is told (`beat`) when one has ended.
import { asked, byKey, doing, lanesOf, lengthOf, spans, take, textsOf, ticks } from "./race_data.js";
import { again, query, wanted } from "./runs.js";
import { wire } from "./wire.js";
import { fill, finish, write as more } from "./words.js";

const views = new Map(); // by race: what was heard and chosen outlives what Python draws
const DRAW_MS = 200;
const PHASES = { w: "waits", t: "thinks", a: "answers" }; // in words where there is room, and by a pattern: not by colour alone
const now = () => performance.now() / 1000;

function fresh() {
  return { lanes: [], focus: null, socket: null, address: "", tries: 0, opened: "never", later: 0, shown: {}, rows: new Map() };
}

function element(tag, className, text = "") {
  return Object.assign(document.createElement(tag), { className, textContent: text });
}

// One row of bars, made once: what changes in it is set in place, so that nothing moves and no focus is lost.
function rowOf(view, lane, tell) {
  const row = element("li", "lane");
  const choose = row.appendChild(element("button", "choose"));
  choose.type = "button";
  const name = choose.appendChild(element("span", "name"));
  const letter = name.appendChild(element("b", "letter", lane.letter));
  const model = name.appendChild(element("span", "model"));
  const line = choose.appendChild(element("span", "doing"));
  const bar = choose.appendChild(element("span", "bar"));
  bar.setAttribute("aria-hidden", "true");
  const parts = Object.fromEntries(Object.keys(PHASES).map((kind) => [kind, bar.appendChild(element("i", kind))]));
  for (const [kind, part] of Object.entries(parts)) part.append(element("span", "", PHASES[kind]));
  const act = row.appendChild(element("button", "act"));
  act.type = "button";
  choose.onclick = () => focusOn(view, lane.turn);
  act.onclick = () => act.dataset.wish && tell(act.dataset.wish);
  return { row, choose, letter, model, line, parts, act };
}

function focusOn(view, turn) {
  if (view.focus === turn) return;
  view.focus = turn;
  view.draw();
  listen(view);
}

function drawRow(view, lane, length) {
  const { choose, model, line, parts, act } = view.rows.get(lane.turn);
  const set = (place, text) => place.textContent !== text && (place.textContent = text);
  set(model, lane.name);
  set(line, doing(lane, now()));
  choose.setAttribute("aria-pressed", String(lane.turn === view.focus));
  const drawn = Object.fromEntries(spans(lane, now()).map(([kind, from, to]) => [kind, [from, to]]));
  for (const [kind, part] of Object.entries(parts)) {
    const [from, to] = drawn[kind] ?? [0, 0];
    part.style.left = `${(from / length) * 100}%`;
    part.style.width = `${((to - from) / length) * 100}%`;
  }
  const wish = !lane.over || lane.state === "waits" ? `stop:${lane.turn}` : lane.opens ? `open:${lane.turn}` : "";
  if (act.dataset.wish === wish) return;
  act.dataset.wish = wish;
  act.textContent = wish.startsWith("stop") ? "Stop" : "Open as a chat";
  act.setAttribute("aria-label", `${act.textContent}: ${lane.letter}`);
  act.classList.toggle("none", !wish);
}

function drawAxis(view, length) {
  if (view.length === length) return;
  view.length = length;
  const places = ticks(length).map(([share, text]) => Object.assign(element("span", "", text), { style: `left:${share * 100}%` }));
  view.root.querySelector(".axis").replaceChildren(...places);
}

// A text that only grew is added to; another one is written anew. It is dressed as thoughts in a chat are.
function write(view, name, text, key, whole) {
  const place = view.root.querySelector(`.${name}`);
  const shown = view.shown[name];
  if (shown?.key === key && shown.place === place && text.startsWith(shown.text)) {
    if (text.length > shown.text.length) more(place, text.slice(shown.text.length));
    shown.text = text;
  } else {
    fill(place, text);
    place.scrollTop = 0;
    view.shown[name] = { key, place, text };
  }
  if (whole) finish(place);
}

function drawFocus(view) {
  const lane = view.lanes.find(({ turn }) => turn === view.focus);
  if (!lane) return;
  const { thoughts, answer } = textsOf(lane);
  const whose = view.root.querySelector(".whose");
  const said = `${lane.letter}${lane.name ? ` · ${lane.name}` : ""}`;
  if (whose.textContent !== said) whose.textContent = said;
  view.root.querySelector(".ended").textContent = lane.said ?? "";
  const whole = lane.state === "ended"; // all of it, as it is kept
  write(view, "thoughts", thoughts || lane.unseen, lane.turn, whole);
  write(view, "answer", answer, lane.turn, whole);
}

function drawTable(view, { columns, lanes }) {
  const cell = (tag, text, scope) => Object.assign(element(tag, "", text), scope ? { scope } : {});
  const head = element("tr", "");
  head.append(...["Lane", ...columns].map((text) => cell("th", text, "col")));
  const rows = lanes.map((lane) => {
    const row = element("tr", "");
    row.append(cell("th", lane.name ? `${lane.letter} · ${lane.name}` : lane.letter, "row"), ...lane.figures.map((text) => cell("td", text)));
    return row;
  });
  view.root.querySelector("thead").replaceChildren(head);
  view.root.querySelector("tbody").replaceChildren(...rows);
}

// The wire: all lanes on one socket, the words of one of them alone.

function listen(view) {
  clearTimeout(view.later);
  const runs = view.wired && view.root?.isConnected ? asked(view.lanes, view.focus) : [];
  const address = wanted(runs);
  if (address === view.address && (view.socket || !address)) return;
  view.address = address;
  view.socket?.close();
  view.socket = null;
  if (!address) return;
  const turns = runs.map(({ turn }) => turn);
  const mine = (view.socket = wire(query(runs)));
  mine.onmessage = (event) => {
    if (mine !== view.socket) return;
    Object.assign(view, { tries: 0, opened: "once" });
    const [number, ...news] = JSON.parse(event.data);
    const lane = view.lanes.find(({ turn }) => turn === turns[number]);
    if (!lane) return;
    const [kind] = take(lane, news, now());
    if (kind === "ended") {
      view.root.querySelector(".says").textContent = `${lane.letter} has ended.`;
      view.tell("beat", now() + performance.timeOrigin);
    }
    if (["thoughts", "answer", "anew"].includes(kind) && lane.turn === view.focus) drawFocus(view);
  };
  mine.onclose = () => {
    if (mine !== view.socket) return;
    Object.assign(view, { socket: null, address: "" });
    const { wait, lost } = again(++view.tries, view.opened);
    if (lost) view.tell("lost", now() + performance.timeOrigin);
    else view.later = setTimeout(() => listen(view), wait);
  };
}

export default function ({ data, parentElement, setTriggerValue }) {
  const race = JSON.parse(data.race);
  const view = views.get(race.id) ?? fresh();
  views.set(race.id, view);
  const root = parentElement.querySelector(".race");
  const anew = view.root !== root;
  const me = (view.owner = {});
  Object.assign(view, { root, tell: setTriggerValue, wired: race.wired });
  view.lanes = lanesOf(race.lanes, new Map(view.lanes.map((lane) => [lane.turn, lane])), now());
  if (!view.lanes.some(({ turn }) => turn === view.focus)) view.focus = view.lanes[0]?.turn ?? null;
  if (anew) {
    view.rows = new Map(view.lanes.map((lane) => [lane.turn, rowOf(view, lane, (wish) => view.tell("wish", wish))]));
    root.querySelector(".lanes").replaceChildren(...[...view.rows.values()].map(({ row }) => row));
    view.length = null;
  }
  view.draw = () => {
    const length = lengthOf(view.lanes, now());
    drawAxis(view, length);
    for (const lane of view.lanes) drawRow(view, lane, length);
    drawFocus(view);
  };
  drawTable(view, race);
  view.draw();
  listen(view);
  const ticking = view.lanes.some(({ over }) => !over) ? setInterval(view.draw, DRAW_MS) : 0;
  const pressed = (event) => {
    const writes = event.composedPath()[0].closest?.("input, textarea, [contenteditable]") || document.querySelector('[role="dialog"]');
    const lane = byKey(view.lanes, event, writes);
    if (lane) focusOn(view, lane.turn);
  };
  document.addEventListener("keydown", pressed);
  return () => {
    clearInterval(ticking);
    document.removeEventListener("keydown", pressed);
    // It may have been drawn anew, or be about to be.
    setTimeout(() => {
      if (view.owner !== me) return;
      const old = view.socket;
      Object.assign(view, { socket: null, address: "" });
      clearTimeout(view.later);
      old?.close();
    }, 100);
  };
}
