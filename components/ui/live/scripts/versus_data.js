// Two thoughts beside each other, as values: pure, apart from the page.
import { axisOf, byCharacters } from "./inside_data.js";

// Both on one scale: time since the first word of each where both have times, else characters.
export function onOneScale(...both) {
  const timed = both.map(axisOf);
  const axes = timed.every((axis) => axis.timed) ? timed : both.map(byCharacters);
  const longest = Math.max(...axes.map(({ from, to }) => to - from));
  return axes.map((axis) => ({ ...axis, to: axis.from + longest }));
}

// What joins the steps that belong together: [kind, left from, left to, right from, right to], shares of the axis.
export function bands(pairs, [left, right]) {
  const place = (axis, number) => [axis.edges[number], axis.edges[number + 1]].map((edge) => (edge - axis.from) / (axis.to - axis.from));
  const joined = pairs.filter(([a, b]) => a !== null && b !== null);
  return joined.map(([a, b, kind]) => [kind, ...place(left, a), ...place(right, b)]);
}

// By number, what became of each step of one side (0 left, 1 right), in words.
export function kindsOf(pairs, side, words) {
  const found = [];
  for (const pair of pairs) if (pair[side] !== null) found[pair[side]] = { name: pair[2], word: words[pair[2]].toLowerCase() };
  return found;
}

// Of two texts what is not the same in both, [start, end] of each: what is left without the words that both begin with,
// and those that both end with.
export function differing(a, b) {
  const [left, right] = [a, b].map((text) => text.match(/\s*\S+|\s+$/g) ?? []);
  const least = Math.min(left.length, right.length);
  let first = 0;
  while (first < least && left[first] === right[first]) first++;
  let last = 0;
  while (last < least - first && left.at(-1 - last) === right.at(-1 - last)) last++;
  return [left, right].map((words) => {
    const start = words.slice(0, first).join("").length;
    const middle = words.slice(first, words.length - last).join("");
    return [start + middle.length - middle.trimStart().length, start + middle.length];
  });
}
