// Makes the pages installable and readable without a network: the shell and its files from the cache, what was
// last asked of the API as it was last answered. Written in plain JavaScript because it runs beside the pages,
// not in them; the build fills the list of files and names the version by them.

/** Filled by the build: what a learner's pages need. */
const FILES = self.__FILES__;
const SHELL = `shell-${self.__VERSION__}`;
const ANSWERS = 'nuggets-answers';

/** What of the API is worth reading again without a network. All else fails as it would. */
const READABLE =
  /^\/api\/(?:auth\/me|health|learner\/profile|learning\/(?:sessions(?:\/[\w-]+(?:\/progress)?)?|days|progress|review|next)|sources\/.+|narrative\/graph)$/;

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(SHELL)
      .then((cache) => cache.addAll(['/', ...FILES]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => names.filter((name) => name.startsWith('shell-') && name !== SHELL))
      .then((old) => Promise.all(old.map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== self.location.origin) return;
  if (request.mode === 'navigate') event.respondWith(fetch(request).catch(() => caches.match('/')));
  else if (url.pathname.startsWith('/assets/')) event.respondWith(file(request));
  else if (READABLE.test(url.pathname)) event.respondWith(answer(request));
});

/** Files are named by their content, so a kept one is the right one. */
async function file(request) {
  const kept = await caches.match(request);
  if (kept !== undefined) return kept;
  const response = await fetch(request);
  if (response.ok) {
    const cache = await caches.open(SHELL);
    await cache.put(request, response.clone());
  }
  return response;
}

/** The network's answer, or the last one where there is no network. */
async function answer(request) {
  const cache = await caches.open(ANSWERS);
  try {
    const response = await fetch(request);
    if (response.ok) await cache.put(request, response.clone());
    return response;
  } catch (error) {
    const kept = await cache.match(request);
    if (kept === undefined) throw error;
    return kept;
  }
}
