import assert from "node:assert/strict";
import test from "node:test";

import { whereabouts } from "../../../components/ui/live/scripts/find.js";

const found = (text, words) => {
  const at = whereabouts(text, words);
  return at && text.slice(...at);
};

test("words are found however they are written", () => {
  assert.equal(found("Think of HERON wort", "heron"), "HERON");
  assert.equal(found("nothing of it", "heron"), null);
  assert.equal(found("at the end: Heron", "heron"), "Heron");
});

test("letters that are longer when they are small shift nothing", () => {
  assert.equal(found("İİ İstanbul is here", "is here"), "is here");
  assert.equal(found("𝔸İ heron", "HERON"), "heron");
  assert.equal(found("ΟΔΟΣ and ΛΟΓΟΣ", "λογος".toUpperCase()), "ΛΟΓΟΣ");
});
