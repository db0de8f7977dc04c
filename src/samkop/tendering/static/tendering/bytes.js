// Bytes, texts and hashes as the formats of sealed bids have them (docs/reference/sealed-bids.md).

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

/** What cannot be sealed, opened or read; `code` is one of core.sealing's faults. */
export class SealingError extends Error {
  constructor(code, detail = "") {
    super(detail ? `${code}: ${detail}` : code);
    this.code = code;
    this.detail = detail;
  }
}

export const utf8 = (text) => encoder.encode(text);
export const text = (bytes) => decoder.decode(bytes);
export const chance = (length) => crypto.getRandomValues(new Uint8Array(length));
export const NOTHING = new Uint8Array(0);

export const toHex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");

export function fromHex(hex) {
  if (!/^([0-9a-f]{2})*$/.test(hex)) throw new SealingError("not-readable");
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

export function joined(...parts) {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export const same = (one, other) => one.length === other.length && one.every((byte, at) => byte === other[at]);
export const exclusiveOr = (one, other) => one.map((byte, at) => byte ^ other[at]);

/** Canonical JSON (RFC 8785) of what the formats use: objects, lists, texts, whole numbers. */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (value === null || typeof value !== "object") return JSON.stringify(value);
  const members = Object.keys(value).sort();
  return `{${members.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join(",")}}`;
}

export const sha256 = async (bytes) => new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));

export async function hmac(key, data) {
  const usable = await crypto.subtle.importKey("raw", key, { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  return new Uint8Array(await crypto.subtle.sign("HMAC", usable, data));
}

export const aesKey = (raw) => crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);

/** Forty digits in groups of five, to be read aloud and compared. */
export async function fingerprintOf(label, data) {
  const digest = await sha256(joined(utf8(label), new Uint8Array(1), data));
  const view = new DataView(digest.buffer);
  const groups = [0, 4, 8, 12, 16, 20, 24, 28].map((at) => view.getUint32(at) % 100000);
  return groups.map((number) => String(number).padStart(5, "0")).join(" ");
}
