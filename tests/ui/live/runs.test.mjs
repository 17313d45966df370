// The page's side of the live protocol, by the messages that Python's tests make (tests/test_live_protocol.py).
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { again, begun, clock, hear, query, spoken, wanted } from "../../../components/ui/live/scripts/runs.js";

const sent = JSON.parse(readFileSync(new URL("../../live_protocol.json", import.meta.url), "utf8"));
const shown = ({ edition, count, known, text, answer, bytes }) => ({ edition, count, known, text, answer, bytes });
const fresh = () => begun({ chat: "c-1", turn: "t-1", size: 0 });

for (const { name, subscription, steps } of sent.walks)
  test(`a run is as it was told: ${name}`, () => {
    const run = begun({ ...subscription, size: 0 });
    for (const { messages, heard, run: expected } of steps) {
      assert.deepEqual(messages.map((message) => hear(run, JSON.parse(message).slice(1))[0]), heard);
      assert.deepEqual(shown(run), expected);
    }
  });

const KINDS = { Begun: "begun", MoreThoughts: "thoughts", MoreAnswer: "answer", MoreSteps: "steps", Anew: "anew", Size: "size", Headline: "headline", Draw: "draw", Ended: "ended" };
for (const { kind, fields, text } of sent.news)
  test(`${kind} is heard as what it is`, () => {
    const run = fresh();
    const [number, ...news] = JSON.parse(text);
    const [heard, words] = hear(run, news);
    const told = kind === "Begun" ? [fields.chat, fields.turn, fields.question] : kind === "Headline" ? undefined : fields.text;
    assert.deepEqual([number, heard, words], [fields.run, KINDS[kind], told]);
    for (const name of ["count", "known", "edition"]) assert.equal(run[name], fields[name] ?? 0);
    assert.equal(run.headline, kind === "Headline" ? fields.text : "");
    assert.equal(run.bytes, fields.size ?? (kind === "MoreThoughts" ? new TextEncoder().encode(words).length : 0));
  });

for (const text of sent["no news"])
  test(`${text} is passed over`, () => {
    const run = fresh();
    assert.deepEqual(hear(run, JSON.parse(text).slice(1)), [""]);
    assert.deepEqual(run, fresh());
  });

test("values behind those that are known change nothing", () => {
  for (const { text } of sent.news.filter(({ kind }) => kind !== "MoreThoughts")) {
    const [plain, longer] = [fresh(), fresh()];
    const news = JSON.parse(text).slice(1);
    assert.deepEqual(hear(longer, [...news, ...(news.length < 2 ? [0, 0] : []), "later"]), hear(plain, news));
    assert.deepEqual(longer, plain);
  }
});

test("the address asks for each run from where it is", () => {
  const runs = sent.subscriptions.map(({ fields }) => ({ ...begun({ ...fields, size: 0 }), ...fields, open: fields.words }));
  assert.equal(query(runs), sent.subscriptions.map(({ text }) => `run=${text}`).join("&"));
  const before = wanted(runs);
  assert.equal(before, wanted(runs.map((run) => ({ ...run, count: run.count + 9, edition: 3 })))); // the same socket
  assert.notEqual(before, wanted(runs.map((run) => ({ ...run, open: !run.open }))));
  assert.notEqual(before, wanted(runs.slice(1)));
  assert.equal(wanted([]), "");
});

test("runs to watch begin with the size of what they have", () => {
  const { fields, text } = sent.watched;
  assert.deepEqual(JSON.parse(text).map(begun), fields.map(begun));
  assert.deepEqual(JSON.parse(text).map((one) => begun(one).bytes), fields.map(({ size }) => size));
});

test("a clock counts seconds and tokens, a token being four bytes", () => {
  const { words, since } = sent.places.find(({ kind }) => kind === "ClockPlace").dataset;
  assert.equal(clock(words, Number(since), 3), "Thinking <really> · 2 s · ≈ 1 tokens");
  assert.equal(clock(words, 3599.99, 50_000), "Thinking <really> · 3,599 s · ≈ 12,500 tokens");
  assert.equal(clock("Waiting · {s} s", 0.9, 0), "Waiting · 0 s");
});

test("told aloud is only what changes while somebody is here", () => {
  const voice = {};
  const told = [["Thinking", true], ["Thinking", true], ["Answering", true], ["", true], ["Done", false], ["Done", false], ["Stopped", false]];
  assert.deepEqual(told.map(([words, going]) => spoken(voice, words, going)), ["", "", "Answering", "", "Done", "", ""]);
});

test("a wire that cannot be had is lost sooner than one that was there", () => {
  const tries = [1, 2, 3, 4, 5, 6, 7, 8, 9];
  assert.deepEqual(tries.map((number) => again(number, "never").lost).indexOf(true), 3);
  assert.deepEqual(tries.map((number) => again(number, "once").lost).indexOf(true), 8);
  const waits = tries.map((number) => again(number, "never").wait);
  assert.deepEqual(waits, [...waits].sort((one, other) => one - other));
  assert.equal(waits.at(-1), waits[2]); // as seldom as that, however long it takes
});
