// The list of my chats, with what is new in each.

import { botAvatar, byId, el, groupAvatar } from "./dom.js";
import { clockWords, daysFromToday, wallOf } from "./office_time.js";
import { dayWords, say } from "./words.js";

export function drawChats(model) {
  const list = byId("chats");
  const focused = list.contains(document.activeElement) ? document.activeElement.dataset.chat : null;
  list.replaceChildren(...[...model.chats.values()].map((chat) => el("li", {}, entry(model, chat))));
  if (focused) list.querySelector(`[data-chat="${CSS.escape(focused)}"]`)?.focus();
  const unread = [...model.chats.values()].reduce((sum, chat) => sum + model.unread(chat), 0);
  document.title = unread ? `(${unread}) 小办` : "小办";
}

function entry(model, chat) {
  const last = latest(chat);
  const unread = model.unread(chat);
  const name = chatName(chat);
  const words = unread ? `${name}, ${say("unread", { count: unread })}` : name;
  return el(
    "a",
    {
      class: "chat-entry",
      href: `#${encodeURIComponent(chat.id)}`,
      "data-chat": chat.id,
      "aria-current": chat === model.open && "true",
      "aria-label": words,
    },
    chat.kind === "direct" ? botAvatar() : groupAvatar(chat.id, chat.name),
    el("span", { class: "chat-entry-name" }, name),
    el("span", { class: "chat-entry-time" }, last ? when(last.line.at) : ""),
    el("span", { class: "chat-entry-last" }, last ? preview(model, chat, last.line) : say("no_messages")),
    unread ? el("span", { class: "badge" }, unread > 99 ? "99+" : String(unread)) : null,
  );
}

export const chatName = (chat) => (chat.kind === "direct" ? say("bot") : chat.name);

const latest = (chat) => chat.slots.reduce((best, slot) => (best && best.line.seq > slot.line.seq ? best : slot), null);

function preview(model, chat, line) {
  const words = model.wordsOf(line);
  if (chat.kind === "direct" || line.sender === model.me.id) return words;
  return `${model.nameOf(line.sender)}: ${words}`;
}

function when(at) {
  const wall = wallOf(at);
  const days = daysFromToday(wall);
  if (days === 0) return clockWords(wall);
  return days === -1 ? say("yesterday") : dayWords(wall).replace(/ .*周.*$|^\w+ (?=\d)/, "");
}
