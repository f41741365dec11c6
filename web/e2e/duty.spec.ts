import { PROGRAMME, expect, test } from './person'

test('a duty says its sentence, what must hold, what counts already, and how its clock stands', async ({ person, page }) => {
  await person.signIn('town')
  await person.go('/duties')
  await page.locator('.duty-title[href*="/duties/"]').first().click()
  await expect(page).toHaveURL(/\/programmes\/[^/]+\/duties\/[^/?]+\?unit=/)
  for (const name of [/^原文/, /^办结条件/, /^已计入的记录/, /^时限/]) await expect(page.getByRole('heading', { level: 2, name })).toBeVisible()
  await expect(page.locator('.clock li').first()).toBeVisible()
  await person.looksRight()
})

test('the board of an earlier day says so and differs from today’s', async ({ person, page }) => {
  await person.signIn('province')
  await person.go(`/programmes/${PROGRAMME}/board`)
  await page.getByLabel('截至').fill('2026-07-20')
  await expect(page).toHaveURL(/on=2026-07-20/)
  await expect(page.getByText(/这是 2026年7月20日.* 当天结束时所知道的情况/)).toBeVisible()
  await person.looksRight()
  await page.getByRole('button', { name: '回到今天' }).click()
  await expect(page).not.toHaveURL(/on=/)
})
