import type { Contact, EngineEvent } from '../../schema/actor.ts'
import { nextLocal, wallClock } from '../language/zone.ts'
import type { Turn } from './turn.ts'

/** What a member does themselves. Joining, leaving and paying are not signs that they are reading. */
export const OWN_DOINGS: readonly string[] = [
  'message.received',
  'reaction.added',
  'button.clicked',
  'checkin.made',
  'link.clicked',
  'form.submitted',
  'survey.answered',
]

/** Fewer signs of activity than this say nothing. */
const SIGNS_MIN = 3
/** Past this sum all weights are halved: habits change. */
const WEIGHT_MAX = 64
const UNKNOWN = { hour: 9, minute: 30 }

/** Count the local hour of what the member did. What a workflow of ours made happen tells nothing about them. */
export function noteActivity(turn: Turn, event: EngineEvent): void {
  const { contact } = turn.actor
  if (contact.kind !== 'contact' || !OWN_DOINGS.includes(event.type) || event.causes.length > 0) return
  const { hour } = wallClock(event.at, contact.timezone ?? turn.world.timezone)
  const hours = Array.from({ length: 24 }, (_, i) => (contact.facts.hours?.[i] ?? 0) + (i === hour ? 1 : 0))
  const aged = sum(hours) > WEIGHT_MAX ? hours.map((weight) => weight / 2) : hours
  contact.facts = { ...contact.facts, hours: aged }
}

/** The hour of their own day in which they are most active, the earliest of several; null when too little is known. */
export function bestHour({ facts: { hours } }: Contact): number | null {
  if (!hours || sum(hours) < SIGNS_MIN) return null
  return hours.indexOf(Math.max(...hours))
}

/** Now when this is their best hour, else its next beginning; 09:30 while too little is known of them. */
export function nextBestHour(contact: Contact, now: number, zone: string): number {
  const hour = bestHour(contact)
  if (hour !== null && wallClock(now, zone).hour === hour) return now
  return nextLocal(now, zone, hour === null ? UNKNOWN : { hour, minute: 0 }) ?? now
}

function sum(weights: readonly number[]): number {
  return weights.reduce((total, weight) => total + weight, 0)
}
