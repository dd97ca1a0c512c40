import * as v from 'valibot'
import { Category } from '../../../schema/definition.ts'
import { Span } from '../../../schema/text.ts'
import { DIGESTS_MAX, WAIT_MAX_MS } from '../../engine/limits.ts'
import { parseDuration } from '../../language/duration.ts'
import { action, type Decision, type Facts } from '../action.ts'
import { showing } from './showing.ts'

/** A sliding window without a `max` ends this many windows after the first item. */
const SLIDES_MAX = 10
const ITEMS_MAX = 10_000

const WindowSpan = v.pipe(
  Span,
  v.check((text) => (parseDuration(text) ?? 0) <= WAIT_MAX_MS, 'at most 366 days'),
)
const Window = v.union(
  [WindowSpan, v.strictObject({ for: WindowSpan, max: v.optional(WindowSpan) })],
  'must be a duration, or { for, max } for a window that begins anew with each item',
)

/** What the message says is decided when the digest closes, by the version that is current then. */
const wording = { text: v.optional(v.string()), template: v.optional(v.string()) }
const beside = { channel: v.optional(v.string()), category: v.optional(Category), ...showing }
/** The same, when it does. */
export const asWritten = v.object(beside)

/** Put this into the contact's digest of this name: one message for all of it, when its window is over or it is full. */
export const digest = action({
  name: 'message.digest',
  params: {
    digest: v.pipe(v.string(), v.regex(/\S/, 'must not be empty'), v.maxLength(100)),
    window: Window,
    max: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(ITEMS_MAX))),
    ...wording,
    ...beside,
  },
  result: { digest_id: v.string(), count: v.number(), closes_at: v.string() },
  later: [...Object.keys(wording), ...Object.keys(beside)],
  decide: ({ digest: name, window, max }, facts): Decision => {
    const span = spanOf(window)
    const full = isFull(name, facts)
    if (full) return { kind: 'refused', code: 'too_many_digests', message: full }
    const { key, program, run, event, now } = facts
    const { vars, steps, inputs } = run.memory
    const { id, type, at, channel, data } = event
    const item = {
      ...{ at: now, run: { id: run.id, startedAt: run.startedAt }, event: { id, type, at, channel, data } },
      ...{ vars, steps, inputs: inputs ?? {} },
    }
    const instruction = program.instructions[run.position]
    const step = instruction && 'step' in instruction ? instruction.step : ''
    const { workflowId, version } = program
    const collecting = { name, key, workflowId, version, step, item, window: span, ...(max !== undefined && { max }) }
    return { kind: 'done', effects: [{ kind: 'collect', collecting }] }
  },
})

function spanOf(window: v.InferOutput<typeof Window>): { forMs: number; maxMs?: number } {
  if (typeof window === 'string') return { forMs: parseDuration(window) ?? 0 }
  const forMs = parseDuration(window.for) ?? 0
  const maxMs = window.max === undefined ? forMs * SLIDES_MAX : (parseDuration(window.max) ?? 0)
  return { forMs, maxMs: Math.max(forMs, maxMs) }
}

function isFull(name: string, { contact }: Facts): string | undefined {
  const open = Object.keys(contact.facts.digests ?? {})
  if (open.includes(name) || open.length < DIGESTS_MAX) return undefined
  return `${DIGESTS_MAX} digests are open already`
}
