import type { Contact } from '../../schema/actor.ts'
import type { Expression } from '../../workflows/language/expressions.ts'
import { number, text } from '../store/cell.ts'
import { countContacts } from '../store/contact-count.ts'
import { candidatesWithin, countWithin, findWithin, type SqlFilter } from '../store/contact-search.ts'
import { rollAllNotes } from '../store/figures.ts'
import { type Place, searchContacts } from '../store/name-search.ts'
import type { Deps } from './deps.ts'
import { filterOf, isMember } from './segment.ts'

/** Contacts that one request looks at: in SQL alone, or by the evaluator too. */
const WINDOW_SQL = 5_000
/** Where terms lead to contacts, each is somewhere else. */
const WINDOW_LED = 2_000
const WINDOW_EVALUATED = 500
const COUNTED_EVALUATED = 1_000

/** Whether terms lead to those who are meant: they follow the contacts, and are brought up to now before a look. */
function leads({ parts }: SqlFilter): boolean {
  return parts.some(({ term }) => term !== undefined)
}

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
  { after, limit }: { after: string | null; limit: number },
): Promise<Page> {
  const catalogue = await deps.catalogue.known()
  const now = deps.clock.now()
  const filter = filterOf(source, catalogue, now)
  const window = !filter.exact ? WINDOW_EVALUATED : leads(filter) ? WINDOW_LED : WINDOW_SQL
  const wanted = filter.exact ? limit + 1 : window
  if (leads(filter)) await rollAllNotes(deps.db)
  const found = await findWithin(deps.db, { filter, after, window }, wanted)
  const members = filter.exact
    ? found.contacts
    : found.contacts.filter((contact) => isMember(contact, expression, catalogue, now))
  const shown = members.slice(0, limit)
  if (members.length > limit) return { contacts: shown, looked: found.looked, next: shown.at(-1)?.id ?? null }
  return { contacts: shown, looked: found.looked, next: found.looked === window ? found.last : null }
}

/** Whom a search finds, those of a segment only when one is asked for: the exact ones first, then by their names. */
export async function searchMembers(
  deps: Deps,
  { q, meant }: { q: string; meant: Meant | undefined },
  { after, limit }: { after: Place | null; limit: number },
): Promise<{ contacts: Contact[]; next: Place | null }> {
  const catalogue = await deps.catalogue.known()
  const now = deps.clock.now()
  const isMeant = (contact: Contact) => !meant || isMember(contact, meant.expression, catalogue, now)
  await rollAllNotes(deps.db)
  const found = await searchContacts(deps.db, q, { after, limit: meant ? WINDOW_EVALUATED : limit + 1 })
  const exact = after === null ? found.exact.filter(isMeant) : []
  const named = found.named.filter(({ contact }) => isMeant(contact))
  const room = Math.max(0, limit - exact.length)
  const contacts = [...exact, ...named.slice(0, room).map(({ contact }) => contact)]
  const last = room > 0 ? named[room - 1] : undefined
  const next = named.length > room ? (last?.place ?? FIRST) : found.end
  return { contacts, next }
}

const FIRST: Place = ['', '']

export type Counted = { looked: number; matched: number; last: string /** Nobody comes behind them. */; isAll: boolean }

/** Count them at once, where one look can tell of all of them. */
export async function firstCount(deps: Deps, meant: Meant): Promise<Counted | undefined> {
  const filter = filterOf(meant.source, await deps.catalogue.known(), deps.clock.now())
  const window = filter.exact ? WINDOW_SQL : COUNTED_EVALUATED
  if (!leads(filter) && (await countContacts(deps.db)) >= window) return undefined
  return countOfSegment(deps, meant, '')
}

/** Count among the next contacts, as many as one look takes. */
export async function countOfSegment(deps: Deps, { source, expression }: Meant, after: string): Promise<Counted> {
  const catalogue = await deps.catalogue.known()
  const now = deps.clock.now()
  const filter = filterOf(source, catalogue, now)
  if (leads(filter)) await rollAllNotes(deps.db)
  if (filter.exact) {
    const [answer] = await deps.db.batch([countWithin(filter, after, WINDOW_SQL)])
    const row = answer?.rows[0]
    const looked = number(row?.looked ?? 0)
    const isAll = looked < WINDOW_SQL
    return { looked, isAll, matched: number(row?.matched ?? 0), last: text(row?.last ?? after) }
  }
  const found = await candidatesWithin(deps.db, { filter, after, window: COUNTED_EVALUATED })
  const members = found.contacts.filter((contact) => isMember(contact, expression, catalogue, now))
  const isAll = found.looked < COUNTED_EVALUATED
  return { looked: found.looked, isAll, matched: members.length, last: found.last ?? after }
}
