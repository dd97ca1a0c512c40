import type { BroadcastShape } from '../../../schema/broadcast.ts'
import { type Defined, defineBroadcast } from '../../../workflows/broadcast/define.ts'
import { checkDefinition } from '../../../workflows/check/check.ts'
import type { Problem } from '../../../workflows/check/problem.ts'
import { segmentOf } from '../../run/segment.ts'
import { missingContacts } from '../../store/contacts.ts'
import type { C } from '../context.ts'
import { problem } from '../problem.ts'
import { namedIn } from './known.ts'

const NAMED_MAX = 10

/** What is wrong with a broadcast as written, each at its place: checked as the workflow that will send it. */
export async function broadcastProblem(c: C, body: BroadcastShape): Promise<Response | undefined> {
  const { deps } = c.var.house
  const catalogue = await deps.catalogue.refresh()
  const defined = defineBroadcast('new', body, catalogue.settings.locale)
  const checked = checkDefinition(defined.definition, {}, namedIn(catalogue))
  const found =
    checked.kind === 'problems' ? checked.problems.map((one) => atOrigin(one, defined, 'rooms' in body.audience)) : []
  const problems = [...once(found), ...(await audienceProblems(c, body))]
  return problems.length > 0 ? problem(c, 400, 'the broadcast is not right', problems) : undefined
}

/** A place in the workflow as a place in the broadcast. */
function atOrigin(found: Problem, { origins }: Defined, rooms: boolean): Problem {
  if (/\.with\.channel$/.test(found.path) && !rooms) return { ...found, path: 'channel' }
  const from = origins.find(({ place }) => found.path.startsWith(place))
  return from ? { ...found, path: from.origin + found.path.slice(from.place.length) } : found
}

/** The same text may be in several steps. */
function once(problems: readonly Problem[]): Problem[] {
  const seen = new Set<string>()
  return problems.filter((one) => {
    const key = `${one.path} ${one.message}`
    return !seen.has(key) && seen.add(key)
  })
}

async function audienceProblems(c: C, { audience }: BroadcastShape): Promise<Problem[]> {
  if ('segment' in audience) {
    const segment = segmentOf(audience.segment, await c.var.house.deps.catalogue.known())
    return segment.kind === 'problem' ? [{ path: 'audience.segment', ...segment.problem }] : []
  }
  if (!('contact_ids' in audience)) return []
  const missing = await missingContacts(c.var.house.deps.db, audience.contact_ids)
  if (missing.length === 0) return []
  const message = `${missing.length} of these are no contacts: ${missing.slice(0, NAMED_MAX).join(', ')}`
  return [{ path: 'audience.contact_ids', message }]
}
