import type { Form } from '../form.ts'
import { entryOf, type FormSchema, kindOf, mayBeNull, withoutNull } from './schema-kinds.ts'

/**
 * What the fields of a schema hold, as JSON. Empty ones are left out; but where the shape has something of its own to
 * put there, an empty list is written as empty, so that what is seen is what is kept.
 */
export function readSchemaForm(form: Form, schema: FormSchema, prefix: string): Record<string, unknown> {
  const read: Record<string, unknown> = {}
  for (const [name, inner] of Object.entries(schema.properties ?? {})) {
    const value = readSchemaField(form, inner, `${prefix}${name}`)
    if (value !== undefined) read[name] = value
  }
  return read
}

export function readSchemaField(form: Form, written: FormSchema, name: string): unknown {
  const value = readPresent(form, withoutNull(written), name)
  return value === undefined && mayBeNull(written) && written.default !== undefined ? null : value
}

function readPresent(form: Form, schema: FormSchema, name: string): unknown {
  const kind = kindOf(schema)
  switch (kind) {
    case 'object':
      return schema.default === undefined && isBlank(form, schema, `${name}.`)
        ? undefined
        : readSchemaForm(form, schema, `${name}.`)
    case 'local':
      return readLocal(form, name) ?? (schema.type === 'object' ? {} : undefined)
    case 'boolean':
      return form.text(name) === 'true'
    case 'choices':
      return orEmpty(schema, form.all(name))
    case 'list':
      return orEmpty(schema, linesOf(form.text(name)))
    case 'lists':
      return orEmpty(
        schema,
        linesOf(form.text(name)).map((line) => line.split(/[,，、]/).flatMap((word) => word.trim() || [])),
      )
    case 'rows':
      return rowsOf(form, schema.items ?? {}, name).map((row) => readSchemaForm(form, schema.items ?? {}, row))
    case 'map':
      return readMap(form, entryOf(schema), name)
    default:
      return readText(form.text(name), kind)
  }
}

function readText(written: string, kind: string): unknown {
  if (written === '') return undefined
  if (kind === 'number') return Number.isNaN(Number(written)) ? written : Number(written)
  return kind === 'json' ? readJson(written) : written
}

function orEmpty<T>(schema: FormSchema, items: T[]): T[] | undefined {
  return items.length > 0 || schema.default !== undefined ? items : undefined
}

function linesOf(written: string): string[] {
  return written.split('\n').flatMap((line) => line.trim() || [])
}

/** The prefixes of the rows in which something is written. */
function rowsOf(form: Form, item: FormSchema, name: string): string[] {
  const numbers = Object.keys(form.under(`${name}.`)).map((rest) => Number.parseInt(rest, 10))
  const rows = [...new Set(numbers.filter((one) => one >= 0))].sort((a, b) => a - b).map((row) => `${name}.${row}.`)
  return rows.filter((row) => !isBlank(form, item, row) || form.text(`${row}:key`) !== '')
}

function readMap(form: Form, entry: FormSchema, name: string): Record<string, unknown> {
  const isPlain = 'value' in (entry.properties ?? {})
  return Object.fromEntries(
    rowsOf(form, entry, name).map((row) => {
      const read = readSchemaForm(form, entry, row)
      return [form.text(`${row}:key`), isPlain ? (read.value ?? '') : read]
    }),
  )
}

/** Choices and check boxes always say something: only what is written counts. */
function isBlank(form: Form, { properties = {} }: FormSchema, prefix: string): boolean {
  return Object.entries(properties).every(([name, written]) => {
    const schema = withoutNull(written)
    switch (kindOf(schema)) {
      case 'object':
        return isBlank(form, schema, `${prefix}${name}.`)
      case 'local':
        return readLocal(form, `${prefix}${name}`) === undefined
      case 'choice':
      case 'choices':
      case 'boolean':
        return true
      case 'rows':
        return rowsOf(form, schema.items ?? {}, `${prefix}${name}`).length === 0
      default:
        return form.text(`${prefix}${name}`) === ''
    }
  })
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
