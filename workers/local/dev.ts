import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './bundle.ts'
import { lock } from './lock.ts'
import { whenNpmDies } from './npm-parent.ts'
import { localVariables, passedOn } from './variables.ts'

/** `wrangler dev` on the same database and with the same variables as `npm start`, reloading on every change. */
const port = Number(process.env.PORT || 8787)
const stateDir = join(root, '.wrangler')
mkdirSync(stateDir, { recursive: true })
const unlock = lock(stateDir)
const variables = { ...(await localVariables(port, stateDir)), ...passedOn() }
const flags = Object.entries(variables).flatMap(([name, value]) => ['--var', `${name}:${value}`])

await wrangler(['d1', 'migrations', 'apply', 'DB', '--local'])
const code = await wrangler(['dev', '--ip', '127.0.0.1', '--port', String(port), ...flags])
unlock()
process.exit(code)

async function wrangler(args: string[]): Promise<number> {
  const offline = { WRANGLER_SEND_METRICS: 'false', WRANGLER_HIDE_BANNER: 'true', CLOUDFLARE_CF_FETCH_ENABLED: 'false' }
  const file = join(root, 'node_modules', 'wrangler', 'bin', 'wrangler.js')
  const env = { ...process.env, ...offline, CI: 'true' }
  const child = spawn(process.execPath, [file, ...args], { cwd: root, env, stdio: 'inherit' })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  whenNpmDies(() => child.kill())
  const [code] = await once(child, 'exit')
  return typeof code === 'number' ? code : 1
}
