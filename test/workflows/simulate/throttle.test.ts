import { expect, it } from 'vitest'
import { go, played, say, texts } from './played.ts'

it('decides a shared limit in memory, within its window', () => {
  const simulated = played(
    [{ throttle: { limit: 1, per: '1d', key: 'event.data.room' }, then: [say('in')], else: [say('over')] }],
    {
      events: [
        go('2026-01-05T09:00:00Z', 'go', { room: 'a' }),
        go('2026-01-05T10:00:00Z', 'go', { room: 'a' }),
        go('2026-01-05T11:00:00Z', 'go', { room: 'b' }),
        go('2026-01-06T09:00:00Z', 'go', { room: 'a' }),
      ],
    },
  )
  expect(texts(simulated)).toEqual([
    '2026-01-05T09:00 in',
    '2026-01-05T10:00 over',
    '2026-01-05T11:00 in',
    '2026-01-06T09:00 in',
  ])
  expect(simulated.runs.map(({ status }) => status)).toEqual(Array(4).fill('completed'))
})

it('asks for a place of its own each time round a loop', () => {
  const throttle = { limit: 2, per: '1d', key: "'everybody'" }
  const simulated = played(
    [
      {
        repeat: { times: 4 },
        steps: [{ throttle, then: [say('in {{loop.index}}')], else: [say('over {{loop.index}}')] }],
      },
    ],
    { events: [go('2026-01-05T09:00:00Z')] },
  )
  expect(texts(simulated).map((text) => text.slice(17))).toEqual(['in 0', 'in 1', 'over 2', 'over 3'])
})
