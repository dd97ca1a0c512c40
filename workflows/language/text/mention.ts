import type { HelperOptions } from 'handlebars'
import { isObject } from '../../../schema/json.ts'

/** Somebody that a text has mentioned: as it reads there, and who that is. */
export type Named = { text: string; ids: Record<string, string> }

/** Under a symbol, so that no template can reach it. */
const NAMED = Symbol('named')
const NAMED_MAX = 100

/** The data of one rendering, with a list that its mentions are added to. */
export function withMentions(data: Record<string, unknown>, named: Named[]): Record<string, unknown> {
  return Object.assign(data, { [NAMED]: named })
}

/**
 * `{{mention contact}}` reads as `@Name`. Who it is, is told beside the text. Somebody else is told by a hash:
 * `{{mention event.data.author channel="team" id=event.data.author_id}}`.
 */
export function mention(value: unknown, options: HelperOptions): string {
  const ids = idsOf(value, options)
  const name = isObject(value) ? nameOf(value) || Object.values(ids)[0] : nameOf({ name: value })
  if (!name) return ''
  const text = `@${name}`
  const named = collected(options)
  if (named && Object.keys(ids).length > 0 && named.length < NAMED_MAX) named.push({ text, ids })
  return text
}

/** Blocks and loops have data of their own, which inherit from the rendering's. */
function collected(options: HelperOptions): Named[] | undefined {
  for (let data: Data | undefined = options.data; data; data = data._parent) if (data[NAMED]) return data[NAMED]
  return undefined
}

type Data = { [NAMED]?: Named[]; _parent?: Data }

function nameOf({ name }: Record<string, unknown>): string {
  return name === undefined || name === null ? '' : String(name).trim()
}

/** External ids by channel: of a contact, or as the template says. */
function idsOf(value: unknown, options: HelperOptions): Record<string, string> {
  const { id, channel } = options.hash as Record<string, unknown>
  if (typeof id === 'string' && id !== '' && typeof channel === 'string') return { [channel]: id }
  const contact = isObject(value) ? value : sameName(value, options.data?.contact)
  if (!contact || !Array.isArray(contact.identities)) return {}
  return Object.fromEntries(
    contact.identities.flatMap((identity: unknown) =>
      isObject(identity) && typeof identity.channel === 'string' && typeof identity.external_id === 'string'
        ? [[identity.channel, identity.external_id]]
        : [],
    ),
  )
}

/** `{{mention contact.name}}` means the contact. */
function sameName(value: unknown, contact: unknown): Record<string, unknown> | undefined {
  return isObject(contact) && nameOf(contact) !== '' && contact.name === value ? contact : undefined
}
