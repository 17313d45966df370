// What a model said of a step stands below the steps, where Python draws it: it is brought into view, once it has come.
const PATIENCE = 120; // frames in which it may be drawn

const placeOf = (id) => document.querySelector(`.st-key-translation-${CSS.escape(id)}`);

export function bringAside(id, patience = PATIENCE) {
  if (!id) return;
  const place = placeOf(id);
  if (place) place.scrollIntoView({ block: "center" });
  else if (patience) requestAnimationFrame(() => bringAside(id, patience - 1));
}

// The same for who goes there: keys go on from its line.
export function goToAside(id) {
  bringAside(id, 0);
  placeOf(id)?.querySelector("summary")?.focus({ preventScroll: true });
}

// The id of one about the step that was asked about here, and that was not there before; "" for none. Each once.
export function newAside(view, asides) {
  const found = asides.find(([id, , start]) => start === view.asksAbout && view.asides && !view.asides.has(id));
  view.asides = new Set(asides.map(([id]) => id));
  if (found) view.asksAbout = null;
  return found?.[0] ?? "";
}
