/**
 * What is promised of merges, tried with real kills: so many pairs of contacts become one each, every merge asked for twice
 * at once while both write, and the product is killed among them. Still nothing is lost or doubled: points, what is waited
 * for, consents, streaks, coupon codes, whom they brought, and under what they are known.
 * `node test/local/merge-crash.ts [rounds] [pairs]`; not part of `npm test`, because it takes minutes and a port.
 */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from '../../workers/local/bundle.ts'
import { api, post, productProcess } from './witness/product-process.ts'

const rounds = Number(process.argv[2] ?? 3)
const pairs = Number(process.argv[3] ?? 40)
const port = Number(process.env.PORT || 8797)
const url = `http://127.0.0.1:${port}`
const stateDir = join(root, '.wrangler', 'merge-crash')

// biome-ignore lint/suspicious/noExplicitAny: what the API answers
type Any = any
type Pair = { name: string; into: string; from: string }

rmSync(stateDir, { recursive: true, force: true })
const product = productProcess(port, stateDir)
const AT_ONCE = 5
let failed = 0
/** Merges that were answered, so that the kill falls among them: each is asked for twice. */
let heard = 0
try {
  await product.start()
  await install()
  for (let round = 1; round <= rounds; round++) {
    const all = await meet(round)
    const merging = inWaves(all)
    const wanted = heard + 2 * pairs * (0.1 + Math.random() * 0.7)
    for (let waits = 0; waits < 10_000 && heard < wanted; waits++) await sleep(5)
    await product.kill()
    const answered = (await merging).filter(Boolean).length
    await product.start()
    const before = await Promise.all(all.map(({ from }) => api(url, 'GET', `/contacts/${from}`) as Any))
    console.log(
      `round ${round}: ${answered} of ${pairs} answered, ${before.filter((one) => one.merged_into).length} merged`,
    )
    await Promise.all(all.map(mergeTwice))
    for (const { name } of all)
      for (const channel of ['a', 'b']) await tell(channel, name, 'custom.paid', `${name}-paid`)
    await settle()
    for (const pair of all) await judge(pair)
  }
} finally {
  await product.kill()
}
rmSync(stateDir, { recursive: true, force: true })
console.log(failed > 0 ? `${failed} are wrong` : `passed  ${rounds} kills, ${rounds * pairs} merges`)
process.exit(failed > 0 ? 1 : 0)

async function install(): Promise<void> {
  for (const id of ['a', 'b'])
    await api(url, 'PUT', `/channels/${id}`, { kind: 'sandbox', name: id, config: {}, secrets: {} })
  await api(url, 'PUT', '/coupons/c', { name: 'C', length: 12 })
  await api(url, 'PUT', '/settings', { referral: { auto: ['state'] } })
  const paid = { id: 'w', wait_for: { on: 'custom.paid', timeout: '30d' }, then: [award(100, 'paid')] }
  const coupon = { do: 'coupon.issue', with: { coupon: 'c' } }
  await workflow('met', 'custom.met', [award(7, 'met'), coupon, { do: 'checkin.record', with: {} }])
  await workflow('order', 'custom.ordered', [paid])
}

function award(points: number, reason: string) {
  return { do: 'points.award', with: { points, reason } }
}

async function workflow(id: string, on: string, actions: unknown[]): Promise<void> {
  await api(url, 'PUT', `/workflows/${id}`, { id, name: id, triggers: [{ on }], actions })
  await api(url, 'POST', `/workflows/${id}/publish`, {})
}

function tell(channel: string, user: string, type: string, id: string, data: object = {}): Promise<boolean> {
  return post(`${url}/hooks/${channel}`, { id: `${channel}-${id}`, type, user: { id: user }, data })
}

/** Two contacts each, with something of everything; only one of them has ordered. */
async function meet(round: number): Promise<Pair[]> {
  const names = Array.from({ length: pairs }, (_, i) => `r${round}p${i}`)
  await Promise.all(names.flatMap((name) => ['a', 'b'].map((channel) => tell(channel, name, 'custom.met', name))))
  await Promise.all(names.map((name) => tell('b', name, 'custom.ordered', `${name}-order`)))
  await settle()
  return Promise.all(
    names.map(async (name) => {
      const [into, from] = await Promise.all(['a', 'b'].map((channel) => idOf(channel, name)))
      await api(url, 'PATCH', `/contacts/${from}`, { consents: { promotional: false }, traits: { from: name } })
      const { code } = (await api(url, 'POST', `/contacts/${from}/referral-code`, {})) as Any
      await tell('a', `${name}-friend`, 'member.joined', `${name}-friend`, { state: code })
      return { name, into: String(into), from: String(from) }
    }),
  )
}

async function idOf(channel: string, name: string): Promise<string> {
  return ((await api(url, 'GET', `/contacts?channel=${channel}&external_id=${name}`)) as Any).items[0]?.id
}

/** One wave after the other, so that the kill falls between the first and the last. */
async function inWaves(all: readonly Pair[]): Promise<boolean[]> {
  const answered: boolean[] = []
  for (let i = 0; i < all.length; i += AT_ONCE)
    answered.push(...(await Promise.all(all.slice(i, i + AT_ONCE).map(mergeTwice))))
  return answered
}

/** Asked twice at once, while both of them write. Answers whether one of the two was heard. */
async function mergeTwice({ name, into, from }: Pair): Promise<boolean> {
  const merge = async () => {
    const isHeard = await post(`${url}/api/v1/contacts/merge`, { into, from })
    if (isHeard) heard += 1
    return isHeard
  }
  const writes = ['a', 'b'].map((channel) => tell(channel, name, 'message.received', `${name}-says`, { text: 'hi' }))
  const [first, second] = await Promise.all([merge(), merge(), ...writes])
  return Boolean(first || second)
}

async function settle(): Promise<void> {
  for (let tries = 0; tries < 240; tries++) {
    const idle = await fetch(`${url}/dev/idle?timeout=5`).catch(() => undefined)
    const pending = (await api(url, 'GET', '/events?status=pending&limit=1')) as Any
    if (idle?.ok && pending.items.length === 0) return
    await sleep(500)
  }
}

async function judge({ name, into, from }: Pair): Promise<void> {
  const one = (await api(url, 'GET', `/contacts/${from}`)) as Any
  const say = (what: string, holds: boolean, seen?: unknown) => {
    if (!holds) failed += 1
    if (!holds) console.log(`FAILED  ${name}: ${what} ${JSON.stringify(seen)}`)
  }
  say('is one', one.id === into && one.merged_into === into, one.id)
  const ids = await Promise.all(['a', 'b'].map((channel) => idOf(channel, name)))
  say('is known under both', ids.every((id) => id === into) && one.identities.length === 2, ids)
  say('has the points of both, and those of the order once', one.points === 114, one.points)
  const ledger = (await api(url, 'GET', `/points?contact_id=${into}&limit=200`)) as Any
  const sum = ledger.items.reduce((all: number, { delta }: Any) => all + delta, 0)
  say('has a ledger that adds up', sum === one.points && ledger.items[0].balance === sum, sum)
  const runs = ((await api(url, 'GET', `/runs?contact_id=${from}&workflow=order`)) as Any).items
  say(
    'has gone on with the order',
    runs.length === 1 && runs[0].status === 'completed' && runs[0].contact_id === into,
    runs,
  )
  say('has withdrawn the consent', one.consents.promotional === false && one.traits.from === name, one.consents)
  say('has a streak of one day', one.streak === 1, one.streak)
  const codes = (await api(url, 'GET', `/coupons/c/codes?contact_id=${into}`)) as Any
  say('has both codes', codes.items.length === 2, codes.items.length)
  const brought = ((await api(url, 'GET', `/referrals?referrer_id=${into}`)) as Any).items
  say('has brought one', brought.length === 1 && brought[0].status === 'pending', brought)
}
