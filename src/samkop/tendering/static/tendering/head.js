// The head of a sealed bid, byte by byte.

import { joined, same, SealingError, sha256, text, utf8 } from "./bytes.js";
import { ADDED_LENGTH } from "./hpke.js";
import { pairsOf } from "./tender_key.js";

export const LABEL = utf8("samkop sealed-bid/1 ");
export const SHARE = 32;
const MAGIC = utf8("samkop-bid\n");
const HASH = 32;
const PART = HASH + SHARE + ADDED_LENGTH;
const OFFICERS = 109; // where their number stands, and after it the length of the lot's name

export const keyCommitment = (fileKey) => sha256(joined(LABEL, utf8("file key\0"), fileKey));
export const partCommitment = (info, share) => sha256(joined(LABEL, utf8("share\0"), info, share));

/** What a part is sealed under: this bid, this pair, this officer. */
export const partInfo = async (context, [low, high], officer) =>
  joined(LABEL, utf8("part\0"), await sha256(context), Uint8Array.of(low, high, officer));

/** All before the parts. */
export function contextOf({ purpose, tenderKey, nonce, commitment, officers, lot }) {
  const name = utf8(lot);
  const counts = Uint8Array.of(officers, name.length);
  return joined(MAGIC, Uint8Array.of(1, purpose), tenderKey, nonce, commitment, counts, name);
}

/** Reads a head that stands alone. */
export async function readHead(data) {
  if (data.length < OFFICERS + 2 || !same(data.slice(0, MAGIC.length), MAGIC)) throw new SealingError("not-readable");
  if (data[MAGIC.length] !== 1) throw new SealingError("version-unknown");
  const officers = data[OFFICERS];
  const end = OFFICERS + 2 + data[OFFICERS + 1];
  const pairs = pairsOf(officers);
  if (officers < 2 || data.length !== end + 2 * pairs.length * PART) throw new SealingError("not-readable");
  const parts = pairs.flatMap((pair, number) =>
    pair.map((officer, second) => {
      const at = end + (2 * number + second) * PART;
      return { pair, officer, commitment: data.slice(at, at + HASH), sealed: data.slice(at + HASH, at + PART) };
    }),
  );
  return {
    purpose: data[MAGIC.length + 1],
    tenderKey: data.slice(13, 45),
    lot: text(data.slice(OFFICERS + 2, end)),
    context: data.slice(0, end),
    digest: await sha256(data),
    officers,
    parts,
  };
}
