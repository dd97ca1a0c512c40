/**
 * What is promised of referrals, tried with real kills: 200 join by one code, the product is killed among them, and
 * still each is attributed once, the count is that of the rows, and no rung is reached twice.
 * `node test/local/referral-crash.ts [rounds]`; not part of `npm test`, because it takes a minute and a port.
 */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from '../../workers/local/bundle.ts'
import { api, post, productProcess, untilRuns } from './witness/product-process.ts'

const JOINS = 200
/** So many at once, one wave after the other: the kill falls between the first and the last. */
const AT_ONCE = 40
const rounds = Number(process.argv[2] ?? 2)
const port = Number(process.env.PORT || 8798)
const url = `http://127.0.0.1:${port}`
const stateDir = join(root, '.wrangler', 'referral-crash')

type Item = Record<string, unknown>
type Page = { items: Item[]; next_cursor: string | null }

rmSync(stateDir, { recursive: true, force: true })
const product = productProcess(port, stateDir)
let failed = 0
try {
  await product.start()
  const { id, code } = await install()
  for (let round = 1; round <= rounds; round++) {
    const joining = joinAll(round, code)
    const begun = await untilRuns(url, JOINS * (0.1 + Math.random() * 0.7))
    await product.kill()
    const taken = await joining
    if (begun >= JOINS) check('the kill fell into the work', false)
    await product.start()
    await settle()
    console.log(
      `round ${round}: killed when ${begun} runs had begun, ${taken.filter(Boolean).length} of ${JOINS} were answered`,
    )
    // Whoever got no answer sends again, as platforms do; what was kept is known by its id.
    await Promise.all(taken.map((ok, i) => (ok ? true : joins(`${round}-${i}`, code))))
    await settle()
  }
  await judge(id)
} finally {
  await product.kill()
}
rmSync(stateDir, { recursive: true, force: true })
process.exit(failed > 0 ? 1 : 0)

async function install(): Promise<{ id: string; code: string }> {
  await api(url, 'PUT', '/channels/crash', { kind: 'sandbox', name: 'crash', config: {}, secrets: {} })
  const limits = { referrer_per_minute: 100_000, referrer_per_hour: 100_000, referrer_per_day: 100_000 }
  await api(url, 'PUT', '/settings', {
    referral: { qualify: { on: 'custom.bought' }, limits: { ...limits, too_fast: '0s' } },
  })
  const actions = [
    { do: 'referral.attribute', with: { code: { expr: 'event.data.state' } } },
    { do: 'referral.qualify', with: {} },
  ]
  const triggers = [{ on: 'member.joined' }]
  await api(url, 'PUT', '/workflows/join', { id: 'join', name: 'join', triggers, actions })
  await api(url, 'POST', '/workflows/join/publish', {})
  await post(`${url}/hooks/crash`, { id: 'first', type: 'custom.first', user: { id: 'star' }, data: {} })
  await settle()
  const { items } = (await api(url, 'GET', '/contacts?channel=crash&external_id=star')) as Page
  const id = String(items[0]?.id)
  const { code } = (await api(url, 'POST', `/contacts/${id}/referral-code`, {})) as { code: string }
  return { id, code }
}

async function joinAll(round: number, code: string): Promise<boolean[]> {
  const taken: boolean[] = []
  for (let from = 0; from < JOINS; from += AT_ONCE)
    taken.push(...(await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => joins(`${round}-${from + i}`, code)))))
  return taken
}

function joins(name: string, state: string): Promise<boolean> {
  return post(`${url}/hooks/crash`, { id: name, type: 'member.joined', user: { id: name }, data: { state } })
}

async function settle(): Promise<void> {
  for (let tries = 0; tries < 120; tries++) {
    const idle = await fetch(`${url}/dev/idle?timeout=2`).catch(() => undefined)
    const waiting = (await api(url, 'GET', '/runs?status=waiting&limit=1')) as Page
    if (idle?.ok && waiting.items.length === 0) return
    await sleep(500)
  }
}

async function judge(id: string): Promise<void> {
  const referrals = await all(`/referrals?referrer_id=${id}`)
  const contact = (await api(url, 'GET', `/contacts/${id}`)) as Item
  const rungs = await all(`/events?contact_id=${id}&type=referral.rung_reached`)
  const told = await all(`/events?contact_id=${id}&type=referral.qualified`)
  const qualified = referrals.filter(({ status }) => status === 'qualified').length
  check('each who joined is attributed, once', referrals.length === rounds * JOINS)
  check('all of them have qualified', qualified === referrals.length)
  check('the count is that of the rows', contact.referrals === qualified)
  check('the referrer heard of each once', told.length === qualified)
  check('each rung was reached once', rungs.length === 2)
  console.log(`${rounds} kills, ${referrals.length} referrals, ${qualified} qualified, ${rungs.length} rungs`)
}

function check(guarantee: string, holds: boolean): void {
  if (!holds) failed += 1
  console.log(`${holds ? 'passed' : 'FAILED'}  ${guarantee}`)
}

async function all(path: string): Promise<Item[]> {
  const items: Item[] = []
  for (let cursor = ''; ; ) {
    const page = (await api(url, 'GET', `${path}&limit=200${cursor}`)) as Page
    items.push(...page.items)
    if (page.next_cursor === null) return items
    cursor = `&cursor=${page.next_cursor}`
  }
}
