// Two thoughts on one scale (components/ui/live/scripts/versus_data.js).
import assert from "node:assert/strict";
import { test } from "node:test";
import { along, read } from "../../../components/ui/live/scripts/inside_data.js";
import { bands, differing, kindsOf, onOneScale } from "../../../components/ui/live/scripts/versus_data.js";

const look = (text, times, until) => {
  const size = text.length / times.length;
  return read({ turn: "t", text, steps: times.map((at) => [size, "w", "", at, 0]), until });
};
const LONG = look("aaaabbbbcccc", [2, 5, 8], 12);
const SHORT = look("aaaacccc", [1, 2], 6);

test("both begin with their first word, and a second is as long in both", () => {
  const [left, right] = onOneScale(LONG, SHORT);
  assert.deepEqual(left, { timed: true, from: 2, to: 12, edges: [2, 5, 8, 12] });
  assert.deepEqual(right, { timed: true, from: 1, to: 11, edges: [1, 2, 6] });
  assert.equal(along(LONG, left, 4), 0.3);
  assert.equal(along(SHORT, right, 4), 0.1);
});

test("where one has no times both are told by characters", () => {
  const [left, right] = onOneScale(LONG, look("aaaacccc", [null, null], null));
  assert.deepEqual(left, { timed: false, from: 0, to: 12, edges: [0, 4, 8, 12] });
  assert.deepEqual(right, { timed: false, from: 0, to: 12, edges: [0, 4, 8] });
});

test("steps that belong together are joined, also where they have moved", () => {
  const pairs = [[0, 1, "moved"], [1, null, "dropped"], [null, 0, "added"], [2, 1, "changed"]];
  const found = bands(pairs, onOneScale(LONG, SHORT));
  assert.deepEqual(found.map(([kind]) => kind), ["moved", "changed"]);
  assert.deepEqual(found[0].slice(1), [0, 0.3, 0.1, 0.5]);
});

test("each step is known by what became of it", () => {
  const words = { same: "Same", dropped: "Dropped", added: "New" };
  const pairs = [[0, 0, "same"], [1, null, "dropped"], [null, 1, "added"]];
  assert.deepEqual(kindsOf(pairs, 0, words).map(({ word }) => word), ["same", "dropped"]);
  assert.deepEqual(kindsOf(pairs, 1, words).map(({ name, word }) => [name, word]), [["same", "same"], ["added", "new"]]);
});

test("of a changed step the words that are not in both are known", () => {
  const parts = (a, b) => differing(a, b).map(([start, end], side) => [a, b][side].slice(start, end));
  assert.deepEqual(parts("so it is nine apples", "so it is ten apples"), ["nine", "ten"]);
  assert.deepEqual(parts("so it is nine", "so it is nine, I think"), ["nine", "nine, I think"]);
  assert.deepEqual(parts("it is is nine", "it is nine"), ["is", ""]);
  assert.deepEqual(parts("one", "two"), ["one", "two"]);
  assert.deepEqual(parts("", "two"), ["", "two"]);
  assert.deepEqual(parts("the same", "the same"), ["", ""]);
});
