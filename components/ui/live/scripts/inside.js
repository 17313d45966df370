// The inside of a thought: a strip of its steps, which can be narrowed, and the steps below it. All of it stands in the
// page; of one that still grows the rest comes by the room's own wire (components/live_protocol.py).
import { along, axisOf, between, counted, grow, hits, KINDS, read, replaceSteps, stepAt, withRoom } from "./inside_data.js";
import { bringAside, goToAside, newAside } from "./inside_asides.js";
import { notesOf } from "./inside_notes.js";
import { drawSteps, drawTable } from "./inside_steps.js";
import { drawBelow, drawStrip, percent, seconds } from "./inside_strip.js";
import { walked } from "./inside_walk.js";
import { again, hear, query } from "./runs.js";
import { wire } from "./wire.js";

const FEW = 2_500; // characters of a thought that is shown unfolded
const DRAG = 4; // pixels that are no click
const { format: figure } = new Intl.NumberFormat("en-US");
const leaving = new WeakMap(); // by element: what ends what was drawn before
const views = new Map(); // by turn: what a person has opened and chosen outlives what Python draws

function fresh(inside) {
  const view = { now: null, span: null, open: new Set(), closed: new Set(), hits: [], searched: "", hit: null, phrase: null, version: 0, touched: false };
  const asked = Number(location.hash.match(/^#step-(\d+)$/)?.[1]) - 1;
  if (asked >= 0 && asked < inside.steps.length) [view.now, view.asked] = [asked, true];
  return view;
}

// What is open until a person has folded or unfolded something: all of a short thought; of a long one that grows, its end.
function unfold(inside, view) {
  const all = inside.steps.map(({ number }) => number);
  view.open = new Set(inside.text.length <= FEW ? all : inside.grows ? all.slice(-1) : []);
  if (view.now !== null) view.open.add(view.now);
}

export default function ({ data, parentElement, setTriggerValue, setStateValue }) {
  leaving.get(parentElement)?.();
  const root = parentElement.querySelector(".inside");
  const inside = read(JSON.parse(data.look));
  const view = views.get(inside.turn) ?? fresh(inside);
  views.set(inside.turn, view);
  if (view.now !== null && view.now >= inside.steps.length) view.now = null;
  if (view.span) view.span = view.span.map((number) => Math.min(number, inside.steps.length - 1));
  view.phrase = null;
  const find = (selector) => root.querySelector(selector);
  const blocks = find(".blocks");
  let axis = axisOf(inside);
  let due = 0;

  const phrases = () => inside.steps.slice(...(view.span ? [view.span[0], view.span[1] + 1] : [])).flatMap((step) => step.phrases);

  const notes = notesOf(root, inside, view, { draw, go: goTo, tell: (deeds) => setStateValue("deeds", deeds) });

  function draw() {
    due = 0;
    notes.prepare();
    if (!view.touched) unfold(inside, view);
    axis = inside.grows ? withRoom(axisOf({ ...inside, until: (performance.now() - since) / 1000 })) : axisOf(inside);
    root.classList.toggle("growing", inside.grows);
    drawStrip(root, inside, axis, view);
    drawSteps(root, inside, axis, view, press);
    drawTable(root, inside, axis, view);
    find(".sum").textContent = summed();
    find(".all").hidden = !view.span;
    find(".folds").textContent = view.open.size >= inside.steps.length ? "Fold all" : "Open all";
    const spotted = phrases();
    find(".spotted").hidden = !spotted.length;
    const place = spotted.findIndex((phrase) => phrase.start === view.phrase?.start);
    const which = place < 0 ? `${figure(spotted.length)} ${spotted.length === 1 ? "phrase" : "phrases"} spotted` : `${figure(place + 1)} of ${figure(spotted.length)}: “${inside.text.slice(view.phrase.start, view.phrase.end)}”, ${KINDS[view.phrase.kind]}`;
    find(".which").textContent = which;
    notes.draw();
  }
  drawBelow(find(".below"), inside.below ?? []);
  const since = performance.now() - (inside.seconds ?? 0) * 1000;
  const later = () => (due ||= setTimeout(draw, 100));

  function summed() {
    if (!inside.steps.length) return inside.grows ? "Nothing has been thought yet." : "";
    const told = counted(inside, axis, view.span ?? [0, inside.steps.length - 1]);
    const steps = view.span ? `${figure(told.steps)} of ${figure(inside.steps.length)} steps` : `${figure(told.steps)} ${told.steps === 1 ? "step" : "steps"}`;
    const kinds = Object.entries(told.kinds).map(([kind, many]) => `${KINDS[kind]} ${figure(many)}`);
    const spotted = Object.values(told.kinds).reduce((a, b) => a + b, 0);
    return [
      steps,
      told.seconds !== null && seconds(told.seconds),
      view.span ? percent(told.share) : `${figure(told.size)} characters`,
      spotted > 0 && `${figure(spotted)} ${spotted === 1 ? "phrase" : "phrases"} spotted (${kinds.join(", ")})`,
      told.repeating > 0 && `${figure(told.repeating)} ${told.repeating === 1 ? "step says" : "steps say"} earlier words again`,
      !axis.timed && "no times: shown by characters",
    ].filter(Boolean).join(" · ");
  }

  // Going to a step

  function go(number, { opens = true, scrolls = true } = {}) {
    view.now = number;
    if (opens) {
      view.touched = true;
      view.open.add(number);
    }
    for (const first of [...view.closed]) if (first <= number) view.closed.delete(first);
    history.replaceState(history.state, "", `${location.pathname}${location.search}#step-${number + 1}`);
    draw();
    if (scrolls) find(`[data-step="${number}"]`)?.scrollIntoView({ block: "nearest" });
    tell();
  }

  // Python is told which steps are chosen: those of an interval, else the one that somebody went to.
  function tell() {
    const span = view.span ?? (view.now === null ? null : [view.now, view.now]);
    if (String(span) === view.told || inside.grows) return;
    view.told = String(span);
    setStateValue("span", span);
  }

  function narrow(span) {
    view.span = span && (span[0] > 0 || span[1] < inside.steps.length - 1) ? span : null;
    if (view.span && view.now !== null && (view.now < view.span[0] || view.now > view.span[1])) view.now = null;
    view.phrase = null;
    draw();
    tell();
  }

  // The same where an interval may leave it out.
  function goTo(number) {
    if (view.span && (number < view.span[0] || number > view.span[1])) view.span = null;
    go(number);
  }

  function press(what, number, aside) {
    if (what === "note") return notes.openStep(number);
    if (what === "explain" || what === "translate") return notes.askAbout(what, number);
    if (what === "show") return goToAside(aside);
    if (what === "sign") return notes.showInList(number);
    const set = what === "chapter" ? view.closed : view.open;
    view.touched = true;
    set.has(number) ? set.delete(number) : set.add(number);
    if (what === "step" && set.has(number)) go(number, { scrolls: false });
    else draw();
  }

  // The pointer on the strip

  const share = (event) => {
    const box = blocks.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
  };
  let begun = null;
  blocks.onpointerdown = (event) => {
    if (event.button) return;
    begun = { x: event.clientX, share: share(event) };
    blocks.setPointerCapture(event.pointerId);
  };
  blocks.onpointermove = (event) => {
    if (!begun || Math.abs(event.clientX - begun.x) < DRAG) return;
    const drag = find(".drag");
    drag.hidden = false;
    drag.style.left = `${Math.min(begun.share, share(event)) * 100}%`;
    drag.style.width = `${Math.abs(share(event) - begun.share) * 100}%`;
  };
  blocks.onpointerup = (event) => {
    if (!begun) return;
    const [from, to] = between(axis, begun.share, share(event));
    find(".drag").hidden = true;
    if (Math.abs(event.clientX - begun.x) >= DRAG) narrow([from, to]);
    else if (inside.steps.length) go(between(axis, share(event), share(event) + 1e-9)[0]);
    begun = null;
  };
  blocks.onpointercancel = () => {
    begun = null;
    find(".drag").hidden = true;
  };

  // Keys: on the strip they move and choose, in the list they move

  function moved(key) {
    const last = view.span ? view.span[1] : inside.steps.length - 1;
    const first = view.span ? view.span[0] : 0;
    const at = view.now ?? (["ArrowLeft", "ArrowUp", "k"].includes(key) ? last + 1 : first - 1);
    if (["ArrowRight", "ArrowDown", "j"].includes(key)) return Math.min(last, at + 1);
    if (["ArrowLeft", "ArrowUp", "k"].includes(key)) return Math.max(first, at - 1);
    return { Home: first, End: last }[key];
  }
  blocks.onkeydown = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !inside.steps.length) return;
    if (event.key === "Enter" || event.key === " ") {
      if (view.now !== null) go(view.now);
    } else if (event.key === "n") {
      if (view.now === null) return;
      notes.openStep(view.now);
    } else if (event.key === "Escape") {
      if (!view.span) return;
      narrow(null);
    } else if (event.shiftKey && ["ArrowLeft", "ArrowRight"].includes(event.key)) {
      const anchor = (view.anchor ??= view.now ?? 0);
      const end = view.far ?? anchor;
      view.far = Math.min(inside.steps.length - 1, Math.max(0, end + (event.key === "ArrowRight" ? 1 : -1)));
      narrow([Math.min(anchor, view.far), Math.max(anchor, view.far)]);
    } else {
      const to = moved(event.key);
      if (to === undefined) return;
      view.anchor = view.far = undefined;
      go(to, { opens: false, scrolls: false });
    }
    event.preventDefault();
    event.stopPropagation();
  };
  find(".steps").onkeydown = (event) => {
    const step = event.target.closest(".step");
    if (step && event.key === "n" && !(event.ctrlKey || event.metaKey || event.altKey)) {
      event.preventDefault();
      return notes.openStep(Number(step.dataset.step));
    }
    const to = walked(event, [...root.querySelectorAll(".steps :is(.chapter, .head)")]);
    if (to?.className !== "head") return;
    view.now = Number(to.parentNode.dataset.step);
    drawStrip(root, inside, axis, view);
  };

  // Searching, and stepping through what was spotted

  const field = find("input");
  const search = () => {
    view.searched = field.value.trim();
    view.hits = hits(inside.text, field.value);
    view.hit = null;
    view.version += 1;
    find(".found").textContent = view.searched ? `${figure(view.hits.length)} ${view.hits.length === 1 ? "hit" : "hits"}` : "";
    for (const name of [".before", ".next"]) find(name).hidden = !view.hits.length;
    draw();
  };
  const turn = (places, now, by) => {
    if (!places.length) return null;
    const at = places.indexOf(now);
    return places[at < 0 ? (by > 0 ? 0 : places.length - 1) : (at + by + places.length) % places.length];
  };
  const toHit = (by) => {
    const hit = turn(view.hits, view.hit, by);
    if (hit === null) return;
    view.hit = hit;
    view.version += 1;
    show(hit);
  };
  const show = (place) => {
    const number = stepAt(inside.steps, place);
    goTo(number);
    find(`[data-step="${number}"] mark.now`)?.scrollIntoView({ block: "nearest" });
  };
  const toPhrase = (by) => {
    const all = phrases();
    const found = turn(all, all.find(({ start }) => start === view.phrase?.start) ?? null, by);
    if (!found) return;
    view.phrase = found;
    view.version += 1;
    show(found.start);
  };
  field.oninput = search;
  field.onkeydown = (event) => {
    if (event.key !== "Enter") return;
    event.preventDefault();
    toHit(event.shiftKey ? -1 : 1);
  };
  find(".next").onclick = () => toHit(1);
  find(".before").onclick = () => toHit(-1);
  find(".turn-next").onclick = () => toPhrase(1);
  find(".turn-before").onclick = () => toPhrase(-1);
  find(".all").onclick = () => narrow(null);
  find(".folds").onclick = () => {
    const all = view.open.size >= inside.steps.length;
    view.touched = true;
    view.open = new Set(all ? [] : inside.steps.map(({ number }) => number));
    view.closed.clear();
    draw();
  };
  find(".table").ontoggle = draw;
  const sized = new ResizeObserver(() => later());
  sized.observe(blocks);

  // While it grows

  let socket = null, tries = 0, retry = 0, opened = "never", count = null;
  const run = { edition: 0 };
  function listen() {
    if (!data.run) return;
    const [chat, turn, edition, first] = data.run.split(":");
    count ??= first;
    socket = wire(query([{ chat, turn, edition, count, known: count, steps: true }]));
    const mine = socket;
    socket.onmessage = (event) => {
      if (mine !== socket) return;
      [tries, opened] = [0, "once"];
      const [, ...news] = JSON.parse(event.data);
      const [kind] = hear(run, news);
      if (kind === "thoughts") {
        grow(inside, news[0]);
        count = news[1];
      } else if (kind === "steps") replaceSteps(inside, news[0].steps, news[0].from);
      if (["thoughts", "steps"].includes(kind)) later();
      if (["anew", "ended"].includes(kind)) {
        setTriggerValue("beat", performance.now() + performance.timeOrigin);
        leave();
      }
    };
    socket.onclose = () => {
      if (mine !== socket) return;
      const { wait, lost } = again(++tries, opened);
      if (lost) setTriggerValue("beat", performance.now() + performance.timeOrigin);
      else retry = setTimeout(listen, wait);
    };
  }
  function leave() {
    const old = socket;
    socket = null;
    clearTimeout(retry);
    old?.close();
  }
  const ticking = inside.grows ? setInterval(later, 500) : 0;
  listen();
  draw();
  bringAside(newAside(view, inside.asides ?? []));
  if (view.asked) {
    view.asked = false;
    requestAnimationFrame(() => find(`[data-step="${view.now}"]`)?.scrollIntoView({ block: "center" }));
  }
  const end = () => {
    leave();
    clearInterval(ticking);
    clearTimeout(due);
    sized.disconnect();
    notes.end();
  };
  leaving.set(parentElement, end);
  return end;
}
