/**
 * The product from outside, as strangers, operators and providers meet it: `node test/local/outside.ts [check ...]`.
 * Not part of `npm test`, because it takes some minutes and ports of its own.
 */
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../../workers/local/bundle.ts'
import { productProcess } from './witness/product-process.ts'

const port = Number(process.env.PORT || 9100)
const qstash = {
  QSTASH_TOKEN: 'tok',
  QSTASH_CURRENT_SIGNING_KEY: 'sig_current',
  QSTASH_NEXT_SIGNING_KEY: 'sig_next',
  QSTASH_URL: `http://127.0.0.1:${port + 1}`,
  PUBLIC_URL: `http://localhost:${port}`,
}

/** Each with the environment that its product is started in. */
const checks: Record<string, Record<string, string>> = {
  crowd: {},
  hostile: {},
  roles: {},
  http: {},
  provider: {},
  poison: {},
  qstash,
  clock: { CLOCK: 'virtual' },
}

const asked = process.argv.slice(2)
let passed = 0
let failed = 0
for (const [name, environment] of Object.entries(checks)) {
  if (asked.length > 0 && !asked.includes(name)) continue
  console.log(`\n${name}`)
  const stateDir = join(root, '.wrangler', 'outside')
  rmSync(stateDir, { recursive: true, force: true })
  const product = productProcess(port, stateDir, environment)
  try {
    await product.start()
    await run(name, stateDir)
  } finally {
    await product.kill().catch(() => {})
    rmSync(stateDir, { recursive: true, force: true })
  }
}
console.log(`\n${passed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)

async function run(name: string, stateDir: string): Promise<void> {
  const script = join(root, 'test/local/outside', `${name}.ts`)
  const child = spawn(process.execPath, [script, String(port), stateDir], { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.on('data', (chunk) => {
    output += chunk
    process.stdout.write(chunk)
  })
  await once(child, 'close')
  const [, good, bad] = /(\d+) passed, (\d+) failed\s*$/.exec(output) ?? []
  passed += Number(good ?? 0)
  failed += Number(bad ?? 1)
}
