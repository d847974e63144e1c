// Puts the page together: the office, who I am, the open chat, and what arrives.

import { fetchLines, fetchOffice, openStream, sendFile, sendMessage, sendPress, sendSeen } from "./api.js";
import { Attach } from "./attach.js";
import { ClockPanels } from "./clock.js";
import { Composer } from "./composer.js";
import { Conversation } from "./conversation.js";
import { byId, el, icon } from "./dom.js";
import { MessageMenu } from "./menu.js";
import { Model } from "./model.js";
import { hearAtLeast, hearNow } from "./office_time.js";
import { PersonChooser } from "./person.js";
import { remember } from "./remembered.js";
import { Sights } from "./sights.js";
import { chatName, drawChats } from "./sidebar.js";
import { announce, saying } from "./toast.js";
import { language, say, setLanguage } from "./words.js";

const RETRY_MS = 2000;

const model = new Model();
const app = byId("app");
const menu = new MessageMenu([
  { sign: "reply", word: "reply", take: (line) => composer.replyTo(line) },
  { sign: "forward", word: "forward", take: (line) => forward(line) },
]);
const press = (chat, messageId, action) =>
  saying(() => sendPress({ as: model.me.id, chat: chat.id, message_id: messageId, action }));
const conversation = new Conversation(model, press, menu, (scroller) => new Sights(model, scroller, sendSeen));
const composer = new Composer(model, (chat, text, mentions, replyTo) =>
  saying(() => sendMessage({ as: model.me.id, chat: chat.id, text, mentions, reply_to: replyTo })),
);
const attach = new Attach(model, (chat, file) =>
  saying(() => sendFile({ as: model.me.id, chat: chat.id, text: composer.takeBotName(), ...file })),
);
const chooser = new PersonChooser(model, (person) => saying(() => become(person)));
const clocks = new ClockPanels(model, () => drawChats(model));

async function begin() {
  const office = await fetchOffice();
  model.furnish(office);
  hearNow(office.now);
  const somebody = model.somebody();
  if (!somebody) throw new Error(say("no_office"));
  await become(somebody);
  byId("waiting").hidden = true;
  app.hidden = false;
  drawWords();
  if (matchMedia("(hover: hover)").matches) composer.focus();
  openStream(() => model.lastSeq, take, (up) => (byId("offline").hidden = up));
}

/** My chats are read once; after that the stream tells what is new. */
async function become(person) {
  remember(sessionStorage, "person", person.id);
  remember(localStorage, "person", person.id);
  model.become(person);
  const chats = [...model.chats.values()];
  const histories = await Promise.all(chats.map((chat) => fetchLines(chat.id, person.id)));
  if (model.me !== person) return;
  histories.flat().forEach((line) => model.add(line));
  chooser.draw();
  const chat = chatInAddress() ?? model.firstChat();
  const screen = app.hidden ? "chat" : app.dataset.screen;
  if (screen === "chat") history.replaceState(null, "", `#${encodeURIComponent(chat.id)}`);
  open(chat, screen);
}

/** Into my own chat with the bot, which is then shown with what it says. */
async function forward(line) {
  const direct = [...model.chats.values()].find((chat) => chat.kind === "direct");
  const from = { chat: line.chat, message_id: line.message_id };
  const taken = await saying(() => sendMessage({ as: model.me.id, chat: direct.id, text: "", forward: from }));
  if (taken && model.open !== direct) location.hash = encodeURIComponent(direct.id);
}

const chatInAddress = () => [...model.chats.values()].find((chat) => `#${encodeURIComponent(chat.id)}` === location.hash);

/** The address names the open chat, so that the browser's own way back works; no chat is the list on a narrow screen. */
function follow() {
  const chat = chatInAddress();
  if (chat) open(chat);
  else app.dataset.screen = "list";
}

function open(chat, screen = "chat") {
  const returning = model.open !== chat;
  model.open = chat;
  remember(sessionStorage, "chat", chat.id);
  app.dataset.screen = screen;
  drawHead();
  if (returning) composer.show(chat, chatName(chat));
  if (returning && matchMedia("(hover: hover)").matches) composer.focus();
  conversation.show(chat);
  seen();
}

function seen() {
  if (document.visibilityState === "visible" && app.dataset.screen === "chat") model.markRead(model.open);
  drawChats(model);
}

function take(line) {
  hearAtLeast(line.at);
  const change = model.add(line);
  if (!change) {
    chooser.refresh();
    return;
  }
  if (change.chat === model.open) conversation.take(change);
  if (line.sender !== model.me.id) announce(`${model.nameOf(line.sender)}: ${model.wordsOf(line)}`);
  seen();
}

function drawHead() {
  attach.drawWords();
  const chat = model.open;
  byId("chat-name").textContent = chatName(chat);
  byId("chat-members").textContent =
    chat.kind === "direct" ? say("direct", {}) : say("members", { count: chat.members.length });
  byId("chat-members").title = chat.kind === "direct" ? "" : chat.members.map((id) => model.nameOf(id)).join(" ");
}

function drawWords() {
  document.documentElement.lang = language();
  document.querySelectorAll("[data-word]").forEach((node) => (node.textContent = say(node.dataset.word)));
  document.querySelectorAll("[data-label]").forEach((node) => node.setAttribute("aria-label", say(node.dataset.label)));
  byId("language").textContent = say("language");
  byId("language").setAttribute("aria-label", say("language_label"));
  byId("offline").textContent = say("reconnecting");
  clocks.draw();
  chooser.draw();
  drawHead();
  composer.drawWords(chatName(model.open));
  conversation.show(model.open);
  drawChats(model);
}

byId("back").append(icon("back"));
byId("back").addEventListener("click", () => {
  history.pushState(null, "", location.pathname + location.search);
  follow();
  document.querySelector(".chat-entry[aria-current]")?.focus();
});
byId("language").addEventListener("click", () => {
  setLanguage(language() === "zh" ? "en" : "zh");
  drawWords();
});
window.addEventListener("hashchange", follow);
document.addEventListener("visibilitychange", () => model.open && seen());

/** Until the house answers the page waits and asks again. */
async function beginPatiently() {
  try {
    await begin();
  } catch (fault) {
    byId("waiting").replaceChildren(el("span", {}, fault.message));
    setTimeout(beginPatiently, RETRY_MS);
  }
}

await beginPatiently();
