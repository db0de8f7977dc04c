// Keeps the page of the day's jobs, and what it is made of, for when there is no connection.
// The page itself is asked for anew whenever there is one; its files have their content's hash
// in their names and never change. docs/reference/offline.md

const CACHE = "samkop-today-1";
const PAGE = new URL("./", self.location).pathname;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

const isPage = (url) => url.pathname === PAGE;

const fresh = async (request) => {
  const cache = await caches.open(CACHE);
  let answer;
  try {
    answer = await fetch(request);
  } catch (error) {
    const kept = await cache.match(PAGE);
    if (kept) return kept;
    throw error;
  }
  // Whoever is signed out leaves nothing behind for the next one.
  if (answer.redirected || answer.type === "opaqueredirect" || answer.status === 403) {
    await cache.delete(PAGE);
  } else if (answer.ok && !new URL(request.url).search) {
    await cache.put(PAGE, answer.clone());
  }
  return answer;
};

const file = async (request) => {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request.url);
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await cache.put(request.url, answer.clone());
  return answer;
};

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (isPage(url)) event.respondWith(fresh(request));
  else if (url.pathname.startsWith("/static/")) event.respondWith(file(request));
});

// The first visit was loaded before this script was there: the page says what it is made of.
self.addEventListener("message", (event) => {
  const urls = (event.data?.keep ?? []).filter((one) => new URL(one).origin === self.location.origin);
  event.waitUntil(Promise.allSettled([
    fresh(new Request(PAGE, { credentials: "same-origin" })),
    ...urls.map((one) => file(new Request(one))),
  ]).then(() => event.source?.postMessage({ kept: true })));
});
