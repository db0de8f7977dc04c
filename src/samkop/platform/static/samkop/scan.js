// Scanning: a field with data-scan gets a button that opens the camera. What is read goes into
// the field, and its form is sent; with data-scan="list" it becomes a line of its own, and the
// form waits. A scanner that types works without any of this. docs/reference/design-system.md

const FORMATS = ["code_128", "code_39", "ean_13", "ean_8", "upc_a", "data_matrix", "qr_code"];
const AGAIN = 2000; // ms without sight of a code, after which the same one counts anew
const PAUSE = 80; // ms between two looks
const SENDING = 3000; // ms in which a form that was sent is given time to come back
const REOPEN = 15000; // ms in which a page that comes back opens the camera by itself
const MEMORY = "samkop-scan";

const parts = document.getElementById("scanner");
const words = parts.dataset;
const pause = (ms) => new Promise((done) => setTimeout(done, ms));

// What the browser itself reads, where it can.
const native = async () => {
  if (!("BarcodeDetector" in globalThis)) return null;
  const known = await BarcodeDetector.getSupportedFormats();
  const formats = FORMATS.filter((format) => known.includes(format));
  if (!formats.length) return null;
  const detector = new BarcodeDetector({ formats });
  return async (video) => (await detector.detect(video))[0]?.rawValue ?? "";
};

// Elsewhere a library, fetched when a camera is opened for the first time (ADR 0014).
const library = async () => {
  if (!globalThis.ZXing) await import(words.library);
  const { BarcodeFormat, BinaryBitmap, DecodeHintType, Exception, ...ZXing } = globalThis.ZXing;
  const hints = new Map([
    [DecodeHintType.POSSIBLE_FORMATS, FORMATS.map((one) => BarcodeFormat[one.toUpperCase()])],
    [DecodeHintType.TRY_HARDER, true],
  ]);
  const readers = [
    new ZXing.MultiFormatOneDReader(hints), new ZXing.DataMatrixReader(), new ZXing.QRCodeReader(),
  ];
  const canvas = document.createElement("canvas");
  const context = canvas.getContext("2d", { willReadFrequently: true });
  return (video) => {
    const [width, height] = [video.videoWidth, video.videoHeight];
    if (!width) return "";
    if (canvas.width !== width) [canvas.width, canvas.height] = [width, height];
    context.drawImage(video, 0, 0);
    const { data } = context.getImageData(0, 0, width, height);
    const grey = new Uint8ClampedArray(width * height);
    for (let at = 0; at < grey.length; at += 1) {
      grey[at] = (data[4 * at] * 306 + data[4 * at + 1] * 601 + data[4 * at + 2] * 117) >> 10;
    }
    const image = new ZXing.HybridBinarizer(new ZXing.RGBLuminanceSource(grey, width, height));
    for (const reader of readers) {
      try {
        return reader.decode(new BinaryBitmap(image), hints).getText();
      } catch (error) {
        // Without a code in sight it throws one of its own; anything else is its own fault.
        if (!(error instanceof Exception)) console.warn(error);
      }
    }
    return "";
  };
};

let reading; // one reader for all fields of the page
let open; // the one camera that is open
let sent = false; // whether a code has sent its form away

// Over a page that is sent and comes back: which field was scanned into, and what was read last.
const remember = (value) => {
  try {
    if (value) sessionStorage.setItem(MEMORY, JSON.stringify(value));
    else sessionStorage.removeItem(MEMORY);
  } catch { /* a browser that keeps nothing opens no camera by itself */ }
};
const remembered = () => {
  try {
    const value = JSON.parse(sessionStorage.getItem(MEMORY));
    return value && Date.now() - value.at < REOPEN ? value : null;
  } catch {
    return null;
  }
};

let sound; // allowed once somebody has pressed a button
const beep = () => {
  navigator.vibrate?.(60);
  if (sound?.state !== "running") return;
  const tone = sound.createOscillator();
  tone.frequency.value = 1760;
  tone.connect(sound.destination);
  tone.start();
  tone.stop(sound.currentTime + 0.08);
};

class Scanner {
  constructor(field) {
    this.id = field.id;
    this.box = parts.content.firstElementChild.cloneNode(true);
    // Outside of what htmx replaces, where the page has a place for it.
    const place = document.querySelector(`[data-scan-for="${this.id}"]`);
    if (place) place.replaceChildren(this.box);
    else field.after(this.box);
    this.view = this.box.querySelector(".scan-view");
    this.video = this.box.querySelector("video");
    this.opener = this.box.querySelector("[data-scan-open]");
    this.stopper = this.box.querySelector("[data-scan-stop]");
    this.opener.addEventListener("click", async () => {
      sound ??= new AudioContext();
      sound.resume();
      if (await this.start()) this.stopper.focus();
    });
    this.stopper.addEventListener("click", () => {
      this.stop(words.stopped);
      // On the button a scanner that types would open the camera again with its Enter.
      this.field.focus();
    });
  }

  get field() {
    return document.getElementById(this.id);
  }

  say(text) {
    this.box.querySelector(".scan-said").textContent = text;
  }

  async start(last = "") {
    open?.stop("");
    open = this;
    this.opener.hidden = true;
    this.say(words.opening);
    try {
      if (!navigator.mediaDevices) throw new DOMException("no camera over http", "InsecureError");
      const stream = await navigator.mediaDevices.getUserMedia({
        video: { facingMode: { ideal: "environment" }, width: { ideal: 1280 }, height: { ideal: 720 } },
      });
      if (open !== this) {
        for (const track of stream.getTracks()) track.stop();
        return false;
      }
      this.video.srcObject = stream;
      this.view.hidden = false;
      await this.video.play();
      reading ??= (await native()) ?? (await library());
    } catch (error) {
      console.warn(error);
      const known = {
        InsecureError: words.insecure,
        NotAllowedError: words.denied,
        SecurityError: words.denied,
        NotFoundError: words.missing,
        OverconstrainedError: words.missing,
        NotReadableError: words.busy,
      };
      if (open === this) this.stop(known[error.name] ?? words.failed);
      return false;
    }
    [this.last, this.at, this.before, this.rest] = [last, Date.now(), "", 0];
    this.say(last ? words.read.replace("{code}", last) : words.looking);
    remember({ id: this.id, last, at: Date.now() });
    this.look();
    return true;
  }

  stop(text) {
    for (const track of this.video.srcObject?.getTracks() ?? []) track.stop();
    this.video.srcObject = null;
    this.view.hidden = true;
    this.opener.hidden = false;
    this.say(text);
    if (open === this) [open] = [];
    remember(null);
  }

  async look() {
    while (open === this && this.box.isConnected) {
      try {
        const code = Date.now() < this.rest ? "" : (await reading(this.video)).trim();
        // Twice running: a Code 39 has no check digit.
        if (code && code === this.before) this.saw(code);
        this.before = code || this.before;
      } catch (error) {
        console.warn(error);
        this.stop(words.failed);
      }
      await pause(PAUSE);
    }
    if (open === this) this.stop("");
  }

  // A code counts once as long as it is in view, and again when it was away for a while.
  saw(code) {
    const again = code === this.last && Date.now() - this.at < AGAIN;
    [this.last, this.at] = [code, Date.now()];
    if (again || open !== this) return;
    remember({ id: this.id, last: code, at: Date.now() });
    beep();
    if (this.field.dataset.scan === "list") this.add(code);
    else this.send(code);
  }

  send(code) {
    this.say(words.read.replace("{code}", code));
    this.field.value = code;
    this.rest = Date.now() + SENDING;
    sent = true;
    this.field.form.requestSubmit();
  }

  add(code) {
    const lines = this.field.value.split("\n").map((line) => line.trim()).filter(Boolean);
    const there = lines.includes(code);
    if (!there) this.field.value = [...lines, code, ""].join("\n");
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
    this.say((there ? words.again : words.read).replace("{code}", code));
  }
}

const scanners = new Map();
const attach = () => {
  for (const field of document.querySelectorAll("[data-scan]")) {
    if (!scanners.get(field.id)?.box.isConnected) scanners.set(field.id, new Scanner(field));
  }
};

attach();
document.addEventListener("htmx:afterSettle", () => {
  attach();
  if (open) open.rest = 0;
});
globalThis.addEventListener("pagehide", () => {
  // A page that the camera has sent comes back with it.
  const last = remembered();
  open?.stop("");
  if (sent) remember(last);
});
document.addEventListener("visibilitychange", () => document.hidden && open?.stop(words.stopped));

const back = remembered();
if (back?.last) scanners.get(back.id)?.start(back.last);
