import type { Contact } from '../../schema/actor.ts'
import type { Problem } from '../../workflows/check/problem.ts'
import { contactVariables } from '../../workflows/engine/scope.ts'
import { readSegment, segmentsIn, segmentsNamed } from '../../workflows/engine/segments.ts'
import { type SqlFilter, toSql } from '../../workflows/language/expressions/sql.ts'
import { type Expression, holds } from '../../workflows/language/expressions.ts'
import type { Catalogue } from './catalogue.ts'
import { contactColumns } from './contact-columns.ts'

export type Segment =
  | { kind: 'segment'; source: string; expression: Expression }
  | { kind: 'problem'; problem: Omit<Problem, 'path'> }

/** Whom a request means by `segment`: a kept one by its id or name, else an expression over the contact. */
export function segmentOf(written: string, { segments }: Pick<Catalogue, 'segments'>): Segment {
  const kept = segments.get(written.trim())
  if (kept) return { kind: 'segment', source: kept.source, expression: kept }
  const parsed = readSegment(written)
  if (parsed.kind === 'problem') return parsed
  const unknown = segmentsNamed(written).find(({ name }) => !segments.has(name))
  if (unknown) return { kind: 'problem', problem: { message: `there is no segment \`${unknown.name}\`` } }
  return { kind: 'segment', source: written, expression: parsed.expression }
}

type Members = Pick<Catalogue, 'settings' | 'segments'>

/** Whether a contact is meant, as of now. */
export function isMember(
  contact: Contact,
  expression: Expression,
  { settings, segments }: Members,
  now: number,
): boolean {
  const scope = { contact: contactVariables(contact, { ...settings, settings, now }), now: new Date(now) }
  return holds(expression, { ...scope, segments: segmentsIn(segments, scope) }).holds
}

const NESTING_MAX = 10

/** The same in SQL, as far as SQL can say it. */
export function filterOf(source: string, members: Members, now: number, depth = 0): SqlFilter {
  const { settings, segments } = members
  return toSql(source, {
    columns: contactColumns(settings),
    now: new Date(now),
    segment: (name) => {
      const kept = segments.get(name)
      if (!kept || depth >= NESTING_MAX) return undefined
      const { exact, parts, sql, params } = filterOf(kept.source, members, now, depth + 1)
      const term = parts.find((part) => part.term !== undefined)?.term
      return exact ? { sql, params, ...(term !== undefined && { term }) } : undefined
    },
  })
}
