import { expect, test } from 'vitest'
import { simulate } from '../../../workflows/simulate/simulate.ts'
import { say, still, texts, workflow } from './played.ts'

const span = { from: '2026-03-28T00:00:00Z', until: '2026-03-31T00:00:00Z' }
const scheduled = (trigger: object) =>
  workflow({ triggers: [trigger], actions: [say('tick'), { do: 'tag.add', with: { tag: 'a' } }] })

test('a schedule ticks for the contact that matches, in its zone and across a change of the clocks', () => {
  const flow = scheduled({ schedule: '0 9 * * *', timezone: 'Europe/Berlin', for_each: 'contact.points >= 0' })
  expect(texts(simulate({ ...still(span), workflows: [flow] }))).toEqual([
    '2026-03-28T08:00 tick',
    '2026-03-29T07:00 tick',
    '2026-03-30T07:00 tick',
  ])
})

test('a schedule leaves out a contact that does not match', () => {
  const flow = scheduled({ schedule: '0 9 * * *', for_each: 'contact.points > 5' })
  expect(simulate({ ...still(span), workflows: [flow] })).toMatchObject({ messages: [], runs: [] })
})

test('a schedule for nobody in particular runs on its own, and leaves the contact alone', () => {
  const simulated = simulate({ ...still(span), workflows: [scheduled({ schedule: '0 9 * * *' })] })
  expect(simulated.runs.map(({ contact_id }) => contact_id)).toEqual(Array(3).fill('s-workflow-tested'))
  expect(simulated.contact.tags).toEqual([])
})

test('a date of the contact comes round in their own time zone', () => {
  const flow = workflow({
    triggers: [{ date: 'timestamp(contact.traits.birthday)', at: '09:00', repeat: 'yearly' }],
    actions: [say('Happy birthday')],
  })
  const contact = { timezone: 'Asia/Shanghai', traits: { birthday: '1990-03-29T00:00:00Z' } }
  expect(texts(simulate({ ...still(span), contact, workflows: [flow] }))).toEqual(['2026-03-29T01:00 Happy birthday'])
})

test('a segment is entered when the contact begins to match', () => {
  const flow = workflow({ triggers: [{ segment: 'contact.points >= 10', change: 'enter' }], actions: [say('rich')] })
  const earns = workflow({ id: 'earns', actions: [{ do: 'points.award', with: { points: 6, reason: 'x' } }] })
  const events = [28, 29, 30].map((day) => ({ at: `2026-03-${day}T09:00:00Z`, type: 'go', data: {} }))
  expect(texts(simulate({ ...still({ ...span, events }), workflows: [flow, earns] }))).toEqual([
    '2026-03-29T09:00 rich',
  ])
})
