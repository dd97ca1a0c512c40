import { expect, it } from 'vitest'
import { eventWords } from '../../../schema/event-words.ts'
import { stepNames } from '../../../workers/console/parts/step-names.ts'
import { waitingWords } from '../../../workers/console/parts/waiting.ts'
import type { Visit } from '../../../workers/console/site.ts'

it.each([
  [{ for: 'time' }, 'its time', '时间到'],
  [{ for: 'event', events: ['message.received', 'custom.x'] }, 'message received or custom.x', '收到消息或custom.x'],
  [{ for: 'event', events: ['task.approved', 'task.rejected'], task: 't1' }, 'a decision', '审批'],
  [{ for: 'gate', held: {} }, 'the moment when it may be sent', '可以发送的时刻'],
  [null, '', ''],
])('tells in both languages what a run waits for: %j', (waiting, en, zh) => {
  expect(waitingWords({ locale: 'en' }, waiting)).toBe(en)
  expect(waitingWords({ locale: 'zh-CN' }, waiting)).toBe(zh)
})

it('names each step by its own name, else by what it does, and events as people call them', () => {
  const definition = {
    actions: [
      { id: 'gift', do: 'points.award', with: { points: 10 } },
      {
        if: 'contact.points > 5',
        then: [{ name: { en: 'Say hello', 'zh-CN': '问好' }, do: 'message.send', with: {} }],
        else: [],
      },
      { wait_for: { on: 'message.received', timeout: '1d' }, then: [], else: [] },
    ],
  }
  const visit = { locale: 'en' } as Visit
  expect([...stepNames(visit, definition)]).toEqual([
    ['gift', 'Award points 10'],
    ['actions.1', 'If contact.points > 5'],
    ['actions.1.then.0', 'Say hello'],
    ['actions.2', 'Wait for message received'],
  ])
  expect(stepNames(visit, 'none').size).toBe(0)
  expect(eventWords('constructor', 'en')).toBe('constructor')
})
