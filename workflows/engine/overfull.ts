import type { Contact } from '../../schema/actor.ts'
import type { JsonObject } from '../../schema/json.ts'
import { changes } from '../actions/contact/set.ts'
import { TAGS_MAX, TRAITS_CHARS_MAX } from './limits.ts'

type Asked = {
  traits?: JsonObject
  tags?: readonly string[]
  addTags?: readonly string[]
  removeTags?: readonly string[]
}

export type Overfull = { path: 'traits' | 'tags'; code: 'too_many_traits' | 'too_many_tags'; message: string }

/** What of this a contact, which is a row of its own, has no room for; undefined when all of it fits. Letting go always does. */
export function overfull(contact: Readonly<Contact>, asked: Asked): Overfull | undefined {
  const traits = changes(contact, {}, asked.traits).patch.traits ?? contact.traits
  if (isMore(sizeOf(traits), sizeOf(contact.traits), TRAITS_CHARS_MAX)) {
    const message = `traits take at most ${TRAITS_CHARS_MAX} characters`
    return { path: 'traits', code: 'too_many_traits', message }
  }
  const { tags = contact.tags, addTags = [], removeTags = [] } = asked
  const after = new Set([...tags, ...addTags].filter((tag) => !removeTags.includes(tag)))
  if (!isMore(after.size, contact.tags.length, TAGS_MAX)) return undefined
  return { path: 'tags', code: 'too_many_tags', message: `a contact has at most ${TAGS_MAX} tags` }
}

function sizeOf(traits: JsonObject): number {
  return JSON.stringify(traits).length
}

function isMore(after: number, before: number, max: number): boolean {
  return after > max && after > before
}
