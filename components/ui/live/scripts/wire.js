// The address of the room's own wire: beside this script, wherever the room is.
export function wire(query) {
  const url = new URL(`../thoughts?${query}`, import.meta.url);
  url.protocol = url.protocol.replace("http", "ws");
  return new WebSocket(url);
}
