import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { Plugin } from 'vite'

/** Routes that must open without network: the duties of today, a register's form, what waits to be sent. */
const offlineRoutes = ['duties', 'record-new', 'outbox', 'login']

/**
 * Writes `sw.js` from `vite/sw.template.js`: fills in the files of the shell (the entry and the offline routes with all
 * that they import) and a version made of their names, so that a new build replaces the old cache.
 */
export function serviceWorker(): Plugin {
  return {
    name: 'luodi-service-worker',
    apply: 'build',
    // After Vite's own: it takes chunks of nothing but styles out of the bundle, and one name of a file that is not there
    // would keep the worker from ever being installed.
    enforce: 'post',
    generateBundle(_options, bundle) {
      const wanted = new Set<string>()
      const add = (file: string): void => {
        if (wanted.has(file)) return
        const chunk = bundle[file]
        if (!chunk) return
        wanted.add(file)
        if (chunk.type !== 'chunk') return
        chunk.imports.forEach(add)
        chunk.viteMetadata?.importedCss.forEach(add)
      }
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue
        if (chunk.isEntry || offlineRoutes.includes(chunk.name)) add(chunk.fileName)
      }
      const files = [...wanted].map((f) => `/${f}`).sort()
      const version = createHash('sha256').update(files.join('\n')).digest('hex').slice(0, 12)
      const source = readFileSync(new URL('./sw.template.js', import.meta.url), 'utf8')
        .replace('__VERSION__', version)
        .replace('__FILES__', JSON.stringify(files))
      this.emitFile({ type: 'asset', fileName: 'sw.js', source })
    },
  }
}
