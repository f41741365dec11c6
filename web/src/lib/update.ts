// A new version of the screens: fetched in the background, taken when the person says so. The page that is open goes on
// with the version it has; nothing is reloaded under somebody's hands.
import { useSyncExternalStore } from 'react'

type Update = 'none' | 'ready' | 'stale'

let update: Update = 'none'
let waiting: ServiceWorker | null = null
const listeners = new Set<() => void>()
/** How often an open page asks for a new version. */
const ASK_MS = 30 * 60_000
/** The worker's word for "become the one that answers" (vite/sw.template.js). */
const TAKE_OVER = 'take over'

function say(next: Update): void {
  if (update === next) return
  update = next
  listeners.forEach((tell) => { tell() })
}

function offer(worker: ServiceWorker | null): void {
  // Without a controller this is the first worker: nothing is replaced.
  if (!worker || !navigator.serviceWorker.controller) return
  waiting = worker
  say('ready')
}

function watch(registration: ServiceWorkerRegistration): void {
  offer(registration.waiting)
  registration.addEventListener('updatefound', () => {
    const worker = registration.installing
    worker?.addEventListener('statechange', () => { if (worker.state === 'installed') offer(worker) })
  })
  const ask = (): void => { void registration.update().catch(() => undefined) }
  setInterval(ask, ASK_MS)
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'visible') ask() })
}

/** Registers the worker and looks for new versions; parts of the page that the server no longer has count as one, too. */
export function startUpdates(): void {
  window.addEventListener('vite:preloadError', () => { say('stale') })
  if (!('serviceWorker' in navigator)) return
  const had = navigator.serviceWorker.controller !== null
  navigator.serviceWorker.addEventListener('controllerchange', () => {
    // Another window took the new version: this one still runs the old.
    if (had) say('stale')
  })
  void navigator.serviceWorker.register('/sw.js').then(watch).catch(() => undefined)
}

export function useUpdate(): boolean {
  return useSyncExternalStore((tell) => {
    listeners.add(tell)
    return () => listeners.delete(tell)
  }, () => update) !== 'none'
}

/** Takes the new version: what was typed into forms is kept on the device and is there again afterwards. */
export function takeUpdate(): void {
  if (update !== 'ready' || !waiting) {
    location.reload()
    return
  }
  navigator.serviceWorker.addEventListener('controllerchange', () => { location.reload() }, { once: true })
  waiting.postMessage(TAKE_OVER)
}
