import { expect, it } from 'vitest'
import { DAY, HOUR, type Stage, say, stage } from './stage.ts'

const once = { id: 'w', entry: { reentry: 'never' } }
const reasonOf = (at: Stage) => at.happens('go').settled[0]?.outcomes[0]?.reason

it.each<[string, object, (at: Stage) => void, string]>([
  ['a condition', { conditions: ["'in' in contact.tags"] }, (at) => at.actor.contact.tags.push('in'), 'condition false'],
  ['the trigger’s own condition', { triggers: [{ on: 'go', if: "'in' in contact.tags" }] }, (at) => at.actor.contact.tags.push('in'), 'condition false'],
  ['a pause', { paused: true }, (at) => { for (const one of at.workflows) one.paused = false }, 'paused'],
])('whoever was refused by %s has not used up the one entry that they have', (_what, more, change, reason) => {
  const at = stage({ ...once, actions: [say('hi')], ...more })
  expect(reasonOf(at)).toBe(reason)
  change(at)
  expect(reasonOf(at)).toBe(null)
  expect(reasonOf(at)).toBe('re-entry')
  expect(at.texts()).toEqual(['hi'])
}) // biome-ignore format: one case a line

it('asks entry rules when the trigger fires, and never again: a run does not find itself', () => {
  const at = stage({
    ...once,
    entry: { mode: 'single', reentry: 'never' },
    actions: [{ wait: '1h' }, say('one'), { wait: '1h' }, say('two')],
  })
  expect(reasonOf(at)).toBe(null)
  at.passes(DAY)
  expect(at.texts()).toEqual(['one', 'two'])
  expect(at.runs()).toMatchObject([{ status: 'completed', reason: null }])
})

it('a segment that flickers ends no run and throws nothing away: who is in a run stays in it', () => {
  const at = stage(
    { id: 'w', triggers: [{ segment: "'vip' in contact.tags", change: 'enter' }], actions: [{ wait: '2h' }, say('told')] },
    { id: 'add', triggers: [{ on: 'add' }], actions: [{ do: 'tag.add', with: { tag: 'vip' } }] },
    { id: 'remove', triggers: [{ on: 'remove' }], actions: [{ do: 'tag.remove', with: { tag: 'vip' } }] },
  ) // biome-ignore format: one workflow a line
  at.happens('hello')
  at.happens('add')
  at.passes(HOUR)
  at.happens('remove')
  expect(at.runs().filter(({ workflowId }) => workflowId === 'w')).toMatchObject([{ status: 'waiting' }])
  const again = at.happens('add').settled[0]?.outcomes.find(({ event }) => event.type === 'segment.entered')
  expect(again).toMatchObject({ reason: 'already running' })
  at.passes(HOUR)
  expect(at.texts()).toEqual(['told'])
})

it('within one reaction, what was added and taken away again was never entered', () => {
  const tag = (verb: string) => ({ do: `tag.${verb}`, with: { tag: 'vip' } })
  const at = stage(
    { id: 'w', triggers: [{ segment: "'vip' in contact.tags", change: 'enter' }], actions: [say('told')] },
    { id: 'both', actions: [tag('add'), tag('remove')] },
  )
  at.happens('hello')
  at.happens('go')
  expect(at.texts()).toEqual([])
})
