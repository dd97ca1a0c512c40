/**
 * What the product promises about a crash, tried with real kills and a provider that remembers: `node test/local/crash.ts [rounds]`.
 * Not part of `npm test`, because it takes a minute and ports of its own.
 */
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { root } from '../../workers/local/bundle.ts'
import { api, post, productProcess } from './witness/product-process.ts'
import { provider } from './witness/provider.ts'

const EVENTS = 500
const CONTACTS = 50
const rounds = Number(process.argv[2] ?? 3)
const port = Number(process.env.PORT || 8795)
const url = `http://127.0.0.1:${port}`
const stateDir = join(root, '.wrangler', 'crash')

rmSync(stateDir, { recursive: true, force: true })
const witness = await provider(port + 1)
const product = productProcess(port, stateDir)
const accepted = new Map<string, string>()
let passed = 0
let failed = 0

try {
  await product.start()
  await install()
  for (let round = 1; round <= rounds; round++) {
    const posting = load(round)
    await sleep(200 + Math.random() * 1500)
    await product.kill()
    await posting
    console.log(`round ${round}: killed with ${accepted.size} accepted`)
    await product.start()
    await settle()
  }
  await judge()
} finally {
  await product.kill()
  await witness.close()
}
rmSync(stateDir, { recursive: true, force: true })
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)

async function install(): Promise<void> {
  const channel = { kind: 'sandbox', name: 'crash', config: {}, secrets: {}, api_base: witness.url }
  await api(url, 'PUT', '/channels/crash', channel)
  const message = { do: 'message.send', with: { text: '{{event.data.n}}', category: 'transactional' } }
  const award = { do: 'points.award', with: { points: 1, reason: 'crash' } }
  const definition = {
    id: 'crash',
    name: 'crash',
    triggers: [{ on: 'custom.crash' }],
    entry: { mode: 'parallel', max: 1000 },
    actions: [award, message, { wait: '2s' }, award],
  }
  await api(url, 'PUT', '/workflows/crash', definition)
  await api(url, 'POST', '/workflows/crash/publish', {})
}

/** Events for fifty contacts, ten at once. What is answered 2xx counts as accepted; a refused connection ends it. */
async function load(round: number): Promise<void> {
  const numbers = Array.from({ length: EVENTS }, (_, i) => `${round}-${i}`)
  const client = async () => {
    for (let n = numbers.shift(); n !== undefined; n = numbers.shift()) {
      const user = `user-${Number(n.split('-')[1]) % CONTACTS}`
      const ok = await post(`${url}/hooks/crash`, { id: n, type: 'custom.crash', user: { id: user }, data: { n } })
      if (ok) accepted.set(n, user)
    }
  }
  await Promise.all(Array.from({ length: 10 }, client))
}

/** The product has two minutes to find what the crash left. */
async function settle(): Promise<void> {
  for (let tries = 0; tries < 60; tries++) {
    const idle = await fetch(`${url}/dev/idle?timeout=2`).catch(() => undefined)
    const waiting = (await api(url, 'GET', '/runs?status=waiting&limit=1')) as { items: unknown[] }
    if (idle?.ok && waiting.items.length === 0) return
    await sleep(500)
  }
}

async function judge(): Promise<void> {
  const events = await all('/events?type=custom.crash')
  const kept = new Set(events.map((event) => (event.data as { n: string }).n))
  check(
    'every accepted event is kept',
    [...accepted.keys()].filter((n) => !kept.has(n)),
  )
  check(
    'every kept event is carried out',
    events.filter((event) => event.status !== 'handled' || (event.started as string[]).length !== 1),
  )
  const runs = await all('/runs?workflow=crash')
  check('one run an event', runs.length === events.length ? [] : [`${runs.length} runs, ${events.length} events`])
  check(
    'every run has completed',
    runs.filter((run) => run.status !== 'completed'),
  )
  const contacts = await all('/contacts')
  const perContact = new Map<string, number>()
  for (const event of events)
    perContact.set(String(event.contact_id), (perContact.get(String(event.contact_id)) ?? 0) + 1)
  check(
    'points are exact',
    contacts.filter((contact) => contact.points !== 2 * (perContact.get(String(contact.id)) ?? 0)),
  )
  const ledger: Item[] = []
  for (const contact of contacts) ledger.push(...(await all(`/points?contact_id=${contact.id}`)))
  const sums = new Map<string, number>()
  for (const entry of ledger)
    sums.set(String(entry.contact_id), (sums.get(String(entry.contact_id)) ?? 0) + Number(entry.delta))
  check(
    'the ledger adds up',
    contacts.filter((contact) => contact.points !== (sums.get(String(contact.id)) ?? 0)),
  )
  const messages = await all('/messages')
  check(
    'no message is lost',
    messages.filter((message) => message.status !== 'sent' || !witness.received.has(String(message.id))),
  )
  check(
    'one message an event',
    messages.length === events.length ? [] : [`${messages.length} messages, ${events.length} events`],
  )
  const doubled = [...witness.received.values()].filter((count) => count > 1).length
  const unknown = [...witness.received.keys()].filter((key) => !messages.some((message) => message.id === key))
  check('whatever the provider got has a message', unknown)
  console.log(
    `${rounds} kills, ${accepted.size} accepted, ${events.length} kept, ${doubled} messages repeated under the same key`,
  )
}

type Item = Record<string, unknown>

async function all(path: string): Promise<Item[]> {
  const items: Item[] = []
  let cursor: string | null = ''
  while (cursor !== null) {
    const separator = path.includes('?') ? '&' : '?'
    const page = (await api(
      url,
      'GET',
      `${path}${separator}limit=200${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
    )) as {
      items: Item[]
      next_cursor: string | null
    }
    items.push(...page.items)
    cursor = page.next_cursor
  }
  return items
}

function check(guarantee: string, wrong: unknown[]): void {
  if (wrong.length === 0) passed += 1
  else failed += 1
  const example = wrong.length === 0 ? '' : ` (${wrong.length}, e.g. ${JSON.stringify(wrong[0]).slice(0, 300)})`
  console.log(`${wrong.length === 0 ? 'passed' : 'FAILED'}  ${guarantee}${example}`)
}
