// Notes beside a thought, as values: pure, apart from the page. Places are UTF-16 units of the thought.
export const LONGEST = 2_000; // characters of one, and how many a thought may have (components/conversation/note.py)
export const MOST = 200;
const LONGEST_QUOTE = 80;

// Where the words between two places stand, without the space around them; null where there are none.
export function trimmed(text, start, end) {
  const words = text.slice(start, end);
  const inner = words.trim();
  if (!inner) return null;
  const first = start + words.length - words.trimStart().length;
  return [first, first + inner.length];
}

// On one line, shortened behind a word.
export function quoted(text, start, end) {
  const signs = [...text.slice(start, Math.min(end, start + 8 * LONGEST_QUOTE)).trim().replace(/\s+/g, " ")];
  if (signs.length <= LONGEST_QUOTE && end - start <= 8 * LONGEST_QUOTE) return signs.join("");
  const cut = signs.slice(0, LONGEST_QUOTE + 1).join("");
  const word = cut.lastIndexOf(" ");
  return `${word > 0 ? cut.slice(0, word) : signs.slice(0, LONGEST_QUOTE).join("")} …`;
}

// The notes as they will be once these deeds are done, by their places. One whose deed is on its way is `pending`.
export function after(notes, deeds) {
  let found = [...notes];
  for (const { kind, number, id, start, end, body } of deeds) {
    if (kind === "keep") found.push({ id: `new-${number}`, start, end, body, pending: true });
    else if (kind === "back") found.push({ id, start, end, body, pending: true });
    else if (kind === "change") found = found.map((note) => (note.id === id ? { ...note, body, pending: true } : note));
    else if (kind === "remove") found = found.filter((note) => note.id !== id);
  }
  return found.sort((a, b) => a.start - b.start || a.end - b.end);
}

export const touching = (notes, start, end) => notes.filter((note) => note.start < end && note.end > start);

// The text between two places in pieces: [start, end, mark or null, the notes that it belongs to]. `marks` begin with
// their places; one that begins in an earlier one is passed over.
export function pieces(start, end, marks, notes) {
  const free = [];
  for (const mark of [...marks].sort((a, b) => a[0] - b[0])) {
    if (mark[0] >= (free.at(-1)?.[1] ?? start) && mark[0] < end) free.push(mark);
  }
  const inner = touching(notes, start, end);
  const all = [start, end, ...free.flatMap(([from, to]) => [from, to]), ...inner.flatMap((note) => [note.start, note.end])];
  const edges = [...new Set(all.map((edge) => Math.min(end, Math.max(start, edge))))].sort((a, b) => a - b);
  const found = [];
  let next = 0;
  for (let i = 0; i + 1 < edges.length; i++) {
    const [from, to] = [edges[i], edges[i + 1]];
    while (free[next] && free[next][1] <= from) next++;
    const mark = free[next]?.[0] <= from ? free[next] : null;
    found.push([from, to, mark, touching(inner, from, to)]);
  }
  return found;
}
