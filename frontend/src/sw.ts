/// <reference lib="webworker" />
// The service worker: keeps the styles and scripts, and one page that says what to do without signal.
// It never keeps a page with anything of anybody on it: pages always come from the server. The one exception is asked for by the page itself
// ({ keep: address }): the empty form of grid workers, which names nobody, so that they can write where there is no signal.
// The view that serves it (shared/views.py) puts `const SHELL = {...}` before this file.
export {};
declare const self: ServiceWorkerGlobalScope;
declare const SHELL: { version: string; offline: string; assets: string[]; prefix: string };

const CACHE = `wobangni-${SHELL.version}`;

self.addEventListener("install", (event) => {
  event.waitUntil(
    caches
      .open(CACHE)
      .then((cache) => cache.addAll([SHELL.offline, ...SHELL.assets]))
      .then(() => self.skipWaiting()),
  );
});

self.addEventListener("activate", (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => name !== CACHE).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  );
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (url.pathname.startsWith(SHELL.prefix)) {
    event.respondWith(fromCache(request));
  } else if (request.mode === "navigate") {
    event.respondWith(fetch(request).catch(async () => (await withoutSignal(url)) ?? Response.error()));
  }
});

/** A notice for staff: words and a path on this site, and nothing of anybody's. One with the same tag replaces the one before. */
self.addEventListener("push", (event) => {
  let said: { title?: string; body?: string; url?: string; tag?: string } = {};
  try {
    said = event.data?.json() ?? {};
  } catch {
    // a message that can't be read still has to show something, or the browser takes its consent back
  }
  const shown = self.registration.showNotification(said.title ?? "我帮你", {
    body: said.body ?? "",
    tag: said.tag ?? "",
    data: said.url ?? "/console/me/notices/",
  });
  event.waitUntil(shown);
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(String(event.notification.data), self.location.origin);
  if (url.origin === self.location.origin) event.waitUntil(self.clients.openWindow(url.href));
});

self.addEventListener("message", (event) => {
  const address = (event.data as { keep?: string } | null)?.keep;
  if (address && REPORT.test(address)) event.waitUntil(keepPage(address).catch(() => undefined));
});

/** A grid's form, and the pages that lead to it. */
const REPORT = /^\/grid\/\d{6}\/report\/$/;
const GRID = /^\/grid\/(\d{6})\//;

async function keepPage(address: string): Promise<void> {
  const page = await fetch(address, { credentials: "same-origin", headers: { "X-Keep": "1" } });
  if (!page.ok || page.redirected) return;
  const cache = await caches.open(CACHE);
  const files = [...(await page.clone().text()).matchAll(/(?:src|href)="([^"]+)"/g)].map((found) => found[1]!);
  const built = files.filter((file) => new URL(file, self.location.origin).pathname.startsWith(SHELL.prefix));
  await Promise.all(built.map(async (file) => (await cache.match(file)) ?? cache.add(file)));
  await cache.put(address, page);
}

async function withoutSignal(url: URL): Promise<Response | undefined> {
  const county = GRID.exec(url.pathname)?.[1];
  const form = county ? await caches.match(`/grid/${county}/report/`) : undefined;
  return form ?? caches.match(SHELL.offline);
}

/** Built files carry their content's hash in their name, so what is kept never grows old. */
async function fromCache(request: Request): Promise<Response> {
  const kept = await caches.match(request);
  if (kept) return kept;
  const fresh = await fetch(request);
  if (fresh.ok) (await caches.open(CACHE)).put(request, fresh.clone());
  return fresh;
}
