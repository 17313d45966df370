// Notes beside a thought: words that somebody selects get a button, the button a field, and what is kept stands in a list.
// Python is told of each deed until it says that it is done (components/ui/inside/panel.py).
import { stepAt } from "./inside_data.js";
import { element } from "./inside_steps.js";
import { after, LONGEST, MOST, quoted, trimmed } from "./notes_data.js";

const FULL = `A thought has at most ${MOST} notes. Delete one to add another.`;
const { format: figure } = new Intl.NumberFormat("en-US");
let last = 0; // number of a deed

// `on`: {draw(), go(number), tell(deeds as JSON)}
export function notesOf(root, inside, view, on) {
  const find = (selector) => root.querySelector(selector);
  const [offer, form, field, list] = [".offer", ".noting", ".noting textarea", ".notes ol"].map(find);
  view.deeds = (view.deeds ?? []).filter(({ number }) => number > (inside.done ?? 0));
  last = Math.max(last, inside.done ?? 0);
  view.gone ??= new Map();
  let offered = null;
  let drawn = "";
  let held = false; // the pointer is on its way: what is selected is not all of it yet

  const number = (note) => view.notes.indexOf(note) + 1;
  const bodies = () => [...root.querySelectorAll(".body")];
  const stepOf = (body) => inside.steps[Number(body.parentNode.dataset.step)];

  function tell(deed) {
    last = Math.max(last + 1, Date.now());
    view.deeds.push({ ...deed, number: last });
    on.tell(JSON.stringify(view.deeds));
    on.draw();
  }

  // What is selected in the page, as places of the thought

  function range() {
    const shadow = root.getRootNode();
    const selection = shadow.getSelection?.() ?? document.getSelection();
    if (!selection?.rangeCount) return null;
    const told = (shadow.getSelection ? null : composed(selection, shadow)) ?? selection.getRangeAt(0);
    if (!root.contains(told.startContainer) && !root.contains(told.endContainer)) return null;
    const found = document.createRange();
    found.setStart(told.startContainer, told.startOffset);
    found.setEnd(told.endContainer, told.endOffset);
    return found.collapsed ? null : found;
  }

  function selected() {
    const found = range();
    if (!found) return null;
    const touched = bodies().filter((body) => found.intersectsNode(body));
    if (!touched.length) return null;
    const [first, final] = [touched[0], touched.at(-1)];
    const start = first.contains(found.startContainer) ? sizeTo(first, found.startContainer, found.startOffset) : 0;
    const end = final.contains(found.endContainer) ? sizeTo(final, found.endContainer, found.endOffset) : final.textContent.length;
    return trimmed(inside.text, stepOf(first).start + start, stepOf(final).start + end);
  }

  view.selects = (body) => Boolean(body && range()?.intersectsNode(body));

  function look() {
    if (held || view.noting || heard.signal.aborted) return;
    offered = selected();
    offer.hidden = !offered;
    if (offered) put(offer, offered[1]);
  }

  // Below the place where a text ends, or below its step where that is folded.
  function put(box, place) {
    const [around, size] = [root.getBoundingClientRect(), box.getBoundingClientRect()];
    const step = stepAt(inside.steps, Math.max(0, place - 1));
    const item = find(`[data-step="${step}"]`);
    const body = item?.querySelector(".body");
    const at = (body && rectOf(body, place - inside.steps[step].start)) ?? (item ?? list).getBoundingClientRect();
    box.style.top = `${at.bottom - around.top + 6}px`;
    box.style.left = `${Math.max(0, Math.min(at.right - around.left - size.width / 2, around.width - size.width))}px`;
  }

  // The field

  function open(start, end, note = null) {
    view.noting = { start, end, id: note?.id ?? null, typed: note?.body ?? "" };
    on.draw();
    field.focus();
    form.scrollIntoView({ block: "nearest" });
  }

  function drawForm() {
    form.hidden = !view.noting;
    if (!view.noting) return look();
    offer.hidden = true;
    const { start, end, typed } = view.noting;
    find(".noting .on").textContent = `“${quoted(inside.text, start, end)}”`;
    if (field.value !== typed) field.value = typed;
    limit();
    put(form, end);
  }

  function limit() {
    const full = view.noting.id === null && view.notes.length >= MOST;
    const long = field.value.length >= LONGEST ? `A note has at most ${figure(LONGEST)} characters.` : "";
    find(".noting .limit").textContent = full ? FULL : long;
    return full;
  }

  function close() {
    const step = stepAt(inside.steps, view.noting.start);
    const place = view.noting.id ? `[data-at="edit ${view.noting.id}"]` : `[data-step="${step}"] > .head`;
    view.noting = null;
    on.draw();
    find(place)?.focus({ preventScroll: true });
  }

  field.oninput = () => {
    view.noting.typed = field.value;
    limit();
  };
  form.onsubmit = (event) => {
    event.preventDefault();
    const { start, end, id } = view.noting;
    const body = field.value.trim();
    if (!body) find(".noting .limit").textContent = "A note needs a word.";
    else if (!limit()) {
      close();
      tell(id ? { kind: "change", id, body } : { kind: "keep", start, end, body });
    }
  };
  form.onkeydown = (event) => {
    if (event.isComposing || !["Enter", "Escape"].includes(event.key)) return;
    if (event.key === "Escape") close();
    else if (event.target !== field || event.shiftKey) return;
    else form.requestSubmit();
    event.preventDefault();
    event.stopPropagation();
  };
  find(".noting .leave").onclick = close;
  offer.onpointerdown = (event) => event.preventDefault(); // what is selected stays
  offer.onclick = () => offered && open(...offered);

  // By keys, or by the button below a step: all of the step, or what is selected

  function openStep(step) {
    const { start, end } = inside.steps[step];
    const chosen = selected() ?? trimmed(inside.text, start, end);
    if (chosen && !inside.steps[step].grows) open(...chosen);
  }

  // What is asked about a step is told in the same way; a dialog comes for it

  function askAbout(kind, step) {
    const { start, end } = inside.steps[step];
    view.asksAbout = start;
    tell({ kind, start, end });
  }

  // The list

  function draw() {
    drawForm();
    const gone = [...view.gone.values()].map((note) => ({ ...note, gone: true }));
    const shown = [...view.notes, ...gone].sort((a, b) => a.start - b.start || a.end - b.end);
    find(".notes").hidden = !inside.steps.length;
    find(".key.note").hidden = !view.notes.length;
    const now = JSON.stringify(shown);
    if (now === drawn) return; // what is pressed just now stays where it is
    drawn = now;
    const where = root.getRootNode().activeElement?.dataset?.at;
    list.replaceChildren(...shown.map((note) => (note.gone ? undo(note) : item(note))));
    if (where) list.querySelector(`[data-at="${CSS.escape(where)}"]`)?.focus({ preventScroll: true });
  }

  function item(note) {
    const made = element("li", note.pending ? "pending" : "");
    const step = stepAt(inside.steps, note.start);
    const place = button(`place ${note.id}`, `“${quoted(inside.text, note.start, note.end)}”`, () => show(note));
    place.className = "place";
    place.prepend(element("span", "no", String(number(note))));
    place.title = `Step ${step + 1}`;
    const words = element("p", "words", note.body);
    words.dir = "auto";
    made.append(place, words);
    if (note.pending) made.append(element("p", "hint", "Being kept …"));
    else {
      const change = button(`edit ${note.id}`, "Edit", () => open(note.start, note.end, note));
      const remove = button(`remove ${note.id}`, "Delete", () => {
        view.gone.set(note.id, note);
        tell({ kind: "remove", id: note.id });
        list.querySelector(`[data-at="undo ${note.id}"]`)?.focus({ preventScroll: true });
      });
      change.setAttribute("aria-label", `Edit note ${number(note)}`);
      remove.setAttribute("aria-label", `Delete note ${number(note)}`);
      const deeds = element("span", "deeds");
      deeds.append(change, remove);
      made.append(deeds);
    }
    return made;
  }

  function undo(note) {
    const made = element("li", "gone");
    const { id, start, end, body } = note;
    made.append(element("span", "hint", `Note deleted: “${quoted(body, 0, body.length)}”`));
    made.append(button(`undo ${id}`, "Undo", () => {
      view.gone.delete(id);
      tell({ kind: "back", id, start, end, body });
    }));
    return made;
  }

  function button(at, text, press) {
    const made = element("button", "", text);
    made.type = "button";
    made.dataset.at = at;
    made.onclick = press;
    return made;
  }

  // Where it stands in the thought, and back.
  function show(note) {
    view.noted = note.id;
    on.go(stepAt(inside.steps, note.start));
    find(".noted.now")?.scrollIntoView({ block: "center" });
  }
  function showInList(id) {
    const place = list.querySelector(`[data-at="place ${CSS.escape(id)}"]`);
    place?.scrollIntoView({ block: "center" });
    place?.focus({ preventScroll: true });
  }

  const heard = new AbortController();
  const during = { signal: heard.signal };
  document.addEventListener("selectionchange", look, during);
  root.addEventListener("pointerdown", () => (held = true), during);
  for (const name of ["pointerup", "pointercancel"]) {
    document.addEventListener(name, () => {
      held = false;
      setTimeout(look); // a click takes back what was selected after this
    }, during);
  }
  return {
    draw, openStep, askAbout, showInList,
    prepare: () => (view.notes = after(inside.notes ?? [], view.deeds)),
    end: () => heard.abort(),
  };
}

// Of a browser that tells what is selected in an element of ours only so.
function composed(selection, shadow) {
  if (!selection.getComposedRanges) return null;
  try {
    return selection.getComposedRanges({ shadowRoots: [shadow] })[0] ?? null;
  } catch {
    return selection.getComposedRanges(shadow)[0] ?? null; // as older ones want it
  }
}

// How many units of a text stand before a place in it.
function sizeTo(body, container, offset) {
  const before = document.createRange();
  before.setStart(body, 0);
  before.setEnd(container, offset);
  return before.toString().length;
}

// Where the unit before a place of a text is on the page.
function rectOf(body, place) {
  const walker = document.createTreeWalker(body, NodeFilter.SHOW_TEXT);
  let left = place;
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    if (left > node.data.length) {
      left -= node.data.length;
      continue;
    }
    const at = document.createRange();
    at.setStart(node, Math.max(0, left - 1));
    at.setEnd(node, left);
    return [...at.getClientRects()].at(-1) ?? null;
  }
  return null;
}
