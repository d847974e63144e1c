// Short words in the corner: what went wrong, or what was done.

import { Fault } from "./api.js";
import { byId, el } from "./dom.js";
import { say } from "./words.js";

const STAYS_MS = 7000;

export function toast(words, tone = "error") {
  const close = el("button", { type: "button", class: "toast-close", "aria-label": say("dismiss") }, "×");
  const note = el("div", { class: `toast tone-${tone}` }, el("span", {}, words), close);
  close.addEventListener("click", () => note.remove());
  setTimeout(() => note.remove(), STAYS_MS);
  byId("toasts").append(note);
}

/** Do it, and put a failure into words; gives whether it was done. */
export async function saying(doing) {
  try {
    await doing();
    return true;
  } catch (fault) {
    toast(fault.message);
    if (!(fault instanceof Fault)) throw fault;
    return false;
  }
}

/** For readers who listen rather than look. */
export function announce(words) {
  byId("announcer").textContent = words;
}
