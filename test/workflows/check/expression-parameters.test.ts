import { expect, test } from 'vitest'
import { checkDefinition } from '../../../workflows/check/check.ts'

const problems = (action: string, given: object) => {
  const actions = [{ do: action, with: given }]
  const checked = checkDefinition({ id: 'w', name: 'W', triggers: [{ on: 'member.joined' }], actions })
  return checked.kind === 'problems' ? checked.problems.map(({ path, message }) => `${path}: ${message}`) : []
}

test.each([
  ['points.award', { points: { expr: 'contact.name' }, reason: 'r' }, 'actions[0].with.points.expr'],
  ['points.award', { points: { expr: 'contact.points > 3' }, reason: 'r' }, 'actions[0].with.points.expr'],
  ['tag.add', { tag: { expr: 'contact.points' } }, 'actions[0].with.tag.expr'],
  ['message.send', { text: { expr: 'contact.points' } }, 'actions[0].with.text.expr'],
])('an expression that can never be what %s takes is refused where it stands', (action, given, path) => {
  expect(problems(action, given)).toEqual([expect.stringMatching(path.replace(/[[\].]/g, '\\$&'))])
})

test.each([
  ['points.award', { points: { expr: 'contact.points / 2' }, reason: { expr: 'contact.name' } }],
  ['points.award', { points: { expr: 'event.data.points' }, reason: 'r' }],
  ['points.award', { points: 5, reason: 'r', expires_in: { expr: '"30" + "d"' } }],
  ['message.send', { text: 'x', category: { expr: '"trans" + "actional"' } }],
  ['contact.set', { traits: { expr: 'event.data' } }],
  ['task.create', { title: 'x', assignee: { expr: 'contact.owner' } }],
])('an expression that may be what %s takes is let through', (action, given) => {
  expect(problems(action, given)).toEqual([])
})
