// While an input method composes, its keys are its own: Enter takes its letters over, Escape drops them. Nothing in the
// page hears of them, be it ours or Streamlit's; whatever has keys of its own imports this first. Safari ends a composition
// just before it tells of the key that ended it.
let ending = false;

addEventListener("compositionend", () => {
  ending = true;
  setTimeout(() => (ending = false));
}, true);
addEventListener("keydown", (event) => {
  if (event.isComposing || event.keyCode === 229 || ending) event.stopImmediatePropagation();
}, true);
