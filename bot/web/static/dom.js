// Building the page; text is always a text node, so nothing that somebody writes can become markup.

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  back: "M15 5l-7 7 7 7",
  send: "M5 12h13M12 5l7 7-7 7",
  bulb: "M9 18h6M10 21h4M12 3a6 6 0 0 0-3.6 10.8c.7.6 1.1 1.3 1.1 2.2h5c0-.9.4-1.6 1.1-2.2A6 6 0 0 0 12 3z",
  clock: "M12 7v5l3 2M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z",
  down: "M6 9l6 6 6-6",
  check: "M5 13l4 4L19 7",
  more: "M5 12h.1M12 12h.1M19 12h.1",
  reply: "M10 6L4 12l6 6M4 12h9a7 7 0 0 1 7 7",
  forward: "M14 6l6 6-6 6M20 12h-9a7 7 0 0 0-7 7",
  clip: "M20 11.5l-8.2 8.2a5 5 0 0 1-7.1-7.1l8.6-8.6a3.4 3.4 0 0 1 4.8 4.8l-8.5 8.5a1.7 1.7 0 0 1-2.4-2.4l7.7-7.7",
  info: "M12 11v5M12 7.5v.1M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z",
  ask: "M9.2 9.2a2.8 2.8 0 1 1 4 2.6c-.8.4-1.2 1-1.2 1.9M12 17v.1M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z",
  done: "M8 12.5l2.7 2.7L16 9.5M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z",
  warn: "M12 9v4.5M12 16.8v.1M10.3 4.2L2.7 17.6A2 2 0 0 0 4.4 20.6h15.2a2 2 0 0 0 1.7-3L13.7 4.2a2 2 0 0 0-3.4 0z",
  error: "M9 9l6 6M15 9l-6 6M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0z",
};

/** An element; attributes that are null or false are left out, `on…` are listeners. */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export function icon(name) {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", "0 0 24 24");
  drawing.setAttribute("class", `icon icon-${name}`);
  drawing.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  drawing.append(path);
  return drawing;
}

export const byId = (id) => document.getElementById(id);

/** A round sign for a person: two characters of the name on a colour of their own. */
export function avatar(id, name) {
  return el("span", { class: `avatar hue-${hue(id)}`, "aria-hidden": "true" }, initials(name));
}

export function botAvatar() {
  return el("img", { class: "avatar bot-avatar", src: "/sim/static/logo.svg", alt: "" });
}

export function groupAvatar(id, name) {
  return el("span", { class: `avatar group-avatar hue-${hue(id)}`, "aria-hidden": "true" }, [...name][0] ?? "");
}

function initials(name) {
  const words = name.trim().split(/\s+/);
  if (/^[\x20-\x7e]+$/.test(name)) return words.slice(0, 2).map((word) => word[0].toUpperCase()).join("");
  return [...name].slice(-2).join("");
}

function hue(id) {
  let sum = 7;
  for (const char of id) sum = (sum * 31 + char.codePointAt(0)) % 9973;
  return sum % 8;
}
