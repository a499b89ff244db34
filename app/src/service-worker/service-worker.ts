import { partOf } from './part-of.js';
import { KeptFiles, type Precache } from './precache.js';

/** Put in front of this script by the build. */
declare const PRECACHE: Precache;
declare const self: ServiceWorkerGlobalScope;

/** A network that takes longer than this for the page itself is taken for none. */
const PAGE_TIMEOUT_MS = 3000;

const backend = new URL(self.location.href).searchParams.get('backend') ?? '';
const kept = new KeptFiles(PRECACHE, self.registration.scope, backend);

self.addEventListener('install', (event) => {
  event.waitUntil(keepAll());
});

self.addEventListener('activate', (event) => {
  event.waitUntil(takeOver());
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.method !== 'GET') return;
  const folder = new URL('./', kept.page).href;
  const isPage = request.mode === 'navigate' && [folder, kept.page].includes(request.url.split(/[?#]/)[0]);
  const url = kept.match(request.url);
  if (isPage) event.respondWith(givePage(request));
  else if (url !== null) event.respondWith(giveFile(request, url));
});

/** All files, or none: a version that is kept by half would not work. */
async function keepAll(): Promise<void> {
  const cache = await caches.open(kept.cacheName);
  // Names in assets/ carry a hash of their content, so what the browser has just loaded needs no second transfer.
  const requests = kept.urls.map((url) => {
    return new Request(url, { cache: url.includes('/assets/') ? 'default' : 'reload' });
  });
  await cache.addAll(requests);
}

async function takeOver(): Promise<void> {
  await Promise.all(kept.outdated(await caches.keys()).map((name) => caches.delete(name)));
  await self.clients.claim();
}

/** The page of the server, so that a new version is seen at once; without a network, the kept one. */
async function givePage(request: Request): Promise<Response> {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PAGE_TIMEOUT_MS) });
  } catch (error) {
    const page = await caches.match(kept.page, { cacheName: kept.cacheName });
    if (page === undefined) throw error;
    return page;
  }
}

async function giveFile(request: Request, url: string): Promise<Response> {
  const file = await caches.match(url, { cacheName: kept.cacheName });
  if (file === undefined) return fetch(request);
  return partOf(file, request.headers.get('Range'));
}
