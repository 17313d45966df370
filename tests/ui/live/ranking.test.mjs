// The list of models: which are shown for what was typed, and in which order.
import assert from "node:assert/strict";
import { test } from "node:test";
import { FAVOURITE, found, FREE, ID, NAME, THINKS, USED } from "../../../components/ui/live/scripts/ranking.js";

function row(id, name = id, marks = {}) {
  const made = [id, name, "", "", false, false, false, -1];
  for (const [at, value] of Object.entries(marks)) made[at] = value;
  return made;
}

const ROWS = [
  row("a/alpha-large", "A: Alpha Large"),
  row("a/alpha", "A: Alpha", { [THINKS]: true }),
  row("b/beta", "B: Beta", { [FREE]: true, [FAVOURITE]: true }),
  row("b/beta-alpha", "B: Beta of Alpha", { [USED]: 1 }),
  row("c/gamma", "C: Gamma", { [USED]: 0 }),
];
const ids = (...asked) => found(ROWS, ...asked).map((one) => one[ID]);

test("without a search the chosen one comes first, then the last used, then favourites, then the list's own order", () => {
  assert.deepEqual(ids("", {}, "a/alpha"), ["a/alpha", "c/gamma", "b/beta-alpha", "b/beta", "a/alpha-large"]);
});

test("what was typed in full comes before what begins with it, and that before what has it inside", () => {
  assert.deepEqual(ids("Alpha", {}, ""), ["a/alpha", "a/alpha-large", "b/beta-alpha"]);
  assert.deepEqual(ids("a/alpha", {}, "a/alpha-large"), ["a/alpha", "a/alpha-large"]);
});

test("every word counts, in the name or in the id, in any order and case", () => {
  assert.deepEqual(ids(" LARGE  a/ ", {}, ""), ["a/alpha-large"]);
  assert.deepEqual(ids("alpha beta", {}, ""), ["b/beta-alpha"]);
  assert.deepEqual(ids("alpha nothing", {}, ""), []);
});

test("filters leave only what has all of them", () => {
  assert.deepEqual(ids("", { thinks: true }, ""), ["a/alpha"]);
  assert.deepEqual(ids("", { free: true, favourite: true }, ""), ["b/beta"]);
  assert.deepEqual(ids("", { thinks: true, free: true }, ""), []);
});

test("of equals the shorter id comes first, then the list's own order; the list itself stays", () => {
  const rows = [row("x/long-name", "Same"), row("x/name", "Same"), row("y/name", "Same")];
  const before = structuredClone(rows);
  assert.deepEqual(found(rows, "same", {}, "").map((one) => one[ID]), ["x/name", "y/name", "x/long-name"]);
  assert.deepEqual(rows, before);
  assert.equal(rows[0][NAME], "Same");
});
