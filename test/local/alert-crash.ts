/**
 * What is promised of alerts, tried with real kills: many are raised, some are acknowledged, the shift changes, and the
 * product is killed among all that. Still each line is paged once a round, by the rota of that instant, and none is lost.
 * `node test/local/alert-crash.ts [kills]`; not part of `npm test`, because it takes minutes and two ports.
 */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from '../../workers/local/bundle.ts'
import { api, post, productProcess } from './witness/product-process.ts'
import { provider } from './witness/provider.ts'

const ALERTS = 30
const SETTLE_MAX_MS = 240_000
const kills = Number(process.argv[2] ?? 4)
const port = Number(process.env.PORT || 8795)
const url = `http://127.0.0.1:${port}`
const stateDir = join(root, '.wrangler', 'alert-crash')

type Entry = { at: string; kind: string; person: string; line: number; round: number; message: string }
type Alert = { id: string; key: string; status: string; occurrences: number; history: Entry[] }
type Item = { id: string; type: string; status: string; data: { key?: string } }

rmSync(stateDir, { recursive: true, force: true })
const witness = await provider(port + 1, () => 20 + Math.random() * 200)
const product = productProcess(port, stateDir)
let failed = 0
try {
  await product.start()
  const changesAt = await install()
  const raising = raiseAll()
  for (let kill = 1; kill <= kills; kill++) {
    await sleep(500 + Math.random() * 5_000)
    await product.kill()
    console.log(`kill ${kill}`)
    await product.start()
  }
  await raising
  await judge(changesAt)
} finally {
  await product.kill()
  await witness.close()
}
rmSync(stateDir, { recursive: true, force: true })
process.exit(failed > 0 ? 1 : 0)

/** Ann is on call, and in a quarter of a minute it is Bob. Answers when. */
async function install(): Promise<number> {
  await api(url, 'PUT', '/channels/pager', { kind: 'sandbox', name: 'p', api_base: witness.url })
  const identities = [{ channel: 'pager', external_id: 'cleo' }]
  const { id } = (await api(url, 'POST', '/contacts', { name: 'Cleo', identities })) as { id: string }
  const changesAt = Date.now() + 15_000
  const person = (to: string) => ({ channel: 'pager', to })
  const override = { line: 1, people: ['bob'], from: new Date(changesAt).toISOString(), to: '2100-01-01T00:00:00Z' }
  await api(url, 'PUT', '/rotas/main', {
    people: { ann: person('ann'), bob: person('bob'), cleo: { contact_id: id } },
    lines: [{ people: ['ann'] }, { people: ['cleo'] }],
    overrides: [override],
  })
  const levels = { '2': { timeouts: ['4s', '6s'], repeat: 1 } }
  await api(url, 'PUT', '/settings', { alerts: { rota: 'main', levels } })
  return changesAt
}

/** Whoever gets no answer asks again, as everybody would; a third of them are acknowledged a little later. */
async function raiseAll(): Promise<void> {
  const one = async (n: number) => {
    const body = { name: 'outage', level: 2, title: `number ${n}`, key: `crash-${n}` }
    await insist(() => post(`${url}/api/v1/alerts`, body))
    if (n % 3 > 0) return
    await sleep(Math.random() * 8_000)
    await insist(async () => {
      const { items } = (await api(url, 'GET', `/alerts?key=crash-${n}`)) as { items: Alert[] }
      return post(`${url}/api/v1/alerts/${items[0]?.id}/acknowledge`, {})
    })
  }
  for (let n = 0; n < ALERTS; n++) {
    void one(n).catch(() => undefined)
    await sleep(300)
  }
}

async function insist(asking: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 600; tries++) {
    if (await asking().catch(() => false)) return
    await sleep(200)
  }
}

async function judge(changesAt: number): Promise<void> {
  const alerts = await ended()
  check('each alert is there, once', alerts.length === ALERTS && new Set(alerts.map(({ key }) => key)).size === ALERTS)
  const events = (await all('/events?type=alert.*')) as Item[]
  for (const { id, key, status, history } of alerts) {
    const paged = history.filter(({ kind }) => kind === 'paged')
    const places = paged.map(({ round, line }) => `${round}.${line}`)
    check(
      `${key}: each line once, in order`,
      places.join() === ['1.1', '1.2', '2.1', '2.2'].slice(0, paged.length).join(),
    )
    check(`${key}: to its end`, paged.length === 4 || status === 'acknowledged')
    const right = paged.every(({ at, line, person }) =>
      line === 2 ? person === 'cleo' : person === (Date.parse(at) < changesAt ? 'ann' : 'bob'),
    )
    check(`${key}: by the rota of that instant`, right)
    check(
      `${key}: every page arrived`,
      paged.every(({ message }) => witness.received.has(message)),
    )
    const told = events.filter(({ data }) => data.key === key).map(({ type }) => type)
    check(`${key}: raised once`, told.filter((type) => type === 'alert.raised').length === 1)
    const steps = paged.length - 1 + history.filter(({ kind }) => kind === 'exhausted').length
    check(`${key}: each step told once`, told.filter((type) => type === 'alert.escalated').length === steps)
    const pages = [...witness.received.keys()].filter((one) => one.includes(`${id}:page:`))
    check(`${key}: no other page`, pages.length === paged.length)
  }
  const twice = [...witness.received.values()].filter((times) => times.length > 1).length
  console.log(`${kills} kills, ${alerts.length} alerts, ${witness.received.size} pages, ${twice} under their key again`)
}

/** With their history, once nobody is paged any more. */
async function ended(): Promise<Alert[]> {
  for (const began = Date.now(); ; await sleep(1_000)) {
    const ids = (await all('/alerts')).map(({ id }) => id)
    const alerts: Alert[] = []
    for (const id of ids) alerts.push((await api(url, 'GET', `/alerts/${id}`)) as Alert)
    const isOver = ({ status, history }: Alert) => status !== 'open' || history.at(-1)?.kind === 'exhausted'
    const idle = await fetch(`${url}/dev/idle?timeout=1`).catch(() => undefined)
    if ((alerts.length === ALERTS && alerts.every(isOver) && idle?.ok) || Date.now() - began > SETTLE_MAX_MS)
      return alerts
  }
}

async function all(path: string): Promise<{ id: string }[]> {
  const items: { id: string }[] = []
  for (let cursor = ''; ; ) {
    const joined = `${path}${path.includes('?') ? '&' : '?'}limit=200${cursor}`
    const page = (await api(url, 'GET', joined)) as { items: { id: string }[]; next_cursor: string | null }
    items.push(...page.items)
    if (page.next_cursor === null) return items
    cursor = `&cursor=${page.next_cursor}`
  }
}

function check(guarantee: string, holds: boolean): void {
  if (holds) return
  failed += 1
  console.log(`FAILED  ${guarantee}`)
}
