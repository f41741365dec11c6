import { addDays, addMonths, monday } from '../src/lib/days'
import { OFFICE, office } from './office'
import { expect, test } from './person'

interface List { [group: string]: unknown }
interface Due { due: unknown; title: string }

test('headings of my duties go down one step at a time from a single title', async ({ person, page }) => {
  for (const [login, path] of [['county', '/duties'], ['city', '/duties?view=week'], ['city', '/duties?view=month'], ['town', '/duties'], ['city', '/notices']] as const) {
    await person.signIn(login)
    await person.go(path)
    await expect(page.getByRole('heading', { level: 1 })).toHaveCount(1)
    const levels = await page.locator('h1, h2, h3, h4, h5, h6').evaluateAll((all) => all.filter((h) => (h as HTMLElement).checkVisibility()).map((h) => Number(h.tagName[1])))
    expect([path, levels[0]]).toEqual([path, 1])
    levels.forEach((level, i) => { expect(level - (levels[i - 1] ?? 0), `${path}: ${levels.join(' ')}`).toBeLessThanOrEqual(1) })
  }
})

test('the month shows each duty on its day, and steps to other months', async ({ person, page, isMobile }) => {
  await office(person)
  await person.signIn('county')
  const list = await person.get<List>(`/api/duties?unit=${person.me.unit.code}&from=${addDays(person.me.today, -400)}&to=${addDays(person.me.today, 62)}`)
  const month = person.me.today.slice(0, 7)
  const due = Object.values(list).flatMap((g) => (Array.isArray(g) ? (g as Due[]) : [])).filter((d) => typeof d.due === 'string' && d.due.startsWith(month))
  expect(due.length).toBeGreaterThan(0)
  await person.go('/duties?view=month')
  await person.looksRight()
  for (const d of due.slice(0, 3)) {
    const day = isMobile ? page.locator('.agenda > li').filter({ hasText: `${String(Number(String(d.due).slice(8)))}日(` }) : page.locator('.calendar td').filter({ has: page.locator('.sr', { hasText: `月${String(Number(String(d.due).slice(8)))}日(` }) })
    await expect(day.filter({ hasText: d.title }).first()).toBeVisible()
  }
  await page.getByRole('link', { name: '下个月' }).click()
  const next = addMonths(person.me.today, 1)
  await expect(page).toHaveURL(new RegExp(`day=${next}`))
  await expect(page.getByText(`${next.slice(0, 4)}年${String(Number(next.slice(5, 7)))}月`, { exact: true })).toBeVisible()
  await page.getByRole('link', { name: '回到今天' }).click()
  await expect(page).not.toHaveURL(/day=/)
})

test('a week has its seven days from Monday; keys step through it', async ({ person, page, isMobile }) => {
  await person.signIn('city')
  await person.go('/duties?view=week')
  await expect(page.locator('.agenda > li')).toHaveCount(7)
  const first = monday(person.me.today)
  await expect(page.locator('.agenda > li').first()).toContainText(`${String(Number(first.slice(8)))}日(周一)`)
  await person.looksRight()
  if (isMobile) return
  await page.keyboard.press('p')
  await expect(page).toHaveURL(new RegExp(`day=${addDays(person.me.today, -7)}`))
  await page.keyboard.press('t')
  await expect(page).not.toHaveURL(/day=/)
  await page.keyboard.press('m')
  await expect(page.locator('table.calendar')).toBeVisible()
})

test('the calendar of a unit below, and an address that a calendar program reads', async ({ person, page }) => {
  await person.signIn('city')
  await person.go('/units/990101')
  await page.getByRole('link', { name: '日历' }).click()
  await expect(page).toHaveURL(/view=month&unit=990101/)
  await expect(page.getByRole('heading', { level: 1, name: '禾川区的事项' })).toBeVisible()
  await page.getByRole('button', { name: '订阅日历' }).click()
  const dialog = page.getByRole('dialog', { name: '订阅禾川区的日历' })
  const device = `测试手机${String(Date.now())}`
  await dialog.getByLabel('用在哪台设备上').fill(device)
  await dialog.getByLabel('提前提醒').selectOption('3')
  await dialog.getByRole('button', { name: '生成地址' }).click()
  const address = await dialog.getByLabel('日历地址').inputValue()
  await person.looksRight()
  expect(address).toContain('/api/units/990101/calendar.ics?token=')
  // As a calendar program would: without the session.
  await page.context().clearCookies()
  const file = await page.request.get(address)
  expect(file.headers()['content-type']).toContain('text/calendar')
  const text = await file.text()
  expect(text).toMatch(/^BEGIN:VCALENDAR/)
  expect(text).toContain('BEGIN:VALARM')
  await person.signIn('city')
  await page.reload()
  await page.getByRole('button', { name: '订阅日历' }).click()
  await page.getByRole('button', { name: `停用 ${device}` }).click()
  await expect(page.getByText('已停用。')).toBeVisible()
  expect((await page.request.get(address)).status()).toBe(401)
})

test('reminders stand with their duty, and the superior is told what is overdue below', async ({ person, page }) => {
  await office(person)
  await person.signIn('county')
  await person.go('/duties')
  await page.getByRole('link', { name: /提醒与催办 \d+ 条/ }).click()
  const mine = page.locator('section').filter({ has: page.getByRole('heading', { name: /^本单位/ }) })
  await expect(mine.locator('.duty').filter({ hasText: '交走访名单' })).toContainText('名单请按时交')
  await expect(mine.locator('.duty').filter({ hasText: '交走访名单' })).toContainText(/还有 \d+ 天|今天到期/)
  await person.looksRight()
  await person.signIn('city')
  await person.go('/notices')
  const below = page.locator('section').filter({ has: page.getByRole('heading', { name: /^下级单位/ }) })
  await expect(below.locator('.duty').filter({ hasText: '禾川区' }).filter({ hasText: '报走访计划' })).toContainText('下级还没有报计划')
  await person.looksRight()
  await person.signIn('town')
  await person.go(`/notices`)
  await expect(page.getByText('报走访计划')).toHaveCount(0)
  void OFFICE
})
