import * as v from 'valibot'
import type { LinkCard } from '../../../schema/content.ts'
import type { JsonObject } from '../../../schema/json.ts'
import { clip } from '../clip.ts'
import { asObject, asText } from '../json-fields.ts'
import type { Outgoing } from '../kind.ts'

/** What of a message fills a field of the template. */
const PARTS = ['text', 'title', 'description'] as const
/** Longer values are refused by the platform for most kinds of fields. */
const VALUE_CHARS_MAX = 200

/** A template of the account, and which part of a message each of its fields shows: `{ "thing1": "title" }`. */
export const Template = v.strictObject({
  id: v.pipe(v.string(), v.regex(/^\S{1,100}$/, 'must be the id of a template')),
  fields: v.pipe(
    v.record(v.pipe(v.string(), v.regex(/^[A-Za-z_]+\d*$/, 'must be a name such as thing1')), v.picklist(PARTS)),
    v.check((fields) => Object.keys(fields).length > 0 && Object.keys(fields).length <= 10, 'must name 1 to 10 fields'),
  ),
})

/** A message with a card as the template message of the account, which also reaches those who were silent for long. */
export function templateMessage({ to, text }: Outgoing, card: LinkCard, template: JsonObject): JsonObject {
  const parts: Record<string, string> = { text, title: card.title, description: card.description ?? text }
  const fields = Object.entries(asObject(template.fields) ?? {})
  const data = Object.fromEntries(
    fields.map(([name, part]) => [name, { value: clip(parts[asText(part) ?? ''] ?? text, VALUE_CHARS_MAX) }]),
  )
  return { touser: to, template_id: asText(template.id) ?? '', url: card.url, data }
}
