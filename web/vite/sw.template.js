// The service worker: keeps the shell, so that the pages open without network, and the last answers of a few reading
// calls, so that a form can be filled in a village without signal. What is submitted offline waits in IndexedDB
// (src/lib/outbox.ts), not here.
const SHELL = 'luodi-shell-__VERSION__'
const ANSWERS = 'luodi-answers'
const FILES = __FILES__

// Reading calls whose last answer may be shown without network. Emptied at sign-out.
const KEPT = [
  /^\/api\/session$/,
  /^\/api\/duties$/,
  /^\/api\/programmes$/,
  /^\/api\/programmes\/[^/]+$/,
  /^\/api\/units$/,
]

// The first worker takes over at once. A later one waits until the person asks for it (src/lib/update.ts): pages that are open
// go on with the files they began with.
self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(SHELL).then((cache) => cache.addAll(['/', ...FILES])))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches.keys()
      .then((names) => Promise.all(names.filter((n) => n.startsWith('luodi-shell-') && n !== SHELL).map((n) => caches.delete(n))))
      .then(() => self.clients.claim()),
  )
})

self.addEventListener('message', (event) => {
  if (event.data === 'forget') event.waitUntil(caches.delete(ANSWERS))
  if (event.data === 'take over') self.skipWaiting()
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== location.origin) return
  if (url.pathname.startsWith('/assets/')) event.respondWith(fromCacheFirst(request))
  else if (KEPT.some((pattern) => pattern.test(url.pathname))) event.respondWith(fromNetworkFirst(request))
  else if (request.mode === 'navigate') event.respondWith(fetch(request).catch(() => caches.match('/')))
})

async function fromCacheFirst(request) {
  const kept = await caches.match(request)
  if (kept) return kept
  const answer = await fetch(request)
  if (answer.ok) (await caches.open(SHELL)).put(request, answer.clone())
  return answer
}

async function fromNetworkFirst(request) {
  try {
    const answer = await fetch(request)
    if (answer.ok) (await caches.open(ANSWERS)).put(request, answer.clone())
    return answer
  } catch (error) {
    const kept = await caches.match(request)
    if (kept) return kept
    throw error
  }
}
