import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

/** The Worker's variables on this machine; in production they are secrets and settings of the account. */
export async function localVariables(port: number, stateDir: string): Promise<Record<string, string>> {
  return {
    ENVIRONMENT: 'development',
    ADMIN_KEY: 'dev-admin-key',
    MASTER_KEY: await masterKey(stateDir),
    PUBLIC_URL: `http://localhost:${port}`,
  }
}

/** Settings of the environment that go on to the Worker as they are. */
export function passedOn(): Record<string, string> {
  const names =
    /^(CLOCK|TIMERS|PUBLIC_URL|MASTER_KEY|MASTER_KEY_OLD|LINK_KEY|LINK_KEY_OLD|OUTGOING_ALLOW|MAINTENANCE|QSTASH_\w+)$/
  return Object.fromEntries(
    Object.entries(process.env).flatMap(([name, value]) => (value && names.test(name) ? [[name, value]] : [])),
  )
}

/** What channel secrets are encrypted with unless the environment says another: random, and the same for as long as the database lives. */
async function masterKey(stateDir: string): Promise<string> {
  const file = join(stateDir, 'master-key')
  const kept = await readFile(file, 'utf8').catch(() => undefined)
  if (kept) return kept.trim()
  const key = randomBytes(32).toString('base64')
  await mkdir(stateDir, { recursive: true })
  await writeFile(file, `${key}\n`, { mode: 0o600 })
  return key
}
