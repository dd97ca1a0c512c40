import { compileRegex, type Regex, SUBJECT_LENGTH_MAX } from '../../regex.ts'
import { boundedList, boundedText, type Frame, fail, spend, TEXT_LENGTH_MAX } from '../frame.ts'
import { type FunctionTable, type Overload, overload } from '../function.ts'
import { toDouble, toIndex } from '../number.ts'
import { BOOL, listOf, NUMBER, STRING } from '../static-type.ts'
import { isNumeric, keysOf } from '../value.ts'

const same = (run: (text: string) => string): readonly Overload[] => [
  overload(['string'], STRING, ([text]) => boundedText(run(text))),
]
const asks = (run: (text: string, part: string) => boolean): readonly Overload[] => [
  overload(['string', 'string'], BOOL, ([text, part]) => run(text, part)),
]

/** CEL counts code points, JavaScript halves of them. */
const points = (text: string): readonly string[] => Array.from(text)
const length = (text: string): number => {
  let count = 0
  for (const _ of text) count++
  return count
}

const size: readonly Overload[] = [
  overload(['string'], NUMBER, ([text]) => BigInt(length(text))),
  overload(['bytes'], NUMBER, ([bytes]) => BigInt(bytes.length)),
  overload(['list'], NUMBER, ([items]) => BigInt(items.length)),
  overload(['map'], NUMBER, ([map]) => BigInt(keysOf(map).length)),
]

const matches: readonly Overload[] = [
  overload(['string', 'string'], BOOL, ([text, pattern], frame) => {
    const compiled = compileRegex(pattern)
    spend(frame, pattern.length)
    return compiled.kind === 'regex'
      ? test(compiled.regex, text, frame)
      : fail(`the pattern is wrong: ${compiled.message}`)
  }),
]

/** Matching costs its true price, so that a pattern in a loop cannot cost more than the rest. */
export function test(regex: Regex, text: string, frame: Frame): boolean {
  if (text.length > SUBJECT_LENGTH_MAX) return fail(`a text longer than ${SUBJECT_LENGTH_MAX} characters to match`)
  spend(frame, (text.length * regex.size) >> 1)
  return regex.test(text)
}

export const texts: FunctionTable = { size, matches }

export const textMethods: FunctionTable = {
  size,
  matches,
  startsWith: asks((text, part) => text.startsWith(part)),
  endsWith: asks((text, part) => text.endsWith(part)),
  contains: asks((text, part) => text.includes(part)),
  lower: same((text) => text.toLowerCase()),
  upper: same((text) => text.toUpperCase()),
  lowerAscii: same((text) => text.replace(/[A-Z]+/g, (part) => part.toLowerCase())),
  upperAscii: same((text) => text.replace(/[a-z]+/g, (part) => part.toUpperCase())),
  trim: same((text) => text.trim()),
  charAt: [
    overload(['string', 'index'], STRING, ([text, at]) => {
      const characters = points(text)
      return characters.slice(within(toIndex(at), 0, characters.length)).at(0) ?? ''
    }),
  ],
  indexOf: [
    overload(['string', 'string'], NUMBER, ([text, part]) => indexIn(text, text.indexOf(part))),
    overload(['string', 'string', 'index'], NUMBER, ([text, part, from]) => {
      const head = points(text)
        .slice(0, within(toIndex(from), 0, length(text)))
        .join('')
      return indexIn(text, text.indexOf(part, head.length))
    }),
  ],
  lastIndexOf: [overload(['string', 'string'], NUMBER, ([text, part]) => indexIn(text, text.lastIndexOf(part)))],
  replace: [
    overload(['string', 'string', 'string'], STRING, ([text, from, to]) => replaceAll(text, from, to)),
    overload(['string', 'string', 'string', 'index'], STRING, ([text, from, to, times]) => {
      const count = toIndex(times) ?? 0
      return count < 0 ? replaceAll(text, from, to) : replaceSome(text, from, to, count)
    }),
  ],
  substring: [
    overload(['string', 'index'], STRING, ([text, start]) => slice(text, toIndex(start), undefined)),
    overload(['string', 'index', 'index'], STRING, ([text, start, end]) => slice(text, toIndex(start), toIndex(end))),
  ],
  split: [
    overload(['string', 'string'], listOf(STRING), ([text, by]) =>
      boundedList(by === '' ? points(text) : text.split(by)),
    ),
    overload(['string', 'string', 'index'], listOf(STRING), ([text, by, most]) =>
      splitAtMost(text, by, toIndex(most) ?? 0),
    ),
  ],
  join: [
    overload(['list'], STRING, ([items], frame) => join(items, '', frame)),
    overload(['list', 'string'], STRING, ([items, by], frame) => join(items, by, frame)),
  ],
}

function within(index: number | undefined, least: number, most: number): number {
  return index !== undefined && index >= least && index <= most ? index : fail(`there is no character ${index ?? ''}`)
}

function indexIn(text: string, unit: number): bigint {
  return unit < 0 ? -1n : BigInt(length(text.slice(0, unit)))
}

function slice(text: string, start: number | undefined, end: number | undefined): string {
  const characters = points(text)
  const from = within(start, 0, characters.length)
  return characters.slice(from, end === undefined ? undefined : within(end, from, characters.length)).join('')
}

function replaceAll(text: string, from: string, to: string): string {
  const count = from === '' ? text.length + 1 : text.split(from).length - 1
  if (text.length + count * to.length > TEXT_LENGTH_MAX) return fail(`a text longer than ${TEXT_LENGTH_MAX} characters`)
  return text.split(from).join(to)
}

function replaceSome(text: string, from: string, to: string, count: number): string {
  const parts = text.split(from)
  const head = parts.slice(0, count + 1)
  const rest = parts.slice(count + 1)
  if (text.length + head.length * to.length > TEXT_LENGTH_MAX)
    return fail(`a text longer than ${TEXT_LENGTH_MAX} characters`)
  return [head.join(to), ...rest].join(from)
}

function splitAtMost(text: string, by: string, most: number): readonly string[] {
  const parts = by === '' ? points(text) : text.split(by)
  if (most < 0 || parts.length <= most) return boundedList(parts)
  if (most === 0) return []
  return boundedList([...parts.slice(0, most - 1), parts.slice(most - 1).join(by)])
}

function join(items: readonly unknown[], by: string, frame: Frame): string {
  let total = 0
  const parts = items.map((item) => {
    const text =
      typeof item === 'string' ? item : isNumeric(item) ? `${toDouble(item)}` : fail('only texts can be joined')
    total += text.length + by.length
    if (total > TEXT_LENGTH_MAX) fail(`a text longer than ${TEXT_LENGTH_MAX} characters`)
    return text
  })
  spend(frame, total >> 4)
  return parts.join(by)
}
