// What the page makes of the steps of a thought (components/ui/live/scripts/inside_data.js).
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  along, axisOf, between, chapters, counted, grow, hits, marks, read, replaceSteps, stepAt, withRoom,
} from "../../../components/ui/live/scripts/inside_data.js";

const TEXT = "Plan it. 😀\n\nTwo and two: four.\n\nWait, check: four.";
const SIZES = [13, 20, 18]; // UTF-16 units
const rows = (times) => [
  [SIZES[0], "p", "Plan it", times[0], 0],
  [SIZES[1], "w", "Two and two", times[1], 0],
  [SIZES[2], "c", "Check", times[2], 70, 0, 4, "d"],
];
const look = (times, until) => read({ turn: "t-1", text: TEXT, steps: rows(times), until });

test("steps cover the text, and know the places of their phrases", () => {
  const { steps } = look([1, 2, 4], 6);
  assert.equal(TEXT.length, SIZES.reduce((a, b) => a + b));
  assert.equal(steps.map(({ start, end }) => TEXT.slice(start, end)).join(""), TEXT);
  const [phrase] = steps[2].phrases;
  assert.equal(TEXT.slice(phrase.start, phrase.end), "Wait");
});

test("from left to right it is time, where times are known", () => {
  const inside = look([1, 2, 4], 6);
  const axis = axisOf(inside);
  assert.deepEqual(axis, { timed: true, from: 1, to: 6, edges: [1, 2, 4, 6] });
  assert.equal(along(inside, axis, 0), 0);
  assert.equal(along(inside, axis, SIZES[0]), 1 / 5);
  assert.equal(along(inside, axis, SIZES[0] + SIZES[1] + 9), (4 + 1 - 1) / 5); // half of the last one
});

test("else it is characters: without times, of what came all at once, of what was given beforehand", () => {
  for (const [times, until] of [[[null, null, null], null], [[3, 3, 3], 3], [[null, 2, 4], 6], [[1, 1, 1], 9]]) {
    const axis = axisOf(look(times, until));
    assert.equal(axis.timed, false);
    assert.deepEqual(axis.edges, [0, 13, 33, 51]);
  }
  assert.equal(axisOf(read({ turn: "t", text: "", steps: [], until: null })).to, 1);
});

test("what grows has room ahead, which is doubled when it is used up", () => {
  const axis = { timed: true, from: 1, to: 3, edges: [1, 3] };
  assert.deepEqual(withRoom(axis), { ...axis, to: 6 });
  assert.equal(withRoom({ ...axis, to: 6.5 }).to, 11);
  assert.equal(withRoom({ timed: false, from: 0, to: 1_001, edges: [] }).to, 2_000);
});

test("an interval chooses the steps that it touches", () => {
  const axis = axisOf(look([1, 2, 4], 6));
  assert.deepEqual(between(axis, 0, 1), [0, 2]);
  assert.deepEqual(between(axis, 0.5, 0.21), [1, 1]);
  assert.deepEqual(between(axis, 0.1, 0.3), [0, 1]);
});

test("what is counted is of the steps that are chosen", () => {
  const inside = look([1, 2, 4], 6);
  const axis = axisOf(inside);
  assert.deepEqual(counted(inside, axis, [0, 2]), { steps: 3, size: 51, share: 1, kinds: { d: 1 }, repeating: 1, seconds: 5 });
  assert.deepEqual(counted(inside, axis, [0, 1]), { steps: 2, size: 33, share: 33 / 51, kinds: {}, repeating: 0, seconds: 3 });
});

test("steps of one phase that follow each other are one chapter", () => {
  const steps = ["p", "w", "w", "c", "w"].map((phase, number) => ({ phase, number }));
  assert.deepEqual(chapters(steps), [["p", 0, 0], ["w", 1, 2], ["c", 3, 3], ["w", 4, 4]]);
});

test("what grows is taken on: more text, and steps from a number on", () => {
  const inside = read({ turn: "t-1", text: "Plan it. ", steps: [[9, "p", "Plan it", 1, 0]], until: null });
  replaceSteps(inside, [[0, "p", "", 1, 0]], 0);
  grow(inside, "So.\n\nTwo");
  assert.deepEqual([inside.steps[0].end, inside.steps[0].grows], [17, true]);
  replaceSteps(inside, [[14, "p", "Plan it", 1, 0], [0, "w", "", 2, 0]], 0);
  assert.deepEqual(inside.steps.map(({ start, end, grows }) => [start, end, grows]), [[0, 14, false], [14, 17, true]]);
  grow(inside, " and two");
  assert.equal(inside.text.slice(inside.steps[1].start, inside.steps[1].end), "Two and two");
});

test("words are found wherever they stand, also where a small letter is longer", () => {
  assert.deepEqual(hits("Four, four, FOUR", " four "), [0, 6, 12]);
  assert.deepEqual(hits("İx and x", "x"), [1, 7]);
  assert.deepEqual(hits("aaaa", "aa"), [0, 2]);
  assert.deepEqual(hits("abc", "  "), []);
});

test("a place belongs to the step that it stands in", () => {
  const { steps } = look([1, 2, 4], 6);
  assert.deepEqual([0, 12, 13, 50, 99].map((place) => stepAt(steps, place)), [0, 0, 1, 2, 2]);
  assert.equal(stepAt([], 0), -1);
});

test("an axis has round figures, not too many", () => {
  assert.deepEqual(marks(0, 10, 5), [0, 2, 4, 6, 8, 10]);
  assert.deepEqual(marks(1.2, 3.4, 4), [2, 3]);
  assert.ok(marks(0, 100_000, 7).length <= 8);
});
