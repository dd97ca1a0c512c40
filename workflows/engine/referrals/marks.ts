import type { Contact, EngineEvent } from '../../../schema/actor.ts'
import type { JsonObject } from '../../../schema/json.ts'
import { MARKS, type MarkKind, type Marks, type ReferralFacts, type ReferralShape } from '../../../schema/referral.ts'
import { bucket } from '../../language/bucket.ts'
import type { Turn } from '../turn.ts'
import type { World } from '../world.ts'

/** How many of each a contact is remembered with. */
const EACH_MAX = 5
const CHARS_MAX = 300
const BUCKETS = 2 ** 32

/** What an event and the contact itself show, hashed: nobody can read it back, and the same is the same. */
export function marksOf(contact: Readonly<Contact>, data: JsonObject, world: World): Marks {
  const { device_fields, ip_fields } = world.settings.referral
  const keyed = world.keyed ?? unkeyed
  const said: Record<MarkKind, string | undefined> = {
    device: field(data, device_fields) ?? field(contact.traits, device_fields),
    ip: field(data, ip_fields),
    phone: phoneOf(contact.phone ?? field(data, ['phone']) ?? null),
    email: emailOf(contact.email ?? field(data, ['email']) ?? null),
  }
  return Object.fromEntries(
    MARKS.flatMap((kind) => {
      const text = said[kind]
      return text === undefined ? [] : [[kind, keyed(`referral ${kind} ${text}`)]]
    }),
  )
}

function field(data: JsonObject, names: readonly string[]): string | undefined {
  for (const name of names) {
    const value = data[name]
    if (typeof value === 'string' && value.trim() !== '') return value.trim().toLowerCase().slice(0, CHARS_MAX)
  }
  return undefined
}

/** The digits that tell numbers apart: with or without a country, and however they are grouped. */
export function phoneOf(phone: string | null): string | undefined {
  const digits = (phone ?? '').normalize('NFKC').replace(/\D/g, '')
  return digits.length < 6 ? undefined : digits.slice(-10)
}

/** One mailbox however it is written: case, +suffixes, and the dots that Gmail overlooks. */
export function emailOf(email: string | null): string | undefined {
  const [name, domain, ...more] = (email ?? '').normalize('NFKC').trim().toLowerCase().split('@')
  if (!name || !domain || more.length > 0) return undefined
  const isGoogle = domain === 'gmail.com' || domain === 'googlemail.com'
  const bare = name.replace(/\+.*$/, '')
  return isGoogle ? `${bare.replaceAll('.', '')}@gmail.com` : `${bare}@${domain}`
}

/** In a simulation nobody has anything to hide. */
function unkeyed(text: string): string {
  return String(bucket(text, 'mark', BUCKETS))
}

/** Remember what an event from outside shows of whoever sent it. Most show nothing, and cost nothing. */
export function noteMarks(turn: Turn, { data }: EngineEvent, tells: boolean): void {
  const { contact } = turn.actor
  if (contact.kind !== 'contact') return
  if (!tells && !showsPlace(data, turn.world.settings.referral)) return
  const { marks: known, ...others } = contact.facts.referral ?? {}
  const marks = remembered(known, marksOf(contact, data, turn.world))
  if (marks !== known) contact.facts = { ...contact.facts, referral: { ...others, ...(marks && { marks }) } }
}

function showsPlace(data: JsonObject, { device_fields, ip_fields }: ReferralShape): boolean {
  return field(data, device_fields) !== undefined || field(data, ip_fields) !== undefined
}

/** What was known and what is seen now; the same object when nothing is new. */
export function remembered(known: ReferralFacts['marks'], seen: Marks): ReferralFacts['marks'] {
  const fresh = MARKS.filter((kind) => seen[kind] !== undefined && !known?.[kind]?.includes(seen[kind]))
  if (fresh.length === 0) return known
  const added = fresh.map((kind) => [kind, [...(known?.[kind] ?? []), seen[kind] ?? ''].slice(-EACH_MAX)])
  return { ...known, ...Object.fromEntries(added) }
}
