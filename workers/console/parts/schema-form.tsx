import type { Form } from '../form.ts'
import type { Visit } from '../site.ts'
import { words } from '../words.ts'

const say = words({
  none: ['–', '–'],
  lines: ['One a line.', '每行一个。'],
  json: ['As JSON.', '以 JSON 书写。'],
  kept: ['Set. Left empty, it stays.', '已设置，留空则保持不变。'],
  optional: ['optional', '可选'],
})

/** The part of JSON Schema that our shapes are written in. */
export type FormSchema = {
  type?: string
  title?: string
  description?: string
  enum?: unknown[]
  default?: unknown
  properties?: Record<string, FormSchema>
  required?: string[]
  items?: FormSchema
  anyOf?: FormSchema[]
  additionalProperties?: unknown
  maxLength?: number
  minimum?: number
  maximum?: number
  'x-zh-CN'?: { title?: string; description?: string }
}

type Given = {
  visit: Visit
  schema: FormSchema
  /** The names of the fields begin so. */
  prefix: string
  values: Record<string, unknown>
  /** Fields whose values are kept and never shown. */
  secret?: ReadonlySet<string>
  isSecret?: boolean
  /** What fields are called, where their schema says it in one language only. */
  labels?: Readonly<Record<string, readonly [en: string, zh: string]>> | undefined
  /** What is wrong, by path below the prefix. */
  wrong?: ReadonlyMap<string, string>
}

/** Fields for an object, as its schema describes it. What no field fits is asked for as JSON. */
export function SchemaForm(given: Given) {
  const { schema } = given
  return (
    <>
      {Object.entries(schema.properties ?? {}).map(([name, inner]) => (
        <Field given={given} name={name} schema={inner} isRequired={schema.required?.includes(name) ?? false} />
      ))}
    </>
  )
}

function Field({
  given,
  name,
  schema: written,
  isRequired,
}: {
  given: Given
  name: string
  schema: FormSchema
  isRequired: boolean
}) {
  const { visit, prefix, values } = given
  const schema = withoutNull(written)
  const { title, description } = said(schema, name, given)
  const value = values[name]
  const id = `${prefix}${name}`
  if (kindOf(schema) === 'object')
    return (
      <fieldset>
        <legend>{title}</legend>
        {description && <p class="hint">{description}</p>}
        <SchemaForm {...given} schema={schema} prefix={`${id}.`} values={isRecord(value) ? value : {}} />
      </fieldset>
    )
  const w = say(visit.locale)
  const wrong = given.wrong?.get(id)
  const about = {
    id,
    name: id,
    'aria-describedby': `${id}-hint`,
    ...(wrong !== undefined && { 'aria-invalid': 'true' as const }),
  }
  return (
    <div class="field">
      <label for={id}>
        {title} {!isRequired && <small>({w.optional})</small>}
      </label>
      <Control given={given} schema={schema} value={value} about={about} name={name} isRequired={isRequired} />
      <span class="hint" id={`${id}-hint`}>
        {description} {kindOf(schema) === 'list' && w.lines} {kindOf(schema) === 'json' && w.json}{' '}
        {given.isSecret && given.secret?.has(name) && w.kept}
      </span>
      {wrong !== undefined && <span class="wrong">{wrong}</span>}
    </div>
  )
}

type About = { id: string; name: string; 'aria-describedby': string; 'aria-invalid'?: 'true' }

function Control(asked: {
  given: Given
  schema: FormSchema
  value: unknown
  about: About
  name: string
  isRequired: boolean
}) {
  const { given, schema, value, about, name, isRequired } = asked
  const shown = value ?? schema.default
  if (given.isSecret)
    return (
      <input {...about} type="password" autocomplete="new-password" required={isRequired && !given.secret?.has(name)} />
    )
  switch (kindOf(schema)) {
    case 'choice':
      return (
        <select {...about} required={isRequired}>
          {!isRequired && <option value="">{say(given.visit.locale).none}</option>}
          {(schema.enum ?? []).map((one) => (
            <option value={String(one)} selected={one === shown}>
              {String(one)}
            </option>
          ))}
        </select>
      )
    case 'boolean':
      return <input {...about} type="checkbox" value="true" checked={shown === true} />
    case 'number':
      return (
        <input
          {...about}
          type="number"
          step={schema.type === 'integer' ? '1' : 'any'}
          min={schema.minimum}
          max={schema.maximum}
          value={shown === undefined ? '' : String(shown)}
          required={isRequired}
        />
      )
    case 'local':
      return (
        <LocalFields about={about} value={shown} isLong={(schema.maxLength ?? 0) > LONG_CHARS || isLongLocal(schema)} />
      )
    case 'list':
      return <textarea {...about}>{Array.isArray(shown) ? shown.join('\n') : ''}</textarea>
    case 'json':
      return (
        <textarea {...about} class="mono" spellcheck={false}>
          {shown === undefined ? '' : JSON.stringify(shown, null, 2)}
        </textarea>
      )
    default:
      return <input {...about} value={typeof shown === 'string' ? shown : ''} required={isRequired} />
  }
}

/** One text for each of our languages; other languages that are there already stay. */
function LocalFields({ about, value, isLong }: { about: About; value: unknown; isLong: boolean }) {
  const texts: Record<string, unknown> = isRecord(value) ? value : { en: value }
  return (
    <>
      {[...new Set(['en', 'zh-CN', ...Object.keys(texts)])].map((locale) => {
        const own = {
          ...about,
          id: locale === 'en' ? about.id : `${about.id}:${locale}`,
          name: `${about.name}:${locale}`,
          'aria-label': `${about.name} ${locale}`,
          lang: locale,
          placeholder: locale,
        }
        const text = typeof texts[locale] === 'string' ? (texts[locale] as string) : ''
        return isLong ? <textarea {...own}>{text}</textarea> : <input {...own} value={text} />
      })}
    </>
  )
}

const LONG_CHARS = 500

function isLongLocal({ anyOf = [] }: FormSchema): boolean {
  return anyOf.some(({ type, maxLength = 0 }) => type === 'string' && maxLength > LONG_CHARS)
}

/** What the fields of a schema hold, as JSON: empty ones are left out. */
export function readSchemaForm(form: Form, schema: FormSchema, prefix: string): Record<string, unknown> {
  const read: Record<string, unknown> = {}
  for (const [name, written] of Object.entries(schema.properties ?? {})) {
    const inner = withoutNull(written)
    const value =
      kindOf(inner) === 'object'
        ? nonEmpty(readSchemaForm(form, inner, `${prefix}${name}.`))
        : readField(form, inner, `${prefix}${name}`)
    if (value !== undefined) read[name] = value
  }
  return read
}

function readField(form: Form, schema: FormSchema, name: string): unknown {
  if (kindOf(schema) === 'local') return readLocal(form, name)
  const written = form.text(name)
  const kind = kindOf(schema)
  if (kind === 'boolean') return written === 'true'
  if (written === '') return undefined
  if (kind === 'number') return Number.isNaN(Number(written)) ? written : Number(written)
  if (kind === 'list') return written.split(/\r?\n/).flatMap((line) => line.trim() || [])
  if (kind === 'json') return readJson(written)
  return written
}

function readLocal(form: Form, name: string): Record<string, string> | undefined {
  const given = Object.entries(form.under(`${name}:`)).filter(([, text]) => text.trim() !== '')
  return given.length > 0 ? Object.fromEntries(given) : undefined
}

function readJson(written: string): unknown {
  try {
    return JSON.parse(written)
  } catch {
    return written
  }
}

/** What may be null is simply left empty. */
function withoutNull(schema: FormSchema): FormSchema {
  const { anyOf, ...rest } = schema
  const some = anyOf?.filter(({ type }) => type !== 'null')
  if (!anyOf || !some || some.length === anyOf.length) return schema
  const [only] = some
  return some.length === 1 && only ? { ...withoutNull(only), ...rest } : { ...rest, anyOf: some }
}

function kindOf(schema: FormSchema): 'local' | 'object' | 'choice' | 'boolean' | 'number' | 'list' | 'text' | 'json' {
  const { type, properties, items, anyOf } = schema
  if (schema.enum) return 'choice'
  if (type === 'object' && properties) return 'object'
  if (type === 'boolean') return 'boolean'
  if (type === 'number' || type === 'integer') return 'number'
  if (type === 'array' && items?.type === 'string') return 'list'
  if (anyOf?.some((one) => one.type === 'string') && anyOf.some((one) => one.type === 'object')) return 'local'
  if (type === 'string' || anyOf?.some((one) => one.type === 'string')) return 'text'
  return 'json'
}

function said(schema: FormSchema, name: string, { visit, labels }: Given): { title: string; description: string } {
  const own = visit.locale === 'zh-CN' ? schema['x-zh-CN'] : undefined
  const title = labels?.[name]?.[visit.locale === 'zh-CN' ? 1 : 0]
  const hint = title === undefined ? undefined : schema.title
  return {
    title: title ?? own?.title ?? schema.title ?? name,
    description: own?.description ?? schema.description ?? (visit.locale === 'en' ? hint : undefined) ?? '',
  }
}

function nonEmpty(value: Record<string, unknown>): Record<string, unknown> | undefined {
  return Object.keys(value).length > 0 ? value : undefined
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
