import { expect, it } from 'vitest'
import { judge } from '../../../workflows/experiments/judge.ts'
import { promote } from '../../../workflows/experiments/promote.ts'
import { weeklyText } from '../../../workflows/report/weekly.ts'
import { LABELS } from '../../../workflows/report/words.ts'

const hello = { id: 'hello', do: 'tag.add', with: { tag: 'hello' } }
const hi = { id: 'hi', do: 'tag.add', with: { tag: 'hi' } }
const test = (more: object = {}) => ({
  ...{ id: 'test', split: [{ name: 'a', weight: 1, then: [hello] }, { name: 'b', weight: 1, then: [hi, hello] }, { name: 'holdout', weight: 1 }] },
  ...more,
}) // biome-ignore format: one shape

it.each([
  ['the steps of the branch come in its place', [test(), hi], 'b', [hi, hello, hi]],
  ['a branch without steps leaves nothing', [test(), hi], 'holdout', [hi]],
  ['also inside another step', [{ if: 'true', then: [test()] }], 'a', [{ if: 'true', then: [hello] }]],
  ['a condition stays', [test({ when: 'contact.points > 1' })], 'a', [{ if: 'contact.points > 1', then: [hello] }]],
])('%s', (_, actions, branch, expected) => {
  expect(promote({ id: 'w', actions: actions as never }, 'test', branch)).toEqual({ id: 'w', actions: expected })
})

it('a split without an id is named by its place', () => {
  const { id: _, ...nameless } = test()
  expect(promote({ actions: [hi, nameless] as never }, 'actions.1', 'a')).toEqual({ actions: [hi, hello] })
})

it('what is not there is not promoted', () => {
  expect(promote({ actions: [test()] as never }, 'test', 'c')).toBeUndefined()
  expect(promote({ actions: [test()] as never }, 'other', 'a')).toBeUndefined()
})

const branch = (name: string, exposed: number, converted: number, expected = exposed) => ({
  ...{ name, exposed, expected, converted, value: 0, squares: 0 },
})

it.each([
  ['nobody has come', [branch('a', 0, 0), branch('b', 0, 0)], 'nothing yet', null],
  ['a few have come', [branch('a', 40, 3), branch('b', 41, 9)], 'too early', null],
  ['one is better', [branch('a', 2000, 200), branch('b', 2000, 320)], 'winner', 'b'],
  ['the first is better than all', [branch('a', 2000, 320), branch('b', 2000, 200)], 'control wins', 'a'],
  ['it may be luck', [branch('a', 1000, 100), branch('b', 1000, 130)], 'open', null],
  ['there is no difference', [branch('a', 900_000, 90_000), branch('b', 900_000, 90_100)], 'no difference', null],
  ['somebody is missing', [branch('a', 2300, 200, 2150), branch('b', 2000, 320, 2150)], 'ratio off', null],
])('an experiment says what it can: %s', (_, branches, kind, winner) => {
  const { verdict } = judge(branches)
  expect(verdict).toMatchObject({ kind, branch: winner })
  expect(verdict.words.en).not.toBe(verdict.words['zh-CN'])
})

it('tells a week with its changes, in both languages', () => {
  const nothing = Object.fromEntries(Object.keys(LABELS).map((label) => [label, 0])) as never as Record<
    keyof typeof LABELS,
    number | null
  >
  const report = {
    week: { name: '2026-W02', from: '2026-01-05', to: '2026-01-11' },
    now: { ...nothing, new: 12, left: 3, interaction_rate: 0.5, orders: 2, nps: null, sent: 1200 },
    before: { ...nothing, new: 10, left: 4, interaction_rate: 0.45, orders: 0, nps: 10, sent: 1200 },
    funnel: [{ step: 'member.joined', members: 12 }, { step: 'order.paid', members: 2 }],
  } // biome-ignore format: one shape
  expect(weeklyText(report, 'en')).toBe(`📊 Weekly report 2026-W02
2026-01-05 – 2026-01-11

New members: 12  ▲ 20 %
Left: 3  ▼ 25 %
Of the active, who interacted: 50 %  ▲ 5 pp
Orders: 2  ▲ from 0
Messages sent: 1,200  =

Of those who joined: joined 12 → ordered 2`)
  expect(weeklyText(report, 'zh-CN')).toContain('新增成员：12  ▲ 20 %\n退群：3  ▼ 25 %')
  expect(weeklyText({ ...report, now: nothing, before: nothing, funnel: [] }, 'zh-CN')).toContain('本周没有动态。')
})
