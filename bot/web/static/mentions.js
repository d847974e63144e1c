// Names offered after an @, chosen by keyboard or pointer.

import { avatar, botAvatar, byId, el } from "./dom.js";
import { say } from "./words.js";

const MOST = 8;
const LONGEST_NAME = 20;

export class Mentions {
  constructor(model, text) {
    this.model = model;
    this.text = text;
    this.list = byId("mention-list");
    this.chosen = new Map();
    this.found = [];
    text.addEventListener("input", () => this.offer());
    text.addEventListener("click", () => this.offer());
    text.addEventListener("blur", () => this.close());
  }

  get isOpen() {
    return !this.list.hidden;
  }

  /** Ids of those chosen whose name still stands in the text. */
  idsIn(text) {
    return [...this.chosen].filter(([, name]) => text.includes(`@${name}`)).map(([id]) => id);
  }

  clear() {
    this.chosen.clear();
    this.close();
  }

  close() {
    this.list.hidden = true;
    this.text.removeAttribute("aria-activedescendant");
  }

  offer() {
    const typed = this.#typed();
    this.found = typed === null ? [] : this.#candidates(typed.toLowerCase());
    if (!this.found.length || this.#isWhole(typed)) return this.close();
    this.list.replaceChildren(...this.found.map((person, index) => this.#option(person, index)));
    this.list.hidden = false;
    return this.#mark(0);
  }

  /** True when the key was for the list. */
  takesKey(key) {
    if (!this.isOpen) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[key];
    if (step) this.#mark((this.at + step + this.found.length) % this.found.length);
    else if (key === "Enter" || key === "Tab") this.#choose(this.found[this.at]);
    else if (key === "Escape") this.close();
    else return false;
    return true;
  }

  /** What stands between the last @ and the caret; null when there is none or it is part of an address. */
  #typed() {
    const before = this.text.value.slice(0, this.text.selectionStart);
    const at = Math.max(before.lastIndexOf("@"), before.lastIndexOf("＠"));
    const word = before.slice(at + 1);
    const isAddress = /[a-z0-9.]$/i.test(before.slice(0, Math.max(at, 0)));
    return at < 0 || isAddress || /\s/.test(word) || word.length > LONGEST_NAME ? null : word;
  }

  /** A name that is written out and only one person's needs no choice, so Enter can send. */
  #isWhole(typed) {
    return this.found.length === 1 && this.found[0].name.toLowerCase() === typed.toLowerCase();
  }

  #candidates(typed) {
    const people = this.model.office.people;
    const here = (person) => this.model.open.members.includes(person.id);
    const bot = this.model.open.kind === "group" ? [{ id: "xiaoban", name: "小办", bot: true }] : [];
    const ranked = [...bot, ...people.filter(here), ...people.filter((person) => !here(person))];
    const starts = ({ name, id }) => name.toLowerCase().startsWith(typed) || id.startsWith(typed);
    const inside = ({ name }) => name.toLowerCase().includes(typed);
    return [...new Set([...ranked.filter(starts), ...ranked.filter(inside)])].slice(0, MOST);
  }

  #option(person, index) {
    const option = el(
      "li",
      { role: "option", id: `mention-${index}`, "aria-selected": "false" },
      person.bot ? botAvatar() : avatar(person.id, person.name),
      el("span", {}, person.name),
      el("small", {}, person.bot ? say("mention_bot") : person.unit),
    );
    option.addEventListener("pointerdown", (event) => {
      event.preventDefault();
      this.#choose(person);
    });
    return option;
  }

  #mark(index) {
    this.at = index;
    [...this.list.children].forEach((option, place) => option.setAttribute("aria-selected", String(place === index)));
    this.text.setAttribute("aria-activedescendant", `mention-${index}`);
    this.list.children[index].scrollIntoView({ block: "nearest" });
  }

  #choose(person) {
    const caret = this.text.selectionStart;
    const start = caret - this.#typed().length - 1;
    this.text.setRangeText(`@${person.name} `, start, caret, "end");
    if (!person.bot) this.chosen.set(person.id, person.name);
    this.close();
    this.text.dispatchEvent(new Event("input", { bubbles: true }));
    this.text.focus();
  }
}
