// What was asked about a step here is brought into view once, and what others asked is not.
import assert from "node:assert/strict";
import { test } from "node:test";
import { newAside } from "../../../components/ui/live/scripts/inside_asides.js";

const OLD = ["a", "explanation", 0, 9];
const NEW = ["b", "translation", 9, 20];

test("what a page is drawn with first is brought nowhere", () => {
  assert.equal(newAside({ asksAbout: 0 }, [OLD]), "");
});

test("what is new of the step that was asked about is brought, once", () => {
  const view = {};
  assert.equal(newAside(view, [OLD]), "");
  view.asksAbout = 9;
  assert.equal(newAside(view, [OLD]), ""); // it is not there yet
  assert.equal(newAside(view, [OLD, NEW]), "b");
  assert.equal(newAside(view, [OLD, NEW]), "");
});

test("what is new of another step, or was asked elsewhere, is left where it is", () => {
  const view = {};
  newAside(view, []);
  assert.equal(newAside(view, [OLD]), "");
  view.asksAbout = 0;
  assert.equal(newAside(view, [OLD, NEW]), "");
});
