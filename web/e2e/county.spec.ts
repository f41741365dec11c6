import { PROGRAMME, expect, test } from './person'

const NEW = `/programmes/${PROGRAMME}/registers/tour/new`
const RECORDS = `/api/programmes/${PROGRAMME}/registers/tour/records`

interface Page { total: number; items: { id: string }[] }

async function fill(page: import('@playwright/test').Page, place: string, people: string, date: string): Promise<void> {
  await page.getByLabel('已举办').check()
  await page.getByLabel(/^日期/).fill(date)
  await page.getByLabel(/^地点/).fill(place)
  await page.getByLabel('安全用药').check()
  await page.getByLabel(/^授课专家/).fill('林志远')
  await page.getByLabel(/^覆盖人数/).fill(people)
  await page.getByLabel(/^时长/).fill('90')
}

test('what I owe stands first, and its button leads to the form', async ({ person, page }) => {
  await person.signIn('county')
  await person.go('/duties')
  await expect(page.getByRole('heading', { level: 1, name: '我的事项' })).toBeVisible()
  await person.looksRight()
  const button = page.getByRole('link', { name: '填一条' }).first()
  if (await button.isVisible()) {
    await button.click()
    await expect(page.getByRole('button', { name: '提交' })).toBeVisible()
  }
})

test('a tour is recorded; refused first with the field named; sent twice it counts once', async ({ person, page, isMobile }) => {
  await person.signIn('county')
  const before = (await person.get<Page>(RECORDS)).total
  await person.go(NEW)
  await person.looksRight()
  const place = `河西社区活动室${isMobile ? '二' : '一'}`
  await fill(page, place, '-5', person.me.today)
  await page.getByRole('button', { name: '提交' }).click()
  await expect(page.locator('.field .wrong').first()).toBeVisible()
  await expect(page.getByLabel(/^地点/)).toHaveValue(place)
  await person.looksRight()
  await page.getByLabel(/^覆盖人数/).fill('０')
  const [sent] = await Promise.all([
    page.waitForRequest((r) => r.method() === 'POST' && r.url().includes('/records')),
    page.getByRole('button', { name: '提交' }).click(),
  ])
  await expect(page.getByText('已提交。')).toBeVisible()
  const again = await person.post(RECORDS, sent.postDataJSON())
  expect(again.status()).toBe(200)
  expect((await person.get<Page>(RECORDS)).total).toBe(before + 1)
  await page.getByRole('link', { name: '看这条记录' }).click()
  await expect(page.getByRole('heading', { level: 1, name: place })).toBeVisible()
  await expect(page.getByText('0 人', { exact: true })).toBeVisible()
  await person.looksRight()
})

test('without network the record is kept and sent once when the network is back', async ({ person, page, context, isMobile }) => {
  await person.signIn('county')
  await person.go(NEW)
  const before = (await person.get<Page>(RECORDS)).total
  await fill(page, `河东村委会${isMobile ? '二' : '一'}`, '42', person.me.today)
  await context.setOffline(true)
  await page.getByRole('button', { name: '提交' }).click()
  await expect(page.getByText('没有网络，已存在这台设备上')).toBeVisible()
  await expect(page.getByText('待送出 1 条')).toBeVisible()
  await context.setOffline(false)
  await expect(page.getByText('已送出 1 条。')).toBeVisible()
  expect((await person.get<Page>(RECORDS)).total).toBe(before + 1)
})

test('a form half filled is there after a reload', async ({ person, page }) => {
  await person.signIn('county')
  await person.go(NEW)
  await page.getByLabel(/^地点/).fill('还没填完的地点')
  await page.reload()
  await expect(page.getByLabel(/^地点/)).toHaveValue('还没填完的地点')
  await page.getByRole('button', { name: '清空重填' }).click()
  await expect(page.getByLabel(/^地点/)).toHaveValue('')
})

test('fifty tours are imported; the wrong rows come back with row, column and reason', async ({ person, page, isMobile }) => {
  await person.signIn('county')
  const before = (await person.get<Page>(RECORDS)).total
  const day = (n: number): string => `2026-${String(6 + (n % 5)).padStart(2, '0')}-${String(1 + (n % 27)).padStart(2, '0')}`
  const rows = Array.from({ length: 50 }, (_, n) => `${day(n)},${isMobile ? '南' : '北'}街${String(n + 1)}号院,安全用药,高建平,${n === 6 ? '-3' : n === 21 ? '很多' : String(30 + n)},60`)
  const csv = `日期,地点,主题,授课专家,覆盖人数,时长\n${rows.join('\n')}\n`
  await person.go(`/programmes/${PROGRAMME}/registers/tour`)
  await page.getByRole('button', { name: '导入' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('已举办').check()
  await dialog.locator('input[type=file]').setInputFiles({ name: 'tours.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) })
  await expect(dialog.getByText('试读结果：可导入 48 行，重复 0 行，退回 2 行')).toBeVisible()
  await person.looksRight()
  await dialog.getByRole('button', { name: '导入 48 行' }).click()
  await expect(dialog.getByText('已导入 48 行，重复 0 行，退回 2 行')).toBeVisible()
  const rejected = dialog.getByRole('table')
  await expect(rejected.getByRole('row', { name: /^8 .*覆盖人数/ })).toBeVisible()
  await expect(rejected.getByRole('row', { name: /^23 .*很多/ })).toBeVisible()
  await expect(dialog.getByRole('link', { name: '下载退回的行' })).toHaveAttribute('href', /rejected\.xlsx/)
  expect((await person.get<Page>(RECORDS)).total).toBe(before + 48)
  await dialog.getByRole('button', { name: '关闭' }).last().click()
  await person.looksRight()
})

test('the register is searched and filtered, and a record opens', async ({ person, page }) => {
  await person.signIn('county')
  await person.go(`/programmes/${PROGRAMME}/registers/tour`)
  await person.looksRight()
  await page.getByRole('searchbox').fill('没有这样的地点')
  await expect(page.getByText('没有符合条件的记录。')).toBeVisible()
  await page.getByRole('searchbox').fill('')
  await page.locator('main a[href^="/records/"]').first().click()
  await expect(page.getByRole('heading', { level: 2, name: '经过' })).toBeVisible()
})
