import { expect, it } from 'vitest'
import { retryDelayMs } from '../../../workflows/engine/delivery.ts'
import { DAY, HOUR, MINUTE, START, say, stage } from './stage.ts'

it('carries out tag, points and message in order, and stands at the wait', () => {
  const at = stage({
    id: 'welcome',
    actions: [
      { id: 'tag', do: 'tag.add', with: { tag: 'new' } },
      { id: 'points', do: 'points.award', with: { points: 10, reason: 'welcome' } },
      { id: 'hello', do: 'message.send', with: { text: 'You have {{steps.points.balance}} points' } },
      { id: 'pause', wait: '1d' },
      say('A day later'),
    ],
  })
  const { settled } = at.happens('go')
  expect(settled[0]?.outcomes[0]).toMatchObject({ started: ['c1-00001'], reason: null })
  expect(at.actor.contact).toMatchObject({ tags: ['new'], points: 10 })
  expect(at.texts()).toEqual(['You have 10 points'])
  expect(at.deliveries()[0]).toMatchObject({ id: 'c1-00001:hello:0', channel: 'chat', to: 'u1', onUnknown: 'resend' })
  expect(at.runs()[0]).toMatchObject({ status: 'waiting', step: 'pause', wakeAt: START + DAY })
  at.passes(DAY)
  expect(at.texts()).toEqual(['You have 10 points', 'A day later'])
  expect(at.runs()[0]).toMatchObject({ status: 'completed', endedAt: START + DAY })
})

it.each([
  ['an hour', '1h', HOUR],
  ['in words', { for: '1h30m' }, 90 * MINUTE],
  ['calendar days at a time', { days: 3, at: '08:00' }, 3 * DAY - HOUR],
  ['until a timestamp', { until: "timestamp('2026-01-06T00:00:00Z')" }, 15 * HOUR],
  ['with an offset before it', { until: "timestamp('2026-01-06T00:00:00Z')", offset: '-1h' }, 14 * HOUR],
  ['until a local time', { until_local: '09:30' }, 30 * MINUTE],
  ['until a local time on a weekday', { until_local: '09:30', weekdays: ['tue'] }, DAY + 30 * MINUTE],
])('waits %s', (_name, wait, ms) => {
  const at = stage({ id: 'w', actions: [{ wait }, say('done')] })
  at.happens('go')
  expect(at.runs()[0]?.wakeAt).toBe(START + ms)
  at.passes(ms - 1)
  expect(at.texts()).toEqual([])
  at.passes(1)
  expect(at.texts()).toEqual(['done'])
})

it.each([
  ['goes on', undefined, ['inside', 'after'], 'completed'],
  ['skips the rest of the list', 'skip', ['after'], 'completed'],
  ['fails', 'fail', [], 'failed'],
])('a date that is past %s', (_name, if_past, texts, status) => {
  const wait = { until: "timestamp('2020-01-01T00:00:00Z')", ...(if_past && { if_past }) }
  const at = stage({ id: 'w', actions: [{ if: 'true', then: [{ wait }, say('inside')] }, say('after')] })
  at.happens('go')
  expect(at.texts()).toEqual(texts)
  expect(at.runs()[0]?.status).toBe(status)
})

it('waits whole milliseconds between tries, further and further apart, up to the longest', () => {
  const policy = { attempts: 5, firstMs: 1_001, factor: 1.1, maxMs: 1_300 }
  expect([1, 2, 3, 4, 5].map((attempts) => retryDelayMs(policy, attempts))).toEqual([
    1_001,
    1_101,
    1_211,
    1_300,
    undefined,
  ])
})

it.each(['soon', 'room 5', '2026-02-30', '', 5, null])(
  'fails a step whose date cannot be read with invalid_date: %j',
  (when) => {
    const at = stage({ id: 'w', actions: [{ wait: { until: 'event.data.when' } }] })
    at.happens('go', { when })
    expect(at.runs()[0]).toMatchObject({ status: 'failed', reason: 'invalid_date' })
  },
)

it.each([
  ['as long as a wait may be, at a later time of day', { days: 366, at: '23:00' }, START, 366 * DAY + 14 * HOUR],
  ['as long as a wait may be, with an hour more in its last day', { days: 366 }, Date.parse('2025-10-25T12:00:00Z'), 366 * DAY + HOUR],
  ['no time at all', '0s', START, 0],
  ['no days', { days: 0 }, START, 0],
])('waits %s', (_what, wait, from, ms) => {
  const at = stage({ id: 'w', actions: [{ wait }, say('done')] })
  at.actor.contact.timezone = from === START ? 'UTC' : 'Europe/Berlin'
  at.now = from
  at.happens('go')
  if (ms > 0) at.passes(ms - 1)
  expect(at.texts()).toEqual(ms > 0 ? [] : ['done'])
  at.passes(1)
  expect(at.texts()).toEqual(['done'])
}) // biome-ignore format: one case a line

it.each([
  ['the branch that holds', 20, 'rich'],
  ['the other one', 5, 'poor'],
])('takes %s, and keeps the values that decided', (_name, points, text) => {
  const at = stage({
    id: 'w',
    actions: [{ id: 'b', if: 'contact.points >= 10', then: [say('rich')], else: [say('poor')] }],
  })
  at.actor.contact.points = points
  at.happens('go')
  expect(at.texts()).toEqual([text])
  const entry = at.turns.flatMap((turn) => turn.entries).find(({ step }) => step === 'b')
  expect(entry).toMatchObject({
    input: { if: 'contact.points >= 10', values: { 'contact.points': points } },
    output: { result: points >= 10 },
  })
})

it('counts an expression that fails as false and says so in the journal', () => {
  const at = stage({
    id: 'w',
    actions: [{ id: 'b', if: 'event.data.amount > 5', then: [say('yes')], else: [say('no')] }],
  })
  at.happens('go')
  expect(at.texts()).toEqual(['no'])
  expect(at.turns.flatMap((turn) => turn.entries).find(({ step }) => step === 'b')?.warning).toMatch(/amount/)
})

it('skips a step whose `when` does not hold', () => {
  const at = stage({ id: 'w', actions: [say('never', { when: 'false' }), say('always')] })
  at.happens('go')
  expect(at.texts()).toEqual(['always'])
  const [skipped] = at.turns.flatMap((turn) => turn.entries).filter(({ status }) => status === 'skipped')
  expect(skipped).toMatchObject({ step: 'actions.0', verb: 'message.send' })
})

it('sets variables that later steps see, in order', () => {
  const at = stage({
    id: 'w',
    actions: [
      { set: { a: { expr: '1 + 1' }, b: { expr: 'vars.a * 10' } } },
      say('{{vars.a}} {{vars.b}} {{vars.missing}}.'),
    ],
  })
  at.happens('go')
  expect(at.texts()).toEqual(['2 20 .'])
})

it.each(['completed', 'failed', 'exited'])('stops as %s with its reason', (status) => {
  const at = stage({ id: 'w', actions: [{ if: 'true', then: [{ stop: status, reason: 'enough' }] }, say('never')] })
  at.happens('go')
  expect(at.runs()[0]).toMatchObject({ status, reason: 'enough' })
  expect(at.texts()).toEqual([])
})

it.each([
  ['fails the run', 'fail', [], { status: 'failed', reason: 'insufficient_points' }],
  ['goes on', 'continue', ['after insufficient_points'], { status: 'completed' }],
  [
    'does something else',
    [say('instead {{steps.take.error.code}}')],
    ['instead insufficient_points', 'after insufficient_points'],
    { status: 'completed' },
  ],
])('a refusal %s', (_name, on_error, texts, run) => {
  const at = stage({
    id: 'w',
    actions: [
      { id: 'take', do: 'points.redeem', with: { points: 10, reason: 'x' }, on_error },
      say('after {{steps.take.error.code}}'),
    ],
  })
  at.happens('go')
  expect(at.texts()).toEqual(texts)
  expect(at.runs()[0]).toMatchObject(run)
  expect(at.actor.contact.points).toBe(0)
})

it('goes on with the answer of a request, and fails with its code', () => {
  const actions = [
    {
      id: 'call',
      do: 'http.request',
      with: { url: 'https://api.example.com/x', json: { id: '{{contact.id}}' }, method: 'post' },
    },
    say('{{steps.call.status}} {{steps.call.body.name}}'),
  ]
  const at = stage({ id: 'w', actions })
  at.happens('go')
  expect(at.deliveries()[0]).toMatchObject({
    kind: 'request',
    awaited: true,
    request: { method: 'POST', body: '{"id":"c1"}', headers: { 'content-type': 'application/json' } },
  })
  expect(at.runs()[0]).toMatchObject({ status: 'waiting', waiting: { for: 'delivery', delivery: 'c1-00001:call:0' } })
  at.result({
    id: 'c1-00001:call:0',
    attempts: 2,
    kind: 'sent',
    output: { status: 200, headers: {}, body: { name: 'Ann' } },
  })
  expect(at.texts()).toEqual(['200 Ann'])
  expect(at.runs()[0]?.status).toBe('completed')
  const other = stage({ id: 'w', actions })
  other.happens('go')
  other.result({ id: 'c1-00001:call:0', attempts: 3, kind: 'failed', code: 'http_404', message: 'HTTP 404' })
  expect(other.runs()[0]).toMatchObject({ status: 'failed', reason: 'http_404' })
  other.result({ id: 'c1-00001:call:0', attempts: 3, kind: 'failed', code: 'http_404', message: 'HTTP 404' })
  expect(other.runs()).toHaveLength(1)
})

it('skips a message to somebody who cannot be reached, as a success', () => {
  const at = stage({
    id: 'w',
    actions: [say('lost', { id: 'm' }), { do: 'tag.add', with: { tag: 'reached the end' } }],
  })
  at.actor.contact.identities = [{ channel: 'form', external_id: 'x' }]
  at.happens('go', {}, { channel: 'form' })
  expect(at.turns.flatMap((turn) => turn.unsent)).toMatchObject([{ reason: 'no channel', id: 'c1-00001:m:0' }])
  expect(at.runs()[0]).toMatchObject({ status: 'completed', memory: { steps: { m: { status: 'skipped' } } } })
  expect(at.actor.contact.tags).toEqual(['reached the end'])
})

it.each([
  ['the contact’s locale', 'zh-CN', '你好'],
  ['its language alone', 'zh-TW', '你好'],
  ['the community’s', 'fr', 'Hello'],
])('writes a named text in %s', (_name, locale, text) => {
  const at = stage({
    id: 'w',
    texts: { hi: { 'zh-CN': '你好', en: 'Hello' } },
    actions: [{ do: 'message.send', with: { template: 'hi' } }],
  })
  at.actor.contact.locale = locale
  at.happens('go')
  expect(at.texts()).toEqual([text])
})

it.each([
  ['zh-TW', '您好'],
  ['zh_TW', '您好'],
  ['ZH-tw', '您好'],
  ['zh_CN', '你好'],
  ['zh-HK', '你好'],
  ['zh', '你好'],
  ['EN-us', 'Hello'],
  ['fr', 'Hello'],
  [null, 'Hello'],
])('takes the nearest of several locales, however a platform writes them: %s', (locale, text) => {
  const hi = { 'zh-CN': '你好', 'zh-TW': '您好', en: 'Hello' }
  const at = stage({ id: 'w', texts: { hi }, actions: [{ do: 'message.send', with: { template: 'hi' } }] })
  at.actor.contact.locale = locale
  at.happens('go')
  expect(at.texts()).toEqual([text])
})

it.each([
  ['that category', { promotional: false }, 'promotional', 'consent: promotional'],
  ['everything', { all: false }, 'transactional', 'consent: all'],
  ['another category', { lifecycle: false }, 'promotional', null],
])('does not write to somebody who withdrew consent for %s', (_name, consents, category, reason) => {
  const at = stage({ id: 'w', actions: [{ do: 'message.send', with: { text: 'hi', category } }] })
  at.actor.contact.consents = consents
  at.happens('go')
  expect(at.turns.flatMap((turn) => turn.unsent).map((message) => message.reason)).toEqual(reason ? [reason] : [])
  expect(at.texts()).toEqual(reason ? [] : ['hi'])
})

it('tells the id of an event that it emitted, and hides what headers say', () => {
  const at = stage({
    id: 'w',
    actions: [
      { id: 'said', do: 'event.emit', with: { type: 'custom.said' } },
      { do: 'http.request', with: { url: 'https://api.example.com', headers: { authorization: 'Bearer secret' } } },
    ],
  })
  const { settled } = at.happens('go')
  expect(settled[0]?.outcomes[1]?.event).toMatchObject({
    type: 'custom.said',
    id: at.runs()[0]?.memory.steps.said?.event_id,
  })
  expect(JSON.stringify(at.turns.flatMap((turn) => turn.entries))).not.toContain('secret')
})
