import { expect, test } from 'vitest'
import { checkDefinition } from '../../../workflows/check/check.ts'
import { difference } from '../../../workflows/check/difference/difference.ts'

const hello = { id: 'hello', do: 'message.send', with: { text: 'Hello' } }
const offer = { id: 'offer', if: 'contact.risk >= 60', then: [{ do: 'tag.add', with: { tag: 'risky' } }], else: [] }
const base = {
  id: 'recall',
  name: { en: 'Recall', 'zh-CN': '召回' },
  inputs: { days: { type: 'integer', default: 7 } },
  triggers: [{ on: 'contact.stage_changed', if: "event.data.to == 'dormant'" }, { manual: true }],
  conditions: ["!('staff' in contact.tags)"],
  entry: { mode: 'single', reentry: '30d' },
  exit: [{ on: 'member.left' }],
  goal: { on: 'order.paid', within: '14d' },
  settings: { category: 'lifecycle', quiet_hours: 'defer' },
  texts: { bye: { en: 'Bye', 'zh-CN': '再见' } },
  actions: [hello, { wait: '3d' }, offer, { do: 'message.send', with: { template: 'bye' } }],
}

function told(after: object, locale = 'en', before: object = base) {
  const [a, b] = [before, after].map((one) => checkDefinition({ ...base, ...one }))
  if (a?.kind !== 'ok' || b?.kind !== 'ok') throw new Error(JSON.stringify([a, b]))
  return difference(a.definition, b.definition, locale)
}

const cases: [string, object, [kind: string, path: string, text: RegExp][]][] = [
  ['nothing', {}, []],
  ['the name in one language', { name: { en: 'Come back', 'zh-CN': '召回' } }, [['changed', 'name.en', /name \(en\): “Recall” → “Come back”/]]],
  ['a longer wait', { actions: [hello, { wait: '5d' }, ...base.actions.slice(2)] }, [['changed', 'actions[1].wait', /wait: 3 days → 5 days|wait 3 days → 5 days/]]],
  ['another kind of wait', { actions: [hello, { wait: { until_local: '09:30', weekdays: ['tue'] } }, ...base.actions.slice(2)] }, [['changed', 'actions[1].wait', /3 days → until 09:30 on Tuesday/]]],
  ['another wording', { actions: [{ ...hello, with: { text: 'Hi there' } }, ...base.actions.slice(1)] }, [['changed', 'actions[0].with.text', /“hello”.*“Hello” → “Hi there”/]]],
  ['a new step', { actions: [hello, { do: 'points.award', with: { points: 5, reason: 'x' } }, ...base.actions.slice(1)] }, [['added', 'actions[1]', /Added after step “hello”.*award points 5/]]],
  ['a step that is gone', { actions: base.actions.slice(1) }, [['removed', 'actions[0]', /Removed.*“hello”/]]],
  ['steps in another order', { actions: [{ wait: '3d' }, hello, ...base.actions.slice(2)] }, [['moved', 'actions[1]', /Moved: step “hello”.*after step \(wait 3 days\)/]]],
  ['a step moved into a branch', { actions: [{ wait: '3d' }, { ...offer, else: [hello] }, base.actions[3]] }, [['moved', 'actions[1].else[0]', /“hello”.*now in step “offer”.*“else”/]]],
  ['a condition of a branch', { actions: [hello, { wait: '3d' }, { ...offer, if: 'contact.risk >= 80' }, base.actions[3]] }, [['changed', 'actions[2].if', /`contact.risk >= 60` → `contact.risk >= 80`/]]],
  ['a step that is skipped sometimes', { actions: [{ ...hello, when: 'contact.points > 5' }, ...base.actions.slice(1)] }, [['changed', 'actions[0].when', /only when nothing → `contact.points > 5`/]]],
  ['another trigger', { triggers: [...base.triggers, { schedule: '0 9 * * *' }] }, [['added', 'triggers[2]', /at the times `0 9 \* \* \*`/]]],
  ['a trigger that is gone', { triggers: [base.triggers[0]] }, [['removed', 'triggers[1]', /by hand/]]],
  ['a stricter trigger', { triggers: [{ on: 'contact.stage_changed', if: "event.data.to == 'lost'" }, { manual: true }] }, [['changed', 'triggers[0].if', /condition .*dormant.* → .*lost/]]],
  ['another condition', { conditions: ['contact.points > 0'] }, [['changed', 'conditions[0]', /staff.* → `contact.points > 0`/]]],
  ['one more condition', { conditions: [...base.conditions, 'contact.points > 0'] }, [['added', 'conditions[1]', /condition `contact.points > 0`/]]],
  ['another re-entry', { entry: { mode: 'parallel', reentry: '1w' } }, [['changed', 'entry.mode', /single → parallel/], ['changed', 'entry.reentry', /30 days → 1 week/]]],
  ['no goal', { goal: undefined }, [['removed', 'goal', /goal: when `order.paid` happens/]]],
  ['a longer goal', { goal: { on: 'order.paid', within: '30d' } }, [['changed', 'goal.within', /14 days → 30 days/]]],
  ['a setting', { settings: { category: 'promotional', quiet_hours: 'defer' } }, [['changed', 'settings.category', /lifecycle → promotional/]]],
  ['an exit', { exit: [...base.exit, { on: 'order.paid' }] }, [['added', 'exit[1]', /exit: when `order.paid` happens/]]],
  ['an input', { inputs: { days: { type: 'integer', default: 9 } } }, [['changed', 'inputs.days.default', /input “days”: default 7 → 9/]]],
  ['a text in one language', { texts: { bye: { en: 'See you', 'zh-CN': '再见' } } }, [['changed', 'texts.bye.en', /text “bye” \(en\): “Bye” → “See you”/]]],
  ['a text in another language', { texts: { bye: { en: 'Bye', 'zh-CN': '再见', fr: 'Salut' } } }, [['added', 'texts.bye.fr', /“bye” \(fr\): “Salut”/]]],
  ['a step that does something else now', { actions: [{ id: 'hello', wait: '1d' }, ...base.actions.slice(1)] }, [['changed', 'actions[0]', /send a message.* → .*wait 1 day/]]],
] // biome-ignore format: one line a case

test.each(cases)('tells %s', (_what, after, expected) => {
  const { changes, same } = told(after)
  expect(changes.map(({ kind, path }) => [kind, path])).toEqual(expected.map(([kind, path]) => [kind, path]))
  for (const [i, [, , text]] of expected.entries()) expect(changes[i]?.text).toMatch(text)
  expect(same).toBe(expected.length === 0)
})

test('tells the other way round what was added as removed', () => {
  const longer = { ...base, actions: [...base.actions, { wait: '1d' }] }
  expect(told({}, 'en', longer).changes).toMatchObject([
    { kind: 'removed', path: 'actions[4]', before: { wait: '1d' } },
  ])
})

test('tells it in Chinese', () => {
  const { changes, summary } = told(
    { actions: [hello, { wait: '5d' }, ...base.actions.slice(2)], settings: { ...base.settings, holdout: 10 } },
    'zh-CN',
  )
  expect(summary).toBe('2 处修改')
  expect(changes.map(({ text }) => text)).toEqual([
    '修改：设置：对照组百分比 无 → 10',
    '修改：步骤（在步骤 “hello”（发送消息 “Hello”）之后）：等待 3 天 → 5 天',
  ])
})

test('knows an experiment by the names of its branches', () => {
  const split = (a: number, b: number) => ({
    actions: [
      {
        split: [
          { name: 'a', weight: a, then: [hello] },
          { name: 'b', weight: b },
        ],
      },
    ],
  })
  const { changes } = told(split(70, 30), 'en', { ...base, ...split(50, 50) })
  expect(changes.map(({ path, before, after }) => [path, before, after])).toEqual([
    ['actions[0].split.a.weight', 50, 70],
    ['actions[0].split.b.weight', 50, 30],
  ])
})
