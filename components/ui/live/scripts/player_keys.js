// The keys of a replay, and those of a clicker on stage. Pure but for the event.
const KEYS = {
  " ": (deeds) => deeds.toggle(),
  ".": (deeds) => deeds.piece(1),
  ",": (deeds) => deeds.piece(-1),
  ">": (deeds) => deeds.step(1),
  "<": (deeds) => deeds.step(-1),
  ArrowRight: (deeds) => deeds.by(5),
  ArrowLeft: (deeds) => deeds.by(-5),
  Home: (deeds) => deeds.home(),
  End: (deeds) => deeds.end(),
};
const CLICKER = {
  ArrowRight: (deeds) => deeds.on(),
  ArrowDown: (deeds) => deeds.on(),
  PageDown: (deeds) => deeds.on(),
  ArrowLeft: (deeds) => deeds.back(),
  ArrowUp: (deeds) => deeds.back(),
  PageUp: (deeds) => deeds.back(),
};
const WRITES = "input:not([type=checkbox]), textarea, select, [contenteditable]";
const PRESSES = "button, a, summary, input, [role=button]"; // they take a space themselves

// Was it one of ours?
export function act(event, deeds, onStage) {
  const place = event.composedPath()[0];
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || place.closest?.(WRITES)) return false;
  if (event.key === " " && place.closest?.(PRESSES)) return false;
  const deed = (onStage && CLICKER[event.key]) || KEYS[event.key];
  if (!deed) return false;
  event.preventDefault();
  event.stopPropagation();
  deed(deeds);
  return true;
}
