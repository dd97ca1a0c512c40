import type { Actor, EngineEvent, Run } from '../../schema/actor.ts'
import { isEventType } from '../../schema/event.ts'
import {
  COMMUNITY,
  type Figure,
  isActive,
  LAST_ACTED,
  LAST_SEEN,
  type Noted,
  type Presence,
  RAISED_PREFIX,
  slotOf,
  workflowArea,
} from '../../schema/figure.ts'
import type { LedgerEntry } from '../../schema/ledger.ts'
import { inDrill } from '../actions/alert/drill.ts'
import { ended } from './actor.ts'
import { OWN_DOINGS } from './best-hour.ts'
import { figuresOfExperiments } from './experiments.ts'
import type { Outcome, Settled, Stimulus } from './react.ts'
import type { Turn } from './turn.ts'

/** How an actor stood before a turn, as far as figures tell what has changed. */
export type Before = { runs: ReadonlyMap<string, RunBefore> }
type RunBefore = { open: boolean; step: string | null; wakeAt: number | null; goal: boolean }

export function standingOf({ runs }: Actor): Before {
  const stand = (run: Run): RunBefore => ({
    open: !ended(run),
    step: run.step,
    wakeAt: run.wakeAt,
    goal: run.memory.goal !== null,
  })
  return { runs: new Map(runs.map((run) => [run.id, stand(run)])) }
}

/** What a turn comes to in figures: data, added up by the same commit. What is counted here can be counted again from events, runs and ledger. */
export function tally(turn: Turn, stimuli: readonly Stimulus[], settled: readonly Settled[], before: Before): Noted {
  const outside = new Set(
    stimuli.flatMap((one) => (one.kind === 'event' && one.outside !== undefined ? [one.event.id] : [])),
  )
  const noted: Noted = { figures: [], presence: [] }
  for (const outcome of settled.flatMap(({ outcomes }) => outcomes))
    ofEvent(turn, noted, outcome, outside.has(outcome.event.id))
  ofLast(turn, noted)
  for (const entry of turn.ledger)
    noted.figures.push([COMMUNITY, slotOf(entry.at), pointsMetric(entry), Math.abs(entry.delta)])
  for (const run of turn.touched) ofRun(turn, noted, run, before.runs.get(run.id))
  noted.figures.push(...figuresOfExperiments(turn, before))
  return noted
}

/** Ours, and about nothing that a member did: not worth a row. */
const NOT_OF_MEMBERS = /^(contact|message\.(sent|failed)|workflow|alert|task)\b/

function ofEvent(turn: Turn, noted: Noted, { event }: Outcome, isOutside: boolean): void {
  const { contact } = turn.actor
  if (event.data.drill === true || !(isOutside || isEventType(event.type))) return
  const slot = slotOf(event.at)
  noted.figures.push([COMMUNITY, slot, `event:${event.type}`, 1], ...amounts(event, slot))
  if (contact.kind !== 'contact') return
  if (isOutside) noted.presence.push([event.type, slot, contact.id])
  else if (!NOT_OF_MEMBERS.test(event.type)) noted.presence.push([RAISED_PREFIX + event.type, slot, contact.id])
}

function amounts({ type, data }: EngineEvent, slot: number): Figure[] {
  const { amount, level } = data
  if ((type === 'order.paid' || type === 'order.refunded') && typeof amount === 'number' && Number.isFinite(amount))
    return [[COMMUNITY, slot, `amount:${type}`, amount]]
  if (type === 'alert.raised' && level !== undefined)
    return [[COMMUNITY, slot, `alert:${String(level).slice(0, 20)}`, 1]]
  const group = type === 'survey.answered' ? npsGroup(data) : undefined
  return group === undefined ? [] : [[COMMUNITY, slot, `nps:${group}`, 1]]
}

const NPS = /(?<![a-z])nps(?![a-z])|net.?promoter|净推荐/i
const GROUPS = ['promoter', 'passive', 'detractor'] as const

/**
 * Said by whoever asked: our own surveys always do when they ask for it. Of what comes from elsewhere the score counts, 0
 * to 10, when it says that it is one of NPS, by its kind or the name of the question or survey: a rating is none.
 */
function npsGroup({ group, score, kind, ask_id: own, question, survey_id: survey }: EngineEvent['data']) {
  const said = GROUPS.find((one) => one === group)
  if (said || group !== undefined || own !== undefined) return said
  const isNps = kind === undefined ? [question, survey].some((name) => NPS.test(String(name ?? ''))) : kind === 'nps'
  if (!isNps) return undefined
  if (typeof score !== 'number' || !Number.isInteger(score) || score < 0 || score > 10) return undefined
  if (score >= 9) return 'promoter'
  return score >= 7 ? 'passive' : 'detractor'
}

/**
 * How many contacts were last active when: whoever was since an instant is found without looking at anybody. What comes
 * late changes nothing.
 */
function ofLast({ actor: { contact } }: Turn, { figures, presence }: Noted): void {
  const own = presence.filter(([type]) => isActive(type))
  if (own.length === 0) return
  const known = contact.facts.present
  const seen = move(figures, LAST_SEEN, known?.seen, own)
  const doings = own.filter(([type]) => OWN_DOINGS.includes(type))
  const acted = move(figures, LAST_ACTED, known?.acted, doings)
  if (seen === undefined) return
  contact.facts = { ...contact.facts, present: { seen, ...(acted !== undefined && { acted }) } }
}

function move(
  figures: Figure[],
  area: string,
  from: number | undefined,
  presence: readonly Presence[],
): number | undefined {
  const to = Math.max(from ?? Number.NEGATIVE_INFINITY, ...presence.map(([, slot]) => slot))
  if (presence.length === 0 || to === from) return from
  figures.push([area, to, 'members', 1])
  if (from !== undefined) figures.push([area, from, 'members', -1])
  return to
}

function pointsMetric({ kind, delta }: LedgerEntry): string {
  return `points:${kind}:${delta < 0 ? 'out' : 'in'}`
}

/** What is also counted for the community as a whole. */
const EVERYWHERE: ReadonlySet<string> = new Set(['entered', 'converted', 'value'])

const REASON_CHARS_MAX = 60

/** A run entered, moved on, reached its goal, or ended. Those that are held out are counted apart. */
function ofRun({ world: { now } }: Turn, { figures }: Noted, run: Run, before: RunBefore | undefined): void {
  if (inDrill(run.memory.event)) return
  const [area, slot] = [workflowArea(run.workflowId), slotOf(now)]
  const add = (metric: string, value = 1) => {
    figures.push([area, slot, metric, value])
    if (EVERYWHERE.has(metric)) figures.push([COMMUNITY, slot, metric, value])
  }
  const heldOut = run.status === 'exited' && run.reason === 'holdout'
  if (run.memory.goal && !before?.goal) {
    const { value } = run.memory.goal
    add(heldOut ? 'holdout:converted' : 'converted')
    if (typeof value === 'number' && Number.isFinite(value)) add(heldOut ? 'holdout:value' : 'value', value)
  }
  if (heldOut) {
    if (!before) add('holdout')
    return
  }
  if (!before) add('entered')
  const [was, is] = [before?.open ? (before.step ?? '') : undefined, ended(run) ? undefined : (run.step ?? '')]
  if (was !== is) {
    if (was !== undefined) add(`at:${was}`, -1)
    if (is !== undefined) add(`at:${is}`)
  }
  if (is === undefined && (before === undefined || before.open))
    add(`ended:${run.status}:${(run.reason ?? '').slice(0, REASON_CHARS_MAX)}`)
  if (before?.open && before.wakeAt !== null && before.wakeAt <= now && run.wakeAt !== before.wakeAt)
    ofLateness(add, now - before.wakeAt)
}

/** Milliseconds up to which each class of lateness goes. */
export const LATENESS = [
  ['1s', 1_000],
  ['10s', 10_000],
  ['1m', 60_000],
  ['10m', 600_000],
  ['more', Number.POSITIVE_INFINITY],
] as const

function ofLateness(add: (metric: string, value?: number) => void, lateMs: number): void {
  add('woken')
  if (lateMs > 0) add('late_ms', lateMs)
  add(`late:${LATENESS.find(([, upTo]) => lateMs <= upTo)?.[0] ?? 'more'}`)
}
