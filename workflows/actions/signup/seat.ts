import * as v from 'valibot'
import { resourceOf } from '../../../schema/ask.ts'
import type { SeatWish } from '../../../schema/gathering.ts'
import type { Json, JsonObject } from '../../../schema/json.ts'
import { Slug } from '../../../schema/text.ts'
import { inLocale } from '../../language/in-locale.ts'
import { formatIso } from '../../language/iso.ts'
import type { Decision, Facts } from '../action.ts'

export const GatheringId = Slug

/** What steps that have to do with a seat return. */
export const SEAT = {
  status: v.string(),
  changed: v.boolean(),
  position: v.optional(v.number()),
  gathering_id: v.string(),
  name: v.string(),
  place: v.string(),
  starts_at: v.string(),
  ends_at: v.optional(v.string()),
}

/** Ask for what is wished, and go on with what the commit has decided. The event comes only when something changed. */
export function decideSeat(gathering: string, wish: SeatWish, facts: Facts, code?: string): Decision {
  const { answer } = facts
  const wants = { kind: 'seat' as const, gathering, wish, ...(code !== undefined && { code }) }
  if (!answer) return { kind: 'ask', resource: resourceOf('seat', gathering), wants }
  if (typeof answer.refused === 'string')
    return { kind: 'refused', code: answer.refused, message: WHY[answer.refused] ?? answer.refused }
  const output = outputOf(gathering, answer, facts)
  if (output.changed !== true) return { kind: 'done', output }
  const { changed: _, ...data } = output
  return {
    kind: 'done',
    output,
    effects: [{ kind: 'raise', type: `signup.${String(output.status)}`, data: { ...data, promoted: false } }],
  }
}

const WHY: Readonly<Record<string, string>> = {
  unknown_gathering: 'there is no such gathering',
  closed: 'nobody can sign up any more',
  not_signed_up: 'they have not signed up',
  wrong_code: 'that is not its code',
  waitlisted: 'they have no seat: they wait for one',
  attended: 'they have come already',
}

function outputOf(gathering: string, answer: JsonObject, { contact, world }: Facts): JsonObject {
  const { status = '', changed = false, position, name, place, starts_at, ends_at } = answer
  return {
    status,
    changed,
    ...(typeof position === 'number' && { position }),
    gathering_id: gathering,
    name: nameIn(name, contact.locale, world.locale),
    place: place ?? '',
    ...instant('starts_at', starts_at),
    ...instant('ends_at', ends_at),
  }
}

function instant(name: string, value: Json | undefined): JsonObject {
  if (typeof value === 'number') return { [name]: formatIso(value) }
  return typeof value === 'string' ? { [name]: value } : {}
}

function nameIn(name: Json | undefined, locale: string | null, community: string): string {
  if (typeof name === 'string') return name
  if (typeof name !== 'object' || name === null || Array.isArray(name)) return ''
  return String(inLocale(new Map(Object.entries(name)), locale, community) ?? '')
}
