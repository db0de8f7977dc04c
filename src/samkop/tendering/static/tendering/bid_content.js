// bid.json of what was filled in (schema bid-content). The fields have no names: none is ever sent.

import { SealingError } from "./bytes.js";

const BID = "bid.json";
const all = (root, selector) => [...root.querySelectorAll(selector)];
const text = (root, selector) => root.querySelector(selector)?.value.trim() ?? "";
const amount = (value) => {
  const [whole, cents = ""] = value.trim().replaceAll(/[\s\u00a0]/g, "").replace(",", ".").split(".");
  return `${whole}.${cents.padEnd(2, "0")}`;
};

function answered(root) {
  const chosen = root.querySelector("input[type=radio]:checked");
  return chosen?.value === "yes";
}

/** All files of the form by their names; throws where two have one name. */
export function filesOf(form) {
  const files = new Map();
  for (const input of all(form, "input[type=file]")) {
    for (const file of input.files) {
      const known = files.get(file.name);
      if (file.name === BID || (known && (known.size !== file.size || known.lastModified !== file.lastModified))) {
        throw new SealingError("file-name", file.name);
      }
      files.set(file.name, file);
    }
  }
  return files;
}

function withFile(root, answer) {
  const file = root.querySelector("input[type=file]")?.files[0];
  return file ? { ...answer, file: file.name } : answer;
}

/** The bid as its file has it. */
export function contentOf(form, asked, bidder) {
  const rows = (kind, made) => all(form, `[data-${kind}]`).map((root) => made(root, root.dataset[kind]));
  return {
    samkop: "bid-content",
    version: 1,
    tender: asked.tender,
    lot: asked.lot,
    bidder: {
      name: text(form, "[data-bidder-name]"),
      identifier: bidder,
      contact: text(form, "[data-contact]"),
      email: text(form, "[data-email]"),
    },
    prices: rows("price", (root, line) => ({ line, price: amount(root.value) })),
    requirements: rows("requirement", (root, code) =>
      withFile(root, { code, meets: answered(root), note: text(root, "textarea") })),
    criteria: rows("criterion", (root, code) => withFile(root, { code, answer: text(root, "textarea") })),
    espd: rows("espd", (root, code) => ({ code, yes: answered(root), note: text(root, "textarea") })),
    discounts: all(form, "[data-discount]")
      .map((root) => ({
        lots: [asked.lot, ...all(root, "input[type=checkbox]:checked").map((box) => box.value)],
        amount: text(root, "[data-amount]"),
      }))
      .filter((one) => one.amount && one.lots.length > 1)
      .map((one) => ({ ...one, amount: amount(one.amount) })),
    trade_secrets: all(form, "[data-secret]")
      .map((input) => ({ file: input.dataset.secret, reason: input.value.trim() }))
      .filter((one) => one.reason),
    valid_until: text(form, "[data-valid-until]"),
  };
}

export const bidFile = (content) => ({ name: BID, data: new Blob([JSON.stringify(content)]) });
