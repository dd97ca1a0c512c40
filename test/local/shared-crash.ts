/**
 * What is promised of things that members share, tried with real kills: no code twice, never more than there are, and
 * exact sums. `node test/local/shared-crash.ts [rounds]`; not part of `npm test`, because it takes a minute and a port.
 */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from '../../workers/local/bundle.ts'
import { api, post, productProcess, untilRuns } from './witness/product-process.ts'

/** So many at once, and so many times, one after the other. */
const AT_ONCE = 200
const WAVES = 4
const EVENTS = AT_ONCE * WAVES
const [CODES, STOCK, BUDGET] = [250, 150, 9_000]
const [AWARD, PRICE] = [30, 20]
const rounds = Number(process.argv[2] ?? 3)
const port = Number(process.env.PORT || 8797)
const url = `http://127.0.0.1:${port}`
const stateDir = join(root, '.wrangler', 'shared-crash')

type Item = Record<string, unknown>
type Steps = Record<'give' | 'gift' | 'pay', { code?: string; entry_id?: string; error?: { code: string } } | undefined>

rmSync(stateDir, { recursive: true, force: true })
const product = productProcess(port, stateDir)
let failed = 0
try {
  await product.start()
  await install()
  for (let round = 1; round <= rounds; round++) {
    const posting = load(round)
    const begun = await untilRuns(url, EVENTS * (0.1 + Math.random() * 0.6))
    await product.kill()
    const taken = await posting
    console.log(`round ${round}: killed when ${begun} of ${EVENTS} runs had begun, ${taken} events were answered`)
    if (begun >= EVENTS) check('the kill fell into the work', false)
    await product.start()
    await settle()
  }
  await judge()
} finally {
  await product.kill()
}
rmSync(stateDir, { recursive: true, force: true })
process.exit(failed > 0 ? 1 : 0)

async function install(): Promise<void> {
  await api(url, 'PUT', '/channels/crash', { kind: 'sandbox', name: 'crash', config: {}, secrets: {} })
  const codes = Array.from({ length: CODES }, (_, i) => `CODE-${i}`)
  await api(url, 'PUT', '/coupons/codes', { name: 'codes', kind: 'imported', codes })
  await api(url, 'PUT', '/items/mug', { name: 'mug', points: PRICE, stock: STOCK })
  await api(url, 'PUT', '/settings', { points: { budgets: { fund: { points: BUDGET } } } })
  const definition = {
    id: 'crash',
    name: 'crash',
    triggers: [{ on: 'custom.crash' }],
    entry: { mode: 'parallel', max: 1000 },
    actions: [
      { id: 'give', do: 'points.award', with: { points: AWARD, reason: 'r', budget: 'fund' }, on_error: 'continue' },
      { id: 'gift', do: 'coupon.issue', with: { coupon: 'codes' }, on_error: 'continue' },
      { id: 'pay', do: 'points.redeem', with: { item: 'mug', reason: 'mug' }, on_error: 'continue' },
    ],
  }
  await api(url, 'PUT', '/workflows/crash', definition)
  await api(url, 'POST', '/workflows/crash/publish', {})
}

/** Answers how many were taken. */
async function load(round: number): Promise<number> {
  let taken = 0
  for (let wave = 0; wave < WAVES; wave++) {
    const all = Array.from({ length: AT_ONCE }, (_, i) => {
      const user = { id: `user-${i % 40}` }
      return post(`${url}/hooks/crash`, { id: `${round}-${wave}-${i}`, type: 'custom.crash', user, data: {} })
    })
    taken += (await Promise.all(all)).filter(Boolean).length
  }
  return taken
}

async function settle(): Promise<void> {
  for (let tries = 0; tries < 60; tries++) {
    const idle = await fetch(`${url}/dev/idle?timeout=2`).catch(() => undefined)
    const waiting = (await api(url, 'GET', '/runs?status=waiting&limit=1')) as { items: unknown[] }
    if (idle?.ok && waiting.items.length === 0) return
    await sleep(500)
  }
}

async function judge(): Promise<void> {
  const runs = await all('/runs?workflow=crash')
  const steps = runs.map((run) => run.steps as Steps)
  const codes = steps.flatMap(({ gift }) => gift?.code ?? [])
  const paid = steps.filter(({ pay }) => pay?.entry_id).length
  const given = steps.filter(({ give }) => give?.entry_id).length
  const pool = (await api(url, 'GET', '/coupons/codes')) as Item
  const mug = (await api(url, 'GET', '/items/mug')) as Item
  const issued = (await all('/coupons/codes/codes')).filter(({ contact_id }) => contact_id !== null)
  const contacts = await all('/contacts')
  let total = 0
  let wrong = 0
  for (const { id, points } of contacts) {
    const entries = await all(`/points?contact_id=${id}`)
    const sum = entries.reduce((before, { delta }) => before + Number(delta), 0)
    total += sum
    if (sum !== points || entries.some(({ balance }) => Number(balance) < 0)) wrong += 1
  }
  check(
    'every run has completed',
    runs.every(({ status }) => status === 'completed'),
  )
  check('no code was given twice', new Set(codes).size === codes.length && codes.length <= CODES)
  check(
    'every code that is issued is with the run that got it',
    issued.length === codes.length && pool.issued === codes.length,
  )
  check('stock is what was not redeemed, and never negative', mug.redeemed === paid && mug.stock === STOCK - paid)
  check('the budget gave no more than it has', given <= BUDGET / AWARD)
  check('the ledger adds up for everybody', wrong === 0 && total === given * AWARD - paid * PRICE)
  console.log(`${rounds} kills, ${runs.length} runs, ${codes.length} codes, ${paid} redeemed, ${given} awarded`)
}

function check(guarantee: string, holds: boolean): void {
  if (!holds) failed += 1
  console.log(`${holds ? 'passed' : 'FAILED'}  ${guarantee}`)
}

async function all(path: string): Promise<Item[]> {
  const items: Item[] = []
  for (let cursor = ''; ; ) {
    const joined = `${path}${path.includes('?') ? '&' : '?'}limit=200${cursor}`
    const page = (await api(url, 'GET', joined)) as { items: Item[]; next_cursor: string | null }
    items.push(...page.items)
    if (page.next_cursor === null) return items
    cursor = `&cursor=${page.next_cursor}`
  }
}
