import type { Client } from './client.ts'

/** What the API tells, as far as the story reads it: HTTP.md. */
export type Contact = {
  id: string
  name: string | null
  timezone: string | null
  points: number
  tags: string[]
  identities: { channel: string; external_id: string }[]
}
export type Event = {
  id: string
  type: string
  channel: string | null
  received_at: string
  contact_id: string | null
  data: Record<string, unknown>
  reason?: string
  refused?: { workflow: string; reason: string; warning?: string }[]
}
export type Entry = {
  seq: number
  step: string | null
  verb: string
  at: string
  status: string
  input?: Record<string, unknown>
  output?: Record<string, unknown>
  warning?: string
  error?: { code: string; message: string }
}
export type Run = {
  id: string
  workflow_id: string
  contact_id: string | null
  status: string
  reason?: string
  started_at: string
  ended_at: string | null
  goal: { value?: unknown } | null
  journal: Entry[]
}
export type Message = {
  id: string
  channel: string | null
  to: string | null
  text: string
  status: string
  reason?: string
  attempts: number
}

export type Facts = { contacts: Map<string, Contact>; events: Event[]; runs: Run[]; messages: Map<string, Message> }

/** All there is. Runs that ended before `sinceMs` come without their journal: nothing is asked of them any more. */
export async function readFacts(client: Client, sinceMs: number): Promise<Facts> {
  const [contacts, events, runs, messages] = await Promise.all([
    client.list<Contact>('/api/v1/contacts'),
    client.list<Event>('/api/v1/events'),
    client.list<Omit<Run, 'journal'>>('/api/v1/runs'),
    client.list<Message>('/api/v1/messages'),
  ])
  const open = (run: Omit<Run, 'journal'>) => run.ended_at === null || Date.parse(run.ended_at) >= sinceMs
  const journaled = runs.map((run) => (open(run) ? client.get<Run>(`/api/v1/runs/${run.id}`) : { ...run, journal: [] }))
  return {
    contacts: byId(contacts),
    events,
    runs: (await Promise.all(journaled)).sort((a, b) => (a.id < b.id ? -1 : 1)),
    messages: byId(messages),
  }
}

function byId<T extends { id: string }>(items: readonly T[]): Map<string, T> {
  return new Map(items.map((item) => [item.id, item]))
}
