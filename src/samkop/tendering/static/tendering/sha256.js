// SHA-256 (FIPS 180-4) of what comes piece by piece: Web Crypto hashes only what is in memory whole.
// A bidder's page tells by it that the receipt is for the very bytes that it sent.

const primes = [];
for (let number = 2; primes.length < 64; number += 1) {
  if (primes.every((prime) => number % prime)) primes.push(number);
}
const fraction = (number) => ((number - Math.floor(number)) * 2 ** 32) | 0;
const ROUNDS = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)));
const START = Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));
const BLOCK = 64;

export class Sha256 {
  constructor() {
    this.state = START.slice();
    this.words = new Int32Array(64);
    this.waiting = new Uint8Array(BLOCK);
    this.length = 0;
  }

  /** Take more bytes. */
  add(bytes) {
    let at = 0;
    const held = this.length % BLOCK;
    this.length += bytes.length;
    if (held) {
      at = Math.min(BLOCK - held, bytes.length);
      this.waiting.set(bytes.subarray(0, at), held);
      if (held + at < BLOCK) return this;
      this.block(this.waiting, 0);
    }
    for (; at + BLOCK <= bytes.length; at += BLOCK) this.block(bytes, at);
    this.waiting.set(bytes.subarray(at));
    return this;
  }

  /** The hash in hexadecimal; nothing may be added afterwards. */
  hex() {
    const bits = this.length * 8;
    const held = this.length % BLOCK;
    const end = new Uint8Array(held < 56 ? BLOCK - held : 2 * BLOCK - held);
    end[0] = 0x80;
    const view = new DataView(end.buffer);
    view.setUint32(end.length - 8, Math.floor(bits / 2 ** 32));
    view.setUint32(end.length - 4, bits >>> 0);
    this.add(end);
    return Array.from(this.state, (word) => (word >>> 0).toString(16).padStart(8, "0")).join("");
  }

  block(bytes, at) {
    const { state, words } = this;
    for (let n = 0; n < 16; n += 1, at += 4) {
      words[n] = (bytes[at] << 24) | (bytes[at + 1] << 16) | (bytes[at + 2] << 8) | bytes[at + 3];
    }
    for (let n = 16; n < 64; n += 1) {
      const x = words[n - 15];
      const y = words[n - 2];
      const low = ((x >>> 7) | (x << 25)) ^ ((x >>> 18) | (x << 14)) ^ (x >>> 3);
      const high = ((y >>> 17) | (y << 15)) ^ ((y >>> 19) | (y << 13)) ^ (y >>> 10);
      words[n] = (words[n - 16] + low + words[n - 7] + high) | 0;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let n = 0; n < 64; n += 1) {
      const turned = ((e >>> 6) | (e << 26)) ^ ((e >>> 11) | (e << 21)) ^ ((e >>> 25) | (e << 7));
      const first = (h + turned + ((e & f) ^ (~e & g)) + ROUNDS[n] + words[n]) | 0;
      const mixed = ((a >>> 2) | (a << 30)) ^ ((a >>> 13) | (a << 19)) ^ ((a >>> 22) | (a << 10));
      const second = (mixed + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      h = g;
      g = f;
      f = e;
      e = (d + first) | 0;
      d = c;
      c = b;
      b = a;
      a = (first + second) | 0;
    }
    [a, b, c, d, e, f, g, h].forEach((word, n) => {
      state[n] = (state[n] + word) | 0;
    });
  }
}
