// A notification at the end of a long thought that nobody looked at. It names no content. The browser is asked for leave
// after a press, and where there can be none, there is no control.
const KEY = "thinkroom-notify", TITLE = "Thinkroom", BODY = "A long thought has ended.";

// Android's have them for service workers alone: making one there is an error.
export function canNotify({ Notification, isSecureContext, navigator }) {
  return Boolean(Notification && isSecureContext) && Notification.permission !== "denied" && !/Android/.test(navigator.userAgent);
}

function wanted(to) {
  try {
    if (to !== undefined) localStorage.setItem(KEY, to ? "yes" : "no");
    return localStorage.getItem(KEY) === "yes";
  } catch {
    return false; // a browser that keeps nothing
  }
}

const on = () => canNotify(window) && Notification.permission === "granted" && wanted();

export function notify() {
  if (!on()) return;
  const told = new Notification(TITLE, { body: BODY, tag: KEY });
  told.onclick = () => (focus(), told.close());
}

export default function ({ parentElement }) {
  const root = parentElement.querySelector(".notify");
  const box = root.querySelector("input");
  const draw = () => {
    root.hidden = !canNotify(window);
    if (!root.hidden) box.checked = on();
  };
  box.onchange = async () => {
    if (box.checked && Notification.permission === "default") await Notification.requestPermission();
    wanted(box.checked);
    draw();
  };
  draw();
}
