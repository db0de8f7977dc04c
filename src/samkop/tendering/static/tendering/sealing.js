// Seals files to a tender's officers in the browser, block by block: what is sealed is never in
// memory as a whole, and its key is forgotten with the page.

import { aesKey, canonical, chance, exclusiveOr, hmac, joined, SealingError, sha256, utf8 } from "./bytes.js";
import { contextOf, keyCommitment, LABEL, partCommitment, partInfo, SHARE } from "./head.js";
import { sealTo } from "./hpke.js";
import { pairsOf } from "./tender_key.js";

export const BID = 0;
export const REHEARSAL = 1;
const CHUNK = 64 * 1024;
const TAG = 16;
const MOST_FILES = 1000;
const MOST_LIST = 1024 * 1024;
const LONGEST_NAME = 120;
const FORBIDDEN = /[<>:"/\\|?*]|^\.|\.$|[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;
const RESERVED = /^(con|prn|aux|nul|com[0-9]|lpt[0-9])$/i;

/** Throws SealingError("file-name" | "too-large") for files that no bid may have. */
export function checkNames(names) {
  if (names.length < 1 || names.length > MOST_FILES) throw new SealingError("too-large");
  const taken = new Set();
  for (const name of names) {
    const known = taken.has(name.toLowerCase());
    const wrong = !name || name !== name.trim() || [...name].length > LONGEST_NAME || FORBIDDEN.test(name);
    if (known || wrong || RESERVED.test(name.split(".")[0])) throw new SealingError("file-name", name);
    taken.add(name.toLowerCase());
  }
}

/** At least a chunk, then Padmé (Nikitin and others 2019): at most an eighth is added. */
export function paddedLength(length) {
  if (length <= CHUNK) return CHUNK;
  let exponent = 0;
  while (2 ** (exponent + 1) <= length) exponent += 1;
  const step = 2 ** (exponent - exponent.toString(2).length);
  return Math.ceil(length / step) * step;
}

async function bodyKey(fileKey, headDigest) {
  const secret = await hmac(headDigest, fileKey);
  return aesKey(await hmac(secret, joined(LABEL, utf8("body"), Uint8Array.of(1))));
}

function nonceOf(number, last) {
  const nonce = new Uint8Array(12);
  new DataView(nonce.buffer).setUint32(7, number);
  nonce[11] = last ? 1 : 0;
  return nonce;
}

async function headOf(key, lot, purpose, fileKey) {
  const context = contextOf({
    purpose,
    tenderKey: key.digest,
    nonce: chance(32),
    commitment: await keyCommitment(fileKey),
    officers: key.officers.length,
    lot,
  });
  const parts = [];
  for (const pair of pairsOf(key.officers.length)) {
    const share = chance(SHARE);
    const shares = [share, exclusiveOr(share, fileKey)];
    for (const [place, officer] of pair.entries()) {
      const info = await partInfo(context, pair, officer);
      const sealed = await sealTo(key.officers[officer].point, info, shares[place]);
      parts.push(await partCommitment(info, shares[place]), sealed);
    }
  }
  return joined(context, ...parts);
}

/** The content in chunks of 64 KiB: list, files, zeros up to the padded length. */
async function* chunksOf(list, files, padded) {
  const size = new Uint8Array(4);
  new DataView(size.buffer).setUint32(0, list.length);
  const length = 4 + list.length + files.reduce((sum, file) => sum + file.size, 0);
  const zeros = new Blob([new Uint8Array(CHUNK)]);
  let waiting = joined(size, list);
  let left = padded;
  async function* blocks() {
    for (const file of files) {
      for (let at = 0; at < file.size; at += CHUNK) yield file.slice(at, at + CHUNK);
    }
    for (let more = padded - length; more > 0; more -= CHUNK) yield zeros.slice(0, more);
  }
  for await (const block of blocks()) {
    let bytes;
    try {
      bytes = new Uint8Array(await block.arrayBuffer());
    } catch {
      throw new SealingError("file-changed");
    }
    waiting = joined(waiting, bytes);
    for (; waiting.length > CHUNK; left -= CHUNK) {
      yield { plain: waiting.subarray(0, CHUNK), last: false };
      waiting = waiting.slice(CHUNK);
    }
  }
  if (waiting.length !== left) throw new SealingError("file-changed");
  yield { plain: waiting, last: true };
}

/**
 * Seal `files` ({name, data: Blob}) for a lot to the officers of a tender's key.
 * Answers with the sealed length and an iterator over the sealed bytes, to be read once.
 */
export async function sealBid({ key, lot, bidder, files, purpose = BID }) {
  if (!key.lots.includes(lot)) throw new SealingError("lot-unknown", lot);
  checkNames(files.map((file) => file.name));
  const entries = files.map((file) => ({ name: file.name, size: file.data.size }));
  const list = utf8(canonical({ bidder, files: entries }));
  if (list.length > MOST_LIST) throw new SealingError("too-large");
  const padded = paddedLength(4 + list.length + entries.reduce((sum, entry) => sum + entry.size, 0));
  const fileKey = chance(SHARE);
  const head = await headOf(key, lot, purpose, fileKey);
  const cipher = await bodyKey(fileKey, await sha256(head));
  fileKey.fill(0);
  async function* blocks() {
    yield head;
    let number = 0;
    const plains = chunksOf(list, files.map((file) => file.data), padded);
    for await (const { plain, last } of plains) {
      const iv = nonceOf(number, last);
      yield new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, cipher, plain));
      number += 1;
    }
  }
  return { length: head.length + padded + TAG * Math.ceil(padded / CHUNK), blocks: blocks() };
}
