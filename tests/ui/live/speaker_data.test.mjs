// What a speaker is told of a replay (components/ui/live/scripts/speaker_data.js).
import assert from "node:assert/strict";
import { test } from "node:test";
import { coming, spoken } from "../../../components/ui/live/scripts/speaker_data.js";

const steps = ["a", "b", "c", "d", "e"].map((headline) => ({ headline, phase: "Work" }));

test("what comes next is told from where it stands", () => {
  const about = { steps, follows: "And now?", next: true };
  assert.deepEqual(coming(about, null), { now: "Nothing has been thought yet.", next: ["Work: a", "Work: b", "Work: c", "2 more steps", "The end of the answer", "The next turn: And now?"] });
  const late = coming(about, { at: 5, until: 9, step: 3 });
  assert.deepEqual(late, { now: "Step 4 of 5, Work: d", next: ["Work: e", "The end of the answer", "The next turn: And now?"] });
  assert.deepEqual(coming({ ...about, next: false }, { at: 9, until: 9, step: 4 }), { now: "It has ended.", next: ["Nothing: this is the last turn."] });
});

test("the time that was spoken", () => {
  assert.deepEqual([0, 7_900, 247_000, 3_723_000].map(spoken), ["0:00", "0:07", "4:07", "1:02:03"]);
});
