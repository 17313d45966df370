// What of a whole paragraph of growing thoughts stands out.
import assert from "node:assert/strict";
import { test } from "node:test";
import { parts } from "../../../components/ui/live/scripts/words.js";

for (const [text, ...expected] of [
  ["Plain words.", "Plain words."],
  ["", ""],
  ["**Bold** and `code`, so.", "", ["strong", "Bold"], " and ", ["code", "code"], ", so."],
  ["`a**b**c`", "", ["code", "a**b**c"], ""],
  ["x**2 + y**2", "x**2 + y**2"],
  ["(a + b)**n and **n**", "(a + b)**n and ", ["strong", "n"], ""],
  ["2**n and m** so", "2**n and m** so"],
  ["** so ** it **is** ", "** so ** it ", ["strong", "is"], " "],
  ["**two\nlines** `two\nlines`", "**two\nlines** `two\nlines`"],
])
  test(JSON.stringify(text), () => {
    const found = parts(text);
    assert.deepEqual(found, expected);
    assert.ok(found.every((part, number) => (number % 2 ? Array.isArray(part) : typeof part === "string")));
  });
