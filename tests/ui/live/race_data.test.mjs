// A race as the page knows it (components/ui/live/scripts/race_data.js): clocks, bars, whose words are asked for.
import assert from "node:assert/strict";
import { test } from "node:test";
import { asked, byKey, doing, lanesOf, lengthOf, spans, take, textsOf, ticks } from "../../../components/ui/live/scripts/race_data.js";
import { query } from "../../../components/ui/live/scripts/runs.js";

const RUNS = { letter: "A", chat: "c", turn: "t", state: "runs", why: "", since: 2, thinks: null, answers: null, ended: null, size: 0, thoughts: null, answer: null, end: "" };
const lanes = (...told) => lanesOf(told.map((one, at) => ({ ...RUNS, turn: `t${at}`, ...one })), new Map(), 100);
const known = (all) => new Map(all.map((lane) => [lane.turn, lane]));

test("a clock begins where Python says, once: another draw does not set it anew", () => {
  const [lane] = lanes({});
  assert.equal(lane.began, 98);
  const [later] = lanesOf([{ ...RUNS, turn: "t0", since: 9.9 }], known([lane]), 107);
  assert.equal(later.began, 98);
});

test("one that waited for its turn begins, and one that was heard to end does not begin again", () => {
  const [waits] = lanes({ state: "waits", since: null });
  const [runs] = lanesOf([{ ...RUNS, turn: "t0", since: 0.5 }], known([waits]), 104);
  assert.deepEqual([waits.over, runs.over, runs.began], [true, false, 103.5]);
  take(runs, [false], 106);
  const [late] = lanesOf([{ ...RUNS, turn: "t0", since: 2 }], known([runs]), 106);
  assert.deepEqual([late.over, doing(late, 120)], [true, "Ended · 2.5 s"]);
});

test("what is heard tells when a lane thinks, answers and has ended", () => {
  const [lane] = lanes({});
  assert.deepEqual(spans(lane, 101), [["w", 0, 3]]);
  take(lane, [40], 101);
  take(lane, [80], 103);
  assert.deepEqual(spans(lane, 104), [["w", 0, 3], ["t", 3, 6]]);
  take(lane, ["It is", 3, 1], 105);
  take(lane, [" nine", 4, 1], 106);
  assert.deepEqual(spans(lane, 108), [["w", 0, 3], ["t", 3, 7], ["a", 7, 10]]);
  take(lane, [false], 109);
  assert.deepEqual([lane.over, spans(lane, 500)], [true, [["w", 0, 3], ["t", 3, 7], ["a", 7, 11]]]);
});

test("a size of nothing is no thought, and what Python measured counts more than what was heard", () => {
  const [lane] = lanes({});
  take(lane, [0], 101);
  assert.equal(lane.thinks, null);
  take(lane, [40], 101);
  const [exact] = lanesOf([{ ...RUNS, turn: "t0", state: "ended", since: null, thinks: 2.5, answers: 4, ended: 6 }], known([lane]), 120);
  assert.deepEqual(spans(exact, 120), [["w", 0, 2.5], ["t", 2.5, 4], ["a", 4, 6]]);
});

test("an answer without a thought, and an end without a word, have their bars", () => {
  assert.deepEqual(spans(lanes({ state: "ended", answers: 1, ended: 3 })[0], 100), [["w", 0, 1], ["a", 1, 3]]);
  assert.deepEqual(spans(lanes({ state: "ended", ended: 3 })[0], 100), [["w", 0, 3]]);
  assert.deepEqual(spans(lanes({ state: "waits", since: null })[0], 100), []);
});

test("the axis is one for all lanes, and grows in steps", () => {
  assert.equal(lengthOf(lanes({}, { state: "ended", ended: 7 }), 100), 10);
  assert.equal(lengthOf(lanes({ state: "waits", since: null }), 100), 5);
  assert.equal(lengthOf(lanes({ state: "ended", ended: 9000 }), 100), 10800);
  assert.deepEqual(ticks(10).map(([, text]) => text), ["0 s", "2.5 s", "5 s", "7.5 s", "10 s"]);
  assert.deepEqual(ticks(600).map(([, text]) => text), ["0 min", "2.5 min", "5 min", "7.5 min", "10 min"]);
});

test("a line says what a lane does, and why one does nothing", () => {
  const [lane] = lanes({});
  assert.equal(doing(lane, 100), "Waiting for the first word · 2 s");
  take(lane, [400], 100);
  assert.equal(doing(lane, 113.5), "Thinking · 15 s · ≈100 tokens");
  take(lane, ["1234", 3, 1], 114);
  assert.equal(doing(lane, 115), "Answering · 17 s · ≈101 tokens");
  assert.equal(doing(lanes({ state: "waits", why: "Waits for its turn.", since: null })[0], 100), "Waits for its turn.");
  assert.equal(doing(lanes({ state: "ended", end: "Stopped", ended: 3.25 })[0], 100), "Stopped · 3.2 s");
});

test("the words of the lane in focus are asked for, of the others only how large they are", () => {
  const all = lanes({}, { state: "ended", ended: 4 }, {});
  assert.equal(query(asked(all, "t2")), "run=c:t0:0:0:0:0&run=c:t2:0:0:1:0");
  take(all[2], ["Let me", 5], 101);
  assert.equal(query(asked(all, "t0")), "run=c:t0:0:0:1:0&run=c:t2:0:5:0:0");
  assert.deepEqual(textsOf(all[2]), { thoughts: "Let me", answer: "" });
  assert.deepEqual(textsOf({ ...all[2], thoughts: "Let me see.", answer: "9" }), { thoughts: "Let me see.", answer: "9" });
});

test("keys 1 to 4 mean a lane, but not where somebody writes", () => {
  const all = lanes({}, {});
  assert.equal(byKey(all, { key: "2" }, false)?.turn, "t1");
  assert.deepEqual([byKey(all, { key: "3" }, false), byKey(all, { key: "2" }, true), byKey(all, { key: "2", ctrlKey: true }, false)], [undefined, undefined, undefined]);
  assert.equal(byKey(all, { key: "Tab" }, false), undefined);
});
