// The page's side of /sim/api, or of /sim2/api where the second messenger is shown.

import { language, say } from "./words.js";

/** Which messenger this page shows; the address says so, so that two windows can show both. */
export const messenger = new URLSearchParams(location.search).get("messenger") === "2" ? 2 : 1;
const BASE = messenger === 2 ? "/sim2/api/" : "/sim/api/";
const PATIENCE = [300, 900, 2000];
const RECONNECT_MS = 1500;
const PAGE = 1000;

/** A refusal or failure, with a sentence to show. */
export class Fault extends Error {
  constructor(sentence, again = false) {
    super(sentence);
    this.again = again;
  }
}

async function call(method, path, body) {
  const headers = { "Accept-Language": language(), ...(body && { "Content-Type": "application/json" }) };
  let answer;
  try {
    answer = await fetch(BASE + path, { method, headers, body: body && JSON.stringify(body) });
  } catch {
    throw new Fault(say("offline"), true);
  }
  const content = await answer.json().catch(() => ({}));
  if (answer.ok) return content;
  throw new Fault(content.code ? content.error : say("server_fault", { status: answer.status }), answer.status === 503);
}

/** The same event is sent again while the server is busy; its id makes a second delivery harmless. */
async function deliver(path, body) {
  const event = { ...body, event_id: crypto.randomUUID() };
  for (const wait of PATIENCE) {
    try {
      return await call("POST", path, event);
    } catch (fault) {
      if (!fault.again) throw fault;
      await new Promise((resolve) => setTimeout(resolve, wait));
    }
  }
  return call("POST", path, event);
}

export const fetchOffice = () => call("GET", "office");

export async function fetchLines(chat, person, after = 0) {
  const path = `chats/${encodeURIComponent(chat)}/messages`;
  const lines = await call("GET", `${path}?after=${after}&as=${encodeURIComponent(person)}`);
  return lines.length < PAGE ? lines : [...lines, ...(await fetchLines(chat, person, lines.at(-1).seq))];
}

export const sendMessage = (message) => deliver("messages", message);
export const sendFile = (file) => deliver("files", file);
export const sendPress = (press) => deliver("presses", press);
/** Whether it was taken; nobody is bothered with a report that fails. */
export const sendSeen = (seen) => call("POST", "seen", seen).then(() => true, () => false);
export const fileAddress = (file, person) => `${BASE}files/${file.id}?as=${encodeURIComponent(person)}`;
export const moveClock = (to) => call("POST", "clock", to);

/** Every new line from now on; after a break it goes on behind the last line seen. */
export function openStream(lastSeq, onLine, onState) {
  const source = new EventSource(`${BASE}events?after=${lastSeq()}`);
  source.onopen = () => onState(true);
  source.onmessage = (event) => onLine(JSON.parse(event.data));
  source.onerror = () => {
    onState(false);
    source.close();
    setTimeout(() => openStream(lastSeq, onLine, onState), RECONNECT_MS);
  };
}
