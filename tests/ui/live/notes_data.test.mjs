// Notes beside a thought, as the page has them (components/ui/live/scripts/notes_data.js).
import assert from "node:assert/strict";
import { test } from "node:test";
import { after, pieces, quoted, touching, trimmed } from "../../../components/ui/live/scripts/notes_data.js";

const TEXT = "Plan it. 🍎\n\nTwo and two: four.";
const note = (id, start, end, body = "So") => ({ id, start, end, body });

test("a place is that of the words, without the space around them", () => {
  const words = (start, end) => trimmed(TEXT, start, end) && TEXT.slice(...trimmed(TEXT, start, end));
  assert.equal(words(0, 9), "Plan it.");
  assert.equal(words(8, 16), "🍎\n\nTwo");
  assert.equal(words(11, 999), "Two and two: four.");
  for (const nothing of [[8, 9], [11, 13], [4, 4], [9, 3], [99, 120]]) assert.equal(trimmed(TEXT, ...nothing), null);
});

test("a quote is one line, shortened behind a word", () => {
  assert.equal(quoted(TEXT, 0, TEXT.length), "Plan it. 🍎 Two and two: four.");
  const long = "word ".repeat(500);
  assert.equal(quoted(long, 0, long.length), `${"word ".repeat(16).trim()} …`);
  assert.equal(quoted("🍎".repeat(200), 0, 400), `${"🍎".repeat(80)} …`);
  assert.equal(quoted(`x${" ".repeat(900)}y`, 0, 902), "x …");
});

test("what is on its way to be kept, changed or removed is shown already", () => {
  const notes = [note("a", 5, 9), note("b", 0, 4)];
  assert.deepEqual(after(notes, []).map(({ id }) => id), ["b", "a"]);
  const found = after(notes, [
    { kind: "keep", number: 7, start: 2, end: 3, body: "New" },
    { kind: "change", number: 8, id: "a", body: "Otherwise" },
    { kind: "remove", number: 9, id: "b" },
    { kind: "back", number: 10, id: "c", start: 9, end: 10, body: "Again" },
  ]);
  assert.deepEqual(found, [
    { id: "new-7", start: 2, end: 3, body: "New", pending: true },
    { id: "a", start: 5, end: 9, body: "Otherwise", pending: true },
    { id: "c", start: 9, end: 10, body: "Again", pending: true },
  ]);
  assert.deepEqual(notes, [note("a", 5, 9), note("b", 0, 4)]);
});

test("a note touches the steps that it has characters in", () => {
  const ids = (start, end) => touching([note("a", 0, 5), note("b", 5, 9)], start, end).map(({ id }) => id);
  assert.deepEqual([ids(0, 5), ids(4, 6), ids(5, 9), ids(9, 12)], [["a"], ["a", "b"], ["b"], []]);
});

test("a text in pieces is the whole text, and each piece knows its mark and its notes", () => {
  const marks = [[14, 17, "hit"], [2, 6, "phrase"], [4, 8, "in another"]];
  const found = pieces(0, 20, marks, [note("a", 5, 16), note("b", 15, 40)]);
  assert.deepEqual(found.map(([start, end, mark, notes]) => [start, end, mark?.[2] ?? "", notes.map(({ id }) => id).join("")]), [
    [0, 2, "", ""],
    [2, 5, "phrase", ""],
    [5, 6, "phrase", "a"],
    [6, 14, "", "a"],
    [14, 15, "hit", "a"],
    [15, 16, "hit", "ab"],
    [16, 17, "hit", "b"],
    [17, 20, "", "b"],
  ]);
  assert.deepEqual(pieces(3, 9, [], []), [[3, 9, null, []]]);
  assert.deepEqual(pieces(3, 3, [], [note("a", 0, 9)]), []);
  assert.deepEqual(pieces(10, 12, [[2, 11, "begins before"]], []), [[10, 12, null, []]]);
});
