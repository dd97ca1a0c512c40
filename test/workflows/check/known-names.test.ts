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
