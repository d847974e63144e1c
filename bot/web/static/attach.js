// A file from this machine, sent into the open chat.

import { byId, icon } from "./dom.js";
import { toast } from "./toast.js";
import { say } from "./words.js";

export class Attach {
  /** `send(chat, file)`, the file with its name and its content in base64. */
  constructor(model, send) {
    this.model = model;
    this.send = send;
    this.button = byId("attach");
    this.input = byId("file");
    this.button.append(icon("clip"));
    this.button.addEventListener("click", () => this.input.click());
    this.input.addEventListener("change", () => this.#take());
  }

  drawWords() {
    const words = say(this.model.open.kind === "direct" ? "attach" : "attach_group");
    this.button.setAttribute("aria-label", words);
    this.button.title = words;
  }

  async #take() {
    const { open } = this.model;
    const [file] = this.input.files;
    this.input.value = "";
    if (!file) return;
    const most = this.model.office.largest_file;
    if (file.size > most) toast(say("file_too_large", { name: file.name, most: Math.floor(most / 2 ** 20) }));
    else this.#send(open, file);
  }

  async #send(chat, file) {
    this.button.setAttribute("aria-busy", "true");
    try {
      await this.send(chat, { name: file.name, content: await inBase64(file) });
    } catch {
      toast(say("file_unreadable", { name: file.name }));
    } finally {
      this.button.removeAttribute("aria-busy");
    }
  }
}

function inBase64(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onload = () => resolve(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => reject(reader.error);
    reader.readAsDataURL(file);
  });
}
