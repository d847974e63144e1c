// Writing: Enter sends, Shift+Enter breaks the line, and a word still being composed is left alone.

import { byId, el, icon } from "./dom.js";
import { Mentions } from "./mentions.js";
import { Replying } from "./reply.js";
import { EXAMPLES, language, say } from "./words.js";

const TALLEST = 160;
const COMPOSING = 229;
const BOT_ONLY = /^[@＠](小办|xiaoban)$/i;

export class Composer {
  /** `send(chat, text, mentions, replyTo)` resolves to whether it was taken. */
  constructor(model, send) {
    this.model = model;
    this.send = send;
    this.text = byId("text");
    this.examples = byId("examples");
    this.ideas = byId("ideas");
    this.drafts = new Map();
    this.mentions = new Mentions(model, this.text);
    this.replying = new Replying(model, () => this.#drawPlace());
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
    this.replying.letGo();
    this.text.value = this.drafts.get(chat.id) ?? "";
    this.mentions.clear();
    this.drawWords(name);
    this.showExamples(!chat.slots.some((slot) => slot.line.sender === this.model.me.id));
    this.#fit();
  }

  drawWords(name) {
    this.name = name;
    this.replying.draw();
    const inDirect = (example) => (this.chat.kind === "direct" ? example.replace(/^@小办 /, "") : example);
    this.examples.replaceChildren(...EXAMPLES[language()].map((example) => this.#example(inDirect(example))));
    this.showExamples(!this.examples.hidden);
    this.#drawPlace();
  }

  focus() {
    this.text.focus();
  }

  replyTo(line) {
    this.replying.to(line);
    this.focus();
  }

  /** `@小办`, taken out of the box, when nothing else stands there; a file can be sent with it. */
  takeBotName() {
    const text = this.text.value.trim();
    if (!BOT_ONLY.test(text)) return "";
    this.text.value = "";
    this.#fit();
    return text;
  }

  /** In the bot's own chat a reply says enough without a word. */
  get #mayBeEmpty() {
    return this.replying.id !== null && this.chat.kind === "direct";
  }

  #drawPlace() {
    const words = this.#mayBeEmpty ? say("reply_here") : say("write_here", { chat: this.name });
    this.text.placeholder = words;
    this.text.setAttribute("aria-label", words);
    this.#fit();
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
    else if (event.key === "Escape") this.replying.letGo();
    else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      this.#submit();
    }
  }

  async #submit() {
    const text = this.text.value.trim();
    if (!text && !this.#mayBeEmpty) return;
    const { chat } = this;
    const { line } = this.replying;
    const mentions = this.mentions.idsIn(text);
    this.text.value = "";
    this.mentions.clear();
    this.replying.letGo();
    this.#fit();
    this.text.focus();
    if (!(await this.send(chat, text, mentions, line?.message_id))) this.#giveBack(chat, text, line);
    else if (chat === this.chat) this.showExamples(false);
  }

  #giveBack(chat, text, line) {
    if (chat !== this.chat) this.drafts.set(chat.id, text);
    else if (!this.text.value) {
      this.text.value = text;
      if (line) this.replying.to(line);
    }
    this.#fit();
  }

  #fit() {
    this.text.style.height = "auto";
    this.text.style.height = `${Math.min(this.text.scrollHeight, TALLEST)}px`;
    byId("send").disabled = !this.text.value.trim() && !this.#mayBeEmpty;
  }
}
