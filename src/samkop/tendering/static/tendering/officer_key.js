// An officer's key pair, made on the officer's own machine, and what the officer gives out by it.
// Nothing private leaves this module but in the sealed file that the officer keeps.

import { aesKey, canonical, chance, fingerprintOf, fromHex, same, SealingError, toHex, utf8 } from "./bytes.js";
import { partCommitment, partInfo, readHead } from "./head.js";
import { newPair, openWith, privateKey, PUBLIC_LENGTH } from "./hpke.js";

const ROUNDS = 600000; // of PBKDF2-HMAC-SHA-256: OWASP, password storage, 2023
const MOST_ROUNDS = 10000000;
const SHORTEST = 14; // characters of a passphrase
const NO_NONCE = new Uint8Array(12); // each salt makes a key that seals once
const REHEARSAL = 1;

async function passphraseKey(passphrase, salt, rounds) {
  const words = await crypto.subtle.importKey("raw", utf8(passphrase.normalize("NFC")), "PBKDF2", false, ["deriveBits"]);
  const how = { name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds };
  return aesKey(new Uint8Array(await crypto.subtle.deriveBits(how, words, 256)));
}

const locked = (members) => ({ name: "AES-GCM", iv: NO_NONCE, additionalData: utf8(canonical(members)) });

export const fingerprint = (point) => fingerprintOf("samkop officer-key/1", point);

/** A new pair: the public point in hexadecimal, its fingerprint, and the private file's text. */
export async function makeKey(name, passphrase) {
  if ([...passphrase].length < SHORTEST) throw new SealingError("passphrase-short");
  const { scalar, point } = await newPair();
  const salt = chance(16);
  const members = {
    samkop: "officer-private-key",
    version: 1,
    name,
    public_key: toHex(point),
    rounds: ROUNDS,
    salt: toHex(salt),
  };
  const key = await passphraseKey(passphrase, salt, ROUNDS);
  const sealed = new Uint8Array(await crypto.subtle.encrypt(locked(members), key, scalar));
  scalar.fill(0);
  return {
    publicKey: members.public_key,
    fingerprint: await fingerprint(point),
    privateFile: canonical({ ...members, sealed: toHex(sealed) }),
  };
}

/** Opens the private file. Throws SealingError("not-readable" | "passphrase-wrong" | "key-unusable"). */
export async function openPrivateFile(file, passphrase) {
  let sealed, members;
  try {
    ({ sealed, ...members } = JSON.parse(file));
  } catch {
    throw new SealingError("not-readable");
  }
  if (members.samkop !== "officer-private-key" || typeof sealed !== "string") throw new SealingError("not-readable");
  if (members.version !== 1) throw new SealingError("version-unknown");
  if (!(members.rounds >= ROUNDS && members.rounds <= MOST_ROUNDS)) throw new SealingError("not-readable");
  const point = fromHex(members.public_key);
  if (point.length !== PUBLIC_LENGTH) throw new SealingError("key-unusable");
  const key = await passphraseKey(passphrase, fromHex(members.salt), members.rounds);
  let scalar;
  try {
    scalar = new Uint8Array(await crypto.subtle.decrypt(locked(members), key, fromHex(sealed)));
  } catch {
    throw new SealingError("passphrase-wrong");
  }
  const own = await privateKey(scalar, point);
  scalar.fill(0);
  return { own, point };
}

/**
 * The officer's parts of one bid, of its head alone; `keys` are all editions of the tender's key.
 * A bid gives nothing before the deadline of the newest, a rehearsal at any time.
 */
export async function giveParts(headBytes, keys, { own, point }, now = Date.now()) {
  const head = await readHead(headBytes);
  const key = keys.find((one) => same(one.digest, head.tenderKey));
  if (!key || key.officers.length !== head.officers) throw new SealingError("other-tender-key");
  const until = Math.max(...keys.map((one) => Date.parse(one.deadline)));
  if (head.purpose !== REHEARSAL && now <= until) throw new SealingError("too-early");
  const officer = key.officers.findIndex((one) => same(one.point, point));
  if (officer < 0) throw new SealingError("not-an-officer");
  const shares = [];
  for (const part of head.parts.filter((one) => one.officer === officer)) {
    const info = await partInfo(head.context, part.pair, officer);
    const share = await openWith(own, point, info, part.sealed);
    if (share && same(await partCommitment(info, share), part.commitment)) {
      shares.push({ with: part.pair[0] + part.pair[1] - officer, share: toHex(share) });
    }
  }
  if (!shares.length) throw new SealingError("part-unopenable");
  return { bid: toHex(head.digest), officer, shares };
}

/** The file in which an officer gives out parts of many bids. */
export const partsFile = (bids) => canonical({ samkop: "bid-parts", version: 1, bids });
