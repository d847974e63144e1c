// The demonstration's clock: what it shows, and four ways to move it on.

import { moveClock } from "./api.js";
import { byId, el, icon } from "./dom.js";
import { clockWords, hearNow, isoOf, nextMorning, wallNow } from "./office_time.js";
import { announce, saying, toast } from "./toast.js";
import { dayWords, say } from "./words.js";

const QUARTER = 15 * 60;
const HOUR = 60 * 60;

const nextHour = () => isoOf(new Date(Math.ceil(wallNow().getTime() / (HOUR * 1000)) * HOUR * 1000)).slice(0, 16);

export class ClockPanels {
  constructor(model, moved) {
    this.model = model;
    this.moved = moved;
    this.toggle = byId("clock-toggle");
    this.sheet = byId("clock-sheet");
    this.toggle.addEventListener("click", () => this.#open(this.sheet.hidden));
    document.addEventListener("pointerdown", (event) => {
      if (!this.sheet.contains(event.target) && !this.toggle.contains(event.target)) this.#open(false);
    });
    this.sheet.addEventListener("keydown", (event) => event.key === "Escape" && (this.#open(false), this.toggle.focus()));
    setInterval(() => this.tick(), 1000);
  }

  draw() {
    document.querySelectorAll("[data-clock]").forEach((panel) => panel.replaceChildren(...this.#panel()));
    this.tick();
  }

  tick() {
    const wall = wallNow();
    const [day, time] = [dayWords(wall), clockWords(wall)];
    document.querySelectorAll(".clock-day").forEach((node) => (node.textContent = day));
    document.querySelectorAll(".clock-time").forEach((node) => (node.textContent = time));
    const label = this.toggle.querySelector("span");
    if (label?.textContent === time) return;
    this.toggle.replaceChildren(icon("clock"), el("span", {}, time));
    this.toggle.setAttribute("aria-label", `${say(this.model.movable ? "clock" : "clock_real")} ${day} ${time}`);
  }

  #open(shown) {
    this.sheet.hidden = !shown;
    this.toggle.setAttribute("aria-expanded", String(shown));
  }

  #panel() {
    const title = say(this.model.movable ? "clock" : "clock_real");
    const face = el(
      "div",
      { class: "clock-face" },
      el("span", { class: "clock-label" }, title),
      el("span", { class: "clock-now" }, el("span", { class: "clock-time" }), el("span", { class: "clock-day" })),
    );
    return this.model.movable ? [face, this.#steps(), this.#to()] : [face];
  }

  #steps() {
    const step = (words, where) => {
      const button = el("button", { type: "button" }, say(words));
      button.addEventListener("click", () => this.#move(where()));
      return button;
    };
    return el(
      "div",
      { class: "clock-steps" },
      step("clock_quarter", () => ({ advance_seconds: QUARTER })),
      step("clock_hour", () => ({ advance_seconds: HOUR })),
      step("clock_morning", () => ({ to: isoOf(nextMorning()) })),
    );
  }

  #to() {
    const when = el("input", { type: "datetime-local", "aria-label": say("clock_when"), value: nextHour() });
    const form = el("form", { class: "clock-to" }, when, el("button", { type: "submit" }, say("clock_to")));
    form.noValidate = true;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (when.value) this.#move({ to: isoOf(new Date(`${when.value.slice(0, 16)}:00Z`)) });
      else toast(say("clock_choose"));
    });
    return form;
  }

  /** While the house catches up nothing else can be asked of the clock. */
  async #move(to) {
    const panels = [...document.querySelectorAll("[data-clock]")];
    if (panels.some((panel) => panel.getAttribute("aria-busy") === "true")) return;
    panels.forEach((panel) => panel.setAttribute("aria-busy", "true"));
    const done = await saying(async () => {
      hearNow((await moveClock(to)).now);
      this.tick();
    });
    panels.forEach((panel) => panel.removeAttribute("aria-busy"));
    if (!done) return;
    this.#open(false);
    document.querySelectorAll(".clock-to input").forEach((when) => (when.value = nextHour()));
    const at = `${dayWords(wallNow())} ${clockWords(wallNow())}`;
    announce(say("clock_moved", { at }));
    toast(say("clock_moved", { at }), "done");
    this.moved();
  }
}
