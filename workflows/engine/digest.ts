import type { Contact } from '../../schema/actor.ts'
import type { DigestItem, OpenDigest } from '../../schema/digest.ts'
import { isObject, type Json, type JsonObject } from '../../schema/json.ts'
import { formatIso } from '../language/iso.ts'
import { brief } from './brief.ts'
import type { Turn } from './turn.ts'

/** So many items at the beginning and so many at the end are kept, and so long is a digest at most: it lies in a row. */
export const DIGEST_KEPT = 10
const DIGEST_CHARS_MAX = 60_000

/** An item for the digest of this name, and the step that asks for it. */
export type Collecting = {
  name: string
  /** The key of the step: the id of the digest that it opens is made of it. */
  key: string
  workflowId: string
  version: number
  step: string
  item: DigestItem
  /** From the first item; a sliding one begins anew with each, `maxMs` after the first at the latest. */
  window: { forMs: number; maxMs?: number }
  /** As many close it at once. */
  max?: number
  grade?: OpenDigest['grade']
}

/** Put an item into the open digest of its name; without one it opens one. Closing is up to `closeDigests`. */
export function collect(turn: Turn, asked: Collecting): OpenDigest {
  const { contact } = turn.actor
  const { now } = turn.world
  const { name, item, window, max } = asked
  const open = contact.facts.digests?.[name] ?? opened(contact, asked, now)
  const count = open.count + 1
  const slides = window.maxMs !== undefined
  const closesAt = slides ? Math.min(now + window.forMs, open.latestAt) : open.closesAt
  const digest: OpenDigest = {
    ...open,
    count,
    closesAt: max !== undefined && count >= max ? now : closesAt,
    ...(open.last.length === 0 && open.first.length < DIGEST_KEPT
      ? { first: [...open.first, lean(item)] }
      : { last: [...open.last, lean(item)].slice(-DIGEST_KEPT) }),
  }
  contact.facts = { ...contact.facts, digests: { ...contact.facts.digests, [name]: fitted(digest) } }
  return digest
}

/** What the step of an item returns. */
export function collectedJson({ id, count, closesAt }: OpenDigest): JsonObject {
  return { digest_id: id, count, closes_at: formatIso(closesAt) }
}

function opened({ id }: Contact, asked: Collecting, now: number): OpenDigest {
  const { key, workflowId, version, step, window, item, grade } = asked
  const closesAt = now + window.forMs
  return {
    // Not under the run's own ids: what ends the run does not end its digest.
    id: `${id}-d-${key.startsWith(`${id}-`) ? key.slice(id.length + 1) : key}`,
    ...{ workflowId, version, step, runId: item.run.id },
    ...{ openedAt: now, closesAt, latestAt: window.maxMs === undefined ? closesAt : now + window.maxMs },
    ...{ count: 0, first: [], last: [] },
    ...(grade && { grade }),
  }
}

/** What an item remembers is cut as the journal cuts it. */
function lean({ event, inputs, vars, steps, ...item }: DigestItem): DigestItem {
  return {
    ...item,
    event: { ...event, data: cut(event.data) },
    ...some('inputs', inputs),
    ...some('vars', vars),
    ...some('steps', steps),
  }
}

function some(name: string, value: JsonObject | undefined): JsonObject {
  return value && Object.keys(value).length > 0 ? { [name]: cut(value) } : {}
}

/** What is too much even so keeps its plain fields. */
function cut(value: JsonObject): JsonObject {
  const short: Json = brief(value)
  if (isObject(short)) return short
  const plain = Object.entries(value).filter(([, item]) => typeof item !== 'object')
  const kept: Json = brief(Object.fromEntries(plain.slice(0, FIELDS_MAX)))
  return isObject(kept) ? kept : {}
}

const FIELDS_MAX = 10

/** The first and the last stay as long as anything does. */
function fitted(digest: OpenDigest): OpenDigest {
  let { first, last } = digest
  while (JSON.stringify([first, last]).length > DIGEST_CHARS_MAX && first.length + last.length > 2) {
    if (last.length > 1) last = last.slice(1)
    else first = last.length > 0 ? first.slice(0, -1) : [...first.slice(0, -2), ...first.slice(-1)]
  }
  return { ...digest, first, last }
}

/** When the next digest closes, or null. */
export function digestsDueAt({ facts }: Contact): number | null {
  const instants = Object.values(facts.digests ?? {}).map(({ closesAt, lookAt }) => lookAt ?? closesAt)
  return instants.length > 0 ? Math.min(...instants) : null
}
