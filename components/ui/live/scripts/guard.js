// What every page needs as long as it is there.
import "./composing.js";
import "./standins.js";
import "./signs.js";
import { enterPage } from "./bring.js";
import { watchConnection } from "./outside.js";
import { wire } from "./wire.js";

// Can this page have a wire of its own for growing thoughts? A proxy may know only Streamlit's.
// It is the server that notes it: a message of the page would run all of it again, while somebody begins to type.
export default function ({ data }) {
  enterPage(location.pathname);
  watchConnection();
  if (window.thinkroomPage === data.page) return;
  window.thinkroomPage = data.page;
  wire(`page=${data.page}`);
}
