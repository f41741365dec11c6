import { expect, test } from './person'

test('after the first visit the shell opens without network', async ({ person, page, context }) => {
  await person.signIn('town')
  await person.go('/duties')
  await page.evaluate(async () => { await navigator.serviceWorker.ready })
  // The first page was fetched before the worker took over: one more visit fills what it keeps of the answers.
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: '我的事项' })).toBeVisible()
  await context.setOffline(true)
  await page.reload()
  await expect(page.getByRole('heading', { level: 1, name: '我的事项' })).toBeVisible()
  await expect(page.locator('.duty').first()).toBeVisible()
  await person.looksRight()
  await context.setOffline(false)
})
