// A tender's key as it is published: officers' public keys, lots, deadline.

import { canonical, fingerprintOf, fromHex, SealingError, sha256, utf8 } from "./bytes.js";

/** Reads the key's file; the digest is that of its canonical form. */
export async function readTenderKey(file) {
  let members;
  try {
    members = JSON.parse(file);
  } catch {
    throw new SealingError("not-readable");
  }
  if (members?.samkop !== "tender-key") throw new SealingError("not-readable");
  if (members.version !== 1) throw new SealingError("version-unknown");
  const data = utf8(canonical(members));
  return {
    ...members,
    officers: members.officers.map((one) => ({ name: one.name, point: fromHex(one.public_key) })),
    digest: await sha256(data),
    fingerprint: await fingerprintOf("samkop tender-key/1", data),
  };
}

/** (0, 1), (0, 2), (1, 2) for three: the order of the pairs in a sealed bid. */
export function pairsOf(officers) {
  const pairs = [];
  for (let low = 0; low < officers; low += 1) {
    for (let high = low + 1; high < officers; high += 1) pairs.push([low, high]);
  }
  return pairs;
}
