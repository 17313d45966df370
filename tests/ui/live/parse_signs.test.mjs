// What Python sets between letters is read back, and what a model wrote stays.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { parseSigns } from "../../../components/ui/live/scripts/parse_signs.js";

const sent = JSON.parse(readFileSync(new URL("../../live_protocol.json", import.meta.url), "utf8"));

// As the page does it: piece by piece, from the end.
function seen(text) {
  const { end, places } = parseSigns(text);
  return places.reduce((rest, at) => rest.slice(0, at) + rest.slice(at + 1), text.slice(0, text.length - end));
}

for (const { part, total, after, drawn, mark } of sent.marks.filter(({ mark }) => mark))
  test(`how much is drawn stands behind ${JSON.stringify(drawn)}`, () => {
    const signs = parseSigns(drawn + mark);
    assert.equal(signs.end, mark.length);
    assert.equal(signs.drawn, total - after - (part.length - drawn.length)); // a string's length is in UTF-16 units
    assert.equal(seen(drawn + mark), drawn);
  });

for (const { written, sent: text } of sent["signs of a model's own"])
  test(`${JSON.stringify(written)} is seen as it was written`, () => {
    assert.equal(parseSigns(text).end, 0);
    assert.equal(seen(text), written);
    assert.equal(seen(`a\u2060:b ${text}`), `a:b ${written}`);
    const [{ mark, part, total }] = sent.marks;
    assert.equal(seen(text + mark), written);
    assert.equal(parseSigns(text + mark).drawn, total - (part.length - sent.marks[0].drawn.length));
  });
