// Tells the house which cards have been on the screen of the person who sits before the page.

import { isBot } from "./model.js";

const GATHER_MS = 400;
const MOST = 100;
const MOSTLY = 0.6;

export class Sights {
  /** `report({as, chat, message_ids})` may fail: what it was about is told with the next. */
  constructor(model, scroller, report) {
    this.model = model;
    this.report = report;
    this.watched = new WeakMap();
    this.told = new Set();
    this.waiting = new Map();
    const options = { root: scroller, threshold: [0.1, MOSTLY] };
    this.observer = new IntersectionObserver((entries) => this.#look(entries), options);
    document.addEventListener("visibilitychange", () => this.#lookAgain());
  }

  watch(node, chat, line) {
    if (!isBot(line) || !line.card || this.told.has(this.#key(line.message_id))) return;
    this.watched.set(node, { as: this.model.me.id, chat: chat.id, message: line.message_id });
    this.observer.observe(node);
  }

  /** What came into view while nobody looked at the page is looked at when somebody does. */
  #lookAgain() {
    if (document.visibilityState !== "visible") return;
    for (const node of document.querySelectorAll(".line.from-bot")) {
      if (!this.watched.has(node)) continue;
      this.observer.unobserve(node);
      this.observer.observe(node);
    }
  }

  #look(entries) {
    if (document.visibilityState !== "visible") return;
    for (const entry of entries) {
      if (!isMostlyShown(entry)) continue;
      this.observer.unobserve(entry.target);
      this.#note(this.watched.get(entry.target));
      this.watched.delete(entry.target);
    }
  }

  #note(sight) {
    if (!sight || sight.as !== this.model.me.id) return;
    const place = `${sight.as} ${sight.chat}`;
    if (!this.waiting.size) setTimeout(() => this.#tell(), GATHER_MS);
    if (!this.waiting.has(place)) this.waiting.set(place, { as: sight.as, chat: sight.chat, ids: new Set() });
    this.waiting.get(place).ids.add(sight.message);
  }

  async #tell() {
    const places = [...this.waiting.values()];
    this.waiting = new Map();
    for (const { as, chat, ids } of places) {
      const all = [...ids];
      for (let from = 0; from < all.length; from += MOST) {
        const part = all.slice(from, from + MOST);
        if (await this.report({ as, chat, message_ids: part })) part.forEach((id) => this.told.add(`${as} ${id}`));
      }
    }
  }

  #key(messageId) {
    return `${this.model.me.id} ${messageId}`;
  }
}

/** Most of it, or of the screen where it is longer than that. */
function isMostlyShown({ isIntersecting, intersectionRatio, intersectionRect, rootBounds }) {
  if (!isIntersecting) return false;
  return intersectionRatio >= MOSTLY || (rootBounds !== null && intersectionRect.height > rootBounds.height * MOSTLY);
}
