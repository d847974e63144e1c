// What can be done with one message: a small menu beside it, for pointer, finger and keyboard.

import { byId, el, icon } from "./dom.js";
import { say } from "./words.js";

const EDGE = 8;
const STEPS = { ArrowDown: 1, ArrowUp: -1 };

export class MessageMenu {
  /** `choices`: an icon, a word, and what is done with the message. */
  constructor(choices) {
    this.choices = choices;
    this.menu = byId("menu");
    this.menu.addEventListener("keydown", (event) => this.#key(event));
    this.menu.addEventListener("focusout", (event) => this.menu.contains(event.relatedTarget) || this.#hide());
    document.addEventListener("pointerdown", (event) => this.#pressedOutside(event.target));
    byId("scroller").addEventListener("scroll", () => this.#hide(), { passive: true });
    window.addEventListener("resize", () => this.#hide());
  }

  /** The button that opens it for this message. */
  button(line) {
    const button = el(
      "button",
      { type: "button", class: "more", "aria-haspopup": "menu", "aria-expanded": "false", "aria-label": say("more") },
      icon("more"),
    );
    button.addEventListener("click", () => (this.opener === button ? this.#close() : this.#open(button, line)));
    return button;
  }

  #open(button, line) {
    this.#hide();
    this.opener = button;
    button.setAttribute("aria-expanded", "true");
    this.menu.replaceChildren(...this.choices.map((choice) => this.#item(choice, line)));
    this.menu.setAttribute("aria-label", say("more"));
    this.menu.hidden = false;
    this.#place(button.getBoundingClientRect());
    this.menu.firstElementChild.focus({ preventScroll: true });
  }

  #item({ sign, word, take }, line) {
    const item = el("button", { type: "button", role: "menuitem", tabindex: "-1" }, icon(sign), say(word));
    item.addEventListener("click", () => {
      this.#close();
      take(line);
    });
    return item;
  }

  /** Below the button where there is room, and never over the edge of the page. */
  #place(beside) {
    const { width, height } = this.menu.getBoundingClientRect();
    const below = beside.bottom + height + EDGE < window.innerHeight;
    const left = Math.max(EDGE, Math.min(beside.left, window.innerWidth - width - EDGE));
    this.menu.style.left = `${left}px`;
    this.menu.style.top = `${below ? beside.bottom : Math.max(EDGE, beside.top - height)}px`;
  }

  #key(event) {
    const items = [...this.menu.children];
    const step = STEPS[event.key];
    if (step) items[(items.indexOf(document.activeElement) + step + items.length) % items.length].focus();
    else if (event.key === "Escape" || event.key === "Tab") this.#close();
    else return;
    event.preventDefault();
  }

  #pressedOutside(target) {
    if (!this.menu.contains(target) && !this.opener?.contains(target)) this.#hide();
  }

  /** Back to where the keyboard was. */
  #close() {
    const { opener } = this;
    this.#hide();
    opener?.focus({ preventScroll: true });
  }

  #hide() {
    this.opener?.setAttribute("aria-expanded", "false");
    this.opener = null;
    this.menu.hidden = true;
  }
}
