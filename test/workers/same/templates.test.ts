import { beforeAll, expect, test } from 'vitest'
import type { ScenarioShape } from '../../../schema/simulation.ts'
import { allTemplates } from '../../../workers/run/templates.ts'
import type { Template } from '../../../workflows/templates/template.ts'
import { get, idle, migrate, sandbox } from '../../world.ts'

/**
 * Every template, installed through the API and driven by the virtual clock: the product does what the simulation does.
 * Links are tracked in the product.
 */

beforeAll(async () => {
  await migrate()
  await sandbox('sandbox')
})

// biome-ignore lint/suspicious/noExplicitAny: a test reads whatever shape it expects
type Any = any

/** What the API can say of a new contact; everything else must come about by events. */
const SAYABLE = new Set(['name', 'locale', 'timezone', 'traits', 'tags', 'points', 'expiring'])

/** Inputs that name what would have to be set up first. */
const NAMING = new Set([
  ...['channel', 'coupon', 'segment', 'workflow', 'template', 'survey', 'rota', 'item', 'gathering'],
])

/** Scenarios that begin with somebody new, in a community that says nothing of its own; those that write come first. */
function playable({ scenarios, definition }: Template): ScenarioShape[] {
  return scenarios
    .map(({ scenario }) => scenario)
    .filter(({ contact, replies, starts, timezone, locale, expect, inputs = {} }) => {
      const named = Object.keys(inputs).some((name) => NAMING.has(definition.inputs[name]?.type ?? ''))
      const plain = Object.keys(replies).length === 0 && starts.length === 0 && !timezone && !locale && !named
      const seen = [...(expect?.messages ?? []), ...(expect?.tasks ?? [])]
      return plain && Object.keys(contact).every((key) => SAYABLE.has(key)) && seen.length > 0
    })
    .sort((a, b) => said(b) - said(a))
}

const said = ({ expect }: ScenarioShape) => ((expect?.messages ?? []).length > 0 ? 1 : 0)

let count = 0

async function lived(template: Template, scenario: ScenarioShape, names: { workflow: string; user: string }) {
  await get('/dev/clock', { body: { set: scenario.from } })
  const quiet = { policy: 'defer' }
  // Years go by here, and what is old is read in the end.
  const retention = { events_days: null, journal_days: null, runs_days: null, messages_days: null }
  await get('/api/v1/settings', {
    method: 'PUT',
    body: {
      tiers: { levels: [] },
      retention,
      ...scenario.settings,
      quiet_hours: { lifecycle: quiet, promotional: quiet },
    },
  })
  const identities = [{ channel: 'sandbox', external_id: names.user }]
  const { expiring = [], points: all = 0, ...contact } = scenario.contact
  const who = await get('/api/v1/contacts', { body: { ...contact, identities } })
  const lasting = all - expiring.reduce((sum, { points }) => sum + points, 0)
  for (const { at, points } of [...expiring, { at: undefined, points: lasting }])
    if (points > 0)
      await get('/api/v1/points', {
        body: { contact_id: who.id, delta: points, reason: 'before', ...(at && { expires_at: at }) },
      })
  const inputs = scenario.inputs ?? {}
  await get(`/api/v1/templates/${template.id}/install`, { body: { workflow_id: names.workflow, inputs } })
  await idle()
  for (const [i, { at, type, data, id = `${i}` }] of scenario.events.entries()) {
    await get('/dev/clock', { body: { set: at } })
    const body = { id: `${names.user}-${id}`, type, time: at, user: { id: names.user }, data }
    await get('/hooks/sandbox', { body, key: null })
    await idle()
  }
  await get('/dev/clock', { body: { set: scenario.until } })
  await idle()
  const { items: messages } = await get(`/api/v1/messages?limit=200&contact_id=${who.id}`)
  const now = await get(`/api/v1/contacts/${who.id}`)
  const { items } = await get('/api/v1/tasks?limit=200')
  const about = (id: string | null) => id === null || id === who.id || id.startsWith('s-')
  const tasks = items.filter((task: Any) => task.workflow_id === names.workflow && about(task.contact_id))
  const { items: runs } = await get(`/api/v1/runs?limit=200&contact_id=${who.id}`)
  return {
    who,
    messages: messages.map((one: Any) => line(one.status === 'sent' ? one.sent_at : null, one)).sort(),
    runs: runs.map((run: Any) => `${run.status} ${run.reason ?? ''}`).sort(),
    tasks: tasks.map(({ title }: Any) => title).sort(),
    ...{ points: now.points, tags: [...now.tags].sort(), streak: now.streak },
  }
}

async function simulated(template: Template, scenario: ScenarioShape, names: { workflow: string }, who: Any) {
  const { expect: _, name: __, description: ___, ...situation } = scenario
  const { id, name, locale, timezone, tags, traits, identities } = who
  const { points, expiring } = scenario.contact
  const contact = { id, name, locale, timezone, tags, traits, identities, ...(expiring && { points, expiring }) }
  const definition = { ...template.written, id: names.workflow }
  const answer = await get('/api/v1/workflows/simulate', { body: { definition, ...situation, contact } })
  const runs = answer.runs.filter((run: Any) => run.contact_id === id)
  const own = new Set([undefined, ...runs.map((run: Any) => run.id)])
  return {
    messages: answer.messages
      .filter(({ run }: Any) => own.has(run))
      .map((one: Any) => line(one.status === 'sent' ? one.at : null, one))
      .sort(),
    runs: runs.map((run: Any) => `${run.status} ${run.reason ?? ''}`).sort(),
    tasks: answer.tasks.map(({ title }: Any) => title).sort(),
    ...{ points: answer.contact.points, tags: [...answer.contact.tags].sort(), streak: answer.contact.streak },
  }
}

const line = (at: string | null, { text, status, reason }: Any) =>
  `${at === null ? '' : new Date(at).toISOString()} ${status} ${reason ?? ''} ${text.replace(/https:\/\/\S+/g, 'a link')}`

test.each(allTemplates().map((template) => [template.id, template] as const))(
  '%s does in the product what it does in a simulation',
  async (id, template) => {
    const [scenario] = playable(template)
    if (!scenario) throw new Error(`${id} has no scenario that begins with somebody new and expects a message`)
    count += 1
    const names = { workflow: `same-${id}`, user: `same-${count}` }
    try {
      const { who, ...product } = await lived(template, scenario, names)
      expect(product).toEqual(await simulated(template, scenario, names, who))
      const wanted = (scenario.expect?.messages ?? []).filter(({ status = 'sent' }) => status === 'sent')
      expect(product.messages.filter((one: string) => one.includes(' sent '))).toHaveLength(wanted.length)
    } finally {
      await get(`/api/v1/workflows/${names.workflow}`, { method: 'DELETE' })
    }
  },
  60_000,
)
