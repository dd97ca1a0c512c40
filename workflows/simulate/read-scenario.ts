import * as v from 'valibot'
import { EVENTS_MAX, Scenario, type ScenarioShape, SimulateRequest, SPAN_MAX_DAYS } from '../../schema/simulation.ts'
import { locate, type Written } from '../check/locate.ts'
import type { Problem } from '../check/problem.ts'
import { readJson } from '../check/read-json.ts'
import { misshapen } from '../check/shape.ts'

export type ReadScenario =
  | { kind: 'scenario'; scenario: ScenarioShape; written: Written }
  | { kind: 'problems'; problems: Problem[] }

/** A scenario file: JSON, with remarks if one likes. Problems have their line and column. */
export function readScenario(text: string): ReadScenario {
  const read = readWith(Scenario, text, true)
  return read.kind === 'read' ? { kind: 'scenario', scenario: read.value, written: read.written } : read
}

export type SimulateShape = v.InferOutput<typeof SimulateRequest>
export type ReadRequest =
  | { kind: 'request'; request: SimulateShape; written: Written }
  | { kind: 'problems'; problems: Problem[] }

/** The body of `POST /workflows/simulate`. */
export function readRequest(text: string): ReadRequest {
  const read = readWith(SimulateRequest, text, false)
  return read.kind === 'read' ? { kind: 'request', request: read.value, written: read.written } : read
}

type Span = { from: string; until: string }
type ReadWith<T> = { kind: 'read'; value: T; written: Written } | { kind: 'problems'; problems: Problem[] }

function readWith<T extends Span>(shape: v.GenericSchema<unknown, T>, text: string, comments: boolean): ReadWith<T> {
  const read = readJson(text, { comments })
  if (read.kind === 'problem') return { kind: 'problems', problems: [read.problem] }
  const written = { text, value: read.value, places: read.places }
  const parsed = v.safeParse(shape, read.value)
  const found = parsed.success ? spanProblems(parsed.output) : misshapen(shape, read.value)
  const problems = [...read.problems, ...locate(found, written)]
  if (problems.length > 0 || !parsed.success) return { kind: 'problems', problems }
  return { kind: 'read', value: parsed.output, written }
}

const DAY_MS = 86_400_000

function spanProblems({ from, until }: Span): Problem[] {
  const ms = Date.parse(until) - Date.parse(from)
  if (ms < 0) return [{ path: 'until', message: '`until` is before `from`' }]
  if (ms <= SPAN_MAX_DAYS * DAY_MS) return []
  return [{ path: 'until', message: `a simulation spans at most ${SPAN_MAX_DAYS} days and ${EVENTS_MAX} events` }]
}
