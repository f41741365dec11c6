import { OFFICE, office } from './office'
import { PROGRAMME, expect, test } from './person'

const BOARD = `/programmes/${PROGRAMME}/board`

test('neighbouring columns of one measure stand under one merged head', async ({ person, page }) => {
  await office(person)
  await person.signIn('county')
  await person.go(`/programmes/${OFFICE}/returns/month_table`)
  const heads = page.locator('.return-grid thead tr')
  await expect(heads).toHaveCount(2)
  await expect(heads.nth(0).locator('th[colspan="2"]')).toHaveText(['走访', '受访'])
  await expect(heads.nth(1).locator('th')).toHaveText([/本月次数/, /累计次数/, /本月人数/, /累计人数/])
  await person.looksRight()
  await person.signIn('city')
  await person.go(`/programmes/${PROGRAMME}/returns/monthly`)
  await expect(page.locator('.return-grid thead tr').nth(0).locator('th[colspan]').filter({ hasText: /累计/ })).toHaveCount(1)
})

test('a missing cell is blank: no dash, no zero, only words for who cannot see it', async ({ person, page }) => {
  await person.signIn('province')
  await person.go(`/programmes/${PROGRAMME}/returns/monthly/compiled?period=${await lastFull(person)}`)
  const row = page.getByRole('row').filter({ has: page.getByText(/^没报/) }).first()
  const cells = row.locator('td.r')
  expect(await cells.count()).toBeGreaterThan(2)
  for (const cell of await cells.all()) {
    const seen = await cell.evaluate((td) => {
      const copy = td.cloneNode(true) as HTMLElement
      copy.querySelectorAll('.sr').forEach((e) => { e.remove() })
      return copy.textContent
    })
    expect(seen.trim()).toBe('')
    await expect(cell.locator('.sr')).toHaveText('空白')
  }
})

/** The month before this one: its tables are due. */
async function lastFull(person: import('./person').Person): Promise<string> {
  const { periods } = await person.get<{ periods: { period: string }[] }>(`/api/programmes/${PROGRAMME}/returns/monthly/compiled`)
  return periods.find((p) => p.period < person.me.today.slice(0, 7))?.period ?? ''
}

test('a head sorts its column by size, down, up, and back to the own order; the total stays last', async ({ person, page }) => {
  await person.signIn('province')
  await person.go(`/programmes/${PROGRAMME}/returns/monthly/compiled?period=${await lastFull(person)}`)
  const head = page.getByRole('columnheader', { name: /覆盖人数/ }).first()
  const at = await head.evaluate((th) => Array.from(document.querySelectorAll('.return-grid tbody tr:first-child > *')).findIndex((td) => { const [a, b] = [td.getBoundingClientRect(), th.getBoundingClientRect()]; return Math.abs(a.right - b.right) < 2 }))
  const column = async (): Promise<string[]> => (await page.locator(`.return-grid tbody tr:not(.total) > :nth-child(${String(at + 1)})`).allInnerTexts()).map((x) => x.replace(/\s.*$/s, ''))
  const own = await column()
  const figures = own.filter((x) => /^[\d,]+$/.test(x)).map((x) => Number(x.replaceAll(',', '')))
  expect(new Set(figures).size).toBeGreaterThan(2)
  const sorted = [...figures].sort((a, b) => b - a)
  await head.getByRole('button').click()
  await expect(head).toHaveAttribute('aria-sort', 'descending')
  expect((await column()).slice(0, sorted.length).map((x) => Number(x.replaceAll(',', '')))).toEqual(sorted)
  await head.getByRole('button').click()
  expect((await column()).slice(0, sorted.length).map((x) => Number(x.replaceAll(',', '')))).toEqual([...sorted].reverse())
  await expect(page.locator('.return-grid tbody tr').last()).toHaveClass(/total/)
  await head.getByRole('button').click()
  expect(await column()).toEqual(own)
})

test('a table is searched by the name of a unit; nothing found says so', async ({ person, page }) => {
  await person.signIn('province')
  await person.go(BOARD)
  const rows = page.locator('.matrix tbody tr')
  const all = await rows.count()
  const name = (await rows.nth(2).locator('th').innerText()).trim()
  await page.getByRole('searchbox', { name: '搜索单位名称' }).fill(name)
  await expect(rows.first()).toContainText(name)
  expect(await rows.count()).toBeLessThan(all)
  await page.getByRole('searchbox', { name: '搜索单位名称' }).fill('没有这个单位')
  await expect(page.getByText('没有符合的行。')).toBeVisible()
  await person.looksRight()
})

test('keys: / jumps to the search box, arrows walk the cells, Enter opens, ? tells the keys of this page', async ({ person, page, isMobile }) => {
  test.skip(isMobile, 'a phone has no keys')
  await person.signIn('province')
  await person.go(`/programmes/${PROGRAMME}/registers/tour`)
  await page.keyboard.press('/')
  await expect(page.getByRole('searchbox')).toBeFocused()
  const links = page.locator('a.row-open')
  await links.first().focus()
  await page.keyboard.press('ArrowDown')
  await expect(links.nth(1)).toBeFocused()
  await page.keyboard.press('ArrowRight')
  const place = await page.evaluate(() => { const cell = document.activeElement?.closest('td'); return [cell?.cellIndex, (cell?.parentElement as HTMLTableRowElement | null)?.dataset.rowKey] })
  expect(place[0]).toBe(1)
  await page.keyboard.press('?')
  const help = page.getByRole('dialog', { name: '快捷键' })
  await expect(help.getByRole('heading', { name: '这一页' })).toBeVisible()
  await expect(help).toContainText('在表格里移到旁边的格')
  await expect(help).not.toContainText('审读')
  await person.looksRight()
  await page.keyboard.press('Escape')
  await links.nth(1).focus()
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(new RegExp(`/records/${String(place[1])}`))
  // Over a merged head, down to the figures, and into the reason of one.
  await person.go(BOARD)
  await page.locator('.matrix').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  await expect(page.locator('.matrix tbody tr').first().locator('td').first().locator('button')).toBeFocused()
  await page.keyboard.press('Enter')
  await expect(page.getByRole('dialog', { name: '为什么' })).toBeVisible()
})
