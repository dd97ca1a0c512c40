import * as v from 'valibot'
import type { Identity } from '../../schema/actor.ts'
import { isObject, type JsonObject } from '../../schema/json.ts'
import { Locale } from '../../schema/settings-locale.ts'
import { Zone } from '../../schema/text.ts'
import type { ContactPatch } from '../../workflows/engine/effect.ts'
import { TRAITS_CHARS_MAX } from '../../workflows/engine/limits.ts'
import { readInstant } from '../../workflows/language/read-instant.ts'
import { FORBIDDEN_KEYS } from '../channels/json-body.ts'
import type { ImportError } from '../store/imports.ts'
import type { ImportRecord } from './read-import.ts'

/** Where somebody is known who came with nothing but an address or a number. */
const BY_ADDRESS = 'import'
const TAGS_MAX = 100
const CHANNEL_CHARS_MAX = 64

export type Wanted = {
  line: number
  identities: Identity[]
  fields: Partial<ContactPatch>
  traits: JsonObject
  tags: string[]
}

const Short = v.pipe(v.string(), v.trim(), v.maxLength(200, 'at most 200 characters'))
const SHAPES = {
  name: Short,
  locale: Locale,
  timezone: Zone,
  phone: v.pipe(Short, v.regex(/^[+\d][\d ()./-]{2,}$/, 'not a phone number')),
  email: v.pipe(Short, v.toLowerCase(), v.regex(/^[^\s@]+@[^\s@]+$/, 'not an email address')),
  owner: Short,
} as const
type Field = keyof typeof SHAPES

/** A column may have any name, also one that every object has. */
function isField(name: string): name is Field {
  return Object.hasOwn(SHAPES, name)
}

export type Mapping = { channel: string; map: Readonly<Record<string, string>> }

/** What a record asks for, or what is wrong with it, by column. Columns that mean nothing here are left out. */
export function wantedOf(record: ImportRecord, { channel, map }: Mapping): Wanted | ImportError[] {
  const { line } = record
  if ('problem' in record) return [{ line, column: '', reason: record.problem }]
  const wanted: Wanted = { line, identities: [], fields: {}, traits: {}, tags: [] }
  const traits: [string, JsonObject[string]][] = []
  const errors: ImportError[] = []
  const refuse = (column: string, reason: string) => errors.push({ line, column, reason })
  const at: { channel: string; id?: string } = { channel }
  for (const [column, value] of Object.entries(record.values)) {
    const field = (Object.hasOwn(map, column) ? map[column] : undefined) ?? column
    if (value === '' || value === null || value === undefined) continue
    if (isField(field)) {
      const parsed = v.safeParse(SHAPES[field], typeof value === 'number' ? `${value}` : value)
      if (parsed.success) wanted.fields[field] = parsed.output
      else refuse(column, parsed.issues[0].message)
    } else if (field === 'external_id') at.id = String(value).slice(0, 300)
    else if (field === 'channel') at.channel = String(value).slice(0, CHANNEL_CHARS_MAX)
    else if (field === 'tags') wanted.tags = tagsOf(value)
    else if (field === 'joined_at') {
      const joinedAt = readInstant(value, 'UTC')
      if (joinedAt === undefined) refuse(column, 'not a date')
      else wanted.fields.joinedAt = joinedAt
    } else if (field === 'traits' && isObject(value)) traits.push(...Object.entries(value as JsonObject))
    else if (field.startsWith('traits.')) traits.push([field.slice(7), value as JsonObject[string]])
  }
  const [forbidden] = traits.find(([name]) => FORBIDDEN_KEYS.has(name)) ?? []
  if (forbidden !== undefined) refuse(`traits.${forbidden}`, 'not a name for a trait')
  wanted.traits = Object.fromEntries(traits)
  if (JSON.stringify(wanted.traits).length > TRAITS_CHARS_MAX)
    refuse('traits', `traits take at most ${TRAITS_CHARS_MAX} characters`)
  const known = at.id ?? wanted.fields.email ?? wanted.fields.phone
  if (typeof known !== 'string' && errors.length === 0) refuse('', 'nobody: no external_id, email or phone')
  if (typeof known === 'string')
    wanted.identities = [{ channel: at.id === undefined ? BY_ADDRESS : at.channel, external_id: known }]
  return errors.length > 0 ? errors : wanted
}

function tagsOf(value: unknown): string[] {
  const tags = Array.isArray(value) ? value.map(String) : String(value).split(/[;|,]/)
  return [...new Set(tags.map((tag) => tag.trim().slice(0, 100)).filter((tag) => tag !== ''))].slice(0, TAGS_MAX)
}
