import type * as v from 'valibot'
import type { EventAnswer, EventQuery } from '../../../schema/api/events.ts'
import type { Database } from '../../store/database.ts'
import { findEvents, isOfType, type KnownEvent, unhandledEvents } from '../../store/event-list.ts'
import type { Commit } from '../../store/journal-read.ts'
import { idsOf } from '../../store/merged.ts'
import { eventJson } from './event-json.ts'
import { eventIds, pageOfHistories } from './histories.ts'
import { encode, type Page, readPage } from './page.ts'

type Answer = { items: v.InferOutput<typeof EventAnswer>[]; next_cursor: string | null }
type Query = Pick<v.InferOutput<typeof EventQuery>, 'type' | 'status'>

/** Commits looked through at a time when few of their events are wanted, and how often for one page. */
const WINDOW = 250
const LOOKS_MAX = 12

/**
 * The events of a contact, newest first, each followed by those that it raised: through its journals, so that no event
 * pays for an index and a page reads what it shows. What is not handled comes first.
 */
export async function pageOfContactEvents(db: Database, id: string, query: Query, page: Page): Promise<Answer> {
  const isWanted = (event: KnownEvent) =>
    isOfType(event, query.type) && (query.status === undefined || event.status === query.status)
  const told = async (commits: readonly Commit[]) => {
    const kin = new Map((await findEvents(db, commits.flatMap(eventIds))).map((some) => [some[0]?.id, some]))
    return (commit: Commit) =>
      eventIds(commit)
        .flatMap((one) => [kin.get(one) ?? []])
        .reverse()
        .flatMap((some) => some.filter(isWanted))
  }
  const unhandled = page.after ? [] : (await unhandledEvents(db, await idsOf(db, id))).flat().filter(isWanted)
  const events = unhandled.slice(0, page.limit)
  let { after } = page
  for (let looks = 0; looks < LOOKS_MAX; looks++) {
    const rest = { limit: page.limit - events.length, after }
    const found = await pageOfHistories(db, { id, page: rest, window: looks === 0 ? page.limit : WINDOW }, told)
    events.push(...found.items)
    after = found.next_cursor === null ? null : (readPage({ cursor: found.next_cursor })?.after ?? null)
    if (after === null || events.length === page.limit)
      return { items: events.map(eventJson), next_cursor: found.next_cursor }
  }
  return { items: events.map(eventJson), next_cursor: after && encode(after) }
}
