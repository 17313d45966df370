// Many thoughts in a table: a row leads to the inside of its thought, a column's name sorts by it. Rows come sorted, and
// of many pages one at a time (components/live_protocol.py).
function element(tag, role, className, text) {
  const made = document.createElement(tag);
  if (role) made.setAttribute("role", role);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

// What a cell is, by its column: a figure, or what has a name of its own.
const kind = ({ name, figures }) => (figures && name !== "created" ? "figure" : name);

export default function ({ data, parentElement, setTriggerValue, setStateValue }) {
  const root = parentElement.querySelector(".across");
  const find = (selector) => root.querySelector(selector);
  const [columns, rows] = [JSON.parse(data.columns), JSON.parse(data.rows)];

  // A column that is chosen anew begins with its largest, where it has figures; once more turns it round.
  const sort = (name) => {
    const figures = columns.find((column) => column.name === name).figures;
    setStateValue("sort", [name, name === data.by ? !data.down : figures]);
  };

  function head(column) {
    const { name, label } = column;
    const cell = element("th", "columnheader", kind(column));
    cell.scope = "col";
    if (name === data.by) cell.setAttribute("aria-sort", data.down ? "descending" : "ascending");
    const button = element("button", "", "", label);
    button.type = "button";
    button.onclick = () => sort(name);
    cell.append(button);
    return cell;
  }

  function line([chat, turn, question, ...cells]) {
    const row = element("tr", "row");
    const first = element("td", "cell");
    const link = element("a", "", "", question);
    link.href = new URL(`../../inside?${new URLSearchParams({ chat, turn, from: "thoughts" })}`, import.meta.url).href;
    link.onclick = (event) => {
      if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // a tab of its own
      event.preventDefault();
      setTriggerValue("open", [chat, turn]);
    };
    first.append(link);
    row.append(first);
    cells.forEach((text, number) => {
      const column = columns[number + 1];
      const cell = element("td", "cell", kind(column));
      for (const part of text.match(/[^/]*\/|[^/]+/g) ?? []) cell.append(part, document.createElement("wbr")); // the name of a model breaks there
      cell.dataset.name = column.label;
      row.append(cell);
    });
    return row;
  }

  // Who stands on a name or a link keeps standing there when the rows are drawn again.
  const active = parentElement.getRootNode().activeElement ?? document.activeElement;
  const stands = active && root.contains(active) ? [active.localName, active.textContent, active.getAttribute("href")] : null;
  find("thead tr").replaceChildren(...columns.map(head));
  find("tbody").replaceChildren(...rows.map(line));
  const select = find("select");
  select.replaceChildren(...columns.map(({ name, label }) => new Option(label, name, false, name === data.by)));
  select.onchange = () => sort(select.value);
  const way = find(".way");
  const figures = columns.find((column) => column.name === data.by).figures;
  way.textContent = figures ? (data.down ? "Largest first" : "Smallest first") : data.down ? "Z to A" : "A to Z";
  if (data.by === "created") way.textContent = data.down ? "Newest first" : "Oldest first";
  way.onclick = () => sort(data.by);
  if (stands && !root.contains(parentElement.getRootNode().activeElement)) {
    const [tag, text, href] = stands;
    [...root.querySelectorAll(tag)].find((one) => one.textContent === text && one.getAttribute("href") === href)?.focus({ preventScroll: true });
  }
}
