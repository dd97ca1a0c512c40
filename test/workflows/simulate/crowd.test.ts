import { expect, test } from 'vitest'
import { simulate } from '../../../workflows/simulate/simulate.ts'
import { go, MONDAY, say, still, workflow } from './played.ts'

/** How long it takes is measured by `npm run bench`; here, that nothing is left out on the way. */
test('a year of a daily workflow says something on each of its days', () => {
  const daily = workflow({
    triggers: [{ schedule: '0 9 * * *', timezone: 'Europe/Berlin', for_each: 'contact.points >= 0' }],
    actions: [say('Day {{contact.points}}'), { do: 'points.award', with: { points: 1, reason: 'daily' } }],
  })
  const { messages } = simulate({
    ...still({ from: '2026-01-01T00:00:00Z', until: '2027-01-01T00:00:00Z' }),
    workflows: [daily],
  })
  expect(messages).toHaveLength(365)
})

test('a thousand contacts go through a path of seven days, each on their own way', () => {
  const path = workflow({
    actions: [
      say('Welcome {{contact.name}}'),
      { wait: '1d' },
      {
        id: 'lucky',
        if: 'bucket(contact.id, "lucky", 2) == 0',
        then: [{ do: 'points.award', with: { points: 5, reason: 'luck' } }],
        else: [{ do: 'tag.add', with: { tag: 'unlucky' } }],
      },
      { wait: { days: 2, at: '10:00' } },
      say('You have {{contact.points}} points'),
      {
        id: 'answer',
        wait_for: { on: 'message.received', timeout: '4d' },
        then: [say('Thank you')],
        else: [say('Still there?')],
      },
    ],
  })
  let messages = 0
  for (let i = 0; i < 1_000; i++) {
    const events = i % 2 === 0 ? [go()] : [go(), go('2026-01-09T09:00:00Z', 'message.received')]
    messages += simulate({
      ...still({ contact: { id: `c${i}`, timezone: 'Asia/Shanghai' }, events, from: MONDAY }),
      workflows: [path],
    }).messages.length
  }
  expect(messages).toBe(3_000)
})
