// A card as the house means it: title, facts, words, buttons.

import { el, icon } from "./dom.js";
import { say } from "./words.js";

const SETTLE_MS = 400;

/** `press(action)` resolves to whether the house took it; until then, and until the card changes, it is busy. */
export function cardNode(card, press, file = null) {
  const node = el(
    "div",
    { class: `card tone-${card.tone}` },
    el("div", { class: "card-title" }, icon(card.tone), el("h3", {}, card.title)),
    card.facts.length ? facts(card.facts) : null,
    card.body ? el("p", { class: "card-body" }, card.body) : null,
    link(card.link),
    file,
  );
  if (card.buttons.length) node.append(buttons(card.buttons, press, node));
  return node;
}

function facts(pairs) {
  const rows = pairs.map(([label, value]) => el("div", {}, el("dt", {}, label), el("dd", {}, value)));
  return el("dl", { class: "facts" }, ...rows);
}

function link(address) {
  if (!/^(https?:\/\/|\/)/.test(address)) return null;
  return el("a", { class: "card-link", href: address, target: "_blank", rel: "noopener noreferrer" }, say("link"));
}

function buttons(all, press, card) {
  const row = el("div", { class: "card-buttons" });
  for (const { label, action, tone } of all) {
    const button = el("button", { type: "button", class: `card-button ${tone}` }, label);
    button.addEventListener("click", () => pressed(button, card, () => press(action)));
    row.append(button);
  }
  return row;
}

/** `aria-disabled` rather than `disabled`: the focus stays where it is. */
async function pressed(button, card, press) {
  if (card.getAttribute("aria-busy") === "true") return;
  const free = () => {
    card.removeAttribute("aria-busy");
    button.classList.remove("pressing");
  };
  card.setAttribute("aria-busy", "true");
  button.classList.add("pressing");
  const taken = await press();
  if (taken) setTimeout(free, SETTLE_MS);
  else free();
}
