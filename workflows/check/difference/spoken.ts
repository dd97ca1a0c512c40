import { isObject } from '../../../schema/json.ts'
import type { StepShape } from '../../../schema/step.ts'
import { verbOf } from '../../../schema/step.ts'
import type { Words } from './words/words.ts'

const DURATION = /^(\d+w)?(\d+d)?(\d+h)?(\d+m)?(\d+s)?$/
const TEXT_CHARS_MAX = 160

/** A value as a person reads it: durations spelled out, texts in quotes, everything else as it is written. */
export function spokenValue(words: Words, value: unknown): string {
  if (value === undefined || value === null) return words.nothing
  if (typeof value === 'boolean') return value ? words.yes : words.no
  if (typeof value === 'number') return String(value)
  if (typeof value === 'string') return duration(words, value) ?? words.quote(short(value))
  if (Array.isArray(value)) return words.list(value.map((one) => spokenValue(words, one)))
  if (!isObject(value)) return String(value)
  const [only, ...others] = Object.entries(value)
  if (only?.[0] === 'expr' && others.length === 0) return code(String(only[1]))
  const named = Object.entries(value).filter(([, one]) => one !== undefined)
  return words.list(named.map(([key, one]) => words.fieldIs(fieldName(words, key), spokenField(words, key, one))))
}

const EXPRESSIONS: ReadonlySet<string> = new Set([
  ...['if', 'when', 'already', 'while', 'until', 'for_each', 'date', 'segment', 'key', 'value', 'expr'],
])
const NAMES: ReadonlySet<string> = new Set(['on', 'schedule', 'do', 'workflow', 'metric', 'since', 'any'])
const PLAIN: ReadonlySet<string> = new Set([
  ...['mode', 'reentry', 'policy', 'category', 'quiet_hours', 'count', 'on_unknown', 'type', 'timezone', 'at', 'from'],
  ...['to', 'on_error', 'change', 'repeat', 'leap', 'stop', 'channel', 'per', 'offset'],
])

/** The value of a field: an expression and a name read as they are written. */
export function spokenField(words: Words, key: string, value: unknown): string {
  if (typeof value !== 'string') return spokenValue(words, value)
  if (EXPRESSIONS.has(key) || NAMES.has(key)) return code(value)
  return PLAIN.has(key) ? (duration(words, value) ?? value) : spokenValue(words, value)
}

export function fieldName(words: Words, key: string): string {
  return words.fields[key] ?? key.replaceAll('_', ' ')
}

/** `1w2d` as words; undefined for what is no duration. */
function duration(words: Words, text: string): string | undefined {
  const sign = /^[+-]/.exec(text)?.[0] ?? ''
  const bare = text.slice(sign.length)
  if (bare === '' || !DURATION.test(bare)) return undefined
  const parts = [...bare.matchAll(/(\d+)([wdhms])/g)]
  const spoken = parts.map(([, count = '', unit = '']) => words.units[unit]?.(String(Number(count))) ?? unit).join(' ')
  return `${sign === '-' ? '−' : ''}${spoken}`
}

export function code(text: string): string {
  return `\`${short(text)}\``
}

function short(text: string): string {
  const characters = [...text]
  return characters.length <= TEXT_CHARS_MAX ? text : `${characters.slice(0, TEXT_CHARS_MAX).join('')}…`
}

/** A text of the definition in the language of the reader, else in whichever there is. */
export function localText(value: unknown, locale: string): string | undefined {
  if (typeof value === 'string') return value
  if (!isObject(value)) return undefined
  const found = value[locale] ?? value[locale.split('-')[0] ?? ''] ?? Object.values(value)[0]
  return typeof found === 'string' ? found : undefined
}

/** A step by its name or id, and what it does. */
export function spokenStep(words: Words, step: StepShape, locale: string): string {
  const named = localText(step.name, locale) ?? step.id
  return words.step(named === undefined ? undefined : words.quote(named), spokenVerb(words, step))
}

export function spokenVerb(words: Words, step: StepShape): string {
  const verb = verbOf(step) ?? ''
  return words.verbs[verb]?.(detailOf(words, step)) ?? verb
}

/** Every verb in a few words. */
function detailOf(words: Words, step: StepShape): string {
  if ('do' in step) return spokenAction(words, step.do, step.with)
  if ('wait' in step) return spokenWait(words, step.wait)
  if ('wait_for' in step) {
    const { on, any } = step.wait_for
    return code(on ?? (any ?? []).map((one) => one.on).join(' | '))
  }
  if ('choose' in step) return String(step.choose.length)
  if ('split' in step) return words.list(step.split.map(({ name, weight }) => `${name} ${weight}`))
  if ('repeat' in step) return spokenValue(words, step.repeat)
  if ('set' in step) return words.list(Object.keys(step.set))
  if ('approve' in step) return spokenValue(words, step.approve.title)
  if ('throttle' in step) return `${step.throttle.limit} / ${spokenField(words, 'per', step.throttle.per)}`
  if ('call' in step) return words.quote(step.call.workflow)
  if ('stop' in step) return step.stop
  return code(step.if)
}

function spokenAction(words: Words, action: string, given: Record<string, unknown>): string {
  const said = given.text ?? given.template ?? given.title ?? given.tag ?? given.points ?? given.workflow
  const name = words.actions[action] ?? action
  return said === undefined ? name : `${name} ${spokenValue(words, said)}`
}

/** A wait of any form. One that is newer than these words is told by its fields. */
export function spokenWait(words: Words, wait: unknown): string {
  if (typeof wait === 'string') return words.waits.for(spokenValue(words, wait))
  if (!isObject(wait)) return spokenValue(words, wait)
  const { for: length, days, at, until, offset, until_local: time, weekdays, until_best_hour: best, ...more } = wait
  const rest = Object.keys(more).length > 0 ? `, ${spokenValue(words, more)}` : ''
  if (typeof length === 'string') return words.waits.for(spokenValue(words, length)) + rest
  if (typeof days === 'number') return words.waits.days(days, typeof at === 'string' ? at : undefined) + rest
  if (typeof until === 'string')
    return words.waits.until(code(until), typeof offset === 'string' ? spokenValue(words, offset) : undefined) + rest
  if (typeof time === 'string') return words.waits.local(time, spokenWeekdays(words, weekdays)) + rest
  return best === true ? words.waits.bestHour : spokenValue(words, wait)
}

function spokenWeekdays(words: Words, weekdays: unknown): string | undefined {
  return Array.isArray(weekdays)
    ? words.list(weekdays.map((day) => words.weekdays[String(day)] ?? String(day)))
    : undefined
}

/** A trigger or an exit by what it listens to. */
export function spokenTrigger(words: Words, trigger: Record<string, unknown>): string {
  const kind = Object.keys(words.triggers).find((one) => Object.hasOwn(trigger, one)) ?? 'on'
  return words.triggers[kind]?.(code(String(trigger[kind] ?? ''))) ?? kind
}
