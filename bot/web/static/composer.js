// Writing: Enter sends, Shift+Enter breaks the line, and a word still being composed is left alone.

import { byId, el, icon } from "./dom.js";
import { Mentions } from "./mentions.js";
import { EXAMPLES, language, say } from "./words.js";

const TALLEST = 160;
const COMPOSING = 229;

export class Composer {
  /** `send(text, mentions)` resolves to whether it was taken. */
  constructor(model, send) {
    this.model = model;
    this.send = send;
    this.text = byId("text");
    this.examples = byId("examples");
    this.ideas = byId("ideas");
    this.drafts = new Map();
    this.mentions = new Mentions(model, this.text);
    this.ideas.append(icon("bulb"));
    byId("send").append(icon("send"));
    this.text.addEventListener("input", () => this.#fit());
    this.text.addEventListener("keydown", (event) => this.#key(event));
    this.ideas.addEventListener("click", () => this.showExamples(this.examples.hidden));
    byId("composer").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#submit();
    });
  }

  /** What was half written in another chat waits there. */
  show(chat, name) {
    if (this.chat) this.drafts.set(this.chat.id, this.text.value);
    this.chat = chat;
    this.text.value = this.drafts.get(chat.id) ?? "";
    this.mentions.clear();
    this.drawWords(name);
    this.showExamples(!chat.slots.some((slot) => slot.line.sender === this.model.me.id));
    this.#fit();
  }

  drawWords(name) {
    const words = say("write_here", { chat: name });
    this.text.placeholder = words;
    this.text.setAttribute("aria-label", words);
    const inDirect = (example) => (this.chat.kind === "direct" ? example.replace(/^@小办 /, "") : example);
    this.examples.replaceChildren(...EXAMPLES[language()].map((example) => this.#example(inDirect(example))));
    this.showExamples(!this.examples.hidden);
    this.#fit();
  }

  focus() {
    this.text.focus();
  }

  showExamples(shown) {
    this.examples.hidden = !shown;
    this.ideas.setAttribute("aria-expanded", String(shown));
    this.ideas.setAttribute("aria-label", say(shown ? "ideas_hide" : "ideas_show"));
    this.ideas.title = this.ideas.getAttribute("aria-label");
  }

  #example(words) {
    const example = el("button", { type: "button", class: "example" }, words);
    example.addEventListener("click", () => {
      this.text.value = words;
      this.#fit();
      this.text.focus();
    });
    return example;
  }

  #key(event) {
    if (event.isComposing || event.keyCode === COMPOSING) return;
    if (this.mentions.takesKey(event.key)) event.preventDefault();
    else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#submit();
    }
  }

  async #submit() {
    const text = this.text.value.trim();
    if (!text) return;
    const { chat } = this;
    const mentions = this.mentions.idsIn(text);
    this.text.value = "";
    this.mentions.clear();
    this.#fit();
    this.text.focus();
    if (!(await this.send(chat, text, mentions))) this.#giveBack(chat, text);
    else if (chat === this.chat) this.showExamples(false);
  }

  #giveBack(chat, text) {
    if (chat !== this.chat) this.drafts.set(chat.id, text);
    else if (!this.text.value) this.text.value = text;
    this.#fit();
  }

  #fit() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, TALLEST)}px`;
    byId("send").disabled = !this.text.value.trim();
  }
}
