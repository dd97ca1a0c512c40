import * as v from 'valibot'
import { describe, expect, it } from 'vitest'
import { Settings } from '../../../schema/settings.ts'
import { DAY, HOUR, MINUTE, type Stage, say, stage } from './stage.ts'

/** Row 7 of the operators' list: what matters little is collected, what matters goes alone. */

const settings = (digest: object, more: object = {}): Settings => v.parse(Settings, { digest, ...more })
const at = (text: string) => Date.parse(text)
const sent = (set: Stage) =>
  set.turns.flatMap(({ deliveries, world }) =>
    deliveries.flatMap((one) => (one.kind === 'message' ? [[world.now, one.text] as const] : [])),
  )
const unsent = (set: Stage) =>
  set.turns.flatMap((turn) => turn.unsent.map(({ status, reason }) => `${status} ${reason}`))
const flow = (id: string, priority: number, more: object = {}) => ({
  ...{ id, triggers: [{ on: `custom.${id}` }], entry: { mode: 'parallel' as const, max: 100 } },
  settings: { category: 'promotional', priority, quiet_hours: 'send' },
  actions: [
    say(`{{event.data.n}} of ${id}`, { id: 'm', with: { text: `{{event.data.n}} of ${id}`, ...more } }),
    { do: 'tag.add', with: { tag: id } },
  ],
})
const EVENING = { below: 0, at: '18:00' }

describe('what matters little', () => {
  it('is one message in the evening, whichever workflows wrote it; what matters goes alone and at once', () => {
    const set = stage(flow('likes', -5), flow('news', -1), flow('order', 0))
    set.settings = settings(EVENING)
    const begin = set.now
    set.happens('custom.likes', { n: 1 })
    expect(set.runs()).toMatchObject([
      {
        status: 'completed',
        memory: { steps: { m: { status: 'collected', reason: 'digest: priority -5 is below 0' } } },
      },
    ])
    expect(set.actor.contact.tags).toEqual(['likes'])
    set.happens('custom.order', { n: 1 })
    set.passes(HOUR)
    set.happens('custom.news', { n: 1 })
    set.happens('custom.likes', { n: 1 })
    set.happens('custom.likes', { n: 2 })
    set.passes(DAY)
    expect(sent(set)).toEqual([
      [begin, '1 of order'],
      [at('2026-01-05T18:00:00Z'), '1 of likes\n1 of news\n2 of likes'],
    ])
    const ids = set
      .runs()
      .flatMap(({ memory }) => (memory.steps.m?.status === 'collected' ? [memory.steps.m.message_id] : []))
    expect(new Set(ids)).toEqual(new Set([set.deliveries().at(-1)?.id]))
  })

  it('is no alert of level 3: that goes alone and at once', () => {
    const set = stage({ ...flow('news', -1), triggers: [{ on: 'alert.raised' }] })
    set.settings = settings(EVENING)
    const begin = set.now
    set.happens('alert.raised', { level: 3, n: 3 })
    set.happens('alert.raised', { level: 2, n: 2 })
    expect(sent(set)).toEqual([[begin, '3 of news']])
  })

  it('waits for the time of day of each contact', () => {
    const set = stage(flow('news', -1))
    set.settings = settings(EVENING)
    set.actor.contact.timezone = 'America/New_York'
    set.happens('custom.news', { n: 1 })
    set.passes(2 * DAY)
    expect(sent(set)).toEqual([[at('2026-01-05T23:00:00Z'), '1 of news']])
  })

  it('without a time of day waits so long after the first, or until there are enough', () => {
    const set = stage(flow('news', -1))
    set.settings = settings({ below: 0, window: '6h', max: 3, intro: { en: 'News for you:', zh: '今日要点：' } })
    const begin = set.now
    for (const n of [1, 2]) set.happens('custom.news', { n })
    set.passes(DAY)
    set.actor.contact.locale = 'zh-CN'
    for (const n of [3, 4, 5]) set.happens('custom.news', { n })
    expect(sent(set)).toEqual([
      [begin + 6 * HOUR, 'News for you:\n1 of news\n2 of news'],
      [begin + DAY, '今日要点：\n3 of news\n4 of news\n5 of news'],
    ])
  })

  it.each([
    ['nothing says from where on', {}, -99, {}],
    ['it says so', EVENING, -5, { alone: true }],
    ['it shows buttons', EVENING, -5, { buttons: [{ text: 'Yes', value: 'y' }] }],
    ['its step waits for the answer', EVENING, -5, { await: true }],
    ['its priority is given in the step', EVENING, -5, { priority: 3 }],
    ['it is long', EVENING, -5, { text: 'x'.repeat(2_001) }],
    ['it must be told', EVENING, -5, { category: 'transactional' }],
    ['its category is not collected', { ...EVENING, categories: ['lifecycle'] }, -5, {}],
  ])('goes alone when %s', (_when, digest, priority, more) => {
    const set = stage(flow('news', priority, more))
    set.settings = settings(digest)
    set.happens('custom.news', { n: 1 })
    expect(set.texts()).toHaveLength(1)
    expect(set.actor.contact.facts.digests).toBeUndefined()
  })

  it('is asked of the gate before it is collected, and the whole when it goes', () => {
    const set = stage(flow('news', -1))
    set.settings = settings(EVENING)
    set.actor.contact.consents = { promotional: false }
    set.happens('custom.news', { n: 1 })
    expect(unsent(set)).toEqual(['skipped consent: promotional'])
    set.actor.contact.consents = {}
    set.happens('custom.news', { n: 2 })
    set.passes(HOUR)
    set.actor.contact.consents = { all: false }
    set.passes(DAY)
    expect(unsent(set)).toEqual(['skipped consent: promotional', 'skipped consent: all'])
    expect(sent(set)).toEqual([])
  })

  it('counts for caps as one message, and waits for the morning when it must', () => {
    const set = stage({ ...flow('news', -1), settings: { category: 'promotional', priority: -1 } })
    set.settings = settings({ below: 0, window: '14h' }, { caps: [{ limit: 1, per: '24h', policy: 'drop' }] })
    for (const n of [1, 2, 3]) set.happens('custom.news', { n })
    set.passes(2 * DAY)
    expect(unsent(set)).toEqual(['deferred quiet hours: 22:00-08:00 UTC'])
    const [[when = 0, text] = []] = sent(set)
    expect(text).toBe('1 of news\n2 of news\n3 of news')
    expect(when - at('2026-01-06T08:00:00Z')).toBeLessThan(10 * MINUTE)
  })

  it('is told of first and last when there was very much, and stays bounded', () => {
    const set = stage(flow('news', -1))
    set.settings = settings({ ...EVENING, max: 1000 })
    for (let n = 1; n <= 100; n++) set.happens('custom.news', { n })
    expect(JSON.stringify(set.actor.contact.facts).length).toBeLessThan(20_000)
    set.passes(DAY)
    expect(sent(set)[0]?.[1].split('\n')[10]).toBe('… and 80 more')
  })

  it('goes out though the workflow that wrote it first is paused or gone', () => {
    const set = stage(flow('news', -1))
    set.settings = settings(EVENING)
    set.happens('custom.news', { n: 1 })
    set.knows = { workflows: [] }
    set.passes(DAY)
    expect(set.texts()).toEqual(['1 of news'])
  })
})

describe('a consent that must be given', () => {
  const required = { consent: { required: ['promotional'] } }
  const offer = (category: string) => stage({ id: 'w', settings: { category }, actions: [say('x')] })
  it.each([
    ['stops what is promotional without it', 'promotional', {}, ['skipped consent: promotional, never given']],
    ['lets pass what is promotional with it', 'promotional', { promotional: true }, []],
    ['may be given for a channel', 'promotional', { 'promotional@chat': true }, []],
    [
      'is not another channel’s',
      'promotional',
      { 'promotional@mail': true },
      ['skipped consent: promotional, never given'],
    ],
    ['lets pass other categories', 'lifecycle', {}, []],
    ['is not asked for what must be told', 'transactional', {}, []],
    [
      'counts less than one that was withdrawn',
      'promotional',
      { promotional: true, all: false },
      ['skipped consent: all'],
    ],
  ])('%s', (_what, category, consents, reasons) => {
    const set = offer(category)
    set.settings = v.parse(Settings, required)
    set.actor.contact.consents = consents as Record<string, boolean>
    set.happens('go')
    expect(unsent(set)).toEqual(reasons)
    expect(set.deliveries()).toHaveLength(reasons.length === 0 ? 1 : 0)
  })

  it('is given by the word that subscribes', () => {
    const set = offer('promotional')
    set.settings = v.parse(Settings, required)
    set.happens('message.received', { text: '订阅' }, {})
    expect(set.actor.contact.consents).toEqual({ promotional: true })
  })
})
