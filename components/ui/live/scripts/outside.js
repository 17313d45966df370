// Who signed out in another tab, or is not signed in any more, is led to where people sign in: Streamlit would only say
// that there is no connection, above all that stands there.
const STATE = "data-test-connection-state";
let watched = null;

async function look() {
  if (watched.getAttribute(STATE) === "CONNECTED") return;
  try {
    // Anything that is the room's: it answers 401 to who is not in. Where nobody answers it is the connection indeed.
    const url = new URL("../../_stcore/host-config", import.meta.url);
    const reply = await fetch(url, { cache: "no-store", headers: { Accept: "application/json" } });
    if (reply.status === 401) location.reload();
  } catch {
    // it is looked at again when Streamlit has tried again
  }
}

export function watchConnection() {
  const app = document.querySelector(`[${STATE}]`);
  if (!app || app === watched) return;
  watched = app;
  new MutationObserver(look).observe(app, { attributes: true, attributeFilter: [STATE] });
}
