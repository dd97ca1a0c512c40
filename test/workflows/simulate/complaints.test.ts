import { expect, test } from 'vitest'
import { go, played } from './played.ts'

const opening = [{ id: 'open', do: 'complaint.open', with: { title: 'Broken', answer_in: '2h', fix_in: '1d' } }]
const wait = { id: 'late', wait_for: { on: 'task.overdue', timeout: '3d' } }

const overdue = (simulated: ReturnType<typeof played>) =>
  simulated.timeline.filter((entry) => JSON.stringify(entry).includes('"late"') && entry.kind === 'step')

test('a scenario goes over the deadlines of a complaint, until an event says that it is dealt with', () => {
  expect(overdue(played([...opening, wait]))).toContainEqual(
    expect.objectContaining({ at: '2026-01-05T11:00:00.000Z', step: 'late', status: 'completed' }),
  )
  const data = { task_id: 'simulated-00001:open:0' }
  const dealt = played([...opening, wait], { events: [go(), go('2026-01-05T10:00:00Z', 'task.done', data)] })
  expect(overdue(dealt).map(({ at }) => at)).not.toContain('2026-01-05T11:00:00.000Z')
  expect(overdue(dealt)).toContainEqual(expect.objectContaining({ at: '2026-01-08T09:00:00.000Z' }))
})
