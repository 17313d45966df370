// In a list of buttons keys move from one to the next: j, k, arrows, Home and End. The button that was come to, or null.
const KEYS = ["j", "k", "ArrowDown", "ArrowUp", "Home", "End"];

export function walked(event, buttons) {
  if (event.ctrlKey || event.metaKey || event.altKey || !KEYS.includes(event.key)) return null;
  const at = buttons.indexOf(event.target);
  const ways = { j: at + 1, ArrowDown: at + 1, k: at - 1, ArrowUp: at - 1, Home: 0, End: buttons.length - 1 };
  const to = buttons[Math.min(buttons.length - 1, Math.max(0, ways[event.key]))];
  to.focus();
  event.preventDefault();
  event.stopPropagation();
  return to;
}
