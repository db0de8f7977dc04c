// HPKE (RFC 9180), base mode, single shot, of Web Crypto's parts alone:
// DHKEM(P-256, HKDF-SHA256) 0x0010, HKDF-SHA256 0x0001, AES-256-GCM 0x0002, no additional data.

import { aesKey, hmac, joined, NOTHING, SealingError, utf8 } from "./bytes.js";

const CURVE = { name: "ECDH", namedCurve: "P-256" };
export const PUBLIC_LENGTH = 65; // uncompressed point
export const ADDED_LENGTH = PUBLIC_LENGTH + 16; // an encapsulated key before, a tag after
const KEM = joined(utf8("KEM"), Uint8Array.of(0, 16));
const SUITE = joined(utf8("HPKE"), Uint8Array.of(0, 16, 0, 1, 0, 2));
const BASE = Uint8Array.of(0);
const NO_SALT = new Uint8Array(32);

const extracted = (suite, salt, label, material) =>
  hmac(salt.length ? salt : NO_SALT, joined(utf8("HPKE-v1"), suite, utf8(label), material));

/** At most 32 bytes: one block of HKDF-Expand (RFC 5869, 2.3). */
async function expanded(suite, secret, label, info, length) {
  const labelled = joined(Uint8Array.of(length >> 8, length & 255), utf8("HPKE-v1"), suite, utf8(label), info);
  return (await hmac(secret, joined(labelled, Uint8Array.of(1)))).slice(0, length);
}

const base64url = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");

const fromBase64url = (coded) =>
  Uint8Array.from(atob(coded.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.charCodeAt(0));

async function publicKey(point) {
  try {
    return await crypto.subtle.importKey("raw", point, CURVE, true, []);
  } catch {
    throw new SealingError("key-unusable");
  }
}

/** A private key that Web Crypto uses and does not give out again. */
export async function privateKey(scalar, point) {
  const parts = { d: base64url(scalar), x: base64url(point.slice(1, 33)), y: base64url(point.slice(33)) };
  try {
    return await crypto.subtle.importKey("jwk", { kty: "EC", crv: "P-256", ...parts }, CURVE, false, ["deriveBits"]);
  } catch {
    throw new SealingError("key-unusable");
  }
}

/** A new pair: 32 bytes of the private number, and the public point. */
export async function newPair() {
  const pair = await crypto.subtle.generateKey(CURVE, true, ["deriveBits"]);
  const scalar = fromBase64url((await crypto.subtle.exportKey("jwk", pair.privateKey)).d);
  return { scalar, point: new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey)) };
}

async function agreed(own, other) {
  return new Uint8Array(await crypto.subtle.deriveBits({ name: "ECDH", public: other }, own, 256));
}

async function keyAndNonce(agreement, encapsulated, receiver, info) {
  const first = await extracted(KEM, NOTHING, "eae_prk", agreement);
  const shared = await expanded(KEM, first, "shared_secret", joined(encapsulated, receiver), 32);
  const context = joined(
    BASE,
    await extracted(SUITE, NOTHING, "psk_id_hash", NOTHING),
    await extracted(SUITE, NOTHING, "info_hash", info),
  );
  const secret = await extracted(SUITE, shared, "secret", NOTHING);
  return {
    key: await aesKey(await expanded(SUITE, secret, "key", context, 32)),
    iv: await expanded(SUITE, secret, "base_nonce", context, 12),
  };
}

/** Seal to a public point: encapsulated key, then ciphertext with tag. */
export async function sealTo(point, info, plain) {
  const pair = await crypto.subtle.generateKey(CURVE, true, ["deriveBits"]);
  const encapsulated = new Uint8Array(await crypto.subtle.exportKey("raw", pair.publicKey));
  const agreement = await agreed(pair.privateKey, await publicKey(point));
  const { key, iv } = await keyAndNonce(agreement, encapsulated, point, info);
  return joined(encapsulated, new Uint8Array(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, key, plain)));
}

/** What was sealed to this key under this info; null where it was not. */
export async function openWith(own, point, info, sealed) {
  const encapsulated = sealed.slice(0, PUBLIC_LENGTH);
  try {
    const agreement = await agreed(own, await publicKey(encapsulated));
    const { key, iv } = await keyAndNonce(agreement, encapsulated, point, info);
    return new Uint8Array(await crypto.subtle.decrypt({ name: "AES-GCM", iv }, key, sealed.slice(PUBLIC_LENGTH)));
  } catch {
    return null;
  }
}
