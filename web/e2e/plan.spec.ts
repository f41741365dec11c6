import { expect, test } from './person'

// Our own words, an invented place; the printed sum is wrong by 2, one chapter is empty, an annex is missing.
const TEXT = `望川市社区防滑讲座工作方案

为减少冬季跌倒，在全市社区开展防滑讲座，制定本方案。

一、目标任务

各区每月开展防滑讲座不少于3场，全年覆盖居民不少于500人。

二、任务分配

单位  东区  西区  南区  合计
场次  12  10  8  32

三、工作要求

各区卫生健康局于次月8日前报送上月讲座统计表。

四、时间安排

附件：1.讲座记录表
`

test('a pasted plan is read, its questions are decided, its elements confirmed, and a draft made of it', async ({ person, page, isMobile }) => {
  await person.signIn('province')
  await person.go('/plans')
  await person.looksRight()
  await page.getByRole('button', { name: '粘贴文字' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('文件名').fill(`防滑讲座${isMobile ? '手机' : ''}.txt`)
  await dialog.getByLabel('正文').fill(TEXT)
  await dialog.getByLabel(/年份/).fill('2026')
  await dialog.getByRole('button', { name: '读取' }).click()
  await expect(page).toHaveURL(/\/plans\/[0-9a-f-]{36}/)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('防滑讲座')
  await person.looksRight()

  // A question is decided; the decision names the person.
  const questions = page.getByRole('tabpanel').locator('.finding')
  const open = questions.filter({ has: page.getByRole('radio') })
  await expect(open.first()).toBeVisible()
  const before = await open.count()
  await open.first().getByRole('radio').last().check()
  const value = open.first().getByLabel('填写数值')
  if (await value.isVisible()) await value.fill('32')
  await open.first().getByRole('button', { name: '决定' }).click()
  await expect(page.locator('.decided').first()).toContainText('决定：')
  await expect(open).toHaveCount(before - 1)

  // Elements are confirmed one by one.
  await page.getByRole('tab', { name: '读出的内容' }).click()
  const elements = page.getByRole('tabpanel').locator('.element')
  await elements.first().getByRole('button').first().click()
  await page.getByRole('button', { name: '确认', exact: true }).click()
  await expect(page.getByText(/^1 \/ \d+ 已确认$/)).toBeVisible()
  if (!isMobile) {
    await page.keyboard.press('j')
    await page.keyboard.press('y')
    await expect(page.getByText(/^2 \/ \d+ 已确认$/)).toBeVisible()
    await page.keyboard.press('u')
    await expect(page.getByText(/^1 \/ \d+ 已确认$/)).toBeVisible()
    // The other way round: a click on the source opens what was read there.
    await page.locator('.source .hl').last().click()
    await expect(page.locator('.element-now')).toBeVisible()
  }
  await person.looksRight()

  await page.getByRole('button', { name: '生成方案草案' }).click()
  const slug = `slip-talks-${isMobile ? 'phone' : 'desk'}`
  await page.getByRole('dialog').getByLabel('方案代号').fill(slug)
  await page.getByRole('dialog').getByRole('button', { name: '生成方案草案' }).click()
  await expect(page).toHaveURL(new RegExp(`/programmes/${slug}$`))
  await expect(page.getByRole('heading', { level: 2, name: /待定事项/ })).toBeVisible()
  await person.looksRight()
})

test('a draft with an error says where and what to write; saved and put right it says so', async ({ person, page, isMobile }) => {
  test.skip(isMobile, 'programme files are edited at a desk')
  await person.signIn('province')
  await person.go('/programmes/health-tours-province/draft')
  const editor = page.getByLabel('方案文件（YAML）')
  const good = await editor.inputValue()
  await editor.fill(good.replace('registers:', 'registres:'))
  await page.getByRole('button', { name: '检查', exact: true }).click()
  await expect(page.getByRole('region', { name: '检查结果' }).getByRole('button').first()).toContainText(/第 \d+ 行/)
  await page.getByRole('region', { name: '检查结果' }).getByRole('button').first().click()
  await expect(editor).toBeFocused()
  await person.looksRight()
  // What was typed survives a reload.
  await page.reload()
  await expect(page.getByText('没保存的修改还在这台设备上')).toBeVisible()
  await page.getByRole('button', { name: '用服务器上的' }).click()
})

test('the rehearsal checks the fan-out against the text', async ({ person, page }) => {
  await person.signIn('province')
  await person.go('/programmes/health-tours-province')
  await person.looksRight()
  await page.getByRole('button', { name: '试运行' }).click()
  const dialog = page.getByRole('dialog', { name: '落到单位' })
  await expect(dialog.getByText(/共 103 个单位/)).toBeVisible()
  await expect(dialog.getByRole('table').nth(1)).toContainText('515')
  await person.looksRight()
})
