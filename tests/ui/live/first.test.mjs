// When the first words of a turn stand where no panel of Python's is yet.
import assert from "node:assert/strict";
import { test } from "node:test";
import { wantsPanel } from "../../../components/ui/live/scripts/first.js";

const run = { open: true, text: "So", first: undefined };
const there = { panel: null, words: "", over: false };

test("words have a panel as soon as they come, also of a turn that is over before it is drawn", () => {
  assert.equal(wantsPanel(run, there), true);
  assert.equal(wantsPanel(run, { ...there, over: true }), true);
  assert.equal(wantsPanel({ ...run, text: "" }, there), false);
});

test("a panel that is drawn is left until its words are in it, and has none of ours beside it else", () => {
  const ours = { ...run, first: {} };
  assert.equal(wantsPanel(ours, { ...there, panel: {} }), true);
  assert.equal(wantsPanel(ours, { ...there, panel: {}, words: "So" }), false);
  assert.equal(wantsPanel(ours, { ...there, panel: {}, over: true }), false);
  assert.equal(wantsPanel(run, { ...there, panel: {} }), false);
});

test("who closed the panel sees no words", () => {
  assert.equal(wantsPanel({ ...run, open: false, first: {} }, there), false);
});
