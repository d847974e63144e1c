// The message that the next one will answer, shown above the text until it is sent or let go.

import { byId, el } from "./dom.js";
import { say } from "./words.js";

export class Replying {
  constructor(model, changed) {
    this.model = model;
    this.changed = changed;
    this.bar = byId("replying");
    this.line = null;
  }

  get id() {
    return this.line?.message_id ?? null;
  }

  to(line) {
    this.line = line;
    this.bar.hidden = line === null;
    this.draw();
    this.changed();
  }

  letGo() {
    if (this.line) this.to(null);
  }

  draw() {
    if (!this.line) return this.bar.replaceChildren();
    const close = el("button", { type: "button", class: "icon-button", "aria-label": say("reply_not") }, "×");
    close.addEventListener("click", () => this.letGo());
    const name = el("strong", {}, say("replying", { name: this.model.nameOf(this.line.sender) }));
    return this.bar.replaceChildren(el("p", { dir: "auto" }, name, this.model.wordsOf(this.line)), close);
  }
}
