import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { Settings } from '../../../schema/settings.ts'
import { checkDefinition } from '../../../workflows/check/check.ts'
import { DAY, HOUR, MINUTE, type Stage, stage } from './stage.ts'

const settings = (given: object): Settings => v.parse(Settings, given)
const collect = (given: object, more: object = {}) => ({
  id: 'd',
  do: 'message.digest',
  with: { digest: 'replies', text: '{{event.data.n}}', window: '1h', ...given },
  ...more,
})
const flow = (given: object = {}, more: object = {}) => ({
  ...{ id: 'w', entry: { mode: 'parallel', max: 1000 }, actions: [collect(given)] },
  ...more,
})
const sent = (set: Stage) =>
  set.turns.flatMap(({ deliveries, world }) =>
    deliveries.flatMap((one) => (one.kind === 'message' ? [[world.now, one.text] as const] : [])),
  )
const unsent = (set: Stage) =>
  set.turns.flatMap((turn) => turn.unsent.map(({ status, reason }) => `${status} ${reason}`))
const go = (set: Stage, ...names: unknown[]) => names.map((n) => set.happens('go', { n: n as string }))

describe('a digest', () => {
  it('is one message for what came within a fixed window from the first item', () => {
    const set = stage(flow())
    const begin = set.now
    go(set, 'one')
    expect(set.runs()[0]).toMatchObject({ status: 'completed', memory: { steps: { d: { count: 1 } } } })
    set.passes(59 * MINUTE)
    go(set, 'two', 'two')
    set.passes(DAY)
    expect(sent(set)).toEqual([[begin + HOUR, 'one\ntwo']])
    const ids = set.runs().map(({ memory }) => memory.steps.d?.digest_id)
    expect(new Set([...ids, ...set.deliveries().map(({ id }) => id)]).size).toBe(1)
    expect(set.actor.contact.facts.digests).toBeUndefined()
  })

  it('takes what comes at the instant of its close into the next one', () => {
    const set = stage(flow())
    const begin = set.now
    go(set, 'one')
    set.now = begin + HOUR
    go(set, 'two')
    set.passes(DAY)
    expect(sent(set)).toEqual([
      [begin + HOUR, 'one'],
      [begin + 2 * HOUR, 'two'],
    ])
  })

  it.each([
    ['until nothing comes for a while', { for: '10m', max: '2h' }, [0, 5, 12], 22],
    ['but no longer than it may', { for: '10m', max: '25m' }, [0, 8, 16, 24], 25],
    ['and without a bound ten times as long', { for: '10m' }, Array.from({ length: 12 }, (_, i) => i * 9), 100],
  ])('of a sliding window waits %s', (_how, window, minutes, closes) => {
    const set = stage(flow({ window }))
    const begin = set.now
    for (const minute of minutes) {
      set.passes(begin + minute * MINUTE - set.now)
      go(set, `at ${minute}`)
    }
    set.passes(DAY)
    expect(sent(set)[0]?.[0]).toBe(begin + closes * MINUTE)
  })

  it('closes early when it is full, in the very commit that fills it, and the next item opens another', () => {
    const set = stage(flow({ max: 3 }))
    go(set, 1, 2, 3, 4)
    expect(sent(set).map(([, text]) => text)).toEqual(['1\n2\n3'])
    set.passes(DAY)
    expect(sent(set).map(([, text]) => text)).toEqual(['1\n2\n3', '4'])
  })

  it('keeps the first and the last of many, and says how many there were', () => {
    const whole =
      '{{digest.count}}: {{digest.first.event.data.n}}-{{digest.last.event.data.n}}, {{digest.omitted}} left out'
    const [set, other] = [stage(flow()), stage(flow({ text: whole }))]
    for (const one of [set, other]) {
      for (let n = 1; n <= 500; n++) go(one, n)
      expect(JSON.stringify(one.actor.contact.facts).length).toBeLessThan(20_000)
      one.passes(DAY)
    }
    const lines = sent(set)[0]?.[1].split('\n') ?? []
    expect(lines).toEqual([
      ...Array.from({ length: 10 }, (_, i) => String(i + 1)),
      '… and 480 more',
      ...Array.from({ length: 10 }, (_, i) => String(i + 491)),
    ])
    expect(sent(other)[0]?.[1]).toBe('500: 1-500, 480 left out')
  })

  it('is bounded whatever the items carry', () => {
    const set = stage(flow())
    for (let n = 0; n < 40; n++)
      set.happens('go', { n: `${n} ${'x'.repeat(20_000)}`, more: Array(500).fill('y'.repeat(200)) })
    expect(JSON.stringify(set.actor.contact.facts).length).toBeLessThan(70_000)
    set.passes(DAY)
    expect(sent(set)[0]?.[1]).toMatch(/^0 x[\s\S]*\n39 x+…$/)
  })

  it('lists its items when its wording asks for them', () => {
    const set = stage(flow({ text: '{{digest.count}} replies{{#each digest.items}}; {{event.data.n}}{{/each}}' }))
    go(set, 'a', 'b', 'b')
    set.passes(DAY)
    expect(sent(set)[0]?.[1]).toBe('3 replies; a; b; b')
  })

  it('says once what is the same for every item', () => {
    const set = stage(flow({ text: 'You have news' }))
    go(set, 1, 2, 3)
    set.passes(DAY)
    expect(sent(set).map(([, text]) => text)).toEqual(['You have news'])
  })

  it('is worded by the version that is current when it closes', () => {
    const set = stage(flow({ text: 'old {{event.data.n}}' }))
    go(set, 1)
    const checked = checkDefinition({
      ...{ name: 'w', triggers: [{ on: 'go' }], settings: { category: 'transactional' } },
      ...flow({ text: 'new {{event.data.n}}, {{digest.count}} in all' }),
    })
    if (checked.kind === 'problems') throw new Error(JSON.stringify(checked.problems))
    const program = { ...checked.program, version: 2 }
    set.knows = { workflows: [{ id: 'w', paused: false, program }] }
    set.passes(DAY)
    expect(sent(set)[0]?.[1]).toBe('new 1, 1 in all')
  })

  it('is worded as it was collected when the current version has no such step any more', () => {
    const set = stage(flow({ text: 'old {{event.data.n}}' }))
    go(set, 1)
    set.knows = { workflows: [] }
    set.passes(DAY)
    expect(sent(set)[0]?.[1]).toBe('old 1')
  })

  it('is one for its name, also across workflows, and another one for another name', () => {
    const set = stage(
      flow(),
      flow({}, { id: 'v' }),
      flow({ digest: 'topic-{{event.data.n}}', text: 'topic' }, { id: 'x' }),
    )
    go(set, 'a', 'b')
    set.passes(DAY)
    expect(sent(set).map(([, text]) => text)).toEqual(['a\nb', 'topic', 'topic'])
  })

  it('goes through the gate when it closes, belongs to no run, and waits for the morning', () => {
    const set = stage(flow({}, { settings: { category: 'promotional' } }))
    set.now = Date.parse('2026-01-05T21:30:00Z')
    go(set, 'one')
    set.passes(HOUR)
    expect(set.turns.flatMap((turn) => turn.unsent)).toMatchObject([
      { status: 'deferred', text: 'one', reason: 'quiet hours: 22:00-08:00 UTC' },
    ])
    expect(set.turns.flatMap((turn) => turn.unsent)[0]).not.toHaveProperty('runId')
    set.passes(DAY)
    const [[at = 0, text] = []] = sent(set)
    expect(text).toBe('one')
    expect(at).toBeGreaterThanOrEqual(Date.parse('2026-01-06T08:00:00Z'))
    expect(at).toBeLessThan(Date.parse('2026-01-06T08:10:00Z'))
    expect(sent(set)).toHaveLength(1)
    expect(set.actor.contact.facts.held).toBeUndefined()
    const told = set.turns.flatMap((turn) => turn.entries).filter(({ seq }) => seq === 0)
    expect(told).toMatchObject([
      { run: 'c1-00001', step: 'd', status: 'waiting', output: { digest: 'replies', count: 1, status: 'deferred' } },
      { run: 'c1-00001', step: 'd', status: 'completed', output: { status: 'queued' } },
    ])
  })

  it('is stopped by a consent that is withdrawn while it collects, or while it waits', () => {
    for (const minutes of [10, 100]) {
      const set = stage(flow({}, { settings: { category: 'promotional' } }))
      set.now = Date.parse('2026-01-05T21:30:00Z')
      go(set, 'one')
      set.passes(minutes * MINUTE)
      set.actor.contact.consents = { promotional: false }
      set.passes(DAY)
      expect(sent(set)).toEqual([])
      expect(unsent(set).at(-1)).toBe('skipped consent: promotional')
    }
  })

  it('can be taken back by an operator while it waits', () => {
    const set = stage(flow({}, { settings: { category: 'promotional' } }))
    set.now = Date.parse('2026-01-05T21:30:00Z')
    go(set, 'one')
    set.passes(HOUR)
    const [message] = set.turns.flatMap((turn) => turn.unsent)
    set.command({ kind: 'cancel message', id: message?.id ?? '', reason: 'wrong' })
    set.passes(2 * DAY)
    expect(sent(set)).toEqual([])
    expect(unsent(set).at(-1)).toBe('cancelled wrong')
    expect(set.actor.contact.facts.sends).toEqual([])
  })

  it('outlives the run that opened it, and waits while its workflow is paused', () => {
    const set = stage(flow({}, { actions: [collect({}), { wait: '30m' }], exit: [{ on: 'stop' }] }))
    go(set, 'one')
    set.happens('stop')
    const [workflow] = set.workflows
    if (workflow) workflow.paused = true
    const before = set.turns.length
    set.passes(2 * DAY)
    expect(set.turns.length - before).toBeLessThanOrEqual(3)
    expect(sent(set)).toEqual([])
    if (workflow) workflow.paused = false
    set.command({ kind: 'touch' }) // as resuming does
    expect(sent(set).map(([, text]) => text)).toEqual(['one'])
  })

  it('that was put off and then paused keeps its own time: resumed too late, it expires', () => {
    const set = stage(flow({}, { settings: { category: 'promotional' } }))
    set.now = Date.parse('2026-01-05T21:30:00Z')
    go(set, 'one')
    set.passes(HOUR)
    const [workflow] = set.workflows
    if (workflow) workflow.paused = true
    set.passes(5 * DAY)
    if (workflow) workflow.paused = false
    set.command({ kind: 'touch' })
    expect(sent(set)).toEqual([])
    expect(unsent(set).at(-1)).toBe('expired expired')
  })

  it('that is found too late expires, visibly', () => {
    const set = stage(flow())
    go(set, 'one')
    set.now += 5 * DAY
    set.passes(1)
    expect(sent(set)).toEqual([])
    expect(unsent(set)).toEqual(['expired expired'])
  })

  it('counts for caps as one message', () => {
    const set = stage(flow({}, { settings: { category: 'promotional', quiet_hours: 'send' } }))
    set.settings = settings({ caps: [{ limit: 1, per: '24h', policy: 'drop' }] })
    go(set, 1, 2)
    set.passes(2 * HOUR)
    go(set, 3)
    set.passes(2 * HOUR)
    expect(sent(set)).toHaveLength(1)
    expect(unsent(set)).toEqual(['skipped frequency cap: 1 per 24h, promotional'])
  })

  it('refuses an eleventh that would be open at once', () => {
    const set = stage(flow({ digest: 'd{{event.data.n}}' }))
    for (let n = 1; n <= 11; n++) go(set, n)
    expect(set.runs().at(-1)).toMatchObject({ status: 'failed', reason: 'too_many_digests' })
  })
})

it.each([
  [{ window: 'soon' }, 'window'],
  [{ window: { for: '1h', most: '2h' } }, 'window'],
  [{ max: 0 }, 'max'],
  [{ text: undefined }, 'needs `text` or `template`'],
  [{ text: '{{digest.cuont}}' }, 'did you mean `digest.count`'],
])('a digest written as %j is refused where it is written', (given, why) => {
  const checked = checkDefinition({ id: 'w', name: 'w', triggers: [{ on: 'go' }], actions: [collect(given)] })
  expect(JSON.stringify(checked.kind === 'problems' && checked.problems)).toContain(why)
})
