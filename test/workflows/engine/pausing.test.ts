import { expect, it } from 'vitest'
import { DAY, HOUR, MINUTE, say, stage } from './stage.ts'

type At = ReturnType<typeof stage>

function pause(at: At, id: string, paused = true): void {
  const workflow = at.workflows.find((one) => one.id === id)
  if (workflow) workflow.paused = paused
}

it('a paused workflow starts nothing, whatever would have: the reason is kept', () => {
  const at = stage({
    id: 'w',
    triggers: [{ on: 'go' }, { date: 'contact.traits.birthday', repeat: 'yearly', at: '09:00' }, { segment: 'contact.points > 5', change: 'enter' }],
    actions: [say('hi')],
  }) // biome-ignore format: one workflow
  pause(at, 'w')
  at.actor.contact.traits = { birthday: '1990-01-07' }
  expect(at.happens('go').settled[0]?.outcomes[0]).toMatchObject({ started: [], reason: 'paused' })
  at.actor.contact.points = 6
  const segment = at.happens('other').settled[0]?.outcomes
  expect(segment).toContainEqual(
    expect.objectContaining({ event: expect.objectContaining({ type: 'segment.entered' }), reason: 'paused' }),
  )
  at.passes(3 * DAY)
  const dates = at.reactions.flatMap(({ settled }) => settled.flatMap(({ outcomes }) => outcomes))
  expect(dates).toContainEqual(
    expect.objectContaining({ event: expect.objectContaining({ type: 'date.reached' }), reason: 'paused' }),
  )
  expect(at.texts()).toEqual([])
})

it('its waits go on counting, and on resuming what is due is carried out in order', () => {
  const at = stage({ id: 'w', entry: { mode: 'parallel' }, actions: [{ wait: '1h' }, say('{{event.data.n}}')] })
  at.happens('go', { n: 1 })
  at.passes(10 * MINUTE)
  at.happens('go', { n: 2 })
  pause(at, 'w')
  at.passes(5 * HOUR)
  expect(at.texts()).toEqual([])
  pause(at, 'w', false)
  at.passes(MINUTE)
  expect(at.texts()).toEqual(['1', '2'])
})

it('what is older than max_late ends as exited, reason expired', () => {
  const at = stage({ id: 'w', settings: { max_late: '2h' }, actions: [{ wait: '1h' }, say('late')] })
  at.happens('go')
  pause(at, 'w')
  at.passes(4 * HOUR)
  pause(at, 'w', false)
  at.passes(MINUTE)
  expect(at.runs()[0]).toMatchObject({ status: 'exited', reason: 'expired' })
})

it('an answer that comes while it is paused is kept, and the run goes on with it when it is resumed', () => {
  const at = stage({
    id: 'w',
    actions: [
      { id: 'call', do: 'http.request', with: { url: 'https://example.test/' }, on_error: [say('failed')] },
      say('{{steps.call.status}}'),
    ],
  })
  at.happens('go')
  const [delivery] = at.deliveries()
  pause(at, 'w')
  at.result({ id: delivery?.id ?? '', attempts: 1, kind: 'sent', output: { status: 200 } })
  expect(at.texts()).toEqual([])
  expect(at.runs()[0]).toMatchObject({ status: 'waiting', waiting: { for: 'time' } })
  pause(at, 'w', false)
  at.passes(MINUTE)
  expect(at.texts()).toEqual(['200'])
})

it('a caller that is paused stands still when what it called has ended', () => {
  const at = stage(
    { id: 'caller', actions: [{ id: 'c', call: { workflow: 'called' } }, say('{{steps.c.status}}')] },
    { id: 'called', triggers: [{ manual: true }], actions: [{ wait: '1h' }] },
  )
  at.happens('go')
  pause(at, 'caller')
  at.passes(2 * HOUR)
  expect(at.texts()).toEqual([])
  pause(at, 'caller', false)
  at.passes(MINUTE)
  expect(at.texts()).toEqual(['completed'])
})

it('a trigger that was queued is not lost when its turn comes while the workflow is paused', () => {
  const at = stage({
    id: 'w',
    entry: { mode: 'queued' },
    exit: [{ on: 'enough' }],
    actions: [say('{{event.data.n}}'), { wait: '1h' }],
  })
  at.happens('go', { n: 1 })
  at.happens('go', { n: 2 })
  pause(at, 'w')
  at.happens('enough')
  expect(at.texts()).toEqual(['1'])
  pause(at, 'w', false)
  at.passes(MINUTE)
  expect(at.texts()).toEqual(['1', '2'])
})

it('exits and goals take effect while it is paused', () => {
  const at = stage({ id: 'w', goal: { on: 'order.paid' }, actions: [{ wait: '1h' }] })
  at.happens('go')
  pause(at, 'w')
  at.happens('order.paid')
  expect(at.runs()[0]).toMatchObject({ status: 'completed', reason: 'goal' })
})
