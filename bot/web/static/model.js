// What the page knows: the office, my chats and their lines, and what I have read.

import { remember, remembered } from "./remembered.js";
import { say } from "./words.js";

const BOT = "bot";

/** One chat as I see it; a slot is a message's place, which keeps its place when its card is replaced. */
export class Chat {
  constructor({ id, name, kind, members }) {
    Object.assign(this, { id, name, kind, members });
    this.slots = [];
    this.byMessage = new Map();
    this.seqs = new Set();
  }

  /** The slot that the line went to, and whether it was already there; null for a line known before. */
  add(line) {
    if (this.seqs.has(line.seq)) return null;
    this.seqs.add(line.seq);
    const place = this.byMessage.get(line.replaces ?? line.message_id);
    if (place) return this.#replace(place, line);
    const slot = { seq: line.seq, at: line.at, line, updated: line.replaces !== null };
    this.byMessage.set(line.message_id, slot);
    this.#insert(slot);
    return { slot, replaced: false };
  }

  #replace(slot, line) {
    this.byMessage.set(line.message_id, slot);
    if (line.seq > slot.line.seq) Object.assign(slot, { line, updated: true });
    return { slot, replaced: true };
  }

  #insert(slot) {
    let place = this.slots.length;
    while (place > 0 && this.slots[place - 1].seq > slot.seq) place -= 1;
    this.slots.splice(place, 0, slot);
  }

  get lastSeq() {
    return this.slots.at(-1)?.seq ?? 0;
  }
}

export class Model {
  constructor() {
    this.people = new Map();
    this.chats = new Map();
    this.me = null;
    this.open = null;
    this.movable = false;
    this.lastSeq = 0;
    this.news = new Map();
    this.office = { people: [], chats: [] };
  }

  furnish(office) {
    this.office = office;
    this.movable = office.movable;
    this.people = new Map(office.people.map((person) => [person.id, person]));
  }

  /** My chats, empty; the bot's direct chat comes first. */
  become(person) {
    this.me = person;
    this.news.delete(person.id);
    const mine = this.office.chats.filter((chat) => chat.members.includes(person.id));
    mine.sort((a, b) => (a.kind === "direct" ? 0 : 1) - (b.kind === "direct" ? 0 : 1));
    this.chats = new Map(mine.map((chat) => [chat.id, new Chat(chat)]));
    this.read = JSON.parse(remembered(localStorage, `read:${person.id}`) ?? "{}");
  }

  add(line) {
    this.lastSeq = Math.max(this.lastSeq, line.seq);
    const chat = this.chats.get(line.chat);
    if (!chat) {
      this.#noteNews(line);
      return null;
    }
    const change = chat.add(line);
    return change && { ...change, chat, line };
  }

  #noteNews(line) {
    if (!line.chat.startsWith("dm:") || line.replaces) return;
    const person = line.chat.slice(3);
    this.news.set(person, (this.news.get(person) ?? 0) + 1);
  }

  unread(chat) {
    const mark = this.read[chat.id] ?? 0;
    return chat.slots.filter((slot) => slot.seq > mark && slot.line.sender !== this.me.id).length;
  }

  markRead(chat) {
    if ((this.read[chat.id] ?? 0) >= chat.lastSeq) return;
    this.read[chat.id] = chat.lastSeq;
    remember(localStorage, `read:${this.me.id}`, JSON.stringify(this.read));
  }

  nameOf(sender) {
    return sender === BOT ? say("bot") : (this.people.get(sender)?.name ?? sender);
  }

  /** A line in few words. */
  wordsOf(line) {
    return line.card?.title ?? (line.text || line.quoted?.text || "");
  }

  /** First time here: a secretary, for whom everything is allowed that a newcomer tries. */
  somebody() {
    const people = this.office.people;
    const last = remembered(sessionStorage, "person") ?? remembered(localStorage, "person");
    const groups = this.office.chats.filter((chat) => chat.kind === "group");
    const here = (person) => groups[0]?.members.includes(person.id);
    return (
      this.people.get(last) ??
      people.find((person) => person.role === "secretary" && here(person)) ??
      people.find((person) => person.role === "secretary") ??
      people[0]
    );
  }

  firstChat() {
    const last = this.chats.get(remembered(sessionStorage, "chat") ?? "");
    const chats = [...this.chats.values()];
    return last ?? chats.find((chat) => chat.kind === "group") ?? chats[0];
  }
}

export const isBot = (line) => line.sender === BOT;
