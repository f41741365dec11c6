import { PROGRAMME, expect, test, type Person } from './person'

const RECORDS = `/api/programmes/${PROGRAMME}/registers/tour/records`
// The smallest picture there is: one pixel.
const PIXEL = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')

async function planned(person: Person, place: string): Promise<string> {
  const id = crypto.randomUUID()
  const fields = { unit: person.me.unit.code, date: person.me.today, place }
  const made = await person.post(RECORDS, { id, state: 'planned', fields })
  expect(made.status(), await made.text()).toBe(201)
  return id
}

test('a step that lacks fields asks for just these; an ending is no main button and asks first', async ({ person, page, isMobile }) => {
  await person.signIn('county')
  const id = await planned(person, `东坡小学礼堂${isMobile ? '二' : '一'}`)
  await person.go(`/records/${id}`)
  await expect(page.getByRole('button', { name: '取消', exact: true })).not.toHaveClass(/btn-main/)
  await person.looksRight()
  await page.getByRole('button', { name: '已举办', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: '转为“已举办”' })
  await expect(dialog.getByLabel(/^覆盖人数/)).toBeVisible()
  await expect(dialog.getByLabel(/^地点/)).toHaveCount(0)
  await person.looksRight()
  await dialog.getByLabel(/^覆盖人数/).fill('36')
  await dialog.getByRole('button', { name: '转为“已举办”' }).click()
  await expect(page.getByText('已转为“已举办”。')).toBeVisible()
  await expect(page.getByText('36 人', { exact: true })).toBeVisible()
  // Who did it stands by name.
  await expect(page.locator('.history').getByText('禾川区经办').first()).toBeVisible()
  await page.getByRole('button', { name: '取消', exact: true }).click()
  await expect(page.getByRole('dialog')).toContainText('不能再往下走')
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('a photo is sent with the record and shown on its page; without network it waits with it', async ({ person, page, context, isMobile }) => {
  await person.signIn('county')
  const send = async (place: string, offline: boolean): Promise<void> => {
    await person.go(`/programmes/${PROGRAMME}/registers/tour/new`)
    await page.getByLabel('已举办').check()
    await page.getByLabel(/^日期/).fill(person.me.today)
    await page.getByLabel(/^地点/).fill(place)
    await page.getByLabel('安全用药').check()
    await page.getByLabel(/^授课专家/).fill('林志远')
    await page.getByLabel(/^覆盖人数/).fill('20')
    await page.getByLabel(/^时长/).fill('60')
    if (offline) await context.setOffline(true)
    await page.locator('#f-attachments').setInputFiles({ name: offline ? 'hall-2.png' : 'hall-1.png', mimeType: 'image/png', buffer: PIXEL })
    await expect(page.locator('.file img')).toBeVisible()
    await person.looksRight()
    await page.getByRole('button', { name: '提交' }).click()
  }
  const place = `望山村礼堂${isMobile ? '二' : '一'}`
  await send(place, false)
  await page.getByRole('link', { name: '看这条记录' }).click()
  await expect(page.locator('.attachments img')).toHaveJSProperty('naturalWidth', 1)
  await person.looksRight()
  await send(`${place}（补）`, true)
  await expect(page.getByText('没有网络，已存在这台设备上')).toBeVisible()
  await context.setOffline(false)
  await expect(page.getByText('已送出 1 条。')).toBeVisible()
  const found = await person.get<{ items: { id: string }[] }>(`${RECORDS}?q=${encodeURIComponent(`${place}（补）`)}`)
  await person.go(`/records/${found.items[0]?.id ?? ''}`)
  await expect(page.locator('.attachments img')).toHaveJSProperty('naturalWidth', 1)
})
