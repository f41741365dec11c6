// Pictures for the README, from the demo: npm run screenshots -- [folder]   (LUODI_URL names a running `luodi demo`)
import { mkdirSync } from 'node:fs'
import { chromium } from '@playwright/test'

const url = process.env.LUODI_URL ?? 'http://127.0.0.1:8080'
const folder = process.argv[2] ?? '../docs/images'
const password = process.env.LUODI_PASSWORD ?? 'luodi-2026-demo'
const desk = { width: 1440, height: 900 }
const phone = { width: 390, height: 844 }

/** Name, who looks, where, on what; `plan` stands for the address of the first plan. */
const PICTURES = [
  ['board', 'province', '/programmes/health-tours-province/board', desk],
  ['plan-review', 'province', 'plan', desk],
  ['table', 'province', '/programmes/health-tours-province/tables/quota', desk],
  ['return', 'city', '/programmes/health-tours-province/returns/monthly', desk],
  ['register', 'city', '/programmes/health-tours-province/registers/tour', desk],
  ['matrix', 'province', '/programmes/health-tours-province/matrix?kind=returns', desk],
  ['target', 'province', '/programmes/health-tours-province/targets/tours_each', desk],
  ['phases', 'city', '/programmes/health-tours-province/gantt', desk],
  ['month', 'town', '/duties?view=month', desk],
  ['screen', 'leader', '/screen/health-tours-province', { width: 1920, height: 1080 }],
  ['duties-phone', 'town', '/duties', phone],
  ['record-phone', 'county', '/programmes/health-tours-province/registers/tour/new', phone],
]

mkdirSync(folder, { recursive: true })
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--lang=zh-CN', '--no-first-run'] })
for (const [name, login, path, viewport] of PICTURES) {
  const context = await browser.newContext({ viewport, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', deviceScaleFactor: 2 })
  const answer = await context.request.post(`${url}/api/session`, { data: { login, password } })
  if (!answer.ok()) throw new Error(`${login} cannot sign in at ${url}: ${String(answer.status())}`)
  const page = await context.newPage()
  const address = path === 'plan' ? `/plans/${(await (await context.request.get(`${url}/api/plans`)).json())[0].id}` : path
  await page.goto(url + address)
  await page.waitForLoadState('networkidle')
  await page.locator('.loading').waitFor({ state: 'detached' })
  if (name === 'plan-review') await page.keyboard.press('j')
  await page.screenshot({ path: `${folder}/${name}.png`, animations: 'disabled' })
  await context.close()
}
await browser.close()
console.log(`${String(PICTURES.length)} pictures in ${folder}`)
