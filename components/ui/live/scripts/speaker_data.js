// What a speaker is told of a replay (`about` and `state` as speaking.js sends them). Pure.
const MOST = 3; // steps that are told ahead

const named = ({ phase, headline }) => (headline ? `${phase}: ${headline}` : phase);

// Where it stands, and what comes: steps, then the answer, then the next turn.
export function coming({ steps, follows, next }, state) {
  const [at, until, number] = [state?.at ?? 0, state?.until ?? Infinity, state?.step ?? -1];
  const ahead = steps.slice(number + 1);
  const told = ahead.slice(0, MOST).map(named);
  if (ahead.length > MOST) told.push(`${ahead.length - MOST} more ${ahead.length - MOST === 1 ? "step" : "steps"}`);
  const over = at >= until;
  if (!over) told.push("The end of the answer");
  if (next) told.push(`The next turn: ${follows}`);
  else if (over) told.push("Nothing: this is the last turn.");
  const now = over ? "It has ended." : number < 0 ? "Nothing has been thought yet." : `Step ${number + 1} of ${steps.length}, ${named(steps[number])}`;
  return { now, next: told };
}

// 4:07, 1:02:03
export function spoken(milliseconds) {
  const seconds = Math.floor(milliseconds / 1000);
  const parts = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const [hours, ...rest] = parts.map((part, i) => (i ? String(part).padStart(2, "0") : String(part)));
  return parts[0] ? [hours, ...rest].join(":") : `${parts[1]}:${rest[1]}`;
}
