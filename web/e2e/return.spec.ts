import { PROGRAMME, expect, test } from './person'

const RETURN = `/programmes/${PROGRAMME}/returns/monthly`
interface Table { period: string; filed: { version: number }[] }
interface Records { items: { id: string; unit: { code: string } }[] }

test('the month’s table has written itself; filed, corrected, filed again as the next version', async ({ person, page }) => {
  await person.signIn('city')
  const { periods } = await person.get<{ periods: { period: string }[] }>(`/api${RETURN}`)
  const period = periods[1]?.period ?? ''
  const address = `${RETURN}?period=${period}`
  const before = (await person.get<Table>(`/api${address}`)).filed.length
  await person.go(address)
  await person.looksRight()
  await page.getByRole('button', { name: /^上报/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: '上报' }).click()
  await expect(page.getByText(new RegExp(`已上报第 ${String(before + 1)} 版`))).toBeVisible()
  await expect(page.getByText('和已报的相同。')).toBeVisible()

  // A correction with its reason; the table says what changed and is filed again.
  const [from, to] = [`${period}-01`, `${period}-28`]
  const records = await person.get<Records>(`/api/programmes/${PROGRAMME}/registers/tour/records?unit=${person.me.unit.code}&state=held&from=${from}&to=${to}&size=100`)
  const mine = records.items.find((r) => r.unit.code === person.me.unit.code)
  expect(mine, 'the city held a tour in that month').toBeTruthy()
  await person.go(`/records/${mine?.id ?? ''}`)
  await page.getByRole('button', { name: '更正' }).click()
  const dialog = page.getByRole('dialog', { name: '更正' })
  const people = dialog.getByLabel(/^覆盖人数/)
  const was = Number(await people.inputValue())
  await people.fill(String(was + 7))
  await dialog.getByLabel('更正原因').fill('签到表漏计7人')
  await dialog.getByRole('button', { name: '更正' }).click()
  await expect(page.getByText('已更正。')).toBeVisible()
  // Both widths run over one demo, so the other one's correction may stand there too.
  await expect(page.locator('.history').getByText('签到表漏计7人').first()).toBeVisible()
  await person.looksRight()
  await person.go(address)
  await expect(page.getByText(/和已报的第 \d+ 版相比，记录有变化/)).toBeVisible()
  await page.getByRole('button', { name: `上报第 ${String(before + 2)} 版` }).click()
  await page.getByRole('dialog').getByRole('button', { name: '上报' }).click()
  await expect(page.getByText(new RegExp(`已上报第 ${String(before + 2)} 版`))).toBeVisible()
  // The earlier version stays readable.
  await page.getByLabel('版本').selectOption(String(before + 1))
  await expect(page.getByText(new RegExp(`这是 .* 上报的第 ${String(before + 1)} 版`))).toBeVisible()
})

test('a figure opens the records behind it', async ({ person, page }) => {
  await person.signIn('city')
  await person.go(RETURN)
  await page.locator('.return-grid .figure').first().click()
  const drawer = page.getByRole('dialog', { name: '为什么' })
  await expect(drawer.getByRole('heading', { name: '规则' })).toBeVisible()
  await person.looksRight()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('tables come as XLSX', async ({ person }) => {
  await person.signIn('province')
  for (const path of [`${RETURN}/compiled.xlsx`, `/programmes/${PROGRAMME}/tables/quota/table.xlsx`, `/programmes/${PROGRAMME}/registers/tour/export.xlsx`, `/programmes/${PROGRAMME}/registers/tour/template.xlsx`]) {
    const answer = await person.page.request.get(`${person.url}/api${path}`)
    expect([path, answer.status(), answer.headers()['content-type']]).toEqual([path, 200, expect.stringContaining('spreadsheetml')])
  }
})

test('the receiver’s table says how many reported and who did not', async ({ person, page }) => {
  await person.signIn('province')
  await person.go(`${RETURN}/compiled?period=2026-10`)
  await expect(page.getByText(/已报 \d+ \/ 12/)).toBeVisible()
  const missing = page.getByRole('row').filter({ has: page.getByText(/^没报/) }).first()
  await expect(missing.getByText('空白').first()).toBeAttached()
  await person.looksRight()
})
