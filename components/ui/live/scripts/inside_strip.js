// The strip of a thought that is looked into: a block a step, from left to right, and what stands above and below it.
import { along, KINDS, marks, PHASES } from "./inside_data.js";
import { touching } from "./notes_data.js";

const { format: figure } = new Intl.NumberFormat("en-US");
const LETTER = 16; // pixels that a letter needs
export const percent = (share) => (share > 0 && share < 0.01 ? "under 1 %" : `${Math.round(share * 100)} %`);

export function seconds(value) {
  if (value < 0.05) return "under 0.1 s";
  if (value < 100) return `${value.toFixed(1)} s`;
  return `${Math.floor(value / 60)} min ${Math.floor(value % 60)} s`;
}

// When something began: from the first word of the thoughts on.
const since = (value) => (value < 0.05 ? "0 s" : seconds(value));

export function began(axis, number) {
  return since(axis.edges[number] - axis.from);
}

export function named(step, axis) {
  const at = axis.timed ? `, at ${began(axis, step.number)}` : "";
  return `Step ${step.number + 1}, ${PHASES[step.phase]}${at}: ${step.headline || "no words yet"}`;
}

// What stands at a place of a text.
function placed(parent, name, left) {
  const made = parent.appendChild(document.createElement("i"));
  made.className = name;
  made.style.left = `${left * 100}%`;
}

export function drawStrip(root, inside, axis, view) {
  const blocks = root.querySelector(".blocks");
  const width = blocks.clientWidth || 700;
  drawBlocks(blocks, inside, axis, view, "inside-block");
  if (view.now === null) blocks.removeAttribute("aria-activedescendant");
  else blocks.setAttribute("aria-activedescendant", `inside-block-${view.now}`);
  const ticks = root.querySelector(".ticks");
  drawTicks(ticks, inside, axis, view.phrase);
  for (const hit of view.hits) placed(ticks, "hit", along(inside, axis, hit));
  for (const { start } of view.notes) placed(ticks, "note", along(inside, axis, start));
  for (const [left, back] of inside.returns ?? []) {
    placed(ticks, "left", along(inside, axis, left));
    placed(ticks, "back", along(inside, axis, back));
  }
  root.querySelector(".key.left").hidden = root.querySelector(".key.back").hidden = !inside.returns?.length;
  drawStood(root.querySelector(".stood"), inside, axis);
  drawPace(root.querySelector(".pace"), inside, axis);
  drawAxis(root.querySelector(".axis"), axis, width);
}

// One tick a phrase; `here` is the one that somebody went to.
export function drawTicks(ticks, inside, axis, here = null) {
  ticks.replaceChildren();
  for (const { phrases } of inside.steps) {
    for (const phrase of phrases) placed(ticks, phrase === here ? "now" : KINDS[phrase.kind], along(inside, axis, phrase.start));
  }
}

// One block a step. `view`: the one that is read now, those that are chosen, and by number what else is said of some
// (`kinds`: {name, word}). The ids of blocks begin with `id`.
export function drawBlocks(blocks, inside, axis, view, id) {
  const width = blocks.clientWidth || 700;
  const span = axis.to - axis.from;
  while (blocks.childElementCount > inside.steps.length) blocks.lastElementChild.remove();
  inside.steps.forEach((step, i) => {
    const block = blocks.children[i] ?? blocks.appendChild(document.createElement("div"));
    const [left, right] = [axis.edges[i] - axis.from, axis.edges[i + 1] - axis.from].map((edge) => edge / span);
    const out = view.span && (i < view.span[0] || i > view.span[1]);
    const kind = view.kinds?.[i];
    const names = [step.phase, step.repeated >= 60 && "again", out && "out", step.grows && "grows", i === view.now && "now", kind?.name];
    block.className = names.filter(Boolean).join(" ");
    block.style.left = `${left * 100}%`;
    block.style.width = `max(2px, ${(right - left) * 100}%)`;
    const letter = (right - left) * width >= LETTER ? PHASES[step.phase][0] : "";
    if (block.textContent !== letter) block.textContent = letter;
    block.id = `${id}-${i}`;
    const noted = touching(view.notes ?? [], step.start, step.end).length;
    block.title = named(step, axis) + (kind ? ` (${kind.word})` : "") + (noted ? ` (${noted} ${noted === 1 ? "note" : "notes"})` : "");
    block.setAttribute("role", "option");
    block.setAttribute("aria-label", block.title);
    block.setAttribute("aria-selected", String(view.span ? !out : i === view.now));
  });
}

function drawStood(line, inside, axis) {
  line.hidden = !inside.stood;
  if (!inside.stood) return;
  const left = along(inside, axis, inside.stood.start);
  line.style.left = `${left * 100}%`;
  line.classList.toggle("late", left > 0.7);
  line.firstElementChild.textContent = inside.stood.words;
}

const ratesOf = (inside) => (inside.pace ?? []).map(([at, lasts, size]) => [at, lasts, lasts > 0 ? size / lasts : 0]);
export const fastest = (inside) => Math.max(0, ...ratesOf(inside).map(([, , rate]) => rate));

// `most`: the rate that is as high as the picture, in characters a second.
export function drawPace(picture, inside, axis, most = fastest(inside)) {
  const rates = axis.timed ? ratesOf(inside) : [];
  picture.toggleAttribute("hidden", rates.length < 2);
  if (rates.length < 2) return picture.replaceChildren();
  const x = (at) => ((Math.min(axis.to, Math.max(axis.from, at)) - axis.from) / (axis.to - axis.from)) * 1000;
  const way = rates.map(([at, lasts, rate]) => `L${x(at).toFixed(1)} ${(24 - (22 * rate) / most).toFixed(1)}H${x(at + lasts).toFixed(1)}`);
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", `M${x(rates[0][0]).toFixed(1)} 24${way.join("")}V24Z`);
  picture.replaceChildren(path);
}

export function drawAxis(line, axis, width) {
  const told = marks(0, axis.to - axis.from, Math.max(2, Math.floor(width / 110))); // from its first word on
  line.replaceChildren();
  for (const at of told) {
    const share = at / (axis.to - axis.from);
    const mark = line.appendChild(document.createElement("span"));
    mark.style.left = `${share * 100}%`;
    if (share > 0.94) mark.className = "end";
    const first = mark === line.firstElementChild;
    mark.textContent = axis.timed ? `${figure(at)} s` : first ? "0 characters" : figure(at);
  }
}

// Sentences that Python tells of it.
export function drawBelow(place, sentences) {
  place.hidden = !sentences.length;
  place.replaceChildren(...sentences.map((sentence) => {
    const line = document.createElement("p");
    line.textContent = sentence;
    return line;
  }));
}
