import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const START_S = 120

/** Starts `luodi demo` on a free port with a database of its own, unless LUODI_URL names one that runs (scripts/with-demo.sh). */
export default async function start(): Promise<() => void> {
  if (process.env.LUODI_URL) return () => undefined
  const binary = resolve(process.env.LUODI_BIN ?? '../target/debug/luodi')
  if (!existsSync(binary)) {
    throw new Error(`The browser tests need the program at ${binary}. Build it (cargo build -p luodi-cli) or name it in LUODI_BIN.`)
  }
  if (!existsSync('dist/index.html')) throw new Error('The browser tests need web/dist. Run `npm run build` first.')
  const folder = mkdtempSync(join(tmpdir(), 'luodi-e2e-'))
  const child = spawn(binary, ['demo', '--db', join(folder, 'demo.db'), '--port', '0'], { stdio: ['ignore', 'pipe', 'pipe'] })
  const stop = (): void => {
    child.kill('SIGTERM')
    rmSync(folder, { recursive: true, force: true })
  }
  let said = ''
  const url = await new Promise<string>((found, fail) => {
    const late = setTimeout(() => { fail(new Error(`${binary} did not start in ${String(START_S)} s:\n${said}`)) }, START_S * 1000)
    const read = (bytes: Buffer): void => {
      said += bytes.toString()
      const match = /(http:\/\/[\d.]+:\d+)/.exec(said)
      if (!match?.[1]) return
      clearTimeout(late)
      found(match[1])
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.on('exit', (code) => { fail(new Error(`${binary} ended with ${String(code)}:\n${said}`)) })
  }).catch((error: unknown) => {
    stop()
    throw error
  })
  process.env.LUODI_URL = url
  return stop
}
