import * as v from 'valibot'
import { isTypeName, typeFromOutside } from '../../schema/event.ts'
import type { Json, JsonObject } from '../../schema/json.ts'
import { Cel } from '../../schema/text.ts'
import { type ParsedExpression, parseExpression, toJson } from '../../workflows/language/expressions.ts'
import { parseIsoTime } from './iso-time.ts'
import { asObject, asText } from './json-fields.ts'
import { described } from './setting.ts'

export const FIELDS = ['user_id', 'name', 'email', 'phone', 'locale', 'type', 'id', 'time'] as const
export type Field = (typeof FIELDS)[number]

const Mapping = v.pipe(
  Cel,
  v.check(
    (source) => parse(source).kind === 'expression',
    ({ input }) => `not an expression over body${typeof input === 'string' ? problemIn(input) : ''}`,
  ),
)

const TRAITS_MAX = 50

const Traits = v.pipe(
  v.record(
    v.pipe(v.string(), v.regex(/^[^\s"'`\\<>{}]{1,64}$/, 'a trait has a name of up to 64 characters without blanks')),
    Mapping,
  ),
  v.check((traits) => Object.keys(traits).length <= TRAITS_MAX, `at most ${TRAITS_MAX} traits`),
)

/** Which parts of a body are what: a CEL expression over `body` for each field. */
export const FieldMap = described(
  v.strictObject({
    user_id: field('The person’s id', '用户的 id'),
    name: field('The person’s name', '姓名'),
    email: field('Their e-mail address', '邮箱'),
    phone: field('Their phone number', '手机号'),
    locale: field('Their language, such as zh-CN', '语言，如 zh-CN'),
    type: field('The event’s type', '事件类型'),
    id: field('What is the same when the event is delivered again', '重复投递时保持不变的 id'),
    time: field(
      'When it happened: ISO 8601, or seconds or milliseconds since 1970',
      '发生时间：ISO 8601，或自 1970 年起的秒、毫秒数',
    ),
    traits: v.optional(
      described(
        Traits,
        ['Traits', '联系人属性'],
        [
          'What is kept of the person as contact.traits: a CEL expression over body for each name.',
          '写入 contact.traits 的内容：每个名称一个基于 body 的 CEL 表达式。',
        ],
      ),
    ),
  } satisfies Record<Field | 'traits', unknown>),
  ['Fields', '字段映射'],
  [
    'Which parts of the body are what, each as a CEL expression such as body.contact.email.',
    '正文的哪些部分是什么，各写成一个 CEL 表达式，如 body.contact.email。',
  ],
)

function field(en: string, zh: string) {
  return v.optional(described(Mapping, [en, zh], ['A CEL expression over body.', '基于 body 的 CEL 表达式。']))
}

/** The mapped fields that have a value. An expression that finds nothing leaves its field out: bodies differ. */
export function mapFields(map: JsonObject | undefined, body: Json): { [F in Field]?: string } {
  const found: { [F in Field]?: string } = {}
  for (const name of FIELDS) {
    const source = asText(map?.[name])
    const value = source === undefined ? undefined : evaluate(source, body)
    if (value === undefined) continue
    if (name !== 'type') found[name] = value
    else if (isTypeName(value)) found.type = typeFromOutside(value)
  }
  return found
}

/**
 * The mapped traits that have a value: text, numbers, yes or no, and lists of them. What finds nothing leaves the trait
 * as it was: a question that was not asked this time is no answer.
 */
export function mapTraits(map: JsonObject | undefined, body: Json): { traits?: JsonObject } {
  const found = Object.entries(asObject(map?.traits) ?? {}).flatMap(([name, source]): [string, Json][] => {
    const value = typeof source === 'string' ? traitValue(source, body) : undefined
    return value === undefined ? [] : [[name, value]]
  })
  return found.length > 0 ? { traits: Object.fromEntries(found) } : {}
}

const TRAIT_CHARS_MAX = 2000

function traitValue(source: string, body: Json): Json | undefined {
  const parsed = parse(source)
  const result = parsed.kind === 'expression' ? parsed.expression.evaluate({ body }) : undefined
  const value = result?.kind === 'value' ? toJson(result.value) : null
  const plain = typeof value === 'string' ? value.trim() : value
  if (plain === null || plain === '' || JSON.stringify(plain).length > TRAIT_CHARS_MAX) return undefined
  return plain
}

const SECONDS_DIGITS_MAX = 11

/** A mapped time as milliseconds; undefined when it is none. */
export function mappedTime(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  if (/^\d{9,14}$/.test(text)) return text.length <= SECONDS_DIGITS_MAX ? Number(text) * 1000 : Number(text)
  return parseIsoTime(text)
}

function evaluate(source: string, body: Json): string | undefined {
  const parsed = parse(source)
  if (parsed.kind !== 'expression') return undefined
  const result = parsed.expression.evaluate({ body })
  return result.kind === 'value' ? written(result.value) : undefined
}

const VALUE_LENGTH_MAX = 500

/** Ids must survive: whole numbers only as long as they are exact, and CEL's own integers always. */
function written(value: unknown): string | undefined {
  if (typeof value === 'string') {
    const text = value.trim()
    return text === '' || text.length > VALUE_LENGTH_MAX ? undefined : text
  }
  if (typeof value === 'bigint' || Number.isSafeInteger(value)) return String(value)
  return undefined
}

const KEPT_MAX = 500
const kept = new Map<string, ParsedExpression>()

/** Parsed once an isolate: the same few expressions are asked of every webhook. */
function parse(source: string): ParsedExpression {
  const known = kept.get(source)
  if (known) return known
  const parsed = parseExpression(source, { allows: ['body'] })
  if (kept.size >= KEPT_MAX) kept.clear()
  kept.set(source, parsed)
  return parsed
}

function problemIn(source: string): string {
  const parsed = parse(source)
  if (parsed.kind === 'expression') return ''
  const { message, line = 1, column = 1, hint } = parsed.problem
  return `: ${message} (line ${line}, column ${column})${hint === undefined ? '' : `; ${hint}`}`
}
