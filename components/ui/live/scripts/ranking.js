// Which models are shown, and in which order. A row:
// [id, name, price, context, shows thoughts, free, favourite, place among the last used or -1].
export const ID = 0, NAME = 1, PRICE = 2, CONTEXT = 3, THINKS = 4, FREE = 5, FAVOURITE = 6, USED = 7;

function words(text) {
  return text.toLowerCase().split(/\s+/).filter(Boolean);
}

// What was typed in full comes first, then what begins with it; of equals the shorter name.
function rank(row, query) {
  const id = row[ID].toLowerCase();
  const name = row[NAME].toLowerCase();
  const names = [id, name, id.split("/").pop(), name.split(": ").pop()];
  if (names.includes(query)) return 0;
  return names.some((one) => one.startsWith(query)) ? 1 : 2;
}

export function found(rows, query, filters, chosen) {
  const wanted = words(query);
  const kept = rows.filter(
    (row) =>
      (!filters.thinks || row[THINKS]) &&
      (!filters.free || row[FREE]) &&
      (!filters.favourite || row[FAVOURITE]) &&
      wanted.every((word) => row[ID].toLowerCase().includes(word) || row[NAME].toLowerCase().includes(word)),
  );
  const used = (row) => (row[USED] < 0 ? Infinity : row[USED]);
  const order = (row) => [
    query ? rank(row, query.toLowerCase()) : row[ID] === chosen ? -1 : 0,
    used(row),
    row[FAVOURITE] ? 0 : 1,
    query ? row[ID].length : 0,
  ];
  return kept
    .map((row, place) => ({ row, key: [...order(row), place] }))
    .sort((a, b) => {
      const at = a.key.findIndex((value, i) => value !== b.key[i]);
      return at < 0 ? 0 : a.key[at] < b.key[at] ? -1 : 1;
    })
    .map(({ row }) => row);
}
