// The steps of a thought, as a list that folds: chapters (steps of one phase) above steps, and a table of the same.
import { chapters, KINDS, PHASES } from "./inside_data.js";
import { began, percent, seconds } from "./inside_strip.js";

const MANY = 200; // steps from which on those out of view are not drawn
const { format: figure } = new Intl.NumberFormat("en-US");

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function size(inside, axis, first, last) {
  const [from, to] = [inside.steps[first].start, inside.steps[last].end];
  const share = percent((to - from) / Math.max(1, inside.text.length));
  if (!axis.timed) return share;
  return `at ${began(axis, first)} · took ${seconds(axis.edges[last + 1] - axis.edges[first])} · ${share}`;
}

// The list is drawn anew where steps have come or what is shown of them has changed; bodies are kept.
export function drawSteps(root, inside, axis, view, press) {
  const list = root.querySelector(".steps");
  const kept = new Map([...list.querySelectorAll(".step")].map((item) => [Number(item.dataset.step), item]));
  const items = [];
  for (const [phase, first, last] of chapters(inside.steps)) {
    const [from, to] = view.span ? [Math.max(first, view.span[0]), Math.min(last, view.span[1])] : [first, last];
    if (from > to) continue;
    const closed = view.closed.has(first);
    const chapter = element("li");
    const button = chapter.appendChild(element("button", "chapter"));
    button.type = "button";
    button.dataset.chapter = first;
    button.setAttribute("aria-expanded", String(!closed));
    const many = to - from + 1;
    button.append(element("span", "", `${PHASES[phase]} · ${many} ${many === 1 ? "step" : "steps"}`));
    if (many > 1) button.append(element("span", "facts", size(inside, axis, from, to)));
    items.push(chapter);
    if (!closed) for (let i = from; i <= to; i++) items.push(item(kept.get(i), inside, axis, view, i));
  }
  const focused = root.getRootNode().activeElement;
  const again = focused?.dataset && (focused.dataset.chapter ? `[data-chapter="${focused.dataset.chapter}"]` : focused.className === "head" && `[data-step="${focused.parentNode.dataset.step}"] > .head`);
  list.classList.toggle("many", inside.steps.length > MANY);
  list.replaceChildren(...items);
  if (again && list.querySelector(again) && !list.contains(root.getRootNode().activeElement)) list.querySelector(again).focus({ preventScroll: true });
  list.onclick = (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.chapter) press("chapter", Number(button.dataset.chapter));
    else if (button?.className === "head") press("step", Number(button.parentNode.dataset.step));
  };
}

function item(kept, inside, axis, view, i) {
  const step = inside.steps[i];
  const open = view.open.has(i);
  const facts = size(inside, axis, i, i) + (step.repeated >= 60 ? " · says earlier words again" : "");
  const now = [step.headline, step.phase, facts, open, i === view.now, step.end, view.version, step.grows].join(" ");
  if (kept?.told === now) return kept;
  const made = element("li", i === view.now ? "step now" : "step");
  made.told = now;
  made.dataset.step = i;
  const head = made.appendChild(element("button", "head"));
  head.type = "button";
  head.setAttribute("aria-expanded", String(open));
  head.append(element("span", "no", String(i + 1)));
  head.append(element("span", "what", step.headline || (step.grows ? "…" : inside.text.slice(step.start, step.start + 80).trim() || "(blank)")));
  head.append(element("span", "facts", facts));
  if (open) made.append(body(inside, view, step));
  return made;
}

// The text of a step, with what was spotted in it, what was searched, and where the answer first stood.
function body(inside, view, step) {
  const made = element("div", "body");
  made.dir = "auto";
  const spans = step.phrases.map((phrase) => [phrase.start, phrase.end, "", `Phrase spotted: ${KINDS[phrase.kind]}`, phrase === view.phrase]);
  const { stood } = inside;
  if (stood && stood.start >= step.start && stood.start < step.end) spans.push([stood.start, stood.end, "stands", "The answer first stood here", false]);
  const searched = view.hits.filter((hit) => hit >= step.start && hit < step.end).map((hit) => [hit, hit + view.searched.length, "hit", "", hit === view.hit]);
  const free = spans.filter(([start, end]) => !searched.some((hit) => hit[0] < end && hit[1] > start)); // what is searched is shown first
  spans.splice(0, spans.length, ...free, ...searched);
  spans.sort((a, b) => a[0] - b[0]);
  let at = step.start;
  for (const [start, end, name, title, now] of spans) {
    if (start < at) continue; // two at one place
    made.append(inside.text.slice(at, start));
    const mark = element("mark", [name, now && "now"].filter(Boolean).join(" "), inside.text.slice(start, Math.min(end, step.end)));
    if (title) mark.title = title;
    made.append(mark);
    at = Math.min(end, step.end);
  }
  made.append(inside.text.slice(at, step.end).trimEnd());
  return made;
}

export function drawTable(root, inside, axis, view) {
  const sheet = root.querySelector(".sheet");
  if (!root.querySelector(".table").open) return sheet.replaceChildren();
  const table = element("table");
  const names = ["Step", "Phase", "What it says", ...(axis.timed ? ["Began", "Took"] : []), "Characters", "Share", "Phrases spotted", "Repeats"];
  const head = table.appendChild(element("thead")).appendChild(element("tr"));
  for (const name of names) head.append(element("th", "", name));
  const rows = table.appendChild(element("tbody"));
  const [first, last] = view.span ?? [0, inside.steps.length - 1];
  for (const { number: i, start, end, phase, headline, phrases, repeated } of inside.steps.slice(first, last + 1)) {
    const row = rows.appendChild(element("tr"));
    const times = axis.timed ? [began(axis, i), seconds(axis.edges[i + 1] - axis.edges[i])] : [];
    const spotted = phrases.map((phrase) => `${inside.text.slice(phrase.start, phrase.end)} (${KINDS[phrase.kind]})`).join(", ");
    const share = percent((end - start) / Math.max(1, inside.text.length));
    for (const value of [i + 1, PHASES[phase], headline, ...times, figure(end - start), share, spotted, `${repeated} %`]) row.append(element("td", "", String(value)));
  }
  sheet.replaceChildren(table);
}
