import { PROGRAMME, expect, test } from './person'

const BASE = `/programmes/${PROGRAMME}`
const PAGES: [string, string, string][] = [
  ['a return', 'city', `${BASE}/returns/monthly`],
  ['the receiver’s table', 'province', `${BASE}/returns/monthly/compiled`],
  ['a table of the plan', 'province', `${BASE}/tables/quota`],
]

for (const [what, login, path] of PAGES) {
  test(`prints without its frame, inside the sheet: ${what}`, async ({ person, page, isMobile }) => {
    test.skip(isMobile, 'printed from a desk')
    await person.signIn(login)
    await person.go(path)
    await expect(page.getByRole('table').first()).toBeVisible()
    await page.emulateMedia({ media: 'print' })
    // The width of a sheet of A4 between its margins, lying or standing.
    const lying = await page.locator('.landscape').count() > 0
    const width = Math.floor(((lying ? 297 : 210) - 32) / 25.4 * 96)
    await page.setViewportSize({ width, height: 1100 })
    await expect(page.locator('.side')).toBeHidden()
    await expect(page.getByRole('button').filter({ visible: true, hasText: /打印|导出|上报/ })).toHaveCount(0)
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
    expect(wide, 'wider than the sheet').toBeLessThanOrEqual(0)
    await expect(page.locator('thead').first()).toHaveCSS('display', 'table-header-group')
    const sheet = await page.pdf({ preferCSSPageSize: true })
    // No empty sheet before the first line: the document of a single screen takes few sheets.
    const sheets = (sheet.toString('latin1').match(/\/Type\s*\/Page[^s]/g) ?? []).length
    expect(sheets).toBeGreaterThan(0)
    if (lying) expect(sheets).toBe(1)
  })
}
