import type { Extras } from '../../schema/content.ts'
import type { Json, JsonObject } from '../../schema/json.ts'

/** What would happen, told in order. Instants are ISO 8601, names as the API has them. */
export type Simulated = {
  timeline: Entry[]
  /** The timeline was cut off here: there is more than may be shown. */
  truncated: boolean
  messages: SimulatedMessage[]
  runs: SimulatedRun[]
  /** What people were given to do, in order. */
  tasks: SimulatedTask[]
  /** What was raised, in order; what joined an alert that was there is not `created`. */
  alerts: SimulatedAlert[]
  /** The contact in the end. */
  contact: JsonObject
  /** How often each step of the first workflow was carried out. */
  coverage: Record<string, number>
  warnings: { at: string; run: string; step: string | null; warning: string }[]
}

export type Entry = { at: string } & (
  | {
      kind: 'event'
      id: string
      type: string
      channel: string | null
      data: JsonObject
      started: string[]
      reason: string | null
    }
  /** An event that workflows caused, about the same contact. */
  | { kind: 'raised'; id: string; type: string; data: JsonObject; started: string[]; reason: string | null }
  | { kind: 'refused'; workflow: string; event: string; reason: string; warning?: string }
  | { kind: 'started'; run: string; workflow: string; input?: Json }
  | {
      kind: 'step'
      run: string
      workflow: string
      step: string | null
      verb: string
      status: string
      input?: Json
      output?: Json
      warning?: string
      error?: { code: string; message: string }
    }
  | ({ kind: 'message' } & Omit<SimulatedMessage, 'at'>)
  | { kind: 'request'; id: string; run?: string; method: string; url: string; body?: string; answer: Json }
  /** An event for another contact, which is not simulated. */
  | { kind: 'emitted'; id: string; type: string; contact_id: string; data: JsonObject }
  | { kind: 'ended'; run: string; workflow: string; status: string; reason: string | null }
)

export type SimulatedMessage = Extras & {
  at: string
  id: string
  run?: string
  channel: string | null
  to: string | null
  text: string
  category: string
  status: 'sent' | 'failed' | 'skipped' | 'deferred' | 'expired' | 'cancelled'
  reason?: string
  /** When a message that was put off is looked at again. */
  send_after?: string
}

export type SimulatedTask = {
  at: string
  id: string
  run: string
  kind: string
  title: string
  detail: string | null
  assignee: string | null
  due_at: string | null
}

export type SimulatedAlert = { at: string; run: string; name: string; level: number; title: string; created: boolean }

export type SimulatedRun = {
  id: string
  workflow_id: string
  contact_id: string
  status: string
  reason: string | null
  started_at: string
  ended_at: string | null
  wake_at: string | null
  /** When the goal was reached, and its value. */
  goal: { at: string; value: Json } | null
  vars: JsonObject
  journal: JsonObject[]
}
