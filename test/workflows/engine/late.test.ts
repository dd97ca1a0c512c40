import { expect, it } from 'vitest'
import { HOUR, MINUTE, type Stage, say, stage } from './stage.ts'

/** Due an hour after the start, and not looked at before `lateMs` later. */
function found(lateMs: number, more: object, begin: (at: Stage) => void = (at) => at.happens('go')): Stage {
  const at = stage({
    id: 'w',
    settings: { category: 'transactional', max_late: '2h' },
    actions: [say('told')],
    ...more,
  })
  begin(at)
  at.now += HOUR + lateMs
  at.happens('something.else')
  return at
}

const reasons = (at: Stage) =>
  at.reactions.flatMap(({ settled }) => settled.flatMap(({ outcomes }) => outcomes.map(({ reason }) => reason)))
const tick = (at: Stage, slot: number) =>
  at.happens('schedule.tick', { workflow_id: 'w', trigger: 0, slot: new Date(slot).toISOString() }, { channel: null })

it.each([
  ['a wait', { actions: [{ wait: '1h' }, say('told')] }],
  ['a time-out', { actions: [{ wait_for: { on: 'x', timeout: '1h' }, else: [say('told')] }] }],
])('a run whose %s is found later than max_late ends as expired', (_what, more) => {
  expect(found(2 * HOUR, more).texts()).toEqual(['told'])
  const late = found(2 * HOUR + 1, more)
  expect(late.texts()).toEqual([])
  expect(late.runs()).toMatchObject([{ status: 'exited', reason: 'expired' }])
})

it.each<[string, object, (at: Stage) => void]>([
  ['a date', { triggers: [{ date: 'contact.traits.day', at: '10:00' }] }, (at) => {
    at.actor.contact.traits = { day: '2026-01-05' }
    at.happens('known')
  }],
  ['a burst', { triggers: [{ on: 'typed', debounce: { for: '1h' } }] }, (at) => at.happens('typed')],
])('%s that is found later than max_late starts nothing, and says so', (_what, more, begin) => {
  const late = found(2 * HOUR + 1, more, begin)
  expect(late.texts()).toEqual([])
  expect(reasons(late)).toContain('expired')
  const inTime = found(2 * HOUR, more, begin)
  expect(inTime.texts()).toEqual(['told'])
  expect(reasons(inTime)).not.toContain('expired')
}) // biome-ignore format: one case a line

it('a scheduled time that is found later than max_late starts nothing, and says so', () => {
  const at = stage({ id: 'w', triggers: [{ schedule: '0 9 * * *' }], settings: { max_late: '2h' }, actions: [] })
  expect(tick(at, at.now - 2 * HOUR - 1).settled[0]?.outcomes[0]).toMatchObject({ started: [], reason: 'expired' })
  expect(tick(at, at.now - 2 * HOUR).settled[0]?.outcomes[0]?.started).toHaveLength(1)
})

it('a yearly date that was found too late comes round again', () => {
  const at = found(
    2 * HOUR + 1,
    { triggers: [{ date: 'contact.traits.day', at: '10:00', repeat: 'yearly' }] },
    (one) => {
      one.actor.contact.traits = { day: '2020-01-05' }
      one.happens('known')
    },
  )
  expect(at.actor.contact.dates).toEqual({ 'w 0': Date.parse('2027-01-05T10:00:00Z') })
})

it('three days are the default', () => {
  const settings = { category: 'transactional' }
  const actions = [{ wait: '1h' }, say('told')]
  expect(found(72 * HOUR, { settings, actions }).texts()).toEqual(['told'])
  expect(found(72 * HOUR + MINUTE, { settings, actions }).texts()).toEqual([])
})
