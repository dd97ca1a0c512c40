import { expect, test } from 'vitest'
import { simulate } from '../../workflows/simulate/simulate.ts'
import { go, MONDAY, say, still, workflow } from '../workflows/simulate/played.ts'

/** Here because only Node's clock moves while code runs. The bounds are those that are promised, on a slow machine. */
test('a year of a daily workflow for one contact takes well under a second', () => {
  const daily = workflow({
    triggers: [{ schedule: '0 9 * * *', timezone: 'Europe/Berlin', for_each: 'contact.points >= 0' }],
    actions: [say('Day {{contact.points}}'), { do: 'points.award', with: { points: 1, reason: 'daily' } }],
  })
  const started = performance.now()
  const { messages } = simulate({
    ...still({ from: '2026-01-01T00:00:00Z', until: '2027-01-01T00:00:00Z' }),
    workflows: [daily],
  })
  expect(performance.now() - started).toBeLessThan(1_000)
  expect(messages).toHaveLength(365)
})

test('ten thousand contacts through a path of seven days take less than ten seconds', () => {
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
  const started = performance.now()
  let messages = 0
  for (let i = 0; i < 10_000; i++) {
    const events = i % 2 === 0 ? [go()] : [go(), go('2026-01-09T09:00:00Z', 'message.received')]
    messages += simulate({
      ...still({ contact: { id: `c${i}`, timezone: 'Asia/Shanghai' }, events, from: MONDAY }),
      workflows: [path],
    }).messages.length
  }
  expect(performance.now() - started).toBeLessThan(10_000)
  expect(messages).toBe(30_000)
})
