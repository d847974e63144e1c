// What this browser remembers, for each messenger apart.

import { messenger } from "./api.js";

const key = (name) => (messenger === 1 ? name : `${name}:${messenger}`);

export const remembered = (storage, name) => storage.getItem(key(name));
export const remember = (storage, name, value) => storage.setItem(key(name), value);
