import type { EngineEvent, Identity, Run } from '../../schema/actor.ts'
import type { QuietWindow } from '../../schema/gate.ts'
import type { JsonObject } from '../../schema/json.ts'
import type { LedgerEntry } from '../../schema/ledger.ts'
import type { Draft } from '../../schema/message.ts'
import { changes } from '../actions/contact/set.ts'
import { ended } from './actor.ts'
import { type AlertWish, type Answering, acknowledgeAlert, raiseAlert, resolveAlert } from './alerts/alert.ts'
import { apply, raise } from './apply.ts'
import { type Replayed, startQueued } from './begin.ts'
import { answerComplaint, type Closing, closeComplaint } from './complaints.ts'
import { type ConsentWish, changeConsent } from './consents.ts'
import { addContribution, type Given, type Judging, judgeContribution } from './contributions.ts'
import { create } from './create.ts'
import type { ContactPatch } from './effect.ts'
import { finish } from './finish.ts'
import { sendAgain } from './gate/alone.ts'
import { enterByHand, reversePoints } from './manual-points.ts'
import { type Legacy, mergeAway, mergeIn } from './merge.ts'
import { moveAll } from './move.ts'
import { overfull } from './overfull.ts'
import { changeReachability } from './reachability.ts'
import { decideReferral, noteCode } from './referrals/decide.ts'
import { type Report, sendReport } from './report.ts'
import { cancelMessage } from './resume.ts'
import { retry } from './retry.ts'
import { giveRoles } from './roles-given.ts'
import { enter, type Started, type StartReason, startWhen } from './start.ts'
import { isTier } from './tiers.ts'
import type { Turn } from './turn.ts'

/** What an operator asks of a subject. Decided and committed like everything else. */
export type Command =
  | { kind: 'start'; workflowId: string; event: EngineEvent }
  /** A new run of the same workflow with the event of an old one, in this version. */
  | { kind: 'replay'; workflowId: string; version: number; event: EngineEvent; replayed: Replayed }
  | { kind: 'cancel'; runId: string; reason: string }
  /** A message that the gate has put off. */
  | { kind: 'cancel message'; id: string; reason: string }
  /** A message as it was read at the version `seen`, when it had ended. */
  | { kind: 'retry message'; draft: Draft; seen: number }
  /** `run` has failed and is not among the open ones; `seen` is the subject's version at which it was read. */
  | { kind: 'retry'; run: Run; seen: number; version?: number }
  | {
      kind: 'create'
      identities: Identity[]
      fields: Partial<ContactPatch>
      traits?: JsonObject
      tags: string[]
      source?: string
    }
  /** `tags` replaces them all; the others change single ones. */
  | {
      kind: 'change'
      fields: Partial<ContactPatch>
      traits?: JsonObject
      tags?: string[]
      addTags: string[]
      removeTags: string[]
    }
  /** With `seen` it is refused when the subject has changed since that version. */
  | { kind: 'points'; delta: number; reason: string; key: string; expiresAt?: number; seen?: number }
  /** An entry as it was read at the version `seen`, and not reversed then. */
  | { kind: 'reverse'; entry: LedgerEntry; reason: string; seen: number }
  | { kind: 'tier'; tier: string | null; until?: number }
  | { kind: 'badge'; badge: string }
  /** A person decides about how this contact was brought, or a code that was made for it is noted. */
  | { kind: 'referral'; decision: 'approve' | 'reject'; by: string; reason?: string }
  | { kind: 'referral code'; code: string }
  | { kind: 'identify'; identities: Identity[] }
  | { kind: 'consent'; wishes: ConsentWish[] }
  /** The two halves of a merge, carried out by one commit: see `Legacy`. */
  | { kind: 'merge away'; into: string }
  | { kind: 'merge in'; from: string; legacy?: Legacy }
  /** Roles by hand; null lets the rules decide again. */
  | { kind: 'roles'; roles: string[] | null }
  /** Whether and when they may be written to; what is left out stays, null takes it away. */
  | { kind: 'reachability'; blocked?: string | null; quietHours?: QuietWindow | null }
  | { kind: 'raise alert'; wish: AlertWish }
  | { kind: 'acknowledge alert' | 'resolve alert'; answering: Answering }
  | { kind: 'add contribution'; given: Given }
  | ({ kind: 'judge contribution' } & Judging)
  | { kind: 'answer complaint'; id: string; text: string }
  | { kind: 'report'; report: Report }
  | ({ kind: 'close complaint' } & Closing)
  /** Nothing but a look: dates are planned and segments noticed as they are now. */
  | { kind: 'touch' }
  | { kind: 'cancel all'; workflowId: string; version: number; reason: string }
  | { kind: 'move all'; workflowId: string; version: number }

export type CommandResult =
  | {
      kind: 'done'
      runId?: string
      entrySeq?: number
      cancelled?: number
      moved?: number
      alertId?: string
      contributionId?: string
      created?: boolean
      legacy?: Legacy
      message?: { id: string; status: 'queued' | 'deferred' }
    }
  | { kind: 'refused'; code: string; message: string; reason?: StartReason }

export function command(turn: Turn, asked: Command): CommandResult {
  switch (asked.kind) {
    case 'start':
      return start(turn, asked)
    case 'replay':
      return replay(turn, asked)
    case 'cancel':
      return cancel(turn, asked.runId, asked.reason)
    case 'cancel message':
      return cancelMessage(turn, asked.id, asked.reason)
        ? { kind: 'done' }
        : { kind: 'refused', code: 'ended', message: 'the message does not wait any more' }
    case 'retry message':
      return retryMessage(turn, asked)
    case 'retry':
      return retry(turn, asked)
    case 'create':
      return create(turn, asked)
    case 'change':
      return change(turn, asked)
    case 'points':
      return enterByHand(turn, asked)
    case 'reverse':
      return reversePoints(turn, asked)
    case 'tier':
    case 'badge':
      return give(turn, asked)
    case 'referral':
      return decideReferral(turn, asked)
    case 'referral code':
      noteCode(turn, asked.code)
      return { kind: 'done' }
    case 'identify':
      return identify(turn, asked.identities)
    case 'consent':
      for (const wish of asked.wishes) changeConsent(turn, wish, [])
      return { kind: 'done' }
    case 'merge away':
      return mergeAway(turn, asked.into)
    case 'merge in':
      return asked.legacy ? mergeIn(turn, asked.legacy) : { kind: 'done' }
    case 'roles':
      giveRoles(turn, asked.roles)
      return { kind: 'done' }
    case 'reachability':
      changeReachability(turn, asked)
      return { kind: 'done' }
    case 'raise alert': {
      const { alert_id: alertId, created } = raiseAlert(turn, asked.wish, [])
      return { kind: 'done', alertId, created }
    }
    case 'acknowledge alert':
      return acknowledgeAlert(turn, asked.answering)
    case 'resolve alert':
      return resolveAlert(turn, asked.answering, [])
    case 'add contribution':
      return addContribution(turn, asked.given)
    case 'judge contribution':
      return judgeContribution(turn, asked)
    case 'answer complaint':
      return answerComplaint(turn, asked)
    case 'report':
      sendReport(turn, asked.report)
      return { kind: 'done' }
    case 'close complaint':
      return closeComplaint(turn, asked)
    case 'touch':
      return { kind: 'done' }
    case 'cancel all':
      return cancelAll(turn, asked)
    case 'move all':
      return { kind: 'done', moved: moveAll(turn, asked) }
    default:
      return asked satisfies never
  }
}

/** An operator's word does not open the gate: neither consent nor the word filter is theirs to pass over. */
function retryMessage(turn: Turn, { draft, seen }: Extract<Command, { kind: 'retry message' }>): CommandResult {
  if (turn.actor.contact.version !== seen)
    return { kind: 'refused', code: 'stale', message: 'the contact has changed meanwhile' }
  const passed = sendAgain(turn, draft)
  return passed.kind === 'stopped' ? { kind: 'refused', code: 'gate', message: passed.reason } : { kind: 'done' }
}

function start(turn: Turn, asked: Extract<Command, { kind: 'start' }>): CommandResult {
  const workflow = turn.world.workflows.find((candidate) => candidate.id === asked.workflowId)
  if (!workflow) return { kind: 'refused', code: 'unknown_workflow', message: 'no such published workflow' }
  if (workflow.paused) return { kind: 'refused', code: 'paused', message: 'the workflow is paused', reason: 'paused' }
  return answered(startWhen(turn, workflow.program, asked.event, [{ kind: 'manual' }]))
}

function replay(turn: Turn, asked: Extract<Command, { kind: 'replay' }>): CommandResult {
  const { workflowId, version, event, replayed } = asked
  const workflow = turn.world.workflows.find((candidate) => candidate.id === workflowId)
  const program = turn.world.program(workflowId, version)
  if (!workflow || !program) return { kind: 'refused', code: 'unknown_workflow', message: 'no such published workflow' }
  if (workflow.paused) return { kind: 'refused', code: 'paused', message: 'the workflow is paused', reason: 'paused' }
  return answered(enter(turn, program, event, replayed))
}

function answered(started: Started): CommandResult {
  if (started.kind === 'started') return { kind: 'done', runId: started.run.id }
  return { kind: 'refused', code: 'not_started', message: started.reason, reason: started.reason }
}

function cancel(turn: Turn, runId: string, reason: string): CommandResult {
  const run = turn.actor.runs.find((candidate) => candidate.id === runId)
  if (!run || ended(run)) return { kind: 'refused', code: 'ended', message: 'the run has ended' }
  finish(turn, run, 'cancelled', reason)
  startQueued(turn, run)
  return { kind: 'done', runId }
}

function cancelAll(
  turn: Turn,
  { workflowId, version, reason }: Extract<Command, { kind: 'cancel all' }>,
): CommandResult {
  const old = turn.actor.runs.filter((run) => run.workflowId === workflowId && run.version < version && !ended(run))
  for (const run of old) {
    run.memory.queue = []
    finish(turn, run, 'cancelled', reason)
  }
  return { kind: 'done', cancelled: old.length }
}

function change(turn: Turn, asked: Extract<Command, { kind: 'change' }>): CommandResult {
  const { contact } = turn.actor
  const { fields, traits, tags } = asked
  const tooMuch = overfull(contact, asked)
  if (tooMuch) return { kind: 'refused', code: tooMuch.code, message: tooMuch.message }
  const addTags = [...(tags ?? []), ...asked.addTags]
  const removeTags = [...(tags ? contact.tags.filter((held) => !tags.includes(held)) : []), ...asked.removeTags]
  const { patch, changed } = changes(contact, fields, traits)
  if (changed.length > 0) {
    apply(turn, [{ kind: 'contact', patch }], [])
    raise(turn, 'contact.updated', { changed }, [])
  }
  for (const tag of addTags) {
    if (contact.tags.includes(tag)) continue
    contact.tags = [...contact.tags, tag]
    raise(turn, 'contact.tagged', { tag }, [])
  }
  for (const tag of removeTags) {
    if (!contact.tags.includes(tag)) continue
    contact.tags = contact.tags.filter((held) => held !== tag)
    raise(turn, 'contact.untagged', { tag }, [])
  }
  return { kind: 'done' }
}

/** What an operator gives must exist, as it must for a workflow. */
function give(turn: Turn, asked: Extract<Command, { kind: 'tier' | 'badge' }>): CommandResult {
  if (asked.kind === 'tier' && asked.tier !== null && !isTier(turn.world, asked.tier))
    return { kind: 'refused', code: 'unknown_tier', message: `the settings have no tier ${asked.tier}` }
  if (asked.kind === 'badge' && turn.world.badges && !turn.world.badges.has(asked.badge))
    return { kind: 'refused', code: 'unknown_badge', message: `there is no badge ${asked.badge}` }
  apply(turn, [asked], [])
  return { kind: 'done' }
}

function identify(turn: Turn, identities: Identity[]): CommandResult {
  const { contact } = turn.actor
  const known = new Set(contact.identities.map(({ channel, external_id }) => `${channel}\n${external_id}`))
  const fresh = identities.filter(({ channel, external_id }) => !known.has(`${channel}\n${external_id}`))
  if (fresh.length === 0) return { kind: 'done' }
  contact.identities = [...contact.identities, ...fresh]
  raise(turn, 'contact.updated', { changed: ['identities'] }, [])
  return { kind: 'done' }
}
