import { createServer, request as ask, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { PROGRAMME, expect, test } from './person'

/** Stands before the server and says, from a moment on, that the worker has another version. */
async function versions(to: string): Promise<{ url: string; next: () => void; close: () => void }> {
  const target = new URL(to)
  let newer = false
  const server: Server = createServer((from, answer) => {
    // Whole and plain, never "unchanged": the changed text is made out of it.
    const headers = { ...from.headers, 'if-none-match': undefined, 'if-modified-since': undefined, 'accept-encoding': undefined }
    const asked = ask({ host: target.hostname, port: target.port, path: from.url, method: from.method, headers: Object.fromEntries(Object.entries(headers).filter(([, v]) => v !== undefined)) }, (got) => {
      if (!newer || from.url !== '/sw.js') {
        answer.writeHead(got.statusCode ?? 502, got.headers)
        got.pipe(answer)
        return
      }
      const parts: Buffer[] = []
      got.on('data', (part: Buffer) => parts.push(part))
      got.on('end', () => {
        const text = Buffer.concat(parts).toString().replace(/luodi-shell-\w+/, 'luodi-shell-newer')
        answer.writeHead(200, { 'content-type': 'text/javascript', 'cache-control': 'no-cache' })
        answer.end(text)
      })
    })
    asked.on('error', () => { answer.destroy() })
    from.pipe(asked)
  })
  await new Promise<void>((ready) => { server.listen(0, '127.0.0.1', ready) })
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    next: () => { newer = true },
    close: () => { server.closeAllConnections(); server.close() },
  }
}

test('a new version is offered to the open page; it is not forced on it, and what was typed stays', async ({ person, page }) => {
  const door = await versions(person.url)
  try {
    const at = new (person.constructor as new (p: typeof page, url: string) => typeof person)(page, door.url)
    await at.signIn('county')
    await at.go('/duties')
    await page.evaluate(async () => { await navigator.serviceWorker.ready })
    await page.reload()
    await at.go(`/programmes/${PROGRAMME}/registers/tour/new`)
    await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
    await page.getByLabel(/^地点/).fill('写到一半的地点')
    await page.evaluate(() => { (window as unknown as { same: boolean }).same = true })
    await expect(page.getByText('有新版本')).toHaveCount(0)
    door.next()
    // Coming back to the window asks for a new version.
    await page.evaluate(() => { document.dispatchEvent(new Event('visibilitychange')) })
    await expect(page.getByText('有新版本')).toBeVisible()
    await at.looksRight()
    // The page is the same, and its words are where they were.
    expect(await page.evaluate(() => (window as unknown as { same?: boolean }).same)).toBe(true)
    await expect(page.getByLabel(/^地点/)).toHaveValue('写到一半的地点')
    await page.getByRole('button', { name: '现在刷新' }).click()
    await expect.poll(() => page.evaluate(() => (window as unknown as { same?: boolean }).same ?? false).catch(() => true)).toBe(false)
    await expect(page.getByLabel(/^地点/)).toHaveValue('写到一半的地点')
    expect(await page.evaluate(async () => (await caches.keys()).filter((name) => name.startsWith('luodi-shell-')))).toEqual(['luodi-shell-newer'])
    await expect(page.getByText('有新版本')).toHaveCount(0)
  } finally {
    door.close()
  }
})
