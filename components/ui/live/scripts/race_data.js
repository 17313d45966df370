// What is known of the lanes of a race, by what Python told (components/ui/race/told.py) and by what was heard since.
import { begun, hear } from "./runs.js";

const STEPS = [5, 10, 20, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200]; // seconds that an axis may be long
const { format: figure } = new Intl.NumberFormat("en-US");
const bytes = (text) => new TextEncoder().encode(text).length;

// The lanes as they are now. `known` are those of the draw before, by their turns; `now` is in seconds. A clock that has
// begun goes on: another draw does not set it anew.
export function lanesOf(told, known, now) {
  return told.map((lane) => {
    const was = known.get(lane.turn) ?? { run: begun(lane), began: null, thinks: null, answers: null, over: false };
    const began = was.began ?? (lane.since === null ? null : now - lane.since);
    const { thinks, answers } = { thinks: lane.thinks ?? was.thinks, answers: lane.answers ?? was.answers };
    const ended = lane.ended ?? was.ended ?? null;
    return { ...lane, run: was.run, began, thinks, answers, ended, over: lane.state !== "runs" || (was.over && was.state === "runs") };
  });
}

// A message of the wire: notes what it says of a lane. Returns its kind, and the text to add.
export function take(lane, message, now) {
  const [kind, text] = hear(lane.run, message);
  const at = Math.max(0, now - (lane.began ?? now));
  if (["thoughts", "size"].includes(kind) && lane.run.bytes > 0) lane.thinks ??= at;
  if (kind === "answer") lane.answers ??= at;
  if (kind === "ended") Object.assign(lane, { over: true, ended: lane.ended ?? at });
  return [kind, text];
}

export function secondsOf(lane, now) {
  return lane.ended ?? (lane.began === null ? 0 : Math.max(0, now - lane.began));
}

// [kind, from, to] in seconds: it waits ("w"), thinks ("t"), answers ("a").
export function spans(lane, now) {
  const until = secondsOf(lane, now);
  const { thinks, answers } = lane;
  const first = Math.min(thinks ?? until, answers ?? until, until);
  const found = [["w", 0, first], thinks !== null && ["t", thinks, Math.min(answers ?? until, until)], answers !== null && ["a", answers, until]];
  return found.filter((span) => span && span[2] > span[1]);
}

// How long the axis is, in seconds: in steps, so that a bar which grows moves the others seldom.
export function lengthOf(lanes, now) {
  const longest = Math.max(0, ...lanes.map((lane) => secondsOf(lane, now)));
  return STEPS.find((step) => step >= longest) ?? Math.ceil(longest / 3600) * 3600;
}

export function ticks(length) {
  const { unit, by } = length < 120 ? { unit: "s", by: 1 } : { unit: "min", by: 60 };
  return [0, 0.25, 0.5, 0.75, 1].map((share) => [share, `${figure(Math.round((share * length * 10) / by) / 10)} ${unit}`]);
}

const seconds = (value) => `${figure(value >= 10 ? Math.floor(value) : Math.floor(value * 10) / 10)} s`;

// What a lane does, in a line.
export function doing(lane, now) {
  if (lane.state !== "runs") return lane.state === "ended" ? [lane.end, seconds(lane.ended ?? 0)].join(" · ") : lane.why;
  if (lane.over) return `Ended · ${seconds(secondsOf(lane, now))}`;
  const phase = lane.answers !== null ? "Answering" : lane.thinks !== null ? "Thinking" : "Waiting for the first word";
  const size = Math.max(lane.run.bytes, lane.size ?? 0) + bytes(lane.run.answer || lane.answer || "");
  const tokens = size ? ` · ≈${figure(Math.max(1, Math.round(size / 4)))} tokens` : "";
  return `${phase} · ${seconds(secondsOf(lane, now))}${tokens}`;
}

// The texts of a lane: those that Python drew, where it did, else those that were heard.
export function textsOf(lane) {
  return { thoughts: lane.thoughts ?? lane.run.text, answer: lane.answer ?? lane.run.answer };
}

// Runs to ask the wire for: all that go on, and of the one in focus its words.
export function asked(lanes, focus) {
  return lanes.filter((lane) => !lane.over).map((lane) => Object.assign(lane.run, { open: lane.turn === focus }));
}

// The lane that a key means: 1 to 4, where nobody writes.
export function byKey(lanes, { key, ctrlKey, metaKey, altKey }, writes) {
  return ctrlKey || metaKey || altKey || writes ? undefined : lanes["1234".indexOf(key)];
}
