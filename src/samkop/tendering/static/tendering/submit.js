// A bid is filled in, checked, sealed and sent from this page; its plaintext never leaves it.
// Sending goes part by part: it can be stopped and taken up again while the page is open.

import { bidFile, contentOf, filesOf } from "./bid_content.js";
import { joined, NOTHING, SealingError } from "./bytes.js";
import { sealBid } from "./sealing.js";
import { Sha256 } from "./sha256.js";
import { readTenderKey } from "./tender_key.js";

const texts = JSON.parse(document.getElementById("sealing-texts").textContent);
const given = JSON.parse(document.getElementById("sealing").textContent);
const form = document.querySelector("form[data-bid]");
const said = document.querySelector("[data-said]");
const bar = document.querySelector("progress");
const share = document.querySelector("[data-share]");
const stopButton = document.querySelector("[data-stop]");
const goButton = document.querySelector("[data-go-on]");
const sendButton = form.querySelector("button[type=submit]");
const token = form.querySelector("[name=csrfmiddlewaretoken]").value;
const AGAIN = 1000; // milliseconds before the first retry
const LONGEST = 30000;

const say = (code, detail = "") => {
  said.textContent = [texts[code] ?? texts.failed, detail].filter(Boolean).join(" ");
};

let waiting = null; // resolves when sending goes on
let goOn = () => {};

function stop() {
  waiting = new Promise((resolve) => {
    goOn = resolve;
  });
  stopButton.hidden = true;
  goButton.hidden = false;
  goButton.focus();
  say("stopped");
}

stopButton.addEventListener("click", stop);
goButton.addEventListener("click", () => {
  goButton.hidden = true;
  stopButton.hidden = false;
  waiting = null;
  say("sealing");
  goOn();
});

/** One request; a refusal is thrown with its sentence, a broken connection is tried again. */
async function asked(address, options) {
  for (let pause = AGAIN; ; pause = Math.min(2 * pause, LONGEST)) {
    if (waiting) await waiting;
    let answer;
    try {
      answer = await fetch(address, { ...options, headers: { "X-CSRFToken": token }, redirect: "error" });
    } catch {
      say("resuming");
      await new Promise((resolve) => setTimeout(resolve, pause));
      continue;
    }
    if (answer.ok) return answer.json();
    const refused = await answer.json().catch(() => ({}));
    const error = new SealingError(refused.code ?? "failed");
    error.sentence = refused.sentence;
    throw error;
  }
}

function shown(sent, length) {
  bar.value = sent / length;
  share.textContent = `${Math.floor((100 * sent) / length)} %`;
}

/** Seals and sends block by block; answers with the file's name here and the hash of what went. */
async function sent(sealed, begun) {
  const hash = new Sha256();
  let held = NOTHING;
  let place = 0;
  let done = 0;
  const part = async (data) => {
    hash.add(data);
    await asked(`${begun.parts}${place}/`, { method: "PUT", body: data });
    place += 1;
    done += data.length;
    shown(done, sealed.length);
  };
  let pieces = [];
  let length = 0;
  for await (const block of sealed.blocks) {
    pieces.push(block);
    length += block.length;
    while (length >= begun.length) {
      held = joined(...pieces);
      await part(held.subarray(0, begun.length));
      pieces = [held.slice(begun.length)];
      length -= begun.length;
    }
  }
  if (length) await part(joined(...pieces));
  return hash.hex();
}

async function send() {
  const files = filesOf(form);
  const content = bidFile(contentOf(form, given.form, given.bidder));
  const listed = [content, ...[...files].map(([name, data]) => ({ name, data }))];
  const key = await readTenderKey(given.key);
  const sealed = await sealBid({ key, lot: given.lot, bidder: given.bidder, files: listed });
  const begun = await asked(given.begin, { method: "POST", body: new URLSearchParams({ size: sealed.length }) });
  const hash = await sent(sealed, begun);
  say("received");
  const answer = await asked(given.submit, { method: "POST", body: new URLSearchParams({ file: begun.file }) });
  if (answer.sha256 !== hash) throw new SealingError("hash-differs");
  window.removeEventListener("beforeunload", keep);
  window.location.assign(answer.receipt);
}

const keep = (event) => event.preventDefault();

const busy = (now) => {
  sendButton.disabled = now;
  stopButton.hidden = !now;
  goButton.hidden = true;
  document.querySelector("[data-sending]").hidden = !now;
};

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  busy(true);
  shown(0, 1);
  say("sealing");
  window.addEventListener("beforeunload", keep);
  try {
    await send();
  } catch (error) {
    if (!(error instanceof SealingError)) console.warn(error);
    busy(false);
    window.removeEventListener("beforeunload", keep);
    if (error.sentence) said.textContent = error.sentence;
    else say(error.code, error.detail);
  }
});

// A price above the highest that is let in, and a file that has to show what is met.
for (const input of form.querySelectorAll("[data-price][data-most]")) {
  input.addEventListener("input", () => {
    const value = Number(input.value.replace(",", "."));
    input.setCustomValidity(value > Number(input.dataset.most) ? input.dataset.tooHigh : "");
  });
}
for (const root of form.querySelectorAll("[data-evidence]")) {
  root.addEventListener("change", () => {
    const meets = root.querySelector("input[type=radio]:checked")?.value === "yes";
    root.querySelector("input[type=file]").required = meets;
  });
}

// Each file can be a trade secret, with the reason why.
const secrets = form.querySelector("[data-secrets]");
const row = form.querySelector("template");
form.addEventListener("change", (event) => {
  if (event.target.type !== "file") return;
  const known = new Map([...secrets.querySelectorAll("[data-secret]")].map((one) => [one.dataset.secret, one.value]));
  let names;
  try {
    names = ["bid.json", ...filesOf(form).keys()];
  } catch (error) {
    say(error.code, error.detail);
    return;
  }
  secrets.replaceChildren(
    ...names.map((name, number) => {
      const made = row.content.cloneNode(true);
      const input = made.querySelector("input");
      const label = made.querySelector("label");
      input.id = label.htmlFor = `secret-${number}`;
      input.dataset.secret = name;
      input.value = known.get(name) ?? "";
      label.querySelector("[data-name]").textContent = name;
      return made;
    }),
  );
});

form.hidden = false;
for (const part of document.querySelectorAll("[data-without-script]")) part.hidden = true;
