import { PROGRAMME, expect, test } from './person'

const BOARD = `/programmes/${PROGRAMME}/board`

test('the board says what is red first, and each red mark explains itself down to the sentence', async ({ person, page }) => {
  await person.signIn('province')
  await person.go('/board')
  await expect(page).toHaveURL(/\/board/)
  await person.go(BOARD)
  await expect(page.getByRole('heading', { level: 2, name: /需要决定的事/ })).toBeInViewport()
  const red = page.locator('.red-list > li')
  expect(await red.count()).toBeLessThanOrEqual(7)
  await person.looksRight()
  await red.first().getByRole('button', { name: /为什么/ }).click()
  const drawer = page.getByRole('dialog', { name: '为什么' })
  await expect(drawer.getByRole('heading', { name: '规则' })).toBeVisible()
  await expect(drawer.getByRole('heading', { name: /原文依据/ })).toBeVisible()
  await person.looksRight()
})

test('every cell of the matrix opens its reason, and a city opens its counties', async ({ person, page }) => {
  await person.signIn('province')
  await person.go(BOARD)
  await page.locator('.matrix .cell-short').last().click()
  await expect(page.getByRole('dialog', { name: '为什么' }).getByRole('heading', { name: '规则' })).toBeVisible()
  await page.keyboard.press('Escape')
  await page.locator('.matrix tbody th a').nth(1).click()
  await expect(page).toHaveURL(/unit=/)
  await expect(page.getByRole('heading', { level: 1 })).not.toContainText(person.me.unit.name)
})

test('table 1 stands as plan against actual, blank cells blank', async ({ person, page }) => {
  await person.signIn('province')
  await person.go(`/programmes/${PROGRAMME}/tables/quota`)
  const first = page.locator('.plan-table tbody tr').first()
  await expect(first.getByText('空白').first()).toBeAttached()
  await person.looksRight()
})

test('a leader looks and changes nothing', async ({ person, page }) => {
  await person.signIn('leader')
  await person.go(`/programmes/${PROGRAMME}`)
  await expect(page.getByRole('button', { name: '发布' })).toHaveCount(0)
  await person.go(`/programmes/${PROGRAMME}/registers/tour`)
  await expect(page.getByRole('link', { name: '新增' })).toHaveCount(0)
})

for (const path of ['/programmes', '/units', '/accounts', `/programmes/${PROGRAMME}/lists`, `/programmes/${PROGRAMME}/registers/nomination`, '/outbox', '/password', '/nowhere']) {
  test(`looks right: ${path}`, async ({ person }) => {
    await person.signIn('province')
    await person.go(path)
    await person.looksRight()
  })
}

test('an account of one city gets nothing of another by any address', async ({ person, page }) => {
  await person.signIn('province')
  const other = await person.get<{ items: { id: string }[] }>(`/api/programmes/${PROGRAMME}/registers/tour/records?unit=9902&size=1`)
  await person.signIn('city')
  await person.go(`/records/${other.items[0]?.id ?? ''}`)
  await expect(page.getByRole('alert')).toBeVisible()
  await person.go(`${BOARD}?unit=9902`)
  await expect(page.getByRole('alert')).toBeVisible()
})
