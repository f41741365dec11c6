import { OFFICE, office } from './office'
import { expect, test } from './person'

test('a masked field opens for a reason, and the record keeps who opened it', async ({ person, page, isMobile }) => {
  await office(person)
  await person.signIn('county')
  const id = crypto.randomUUID()
  const fields = { unit: person.me.unit.code, date: person.me.today, place: `柳泉镇第${isMobile ? '二' : '一'}户`, name: '顾明川', telephone: '13900001234', people: '3' }
  const made = await person.post(`/api/programmes/${OFFICE}/registers/visit/records`, { id, fields })
  expect(made.status(), await made.text()).toBe(201)
  await person.go(`/records/${id}`)
  await expect(page.getByText('13900001234')).toHaveCount(0)
  await expect(page.locator('.v-masked').first()).toHaveText(/＊/)
  await person.looksRight()
  await page.getByRole('button', { name: '查看全文' }).click()
  const dialog = page.getByRole('dialog', { name: '查看全文' })
  await expect(dialog.getByRole('button', { name: '查看全文' })).toBeDisabled()
  await dialog.getByLabel('查看原因').fill('核')
  await dialog.getByRole('button', { name: '查看全文' }).click()
  await expect(dialog.locator('.wrong')).toContainText('理由')
  await expect(page.getByText('13900001234')).toHaveCount(0)
  await dialog.getByLabel('查看原因').fill('电话回访核实')
  await dialog.getByRole('button', { name: '查看全文' }).click()
  await expect(page.getByText('13900001234')).toBeVisible()
  await expect(page.getByText('顾明川', { exact: true })).toBeVisible()
  // The trace stands on the record: who, which fields, why.
  await page.getByText('查看过全文 1 次').click()
  await expect(page.locator('.openings')).toContainText('禾川区经办')
  await expect(page.locator('.openings')).toContainText('户主姓名、联系电话')
  await expect(page.locator('.openings')).toContainText('电话回访核实')
  await person.looksRight()
  // Closed again at the next visit, and the trace is still there.
  await page.reload()
  await expect(page.getByText('查看过全文 1 次')).toBeVisible()
  await expect(page.getByText('13900001234')).toHaveCount(0)
})
