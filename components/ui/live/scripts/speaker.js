// The window of who speaks: where the replay stands in the other window, what comes next, and notes that stay here.
import { clock } from "./player_data.js";
import { coming, spoken } from "./speaker_data.js";
import { listen } from "./speaking.js";

const leaving = new WeakMap(); // by element: what ends what was drawn before
const KEPT = (chat) => `thinkroom-notes-${chat}`;

export default function ({ data, parentElement }) {
  leaving.get(parentElement)?.();
  const root = parentElement.querySelector(".speaker");
  const find = (selector) => root.querySelector(selector);
  let [about, state, since] = [null, null, performance.now()];

  function draw() {
    find(".waits").hidden = !!about;
    find(".told").hidden = !about;
    if (!about) return;
    find(".asked").textContent = about.question;
    find(".time").textContent = state ? `${clock(state.at)} of ${clock(state.until)}` : "";
    find(".state").textContent = state ? `${state.playing ? "plays" : "paused"}, ${state.speed}×` : "";
    const { now, next } = coming(about, state);
    find(".now").textContent = now;
    find(".coming").replaceChildren(...next.map((text) => Object.assign(document.createElement("li"), { textContent: text })));
  }

  const channel = listen(data.chat, (told) => {
    about = told.about ?? about;
    state = told.about && !told.state ? null : told.state ?? state;
    draw();
  });
  for (const does of ["back", "toggle", "on"]) find(`.${does}`).onclick = () => channel.does(does);
  const spent = () => (find(".spent b").textContent = spoken(performance.now() - since));
  find(".anew").onclick = () => {
    since = performance.now();
    spent();
  };
  const notes = find("textarea");
  notes.value = localStorage.getItem(KEPT(data.chat)) ?? "";
  notes.oninput = () => (notes.value ? localStorage.setItem(KEPT(data.chat), notes.value) : localStorage.removeItem(KEPT(data.chat)));
  const ticking = setInterval(spent, 1000);
  draw();
  const end = () => {
    clearInterval(ticking);
    channel.leave();
  };
  leaving.set(parentElement, end);
  return end;
}
