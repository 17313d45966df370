// Keys that Streamlit's elements do not have, and the focus of whoever uses keys alone.
import "./composing.js";

const BY_KEY = { "?": ".st-key-keys button", "/": '[data-testid="stChatInputTextArea"]' };
const PATIENCE = 180; // frames
const press = (selector) => document.querySelector(selector)?.click();

// Not where somebody writes.
export function key(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.("input, textarea, [contenteditable]")) return;
  const place = document.querySelector(BY_KEY[event.key] ?? "_");
  if (!place || document.querySelector('[role="dialog"]')) return;
  event.preventDefault();
  if (event.key === "?") place.click();
  else place.focus();
}

// Where somebody writes: Escape leaves the field, and stops no answer; only the prompt's does, which says so.
export function keyInField(event) {
  const field = event.target;
  const of = (name) => field.closest(`[class*="${name}"]`);
  const leaves = event.key === "Escape";
  if (!field.matches?.("input, textarea") || !(leaves || event.key === "Enter")) return;
  if (field.closest('[role="dialog"], [data-testid="stPopoverBody"], [data-testid="stChatInput"]')) return;
  if (field.getAttribute("aria-expanded") === "true") return; // a list that is open takes its keys itself
  if (of("st-key-title-") && (leaves || !field.thinkroomTyped || !field.value.trim())) press(".st-key-leave-title button");
  else if (of("st-key-edited-") && (leaves || event.ctrlKey || event.metaKey)) {
    field.blur(); // what is typed is told first
    press(leaves ? '[class*="st-key-leave-edit-"] button' : '[class*="st-key-ask-edited-"] button');
  } else if (of("st-key-search") && leaves) press(".st-key-leave-search button");
  else if (!leaves) return;
  event.stopPropagation();
}

// It answers now, also where the next question is being written; what is written stays.
export function answerNow(event) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.repeat) return;
  const field = event.target.closest?.("input, textarea, [contenteditable]");
  if (field && !field.closest('[data-testid="stChatInput"]')) return;
  const button = document.querySelector('.st-key-stops [class*="st-key-answer-now-"] button');
  if (!button || document.querySelector('[role="dialog"]')) return;
  event.preventDefault();
  event.stopPropagation();
  button.click();
}

// A button that is drawn anew with what it changed keeps the focus of who pressed it by a key. One that is busy loses it:
// then what it lies in has it, and closes by Escape as before.
export function stay(event) {
  const button = event.target.closest?.("button");
  const dialog = button?.closest('[role="dialog"]');
  if (dialog) return hold(dialog, PATIENCE);
  const kind = ["st-key-older-", "st-key-newer-"].find((kind) => button?.closest(`[class*="${kind}"]`));
  if (!kind || event.detail > 0) return;
  const all = () => [...document.querySelectorAll(`[class*="${kind}"] button`)];
  const number = all().indexOf(button);
  const again = (patience) => {
    const place = all()[number];
    if (![document.body, button, place].includes(document.activeElement)) return;
    if (document.activeElement === document.body && place) {
      const other = place.closest('[data-testid="stHorizontalBlock"]')?.querySelector("button:not(:disabled)");
      (place.disabled ? other : place)?.focus();
    }
    if (patience > 0) requestAnimationFrame(() => again(patience - 1));
  };
  again(PATIENCE);
}

function hold(dialog, patience) {
  if (document.activeElement === document.body && dialog.isConnected) dialog.focus();
  if (patience > 0) requestAnimationFrame(() => hold(dialog, patience - 1));
}

// Who asked for a field wants to write in it.
export function enter(selector, patience = PATIENCE) {
  const field = document.querySelector(selector);
  if (field) {
    field.addEventListener("input", () => (field.thinkroomTyped = true), { once: true });
    field.focus();
    field.setSelectionRange?.(field.value.length, field.value.length);
  } else if (patience > 0) requestAnimationFrame(() => enter(selector, patience - 1));
}
