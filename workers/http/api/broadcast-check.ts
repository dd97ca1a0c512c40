import type { BroadcastContent, BroadcastShape, BroadcastWritten } from '../../../schema/broadcast.ts'
import { type Defined, defineBroadcast } from '../../../workflows/broadcast/define.ts'
import { checkDefinition } from '../../../workflows/check/check.ts'
import type { Problem } from '../../../workflows/check/problem.ts'
import { segmentOf } from '../../run/segment.ts'
import { missingContacts } from '../../store/contacts.ts'
import type { C } from '../context.ts'
import { problem } from '../problem.ts'
import { namedIn } from './known.ts'

const NAMED_MAX = 10

type Read = { kind: 'right'; body: BroadcastShape } | { kind: 'refused'; response: Response }

/** A broadcast as written, spelled out by language; or what is wrong with it, each at its place: checked as the workflow that will send it. */
export async function readBroadcast(
  c: C,
  written: Omit<BroadcastShape, 'content'> & { content: BroadcastWritten },
): Promise<Read> {
  const { deps } = c.var.house
  const catalogue = await deps.catalogue.refresh()
  const { locale } = catalogue.settings
  const body = { ...written, content: spelledOut(written.content, locale) }
  const defined = defineBroadcast('new', body, locale)
  const checked = checkDefinition(defined.definition, {}, namedIn(catalogue))
  const found =
    checked.kind === 'problems' ? checked.problems.map((one) => atOrigin(one, defined, 'rooms' in body.audience)) : []
  const placed = found.map((one) => ({ ...one, path: asWritten(one.path, written.content) }))
  const problems = [...once(placed), ...(await audienceProblems(c, body))]
  if (problems.length === 0) return { kind: 'right', body }
  return { kind: 'refused', response: problem(c, 400, 'the broadcast is not right', problems) }
}

/** What is written for everybody is kept as the community's language: everybody gets the only one that there is. */
function spelledOut(content: BroadcastWritten, locale: string): BroadcastShape['content'] {
  const all = isByLanguage(content) ? content : { [locale]: content }
  return Object.fromEntries(Object.entries(all).map(([at, one]) => [at, typeof one === 'string' ? { text: one } : one]))
}

type ByLanguage = Record<string, string | BroadcastContent>

function isByLanguage(content: BroadcastWritten): content is ByLanguage {
  return typeof content !== 'string' && !('text' in content) && !('template' in content)
}

/** A place in what is kept as a place in what was written. */
function asWritten(path: string, content: BroadcastWritten): string {
  const [, locale = '', rest = ''] = /^content\.([^.]+)(.*)$/.exec(path) ?? []
  if (locale === '') return path
  const one = isByLanguage(content) ? content[locale] : content
  return `content${isByLanguage(content) ? `.${locale}` : ''}${typeof one === 'string' ? '' : rest}`
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
