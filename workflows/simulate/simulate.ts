import type { Actor, Contact, EngineEvent } from '../../schema/actor.ts'
import type { Ask } from '../../schema/ask.ts'
import type { JsonObject } from '../../schema/json.ts'
import { SETTINGS_DEFAULT, type Settings } from '../../schema/settings.ts'
import { ENTRIES_MAX, type SituationShape } from '../../schema/simulation.ts'
import { dueAt } from '../engine/actor.ts'
import { seriesOfId } from '../engine/alerts/series.ts'
import { MANUAL } from '../engine/begin.ts'
import type { AttemptResult } from '../engine/delivery.ts'
import { react, type Stimulus } from '../engine/react.ts'
import type { EmittedEvent } from '../engine/turn.ts'
import { byPriority, type Workflow, type World } from '../engine/world.ts'
import { type Slot, slots, tickData, ticks, turned } from './calendar.ts'
import { emptyContact, SIMULATED_CHANNEL, simulatedContact } from './contact.ts'
import { type Granted, grant } from './grant.ts'
import { listens } from './listens.ts'
import { type Crossed, count, lookAgain, type Metrics, metricsOf, nextLook } from './metrics.ts'
import type { Simulated } from './outcome.ts'
import { isFull, type Recorder, recorder, write } from './recorder.ts'
import { answering, answeringAsks } from './replies.ts'
import { report } from './report.ts'

export type Situation = SituationShape & {
  /** Compiled; the first is the one under test. */
  workflows: readonly [Workflow, ...Workflow[]]
  /** Channels as the product has them. */
  channels?: World['channels']
  texts?: World['texts']
  words?: World['words']
  segments?: World['segments']
  rotas?: NonNullable<World['rotas']>
  surveys?: World['surveys']
  settings?: Partial<Settings>
  entriesMax?: number
}

/**
 * What would happen to one contact: the engine itself on virtual time, and nothing outside. At one instant what is due
 * comes first, then schedules, then events as they are listed; whatever goes out has arrived at once.
 */
export function simulate(situation: Situation): Simulated {
  const stage = setUp(situation)
  const until = Date.parse(situation.until)
  reacts(stage, stage.contact, { kind: 'due' })
  while (!isFull(stage.record)) {
    const at = nextInstant(stage)
    if (at > until) break
    stage.now = Math.max(stage.now, at)
    if (!carryDue(stage) && !crossAgain(stage) && !tick(stage) && !happen(stage)) break
  }
  return report(stage.record, stage.contact.contact, situation.workflows[0].program)
}

type Coming = { at: number; stimulus: Stimulus }

type Stage = {
  now: number
  contact: Actor
  /** The contact, and every workflow that a schedule has started for nobody in particular. */
  actors: Map<string, Actor>
  slots: Slot[]
  coming: readonly Coming[]
  happened: number
  events: number
  world: Omit<World, 'now'>
  heard: (type: string) => boolean
  answer: ReturnType<typeof answering>
  answerAsk: ReturnType<typeof answeringAsks>
  /** What was granted so far of things that members share, by resource. */
  granted: Granted
  metrics: Metrics
  record: Recorder
}

function setUp(situation: Situation): Stage {
  const { workflows } = situation
  const from = Date.parse(situation.from)
  const contact: Actor = { contact: simulatedContact(situation.contact, String(situation.seed ?? ''), from), runs: [] }
  const programs = new Map(workflows.map(({ id, program }) => [id, program]))
  const timezone = situation.timezone ?? 'UTC'
  return {
    now: from,
    contact,
    actors: new Map([[contact.contact.id, contact]]),
    slots: slots(workflows, timezone, from - 1),
    coming: comingOf(situation, contact.contact),
    happened: 0,
    events: 0,
    world: {
      locale: situation.locale ?? 'en',
      timezone,
      settings: { ...SETTINGS_DEFAULT, ...situation.settings },
      workflows: workflows.toSorted(byPriority),
      program: (id) => programs.get(id),
      channels: channelsOf(situation, contact.contact),
      texts: situation.texts ?? new Map(),
      ...(situation.words && { words: situation.words }),
      ...(situation.segments && { segments: situation.segments }),
      rotas: situation.rotas ?? new Map(),
      ...(situation.surveys && { surveys: situation.surveys }),
    },
    heard: listens(workflows),
    answer: answering(situation.replies),
    answerAsk: answeringAsks(situation.replies),
    granted: new Map(),
    metrics: metricsOf(workflows),
    record: recorder(situation.entriesMax ?? ENTRIES_MAX),
  }
}

/**
 * Events and starts by hand, in order of time; what happens before the beginning happens at the beginning, and an event
 * that is delivered again does not happen again.
 */
function comingOf({ events, starts, workflows }: Situation, contact: Contact): Coming[] {
  const own = contact.identities[0]?.channel ?? SIMULATED_CHANNEL
  const coming = new Map<string, Coming>()
  for (const [i, { at, type, data, channel: said = own, id = `event-${i + 1}` }] of events.entries()) {
    const channel = type.startsWith('task.') ? null : said
    const event: EngineEvent = { id, type, at: Date.parse(at), channel, data: data as JsonObject, causes: [] }
    const known = coming.get(`${channel}\n${id}`)
    if (!known || known.at > event.at)
      coming.set(`${channel}\n${id}`, { at: event.at, stimulus: { kind: 'event', event, outside: { profile: null } } })
  }
  const begun = starts.map(({ at, inputs }, i): Coming => {
    const id = `start-${i + 1}`
    const workflowId = workflows[0].id
    const data = { workflow_id: workflowId, ...(inputs && { inputs: inputs as JsonObject }) }
    const event: EngineEvent = { id, type: MANUAL, at: Date.parse(at), channel: null, data, causes: [] }
    return { at: event.at, stimulus: { kind: 'command', command: { kind: 'start', workflowId, event } } }
  })
  return [...coming.values(), ...begun].sort((a, b) => a.at - b.at)
}

/** A channel that nobody has set up is taken to be able to send. */
function channelsOf({ events, channels = new Map() }: Situation, { identities }: Contact): World['channels'] {
  const named = [...identities.map(({ channel }) => channel), ...events.flatMap(({ channel }) => channel ?? [])]
  return new Map<string, { kind: string; sends: boolean; answers?: boolean }>([
    ...named.map((channel) => [channel, { kind: 'sandbox', sends: true }] as const),
    ...channels,
  ])
}

function nextInstant(stage: Stage): number {
  const due = [...stage.actors.values()].map((actor) => dueOf(actor))
  return Math.min(
    ...due,
    ...stage.slots.map(({ at }) => at),
    nextLook(stage.metrics),
    stage.coming[stage.happened]?.at ?? Number.POSITIVE_INFINITY,
  )
}

const NONE: ReadonlySet<string> = new Set()

function dueOf(actor: Actor): number {
  return dueAt(actor, NONE, 0) ?? Number.POSITIVE_INFINITY
}

/**
 * Carry on whoever is due. Answers whether anything came of it, be it only that they are due later now: what stands still
 * is not asked again and again.
 */
function carryDue(stage: Stage): boolean {
  const due = [...stage.actors.values()].filter((actor) => dueOf(actor) <= stage.now)
  const moved = due.map((actor) => {
    const before = dueOf(actor)
    return reacts(stage, actor, { kind: 'due' }) || dueOf(actor) > before
  })
  return moved.includes(true)
}

function tick(stage: Stage): boolean {
  const slot = stage.slots.find(({ at }) => at <= stage.now)
  if (!slot) return false
  stage.slots = stage.slots.map((one) => (one === slot ? turned(one) : one))
  const who = ticks(slot, stage.contact, { ...stage.world, now: stage.now })
  if (who === 'nobody') return true
  const actor = who === 'contact' ? stage.contact : systemOf(stage, `s-workflow-${slot.workflow.id}`)
  const id = `tick-${slot.workflow.id}-${slot.index}-${slot.at}`
  const event: EngineEvent = { id, type: 'schedule.tick', at: slot.at, channel: null, data: tickData(slot), causes: [] }
  reacts(stage, actor, { kind: 'event', event })
  return true
}

/** Lines that are crossed because something has left their windows. */
function crossAgain(stage: Stage): boolean {
  if (nextLook(stage.metrics) > stage.now) return false
  cross(stage, lookAgain(stage.metrics, stage.now))
  return true
}

function cross(stage: Stage, crossed: readonly Crossed[]): void {
  for (const { workflow, event } of crossed)
    reacts(stage, systemOf(stage, `s-workflow-${workflow.id}`), { kind: 'event', event })
}

function systemOf(stage: Stage, name: string): Actor {
  const known = stage.actors.get(name)
  if (known) return known
  const made: Actor = { contact: emptyContact(name, 'system', stage.now), runs: [] }
  stage.actors.set(name, made)
  return made
}

function happen(stage: Stage): boolean {
  const next = stage.coming[stage.happened]
  if (!next || next.at > stage.now) return false
  stage.happened += 1
  reacts(stage, stage.contact, next.stimulus)
  return true
}

/**
 * One reaction, and at once the answers of what it sent out, and the events that tell of them. Answers whether anything
 * happened.
 */
function reacts(stage: Stage, actor: Actor, stimulus: Stimulus): boolean {
  const waiting = [stimulus]
  const before = stage.record.timeline.length
  for (let next = waiting.shift(); next && !isFull(stage.record); next = waiting.shift()) {
    const reaction = react(actor, [next], { ...stage.world, now: stage.now })
    actor.contact.version += 1
    for (const id of reaction.turn.breakers) pause(stage, id)
    const answered = reaction.turn.deliveries.map((delivery) => ({
      delivery,
      result: stage.answer(delivery, actionOf(reaction.turn.entries, delivery.id)),
    }))
    write(stage.record, actor, reaction, answered)
    if (reaction.turn.counts.length > 0) cross(stage, count(stage.metrics, reaction.turn.counts, stage.now))
    const said = (ask: Ask) => stage.answerAsk(ask, actionOf(reaction.turn.entries, ask.id))
    if (grant(stage.granted, actor, reaction.turn.asks, said)) waiting.push({ kind: 'due' })
    for (const { delivery, result } of answered) {
      if (delivery.awaited || result.kind === 'failed') waiting.push({ kind: 'result', result })
      if (delivery.kind === 'message') waiting.push(...told(stage, delivery, result))
    }
    for (const event of reaction.turn.emitted) waiting.push(...passOn(stage, actor, event))
  }
  return stage.record.timeline.length > before
}

/** What subjects say to alerts, and alerts to them. What concerns this actor itself is answered as its next stimulus. */
function passOn(stage: Stage, from: Actor, { subjectId, ...said }: EmittedEvent): Stimulus[] {
  const known = seriesOfId(`${subjectId}.1`) === undefined ? stage.actors.get(subjectId) : systemOf(stage, subjectId)
  if (!known) return []
  const stimulus: Stimulus = { kind: 'event', event: { ...said, channel: null } }
  if (known === from) return [stimulus]
  reacts(stage, known, stimulus)
  return []
}

/** A breaker has opened: nobody resumes the workflow in a simulation. */
function pause(stage: Stage, id: string): void {
  const workflows = stage.world.workflows.map((one) => (one.id === id ? { ...one, paused: true } : one))
  stage.world = { ...stage.world, workflows }
}

/** The verb under which the step that sent this is in the journal. */
function actionOf(entries: readonly { run: string; step: string | null; verb: string }[], id: string): string {
  return entries.find(({ run, step }) => step !== null && id.startsWith(`${run}:${step}:`))?.verb ?? ''
}

/** `message.sent` and `message.failed`, when a workflow listens for them. */
function told(
  stage: Stage,
  { id, channel, runId }: { id: string; channel: string; runId?: string },
  result: AttemptResult,
): Stimulus[] {
  const type = `message.${result.kind}`
  if (!stage.heard(type)) return []
  const data = { message_id: id, ...(result.kind === 'failed' && { reason: result.message }) }
  const causes = runId === undefined ? [] : [runId]
  return [{ kind: 'event', event: { id: `${id}:${result.kind}`, type, at: stage.now, channel, data, causes } }]
}
