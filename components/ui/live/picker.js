// A list of models with search. All rows are here, so that a key press is answered in the browser, without the server.
// A row: [id, name, price, context, shows thoughts, free, favourite, place among the last used or -1].
import "./composing.js";

const MOST = 60; // rows drawn at once: more are reached by typing
const ID = 0, NAME = 1, PRICE = 2, CONTEXT = 3, THINKS = 4, FREE = 5, FAVOURITE = 6, USED = 7;

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

function found(rows, query, filters, chosen) {
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

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

function option(row, chosen, star) {
  const item = element("li", "row");
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", String(row[ID] === chosen));
  item.dataset.id = row[ID];
  const text = element("span", "text");
  text.append(element("span", "name", row[NAME]));
  if (row[NAME] !== row[ID]) text.append(element("span", "id", row[ID]));
  const facts = element("span", "facts");
  if (row[USED] === 0) facts.append(element("span", "used", "last used"));
  if (row[THINKS]) facts.append(element("span", "thinks", "shows thoughts"));
  if (row[PRICE]) facts.append(element("span", row[FREE] ? "free" : "price", row[PRICE]));
  if (row[CONTEXT]) facts.append(element("span", "context", row[CONTEXT]));
  text.append(facts);
  const button = element("button", "star", row[FAVOURITE] ? "★" : "☆");
  button.type = "button";
  button.tabIndex = -1;
  button.title = row[FAVOURITE] ? "No longer a favourite" : "Make it a favourite";
  button.setAttribute("aria-label", `${button.title}: ${row[NAME]}`);
  button.addEventListener("click", (event) => {
    event.stopPropagation();
    star(row);
  });
  item.append(text, button);
  return item;
}

export default function ({ data, parentElement, setTriggerValue }) {
  const all = JSON.parse(data.rows);
  const root = parentElement.querySelector(".picker");
  const field = root.querySelector("input[type=search]");
  const list = root.querySelector("ul");
  const count = root.querySelector(".count");
  const boxes = [...root.querySelectorAll(".filters input")];
  // What is being typed, filtered and pointed at outlives a new list of models.
  const state = (parentElement.thinkroomPicker ??= { active: 0, typed: false });
  root.querySelector(".filters").hidden = data.plain;

  const choose = (id) => id && setTriggerValue("chosen", id);
  const star = (row) => {
    row[FAVOURITE] = !row[FAVOURITE];
    setTriggerValue("starred", { id: row[ID], favourite: row[FAVOURITE] });
    draw();
  };
  const point = (active) => {
    const items = [...list.children].filter((item) => item.dataset.id);
    state.active = Math.max(0, Math.min(active, items.length - 1));
    items.forEach((item, i) => {
      item.classList.toggle("active", i === state.active);
      const button = item.querySelector(".star");
      if (button) button.tabIndex = i === state.active ? 0 : -1; // Tab leads from the list to one star, not to sixty
      item.id = `model-option-${i}`;
    });
    field.setAttribute("aria-activedescendant", items.length ? `model-option-${state.active}` : "");
    items[state.active]?.scrollIntoView({ block: "nearest" });
  };
  const draw = () => {
    const filters = Object.fromEntries(boxes.map((box) => [box.name, box.checked && !data.plain]));
    const query = field.value.trim();
    const rows = found(all, query, filters, data.chosen);
    list.replaceChildren(...rows.slice(0, MOST).map((row) => option(row, data.chosen, star)));
    if (query && !all.some((row) => row[ID] === query)) {
      const typed = element("li", "row typed");
      typed.setAttribute("role", "option");
      typed.dataset.id = query;
      typed.append(element("span", "name", `Use “${query}” as typed`));
      list.append(typed);
    }
    const more = rows.length - MOST;
    count.textContent =
      more > 0 ? `${rows.length} models; keep typing to see the other ${more}` : `${rows.length} ${rows.length === 1 ? "model" : "models"}`;
    point(state.active);
  };

  field.oninput = () => {
    state.active = 0;
    draw();
    list.scrollTop = 0;
  };
  boxes.forEach((box) => (box.onchange = field.oninput));
  field.onkeydown = (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      point(state.active + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Enter") {
      event.preventDefault();
      choose(list.querySelector(".active")?.dataset.id);
    }
  };
  list.onclick = (event) => choose(event.target.closest("li")?.dataset.id);
  draw();
  if (!state.typed) {
    state.typed = true;
    field.focus({ preventScroll: true });
  }
}
