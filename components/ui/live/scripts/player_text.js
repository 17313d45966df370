// A text of a turn that is replayed, as far as it is there: going on adds what is new, going back takes away. A paragraph
// that is whole is dressed as one that grew is (words.js).
import { after, blocksOf } from "./player_data.js";
import { parts } from "./words.js";

const MEASURED = 6_000; // characters by which the room for a text is told
const MANY = 100; // blocks from which on those out of view are not laid out
const TOGETHER = 32; // blocks that are laid out, or left out, as one: each costs something in every frame
const BLOCK = 3.2; // em that a block is taken to be high until it was seen
const NEAR = 24; // pixels from the end of a view that still count as its end

export class Pane {
  constructor(view, text) {
    Object.assign(this, { view, text, size: 0, follows: true, worked: 0 });
    this.blocks = blocksOf(text);
    this.starts = this.blocks.map(({ start }) => start);
    this.groups = []; // those that were ever there: who goes back and forth finds them as they were
    view.replaceChildren();
    view.hidden = !text;
    view.classList.toggle("many", this.blocks.length > MANY);
    view.onscroll = () => (this.follows = view.scrollTop + view.clientHeight >= view.scrollHeight - NEAR);
  }

  // The room that all of it will need is there from the beginning, so that nothing below it moves.
  makeRoom() {
    if (!this.text) return;
    const { view, size } = this;
    view.style.height = "";
    this.show(Math.min(this.text.length, Math.max(MEASURED, size)));
    const most = innerHeight * (this.view.closest(".staged") ? 0.36 : 0.42);
    view.style.height = `${Math.ceil(Math.min(most, view.scrollHeight))}px`;
    this.show(size);
    this.settled = null;
    this.settle();
  }

  show(size) {
    if (size === this.size) return;
    const { starts } = this;
    const first = Math.max(0, after(starts, Math.min(size, this.size) - 1) - 1);
    const many = size ? after(starts, size - 1) : 0;
    this.#cut(many);
    const coming = document.createDocumentFragment();
    for (let g = Math.floor(first / TOGETHER); g * TOGETHER < many; g++) {
      const group = (this.groups[g] ??= this.#group(g));
      const until = Math.min(many, (g + 1) * TOGETHER);
      for (let i = Math.max(first, g * TOGETHER); i < until; i++) {
        this.#fill(group.children[i - g * TOGETHER] ?? group.appendChild(this.#begun(i)), this.blocks[i], size);
      }
      if (!group.isConnected) coming.append(group);
    }
    this.view.append(coming);
    this.size = size;
  }

  // Groups that are not there yet stay as they are; in the last one only those blocks stay that are.
  #cut(many) {
    const { view } = this;
    const groups = Math.ceil(many / TOGETHER);
    if (groups < view.childElementCount / 2) view.replaceChildren(...[...view.children].slice(0, groups));
    while (view.childElementCount > groups) view.lastElementChild.remove();
    const last = this.groups[groups - 1];
    while (last?.childElementCount > many - (groups - 1) * TOGETHER) last.lastElementChild.remove();
  }

  #group(g) {
    const made = document.createElement("div");
    made.style.containIntrinsicHeight = `auto ${BLOCK * Math.min(TOGETHER, this.blocks.length - g * TOGETHER)}em`;
    return made;
  }

  #begun(i) {
    const place = document.createElement("div");
    place.dir = "auto";
    if (this.blocks[i].code) Object.assign(place, { className: "code", translate: false });
    return place;
  }

  #fill(place, { start, end, code, whole }, size) {
    const until = Math.min(end, size);
    const had = place.had ?? 0;
    if (had === until - start) return;
    this.worked += 1;
    const text = this.text.slice(start, until);
    if (!place.dressed && place.firstChild && had < text.length) place.firstChild.appendData(text.slice(had));
    else place.textContent = text;
    [place.had, place.dressed] = [text.length, false];
    const found = until === end && whole && !code ? parts(text) : [];
    if (found.length < 2) return;
    place.replaceChildren(...found.map((part, i) => (i % 2 ? Object.assign(document.createElement(part[0]), { textContent: part[1] }) : part)));
    place.dressed = true;
  }

  // Once a frame: who has not scrolled up follows its end.
  settle() {
    if (!this.follows || this.settled === this.size) return;
    this.settled = this.size;
    this.view.scrollTop = this.view.scrollHeight;
  }
}
