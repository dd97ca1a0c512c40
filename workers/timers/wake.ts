import * as v from 'valibot'
import type { Wake } from './port.ts'

/** The body of a wake-up on the wire: `due_at` is ISO 8601 and is the true due time, even when the wake-up is a hop. */
const WakeBody = v.pipe(
  v.object({
    subject_id: v.pipe(v.string(), v.minLength(1), v.maxLength(256)),
    due_at: v.pipe(v.string(), v.isoTimestamp()),
  }),
  v.transform((body): Wake => ({ subjectId: body.subject_id, dueAtMs: Date.parse(body.due_at) })),
)

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The wake-up in a request's body, or undefined when the bytes are not one. */
export function readWake(body: Uint8Array): Wake | undefined {
  try {
    const read = v.safeParse(WakeBody, JSON.parse(utf8.decode(body)))
    return read.success && Number.isFinite(read.output.dueAtMs) ? read.output : undefined
  } catch {
    return undefined
  }
}

export function writeWake(wake: Wake): { subject_id: string; due_at: string } {
  return { subject_id: wake.subjectId, due_at: new Date(wake.dueAtMs).toISOString() }
}
