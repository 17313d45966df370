// A list of models with search. All rows are here, so that a key press is answered in the browser, without the server.
import "./composing.js";
import { CONTEXT, FAVOURITE, found, FREE, ID, NAME, PRICE, THINKS, USED } from "./ranking.js";

const MOST = 60; // rows drawn at once: more are reached by typing
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
