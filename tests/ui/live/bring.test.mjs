// Who has gone their own way since a turn was brought into view is not taken back to it.
import assert from "node:assert/strict";
import { test } from "node:test";
import { enterPage, mayBring, noteAct, noteBrought } from "../../../components/ui/live/scripts/bring.js";

const field = { closest: () => ({}) }, page = { closest: () => null };

test("a turn is brought that was asked for after all that was done, and not once something was done since", () => {
  noteAct({ type: "pointerdown", target: page, timeStamp: 100 });
  assert.equal(mayBring("a", 120), true);
  noteAct({ type: "wheel", target: page, timeStamp: 130 });
  assert.equal(mayBring("a", 120), false);
  assert.equal(mayBring("a", 140), true);
});

test("a turn that is drawn anew is brought again only while nothing was done", () => {
  noteBrought("a", 200);
  assert.equal(mayBring("a", 900), true);
  noteAct({ type: "touchmove", target: page, timeStamp: 300 });
  assert.equal(mayBring("a", 900), false);
  assert.equal(mayBring("b", 900), true);
  enterPage("/injection");
  assert.equal(mayBring("a", 900), true);
  noteBrought("a", 200);
  enterPage("/injection");
  assert.equal(mayBring("a", 900), false);
});

test("to write the next question is not to go anywhere, a key elsewhere is", () => {
  noteBrought("c", 1000);
  noteAct({ type: "keydown", target: field, timeStamp: 1100 });
  assert.equal(mayBring("c", 2000), true);
  noteAct({ type: "keydown", target: page, timeStamp: 1100 });
  assert.equal(mayBring("c", 2000), false);
});
