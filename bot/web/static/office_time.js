// The office's own time: the server tells it with its offset, and the browser's zone is never used.

const DAY = 24 * 60 * 60 * 1000;

let offset = "+00:00";
let serverNow = 0;
let heardAt = 0;

/** The server's clock, as of this moment. */
export function hearNow(iso) {
  offset = iso.slice(19) || "+00:00";
  serverNow = Date.parse(iso);
  heardAt = performance.now();
}

/** A line that is newer than the clock on the page shows that the clock was moved by somebody else. */
export function hearAtLeast(iso) {
  if (Date.parse(iso) > now() + 2000) hearNow(iso);
}

const now = () => serverNow + (performance.now() - heardAt);

/** Wall time in the UTC fields of a date, for formatting and counting days. */
export function wallOf(iso) {
  return new Date(`${iso.slice(0, 19)}Z`);
}

export function wallNow() {
  const sign = offset.startsWith("-") ? -1 : 1;
  const [hours, minutes] = offset.slice(1).split(":").map(Number);
  return new Date(now() + sign * ((hours || 0) * 60 + (minutes || 0)) * 60 * 1000);
}

/** What the server understands: wall time with the office's offset. */
export const isoOf = (wall) => wall.toISOString().slice(0, 19) + offset;

export const clockWords = (wall) => wall.toISOString().slice(11, 16);

/** Whole days from today to that day. */
export const daysFromToday = (wall) => Math.floor(wall.getTime() / DAY) - Math.floor(wallNow().getTime() / DAY);

/** The next half past eight in the morning that is another day's. */
export function nextMorning() {
  const morning = new Date(wallNow().getTime() + DAY);
  morning.setUTCHours(8, 30, 0, 0);
  return morning;
}
