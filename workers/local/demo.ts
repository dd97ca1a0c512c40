import { existsSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './bundle.ts'
import { ADMIN_KEY, clientOf } from './demo/client.ts'
import { paint } from './demo/paint.ts'
import { type Provider, startProvider } from './demo/provider.ts'
import { tellStory } from './demo/tell.ts'
import { lock } from './lock.ts'
import { whenNpmDies } from './npm-parent.ts'
import type { Product } from './product.ts'

/**
 * Eight days of a community in under a minute, on a virtual clock and a scratch state. Stays open afterwards, unless
 * told `--exit` or run in CI. Exits with 1 when something that the story promises did not happen.
 */
const port = Number(process.env.PORT) || 8787
const stateDir = join(root, '.wrangler', 'demo', String(port))
const stays = !process.argv.includes('--exit') && !process.env.CI
let product: Product | undefined
let provider: Provider | undefined
let leaving: Promise<never> | undefined

takeSignals()
whenNpmDies(() => leave(0))
try {
  emptyState()
  const began = performance.now()
  const { startProduct } = await import('./product.ts')
  provider = await startProvider()
  product = await startProduct({ port, stateDir, clock: 'virtual', quiet: true })
  takeSignals()
  const disappointments = await tellStory(clientOf(product.url, fetch), provider)
  for (const sentence of disappointments) console.error(paint('red', `✗ ${sentence}`))
  if (disappointments.length > 0) await leave(1)
  const seconds = ((performance.now() - began) / 1000).toFixed(0)
  console.log(`\n${paint('green', `✓ everything came as expected, in ${seconds} s`)}`)
  if (!stays) await leave(0)
  invite(product.url)
  if ((await product.ended) === 'died') throw new Error('workerd, which runs the product, has died')
} catch (error) {
  if (!leaving) console.error(`The demo stopped: ${error instanceof Error ? error.message : error}`)
  await leave(1)
}

/** Throws when another demo works there. */
function emptyState(): void {
  if (!existsSync(stateDir)) return
  lock(stateDir, 0)()
  rmSync(stateDir, { recursive: true })
}

/** Miniflare's own handlers end the process at once with an error code. */
function takeSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.removeAllListeners(signal)
    process.on(signal, () => leave(0))
  }
}

/** Whoever asks first decides the code: what breaks because everything stops is no failure. */
function leave(code: number): Promise<never> {
  leaving ??= stopAll(code)
  return leaving
}

async function stopAll(code: number): Promise<never> {
  await product?.stop()
  await provider?.stop()
  process.exit(code)
}

function invite(url: string): void {
  const key = `-H 'authorization: Bearer ${ADMIN_KEY}'`
  console.log(`
The product stays open at ${paint('bold', url)} (API: ${url}/docs), its clock stands still on day 8.
  admin key  ${ADMIN_KEY}
  look       curl -s ${key} '${url}/api/v1/runs?status=waiting'
  go on      curl -s -X POST -H 'content-type: application/json' -d '{"advance":"1d"}' ${url}/dev/clock
  stop       Ctrl-C
`)
}
