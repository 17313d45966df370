// Two windows of one browser: what is on stage, and the notes of who speaks. The one tells where it stands, the other what
// to do; what is said stays in this browser.
const name = (chat) => `thinkroom-replay-${chat}`;
const DOES = ["toggle", "on", "back", "next", "before", "home"];
const SELDOM = 250; // milliseconds between two messages that say no more than that time passes

// On stage. `about` is told again for each window that comes.
export function speak(chat, speaks, deeds, about) {
  if (!speaks || !globalThis.BroadcastChannel) return { tell() {}, leave() {} };
  const channel = new BroadcastChannel(name(chat));
  let [last, at, state] = ["", 0, null];
  channel.onmessage = ({ data }) => {
    if (data?.asks) channel.postMessage({ about: about(), state });
    else if (DOES.includes(data?.does)) deeds[data.does]();
  };
  channel.postMessage({ about: about() });
  return {
    tell(now) {
      state = now;
      const what = `${now.playing} ${now.step} ${now.speed} ${now.playing || now.at}`;
      if (what === last && performance.now() - at < SELDOM) return;
      [last, at] = [what, performance.now()];
      channel.postMessage({ state });
    },
    leave: () => channel.close(),
  };
}

// In the window of who speaks. `heard` is called with what is told, {about, state}, either of which may be missing.
export function listen(chat, heard) {
  const channel = new BroadcastChannel(name(chat));
  channel.onmessage = ({ data }) => (data?.about || data?.state) && heard(data);
  channel.postMessage({ asks: true });
  return { does: (does) => channel.postMessage({ does }), leave: () => channel.close() };
}
