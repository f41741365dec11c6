// The server names things by its own addresses; the pages have theirs. Both forms are understood here.

/** What a link of the server opens: a page, or an explanation in the drawer. */
export type Target = { page: string } | { explain: string }

/** `/api/programmes/p/registers/r/records?unit=x` → `/programmes/p/registers/r?unit=x`; explanations stay calls. */
export function targetOf(link: string): Target {
  const [path = '', search] = link.split('?')
  const tail = search ? `?${search}` : ''
  if (/\/explain$/.test(path)) return { explain: path.startsWith('/api') ? link : `/api${link}` }
  const inner = path.replace(/^\/api/, '').replace(/(\/registers\/[^/]+)\/records$/, '$1')
  return { page: inner + tail }
}

export function pageOf(link: string): string | null {
  const target = targetOf(link)
  return 'page' in target ? target.page : null
}
