import { PROGRAMME, expect, test } from './person'

const RECORDS = `/api/programmes/${PROGRAMME}/registers/tour/records`
interface Kept { id: string; place: string; refused?: boolean }

test('what an earlier version kept on the device survives the new one: drafts, what waits, what was refused', async ({ person, page, isMobile }) => {
  await person.signIn('county')
  const before = (await person.get<{ total: number }>(RECORDS)).total
  const kept: Kept[] = [{ id: crypto.randomUUID(), place: `老版本礼堂${isMobile ? '二' : '一'}` }, { id: crypto.randomUUID(), place: '老版本退回', refused: true }]
  // A page of the same origin that runs nothing of ours: here the device is as version 1 of the database left it.
  await page.goto(`${person.url}/icon.svg`)
  await page.evaluate(async ({ kept, programme, unit, today }) => {
    await new Promise<void>((done, fail) => { const gone = indexedDB.deleteDatabase('luodi'); gone.onsuccess = () => { done() }; gone.onerror = () => { fail(gone.error ?? new Error()) } })
    const db = await new Promise<IDBDatabase>((done, fail) => {
      const open = indexedDB.open('luodi', 1)
      open.onupgradeneeded = () => { open.result.createObjectStore('outbox', { keyPath: 'id' }) }
      open.onsuccess = () => { done(open.result) }
      open.onerror = () => { fail(open.error ?? new Error()) }
    })
    const work = db.transaction('outbox', 'readwrite')
    for (const item of kept) {
      work.objectStore('outbox').put({
        id: item.id, user: 'county', programme, register: 'tour', title: '巡讲活动登记表', kept_at: '2026-11-20T01:00:00Z',
        body: { id: item.id, state: 'held', fields: { unit, date: today, place: item.place, topic: '安全用药', lecturer: '林志远', people: '31', minutes: '60' } },
        ...(item.refused ? { refused: { type: '/problems/invalid', code: 'invalid', title: '没有通过', title_en: 'Refused', status: 422, detail: '覆盖人数不能是负数。', problems: [] } } : {}),
      })
    }
    await new Promise<void>((done) => { work.oncomplete = () => { done() } })
    db.close()
    localStorage.setItem(`luodi.kept.form.county.${programme}.tour`, JSON.stringify({ id: crypto.randomUUID(), state: 'held', fields: { unit, date: today, place: '老版本没写完的地点' }, labels: {} }))
  }, { kept, programme: PROGRAMME, unit: person.me.unit.code, today: person.me.today })

  await person.go('/outbox')
  await expect(page.getByText('已送出 1 条。')).toBeVisible()
  expect((await person.get<{ total: number }>(RECORDS)).total).toBe(before + 1)
  await expect(page.getByText('被退回，需要修改').first()).toBeVisible()
  await person.looksRight()
  await person.go(`/programmes/${PROGRAMME}/registers/tour/new`)
  await expect(page.getByLabel(/^地点/)).toHaveValue('老版本没写完的地点')
  await person.go('/outbox')
  await page.getByRole('button', { name: '修改' }).click()
  await expect(page.getByLabel(/^地点/)).toHaveValue('老版本退回')
  await expect(page.getByLabel(/^覆盖人数/)).toHaveValue('31')
  const stores = await page.evaluate(() => new Promise<string[]>((done) => { const open = indexedDB.open('luodi'); open.onsuccess = () => { done([String(open.result.version), ...Array.from(open.result.objectStoreNames)]); open.result.close() } }))
  expect(stores).toEqual(['2', 'files', 'outbox'])
})
