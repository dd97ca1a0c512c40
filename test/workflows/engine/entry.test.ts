import { expect, it } from 'vitest'
import { DAY, MINUTE, START, say, stage } from './stage.ts'

const waits = (entry: object, more: object = {}) => ({
  id: 'w',
  entry,
  actions: [{ wait: '1d' }, say('{{event.data.n}}')],
  ...more,
})

it('ignores a second trigger while a run is active, and says why', () => {
  const at = stage(waits({}))
  at.happens('go')
  expect(at.happens('go').settled[0]?.outcomes[0]).toMatchObject({ started: [], reason: 'already running' })
  at.passes(DAY)
  expect(at.happens('go').settled[0]?.outcomes[0]?.started).toHaveLength(1)
})

it.each([
  ['never', '365d', 're-entry'],
  ['30d', '29d', 're-entry'],
  ['30d', '30d', null],
  ['always', '1d', null],
])('re-entry %s after %s: %s', (reentry, after, reason) => {
  const at = stage(waits({ reentry }))
  at.happens('go')
  at.passes(Number.parseInt(after, 10) * DAY)
  expect(at.happens('go').settled[0]?.outcomes[0]?.reason).toBe(reason)
})

it('asks the mode before re-entry', () => {
  const at = stage(waits({ reentry: 'never' }))
  at.happens('go')
  expect(at.happens('go').settled[0]?.outcomes[0]?.reason).toBe('already running')
})

it('restarts', () => {
  const at = stage(waits({ mode: 'restart' }))
  at.happens('go', { n: 1 })
  at.happens('go', { n: 2 })
  expect(at.runs().map(({ status, reason }) => [status, reason])).toEqual([
    ['cancelled', 'restarted'],
    ['waiting', null],
  ])
  at.passes(DAY)
  expect(at.texts()).toEqual(['2'])
})

it('queues up to max triggers and starts them one after the other', () => {
  const at = stage(waits({ mode: 'queued', max: 2 }))
  at.happens('go', { n: 1 })
  expect(at.happens('go', { n: 2 }).settled[0]?.outcomes[0]?.reason).toBe('queued')
  at.happens('go', { n: 3 })
  expect(at.happens('go', { n: 4 }).settled[0]?.outcomes[0]?.reason).toBe('queue full')
  at.passes(3 * DAY)
  expect(at.texts()).toEqual(['1', '2', '3'])
})

it('runs in parallel up to max', () => {
  const at = stage(waits({ mode: 'parallel', max: 2 }))
  at.happens('go', { n: 1 })
  at.happens('go', { n: 2 })
  expect(at.happens('go', { n: 3 }).settled[0]?.outcomes[0]?.reason).toBe('already running')
  at.passes(DAY)
  expect(at.texts()).toEqual(['1', '2'])
})

it('admits by entry key', () => {
  const at = stage(waits({ key: 'event.data.order', reentry: 'never' }))
  at.happens('go', { order: 'a', n: 1 })
  at.happens('go', { order: 'b', n: 2 })
  expect(at.happens('go', { order: 'a', n: 3 }).settled[0]?.outcomes[0]?.reason).toBe('already running')
  at.passes(DAY)
  expect(at.happens('go', { order: 'a', n: 4 }).settled[0]?.outcomes[0]?.reason).toBe('re-entry')
  expect(at.texts()).toEqual(['1', '2'])
})

it.each([
  ['no trigger matches', { triggers: [{ on: 'other' }] }, 'no match'],
  ['another channel', { triggers: [{ on: 'go', channel: 'elsewhere' }] }, 'no match'],
  ['the trigger’s condition is false', { triggers: [{ on: 'go', if: 'event.data.n > 5' }] }, 'condition false'],
  ['a condition is false', { conditions: ["'staff' in contact.tags"] }, 'condition false'],
  ['all hold', { conditions: ["!('staff' in contact.tags)"] }, null],
  ['a wildcard matches', { triggers: [{ on: 'go' }, { on: 'order.*' }] }, null],
])('%s: %s', (_name, more, reason) => {
  const at = stage(waits({}, more))
  const type = JSON.stringify(more).includes('order.*') ? 'order.paid' : 'go'
  expect(at.happens(type, { n: 1 }).settled[0]?.outcomes[0]?.reason).toBe(reason)
})

it('handles what a step raised in the same reaction, and stops chains that go too deep', () => {
  const at = stage(
    { id: 'tagger', actions: [{ do: 'tag.add', with: { tag: 'a' } }] },
    { id: 'listener', triggers: [{ on: 'contact.tagged', if: "event.data.tag == 'a'" }], actions: [say('tagged')] },
    {
      id: 'loop',
      triggers: [{ on: 'custom.again' }, { on: 'go' }],
      entry: { mode: 'parallel', max: 100 },
      actions: [{ do: 'event.emit', with: { type: 'custom.again' } }],
    },
  )
  const { settled } = at.happens('go')
  expect(at.texts()).toEqual(['tagged'])
  expect(at.runs().filter((run) => run.workflowId === 'loop')).toHaveLength(5)
  expect(settled[0]?.outcomes.at(-1)?.event.causes.length).toBeLessThanOrEqual(6)
})

it('starts once after a burst, with its last event, and not later than max', () => {
  const debounce = { for: '10m', max: '25m' }
  const at = stage({
    id: 'w',
    triggers: [{ on: 'typed', if: 'event.data.n > 0', debounce }],
    actions: [say('{{event.data.n}}')],
  })
  expect(at.happens('typed', { n: 1 }).settled[0]?.outcomes[0]?.reason).toBe('debounced')
  at.passes(5 * MINUTE)
  at.happens('typed', { n: 2 })
  at.happens('typed', { n: 0 })
  at.passes(9 * MINUTE)
  expect(at.texts()).toEqual([])
  at.passes(MINUTE)
  expect(at.texts()).toEqual(['2'])
  for (let n = 3; n <= 9; n++) {
    at.happens('typed', { n })
    at.passes(9 * MINUTE)
  }
  expect(at.texts()).toEqual(['2', '5', '8'])
})

it('starts by whichever trigger holds, at once when one does, else when the burst is over', () => {
  const at = stage({
    id: 'w',
    triggers: [
      { on: 'typed', debounce: { for: '10m' } },
      { on: 'typed', if: 'event.data.n > 5' },
    ],
    actions: [say('{{event.data.n}}')],
  })
  expect(at.happens('typed', { n: 1 }).settled[0]?.outcomes[0]?.reason).toBe('debounced')
  at.passes(10 * MINUTE)
  expect(at.texts()).toEqual(['1'])
  at.happens('typed', { n: 6 })
  at.passes(DAY)
  expect(at.texts()).toEqual(['1', '6'])
})

it('holds a share of the contacts out, records them, and counts their goals', () => {
  const held = Array.from({ length: 400 }, (_, i) => {
    const at = stage({ id: 'w', settings: { holdout: 25 }, goal: { on: 'order.paid' }, actions: [say('hi')] })
    at.actor.contact.id = `contact-${i}`
    const reason = at.happens('go').settled[0]?.outcomes[0]?.reason
    if (reason !== 'holdout') return 0
    expect(at.runs()).toMatchObject([{ status: 'exited', reason: 'holdout' }])
    at.passes(DAY)
    at.happens('order.paid')
    expect(at.texts()).toEqual([])
    expect(at.runs()[0]?.memory.goal).not.toBeNull()
    return 1
  })
  const share = held.filter((one) => one === 1).length / held.length
  expect(share).toBeGreaterThan(0.17)
  expect(share).toBeLessThan(0.33)
})

it('a queued trigger shows the reason queued; mode and re-entry are asked when it fires', () => {
  const at = stage(waits({ mode: 'queued', reentry: '1h' }))
  at.happens('go', { n: 1 })
  expect(at.happens('go', { n: 2 }).settled[0]?.outcomes[0]?.reason).toBe('re-entry')
  at.passes(60 * MINUTE)
  expect(at.happens('go', { n: 3 }).settled[0]?.outcomes[0]?.reason).toBe('queued')
  at.passes(2 * DAY)
  expect(at.texts()).toEqual(['1', '3'])
})

it('carries out everything that was queued, also when runs end at once', () => {
  const at = stage({
    id: 'w',
    entry: { mode: 'queued', max: 5 },
    actions: [{ when: 'event.data.n == 1', wait: '1d' }, say('{{event.data.n}}')],
  })
  for (let n = 1; n <= 5; n++) at.happens('go', { n })
  at.passes(DAY)
  expect(at.texts()).toEqual(['1', '2', '3', '4', '5'])
})

it('starts what was queued behind a run that ended with the run it called', () => {
  const at = stage(
    { id: 'w', entry: { mode: 'queued' }, actions: [{ call: { workflow: 'called' } }, say('{{event.data.n}}')] },
    { id: 'called', triggers: [{ manual: true }], actions: [{ wait: '1h' }] },
  )
  at.happens('go', { n: 1 })
  at.happens('go', { n: 2 })
  at.passes(2 * 60 * MINUTE)
  expect(at.texts()).toEqual(['1', '2'])
})

it('names runs anew since the database was restored: the world knows those that it forgot by the old names', () => {
  const set = stage({ id: 'w', entry: { mode: 'parallel' }, actions: [say('hi', { id: 'm' })] })
  set.happens('go')
  set.knows = { since: 'r1' }
  set.happens('go')
  expect(set.deliveries().map(({ id }) => id)).toEqual(['c1-00001:m:0', 'c1-00002-r1:m:0'])
})

it('restarts in place of all that were open, however many an earlier version let in', () => {
  const before = stage(waits({ mode: 'parallel' }))
  for (const n of [1, 2, 3]) before.happens('go', { n })
  const at = stage(waits({ mode: 'restart' }))
  at.actor = before.actor
  at.happens('go', { n: 4 })
  at.passes(DAY)
  expect(at.texts()).toEqual(['4'])
  expect(at.runs().filter(({ reason }) => reason === 'restarted')).toHaveLength(3)
})

it('lets one contact have five hundred open runs, and no more', () => {
  const at = stage(waits({ mode: 'parallel', max: 1000 }))
  at.happens('go')
  const [run] = at.actor.runs
  for (let i = 1; run && i < 499; i++) at.actor.runs.push({ ...structuredClone(run), id: `more-${i}` })
  expect(at.happens('go').settled[0]?.outcomes[0]?.started).toHaveLength(1)
  expect(at.happens('go').settled[0]?.outcomes[0]).toMatchObject({ started: [], reason: 'too many runs' })
})

it('remembers the latest entries of a contact, and forgets the oldest past their limit', () => {
  const at = stage(waits({}))
  at.actor.contact.entries = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`w x${i}`, i]))
  at.happens('go')
  const { entries } = at.actor.contact
  expect([Object.keys(entries).length, entries['w x0'], entries['w x1'], entries.w]).toEqual([
    5000,
    undefined,
    1,
    START,
  ])
})

it('asks re-entry of whoever is held out, too', () => {
  const at = stage(waits({ reentry: 'never' }, { settings: { holdout: 100 } }))
  expect(at.happens('go').settled[0]?.outcomes[0]?.reason).toBe('holdout')
  at.passes(DAY)
  expect(at.happens('go').settled[0]?.outcomes[0]?.reason).toBe('re-entry')
})
