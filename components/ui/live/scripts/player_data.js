// A turn as it is replayed: what was there at which second. Pure, apart from the page. Two kinds of seconds are told apart:
// *recorded* ones, from the moment that it was asked, and *played* ones, which leave out of a long silence what is skipped.
// How fast they pass is the speed. Places of text are UTF-16 units.
export const SPEEDS = [0.25, 0.5, 1, 2, 4, 8, 16];
export const IDLE = 2; // seconds: all that is left of a longer silence where waiting is skipped
const KEPT = 0.5; // seconds: what came within so many may be kept as one piece (components/insight/clock.py)
const MADE_UP = 240; // characters a second, where nothing is known of the pace

// The first place of `sorted` whose value is more than `value`.
export function after(sorted, value) {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

// Each piece with a time, none earlier than the one before it. What has none came evenly, a word at a time, between what
// has. `began` and `ended` are what else is known of the turn, or null. `made`: was any time made up?
export function timed(pieces, began = null, ended = null) {
  const found = [];
  let [latest, made] = [0, false];
  for (let i = 0; i < pieces.length; i++) {
    const [kind, text, at] = pieces[i];
    if (at !== null) {
      latest = Math.max(latest, at);
      found.push({ kind, text, at: latest });
      continue;
    }
    let next = i;
    while (next < pieces.length && pieces[next][2] === null) next++;
    const words = pieces.slice(i, next).flatMap(([kind, text]) => (text.match(/\s*\S+\s*|\s+/g) ?? [""]).map((word) => ({ kind, text: word })));
    const size = words.reduce((sum, { text }) => sum + text.length, 0);
    const from = i ? latest : Math.max(0, began ?? 0);
    const known = next < pieces.length ? pieces[next][2] : ended;
    const until = known !== null && known > from ? known : next < pieces.length ? from : from + size / MADE_UP;
    let place = 0;
    for (const word of words) {
      found.push({ ...word, at: from + (size ? place / size : 0) * (until - from) });
      place += word.text.length;
    }
    [latest, made, i] = [found.at(-1).at, true, next - 1];
  }
  return { pieces: found, made };
}

// All that is known of a turn (`play` as components/ui/replay/played.py tells it). `sizes`: by kind, how much of its text
// is there with the first n pieces.
export function lineOf(play) {
  const { pieces, made } = timed(play.pieces, play.began, play.ended);
  const sizes = { r: new Uint32Array(pieces.length + 1), a: new Uint32Array(pieces.length + 1) };
  const texts = { r: [], a: [] };
  pieces.forEach(({ kind, text }, i) => {
    for (const one of ["r", "a"]) sizes[one][i + 1] = sizes[one][i] + (kind === one ? text.length : 0);
    texts[kind]?.push(text);
  });
  const ats = Float64Array.from(pieces, ({ at }) => at);
  const until = Math.max(play.ended ?? 0, ats.at(-1) ?? 0);
  return { pieces, ats, sizes, made, until, texts: { r: texts.r.join(""), a: texts.a.join("") }, ...skipping(ats, until, null) };
}

// The same where no silence is longer than `idle` seconds, or as it was for null.
export function withIdle(line, idle) {
  return { ...line, ...skipping(line.ats, line.until, idle) };
}

function skipping(ats, until, idle) {
  const knots = [0, ...ats, until];
  const played = new Float64Array(knots.length);
  for (let i = 1; i < knots.length; i++) {
    const gap = knots[i] - knots[i - 1];
    played[i] = played[i - 1] + (idle === null ? gap : Math.min(gap, idle));
  }
  return { idle, knots: Float64Array.from(knots), played, lasts: played.at(-1) };
}

const along = (from, to, value) => {
  const i = Math.min(from.length - 1, Math.max(1, after(from, value)));
  const [left, right] = [from[i - 1], from[i]];
  if (right <= left) return to[i];
  return to[i - 1] + ((to[i] - to[i - 1]) * (Math.min(right, Math.max(left, value)) - left)) / (right - left);
};
export const playedAt = (line, recorded) => along(line.knots, line.played, recorded);
export const recordedAt = (line, played) => (played >= line.lasts ? line.until : along(line.played, line.knots, played));

// How many pieces were there, and how much text of a kind.
export const countAt = (line, recorded) => after(line.ats, recorded);
export const textAt = (line, kind, recorded) => line.texts[kind].slice(0, line.sizes[kind][countAt(line, recorded)]);

// When a place of the thoughts was there: what is kept as one piece came evenly until the next one, and within half a
// second at most. All of it is shown with its first character.
function momentOf({ ats, sizes: { r }, until }, place) {
  const i = Math.min(ats.length - 1, after(r, place) - 1);
  if (i < 0) return 0;
  const lasts = Math.min(KEPT, (ats[i + 1] ?? until) - ats[i]);
  return ats[i] + (Math.max(0, place - r[i]) / Math.max(1, r[i + 1] - r[i])) * lasts;
}

// When each step began to be there, and the axis of a strip from the question to the end.
export function axisOf(line, steps) {
  const { r } = line.sizes;
  const edges = steps.map(({ start }) => momentOf(line, start));
  const last = after(r, (r.at(-1) ?? 0) - 1) - 1; // the piece with the last word of the thoughts
  const answers = line.pieces.findIndex(({ kind }, i) => kind === "a" && i > last);
  const ended = last < 0 ? 0 : answers < 0 ? line.until : line.ats[answers];
  return { timed: true, from: 0, to: Math.max(line.until, 1e-3), edges: [...edges, Math.max(ended, edges.at(-1) ?? 0)] };
}

// Each phrase by which the thought turns, with the second at which all of it stands there.
export function phrasesOf(line, steps) {
  return steps.flatMap(({ phrases }) => phrases.map(({ start, end, kind }) => ({ start, end, kind, at: momentOf(line, end - 1) })));
}

// Where it pauses, by what is chosen: each place once, in order.
export function marksOf({ pauses, turns, marks }, steps, phrases, markers = []) {
  const found = new Set([...(pauses ? steps : []), ...(turns ? phrases.map(({ at }) => at) : []), ...(marks ? markers.map(([at]) => at) : [])]);
  return [...found].sort((a, b) => a - b);
}

// Tokens and cost by what was there of the text: as the turn's own bill says at its end, ≈ before.
export function accrued(line, { tokens, cost }, recorded) {
  const { r, a } = line.sizes;
  const [count, all] = [countAt(line, recorded), r.at(-1) + a.at(-1)];
  const exact = recorded >= line.until;
  const share = exact ? 1 : all ? (r[count] + a[count]) / all : 0;
  return { exact, tokens: tokens === null ? null : Math.round(tokens * share), cost: cost === null ? null : cost * share };
}

// Where one stands: one clock, told by whoever asks (`now` in milliseconds); nothing is added up.
// `marks`: recorded seconds at which it pauses, in order.
export class Playhead {
  constructor(line, marks = [], recorded = 0) {
    Object.assign(this, { line, marks, speed: 1, playing: false, loops: false });
    this.seek(0, recorded);
  }

  // The recorded seconds at this moment.
  at(now) {
    if (!this.playing) return this.from;
    return Math.max(this.from, recordedAt(this.line, this.played + ((now - this.since) / 1000) * this.speed));
  }

  seek(now, recorded) {
    this.from = Math.min(this.line.until, Math.max(0, recorded));
    this.played = playedAt(this.line, this.from);
    this.since = now;
  }

  play(now) {
    if (this.from >= this.line.until && !this.playing) this.seek(now, 0);
    this.since = now;
    this.playing = true;
  }

  pause(now) {
    this.seek(now, this.at(now));
    this.playing = false;
  }

  set(now, changed) {
    this.seek(now, this.at(now));
    Object.assign(this, changed);
    this.seek(now, this.from);
  }

  // To be called whenever something may have happened: where one stands, and what came to pass: "mark", "end", "loop" or "".
  tick(now) {
    if (!this.playing) return { at: this.from, event: "" };
    const at = this.at(now);
    const mark = this.marks[after(this.marks, this.from)];
    if (mark !== undefined && mark <= at) return this.#rest(now, mark, "mark");
    if (at < this.line.until) return { at, event: "" };
    if (!this.loops) return this.#rest(now, this.line.until, "end");
    const over = this.line.lasts > 0 ? (((now - this.since) / 1000) * this.speed + this.played) % this.line.lasts : 0;
    this.seek(now, recordedAt(this.line, over));
    return { at: this.from, event: "loop" };
  }

  #rest(now, recorded, event) {
    this.playing = false;
    this.seek(now, recorded);
    return { at: this.from, event };
  }

  // Milliseconds until the next piece is there, or the end.
  due(now) {
    const { line } = this;
    const played = this.played + ((now - this.since) / 1000) * this.speed;
    const next = line.ats[countAt(line, recordedAt(line, played))] ?? line.until;
    return Math.max(0, ((playedAt(line, next) - played) / this.speed) * 1000);
  }

  // By a piece or a step: where the next one is there, or where the one before the last is the last.
  stepped(now, places, by) {
    const at = this.at(now);
    const count = after(places, at);
    if (by > 0) return places[count] ?? this.line.until;
    const last = places[count - 1];
    const before = last === undefined ? -1 : after(places, last - 1e-9) - 1;
    return at > (last ?? 0) ? last ?? 0 : places[before] ?? 0;
  }
}

// As many digits as the whole bill needs not to be zero.
export function money(usd, whole = usd) {
  let digits = 2;
  while (whole && Number(whole.toFixed(digits)) === 0 && digits < 12) digits++;
  return `$${usd.toFixed(digits === 2 ? 2 : digits + 1)}`;
}

// A text as the blocks that it is drawn in: a paragraph each, long ones in parts; together they are all of it. `code`:
// they stand in a fence, or have one.
const LONGEST = 2_000;
export function blocksOf(text) {
  const found = [];
  let inCode = false;
  for (const paragraph of text.match(/[^]+?(?:\n\n+|$)/g) ?? []) {
    const fences = paragraph.match(/^ *(```|~~~)/gm)?.length ?? 0;
    const code = inCode || fences > 0;
    inCode = fences % 2 ? !inCode : inCode;
    for (let at = 0; at < paragraph.length; ) {
      let end = Math.min(paragraph.length, at + LONGEST);
      if (end < paragraph.length && /[\ud800-\udbff]/.test(paragraph[end - 1])) end++; // a sign of two units is not cut
      const start = found.at(-1)?.end ?? 0;
      found.push({ start, end: start + end - at, code, whole: at === 0 && end === paragraph.length });
      at = end;
    }
  }
  return found;
}

export const clock = (value) => (value < 60 ? `${value.toFixed(1)} s` : `${Math.floor(value / 60)} min ${String(Math.floor(value % 60)).padStart(2, "0")} s`);

// “12.4 s of 48.0 s · at 4×: 12 s”
export function told(line, speed, recorded) {
  const real = line.lasts / speed;
  const short = real < 10 ? `${real.toFixed(1)} s` : real < 60 ? `${Math.round(real)} s` : clock(real);
  const skips = line.idle !== null && line.lasts < line.until - 0.05 ? ", waiting shortened" : "";
  return `${clock(recorded)} of ${clock(line.until)} · at ${speed}×${skips}: ${short}`;
}
