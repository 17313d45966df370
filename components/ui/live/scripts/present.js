// On stage: the page without what only its owner needs, in large type; by the keys that a clicker sends, and Escape leaves.
const NARROWEST = 1600; // pixels of a window from which on the type is large by itself
const [SMALLEST, LARGEST, STEP] = [20, 28, 2]; // pixels
const KEPT = "thinkroom-stage-size";
const NEAR = 12; // pixels
const leaving = new WeakMap(); // by element: what ends what was drawn before
const html = document.documentElement;
const FIELDS = "input:not([type=checkbox]), textarea, select, [contenteditable]";
const ON = ["PageDown", "ArrowRight", "ArrowDown", " "];
const BACK = ["PageUp", "ArrowLeft", "ArrowUp"];

function size(by = 0) {
  const kept = Number(localStorage.getItem(KEPT)) || (innerWidth >= NARROWEST ? 24 : SMALLEST);
  const now = Math.min(LARGEST, Math.max(SMALLEST, kept + by));
  if (by) localStorage.setItem(KEPT, String(now));
  html.style.setProperty("--stage-size", `${now}px`);
  dispatchEvent(new Event("resize")); // what has measured its room measures it again
  return now;
}

// To the turn after the one that stands at the top of the window, or before it.
function turn(by) {
  const turns = [...document.querySelectorAll('[class*="st-key-turn-"]')];
  const margin = Number.parseFloat(getComputedStyle(turns[0] ?? html).scrollMarginTop) || 0;
  const top = (place) => place.getBoundingClientRect().top - margin;
  const to = by > 0 ? turns.find((place) => top(place) > NEAR) : turns.findLast((place) => top(place) < -NEAR);
  to?.scrollIntoView({ block: "start", behavior: "instant" });
}

// Thoughts are open there and nothing in their windows can be pressed: who has no pointer scrolls them by the keyboard.
function reach(signal) {
  const all = () => document.querySelectorAll('[class*="st-key-view-"]');
  const open = () => {
    for (const view of all()) if (view.tabIndex < 0) view.tabIndex = 0;
  };
  const watch = new MutationObserver(open);
  watch.observe(document.querySelector(".stApp"), { childList: true, subtree: true });
  signal.addEventListener("abort", () => {
    watch.disconnect();
    for (const view of all()) view.removeAttribute("tabindex");
  });
  open();
}

export default function ({ data, parentElement, setTriggerValue }) {
  leaving.get(parentElement)?.();
  const bar = parentElement.querySelector(".stage");
  bar.hidden = !data.on;
  if (!data.on) return;
  const listening = new AbortController();
  const find = (name) => bar.querySelector(name);
  const leave = () => {
    html.classList.remove("presenting");
    setTriggerValue("leave", performance.now() + performance.timeOrigin);
  };
  const sized = (by) => {
    const now = size(by);
    find(".now").textContent = `${now} px`;
    find(".smaller").disabled = now <= SMALLEST;
    find(".larger").disabled = now >= LARGEST;
  };
  find(".smaller").onclick = () => sized(-STEP);
  find(".larger").onclick = () => sized(STEP);
  find(".leave").onclick = leave;
  html.classList.add("presenting");
  sized(0);

  function key(event) {
    const place = event.composedPath()[0];
    if (event.ctrlKey || event.metaKey || event.altKey || document.querySelector('[role="dialog"]')) return;
    const writes = place.closest?.(FIELDS);
    const ours = () => (event.preventDefault(), event.stopPropagation());
    if (event.key === "Escape" && !document.querySelector(".st-key-stop button")) return ours(), leave();
    if (!writes && ["+", "="].includes(event.key)) return ours(), sized(STEP);
    if (!writes && event.key === "-") return ours(), sized(-STEP);
    // A replay takes the rest; so does a field, but for what only a clicker sends there.
    if (!data.turns || document.querySelector('[class*="st-key-replay-"]')) return;
    if (writes && !event.key.startsWith("Page")) return;
    if (event.key === " " && place.closest?.("button, a, summary, input, [role=button]")) return;
    const by = ON.includes(event.key) ? 1 : BACK.includes(event.key) ? -1 : 0;
    if (by) return ours(), turn(by);
  }
  reach(listening.signal);
  window.addEventListener("keydown", key, { capture: true, signal: listening.signal });
  const end = () => {
    listening.abort();
    html.classList.remove("presenting");
  };
  leaving.set(parentElement, end);
  return end;
}
