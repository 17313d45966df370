// A turn that has ended, replayed in the page: all of it stands in the data, so that nothing is asked of anybody. A timer
// says when the next piece is due, also in a tab that nobody sees; what is only looked at is drawn once a frame.
import { KINDS, PHASES, read } from "./inside_data.js";
import { drawBlocks } from "./inside_strip.js";
import { accrued, after, axisOf, clock, countAt, IDLE, lineOf, marksOf, money, phrasesOf, Playhead, SPEEDS, told, withIdle } from "./player_data.js";
import { act } from "./player_keys.js";
import { Pane } from "./player_text.js";
import { speak } from "./speaking.js";

const SHORTEST = 4; // milliseconds: browsers wake nobody sooner
const OFTEN = 100; // milliseconds between two looks at what is written while it plays
const SELDOM = 250; // … and at the bar, for who wants less motion
const NEXT_IN = 2_000; // milliseconds that the end of a turn is shown before the next one comes
const AGAIN = 2_000; // milliseconds within which what is drawn anew goes on playing
const leaving = new WeakMap(); // by element: what ends what was drawn before
const places = new Map(); // by turn: where it stood, over what Python draws anew
const settings = { speed: 1, skips: false, pauses: false, turns: false, marks: true, loops: false, onwards: true };
let goesOn = false; // the turn that comes next is played at once
const { format: figure } = new Intl.NumberFormat("en-US");
const calm = matchMedia("(prefers-reduced-motion: reduce)");
const onStage = () => document.documentElement.classList.contains("presenting");

function kept(place, play, data) {
  const key = `${place}:${play.turn}`;
  const found = places.get(key) ?? { at: data.t ?? 0, opens: true };
  places.set(key, found);
  return found;
}

export default function ({ data, parentElement, setTriggerValue }) {
  leaving.get(parentElement)?.();
  const root = parentElement.querySelector(".player");
  const find = (selector) => root.querySelector(selector);
  const play = JSON.parse(data.play);
  const inside = read({ ...play, grows: false });
  const plain = lineOf(play);
  const skipped = withIdle(plain, IDLE);
  const axis = axisOf(plain, inside.steps);
  const steps = axis.edges.slice(0, inside.steps.length);
  const inChat = data.place === "chat";
  const view = kept(data.place, play, data);
  const phrases = phrasesOf(plain, inside.steps);
  const markers = play.markers.map(([at, words], i) => [Math.min(at, plain.until), words || `Marker ${figure(i + 1)}`]);
  const chosen = () => ({ line: settings.skips ? skipped : plain, marks: marksOf(settings, steps, phrases, markers), loops: settings.loops });
  const head = new Playhead(plain, [], view.at);
  head.set(0, { ...chosen(), speed: settings.speed });
  const panes = { r: new Pane(find(".thoughts"), plain.texts.r), a: new Pane(find(".answer"), plain.texts.a) };
  const now = () => performance.now();
  let [timer, frame, drawn, leads, count, stood] = [0, 0, -Infinity, 0, -1, ""];

  // What is there now. It is called as often as something is due, and costs what has changed.
  function hear() {
    clearTimeout(timer);
    const { at, event } = head.tick(now());
    write(at);
    if (event === "end") ended();
    if (event) look();
    if (head.playing) timer = setTimeout(hear, Math.max(SHORTEST, head.due(now())));
  }

  function write(at) {
    view.at = at;
    const pieces = countAt(plain, at);
    if (pieces === count) return;
    count = pieces;
    for (const kind of ["r", "a"]) panes[kind].show(plain.sizes[kind][count]);
  }

  // Once a frame, while it plays.
  function paint() {
    frame = 0;
    hear();
    if (!head.playing || now() - drawn >= (calm.matches ? SELDOM : OFTEN)) look();
    else if (!calm.matches) move(head.at(now()));
    for (const pane of Object.values(panes)) pane.settle();
    if (head.playing) frame ||= requestAnimationFrame(paint);
  }

  function go() {
    cancelAnimationFrame(frame);
    frame = 0;
    hear();
    look();
    paint();
  }

  // By tenths of a percent: what nobody could see is not drawn.
  function move(at) {
    const place = `translateX(min(${((at / axis.to) * 100).toFixed(1)}%, 100% - 3px))`;
    if (place !== stood) parts.ahead.style.transform = stood = place;
  }

  function look() {
    drawn = now();
    const at = head.at(drawn);
    const { slider, toggle, time, bill, doing } = parts;
    move(at);
    slider.setAttribute("aria-valuenow", at.toFixed(1));
    slider.setAttribute("aria-valuetext", `${clock(at)} of ${clock(plain.until)}`);
    const [word, icon] = head.playing ? ["Pause", "pause"] : at >= plain.until && plain.until ? ["Again", "replay"] : ["Play", "play_arrow"];
    set(toggle.querySelector(".word"), word);
    set(toggle.querySelector(".icon"), icon);
    set(time, told(head.line, head.speed, at));
    set(bill, billed(at));
    const step = inside.steps[stepNow(at)];
    const phrase = !head.playing && settings.turns && phrases.find((one) => one.at === at);
    const spotted = phrase ? ` · “${inside.text.slice(phrase.start, phrase.end)}” (${KINDS[phrase.kind]})` : "";
    set(doing, step ? `Step ${figure(step.number + 1)} of ${figure(steps.length)} · ${PHASES[step.phase]}${spotted}${step.headline ? `: ${step.headline}` : ""}` : "");
    const reached = markers.filter(([moment]) => moment <= at).length - 1;
    [...parts.markers.children].forEach(({ firstChild }, i) => firstChild.setAttribute("aria-current", i === reached));
    set(parts.beside, besides(at));
    parts.ending.style.visibility = at >= plain.until ? "" : "hidden"; // its room is there, so that nothing moves
    speaker.tell({ at, until: plain.until, playing: head.playing, speed: head.speed, step: step?.number ?? -1 });
  }
  const set = (place, text) => place.textContent !== text && (place.textContent = text);
  const stepNow = (at) => after(steps, at) - 1;

  function billed(at) {
    const { exact, tokens, cost } = accrued(plain, play, at);
    const about = exact ? "" : "≈";
    return [tokens !== null && `${about}${figure(tokens)} tokens`, cost !== null && `${about}${money(cost, play.cost)}`].filter(Boolean).join(" · ");
  }

  function besides(at) {
    if (!hasBeside) return "";
    const words = plain.pieces.slice(0, countAt(plain, at)).filter(({ kind }) => kind === "p").map(({ text }) => text);
    const many = [...new Set(words)].map((word) => {
      const number = words.filter((one) => one === word).length;
      return number > 1 ? `${word} (${number}×)` : word;
    });
    return many.length ? `Beside these words there came: ${many.join(", ")}.` : "Beside these words nothing has come yet.";
  }
  const hasBeside = plain.pieces.some(({ kind }) => kind === "p");

  function ended() {
    if (inChat || !data.next || !settings.onwards || onStage()) return;
    leads = setTimeout(() => turn("next", true), NEXT_IN);
  }

  function turn(which, plays) {
    if (!data[which]) return;
    goesOn = plays;
    setTriggerValue("go", which);
  }

  // What can be done, by a press, by a key, and from the speaker's window.
  const deeds = {
    toggle() {
      clearTimeout(leads);
      head.playing ? head.pause(now()) : head.play(now());
      if (!head.playing) tellAddress();
      go();
    },
    seek(recorded) {
      clearTimeout(leads);
      head.seek(now(), recorded);
      for (const pane of Object.values(panes)) pane.follows = true;
      if (!head.playing) tellAddress();
      go();
    },
    by: (seconds) => deeds.seek(head.at(now()) + seconds),
    home: () => deeds.seek(0),
    end: () => deeds.seek(plain.until),
    piece: (by) => deeds.seek(head.stepped(now(), plain.ats, by)),
    step: (by) => deeds.seek(head.stepped(now(), steps, by)),
    next: () => turn("next", head.playing),
    before: () => turn("before", head.playing),
    // As a clicker goes: play; while it plays to the next step; from the end to the next turn.
    on() {
      if (!head.playing && head.at(now()) >= plain.until) turn("next", true);
      else head.playing ? deeds.step(1) : deeds.toggle();
    },
    back() {
      if (head.at(now()) <= 0) turn("before", false);
      else deeds.step(-1);
    },
  };

  // Where it stands is in the address of its own page, so that it can be sent to somebody.
  function tellAddress() {
    if (inChat) return;
    const address = new URL(location.href);
    address.searchParams.set("t", head.at(now()).toFixed(1));
    history.replaceState(history.state, "", address);
  }

  const parts = Object.fromEntries(["slider", "ahead", "toggle", "time", "bill", "doing", "beside", "ending", "markers"].map((name) => [name, find(`.${name}`)]));
  const speaker = speak(play.chat, !inChat, deeds, () => ({ turn: play.turn, question: play.question, follows: play.follows, next: data.next, steps: inside.steps.map(({ headline, phase }, i) => ({ headline, phase: PHASES[phase], at: steps[i] })) }));

  // What does not change while it is played
  root.classList.toggle("page", !inChat);
  find(".whose").textContent = [play.model, !inChat && data.number].filter(Boolean).join(" · ");
  find(".made").hidden = !plain.made;
  find(".panel").hidden = !plain.texts.r;
  parts.beside.hidden = !hasBeside;
  Object.assign(parts.ending, { hidden: !play.ending, textContent: play.ending });
  parts.slider.setAttribute("aria-valuemax", plain.until.toFixed(1));
  find(".leave").hidden = find(".full").hidden = !inChat;
  find(".speak").hidden = inChat;
  find(".full").href = new URL(`../../replay?${new URLSearchParams({ chat: play.chat, turn: play.turn })}`, import.meta.url).href;
  find(".turns").hidden = inChat || !(data.before || data.next);
  find(".goes-on").hidden = inChat || !data.next;
  find(".turn-before").disabled = !data.before;
  find(".turn-next").disabled = !data.next;
  find(".follows").textContent = data.next ? play.follows : "";
  find(".turning").hidden = find(".key.tick").hidden = !phrases.length;
  find(".legend").hidden = !steps.length;
  find(".marking").hidden = parts.markers.hidden = !markers.length;
  parts.markers.replaceChildren(...markers.map(([at, words], i) => {
    const [item, go, number, said, when] = ["li", "button", "b", "bdi", "span"].map((tag) => document.createElement(tag));
    go.type = "button";
    [number.textContent, said.textContent, when.textContent] = [figure(i + 1), words, clock(at)];
    go.append(number, said, when);
    go.onclick = () => deeds.seek(at);
    item.append(go);
    return item;
  }));
  const select = find("select");
  select.replaceChildren(...SPEEDS.map((speed) => new Option(`${speed}×`, speed, false, speed === settings.speed)));
  for (const box of root.querySelectorAll(".switches input")) box.checked = settings[box.name];

  function drawBar() {
    drawBlocks(find(".blocks"), inside, axis, { now: null, span: null }, "replayed");
    const spans = [];
    plain.pieces.forEach(({ kind }, i) => {
      if (kind !== "a") return;
      const until = plain.ats[i + 1] ?? plain.until;
      if (spans.at(-1)?.[1] === plain.ats[i] && plain.pieces[i - 1]?.kind === "a") spans.at(-1)[1] = until;
      else spans.push([plain.ats[i], until]);
    });
    const width = find(".bar").clientWidth || 700;
    const made = (tag, from, to) => {
      const mark = document.createElement(tag);
      mark.style.left = `${(from / axis.to) * 100}%`;
      if (to !== undefined) mark.style.width = `max(3px, ${((to - from) / axis.to) * 100}%)`;
      if (to !== undefined && ((to - from) / axis.to) * width > 64) mark.textContent = "Answer";
      return mark;
    };
    const others = plain.pieces.filter(({ kind }) => kind === "p").map(({ at }) => made("b", at));
    find(".flags").replaceChildren(...markers.map(([at], i) => {
      const flag = made("i", at);
      flag.dataset.number = figure(i + 1);
      return flag;
    }));
    find(".ticks").replaceChildren(...phrases.map(({ at }) => made("i", at)));
    find(".answers").replaceChildren(...spans.map(([from, to]) => made("i", from, to)), ...others);
  }

  // Presses
  const press = { toggle: deeds.toggle, "step-before": () => deeds.step(-1), "piece-before": () => deeds.piece(-1), "piece-next": () => deeds.piece(1), "step-next": () => deeds.step(1), "turn-before": deeds.before, "turn-next": () => turn("next", true) };
  for (const [name, does] of Object.entries(press)) find(`.${name}`).onclick = does;
  find(".speak").onclick = () => {
    const address = new URL(`../../replay?${new URLSearchParams({ chat: play.chat, turn: play.turn, speaker: 1 })}`, import.meta.url);
    window.open(address, `thinkroom-speaker-${play.chat}`, "popup,width=720,height=860");
  };
  find(".leave").onclick = () => {
    places.delete(`${data.place}:${play.turn}`);
    setTriggerValue("go", "close");
  };
  find(".full").onclick = (event) => {
    if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return; // a tab of its own
    event.preventDefault();
    setTriggerValue("go", "full");
  };
  select.onchange = () => {
    settings.speed = Number(select.value);
    head.set(now(), { speed: settings.speed });
    go();
  };
  find(".switches").onchange = ({ target }) => {
    settings[target.name] = target.checked;
    head.set(now(), chosen());
    if (!settings.onwards) clearTimeout(leads);
    go();
  };
  const { slider } = parts;
  const share = (event) => {
    const box = slider.getBoundingClientRect();
    return Math.min(1, Math.max(0, (event.clientX - box.left) / box.width));
  };
  slider.onpointerdown = (event) => {
    if (event.button) return;
    slider.setPointerCapture(event.pointerId);
    deeds.seek(share(event) * axis.to);
  };
  slider.onpointermove = (event) => slider.hasPointerCapture(event.pointerId) && deeds.seek(share(event) * axis.to);

  // Keys: in a chat while the player has the focus; on its own page, and on stage, anywhere but where somebody writes.
  const listening = new AbortController();
  const key = (event) => (!inChat || onStage() || event.composedPath().includes(root)) && act(event, deeds, onStage());
  document.addEventListener("keydown", key, { signal: listening.signal });
  window.addEventListener("resize", room, { signal: listening.signal });
  document.addEventListener("visibilitychange", go, { signal: listening.signal });
  function room() {
    drawBar();
    root.classList.toggle("staged", onStage());
    for (const pane of Object.values(panes)) pane.makeRoom();
  }
  const sized = new ResizeObserver(room);
  sized.observe(find(".bar"));
  root.playerPanes = panes; // for who measures how much is done

  write(head.at(now()));
  const drawnAnew = view.left !== undefined && now() - view.left < AGAIN; // by Python, in the middle of it
  if (goesOn || drawnAnew || (inChat && view.opens && !calm.matches)) head.play(now());
  if (inChat && view.opens) find(".toggle").focus({ preventScroll: true });
  [goesOn, view.opens, view.left] = [false, false, undefined];
  room();
  go();
  const end = () => {
    if (head.playing) [view.at, view.left] = [head.at(now()), now()];
    clearTimeout(timer);
    clearTimeout(leads);
    cancelAnimationFrame(frame);
    listening.abort();
    sized.disconnect();
    speaker.leave();
  };
  leaving.set(parentElement, end);
  return end;
}
