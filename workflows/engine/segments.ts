import { type Expression, holds, parseExpression, type Scope } from '../language/expressions.ts'

/** Kept segments by id and by name, so that an expression may say either. */
export type Segments = ReadonlyMap<string, Expression>

/** Segments asked through one another; past that somebody has made a ring. */
const NESTING_MAX = 10

/** Answers `segment("name")` for one contact as it is now; undefined where there is no such segment. */
export function segmentsIn(
  segments: Segments | undefined,
  scope: Scope,
  depth = 0,
): (name: string) => boolean | undefined {
  return (name) => {
    const rule = segments?.get(name)
    if (!rule || depth >= NESTING_MAX) return undefined
    const inner: Scope = { contact: scope.contact, now: scope.now, segments: segmentsIn(segments, scope, depth + 1) }
    return holds(rule, inner).holds
  }
}

/** A segment as it is written: a condition over the contact, and now. */
export function readSegment(source: string): ReturnType<typeof parseExpression> {
  return parseExpression(source, { allows: ['contact', 'now'], returns: 'bool' })
}

/** The names that an expression asks for with `segment("name")`, each with where it stands. */
export function segmentsNamed(source: string): { name: string; at: number }[] {
  return [...source.matchAll(NAMED)].flatMap(({ index, 1: double, 2: single }) => {
    const name = double ?? single
    return name === undefined ? [] : [{ name, at: index }]
  })
}

const NAMED = /\bsegment\s*\(\s*(?:"([^"\\]*)"|'([^'\\]*)')\s*\)/g

type Named = { id: string; name: string; source: string }

/** A ring through this segment, as the names along it; undefined when it asks for itself nowhere. */
export function ringOf(segment: Named, others: readonly Named[]): string[] | undefined {
  const byName = new Map([...others, segment].flatMap((one) => [[one.name, one] as const, [one.id, one] as const]))
  const visit = (at: Named, way: string[]): string[] | undefined => {
    for (const { name } of segmentsNamed(at.source)) {
      const next = byName.get(name)
      if (!next) continue
      if (next.id === segment.id) return [...way, segment.id]
      if (way.includes(next.id)) continue
      const ring = visit(next, [...way, next.id])
      if (ring) return ring
    }
    return undefined
  }
  return visit(segment, [segment.id])
}
