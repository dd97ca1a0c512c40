import * as v from 'valibot'
import { expect } from 'vitest'
import { Definition } from '../../schema/definition.ts'
import { checkDefinition } from '../../workflows/check/check.ts'
import { isOptional, type ShapeNode, unwrapped } from '../../workflows/check/shape-node.ts'
import { prepare } from '../../workflows/simulate/prepare.ts'
import { simulate } from '../../workflows/simulate/simulate.ts'

const SAMPLES: Readonly<Record<string, unknown>> = {
  date: "timestamp('2026-01-06T10:00:00Z')",
  until_local: '09:30',
  at: '09:00',
  from: '22:00',
  to: '08:00',
  weekdays: ['tue'],
  workdays: 'weekdays',
  offset: '-1h',
  url: 'https://example.com/hook',
  type: 'custom.other',
  method: 'POST',
  expect: [200],
  key: 'contact.id',
  segment: 'contact.points >= 0',
  for_each: 'true',
  schedule: '0 12 * * *',
  timezone: 'Europe/Berlin',
  metric: 'seen',
  window: '1h',
  on: 'custom.go',
  channel: 'sandbox',
  workflow: 'other',
  set: { a: 1, b: { expr: 'contact.points' }, c: '{{contact.name}}' },
  inputs: { a: { expr: 'contact.points' } },
  do: 'tag.add',
  with: { tag: 'seen' },
  per: '1h',
  days: 1,
  title: 'Sure?',
  name: 'x',
  id: 'own',
  reason: 'because',
  tag: 'seen',
  limit: 2,
  reentry: '1d',
  $schema: '/schema/workflow.v1.json',
}

/** Fields that mean different things in different places: what does not fit is refused, and left out. */
const SEVERAL: Readonly<Record<string, readonly unknown[]>> = {
  until: ["timestamp('2026-01-06T10:00:00Z')", 'contact.points >= 0'],
  max: [3, '2h'],
  expr: ['contact.name'],
  value: ['1', 1],
}

export const QUIET = [{ do: 'tag.add', with: { tag: 'inner' } }]

/** What a shape needs besides what it demands by itself: one of several fields. */
const LEAST: Readonly<Record<string, object>> = {
  'step do': { with: { tag: 'seen' } },
  wait_for: { on: 'custom.go' },
  repeat: { times: 1 },
  'with message.send': { text: 'Hi' },
  'with message.post': { text: 'Hi' },
  'with message.digest': { text: 'Hi' },
}
const LISTS: ReadonlySet<string> = new Set(['then', 'else', 'steps'])
const CONDITIONS: ReadonlySet<string> = new Set(['if', 'when', 'already', 'while'])

/** Ways to fill a shape: the least that it takes, each field in turn, and each choice of each. */
export function samples(node: ShapeNode, name = ''): unknown[] {
  if (LISTS.has(name)) return [QUIET]
  const shape = unwrapped(node, {})
  if (name === 'on_error') return ['continue', QUIET]
  if (shape.type === 'literal') return [shape.literal]
  if (shape.type === 'picklist') return [...(shape.options ?? [])]
  if (shape.type === 'union') return (shape.options ?? []).flatMap((one) => samples(one as ShapeNode, name))
  if (shape.entries) return objects(shape.entries, name)
  if (name in SEVERAL) return [...(SEVERAL[name] ?? [])]
  if (name in SAMPLES) return [SAMPLES[name]]
  if (CONDITIONS.has(name)) return ['true']
  if (shape.type === 'boolean') return [true, false]
  if (shape.type === 'number') return [1, 5]
  if (shape.item) return samples(shape.item).map((one) => [one])
  return shape.type === 'record' ? [{}] : ['1h']
}

function objects(entries: Readonly<Record<string, ShapeNode>>, name: string): Record<string, unknown>[] {
  const required = Object.entries(entries).filter(([, one]) => !isOptional(one))
  const demanded = Object.fromEntries(required.map(([key, one]) => [key, samples(one, key)[0]]))
  const least = { ...demanded, ...LEAST[name] }
  const found: Record<string, unknown>[] = [least]
  for (const [key, one] of Object.entries(entries))
    for (const value of samples(one, key)) found.push({ ...least, [key]: value }, { ...demanded, [key]: value })
  return found
}

export type Written = Record<string, unknown>

export const definitionOf = (part: Written): Written => ({
  id: 'walked',
  name: 'Walked',
  settings: { category: 'transactional' },
  triggers: [{ on: 'custom.go' }],
  actions: [{ do: 'tag.add', with: { tag: 'begun' } }],
  ...part,
})

export const accepts = (definition: Written): boolean => v.is(Definition, definition)

/** What running it goes by, as text: expressions and templates by their source. */
export function compiled(definition: Written): string | undefined {
  const checked = checkDefinition(definition)
  if (checked.kind === 'problems') return undefined
  const { definition: _, texts: __, ...program } = checked.program
  return JSON.stringify(program)
}

export const isRight = (definition: Written): boolean => accepts(definition) && compiled(definition) !== undefined

const other = (() => {
  const checked = checkDefinition(
    definitionOf({ id: 'other', inputs: { a: { type: 'number' } }, triggers: [{ manual: true }] }),
  )
  const prepared = checked.kind === 'ok' ? prepare(checked, {}) : undefined
  if (prepared?.kind !== 'workflow') throw new Error(JSON.stringify(checked))
  return prepared.workflow
})()

/** Play it over two months, with everything it may listen to, and look at what is left of each run. */
export function walk(definition: Written): void {
  const checked = checkDefinition(definition)
  if (checked.kind === 'problems') throw new Error(`${JSON.stringify(definition)} ${JSON.stringify(checked.problems)}`)
  const prepared = prepare(checked, {})
  if (prepared.kind === 'problems') throw new Error(JSON.stringify(prepared.problems))
  const happens = (at: string) => ({ at, type: 'custom.go', data: {} })
  const { runs } = simulate({
    workflows: [prepared.workflow, other],
    contact: { timezone: 'Asia/Shanghai' },
    events: [happens('2026-01-05T09:00:00Z'), happens('2026-01-20T09:00:00Z')],
    starts: [{ at: '2026-01-10T09:00:00Z' }],
    ...{ replies: {}, from: '2026-01-05T00:00:00Z', until: '2026-02-10T00:00:00Z', entriesMax: 3000 },
  })
  for (const run of runs) {
    const stands = run.ended_at === null && run.wake_at === null && run.journal.at(-1)?.status !== 'waiting'
    expect(stands, JSON.stringify({ definition, run })).toBe(false)
    expect(run.journal.map((entry) => entry.error)).not.toContainEqual(
      expect.objectContaining({ code: 'unknown_action' }),
    )
  }
}
