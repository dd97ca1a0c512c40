import { expect, test } from 'vitest'
import { reachable } from '../../../workflows/simulate/prepare.ts'
import { simulate } from '../../../workflows/simulate/simulate.ts'
import { go, MONDAY, played, say, still, texts, workflow } from './played.ts'

test('carries out what falls due at its own time, in order, and renders what is sent', () => {
  const simulated = played([say('Hello {{contact.name}}'), { wait: '3d' }, say('Still there, {{contact.name}}?')], {
    contact: { name: 'Ann', points: 3 },
  })
  expect(texts(simulated)).toEqual(['2026-01-05T09:00 Hello Ann', '2026-01-08T09:00 Still there, Ann?'])
  expect(simulated.runs).toMatchObject([
    { workflow_id: 'tested', status: 'completed', ended_at: '2026-01-08T09:00:00.000Z' },
  ])
  expect(simulated.contact).toMatchObject({ id: 'simulated', name: 'Ann', points: 3 })
})

test('tells decisions with the values that decided them', () => {
  const { timeline, coverage } = played(
    [{ id: 'rich', if: 'contact.points > 10', then: [say('a', { id: 'a' })], else: [say('b', { id: 'b' })] }],
    { contact: { points: 7 } },
  )
  expect(timeline).toContainEqual(
    expect.objectContaining({
      kind: 'step',
      step: 'rich',
      input: { if: 'contact.points > 10', values: { 'contact.points': 7 } },
      output: { result: false },
    }),
  )
  expect(coverage).toEqual({ rich: 1, a: 0, b: 1 })
})

test('an event at the very instant of a time-out comes after it', () => {
  const wait = { id: 'answer', wait_for: { on: 'order.paid', timeout: '1d' }, then: [say('paid')], else: [say('late')] }
  expect(texts(played([wait], { events: [go(), go('2026-01-06T08:59:59Z', 'order.paid')] }))).toEqual([
    '2026-01-06T08:59 paid',
  ])
  expect(texts(played([wait], { events: [go(), go('2026-01-06T09:00:00Z', 'order.paid')] }))).toEqual([
    '2026-01-06T09:00 late',
  ])
})

test('a scenario decides what a run asks, and without a decision time is over', () => {
  const ask = {
    ...{ id: 'ok', approve: { title: 'Refund {{contact.name}}?', timeout: '2d' } },
    ...{ then: [say('yes {{steps.ok.by}}')], else: [say('{{steps.ok.status}}')] },
  }
  const data = { task_id: 'simulated-00001:ok:0', by: 'lee' }
  const decided = played([ask], {
    contact: { name: 'Ann' },
    events: [go(), go('2026-01-06T09:00:00Z', 'task.approved', data)],
  })
  expect(texts(decided)).toEqual(['2026-01-06T09:00 yes lee'])
  expect(decided.timeline).toContainEqual(
    expect.objectContaining({
      ...{ kind: 'step', verb: 'approve', status: 'waiting', input: { title: 'Refund Ann?' } },
      output: { task_id: 'simulated-00001:ok:0', until: '2026-01-07T09:00:00.000Z' },
    }),
  )
  expect(texts(played([ask]))).toEqual(['2026-01-07T09:00 timed_out'])
})

test('events happen in the order of their time, however they are listed', () => {
  const flow = [
    {
      id: 'a',
      wait_for: {
        any: [
          { name: 'one', on: 'one' },
          { name: 'two', on: 'two' },
        ],
        timeout: '1d',
      },
      then: [say('{{steps.a.matched}}')],
    },
  ]
  const events = [go('2026-01-05T12:00:00Z', 'two'), go('2026-01-05T11:00:00Z', 'one'), go()]
  expect(texts(played(flow, { events }))).toEqual(['2026-01-05T11:00 one'])
})

test('an event that is delivered again happens once', () => {
  const again = { ...go(), id: 'e1' }
  const simulated = played([say('a')], { events: [again, again, { ...again, at: '2026-01-06T09:00:00Z' }] })
  expect(texts(simulated)).toEqual(['2026-01-05T09:00 a'])
})

test('workflows hear of an event by priority, as they do in earnest', () => {
  const settings = (priority: number) => ({ category: 'transactional', priority })
  const more = [
    workflow({ id: 'low', settings: settings(-1), actions: [say('low')] }),
    workflow({ id: 'high', settings: settings(1), actions: [say('high')] }),
  ]
  expect(texts(played([say('main')], {}, more)).map((text) => text.split(' ')[1])).toEqual(['high', 'main', 'low'])
})

test('a workflow brings along those that it calls or starts by name, and those that they do, and no others', () => {
  const first = workflow({ actions: [{ call: { workflow: 'second' } }] })
  const second = workflow({ id: 'second', actions: [{ if: 'true', then: [{ call: { workflow: 'third' } }] }] })
  const others = [
    second,
    workflow({ id: 'third', actions: [{ call: { workflow: 'tested' } }] }),
    workflow({ id: 'fourth', actions: [] }),
  ]
  expect(reachable(first.program, others).map(({ id }) => id)).toEqual(['second', 'third'])
})

test('says why an event started nothing', () => {
  const { timeline } = played([{ wait: '1d' }], {
    events: [go(), go('2026-01-05T10:00:00Z'), go('2026-01-05T10:00:00Z', 'other')],
  })
  expect(timeline).toContainEqual(
    expect.objectContaining({ kind: 'refused', workflow: 'tested', event: 'event-2', reason: 'already running' }),
  )
  expect(timeline).toContainEqual(
    expect.objectContaining({ kind: 'event', id: 'event-3', started: [], reason: 'no match' }),
  )
})

test('a run that waits for an answer gets the one that the scenario gives, by step or action, one after the other', () => {
  const ask = (id: string) => ({ id, do: 'http.request', with: { url: 'https://a.test/' }, on_error: 'continue' })
  const flow = [
    ask('first'),
    ask('second'),
    ask('third'),
    say('{{steps.first.body.n}} {{steps.second.status}} {{steps.third.error.code}}'),
  ]
  const replies = { first: { body: { n: 7 } }, 'http.request': [{ status: 201 }, { status: 404 }] }
  const simulated = played(flow, { replies })
  expect(texts(simulated)).toEqual(['2026-01-05T09:00 7 201 http_404'])
  expect(simulated.timeline.filter(({ kind }) => kind === 'request')).toHaveLength(3)
})

test('without a reply a request succeeds, and a message that fails says so', () => {
  const flow = [{ id: 'ask', do: 'http.request', with: { url: 'https://a.test/' } }, say('a', { id: 'said' })]
  const replies = { said: { error: { code: 'rejected', message: 'no such user' } } }
  expect(played(flow, { replies }).messages).toMatchObject([{ status: 'failed', reason: 'no such user' }])
})

test('workflows that listen for what was sent hear of it', () => {
  const listener = workflow({
    id: 'listener',
    triggers: [{ on: 'message.sent' }],
    actions: [{ do: 'tag.add', with: { tag: 'written-to' } }],
  })
  expect(played([say('a')], {}, [listener]).contact).toMatchObject({ tags: ['written-to'] })
})

test('raised events stand before the runs that they start', () => {
  const other = workflow({
    id: 'other',
    triggers: [{ on: 'contact.tagged' }],
    actions: [say('tagged {{event.data.tag}}')],
  })
  const { timeline } = played([{ do: 'tag.add', with: { tag: 'vip' } }], {}, [other])
  const kinds = timeline.flatMap((entry) =>
    entry.kind === 'raised' || entry.kind === 'started'
      ? [`${entry.kind} ${'type' in entry ? entry.type : entry.workflow}`]
      : [],
  )
  expect(kinds.slice(0, 3)).toEqual(['started tested', 'raised contact.tagged', 'started other'])
})

test('events for other contacts are listed and not carried out', () => {
  const { timeline } = played([{ do: 'event.emit', with: { type: 'custom.ping', contact_id: 'c2', data: { n: 1 } } }])
  expect(timeline).toContainEqual(
    expect.objectContaining({ kind: 'emitted', type: 'custom.ping', contact_id: 'c2', data: { n: 1 } }),
  )
})

test('a message that cannot go out is skipped with its reason, and its step still counts', () => {
  const simulated = played([say('a', { id: 'a', with: { text: 'a', channel: 'nowhere' } })])
  expect(simulated.messages).toMatchObject([{ status: 'skipped', reason: 'no channel' }])
  expect(simulated.coverage).toEqual({ a: 1 })
})

test('a step that its `when` leaves out was not carried out', () => {
  expect(played([say('a', { id: 'a', when: 'contact.points > 1' })]).coverage).toEqual({ a: 0 })
})

test('a wait that is still open at the end was carried out once', () => {
  const simulated = played([{ id: 'long', wait: '90d' }, say('a', { id: 'a' })])
  expect(simulated.coverage).toEqual({ long: 1, a: 0 })
  expect(simulated.runs).toMatchObject([{ status: 'waiting', wake_at: '2026-04-05T09:00:00.000Z', ended_at: null }])
})

test('local times are the contact’s, across a change of the clocks', () => {
  const flow = [{ wait: { days: 1, at: '09:00' } }, say('a')]
  const simulated = played(flow, {
    contact: { timezone: 'Europe/Berlin' },
    from: '2026-03-28T08:00:00Z',
    until: '2026-04-01T00:00:00Z',
    events: [go('2026-03-28T08:00:00Z')],
  })
  expect(texts(simulated)).toEqual(['2026-03-29T07:00 a'])
})

test('a run that is started by hand has its inputs', () => {
  const flow = workflow({
    triggers: [{ manual: true }],
    inputs: { n: { type: 'integer', default: 1 } },
    actions: [say('{{inputs.n}}')],
  })
  const starts = [{ at: MONDAY }, { at: '2026-01-06T09:00:00Z', inputs: { n: 5 } }]
  expect(texts(simulate({ ...still({ starts }), workflows: [flow] }))).toEqual([
    '2026-01-05T09:00 1',
    '2026-01-06T09:00 5',
  ])
})

test('warnings of expressions that fail while they run are kept', () => {
  const { warnings } = played([{ id: 'a', if: 'event.data.no.such == 1' }])
  expect(warnings).toMatchObject([{ step: 'a', warning: expect.stringContaining('no') }])
})

test('the same seed gives the same contact, another seed another one', () => {
  const ids = ['a', 'a', 'b'].map((seed) => played([say('x')], { seed }).contact.id)
  expect(ids[0]).toBe(ids[1])
  expect(ids[0]).not.toBe(ids[2])
})

test('the timeline is bounded, and says when it was cut off', () => {
  const events = Array.from({ length: 50 }, (_, i) => go(`2026-01-06T09:00:${String(i).padStart(2, '0')}Z`, 'other'))
  const simulated = simulate({ ...still({ events }), workflows: [workflow({ actions: [] })], entriesMax: 20 })
  expect(simulated.truncated).toBe(true)
  expect(simulated.timeline).toHaveLength(20)
})

test('what quiet hours put off goes out at the same second for the same contact, whichever run it is of', () => {
  const lifecycle = workflow({
    settings: { category: 'lifecycle' },
    entry: { mode: 'parallel', max: 2 },
    actions: [{ wait: '13h30m' }, say('tomorrow')],
  })
  const situation = still({ contact: { id: 'c1' }, events: [go(), go()] })
  const times = simulate({ ...situation, workflows: [lifecycle] }).messages.map(({ at }) => at)
  expect(times).toHaveLength(2)
  expect(times[0]).toMatch(/^2026-01-06T08:0/)
  expect(times[1]).toBe(times[0])
})
