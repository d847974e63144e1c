// The open chat: bubbles and cards, in the order of their places.

import { fileAddress } from "./api.js";
import { cardNode } from "./card.js";
import { avatar, botAvatar, byId, el, icon } from "./dom.js";
import { isBot } from "./model.js";
import { clockWords, daysFromToday, wallOf } from "./office_time.js";
import { dayWords, say } from "./words.js";

const PAGE = 120;
const NEAR_BOTTOM = 80;
const SAME_BREATH_MS = 3 * 60 * 1000;

export class Conversation {
  /** `press(chat, messageId, action)` resolves to whether it was taken. */
  constructor(model, press, menu, sights) {
    this.model = model;
    this.sights = sights(byId("scroller"));
    this.press = press;
    this.menu = menu;
    this.scroller = byId("scroller");
    this.lines = byId("lines");
    this.newer = byId("newer");
    this.newer.addEventListener("click", () => this.toBottom());
    this.scroller.addEventListener("scroll", () => this.#nearBottom() && this.#hideNewer(), { passive: true });
    this.shown = PAGE;
  }

  show(chat) {
    this.chat = chat;
    this.shown = PAGE;
    this.#draw();
    this.toBottom();
  }

  /** One line came: its own node only is made or changed. */
  take({ slot, replaced }) {
    const node = this.nodes.get(slot);
    const stay = !this.#nearBottom() && slot.line.sender !== this.model.me.id;
    if (replaced && node) this.#redraw(slot, node);
    else if (this.chat.slots.at(-1) === slot) this.#append(slot);
    else this.#draw();
    if (!stay) this.toBottom();
    else if (!replaced) this.newer.hidden = false;
  }

  toBottom() {
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.#hideNewer();
  }

  #hideNewer() {
    this.newer.hidden = true;
  }

  #nearBottom() {
    return this.scroller.scrollHeight - this.scroller.scrollTop - this.scroller.clientHeight < NEAR_BOTTOM;
  }

  #draw() {
    this.nodes = new Map();
    const slots = this.chat.slots.slice(-this.shown);
    this.lines.replaceChildren();
    if (this.chat.slots.length > slots.length) this.lines.append(this.#earlier());
    if (!slots.length) this.lines.append(this.#empty());
    this.last = null;
    for (const slot of slots) this.#append(slot);
    this.newer.textContent = say("newer");
  }

  #append(slot) {
    this.lines.querySelector(".empty")?.remove();
    const before = this.last;
    if (!before || before.at.slice(0, 10) !== slot.at.slice(0, 10)) this.lines.append(daySign(slot.at));
    const node = this.#node(slot, continues(before, slot));
    this.nodes.set(slot, node);
    this.lines.append(node);
    this.sights.watch(node, this.chat, slot.line);
    this.last = slot;
  }

  #redraw(slot, node) {
    const focused = node.contains(document.activeElement);
    const fresh = this.#node(slot, node.classList.contains("continued"));
    fresh.classList.add("changed");
    this.nodes.set(slot, fresh);
    node.replaceWith(fresh);
    this.sights.watch(fresh, this.chat, slot.line);
    if (focused) (fresh.querySelector("button") ?? this.scroller).focus({ preventScroll: true });
  }

  #earlier() {
    const more = el("button", { type: "button", class: "quiet earlier" }, say("earlier"));
    more.addEventListener("click", () => {
      const below = this.scroller.scrollHeight - this.scroller.scrollTop;
      this.shown += PAGE;
      this.#draw();
      this.scroller.scrollTop = this.scroller.scrollHeight - below;
    });
    return more;
  }

  #empty() {
    const kind = this.chat.kind === "direct" ? "empty_direct" : "empty_group";
    const words = [
      el("h2", {}, say(kind, { name: this.model.me.name })),
      el("p", {}, say(`${kind}_more`)),
      el("p", { class: "hint" }, say("empty_hint")),
    ];
    return el("div", { class: "empty" }, botAvatar(), ...words);
  }

  #node(slot, continued) {
    const { line } = slot;
    const mine = line.sender === this.model.me.id;
    const name = this.model.nameOf(line.sender);
    const at = clockWords(wallOf(slot.at));
    const classes = ["line", mine && "mine", isBot(line) && "from-bot", continued && "continued"];
    const sign = isBot(line) ? el("span", { class: "bot-sign" }, say("bot_sign")) : null;
    return el(
      "article",
      { class: classes.filter(Boolean).join(" "), "aria-label": `${name} ${at}` },
      isBot(line) ? botAvatar() : avatar(line.sender, name),
      el("div", { class: "said" }, el("div", { class: "who" }, el("span", {}, name), sign, time(slot, at)), this.#content(slot)),
    );
  }

  #content(slot) {
    const { line } = slot;
    if (!line.card) return this.#holder(line, this.#bubble(line));
    const file = line.file && fileLink(line.file, this.model.me.id);
    const card = cardNode(line.card, (action) => this.press(this.chat, line.message_id, action), file);
    const called = line.text.startsWith("@") ? el("p", { class: "called" }, ...withMentions(line.text.split("\n")[0], this.model)) : null;
    return el("div", { class: "card-holder" }, called, this.#holder(line, card), slot.updated ? updatedSign(line) : null);
  }

  #bubble(line) {
    return el("div", { class: "bubble", dir: "auto" }, this.#quoted(line), ...withMentions(line.text, this.model));
  }

  /** A bubble or card, and the way to what can be done with it. */
  #holder(line, content) {
    return el("div", { class: "holder" }, content, this.menu.button(line));
  }

  /** What the message answers or passes on. */
  #quoted({ quoted, text }) {
    if (!quoted) return null;
    const name = el("strong", {}, this.model.nameOf(quoted.sender));
    return el("blockquote", { class: text ? "quoted" : "quoted alone" }, name, el("p", { dir: "auto" }, quoted.text));
  }
}

function fileLink(file, person) {
  return el("a", { class: "card-file", href: fileAddress(file, person), download: file.name }, icon("clip"), el("span", {}, file.name));
}

const time = (slot, at) => el("time", { datetime: slot.at }, at);

const updatedSign = (line) => el("p", { class: "updated" }, say("updated", { at: clockWords(wallOf(line.at)) }));

function daySign(at) {
  const wall = wallOf(at);
  const near = { 0: "today", 1: "tomorrow", "-1": "yesterday" }[daysFromToday(wall)];
  const words = near ? `${say(near)} · ${dayWords(wall)}` : dayWords(wall);
  return el("div", { class: "day", role: "separator", "aria-label": words }, el("span", {}, words));
}

/** The same person going on within a few minutes needs no second name. */
function continues(before, slot) {
  return (
    before !== null &&
    before.line.sender === slot.line.sender &&
    before.at.slice(0, 10) === slot.at.slice(0, 10) &&
    Date.parse(slot.at) - Date.parse(before.at) < SAME_BREATH_MS
  );
}

/** The text in pieces, names after an @ marked. */
function withMentions(text, model) {
  const names = ["小办", "xiaoban", ...[...model.people.values()].map((person) => person.name)];
  names.sort((a, b) => b.length - a.length);
  const pattern = new RegExp(`([@＠](?:${names.map(literal).join("|")}))`, "gi");
  return text.split(pattern).map((piece, index) => (index % 2 ? mention(piece, model) : piece));
}

function mention(piece, model) {
  return el("span", { class: piece.slice(1) === model.me.name ? "mention me" : "mention" }, piece);
}

const literal = (name) => name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
