import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { root } from './bundle.ts'
import { startProduct } from './product.ts'
import { client } from './seed/client.ts'
import { liveThrough } from './seed/run.ts'

/**
 * A believable community: so many members, and 90 days in which they join, talk, check in, buy, invite and fall silent,
 * and operators answer them. Everything goes through the product itself on a virtual clock, so every invariant holds; the
 * same seed makes the same community, but for ids and what is drawn by them. It begins 90 days before `--until`, which is
 * today unless said.
 */
const DAY_MS = 86_400_000
const DAYS = 90

const { values } = parseArgs({
  options: {
    members: { type: 'string', default: '5000' },
    seed: { type: 'string', default: '1' },
    until: { type: 'string' },
  },
})
const members = Number(values.members)
if (!Number.isInteger(members) || members < 1 || members > 200_000)
  throw new Error('--members is a number from 1 to 200000')
const today = Math.floor(Date.now() / DAY_MS) * DAY_MS
const until = values.until ? Date.parse(`${values.until}T00:00:00Z`) : today
const from = until - DAYS * DAY_MS

const began = performance.now()
const seconds = () => Math.round((performance.now() - began) / 1000)
const told = (day: number) => {
  if (day % 10 === 9) console.log(`day ${day + 1} of ${DAYS}, ${seconds()} s`)
}
const port = Number(process.env.PORT || 8787)
const stateDir = resolve(root, process.env.STATE_DIR || '.wrangler')
const product = await startProduct({ port, stateDir, clock: 'virtual', quiet: true, clockAt: from })
let failed = false
try {
  await liveThrough(
    client((path, request) => fetch(`${product.url}${path}`, request)),
    { members, days: DAYS, seed: Number(values.seed), from, told },
  )
  console.log(`${members} members and ${DAYS} days in ${seconds()} s`)
} catch (error) {
  failed = true
  console.error(error instanceof Error ? error.message : error)
} finally {
  await product.stop()
}
process.exit(failed ? 1 : 0)
