import type { EngineEvent } from '../../schema/actor.ts'
import { calendarOf, isWorkday } from '../language/calendar.ts'
import { formatIso } from '../language/iso.ts'
import { readInstant } from '../language/read-instant.ts'
import { addDays, nextLocal } from '../language/zone.ts'
import type { Flow } from './advance.ts'
import { decide } from './advance.ts'
import { nextBestHour } from './best-hour.ts'
import { WAIT_MAX_MS } from './limits.ts'
import { awaits } from './match.ts'
import type { Awaited, CompiledWait, EventMatch, Instruction } from './program.ts'
import { scopeOf } from './scope.ts'
import { type Moving, note } from './turn.ts'

type Wait = Extract<Instruction, { kind: 'wait' }>
type WaitFor = Extract<Instruction, { kind: 'wait_for' }>

/** Waits whose end depends on whose clock is meant: the journal says so. */
const LOCAL: ReadonlySet<CompiledWait['kind']> = new Set(['days', 'local', 'best hour'])

/** Begin a wait for a time. One that is already over goes on at once. */
export function startWait(moved: Moving, instruction: Wait, next: number): Flow {
  const { run, turn } = moved
  const until = instantOf(moved, instruction.spec)
  if (until.kind === 'invalid') {
    const error = { code: until.code ?? 'invalid_date', message: until.why }
    note(turn, run, { step: instruction.step, verb: 'wait', status: 'failed', error })
    return { kind: 'end', status: 'failed', reason: error.code }
  }
  if (until.kind === 'past') return past(moved, instruction, next, until.at)
  const output = { until: formatIso(until.at), ...(LOCAL.has(instruction.spec.kind) && { timezone: zoneOf(moved) }) }
  note(turn, run, { step: instruction.step, verb: 'wait', status: 'waiting', output })
  return { kind: 'wait', waiting: { for: 'time' }, wakeAt: until.at }
}

function past(moved: Moving, { spec, step }: Wait, next: number, at: number): Flow {
  const ifPast = spec.kind === 'until' ? spec.ifPast : 'continue'
  const entry = { step, verb: 'wait', output: { until: formatIso(at), if_past: ifPast } }
  if (ifPast === 'fail') {
    const error = { code: 'past_date', message: `${formatIso(at)} is over` }
    note(moved.turn, moved.run, { ...entry, status: 'failed', error })
    return { kind: 'end', status: 'failed', reason: 'past_date' }
  }
  note(moved.turn, moved.run, { ...entry, status: ifPast === 'skip' ? 'skipped' : 'completed' })
  return { kind: 'go', to: ifPast === 'skip' && spec.kind === 'until' ? spec.skipTo : next }
}

type Instant =
  | { kind: 'at'; at: number }
  | { kind: 'past'; at: number }
  | { kind: 'invalid'; why: string; code?: string }

/** The instant that a wait speaks of, in the contact's own time zone. */
function instantOf(moved: Moving, spec: CompiledWait): Instant {
  const { now } = moved.turn.world
  const zone = zoneOf(moved)
  switch (spec.kind) {
    case 'for':
      return ahead(now + spec.ms, now)
    case 'days':
      return ahead(addDays(now, spec.days, zone, spec.at), now)
    case 'local':
      return local(moved, spec, zone)
    case 'best hour':
      return ahead(nextBestHour(moved.turn.actor.contact, now, zone), now)
    case 'until': {
      const evaluated = spec.until.evaluate(moved.scope())
      if (evaluated.kind === 'failed') return { kind: 'invalid', why: evaluated.why }
      const at = readInstant(evaluated.value, zone)
      return at === undefined ? { kind: 'invalid', why: 'not a timestamp' } : future(at + spec.offsetMs, now)
    }
    default:
      return spec satisfies never
  }
}

/** The next such time on a day that counts: one of the weekdays, and a working day of the calendar. */
function local(moved: Moving, spec: Extract<CompiledWait, { kind: 'local' }>, zone: string): Instant {
  const { now, settings } = moved.turn.world
  const calendar = spec.workdays === undefined ? undefined : calendarOf(settings, spec.workdays)
  if (spec.workdays !== undefined && !calendar)
    return { kind: 'invalid', why: `there is no calendar \`${spec.workdays}\``, code: 'unknown_calendar' }
  const { weekdays } = spec
  const at = nextLocal(
    now,
    zone,
    spec.at,
    (day) => (!weekdays || weekdays.includes(day.weekday)) && (!calendar || isWorkday(calendar, day)),
  )
  return at === undefined
    ? { kind: 'invalid', why: 'no such day within 366 days', code: 'no_such_day' }
    : ahead(at, now)
}

/** An instant that comes of data has a bound; what the definition says in days and hours has been bounded by its check. */
function future(at: number, now: number): Instant {
  return at - now > WAIT_MAX_MS ? { kind: 'invalid', why: 'more than 366 days away' } : ahead(at, now)
}

function ahead(at: number, now: number): Instant {
  return at <= now ? { kind: 'past', at } : { kind: 'at', at }
}

export function zoneOf({ turn, program }: Moving): string {
  return turn.actor.contact.timezone ?? program.settings.timezone ?? turn.world.timezone
}

/** Begin to wait for an event. A condition that already holds passes at once. */
export function startWaitFor(moved: Moving, instruction: WaitFor, next: number): Flow {
  const { run, turn } = moved
  const entry = { step: instruction.step, verb: 'wait_for' }
  const warnings = new Set<string>()
  if (instruction.already) {
    const decided = decide(moved, instruction.already)
    if (decided.note.warning !== undefined) warnings.add(decided.note.warning)
    if (decided.holds) {
      run.memory.steps = { ...run.memory.steps, [instruction.step]: { matched: 'already' } }
      note(turn, run, { ...entry, status: 'completed', input: decided.note.input, output: { matched: 'already' } })
      return { kind: 'go', to: next }
    }
  }
  if (instruction.sinceStart)
    for (const event of run.memory.seen) {
      const found = awaits(instruction.any, event, () => scopeOf(turn, run, moved.program, event))
      if (!('awaited' in found)) {
        if (found.warning !== undefined) warnings.add(found.warning)
        continue
      }
      rememberEvent(moved, instruction, event, found.awaited)
      return { kind: 'go', to: next }
    }
  const events = instruction.any.map((awaited) => patternText(awaited.on))
  const wakeAt = timeOutOf(moved, instruction)
  const output = { events, ...(wakeAt !== null && { until: formatIso(wakeAt) }) }
  note(turn, run, { ...entry, status: 'waiting', output, warning: [...warnings].join('; ') })
  return { kind: 'wait', waiting: { for: 'event', events }, wakeAt }
}

/** When it waits no longer: some time later, or when the contact's clock shows a time; null for never. */
function timeOutOf(moved: Moving, { timeoutMs, untilLocal }: WaitFor): number | null {
  const { now } = moved.turn.world
  if (timeoutMs !== undefined) return now + timeoutMs
  if (!untilLocal) return null
  return nextLocal(now, zoneOf(moved), untilLocal, () => true) ?? null
}

/** The event that a run waited for, as later steps see it. */
export function rememberEvent({ run, turn }: Moving, { step }: WaitFor, event: EngineEvent, awaited: Awaited): void {
  const matched = awaited.name ?? event.type
  const kept = { id: event.id, type: event.type, time: formatIso(event.at), channel: event.channel, data: event.data }
  run.memory.steps = { ...run.memory.steps, [step]: { event: kept, matched } }
  note(turn, run, { step, verb: 'wait_for', status: 'completed', output: { event_id: event.id, matched } })
}

export function patternText(match: EventMatch): string {
  return 'type' in match ? match.type : `${match.prefix}*`
}
