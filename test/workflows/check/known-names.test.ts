import { expect, test } from 'vitest'
import { checkText } from '../../../workflows/check/check-text.ts'
import { written } from './written.ts'

const waits = (calendar: string) =>
  written({ actions: [`{ "wait": { "until_local": "09:30", "workdays": "${calendar}" } }`] })

test('refuses a calendar that nobody has set up, where the calendars are known', () => {
  expect(checkText(waits('chian'), { known: { calendars: ['china'] } })).toMatchObject({
    problems: [
      {
        path: 'actions[0].wait.workdays',
        line: 7,
        message: 'there is no calendar `chian`',
        hint: 'did you mean `china`?',
      },
    ],
  })
  expect(checkText(waits('weekdays'), { known: { calendars: [] } }).kind).toBe('ok')
  expect(checkText(waits('chian')).kind).toBe('ok')
})

test.each([
  ['a message', '{ "do": "message.send", "with": { "text": "{{secrets.KEY}}" } }', 'actions[0].with.text', /only in http/],
  ['a task', '{ "do": "task.create", "with": { "title": "{{secrets.KEY}}" } }', 'actions[0].with.title', /only in http/],
  ['all of them', '{ "do": "http.request", "with": { "url": "https://a.test", "body": "{{secrets}}" } }', 'actions[0].with.body', /named like/],
  ['an unknown one', '{ "do": "http.request", "with": { "url": "https://a.test", "body": "{{secrets.KEX}}" } }', 'actions[0].with.body', /no secret `KEX`/],
])('refuses secrets in %s', (_what, step, path, message) => {
  const checked = checkText(written({ actions: [step] }), { known: { secrets: ['KEY'] } })
  const [problem] = checked.kind === 'problems' ? checked.problems : []
  expect(problem).toMatchObject({ path, line: 7 })
  expect(problem?.message).toMatch(message)
}) // biome-ignore format: one case a line
