// The day's jobs without a connection: what a form says gets an id here, is kept on the phone,
// and is sent until the server has answered for it. The server keeps each id once, so that
// sending again does nothing. docs/reference/offline.md

const root = document.getElementById("today");
const words = root.dataset;
const NAME = `samkop-work-${words.who}`;
const AGAIN = 15000; // ms until what could not be sent is tried again
const AT_ONCE = 100;

// ---- What waits ------------------------------------------------------------------------------

let memory = []; // where the browser keeps nothing
const waiting = () => {
  try {
    return JSON.parse(localStorage.getItem(NAME)) ?? [];
  } catch {
    return memory;
  }
};
const keep = (items) => {
  memory = items;
  root.dataset.count = items.length;
  try {
    localStorage.setItem(NAME, JSON.stringify(items));
  } catch { /* kept until the page is left */ }
};

// ---- What the page says ----------------------------------------------------------------------

const said = document.getElementById("today-said");
const tell = (text) => {
  said.hidden = !text;
  said.textContent = text;
};
const refusals = document.getElementById("today-refused");
const refuse = (text) => {
  const line = document.createElement("p");
  line.className = "notice notice-bad";
  line.textContent = text;
  refusals.append(line);
};

const job = (item) => document.querySelector(`[data-job="${item.order}"]`);
const linesOf = (item) => [...(job(item)?.querySelectorAll("[data-line]") ?? [])];
const lineOf = (item) => {
  const code = (item.code ?? "").trim().toLowerCase();
  return linesOf(item).find((line) => line.dataset.codes.toLowerCase().split(" ").includes(code));
};
const mark = (item) => {
  const state = lineOf(item)?.querySelector("[data-line-state]");
  if (!state) return;
  const pill = document.createElement("span");
  pill.className = "pill pill-warn";
  pill.textContent = words.waiting;
  state.replaceChildren(pill);
};

// What a scan of a transport says: as was chosen last for this job, until all is taken along;
// then that it is handed over, unless something else is chosen.
const CHOSEN = `${NAME}-says`;
let chosen = {};
try {
  chosen = JSON.parse(localStorage.getItem(CHOSEN)) ?? {};
} catch { /* nothing was chosen */ }
const choose = (select) => {
  chosen[select.closest("[data-job]").dataset.job] = select.value;
  try {
    localStorage.setItem(CHOSEN, JSON.stringify(chosen));
  } catch { /* kept until the page is left */ }
};
const offer = () => {
  const taken = waiting().filter((item) => item.kind === "collected").map(lineOf);
  for (const select of document.querySelectorAll("[data-job] select[name=kind]")) {
    const { job } = select.closest("[data-job]").dataset;
    const lines = linesOf({ order: job });
    const loaded = lines.every((line) => "loaded" in line.dataset || taken.includes(line));
    const said = loaded && chosen[job] === "collected" ? undefined : chosen[job];
    select.value = said ?? (loaded ? "scanned" : "collected");
  }
};

const show = () => {
  const items = waiting();
  offer();
  root.dataset.count = items.length;
  for (const item of items) mark(item);
  if (items.length) tell(words.waits.replace("{count}", items.length));
};

// What the server knows now, without moving anything that somebody is typing or scanning into.
const refresh = async () => {
  const answer = await fetch(location.pathname, { redirect: "manual" });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const line of document.querySelectorAll("[data-line]")) {
    const now = page.querySelector(`[data-line="${line.dataset.line}"] [data-line-state]`);
    if (now) {
      line.toggleAttribute("data-loaded", "loaded" in now.closest("[data-line]").dataset);
      line.querySelector("[data-line-state]").replaceChildren(...now.childNodes);
    } else line.closest("[data-job]").hidden = !page.querySelector(`#${line.closest("[data-job]").id}`);
  }
  show();
};

// ---- Sending ---------------------------------------------------------------------------------

let busy = false;
let failures = 0;
let timer;
const later = () => {
  clearTimeout(timer);
  timer = setTimeout(send, AGAIN);
};

async function send() {
  const items = waiting().slice(0, AT_ONCE);
  if (busy || !items.length) return;
  busy = true;
  let more = false;
  try {
    const answer = await fetch(words.sync, {
      method: "POST",
      redirect: "manual",
      headers: {
        "Content-Type": "application/json",
        "X-CSRFToken": root.querySelector("[name=csrfmiddlewaretoken]").value,
      },
      body: JSON.stringify({ said: items }),
    });
    if (answer.type === "opaqueredirect" || answer.status === 403) {
      tell(words.signedOut);
    } else if (answer.ok) {
      const { answers } = await answer.json();
      const answered = new Set(answers.map((one) => one.client_id));
      for (const one of answers) if (one.status === "refused") refuse(one.sentence);
      keep(waiting().filter((one) => !answered.has(one.client_id)));
      more = waiting().length > 0;
      tell(more ? words.sending : words.sent);
      if (!more) await refresh();
      // What was scanned meanwhile found the page busy.
      more = waiting().length > 0;
    } else {
      throw new Error(`${answer.status}`);
    }
  } catch (error) {
    console.warn(error);
    show();
    later();
    failures += 1;
    root.dataset.failures = failures;
  }
  busy = false;
  if (more) send();
}

// ---- Signing ---------------------------------------------------------------------------------

const drawings = new WeakMap();
const drawable = (box) => {
  const canvas = box.querySelector("canvas");
  const pen = canvas.getContext("2d");
  const strokes = [];
  const place = (event) => {
    const area = canvas.getBoundingClientRect();
    return [
      Math.round((event.clientX - area.left) * (canvas.width / area.width)),
      Math.round((event.clientY - area.top) * (canvas.height / area.height)),
    ];
  };
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    strokes.push([place(event)]);
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!canvas.hasPointerCapture(event.pointerId)) return;
    const stroke = strokes.at(-1);
    const from = stroke.at(-1);
    const to = place(event);
    stroke.push(to);
    pen.strokeStyle = getComputedStyle(canvas).color;
    pen.lineWidth = 3;
    pen.lineCap = "round";
    pen.beginPath();
    pen.moveTo(...from);
    pen.lineTo(...to);
    pen.stroke();
  });
  const clear = () => {
    strokes.length = 0;
    pen.clearRect(0, 0, canvas.width, canvas.height);
  };
  box.querySelector("[data-sign-clear]").addEventListener("click", clear);
  box.hidden = false;
  return { strokes, clear };
};
for (const box of document.querySelectorAll("[data-sign]")) {
  drawings.set(box.closest("form"), drawable(box));
}

// ---- What is said ----------------------------------------------------------------------------

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-job] select[name=kind]")) choose(event.target);
});

document.addEventListener("submit", (event) => {
  const form = event.target.closest("form[data-said]");
  if (!form) return;
  event.preventDefault();
  const { csrfmiddlewaretoken, ...item } = Object.fromEntries(new FormData(form));
  item.client_id = crypto.randomUUID();
  item.at = new Date().toISOString();
  const drawn = drawings.get(form);
  if (drawn) item.strokes = drawn.strokes.map((one) => [...one]);
  if ("code" in item && !lineOf(item)) {
    tell(words.stranger.replace("{code}", item.code));
  } else {
    keep([...waiting(), item]);
    const select = form.querySelector("select[name=kind]");
    if (select) choose(select);
    offer();
    mark(item);
    tell(words.kept.replace("{code}", item.code ?? item.name));
    send();
  }
  for (const field of form.querySelectorAll("input:not([type=hidden])")) field.value = "";
  drawn?.clear();
  // An open camera goes on at once.
  document.dispatchEvent(new Event("htmx:afterSettle"));
});

addEventListener("online", send);
document.addEventListener("visibilitychange", () => document.hidden || send());

if ("serviceWorker" in navigator) {
  navigator.serviceWorker.register(words.worker).then(async () => {
    const ready = await navigator.serviceWorker.ready;
    const files = performance.getEntriesByType("resource").map((one) => one.name);
    const written = [...document.querySelectorAll("script[src], link[rel=stylesheet], link[rel=icon], link[rel=preload]")];
    navigator.serviceWorker.addEventListener("message", (event) => {
      if (event.data?.kept) root.dataset.ready = "yes";
    });
    const urls = [...files, ...written.map((one) => one.src || one.href)];
    ready.active.postMessage({ keep: urls.filter((one) => one.includes("/static/")) });
  }).catch((error) => console.warn(error));
}

show();
send();
