import { PROGRAMME, expect, test, type Person } from './person'

const BASE = `/programmes/${PROGRAMME}`
interface Records { items: { id: string }[] }
interface Plans { id: string }

const PAGES: [string, string, string | ((person: Person) => Promise<string>)][] = [
  ['a return', 'city', `${BASE}/returns/monthly`],
  ['the receiver’s table', 'province', `${BASE}/returns/monthly/compiled`],
  ['a table of the plan', 'province', `${BASE}/tables/quota`],
  ['a register', 'province', `${BASE}/registers/tour`],
  ['the board', 'province', `${BASE}/board`],
  ['the targets', 'province', `${BASE}/targets`],
  ['a matrix', 'province', `${BASE}/matrix?kind=returns`],
  ['the phases', 'province', `${BASE}/gantt`],
  ['a month of duties', 'city', '/duties?view=month'],
  ['my duties', 'city', '/duties'],
  ['a record', 'city', async (p) => `/records/${(await p.get<Records>(`/api${BASE}/registers/tour/records?size=1`)).items[0]?.id ?? ''}`],
  ['a duty', 'town', async (p) => {
    await p.go('/duties')
    return (await p.page.locator('.duty-title[href*="/duties/"]').first().getAttribute('href')) ?? ''
  }],
  ['the review of a plan', 'province', async (p) => `/plans/${(await p.get<Plans[]>('/api/plans'))[0]?.id ?? ''}`],
]

for (const [what, login, path] of PAGES) {
  test(`prints without its frame, inside the sheet: ${what}`, async ({ person, page, isMobile }) => {
    test.skip(isMobile, 'printed from a desk')
    await person.signIn(login)
    await person.go(typeof path === 'string' ? path : await path(person))
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    // The width of a sheet of A4 between its margins, lying or standing.
    const lying = await page.locator('.landscape').count() > 0
    const width = Math.floor(((lying ? 297 : 210) - 32) / 25.4 * 96)
    await page.emulateMedia({ media: 'print' })
    await page.setViewportSize({ width, height: 1100 })
    await expect(page.locator('.side')).toBeHidden()
    await expect(page.getByRole('button').filter({ visible: true, hasText: /打印|导出|上报|筛选/ })).toHaveCount(0)
    const over = await page.evaluate(() => {
      const edge = window.innerWidth
      const wide = Array.from(document.querySelectorAll<HTMLElement>('main *')).filter((e) => e.checkVisibility() && !e.closest('.sr') && e.getBoundingClientRect().right > edge + 1)
      return { scroll: document.documentElement.scrollWidth - edge, wide: wide.slice(0, 5).map((e) => `${e.tagName}.${e.className} ${String(Math.round(e.getBoundingClientRect().right - edge))}px`) }
    })
    expect(over, 'wider than the sheet').toEqual({ scroll: expect.any(Number), wide: [] })
    expect(over.scroll).toBeLessThanOrEqual(0)
    for (const head of await page.locator('main thead').all()) await expect(head).toHaveCSS('display', 'table-header-group')
    const sheet = (await page.pdf({ preferCSSPageSize: true })).toString('latin1')
    expect(sheet.match(/\/Type\s*\/Page[^s]/g)?.length ?? 0).toBeGreaterThan(0)
    // A sheet lies or stands as its page says.
    const box = /\/MediaBox\s*\[\s*0 0 ([\d.]+) ([\d.]+)/.exec(sheet)
    expect(Number(box?.[1]) > Number(box?.[2])).toBe(lying)
  })
}
