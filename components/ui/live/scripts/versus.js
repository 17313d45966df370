// Two thoughts laid over each other: their strips on one scale, and their steps side by side. All of it stands in the
// page; nothing is asked for.
import { read } from "./inside_data.js";
import { drawAxis, drawBlocks, drawPace, drawTicks, fastest, seconds } from "./inside_strip.js";
import { walked } from "./inside_walk.js";
import { bands, differing, kindsOf, onOneScale } from "./versus_data.js";

const SVG = "http://www.w3.org/2000/svg";
const leaving = new WeakMap(); // by element: what ends what was drawn before
const views = new Map(); // by the two turns: what a person has opened outlives what Python draws

function element(tag, className, text) {
  const made = document.createElement(tag);
  if (className) made.className = className;
  if (text !== undefined) made.textContent = text;
  return made;
}

export default function ({ data, parentElement }) {
  leaving.get(parentElement)?.();
  const root = parentElement.querySelector(".versus");
  const told = JSON.parse(data.versus);
  const both = told.looks.map(read);
  const axes = onOneScale(...both);
  const which = both.map(({ turn }) => turn).join(" ");
  const view = views.get(which) ?? { open: new Set(), differing: false, now: null };
  views.set(which, view);
  const kinds = [0, 1].map((side) => kindsOf(told.pairs, side, told.kinds));
  const find = (selector) => root.querySelector(selector);
  const strips = [...root.querySelectorAll(".blocks")];
  const ticks = [...root.querySelectorAll(".ticks")];
  const paces = [...root.querySelectorAll(".pace")];

  function drawStrips() {
    const most = Math.max(...both.map(fastest));
    both.forEach((inside, side) => {
      const now = view.now === null ? null : told.pairs[view.now][side];
      drawBlocks(strips[side], inside, axes[side], { now, span: null, kinds: kinds[side] }, `versus-${side}`);
      drawTicks(ticks[side], inside, axes[side]);
      drawPace(paces[side], inside, axes[side], most);
    });
    drawAxis(find(".axis"), axes[0], strips[0].clientWidth || 700);
    find(".bands").replaceChildren(...bands(told.pairs, axes).map(([kind, a, b, c, d]) => {
      const path = document.createElementNS(SVG, "path");
      path.setAttribute("class", kind);
      const [left, right, far, near] = [a, b, d, c].map((share) => (share * 1000).toFixed(1));
      path.setAttribute("d", `M${left} 0H${right}L${far} 32H${near}Z`);
      return path;
    }));
  }

  function facts(side, number) {
    const [axis, { start, end }] = [axes[side], both[side].steps[number]];
    if (!axis.timed) return `${end - start} characters`;
    const at = number ? `at ${seconds(axis.edges[number] - axis.from)}` : "at the start";
    return `${at} · took ${seconds(axis.edges[number + 1] - axis.edges[number])}`;
  }

  function cell(side, number) {
    if (number === null) {
      const made = element("span", "cell none");
      made.append(told.missing[side]);
      return made;
    }
    const made = element("span", "cell");
    const { headline } = both[side].steps[number];
    made.append(element("span", "side", `${told.short[side]}: `), element("span", "no", `${number + 1} `));
    made.append(element("span", "what", headline || textOf(side, number).slice(0, 80) || "(blank)"));
    made.append(" ", element("span", "facts", facts(side, number)));
    return made;
  }

  const textOf = (side, number) => both[side].text.slice(both[side].steps[number].start, both[side].steps[number].end).trim();

  function texts(pair) {
    const made = element("div", "texts");
    const joined = pair[0] !== null && pair[1] !== null;
    const marked = joined ? differing(textOf(0, pair[0]), textOf(1, pair[1])) : [];
    [0, 1].forEach((side) => {
      const box = made.appendChild(element("div"));
      if (pair[side] === null) return;
      const text = textOf(side, pair[side]);
      const [start, end] = marked[side] ?? [0, 0];
      box.append(element("div", "side", told.short[side]));
      const body = box.appendChild(element("div", "body"));
      body.dir = "auto";
      body.append(text.slice(0, start));
      if (end > start) body.append(element("mark", "other", text.slice(start, end)));
      body.append(text.slice(end));
    });
    return made;
  }

  const shown = () => told.pairs.map((pair, place) => place).filter((place) => !view.differing || told.pairs[place][2] !== "same");

  function item(place) {
    const pair = told.pairs[place];
    const made = element("li", `pair ${pair[2]}${place === view.now ? " now" : ""}`);
    made.dataset.pair = place;
    const head = made.appendChild(element("button"));
    head.type = "button";
    head.setAttribute("aria-expanded", String(view.open.has(place)));
    head.append(element("span", "kind", told.kinds[pair[2]]), " ", cell(0, pair[0]), " ", cell(1, pair[1]));
    if (view.open.has(place)) made.append(texts(pair));
    return made;
  }

  const list = find(".pairs");
  function drawPairs() {
    list.replaceChildren(...shown().map(item));
    const all = shown();
    find(".folds").textContent = all.length && all.every((place) => view.open.has(place)) ? "Fold all" : "Open all";
    find(".folds").hidden = !all.length;
    find(".differing").hidden = told.pairs.every(([, , kind]) => kind === told.pairs[0][2]);
    find(".differing").setAttribute("aria-pressed", String(view.differing));
  }
  const again = (place) => list.querySelector(`[data-pair="${place}"]`)?.replaceWith(item(place));

  function go(place, scrolls) {
    const before = view.now;
    view.now = place;
    if (before !== null) again(before);
    again(place);
    drawStrips();
    const head = list.querySelector(`[data-pair="${place}"] > button`);
    head?.focus({ preventScroll: !scrolls });
    if (scrolls) head?.scrollIntoView({ block: "nearest" });
  }
  list.onclick = (event) => {
    const head = event.target.closest("button");
    if (!head) return;
    const place = Number(head.parentNode.dataset.pair);
    view.open.has(place) ? view.open.delete(place) : view.open.add(place);
    go(place, false);
  };
  list.onkeydown = (event) => {
    walked(event, [...list.querySelectorAll("button")]);
  };
  strips.forEach((blocks, side) => {
    blocks.onclick = (event) => {
      const number = [...blocks.children].indexOf(event.target.closest(".blocks > div"));
      const place = told.pairs.findIndex((pair) => pair[side] === number);
      if (number < 0 || place < 0) return;
      view.open.add(place);
      if (view.differing && told.pairs[place][2] === "same") {
        view.differing = false;
        drawPairs();
      }
      go(place, true);
    };
  });
  find(".differing").onclick = () => {
    view.differing = !view.differing;
    drawPairs();
  };
  find(".folds").onclick = () => {
    const all = shown();
    const open = all.every((place) => view.open.has(place));
    for (const place of all) open ? view.open.delete(place) : view.open.add(place);
    drawPairs();
  };

  function drawMeasures() {
    const table = element("table");
    const head = table.appendChild(element("thead")).appendChild(element("tr"));
    for (const name of ["", ...told.short]) {
      const made = head.appendChild(element(name ? "th" : "td", "", name));
      if (name) made.scope = "col";
    }
    const rows = table.appendChild(element("tbody"));
    for (const [label, ...values] of told.measures) {
      const row = rows.appendChild(element("tr"));
      row.appendChild(element("th", "", label)).scope = "row";
      for (const value of values) row.append(element("td", "", value));
    }
    find(".sheet").replaceChildren(table);
  }

  root.querySelectorAll(".name").forEach((line, side) => (line.textContent = told.names[side]));
  find(".both").setAttribute("aria-label", `${told.names.join("; ")}: the steps of both on one scale. They stand in the list below, too.`);
  find(".scale").textContent = axes[0].timed ? "Seconds since the first word of each; the small curves are characters a second." : "No times of both: shown by characters.";
  [...find(".heads").children].forEach((head, place) => (head.textContent = place ? told.short[place - 1] : ""));
  drawMeasures();
  drawStrips();
  drawPairs();
  const sized = new ResizeObserver(() => drawStrips());
  sized.observe(strips[0]);
  const end = () => sized.disconnect();
  leaving.set(parentElement, end);
  return end;
}
