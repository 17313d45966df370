// What is known of a thought that is looked into, as values: pure, apart from the page. Places are UTF-16 units.
export const PHASES = { p: "Plan", w: "Work", c: "Check", s: "Settle" };
export const KINDS = { d: "doubt", o: "another way", c: "check", s: "settling" };
const MOST_HITS = 2_000;

// `look` as Python tells it (components/ui/inside/looked.py).
export function read(look) {
  const inside = { ...look, rows: look.steps, steps: [] };
  number(inside, 0);
  return inside;
}

// More text, and steps from a number on, as the wire tells them.
export function grow(inside, text) {
  inside.text += text;
  const last = inside.steps.at(-1);
  if (last) last.end = inside.text.length;
}

export function replaceSteps(inside, rows, from) {
  inside.rows = [...inside.rows.slice(0, from), ...rows];
  number(inside, from);
}

function number(inside, from) {
  inside.steps.length = Math.min(from, inside.steps.length);
  for (let i = inside.steps.length; i < inside.rows.length; i++) {
    const [size, phase, headline, at, repeated, ...flat] = inside.rows[i];
    const start = inside.steps.at(-1)?.end ?? 0;
    const end = size ? start + size : inside.text.length; // the last one, which still grows
    const phrases = [];
    for (let j = 0; j + 2 < flat.length; j += 3) {
      phrases.push({ start: start + flat[j], end: start + flat[j] + flat[j + 1], kind: flat[j + 2] });
    }
    inside.steps.push({ number: i, start, end, phase, headline, at, repeated, phrases, grows: !size });
  }
}

// Time from left to right, where it is known of every step and more than nothing passed; else characters.
export function axisOf(inside) {
  const { steps, until } = inside;
  const first = steps[0]?.at ?? null;
  const last = Math.max(until ?? 0, steps.at(-1)?.at ?? 0);
  const timed = steps.length > 0 && steps.every(({ at }) => at !== null) && last - first > 0.2 && comesInTime(steps, last);
  if (!timed) return byCharacters(inside);
  return { timed, from: first, to: last, edges: [...steps.map(({ at }) => at), last] };
}

export function byCharacters({ steps, text }) {
  return { timed: false, from: 0, to: Math.max(1, text.length), edges: [...steps.map(({ start }) => start), text.length] };
}

// Did it come piece by piece, and not all at once?
function comesInTime(steps, last) {
  if (steps.length === 1) return true;
  const edges = [...steps.map(({ at }) => at), last];
  const empty = steps.filter((_, i) => edges[i + 1] - edges[i] < 0.001).length;
  return empty * 2 <= steps.length;
}

// The same with room for what is still to come, which is doubled when it is used up: nothing moves in between.
export function withRoom(axis) {
  let room = axis.timed ? 5 : 1_000;
  while (room < axis.to - axis.from) room *= 2;
  return { ...axis, to: axis.from + room };
}

// Where a place of the text stands on the axis, 0 to 1.
export function along(inside, axis, place) {
  const step = stepAt(inside.steps, place);
  if (step < 0) return 0;
  const { start, end } = inside.steps[step];
  const [left, right] = [axis.edges[step], axis.edges[step + 1]];
  const share = end > start ? (place - start) / (end - start) : 0;
  return (left + (right - left) * Math.min(1, Math.max(0, share)) - axis.from) / (axis.to - axis.from);
}

export function stepAt(steps, place) {
  let [low, high] = [0, steps.length - 1];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (steps[middle].start <= place) low = middle;
    else high = middle - 1;
  }
  return high;
}

// The numbers of the steps between two shares of the axis.
export function between(axis, a, b) {
  const [left, right] = [Math.min(a, b), Math.max(a, b)].map((share) => axis.from + share * (axis.to - axis.from));
  const numbers = [];
  for (let i = 0; i + 1 < axis.edges.length; i++) if (axis.edges[i] < right && axis.edges[i + 1] > left) numbers.push(i);
  if (!numbers.length) return [0, 0];
  return [numbers[0], numbers.at(-1)];
}

// Steps that follow each other and have one phase: [phase, first number, last number].
export function chapters(steps) {
  const found = [];
  for (const { phase, number } of steps) {
    if (found.at(-1)?.[0] === phase) found.at(-1)[2] = number;
    else found.push([phase, number, number]);
  }
  return found;
}

// Of the steps [first, last]: what can be counted.
export function counted(inside, axis, [first, last]) {
  const steps = inside.steps.slice(first, last + 1);
  const size = steps.length ? steps.at(-1).end - steps[0].start : 0;
  const kinds = {};
  for (const { phrases } of steps) for (const { kind } of phrases) kinds[kind] = (kinds[kind] ?? 0) + 1;
  const repeating = steps.filter(({ repeated }) => repeated >= 60).length;
  const seconds = axis.timed ? axis.edges[last + 1] - axis.edges[first] : null;
  return { steps: steps.length, size, share: inside.text.length ? size / inside.text.length : 0, kinds, repeating, seconds };
}

export function hits(text, words) {
  const found = [];
  const [all, asked] = [text.toLowerCase(), words.trim().toLowerCase()];
  if (!asked || all.length !== text.length) return asked ? exact(text, words.trim()) : found;
  for (let at = all.indexOf(asked); at >= 0 && found.length < MOST_HITS; at = all.indexOf(asked, at + asked.length)) found.push(at);
  return found;
}

// A letter that is longer when it is small moves all places: then capitals matter.
function exact(text, asked) {
  const found = [];
  for (let at = text.indexOf(asked); at >= 0 && found.length < MOST_HITS; at = text.indexOf(asked, at + asked.length)) found.push(at);
  return found;
}

// Round figures for an axis: at most `most` of them, from 0 on.
export function marks(from, to, most) {
  const rough = (to - from) / most;
  const ten = 10 ** Math.floor(Math.log10(rough));
  const each = [1, 2, 5, 10].map((n) => n * ten).find((n) => n >= rough);
  const found = [];
  for (let at = Math.ceil(from / each) * each; at <= to + each / 1e6; at += each) found.push(Math.round(at * 1e6) / 1e6);
  return found;
}
