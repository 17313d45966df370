// A turn that is replayed (components/ui/live/scripts/player_data.js): what is there at which second, at each speed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { accrued, axisOf, blocksOf, countAt, IDLE, lineOf, marksOf, money, phrasesOf, Playhead, playedAt, recordedAt, SPEEDS, textAt, timed, told, withIdle } from "../../../components/ui/live/scripts/player_data.js";

const PLAY = { pieces: [["r", "Let me ", 3], ["r", "think.", 3.5], ["a", "It is ", 10], ["a", "nine.", 10.25]], began: 3, ended: 12 };
const close = (found, wanted, by = 1e-9) => assert.ok(Math.abs(found - wanted) <= by, `${found} is not ${wanted}`);
// Numbers that look like chance, the same each time.
function chance(seed) {
  let state = seed;
  return () => (state = (state * 1103515245 + 12345) % 2147483648) / 2147483648;
}
function hour(many) {
  const next = chance(7);
  const pieces = [];
  for (let i = 0, at = 2; i < many; i++, at += (next() * 2 * 3590) / many) pieces.push([i % 5 ? "r" : "a", `w${i} `, at]);
  return { pieces, began: 2, ended: Math.max(3600, pieces.at(-1)[2]) };
}

test("at each second exactly those pieces are there whose time has come", () => {
  const line = lineOf(PLAY);
  for (const [at, thoughts, answer] of [[0, "", ""], [2.999, "", ""], [3, "Let me ", ""], [3.5, "Let me think.", ""], [9.9, "Let me think.", ""], [10, "Let me think.", "It is "], [12, "Let me think.", "It is nine."]]) {
    assert.equal(textAt(line, "r", at), thoughts);
    assert.equal(textAt(line, "a", at), answer);
  }
  assert.equal(line.until, 12);
});

test("at any place of a long one the text is what plainly adding it up gives", () => {
  const play = hour(2_000);
  const [line, next] = [lineOf(play), chance(3)];
  for (let i = 0; i < 200; i++) {
    const at = next() * line.until;
    for (const kind of ["r", "a"]) {
      const plain = play.pieces.filter(([one, , when]) => one === kind && when <= at).map(([, text]) => text).join("");
      assert.equal(textAt(line, kind, at), plain);
    }
  }
});

test("at each speed a piece comes at its time, without drift, however seldom one looks", () => {
  const line = lineOf(hour(20_000));
  for (const speed of SPEEDS) {
    const head = new Playhead(line);
    head.set(1000, { speed });
    head.play(1000);
    for (const i of [0, 1, 77, 9_999, 19_998, 19_999]) {
      const now = 1000 + (line.ats[i] / speed) * 1000;
      close(head.at(now), line.ats[i], 1e-6);
      assert.ok(countAt(line, head.at(now - 0.01)) <= i && countAt(line, head.at(now + 0.01)) > i);
    }
  }
});

test("it is due when the next piece is", () => {
  const head = new Playhead(lineOf(PLAY));
  head.set(0, { speed: 4 });
  head.play(0);
  close(head.due(0), 750);
  close(head.due(750), 125);
  close(head.due(2600), 400, 1e-6); // nothing but the end is left
});

test("a long silence is shortened, the one before the first word, too; nothing else is", () => {
  const line = withIdle(lineOf(PLAY), IDLE);
  assert.deepEqual([...line.played], [0, 2, 2.5, 4.5, 4.75, 6.5]);
  assert.equal(line.lasts, 6.5);
  for (const at of [0, 1, 3, 3.2, 6, 10, 10.1, 12]) close(recordedAt(line, playedAt(line, at)), at);
  const head = new Playhead(line);
  head.play(0);
  assert.equal(textAt(line, "r", head.at(1990)), "");
  assert.equal(textAt(line, "r", head.at(2001)), "Let me ");
  assert.equal(textAt(line, "a", head.at(4501)), "It is ");
});

test("who turns the skipping on or changes the speed stays where they are", () => {
  const head = new Playhead(lineOf(PLAY));
  head.play(0);
  head.set(6000, { line: withIdle(head.line, IDLE) });
  close(head.at(6000), 6);
  head.set(6000, { speed: 16 });
  close(head.at(6000), 6);
  assert.ok(head.playing);
});

test("one can go anywhere, and what is paused stays", () => {
  const head = new Playhead(lineOf(PLAY), [], 10.25);
  assert.equal(head.at(123456), 10.25);
  assert.equal(countAt(head.line, head.at(5)), 4);
  head.seek(5, -3);
  assert.equal(head.at(6), 0);
  head.seek(5, 99);
  assert.equal(head.at(6), 12);
  head.play(6); // from its end it begins anew
  assert.equal(head.at(6), 0);
  head.pause(1006);
  assert.equal(head.at(9999), 1);
});

test("it ends at its end, or begins again", () => {
  const head = new Playhead(lineOf(PLAY));
  head.play(0);
  assert.deepEqual(head.tick(11_000), { at: 11, event: "" });
  assert.deepEqual(head.tick(14_000), { at: 12, event: "end" });
  assert.ok(!head.playing);
  head.loops = true;
  head.play(20_000);
  const found = head.tick(20_000 + 13_000);
  assert.equal(found.event, "loop");
  close(found.at, 1);
  assert.ok(head.playing);
});

test("where it pauses at steps it stands at each exactly, and goes on from there", () => {
  const head = new Playhead(lineOf(PLAY), [3, 3.5]);
  head.play(0);
  assert.deepEqual(head.tick(2_900), { at: 2.9, event: "" });
  assert.deepEqual(head.tick(9_000), { at: 3, event: "mark" });
  assert.equal(textAt(head.line, "r", head.at(9_000)), "Let me ");
  head.play(10_000);
  assert.deepEqual(head.tick(11_000), { at: 3.5, event: "mark" });
  head.play(20_000);
  assert.equal(head.tick(40_000).event, "end");
});

test("steps that came within one piece follow each other, within half a second", () => {
  const steps = [0, 5, 10, 15].map((start) => ({ start }));
  const line = lineOf({ pieces: [["r", "One. Two. ", 2], ["r", "Six. Ten.", 2.2], ["a", "9", 9]], began: 2, ended: 9 });
  const { edges } = axisOf(line, steps);
  [2, 2.1, 2.2, 2.2 + (5 / 9) * 0.5].forEach((at, i) => close(edges[i], at, 1e-6));
});

test("it pauses where all of a turning phrase stands there, and at steps, each place once", () => {
  const line = lineOf({ ...PLAY, pieces: [["r", "I add. ", 3], ["r", "Let me", 4], ["r", " check", 5], ["r", ". But ", 6], ["a", "9", 8]] });
  const steps = [{ phrases: [] }, { phrases: [{ start: 7, end: 19, kind: "c" }, { start: 21, end: 24, kind: "d" }] }];
  const phrases = phrasesOf(line, steps);
  const [check, but] = phrases.map(({ at }) => at);
  close(check, 5 + (5 / 6) * 0.5); // the last letter of a piece of six
  close(but, 6 + (4 / 6) * 0.5);
  const edges = [3, but];
  for (const [pauses, turns, found] of [[false, false, []], [true, false, edges], [false, true, [check, but]], [true, true, [3, check, but]]]) {
    assert.deepEqual(marksOf({ pauses, turns }, edges, phrases), found);
  }
  const markers = [[but, "Once"], [7.5, "Twice"]]; // of a recording that was brought in
  assert.deepEqual(marksOf({ pauses: true, marks: true }, edges, phrases, markers), [3, but, 7.5]);
  assert.deepEqual(marksOf({ marks: false }, edges, phrases, markers), []);
  const head = new Playhead(line, marksOf({ turns: true }, edges, phrases));
  head.play(0);
  assert.deepEqual(head.tick(7_000), { at: check, event: "mark" });
  assert.equal(textAt(line, "r", head.at(7_000)), "I add. Let me check");
});

test("a piece or a step on or back", () => {
  const head = new Playhead(lineOf(PLAY));
  const ats = head.line.ats;
  assert.equal(head.stepped(0, ats, 1), 3);
  head.seek(0, 3.5);
  assert.deepEqual([head.stepped(0, ats, 1), head.stepped(0, ats, -1)], [10, 3]);
  head.seek(0, 3.7);
  assert.equal(head.stepped(0, ats, -1), 3.5);
  head.seek(0, 3);
  assert.equal(head.stepped(0, ats, -1), 0);
  head.seek(0, 11);
  assert.equal(head.stepped(0, ats, 1), 12);
});

test("what has no time came evenly, and it is known that this is made up", () => {
  const none = timed([["r", "one two three four", null], ["a", "five", null]]);
  assert.ok(none.made);
  assert.equal(none.pieces.map(({ text }) => text).join(""), "one two three fourfive");
  assert.deepEqual(none.pieces.map(({ kind }) => kind), ["r", "r", "r", "r", "a"]);
  const steps = none.pieces.map(({ at }) => at);
  assert.ok(steps.every((at, i) => !i || at > steps[i - 1]));
  const between = timed([["r", "a ", 1], ["r", "b ", null], ["r", "c ", null], ["r", "d", 3]]);
  assert.deepEqual(between.pieces.map(({ at }) => at), [1, 1, 2, 3]);
  const known = timed([["r", "aa bb", null]], 2, 4);
  assert.deepEqual(known.pieces.map(({ at }) => at), [2, 3.2]);
  assert.ok(!timed(PLAY.pieces).made);
});

test("no piece is there before the one that came before it", () => {
  assert.deepEqual(timed([["r", "a", 5], ["r", "b", 4], ["a", "c", 6]]).pieces.map(({ at }) => at), [5, 5, 6]);
  const none = lineOf({ pieces: [], began: null, ended: null });
  assert.deepEqual([none.until, countAt(none, 0), textAt(none, "r", 0)], [0, 0, ""]);
  const head = new Playhead(none);
  head.play(0);
  assert.equal(head.tick(1).event, "end");
});

test("tokens and cost grow with the text, and are the bill at the end", () => {
  const [line, bill] = [lineOf(PLAY), { tokens: 240, cost: 0.024 }];
  assert.deepEqual(accrued(line, bill, 0), { exact: false, tokens: 0, cost: 0 });
  const half = accrued(line, bill, 5);
  assert.equal(half.tokens, Math.round((240 * 13) / 24));
  close(half.cost, (0.024 * 13) / 24);
  assert.ok(!accrued(line, bill, 11).exact);
  assert.deepEqual(accrued(line, bill, 12), { exact: true, tokens: 240, cost: 0.024 });
  assert.deepEqual(accrued(line, { tokens: null, cost: null }, 12), { exact: true, tokens: null, cost: null });
});

test("the strip reaches from the question to the end, and a step begins with its first word", () => {
  const line = lineOf(PLAY);
  const axis = axisOf(line, [{ start: 0 }, { start: 7 }, { start: 9 }]);
  assert.deepEqual(axis, { timed: true, from: 0, to: 12, edges: [3, 3.5, 3.5 + (2 / 6) * 0.5, 10] });
  assert.deepEqual(axisOf(lineOf({ pieces: [["a", "x", 1]], began: 1, ended: 2 }), []).edges, [0]);
});

test("the real time is told at every speed", () => {
  const line = lineOf(PLAY);
  assert.equal(told(line, 4, 3.25), "3.3 s of 12.0 s · at 4×: 3.0 s");
  assert.equal(told(line, 1, 0), "0.0 s of 12.0 s · at 1×: 12 s");
  assert.equal(told(withIdle(line, IDLE), 0.5, 12), "12.0 s of 12.0 s · at 0.5×, waiting shortened: 13 s");
  assert.equal(told(lineOf(hour(10)), 16, 61).split(" · ")[0], `1 min 01 s of ${Math.floor(lineOf(hour(10)).until / 60)} min ${String(Math.floor(lineOf(hour(10)).until % 60)).padStart(2, "0")} s`);
});

test("going anywhere in an hour of 20,000 pieces looks at few of them", () => {
  const line = lineOf(hour(20_000));
  let looked = 0;
  const counting = new Proxy(line.ats, { get: (ats, name) => (typeof name === "string" && /^\d+$/.test(name) && looked++, ats[name]) });
  const next = chance(11);
  for (let i = 0; i < 100; i++) {
    const at = next() * line.until;
    assert.equal(countAt({ ats: counting }, at), countAt(line, at));
  }
  assert.ok(looked <= 100 * 16, String(looked));
});

test("blocks are all of a text, cut where paragraphs end, and no sign in two", () => {
  const text = `One.\n\nTwo, in **bold**.\n\n\n\`\`\`py\na\n\nb\n\`\`\`\n\n${"🍎".repeat(2_001)}end`;
  const blocks = blocksOf(text);
  assert.equal(blocks.map(({ start, end }) => text.slice(start, end)).join(""), text);
  assert.deepEqual(blocks.slice(0, 4).map(({ code }) => code), [false, false, true, true]);
  assert.ok(blocks.every(({ start, end }) => end - start <= 2_001 && text.slice(start, end).isWellFormed()));
  assert.deepEqual(blocksOf(""), []);
});

test("a sum has the digits that the whole needs", () => {
  assert.deepEqual([money(1.5), money(0.00042), money(0.0001, 0.00042), money(0)], ["$1.50", "$0.00042", "$0.00010", "$0.00"]);
});
