// The steps of a thought, as a list that folds: chapters (steps of one phase) above steps, and a table of the same.
import { chapters, KINDS, PHASES } from "./inside_data.js";
import { began, percent, seconds } from "./inside_strip.js";
import { pieces, quoted, touching } from "./notes_data.js";

const MANY = 200; // steps from which on those out of view are not drawn
const { format: figure } = new Intl.NumberFormat("en-US");

export function element(tag, className, text) {
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

// The list is drawn anew where steps have come or what is shown of them has changed; bodies are kept, and what is
// selected in them stays.
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
  put(list, items);
  if (again && list.querySelector(again) && !list.contains(root.getRootNode().activeElement)) list.querySelector(again).focus({ preventScroll: true });
  list.onclick = (event) => {
    const button = event.target.closest("button");
    if (button?.dataset.chapter) press("chapter", Number(button.dataset.chapter));
    else if (button?.className === "head") press("step", Number(button.parentNode.dataset.step));
    else if (button?.dataset.act) press(button.dataset.act, Number(button.closest(".step").dataset.step), button.dataset.aside);
    else if (button?.dataset.note) press("sign", button.dataset.note);
  };
}

// What stays is not moved: that would end what is selected in it.
function put(list, items) {
  const wanted = new Set(items);
  for (const child of [...list.children]) if (!wanted.has(child)) child.remove();
  let at = list.firstChild;
  for (const item of items) {
    if (item === at) at = at.nextSibling;
    else list.insertBefore(item, at);
  }
}

function item(kept, inside, axis, view, i) {
  const step = inside.steps[i];
  const open = view.open.has(i);
  const facts = size(inside, axis, i, i) + (step.repeated >= 60 ? " · says earlier words again" : "");
  const made = kept ?? element("li");
  made.className = i === view.now ? "step now" : "step";
  made.dataset.step = i;
  const said = step.headline || (step.grows ? "…" : inside.text.slice(step.start, step.start + 80).trim() || "(blank)");
  if (made.said !== `${said} ${facts} ${open}`) {
    made.said = `${said} ${facts} ${open}`;
    const head = element("button", "head");
    head.type = "button";
    head.setAttribute("aria-expanded", String(open));
    head.append(element("span", "no", String(i + 1)), element("span", "what", said), element("span", "facts", facts));
    made.querySelector(".head")?.remove();
    made.prepend(head);
  }
  const notes = touching(view.notes, step.start, step.end).map((note) => [view.notes.indexOf(note), note.id, note.end, note.body]);
  const asides = (inside.asides ?? []).filter(([, , start]) => start >= step.start && start < step.end);
  const told = [open, step.phase, view.version, view.noted, JSON.stringify([notes, asides])].join(" ");
  const grown = `${step.start} ${step.end} ${step.grows}`;
  // While something is selected in it, what grows waits.
  if (made.told === told && (made.grown === grown || view.selects(made.querySelector(".body")))) return made;
  [made.told, made.grown] = [told, grown];
  for (const part of made.querySelectorAll(":scope > :is(.body, .foot)")) part.remove();
  if (open) made.append(body(inside, view, step));
  if (open && !step.grows) made.append(foot(inside, i, asides));
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
  // What is searched is shown first.
  const free = spans.filter(([start, end]) => !searched.some((hit) => hit[0] < end && hit[1] > start));
  const end = step.start + inside.text.slice(step.start, step.end).trimEnd().length;
  for (const [from, to, mark, notes] of pieces(step.start, end, [...free, ...searched], view.notes)) {
    const words = inside.text.slice(from, to);
    const [, , name, title, now] = mark ?? [];
    const inner = mark ? element("mark", [name, now && "now"].filter(Boolean).join(" "), words) : words;
    if (title) inner.title = title;
    if (!notes.length) made.append(inner);
    else made.appendChild(element("span", notes.some(({ id }) => id === view.noted) ? "noted now" : "noted")).append(inner);
    for (const note of notes) if (note.end === to) made.append(sign(view, note));
  }
  return made;
}

// What says that a note ends here; it has no words of its own, so that places in the text are those of the thought.
function sign(view, note) {
  const made = element("button", "sign");
  made.type = "button";
  made.dataset.note = note.id;
  made.dataset.number = view.notes.indexOf(note) + 1;
  made.setAttribute("aria-label", `Note ${made.dataset.number}: ${quoted(note.body, 0, note.body.length)}`);
  return made;
}

// What can be done with a step, and where it is told what a model said of it: `asides` as in the data.
function foot(inside, i, asides) {
  const made = element("div", "foot");
  const button = (act, text, label) => {
    const one = made.appendChild(element("button", "", text));
    one.type = "button";
    one.dataset.act = act;
    one.setAttribute("aria-label", label);
    return one;
  };
  button("note", "Note", `Note on step ${i + 1}`);
  if (!inside.grows) {
    button("explain", "Explain", `Explain step ${i + 1}`);
    button("translate", "Translate", `Translate step ${i + 1}`);
  }
  for (const [id, kind] of asides) button("show", `To the ${kind}`, `To the ${kind} of step ${i + 1}`).dataset.aside = id;
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
