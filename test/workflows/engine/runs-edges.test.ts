import { describe, expect, it } from 'vitest'
import { retryDelayMs } from '../../../workflows/engine/delivery.ts'
import { react } from '../../../workflows/engine/react.ts'
import { bucket } from '../../../workflows/language/bucket.ts'
import { DAY, HOUR, MINUTE, START, type Stage, say, stage } from './stage.ts'

/** Who goes on, who ends, and who is left alone. */

const states = (at: Stage) => at.runs().map(({ id, status, reason }) => [id, status, reason])
const outcomes = (reaction: ReturnType<Stage['happens']>) => reaction.settled.flatMap((one) => one.outcomes)
const awaits = (id: string) => ({
  ...{ id, triggers: [{ on: 'go' }] },
  actions: [{ id: 'm', do: 'message.send', with: { text: id, await: true } }, say(`after ${id}`)],
})
const WAITS = { id: 'called', triggers: [{ manual: true }], actions: [{ wait: '1d' }] }
const calls = { id: 'caller', actions: [{ id: 'sub', call: { workflow: 'called' } }, say('back')] }

it('goes on only in the run that waits for this message', () => {
  const at = stage(awaits('a'), awaits('b'))
  at.happens('go')
  at.result({ id: 'c1-00002:m:0', attempts: 1, kind: 'sent', output: {} })
  expect(at.texts()).toEqual(['a', 'b', 'after b'])
})

describe('a run that ends', () => {
  it('takes back what it has not sent, when it ends before its last step, and says why', () => {
    const at = stage({ id: 'w', exit: [{ on: 'leaves' }], actions: [say('hi'), { wait: '1d' }] })
    at.happens('go')
    at.happens('leaves')
    expect(at.turns.at(-1)?.cancelled).toEqual([{ runId: 'c1-00001', reason: 'exit: leaves' }])
  })

  it('takes the run that it called along', () => {
    const at = stage(calls, WAITS)
    at.happens('go')
    at.command({ kind: 'cancel', runId: 'c1-00001', reason: 'enough' })
    expect(states(at)).toEqual([
      ['c1-00001', 'cancelled', 'enough'],
      ['c1-00002', 'cancelled', 'its caller has ended'],
    ])
  })

  it('tells of it as something that its workflow has caused', () => {
    const told = outcomes(stage({ id: 'w', actions: [] }).happens('go', {}, { causes: ['before'] }))
    expect(told.find(({ event }) => event.type === 'workflow.completed')?.event.causes).toEqual(['before', 'w'])
  })

  it('gives back a share that it can use no more', () => {
    const at = stage({ id: 'w', actions: [{ id: 's', do: 'points.redeem', with: { item: 'mug', reason: 'r' } }] })
    at.knows = { items: new Map([['mug', { points: 1, perMember: 1 }]]) }
    at.actor.contact.points = 9
    at.happens('go')
    at.actor.contact.facts = { ...at.actor.contact.facts, items: { mug: 1 } }
    at.actor.granted = new Map([['c1-00001:s:0', { amount: 1, left: 3 }]])
    at.happens('else')
    expect(at.runs()[0]).toMatchObject({ status: 'failed', reason: 'limit_reached' })
    const back = { kind: 'share', resource: 'item:mug', amount: 1, grant: 'c1-00001:s:0' }
    expect(at.turns.flatMap(({ returned }) => returned)).toEqual([back])
    expect([at.actor.contact.points, at.actor.contact.facts.points]).toEqual([9, undefined])
  })
})

it('stands still with what it asks, though the answer to what it asked before is at hand', () => {
  const asks = (item: string) => ({ id: item, do: 'points.redeem', with: { points: 1, item, reason: 'r' } })
  const at = stage({ id: 'w', actions: [asks('mug'), asks('cap')] })
  at.actor.contact.points = 9
  at.happens('go')
  at.actor.granted = new Map([['c1-00001:mug:0', { amount: 1, left: 3 }]])
  const event = { id: 'e9', type: 'else', at: at.now, channel: 'chat', data: {}, causes: [] }
  react(at.actor, [{ kind: 'due' }, { kind: 'event', event }], at.world())
  expect(at.actor.runs[0]).toMatchObject({ status: 'waiting', waiting: { for: 'grant', grant: 'c1-00001:cap:0' } })
})

describe('a call', () => {
  it('of a workflow that is paused fails', () => {
    const at = stage(calls, { ...WAITS, paused: true })
    at.happens('go')
    expect(states(at)).toEqual([['c1-00001', 'failed', 'paused']])
  })

  it('is answered by the run that was called, not by an earlier one that has ended once more', () => {
    const fails = { id: 'fails', triggers: [{ manual: true }], actions: [{ id: 'end', stop: 'failed', reason: 'no' }] } // biome-ignore format: one workflow
    const caller = { id: 'caller', actions: [{ call: { workflow: 'fails' } }, { call: { workflow: 'called' } }, say('back')] } // biome-ignore format: one workflow
    const at = stage(caller, fails, WAITS)
    at.happens('go')
    const run = at.runs().find(({ workflowId }) => workflowId === 'fails')
    if (!run) throw new Error('nothing was called')
    at.command({ kind: 'retry', run: structuredClone(run), seen: at.actor.contact.version })
    expect(at.actor.runs[0]).toMatchObject({ workflowId: 'caller', waiting: { for: 'run', run: 'c1-00003' } })
    at.passes(DAY)
    expect(at.texts()).toEqual(['back'])
  })
})

describe('an operator', () => {
  const goal = { on: 'order.paid', within: '30d' }
  const waiting = { id: 'w', goal, entry: { mode: 'queued', max: 9 }, actions: [{ wait: '1d' }, say('late')] }
  const failed = { id: 'w', actions: [{ id: 'end', stop: 'failed', reason: 'no' }] }

  it('cancels the runs of earlier versions with all that is queued behind them, and no others', () => {
    const at = stage(waiting)
    for (let i = 0; i < 3; i++) at.happens('go')
    const all = (version: number) => at.command({ kind: 'cancel all', workflowId: 'w', version, reason: 'new' })
    expect(all(1).settled[0]?.result).toEqual({ kind: 'done', cancelled: 0 })
    expect(all(2).settled[0]?.result).toEqual({ kind: 'done', cancelled: 1 })
    at.passes(9 * DAY)
    at.happens('else')
    expect([at.runs().length, at.texts()]).toEqual([1, []])
  })

  it('moves no run to the version that it follows already', () => {
    const at = stage(waiting)
    at.happens('go')
    const moved = at.command({ kind: 'move all', workflowId: 'w', version: 1 })
    expect(moved.settled[0]?.result).toEqual({ kind: 'done', moved: 0 })
  })

  it('retries a run that has failed, as it was read, and no other', () => {
    const retry = (at: Stage, seen: number) => {
      const [run] = at.runs()
      return run && at.command({ kind: 'retry', run: structuredClone(run), seen }).settled[0]?.result
    }
    const at = stage(failed)
    at.happens('go')
    for (const seen of [at.actor.contact.version - 1, at.actor.contact.version + 5])
      expect(retry(at, seen)).toMatchObject({ kind: 'refused', code: 'stale' })
    expect(retry(at, at.actor.contact.version)).toMatchObject({ kind: 'done' })
    const over = stage({ id: 'w', actions: [say('hi')] })
    over.happens('go')
    expect(retry(over, over.actor.contact.version)).toMatchObject({ kind: 'refused', code: 'not_failed' })
    expect(over.texts()).toEqual(['hi'])
  })
})

it('cancels the other runs of its workflow, not the one that does so', () => {
  const cancels = { do: 'workflow.cancel', with: { workflow: 'w' } }
  const at = stage({ id: 'w', entry: { mode: 'parallel' }, actions: [{ wait: '1h' }, cancels, say('goes on')] })
  at.happens('go')
  at.passes(MINUTE)
  at.happens('go')
  at.passes(DAY)
  expect(at.runs().map(({ status }) => status)).toEqual(['completed', 'cancelled'])
  expect(at.texts()).toEqual(['goes on'])
})

it('takes a word for leaving only from what somebody has written', () => {
  const at = stage({ id: 'w', actions: [] })
  at.happens('custom.note', { text: 'STOP' })
  expect(at.actor.contact.consents).toEqual({})
  at.happens('message.received', { text: 'STOP' })
  expect(at.actor.contact.consents).toMatchObject({ promotional: false })
})

it('starts nothing for whoever says by a platform what only we say', () => {
  const at = stage({ id: 'w', triggers: [{ manual: true }], actions: [say('hi')] })
  at.happens('manual', { workflow_id: 'w' })
  expect(at.runs()).toEqual([])
  at.happens('manual', { workflow_id: 'w' }, { channel: null })
  expect(at.runs()).toHaveLength(1)
})

it('bounds what one happening raises: two hundred events, and half a million characters', () => {
  const none = { fields: {}, removeTags: [] }
  const tagged = (addTags: string[]) =>
    outcomes(stage({ id: 'w', actions: [] }).command({ kind: 'change', addTags, ...none })).length
  expect(tagged(Array.from({ length: 250 }, (_, i) => `t${i}`))).toBe(200)
  expect(tagged(Array.from({ length: 9 }, (_, i) => `${i}`.repeat(99_000)))).toBe(5)
})

it('ends a run that remembers more than fits its row', () => {
  const text = 'x'.repeat(90_000)
  const remembers = (count: number) => {
    const at = stage({ id: 'w', actions: [...Array.from({ length: count }, (_, i) => ({ set: { [`v${i}`]: '{{event.data.text}}' } })), { wait: '1d' }] }) // biome-ignore format: one workflow
    at.happens('go', { text })
    return at.runs()[0]
  }
  expect(remembers(4)).toMatchObject({ status: 'waiting' })
  expect(remembers(6)).toMatchObject({ status: 'failed', reason: 'more than 500000 characters of memory' })
})

it('starts nothing for a date that is found later than max_late', () => {
  const dated = {
    id: 'w',
    triggers: [{ date: 'contact.traits.when' }],
    settings: { max_late: '1d' },
    actions: [say('hi')],
  }
  for (const [late, texts] of [
    [DAY, ['hi']],
    [DAY + 1, []],
  ] as const) {
    // biome-ignore format: two cases
    const at = stage(dated)
    at.actor.contact.traits = { when: new Date(START + HOUR).toISOString() }
    at.happens('hello')
    at.now = START + HOUR + late
    at.happens('hello')
    expect(at.texts()).toEqual(texts)
  }
})

it('divides ten thousand places by the weights, to one', () => {
  const branches = [{ name: 'a', weight: 30, then: [say('A')] }, { name: 'b', weight: 70, then: [say('B')] }] // biome-ignore format: one split
  const idAt = (place: number) => {
    for (let i = 0; ; i++) if (bucket(`c${i}`, 'w.test', 10_000) === place) return `c${i}`
  }
  const branchOf = (place: number) => {
    const at = stage({ id: 'w', actions: [{ id: 'test', split: branches }] })
    at.actor.contact.id = idAt(place)
    at.happens('go')
    return at.texts()[0]
  }
  expect([branchOf(2_999), branchOf(3_000)]).toEqual(['A', 'B'])
})

it.each([
  [1, 100],
  [2, 300],
  [3, 900],
  [4, 1_000],
  [5, undefined],
])('after %d tries of five waits %d ms for the next', (attempts, waits) => {
  expect(retryDelayMs({ attempts: 5, firstMs: 100, factor: 3, maxMs: 1_000 }, attempts)).toBe(waits)
})

it('keeps the answer of a shared window for as long as the window reaches, and the run may come late', () => {
  const throttle = { limit: 1, per: '9d', key: 'event.data.room' }
  const at = stage({ id: 'w', settings: { max_late: '1d' }, actions: [{ throttle, then: [] }] })
  at.happens('go', { room: 'a' })
  expect(at.turns[0]?.asks).toMatchObject([{ at: START, since: START - 9 * DAY, keepUntil: START + 10 * DAY }])
})
