import * as v from 'valibot'
import type { Contact } from '../../../schema/actor.ts'
import type { JsonObject } from '../../../schema/json.ts'
import { Zone } from '../../../schema/text.ts'
import type { ContactPatch } from '../../engine/effect.ts'
import { TRAITS_CHARS_MAX } from '../../engine/limits.ts'
import { action } from '../action.ts'

const Short = v.pipe(v.string(), v.maxLength(200))

/** Change what is known of the contact. Traits are merged; a trait set to null is removed. */
export const set = action({
  name: 'contact.set',
  params: {
    name: v.optional(Short),
    locale: v.optional(Short),
    timezone: v.optional(Zone),
    owner: v.optional(Short),
    traits: v.optional(v.record(v.string(), v.unknown())),
  },
  result: {},
  decide: ({ traits, ...fields }, { contact }) => {
    const { patch, changed } = changes(contact, fields, traits as JsonObject | undefined)
    if (changed.length === 0) return { kind: 'done', output: {} }
    if (patch.traits && JSON.stringify(patch.traits).length > TRAITS_CHARS_MAX)
      return { kind: 'refused', code: 'too_many_traits', message: `traits take at most ${TRAITS_CHARS_MAX} characters` }
    return {
      kind: 'done',
      output: {},
      effects: [
        { kind: 'contact', patch },
        { kind: 'raise', type: 'contact.updated', data: { changed } },
      ],
    }
  },
})

/** The part of the wish that differs from what is there, and the names of what differs. */
export function changes(
  contact: Readonly<Contact>,
  fields: Partial<ContactPatch>,
  traits: JsonObject | undefined,
): { patch: Partial<ContactPatch>; changed: string[] } {
  const differing = Object.entries(fields).filter(([key, value]) => contact[key as keyof Contact] !== value)
  const patch: Partial<ContactPatch> = Object.fromEntries(differing)
  const changed = differing.map(([key]) => key)
  if (traits) {
    const merged = mergeTraits(contact.traits, traits)
    for (const key of Object.keys(traits))
      if (JSON.stringify(contact.traits[key]) !== JSON.stringify(merged[key])) changed.push(`traits.${key}`)
    patch.traits = merged
  }
  return { patch, changed }
}

function mergeTraits(held: JsonObject, given: JsonObject): JsonObject {
  const merged = { ...held, ...given }
  return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null))
}
