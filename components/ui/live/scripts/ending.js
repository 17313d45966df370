// How a turn ended is what whoever pressed Stop looks for. It is brought into view, any other ending where a part of it is.
const brought = new Set(); // once each

export function bringEnding(turn, patience = 120) {
  if (brought.has(turn)) return;
  const place = document.querySelector(`[class*="st-key-ending-"][class*="-${CSS.escape(turn)}"]`);
  if (!place) {
    if (patience > 0) requestAnimationFrame(() => bringEnding(turn, patience - 1));
    return;
  }
  brought.add(turn);
  const prompt = document.querySelector('[data-testid="stBottom"]').getBoundingClientRect().top;
  if (!place.className.includes("st-key-ending-stopped-") && place.getBoundingClientRect().top > prompt) return;
  // It comes piece by piece; who scrolls meanwhile goes their own way.
  const watch = new ResizeObserver(() => place.scrollIntoView({ block: "nearest" }));
  watch.observe(place.closest('[class*="st-key-reply-"]'));
  const done = new AbortController();
  const leave = () => (watch.disconnect(), done.abort());
  for (const kind of ["wheel", "touchmove", "keydown"]) addEventListener(kind, leave, { signal: done.signal, passive: true });
  setTimeout(leave, 1500);
}
