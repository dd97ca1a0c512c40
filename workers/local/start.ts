import { relative, resolve } from 'node:path'
import { root } from './bundle.ts'
import { whenNpmDies } from './npm-parent.ts'
import type { Product } from './product.ts'
import { passedOn } from './variables.ts'

const port = Number(process.env.PORT || 8787)
const stateDir = resolve(root, process.env.STATE_DIR || '.wrangler')
const began = performance.now()
let product: Product | undefined

takeSignals()
whenNpmDies(leave)
try {
  // Loaded only now: it takes a second, in which a signal or npm's death must already count.
  const { startProduct } = await import('./product.ts')
  product = await startProduct({ port, stateDir, vars: passedOn() })
} catch (error) {
  console.error(`Qunflow did not start: ${error instanceof Error ? error.message : error}`)
  process.exit(1)
}
takeSignals()
greet(product)
if ((await product.ended) === 'died') {
  console.error('workerd, which runs the product, has died; everything committed is safe: start again')
  process.exit(1)
}

/**
 * Miniflare's own handlers end the process at once with an error code; ours end it cleanly, with 0.
 * A hang-up counts only for who has a terminal, so that `nohup npm start &` lives on.
 */
function takeSignals(): void {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.removeAllListeners(signal)
    process.on(signal, signal === 'SIGHUP' && !process.stdout.isTTY ? () => {} : leave)
  }
}

async function leave(): Promise<void> {
  if (!product) process.exit(0)
  await product.stop()
  process.exit(0)
}

function greet({ url }: Product): void {
  const seconds = ((performance.now() - began) / 1_000).toFixed(1)
  const clock = process.env.CLOCK === 'virtual' ? ' on a virtual clock' : ''
  console.log(`
Qunflow runs at ${url}${clock} (started in ${seconds} s)
  admin key  dev-admin-key
  API        ${url}/docs
  state      ${relative(process.cwd(), stateDir) || '.'}/ (npm run reset empties it)
  stop       Ctrl-C
`)
}
