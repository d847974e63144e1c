// Who I am: a button that opens a list to search.

import { messenger } from "./api.js";
import { avatar, byId, el, icon } from "./dom.js";
import { say } from "./words.js";

export class PersonChooser {
  constructor(model, become) {
    this.model = model;
    this.become = become;
    this.root = byId("person");
    document.addEventListener("pointerdown", (event) => this.panel && !this.root.contains(event.target) && this.#close());
    this.root.addEventListener("focusout", (event) => {
      if (this.panel && event.relatedTarget && !this.root.contains(event.relatedTarget)) this.#close();
    });
  }

  draw() {
    const { me, news } = this.model;
    const others = [...news.values()].some(Boolean);
    this.button = el(
      "button",
      { type: "button", class: "person-button", "aria-haspopup": "listbox", "aria-expanded": "false" },
      avatar(me.id, me.name),
      el("span", { class: "person-words" }, el("small", {}, this.#several ? say("speaking_on", { messenger }) : say("speaking_as")), el("strong", {}, me.name), el("small", {}, about(me))),
      others ? el("span", { class: "dot", title: say("others_news") }) : null,
      icon("down"),
    );
    this.button.setAttribute("aria-label", say("choose_person", { name: me.name }));
    this.button.addEventListener("click", () => (this.panel ? this.#close() : this.#open()));
    this.panel = null;
    this.root.replaceChildren(this.button);
  }

  /** News for others while the list is open wait until it closes. */
  refresh() {
    if (!this.panel) this.draw();
  }

  #open() {
    this.button.setAttribute("aria-expanded", "true");
    const search = { type: "search", role: "combobox", "aria-expanded": "true", "aria-controls": "people", "aria-autocomplete": "list" };
    this.input = el("input", { ...search, placeholder: say("find_person"), "aria-label": say("find_person"), autocomplete: "off" });
    this.list = el("ul", { id: "people", role: "listbox", "aria-label": say("find_person") });
    this.panel = el("div", { class: "person-panel" }, this.#several ? this.#messengers() : null, this.input, this.list);
    this.root.append(this.panel);
    this.input.addEventListener("input", () => this.#fill());
    this.input.addEventListener("keydown", (event) => this.#key(event));
    this.#fill();
    this.input.focus();
  }

  get #several() {
    return (this.model.office.messengers?.length ?? 1) > 1;
  }

  /** Each messenger is a page of its own, so that what belongs to the one is never shown in the other. */
  #messengers() {
    const links = this.model.office.messengers.map((_, place) => {
      const attributes = { class: "messenger", href: `/?messenger=${place + 1}`, "aria-current": place + 1 === messenger && "true" };
      return el("a", attributes, say("messenger", { messenger: place + 1 }));
    });
    return el("nav", { class: "messengers", "aria-label": say("messengers") }, ...links);
  }

  #close() {
    this.panel?.remove();
    this.draw();
  }

  #fill() {
    const wanted = this.input.value.trim().toLowerCase();
    this.found = this.model.office.people.filter((person) => matches(person, wanted));
    this.list.replaceChildren(...this.#options());
    if (!this.found.length) this.list.append(el("li", { class: "nobody" }, say("nobody")));
    this.#mark(Math.max(0, wanted ? 0 : this.found.indexOf(this.model.me)));
  }

  #options() {
    let unit = null;
    return this.found.flatMap((person, index) => {
      const heading = person.unit === unit ? [] : [el("li", { class: "unit", role: "presentation" }, person.unit)];
      unit = person.unit;
      return [...heading, this.#option(person, index)];
    });
  }

  #option(person, index) {
    const count = this.model.news.get(person.id);
    const option = el(
      "li",
      { role: "option", id: `person-${index}`, class: "person-option", "aria-selected": "false" },
      avatar(person.id, person.name),
      el("span", { class: "person-option-name" }, person.name),
      el("span", { class: `role role-${person.role}` }, roleWords(person)),
      count ? el("span", { class: "badge", title: say("person_news", { count }) }, String(count)) : null,
      person === this.model.me ? icon("check") : null,
    );
    option.addEventListener("pointermove", () => this.#mark(index, false));
    option.addEventListener("click", () => this.#choose(person));
    return option;
  }

  #mark(index, scroll = true) {
    this.at = index;
    const options = [...this.list.querySelectorAll("[role=option]")];
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === index)));
    if (options[index]) this.input.setAttribute("aria-activedescendant", options[index].id);
    else this.input.removeAttribute("aria-activedescendant");
    if (scroll) options[index]?.scrollIntoView({ block: "nearest" });
  }

  #key(event) {
    if (event.isComposing) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.found.length) this.#mark((this.at + step + this.found.length) % this.found.length);
    else if (event.key === "Enter" && this.found[this.at]) this.#choose(this.found[this.at]);
    else if (event.key === "Escape") this.#back();
    else return;
    event.preventDefault();
  }

  #back() {
    this.#close();
    this.button.focus();
  }

  #choose(person) {
    this.#close();
    this.button.focus();
    if (person !== this.model.me) this.become(person);
  }
}

const roleWords = (person) => say(`role_${person.role}`);

const about = (person) => [person.unit, roleWords(person)].filter(Boolean).join(" · ");

function matches(person, wanted) {
  return [person.name, person.id, person.unit, roleWords(person)].some((words) => words.toLowerCase().includes(wanted));
}
