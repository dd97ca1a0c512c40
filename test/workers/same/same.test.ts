import { beforeAll, expect, test } from 'vitest'
import { get, idle, install, migrate, sandbox } from '../../world.ts'
import { type Case, cases } from './cases.ts'

/** The same definitions and events, in the product by its virtual clock and in the simulation. */

beforeAll(async () => {
  await migrate()
  await sandbox('box')
})

type Told = { messages: string[]; runs: string[]; points: number; tags: string[] }
// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever shape it expects
type Any = any

const clock = (set: string) => get('/dev/clock', { body: { set } })

let count = 0

async function person({ contact = {} }: Case): Promise<Any> {
  count += 1
  const identities = [{ channel: 'box', external_id: `same-${count}` }]
  return get('/api/v1/contacts', { body: { name: 'Ann', identities, ...contact } })
}

async function lived(one: Case, names: string[], who: Any): Promise<Told> {
  const user = { id: who.identities[0].external_id }
  for (const [i, [at, type, data = {}]] of one.events.entries()) {
    await clock(at)
    await get('/hooks/box', { body: { id: `${user.id}-${i}`, type, time: at, user, data }, key: null })
    await idle()
  }
  await clock(one.until)
  await idle()
  const { items: sent } = await get(`/api/v1/messages?limit=200&contact_id=${who.id}`)
  const { items: runs } = await get(`/api/v1/runs?limit=200`)
  const contact = await get(`/api/v1/contacts/${who.id}`)
  return {
    messages: sent.map(({ sent_at, text, status, reason }: Any) => line(sent_at, text, status, reason)).sort(),
    runs: runs
      .filter((run: Any) => names.includes(run.workflow_id))
      .map(runLine)
      .sort(),
    points: contact.points,
    tags: contact.tags,
  }
}

const line = (at: string | null, text: string, status: string, reason?: string) =>
  `${status === 'sent' ? new Date(at ?? '').toISOString() : ''} ${status} ${reason ?? ''} ${text}`

const runLine = (run: Any) =>
  `${run.workflow_id} ${new Date(run.started_at).toISOString()} ${run.status} ${run.reason ?? ''} ${run.ended_at ?? run.wake_at ?? ''}`

async function simulated(one: Case, first: object, others: { id: string }[], who: Any): Promise<Told> {
  const { id, name, locale, timezone, tags, traits, identities } = who
  const answer = await get('/api/v1/workflows/simulate', {
    body: {
      definition: first,
      contact: { id, name, locale, timezone, tags, traits, identities },
      events: one.events.map(([at, type, data = {}]) => ({ at, type, data, channel: 'box' })),
      ...{ from: one.from, until: one.until },
      beside: others.map(({ id }) => id),
    },
  })
  return {
    messages: answer.messages
      .filter(({ id }: Any) => String(id).startsWith(`${who.id}-`))
      .map(({ at, text, status, reason }: Any) => line(at, text, status, reason))
      .sort(),
    runs: answer.runs.map(runLine).sort(),
    points: answer.contact.points,
    tags: answer.contact.tags,
  }
}

test.each(cases.map((one) => [one.name, one] as const))('%s', async (_name, one) => {
  await clock(one.from)
  const own = { id: `same-${count + 1}`, name: 'same', ...one.workflow }
  const others = (one.others ?? []).map((other) => ({ name: other.id, ...other }))
  const who = await person(one)
  await idle()
  for (const definition of [...others, own]) await install(definition)
  await idle()
  const inTheProduct = await lived(one, [own.id, ...others.map(({ id }) => id)], who)
  const inSimulation = await simulated(one, own, others, who)
  expect(inSimulation).toEqual(inTheProduct)
  expect(inTheProduct.runs.length).toBeGreaterThan(0)
  for (const { id } of [...others, own]) await get(`/api/v1/workflows/${id}`, { method: 'DELETE' })
})
