import { parseTimeOfDay } from '../../language/zone.ts'
import { error, type Finding, type Subject, warning } from '../finding.ts'
import type { Path } from '../problem.ts'
import { type StepAt, stepsOf } from '../steps.ts'
import { categoryOf } from './messages.ts'

/** Times of day that are chosen for a message and lie in quiet hours: it would always be put off. */
export function quiet(subject: Subject): Finding[] {
  const hours = quietHours(subject)
  if (!hours) return []
  if (hours.from === hours.to)
    return [error(['settings', 'quiet_hours', 'to'], 'quiet hours with equal ends would never end, or never begin')]
  const scheduled = subject.definition.triggers.flatMap((trigger, i) => timesOf(trigger, ['triggers', i]))
  const first = subject.definition.actions
  return [
    ...(sendsBeforeWaiting(first, subject) ? scheduled : []),
    ...subject.steps.flatMap((at) =>
      'wait' in at.step && sendsBeforeWaiting(at.list.slice(at.index + 1), subject)
        ? timesOf(at.step.wait, [...at.path, 'wait'])
        : [],
    ),
  ].flatMap(({ path, minute }) => (within(minute, hours) ? [finding(path, hours)] : []))
}

type Hours = { from: number; to: number; text: string }

function quietHours({ definition }: Subject): Hours | undefined {
  const set = definition.settings.quiet_hours
  if (set === 'send') return undefined
  const { from, to, policy } = typeof set === 'object' ? set : { from: '22:00', to: '08:00', policy: set }
  const [start, end] = [minuteOf(from), minuteOf(to)]
  if (start === undefined || end === undefined || (policy === 'send' && start !== end)) return undefined
  return { from: start, to: end, text: `${from}-${to}` }
}

function minuteOf(text: unknown): number | undefined {
  const time = typeof text === 'string' ? parseTimeOfDay(text) : undefined
  return time && time.hour * 60 + time.minute
}

function within(minute: number, { from, to }: Hours): boolean {
  return from <= to ? minute >= from && minute < to : minute >= from || minute < to
}

/** The fixed local times that a wait or a trigger names. */
function timesOf(written: unknown, path: Path): { path: Path; minute: number }[] {
  if (typeof written !== 'object' || written === null) return []
  const fields = written as Record<string, unknown>
  return ['at', 'until_local', 'schedule'].flatMap((key) => {
    const minute = key === 'schedule' ? cronMinute(fields[key]) : minuteOf(fields[key])
    return minute === undefined ? [] : [{ path: [...path, key], minute }]
  })
}

/** The time of day of a cron expression that has one: the fields before day, month and weekday, seconds or not. */
function cronMinute(cron: unknown): number | undefined {
  const fields = typeof cron === 'string' ? cron.trim().split(/\s+/) : []
  const [minute = '', hour = ''] = fields.slice(-5)
  if (fields.length < 5 || !/^\d+$/.test(minute) || !/^\d+$/.test(hour)) return undefined
  return Number(hour) * 60 + Number(minute)
}

/** Is a message that respects quiet hours the next thing to happen, before time passes again? */
function sendsBeforeWaiting(steps: StepAt['list'], subject: Subject): boolean {
  for (const step of steps) {
    if ('wait' in step || 'wait_for' in step || 'approve' in step) return false
    const categories = stepsOf([step]).map((at) => categoryOf(at, subject))
    if (categories.some((category) => category === 'promotional' || category === 'lifecycle')) return true
  }
  return false
}

function finding(path: Path, { text }: Hours): Finding {
  return warning(
    path,
    `this time lies in quiet hours (${text}), so the message is put off`,
    'choose another time, or set `quiet_hours`',
  )
}
