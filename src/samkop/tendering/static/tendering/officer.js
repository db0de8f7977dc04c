// What an officer does on the own machine: make a key, seal a bid of trial, give out parts.
// Forms with data-officer; without this program they take files that the commands have made.

import { utf8, fromHex, SealingError } from "./bytes.js";
import { giveParts, makeKey, openPrivateFile, partsFile } from "./officer_key.js";
import { REHEARSAL, sealBid } from "./sealing.js";
import { readTenderKey } from "./tender_key.js";

const texts = JSON.parse(document.getElementById("sealing-texts").textContent);

export function saved(name, content) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([content], { type: "application/json" }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
}

async function fetched(address) {
  const answer = await fetch(address, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new SealingError("failed");
  return answer;
}

const works = {
  async make(form, say) {
    const passphrase = form.querySelector("[data-passphrase]").value;
    if (passphrase !== form.querySelector("[data-passphrase-again]").value) throw new SealingError("passphrases-differ");
    say("making");
    const made = await makeKey(form.dataset.name, passphrase);
    saved(`${form.dataset.name.replace(/[^\p{L}\p{N}]+/gu, "-")}.private.json`, made.privateFile);
    form.elements.public_key.value = made.publicKey;
    say("made");
  },
  async rehearse(form) {
    const key = await readTenderKey(await (await fetched(form.dataset.key)).text());
    const trial = form.querySelector("[data-trial]").value || "–";
    const files = [{ name: "trial.txt", data: new Blob([utf8(trial)]) }];
    const sealed = await sealBid({ key, lot: key.lots[0], bidder: "trial", files, purpose: REHEARSAL });
    const blocks = [];
    for await (const block of sealed.blocks) blocks.push(block);
    const chosen = new DataTransfer();
    chosen.items.add(new File(blocks, "trial.samkop-bid"));
    form.elements.sealed_file.files = chosen.files;
  },
  async parts(form, say) {
    const file = form.querySelector("[data-private-file]").files[0];
    if (!file) throw new SealingError("choose-file");
    say("opening");
    const own = await openPrivateFile(await file.text(), form.querySelector("[data-passphrase]").value);
    const { keys, heads } = await (await fetched(form.dataset.heads)).json();
    const editions = await Promise.all(keys.map(readTenderKey));
    const given = [];
    for (const head of heads) {
      try {
        given.push(await giveParts(fromHex(head), editions, own));
      } catch (error) {
        // A bid that was sealed wrongly does not keep the others; it is listed with its fault.
        if (error.code !== "part-unopenable") throw error;
      }
    }
    form.elements.parts.value = partsFile(given);
    form.querySelector("[data-passphrase]").value = "";
  },
};

for (const form of document.querySelectorAll("form[data-officer]")) {
  for (const part of form.querySelectorAll("[data-with-script]")) part.hidden = false;
  for (const part of form.querySelectorAll("[data-without-script]")) part.hidden = true;
  const said = form.querySelector("[data-said]");
  const say = (code) => {
    said.textContent = texts[code] ?? texts.failed;
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button[type=submit]");
    button.disabled = true;
    try {
      await works[form.dataset.officer](form, say);
      form.submit();
    } catch (error) {
      if (!(error instanceof SealingError)) console.warn(error);
      say(error.code);
      button.disabled = false;
    }
  });
}
