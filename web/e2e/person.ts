import AxeBuilder from '@axe-core/playwright'
import { expect, test as base, type APIResponse, type Page } from '@playwright/test'

export const PASSWORD = 'luodi-2026-demo'
export const PROGRAMME = 'health-tours-province'

export interface Me { csrf: string; today: string; unit: { code: string; name: string } }

/** A person at the screen: signs in, goes to pages, and may call the interface as the pages do. */
export class Person {
  me: Me = { csrf: '', today: '', unit: { code: '', name: '' } }
  readonly page: Page
  readonly url: string
  constructor(page: Page, url: string) {
    this.page = page
    this.url = url
  }

  async signIn(login: string): Promise<void> {
    const answer = await this.page.request.post(`${this.url}/api/session`, { data: { login, password: PASSWORD } })
    expect(answer.status()).toBe(200)
    this.me = (await answer.json()) as Me
  }
  async go(path: string): Promise<void> {
    await this.page.goto(this.url + path)
    await expect(this.page.locator('.loading')).toHaveCount(0)
  }
  async get<T>(path: string): Promise<T> {
    return (await (await this.page.request.get(this.url + path)).json()) as T
  }
  post(path: string, data: unknown): Promise<APIResponse> {
    return this.page.request.post(this.url + path, { data, headers: { 'X-CSRF': this.me.csrf } })
  }
  put(path: string, data: unknown): Promise<APIResponse> {
    return this.page.request.put(this.url + path, { data, headers: { 'X-CSRF': this.me.csrf } })
  }
  /** No page may be wider than its screen, and none may have a fault that axe finds. */
  async looksRight(): Promise<void> {
    await expect(this.page.locator('.loading')).toHaveCount(0)
    // A phone widens its layout to what overflows: measured against the screen, not against the layout.
    const screen = this.page.viewportSize()?.width ?? 0
    const overflow = await this.page.evaluate((width) => Math.max(document.documentElement.scrollWidth, window.innerWidth) - width, screen)
    expect(overflow, 'the page is wider than the screen').toBeLessThanOrEqual(0)
    const found = await new AxeBuilder({ page: this.page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze()
    expect(found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(' | ')}`)).toEqual([])
  }
}

export const test = base.extend<{ person: Person }>({
  person: async ({ page }, use) => {
    const url = process.env.LUODI_URL
    if (!url) throw new Error('LUODI_URL is not set: e2e/start.ts did not run')
    await use(new Person(page, url))
  },
})

export { expect }

/** A button, whether or not a component put a space into its two characters. */
export function button(page: Page, name: string) {
  return page.getByRole('button', { name: new RegExp(`^${[...name].join('\\s*')}$`) })
}
