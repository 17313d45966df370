// Copying: browsers allow it for some seconds after a click; where the page is not served securely there is only the
// old way. Showing: a new question goes to the top of the window, and what comes grows below it, so that nothing that
// is being read moves; a turn that is not drawn yet is waited for. Reading: who scrolls up in growing thoughts, or marks
// words there, does not want them closed.
// What is asked just now is listened to before the element that shows it has come.
import { listen, show, showNothing } from "./bring.js";
import { find, unmark } from "./find.js";
import { answerNow, enter, key, keyInField, stay } from "./keys.js";
import { leave, prepare, watch } from "./live.js";
import { allowWords } from "./title.js";

const copied = new Set();
const shown = new WeakMap();
const reading = new Set();

// A field would change the ends of lines.
function theOldWay(text) {
  const field = document.createElement("textarea");
  field.value = "…"; // something has to be marked
  field.style.position = "fixed";
  field.style.opacity = "0";
  document.body.append(field);
  field.select();
  let done = false;
  field.oncopy = (event) => {
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
    done = true;
  };
  const allowed = document.execCommand("copy");
  field.remove();
  return allowed && done;
}

function leaveSidebar() {
  const open = document.querySelector('[data-testid="stSidebar"][data-collapsed="false"]');
  if (open && innerWidth < 768) open.querySelector('[data-testid="stSidebarCollapseButton"] button')?.click();
}

function read(place, tell) {
  const view = place && place.closest && place.closest('[class*="st-key-view-live-"]');
  const name = view && [...view.classList].find((name) => name.startsWith("st-key-view-live-"));
  const turn = name && name.slice("st-key-view-live-".length);
  const marked = !document.getSelection().isCollapsed;
  if (!turn || reading.has(turn) || !(marked || view.scrollTop < -40)) return;
  reading.add(turn);
  tell(turn);
}

export default function ({ data, parentElement, setTriggerValue }) {
  allowWords(data.title_words);
  if (data.runs) watch(data.runs);
  if (!data.turn) showNothing();
  else if (shown.get(parentElement) !== data.turn) {
    shown.set(parentElement, data.turn);
    show(data.turn);
  }
  if (data.find && window.thinkroomFound !== data.find.number) {
    window.thinkroomFound = data.find.number;
    leaveSidebar();
    find(data.find.place, data.find.words);
  } else if (!data.find) unmark();
  if (data.field && window.thinkroomField !== data.field) enter(data.field);
  window.thinkroomField = data.field;
  // Kept by the window: the element itself may be made anew when the page around it changes.
  if (window.thinkroomChat !== undefined && window.thinkroomChat !== data.chat) {
    leaveSidebar();
    leave(data.chat);
  }
  window.thinkroomChat = data.chat;
  const reads = (turn) => setTriggerValue("reading", turn);
  window.thinkroomListens?.abort();
  window.thinkroomListens = new AbortController();
  const { signal } = window.thinkroomListens;
  listen(signal);
  document.addEventListener("scroll", (event) => read(event.target, reads), { capture: true, signal });
  document.addEventListener("mouseup", (event) => read(event.target, reads), { signal });
  document.addEventListener("keydown", key, { signal });
  window.addEventListener("keydown", keyInField, { capture: true, signal });
  window.addEventListener("keydown", answerNow, { capture: true, signal });
  document.addEventListener("click", stay, { signal });
  document.addEventListener("input", (event) => event.target.closest?.('[data-testid="stChatInput"]') && prepare(data.page), { signal });
  if (!data.copy || copied.has(data.copy.number)) return;
  const { text, number } = data.copy;
  copied.add(number);
  const tell = (done) => setTriggerValue("copied", { number, done });
  if (!navigator.clipboard) return tell(theOldWay(text));
  navigator.clipboard.writeText(text).then(() => tell(true), () => tell(theOldWay(text)));
}
