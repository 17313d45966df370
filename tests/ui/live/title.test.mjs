// The title of a tab, by what is heard of its runs, and when somebody is notified.
import assert from "node:assert/strict";
import { test } from "node:test";
import { canNotify } from "../../../components/ui/live/scripts/notify.js";
import { note, thinking, titleOf } from "../../../components/ui/live/scripts/title.js";

const run = (turn, more = {}) => ({ turn, bytes: 5, answer: "", ...more });

test("a title counts while a turn thinks, and is the usual one before and after", () => {
  const state = thinking();
  assert.equal(titleOf("Chat", state, 0), "Chat");
  note(state, run("a"), "thoughts", 1_000);
  note(state, run("a"), "thoughts", 9_000);
  assert.equal(titleOf("Chat", state, 13_900), "Thinking · 12 s");
  note(state, run("a"), "headline", 14_000);
  note(state, run("a"), "draw", 14_000);
  assert.equal(titleOf("Chat", state, 14_000), "Thinking · 13 s");
  note(state, run("a", { answer: "It" }), "answer", 14_000);
  assert.equal(titleOf("Chat", state, 14_000), "Chat");
});

test("of two that think it counts from the first, and no thought is one without a byte", () => {
  const state = thinking();
  note(state, run("none", { bytes: 0 }), "size", 0);
  assert.equal(titleOf("Chat", state, 9_000), "Chat");
  note(state, run("late"), "size", 5_000);
  note(state, run("early"), "size", 3_000);
  assert.equal(titleOf("Chat", state, 9_000), "Thinking · 6 s");
  note(state, run("early"), "ended", 9_000);
  assert.equal(titleOf("Chat", state, 9_000), "Thinking · 4 s");
});

test("what has an answer does not think because its size is told again, but when it thinks again", () => {
  const state = thinking();
  note(state, run("a", { answer: "It" }), "size", 0);
  assert.equal(titleOf("Chat", state, 9_000), "Chat");
  note(state, run("a", { answer: "" }), "thoughts", 2_000); // of another edition
  assert.equal(titleOf("Chat", state, 9_000), "Thinking · 7 s");
});

test("the words of a thought are told only where the room allows it", () => {
  const state = thinking();
  note(state, run("a"), "size", 0);
  note(state, run("a", { headline: "Comparing the tenths" }), "headline", 1_000);
  assert.equal(titleOf("Chat", state, 12_000), "Thinking · 12 s");
  state.words = true;
  assert.equal(titleOf("Chat", state, 12_000), "Comparing the tenths · 12 s");
  note(state, run("b", { headline: "Adding them up" }), "size", 5_000); // the first one counts
  note(state, run("b", { headline: "Adding them up" }), "headline", 5_000);
  assert.equal(titleOf("Chat", state, 12_000), "Comparing the tenths · 12 s");
  note(state, run("a", { headline: "" }), "anew", 12_000);
  assert.equal(titleOf("Chat", state, 12_000), "Thinking · 12 s");
  note(state, run("a"), "ended", 12_000);
  assert.equal(titleOf("Chat", state, 12_000), "Adding them up · 7 s");
  assert.deepEqual([...state.doing.keys()], ["b"]);
});

test("one that ended unseen is marked", () => {
  assert.equal(titleOf("Chat", { ...thinking(), unseen: true }, 0), "✓ Chat");
  const state = { ...thinking(), unseen: true };
  note(state, run("b"), "size", 0);
  assert.equal(titleOf("Chat", state, 1_000), "Thinking · 1 s");
});

test("a long thought ends once: with its answer, or without one", () => {
  const state = thinking();
  const tell = (kind, at) => note(state, run("a"), kind, at);
  assert.deepEqual([tell("size", 0), tell("size", 40_000), tell("answer", 40_000), tell("ended", 90_000)], [false, false, true, false]);
  assert.deepEqual([tell("size", 0), tell("ended", 29_999)], [false, false]);
  assert.deepEqual([tell("size", 0), tell("ended", 30_000)], [false, true]);
  assert.equal(note(state, run("unknown"), "ended", 99_000), false);
});

test("there is no control where there can be no notification", () => {
  const page = { Notification: { permission: "default" }, isSecureContext: true, navigator: { userAgent: "X11; Linux" } };
  assert.equal(canNotify(page), true);
  for (const without of [
    { Notification: undefined },
    { Notification: { permission: "denied" } },
    { isSecureContext: false },
    { navigator: { userAgent: "Linux; Android 14" } },
  ])
    assert.equal(canNotify({ ...page, ...without }), false);
});
