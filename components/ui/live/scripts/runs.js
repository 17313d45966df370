// What is known of the runs that a page shows, by the messages of components/live_protocol.py.
const NOTHING = { count: 0, known: 0, text: "", answer: "", bytes: 0, read: 0, headline: "" };
const TRIES = [300, 1000, 3000]; // ms before the wire is opened again, as often as it takes
const LOST = { never: 3, once: 8 }; // tries after which Python shows the text itself: where it never opened, or did once
const { format: figure } = new Intl.NumberFormat("en-US"); // one for all: each costs a millisecond

export function begun({ chat, turn, size }) {
  return { chat, turn, edition: 0, ...NOTHING, bytes: size };
}

// What a socket is for: there is another one when this changes.
export function wanted(runs) {
  return runs.map(({ chat, turn, open }) => `${chat}:${turn}:${+open}`).join(" ");
}

// The query of its address.
export function query(runs) {
  const words = (run) => (run.steps ? 2 : +run.open);
  return runs.map((run) => `run=${run.chat}:${run.turn}:${run.edition}:${run.count}:${words(run)}:${run.known}`).join("&");
}

// Notes what a message says of a run. Returns its kind ("" for an unknown one) and the text to add.
export function hear(run, [said, place, answers]) {
  if (Array.isArray(said) && said.length === 3) return ["begun", said];
  if (said === true) return ["draw"];
  if (said === false) return ["ended"];
  if (said === null) {
    Object.assign(run, { edition: place, ...NOTHING });
    return ["anew"];
  }
  if (typeof said === "number") {
    run.bytes = said;
    return ["size"];
  }
  if (typeof said?.headline === "string") {
    run.headline = said.headline;
    return ["headline"];
  }
  if (Array.isArray(said?.steps) && typeof said.from === "number") return ["steps"];
  if (typeof said !== "string" || ![undefined, 1].includes(answers)) return [""];
  if (answers) {
    run.known = place;
    run.answer += said;
    return ["answer", said];
  }
  const text = run.text ? said : said.trimStart();
  run.count = place;
  run.read += new TextEncoder().encode(said).length;
  run.bytes = Math.max(run.bytes, run.read);
  run.text += text;
  return ["thoughts", text];
}

// The text of a clock, from its words with {s} and {n}.
export function clock(words, seconds, bytes) {
  return words.replace("{s}", figure(Math.floor(seconds))).replace("{n}", figure(Math.max(1, Math.round(bytes / 4))));
}

// Told to who does not see it, and only what changes while they are here; "" for nothing. `voice` keeps what was said.
export function spoken(voice, words, going) {
  const { said, busy } = voice;
  Object.assign(voice, { said: going ? words || "Waiting" : words, busy: going });
  return said !== undefined && said !== voice.said && (going || busy) ? words : "";
}

// After so many tries: how long to wait, and is the wire `lost`? `opened`: "never" or "once".
export function again(tries, opened) {
  return { wait: TRIES[Math.min(tries, TRIES.length) - 1], lost: tries > LOST[opened] };
}
