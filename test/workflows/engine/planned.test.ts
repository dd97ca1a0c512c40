import { expect, it } from 'vitest'
import { DAY, HOUR, START, say, stage } from './stage.ts'

it('starts around a date that the contact carries, every year, in its own time zone', () => {
  const at = stage({
    id: 'birthday',
    triggers: [{ date: 'timestamp(contact.traits.birthday)', at: '09:00', repeat: 'yearly' }],
    actions: [say('Happy birthday')],
  })
  at.actor.contact.timezone = 'Asia/Shanghai'
  at.actor.contact.traits = { birthday: '1990-01-07' }
  at.happens('hello')
  expect(at.actor.contact.dates).toEqual({ 'birthday 0': Date.parse('2026-01-07T09:00:00+08:00') })
  at.passes(3 * DAY)
  expect(at.texts()).toEqual(['Happy birthday'])
  expect(at.actor.contact.dates).toEqual({ 'birthday 0': Date.parse('2027-01-07T09:00:00+08:00') })
})

it('reads a date and time without a zone on the contact’s own clock, and takes what is no date for none', () => {
  const at = stage({ id: 'w', triggers: [{ date: 'contact.traits.when' }], actions: [say('now')] })
  at.actor.contact.timezone = 'Asia/Shanghai'
  at.actor.contact.traits = { when: '2026-02-10T09:30' }
  at.happens('hello')
  expect(at.actor.contact.dates).toEqual({ 'w 0': Date.parse('2026-02-10T09:30:00+08:00') })
  at.actor.contact.traits = { when: 'room 5' }
  at.happens('hello')
  expect(at.actor.contact.dates).toEqual({})
})

it('follows a date that changes, and forgets one that is gone', () => {
  const at = stage({
    id: 'renewal',
    triggers: [{ date: 'timestamp(contact.traits.renewal)', offset: '-3d' }],
    actions: [say('soon')],
  })
  at.actor.contact.traits = { renewal: '2026-02-10' }
  at.happens('hello')
  expect(at.actor.contact.dates['renewal 0']).toBe(Date.parse('2026-02-07T00:00:00Z'))
  at.command({ kind: 'change', fields: {}, traits: { renewal: null }, addTags: [], removeTags: [] })
  expect(at.actor.contact.dates).toEqual({})
  at.passes(60 * DAY)
  expect(at.texts()).toEqual([])
})

it('starts when a contact begins to match, once, and when it stops', () => {
  const at = stage(
    { id: 'in', triggers: [{ segment: 'contact.points >= 10', change: 'enter' }], actions: [say('in')] },
    { id: 'out', triggers: [{ segment: 'contact.points >= 10', change: 'leave' }], actions: [say('out')] },
  )
  const points = (delta: number) => at.command({ kind: 'points', delta, reason: 'x', key: String(at.now) })
  at.happens('hello')
  points(10)
  points(5)
  expect(at.texts()).toEqual(['in'])
  points(-10)
  points(10)
  expect(at.texts()).toEqual(['in', 'out', 'in'])
})

it('does not take everybody for new who matched before the workflow was there', () => {
  const at = stage({ id: 'in', triggers: [{ segment: 'contact.points >= 10', change: 'enter' }], actions: [say('in')] })
  at.actor.contact.points = 50
  at.happens('hello')
  at.happens('hello')
  expect(at.texts()).toEqual([])
})

it('takes only its own ticks, and none from outside', () => {
  const at = stage({
    id: 'daily',
    triggers: [{ schedule: '0 9 * * *', for_each: 'true' }],
    actions: [say('good morning')],
  })
  const data = { workflow_id: 'daily', trigger: 0 }
  at.happens('schedule.tick', data, { channel: 'chat' })
  at.happens('schedule.tick', { ...data, trigger: 1 }, { channel: null })
  expect(at.texts()).toEqual([])
  at.happens('schedule.tick', data, { channel: null })
  expect(at.texts()).toEqual(['good morning'])
  expect(at.now).toBe(START)
  at.passes(HOUR)
})
