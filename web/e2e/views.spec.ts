import { OFFICE, office } from './office'
import { PROGRAMME, expect, test } from './person'

const BASE = `/programmes/${PROGRAMME}`
interface Board { targets: { name: string; title: string; units_met: number; units_total: number }[]; red: unknown[] }

test('the board shows targets counted together and figures that should agree', async ({ person, page }) => {
  await office(person)
  await person.go(`/programmes/${OFFICE}/board`)
  const together = page.locator('section').filter({ has: page.getByRole('heading', { name: /^合并考核/ }) })
  await expect(together).toContainText('走访两项')
  await expect(together).toContainText('达到 0 / 2')
  const agree = page.locator('section').filter({ has: page.getByRole('heading', { name: /^数字核对/ }) })
  await expect(agree).toContainText('分项与合计')
  await expect(agree).toContainText('不符')
  await expect(agree).toContainText('7 / 8')
  await expect(page.getByText('约束性').first()).toBeVisible()
  await person.looksRight()
})

test('a target has its card, its way month by month, its units and its sentence', async ({ person, page }) => {
  await person.signIn('province')
  const board = await person.get<Board>(`/api${BASE}/board`)
  await person.go(`${BASE}/targets`)
  await expect(page.locator('.target-cards > li')).toHaveCount(board.targets.length)
  await person.looksRight()
  const [first] = board.targets
  await page.getByRole('link', { name: first?.title ?? '', exact: true }).click()
  await expect(page.getByRole('heading', { level: 1, name: first?.title ?? '' })).toBeVisible()
  await expect(page.locator('blockquote.quote').first()).not.toBeEmpty()
  await expect(page.locator('.history-chart svg')).toBeVisible()
  // What was counted never falls from month to month in this programme, and ends with the figure of today.
  const figures = (await page.locator('.history-table tbody td').allInnerTexts()).map((x) => Number(x.replaceAll(',', '')))
  expect(figures.length).toBeGreaterThan(3)
  expect(figures).toEqual([...figures].sort((a, b) => a - b))
  expect(figures.at(-1)).toBeGreaterThan(0)
  await person.looksRight()
  await page.locator('section').filter({ has: page.getByRole('heading', { name: /^各单位/ }) }).getByRole('link').nth(1).click()
  await expect(page).toHaveURL(/unit=99\d+/)
})

test('tasks × units: every cell opens its duty; only what is late can be left', async ({ person, page }) => {
  await person.signIn('city')
  await person.go(`${BASE}/matrix`)
  const cells = page.locator('.big-matrix tbody .mark')
  await expect(cells.first()).toBeVisible()
  await person.looksRight()
  const columns = await page.locator('.big-matrix thead th').count()
  expect(columns).toBeGreaterThan(5)
  const rows = await page.locator('.big-matrix tbody tr:not(.room)').count()
  await page.getByLabel('只看有逾期的').check()
  await expect.poll(async () => {
    const left = await page.locator('.big-matrix tbody tr:not(.room)').all()
    const late = await Promise.all(left.map((r) => r.locator('.mark-late').count()))
    return left.length <= rows && late.every((n) => n > 0)
  }).toBe(true)
  await page.getByLabel('只看有逾期的').uncheck()
  await cells.first().click()
  await expect(page).not.toHaveURL(/\/matrix/)
})

test('units × months: who filed late or not at all; heads stay in sight', async ({ person, page }) => {
  await person.signIn('province')
  await person.go(`${BASE}/matrix?kind=returns`)
  await expect(page.locator('.big-matrix tbody tr:not(.room)')).toHaveCount(12)
  await expect(page.locator('.mark-late').first()).toBeVisible()
  await expect(page.locator('.mark-late-done').first()).toHaveText(/^迟\d+天/)
  await person.looksRight()
  await person.go(`${BASE}/matrix?kind=figures`)
  const box = page.locator('.big-matrix')
  await expect(box.locator('.mark').first()).toBeVisible()
  await box.evaluate((e) => { e.scrollTop = 200; e.scrollLeft = 200 })
  const kept = await box.evaluate((e) => {
    const [head, side, edge] = [e.querySelector('thead th:nth-child(2)'), e.querySelector('tbody tr:not(.room) th'), e.getBoundingClientRect()].map((x) => (x instanceof Element ? x.getBoundingClientRect() : x))
    return [Math.abs((head?.top ?? 0) - (edge?.top ?? 0)) < 3, Math.abs((side?.left ?? 0) - (edge?.left ?? 0)) < 3]
  })
  expect(kept).toEqual([true, true])
  await person.looksRight()
  await box.locator('button.mark').first().click()
  await expect(page.getByRole('dialog', { name: '为什么' })).toBeVisible()
})

test('the phases: a lane for each duty, bars end on their due day, today is a line', async ({ person, page }) => {
  await person.signIn('city')
  await person.go(`${BASE}/gantt`)
  await expect(page.locator('.gantt-lane').first()).toBeVisible()
  await person.looksRight()
  const lane = page.locator('.gantt-lane').filter({ hasText: '报送' }).first()
  const bars = lane.locator('.gantt-bar')
  expect(await bars.count()).toBeGreaterThan(3)
  const places = await bars.evaluateAll((all) => all.map((b) => b.getBoundingClientRect().right))
  expect(places).toEqual([...places].sort((a, b) => a - b))
  await expect(lane.locator('.gantt-today')).toBeAttached()
  await page.getByLabel('只看没办完的').check()
  for (const l of await page.locator('.gantt-lane').all()) {
    expect(await l.locator('.gantt-bar:not(.bar-done):not(.bar-late-done), .gantt-pending').count()).toBeGreaterThan(0)
  }
  await page.getByLabel('只看没办完的').uncheck()
  await bars.first().focus()
  await page.keyboard.press('Enter')
  await expect(page).toHaveURL(/\/returns\//)
})

test('the big screen: large, whole, without the menu, renewed by itself', async ({ person, page, isMobile }) => {
  await person.signIn('leader')
  const board = await person.get<Board>(`/api${BASE}/board`)
  await page.clock.install()
  let asked = 0
  page.on('request', (r) => { if (new URL(r.url()).pathname.endsWith('/board') && r.url().includes('/api/')) asked += 1 })
  await person.go(`/screen/${PROGRAMME}`)
  await expect(page.getByText(`需要决定的事 ${String(board.red.length)} 件`)).toBeVisible()
  await expect(page.getByRole('navigation')).toHaveCount(0)
  await person.looksRight()
  if (!isMobile) {
    await page.setViewportSize({ width: 1920, height: 1080 })
    const fits = await page.evaluate(() => ({ scroll: document.documentElement.scrollHeight - window.innerHeight, size: parseFloat(getComputedStyle(document.querySelector('.tile-figure b') ?? document.body).fontSize), base: parseFloat(getComputedStyle(document.querySelector('.screen') ?? document.body).fontSize) }))
    expect(fits.scroll).toBeLessThanOrEqual(0)
    // Letters of a hundredth of the height and more read from six metres on a screen two metres wide.
    expect(fits.base).toBeGreaterThanOrEqual(24)
    expect(fits.size).toBeGreaterThanOrEqual(48)
    const cut = await page.locator('.tile').evaluateAll((all) => all.filter((t) => t.scrollHeight > t.clientHeight + 1).length)
    expect(cut).toBe(0)
  }
  const before = asked
  await page.clock.runFor(61_000)
  await expect.poll(() => asked).toBeGreaterThan(before)
})
