import type { Contact } from '../../schema/actor.ts'
import type { Expression } from '../../workflows/language/expressions.ts'
import { number, text } from '../store/cell.ts'
import { candidatesWithin, countWithin, findWithin } from '../store/contact-search.ts'
import type { Deps } from './deps.ts'
import { filterOf, isMember } from './segment.ts'

/** Contacts that one request looks at: in SQL alone, or by the evaluator too. */
const WINDOW_SQL = 5_000
const WINDOW_EVALUATED = 1_000

export type Meant = { source: string; expression: Expression }

export type Page = {
  contacts: Contact[]
  looked: number /** Where to go on; null when there is nobody more. */
  next: string | null
}

/** One page of a segment, newest first. It may hold fewer than `limit` and still go on: what it reads is bounded. */
export async function pageOfSegment(
  deps: Deps,
  { source, expression }: Meant,
  { q, after, limit }: { q?: string | undefined; after: string | null; limit: number },
): Promise<Page> {
  const catalogue = await deps.catalogue.known()
  const now = deps.clock.now()
  const filter = filterOf(source, catalogue, now)
  const window = filter.exact ? WINDOW_SQL : WINDOW_EVALUATED
  const wanted = filter.exact ? limit + 1 : window
  const found = await findWithin(deps.db, { filter, q, after, window, limit: wanted })
  const members = filter.exact
    ? found.contacts
    : found.contacts.filter((contact) => isMember(contact, expression, catalogue, now))
  const shown = members.slice(0, limit)
  if (members.length > limit) return { contacts: shown, looked: found.looked, next: shown.at(-1)?.id ?? null }
  return { contacts: shown, looked: found.looked, next: found.looked === window ? found.last : null }
}

export type Counted = { looked: number; matched: number; last: string }

/** Count among the next contacts, as many as one look takes. */
export async function countOfSegment(deps: Deps, { source, expression }: Meant, after: string): Promise<Counted> {
  const catalogue = await deps.catalogue.known()
  const now = deps.clock.now()
  const filter = filterOf(source, catalogue, now)
  if (filter.exact) {
    const [answer] = await deps.db.batch([countWithin(filter, after, WINDOW_SQL)])
    const row = answer?.rows[0]
    return { looked: number(row?.looked ?? 0), matched: number(row?.matched ?? 0), last: text(row?.last ?? after) }
  }
  const found = await candidatesWithin(deps.db, { filter, after, window: WINDOW_EVALUATED })
  const members = found.contacts.filter((contact) => isMember(contact, expression, catalogue, now))
  return { looked: found.looked, matched: members.length, last: found.last ?? after }
}
