// Serves the app's own files from a cache, so that it opens offline, and nothing else: no request to a service
// passes through here. The build writes the lists (www/offline.mjs), so each version of the app has another text,
// by which browsers notice it.

/** The files of this version, by their checksums. */
const FILES = {};
/** The pages' folders. A host may add to a page, so each contains the version. */
const PAGES = [];
const VERSION = "";

const { scope } = registration;
const PREFIX = `satline ${scope} `;
const OWN = PREFIX + VERSION;
/** Tabs that opened with an earlier version go on with its files. */
const KEPT = 3;

const get = async (cache, path) => {
  const url = new URL(path, scope).href;
  // A file with a hash in its name never changes.
  const isHashed = path.startsWith("satline-");
  const known = isHashed && (await caches.match(url, { ignoreVary: true }));
  if (known) return cache.put(url, known);
  const response = await fetch(url, { cache: isHashed ? "default" : "no-cache", integrity: FILES[path] });
  if (!response.ok) throw new Error(`${path}: ${response.status}`);
  if (path in FILES) return cache.put(url, response);
  const page = await response.text();
  if (!page.includes(VERSION)) throw new Error(`${path} is of another version.`);
  // Another response: browsers refuse a page that came by a redirect.
  return cache.put(url, new Response(page, { headers: response.headers }));
};

addEventListener("install", (event) => {
  const fill = async () => {
    const cache = await caches.open(OWN);
    // One after the other, since the reader is using the app.
    for (const path of [...Object.keys(FILES), ...PAGES]) await get(cache, path);
    await skipWaiting();
  };
  event.waitUntil(fill());
});

addEventListener("activate", (event) => {
  const takeOver = async () => {
    const versions = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== OWN);
    await Promise.all(versions.slice(0, 1 - KEPT).map((name) => caches.delete(name)));
    await clients.claim();
  };
  event.waitUntil(takeOver());
});

/** Returns this version's response; that of an earlier one; or else the host's. */
const answer = async (path, request) => {
  const url = new URL(path, scope).href;
  const own = await (await caches.open(OWN)).match(url, { ignoreVary: true });
  return own ?? (await caches.match(url, { ignoreVary: true })) ?? fetch(request);
};

addEventListener("fetch", (event) => {
  const { request } = event;
  const [address] = request.url.split(/[?#]/);
  if (request.method !== "GET" || !address.startsWith(scope)) return;
  const path = address.slice(scope.length);
  if (path in FILES || path.startsWith("satline-")) return event.respondWith(answer(path, request));
  if (request.mode !== "navigate") return;
  const folder = path.replace(/index\.html$/, "") || "./";
  const [, id] = path.match(/^orders\/([\w-]+)\/?$/) ?? [];
  const moved = PAGES.includes(`${path}/`) ? `${path}/` : id && `orders/#${id}`;
  if (PAGES.includes(folder)) event.respondWith(answer(folder, request));
  else if (moved) event.respondWith(Response.redirect(new URL(moved, scope)));
});
