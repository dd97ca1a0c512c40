import * as v from 'valibot'
import type { Json, JsonObject } from '../../schema/json.ts'
import { Cel } from '../../schema/text.ts'
import { parseExpression } from '../../workflows/language/expressions.ts'
import { asText } from './json-fields.ts'

const FIELDS = ['user_id', 'name', 'email', 'phone', 'locale', 'type'] as const
type Field = (typeof FIELDS)[number]

const Mapping = v.optional(v.pipe(Cel, v.check(isExpression, 'not an expression over body')))

/** Which parts of a body are what: a CEL expression over `body` for each field. */
export const FieldMap = v.pipe(
  v.strictObject({
    user_id: Mapping,
    name: Mapping,
    email: Mapping,
    phone: Mapping,
    locale: Mapping,
    type: Mapping,
  } satisfies Record<Field, typeof Mapping>),
  v.title('Fields'),
  v.description('Which parts of the body are what, each as a CEL expression such as body.contact.email.'),
)

/** The mapped fields that have a value. An expression that finds nothing leaves its field out: bodies differ. */
export function mapFields(map: JsonObject | undefined, body: Json): { [F in Field]?: string } {
  const found: { [F in Field]?: string } = {}
  for (const field of FIELDS) {
    const source = asText(map?.[field])
    const value = source === undefined ? undefined : evaluate(source, body)
    if (value !== undefined) found[field] = value
  }
  return found
}

function evaluate(source: string, body: Json): string | undefined {
  const parsed = parseExpression(source, { allows: ['body'] })
  if (parsed.kind !== 'expression') return undefined
  const result = parsed.expression.evaluate({ body })
  return result.kind === 'value' ? written(result.value) : undefined
}

/** Ids must survive: whole numbers only as long as they are exact, and CEL's own integers always. */
function written(value: unknown): string | undefined {
  if (typeof value === 'string') return value.trim() === '' ? undefined : value.trim()
  if (typeof value === 'bigint' || Number.isSafeInteger(value)) return String(value)
  return undefined
}

function isExpression(source: string): boolean {
  return parseExpression(source, { allows: ['body'] }).kind === 'expression'
}
