import { api } from '../witness/product-process.ts'
import type { Crashed } from './rounds.ts'

/** A guarantee, and what contradicts it. */
export type Finding = { guarantee: string; wrong: unknown[] }

type Item = Record<string, unknown>

export type Judged = {
  url: string
  accepted: ReadonlyMap<string, string>
  witness: { received: ReadonlyMap<string, readonly number[]> }
  killedAt: readonly number[]
}

/** A message counts as in flight when it reached the provider this long before a kill, at most. */
const IN_FLIGHT_MS = 3_000

/** What the API says of everything that happened, compared with what was accepted and what the provider was sent. */
export async function judge({ url, accepted, witness, killedAt }: Judged): Promise<Crashed> {
  const all = reader(url)
  const events = await all('/events?type=custom.crash')
  const kept = new Set(events.map((event) => (event.data as { n: string }).n))
  const runs = await all('/runs?workflow=crash')
  const contacts = await all('/contacts')
  const messages = await all('/messages')
  const ledger: Item[] = []
  for (const contact of contacts) ledger.push(...(await all(`/points?contact_id=${contact.id}`)))
  const eventsOf = Map.groupBy(events, (event) => String(event.contact_id))
  const ledgerOf = Map.groupBy(ledger, (entry) => String(entry.contact_id))
  const sum = (id: unknown) => (ledgerOf.get(String(id)) ?? []).reduce((total, { delta }) => total + Number(delta), 0)
  const isPromotional = ({ category }: Item) => category === 'promotional'
  const timesOf = ({ id }: Item) => witness.received.get(String(id)) ?? []
  const doubled = messages.filter((message) => timesOf(message).length > 1)
  const inFlight = (at: number) => killedAt.some((kill) => at > kill - IN_FLIGHT_MS && at <= kill + 500)
  const findings: Finding[] = [
    finding('every accepted event is kept', [...accepted.keys()].filter((n) => !kept.has(n))), // biome-ignore format: one line
    finding(
      'every kept event is carried out, once',
      events.filter((event) => event.status !== 'handled' || (event.started as string[]).length !== 1),
    ),
    finding('one run an event', runs.length === events.length ? [] : [`${runs.length} runs, ${events.length} events`]),
    finding('every run has completed', runs.filter((run) => run.status !== 'completed')), // biome-ignore format: one line
    finding(
      'points are exact',
      contacts.filter(({ id, points }) => points !== 2 * (eventsOf.get(String(id))?.length ?? 0)),
    ),
    finding('the ledger adds up', contacts.filter(({ id, points }) => points !== sum(id))), // biome-ignore format: one line
    finding('two messages an event', messages.length === 2 * events.length ? [] : [messages.length, events.length]),
    finding(
      'what is said to be sent reached the provider; what must not be repeated may be unknown',
      messages.filter((one) => (one.status === 'sent' ? timesOf(one).length === 0 : !(isPromotional(one) && one.status === 'unknown'))), // biome-ignore format: one line
    ),
    finding(
      'whatever the provider got has a message',
      [...witness.received.keys()].filter((key) => !messages.some(({ id }) => id === key)),
    ),
    finding('what must not be repeated was not', doubled.filter(isPromotional)),
    finding(
      'nothing was repeated that was not in flight at a kill',
      doubled.filter((message) => !timesOf(message).slice(0, -1).every(inFlight)),
    ),
  ]
  return { findings, accepted: accepted.size, doubled: doubled.length }
}

function finding(guarantee: string, wrong: unknown[]): Finding {
  return { guarantee, wrong }
}

/** Everything that a list holds, page by page. */
function reader(url: string) {
  return async (path: string): Promise<Item[]> => {
    const items: Item[] = []
    let cursor: string | null = ''
    while (cursor !== null) {
      const at: string = cursor && `&cursor=${encodeURIComponent(cursor)}`
      const asked = `${path}${path.includes('?') ? '&' : '?'}limit=200${at}`
      const page = (await api(url, 'GET', asked)) as { items: Item[]; next_cursor: string | null }
      items.push(...page.items)
      cursor = page.next_cursor
    }
    return items
  }
}
